"""Ctrl-C and its kin: what ends a command, and what must not be cut in two."""

from __future__ import annotations

import atexit
import math
import os
import signal
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

#: What a person, a system that shuts down and a closed terminal send.
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
#: Seconds in which one more signal is the same wish: what is being tidied up may end.
REPEATED = 2.0
#: Functions whose exceptions Python prints, and where they are.
CALLBACKS = {"__del__": "", "cb": "importlib", "_remove": "weakref"}
SOON = 0.01  #: seconds after which a signal is tried again


class StoppedError(KeyboardInterrupt):
    """The wish that a command ends; its code is 128 and the signal's number."""

    def __init__(self, number: int) -> None:
        super().__init__("Stopped.")
        self.number = number
        self.code = 128 + number


class StoppedLateError(StoppedError):
    """That wish, where the work was done by the time it could be followed."""

    def __init__(self, number: int, outcome: str) -> None:
        super().__init__(number)
        self.args = (f"Too late to stop: {outcome}",)
        self.code = 0


@contextmanager
def stoppable() -> Iterator[None]:
    """Raise a ``StoppedError`` in the main thread for a signal that ends programs.

    Behind the block the process is about to end, with the code of what it has done: a
    signal that comes then changes nothing, unless the end takes long.
    """
    last = -math.inf

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal last
        if is_ignored(frame):
            threading.Timer(SOON, os.kill, (os.getpid(), number)).start()
            return
        now = time.monotonic()
        if now - last > REPEATED:
            last = now
            raise StoppedError(number)

    try:
        with handled(stop), _wishes_come_first():
            yield
    finally:
        _end_in_peace(time.monotonic())


@contextmanager
def _wishes_come_first() -> Iterator[None]:
    """Raise the wish behind an exception for it; after one no other is heard."""
    try:
        yield
    except BaseException as error:
        wish = _wish_behind(error)
        if wish is None:
            raise
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        raise wish from None


def _wish_behind(error: BaseException | None) -> StoppedError | None:
    """Return the wish that led to an exception; Python wraps some that pass it."""
    while error:
        if isinstance(error, StoppedError):
            return error
        error = error.__cause__ or error.__context__
    return None


def _end_in_peace(done: float) -> None:
    """Let signals that come behind the work change nothing, unless its end takes long.

    Python's own clean-up would answer with a traceback, or die of them.
    """

    def end(number: int, _frame: FrameType | None) -> None:
        if time.monotonic() - done > REPEATED:
            os._exit(128 + number)

    if threading.current_thread() is threading.main_thread():
        default = {signal.default_int_handler, signal.SIG_DFL}
        for number in SIGNALS:
            if signal.getsignal(number) in default:
                signal.signal(number, end)
                # Later Python puts back what ends a process, but leaves this.
                atexit.register(signal.signal, number, signal.SIG_IGN)


def is_ignored(frame: FrameType | None) -> bool:
    """Return whether Python would print what is raised here, and go on.

    So it does in finalizers, and in callbacks of weak references: of those that end an
    import's lock, and that take what is gone out of a set.
    """
    while frame:
        code = frame.f_code
        where = CALLBACKS.get(code.co_name)
        if where is not None and where in code.co_filename:
            return True
        frame = frame.f_back
    return False


@contextmanager
def undisturbed(outcome: str) -> Iterator[None]:
    """Do something short as a whole; a signal that came meanwhile is raised after it.

    ``outcome`` says in a sentence how things stand then.
    """
    came: list[int] = []
    with handled(lambda number, _frame: came.append(number)):
        yield
    if came:
        raise StoppedLateError(came[0], outcome)


@contextmanager
def handled(handler: Callable[[int, FrameType | None], object]) -> Iterator[None]:
    """Let a handler take the signals; one that is ignored, as by nohup, stays so.

    Python lets the main thread alone change handlers, and runs them there.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    found = {number: signal.getsignal(number) for number in SIGNALS}
    before = {k: v for k, v in found.items() if v not in {None, signal.SIG_IGN}}
    try:
        for number in before:
            signal.signal(number, handler)
        yield
    finally:
        for number, former in before.items():
            if signal.getsignal(number) is handler:
                signal.signal(number, former)
