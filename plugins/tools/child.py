"""Processes of a command's own, which end with it."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from functools import partial
from multiprocessing import get_context
from typing import TYPE_CHECKING, TypeAlias

from .stopping import SIGNALS, StoppedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from types import FrameType

#: One of the two ends between two processes.
Line: TypeAlias = "Connection[object, object]"
LOOK = 1.0  #: seconds between two looks whether the command is still there
PATIENCE = 5.0  #: seconds in which one that is told to end may tidy up


class Child:
    """A fork of this process, which must have one thread, and the line to it.

    It has the command's handlers of signals, and ends by itself when the command is
    gone, however that came.
    """

    def __init__(self, work: Callable[[Line], None]) -> None:
        fork = get_context("fork")
        self.line, theirs = fork.Pipe()
        # A signal that came between fork and return would leave it behind.
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        given = work, (self.line, theirs), os.getpid(), mask
        self.process = fork.Process(target=_run, args=given)
        try:
            try:
                self.process.start()
            finally:
                theirs.close()
                signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        except BaseException:
            if self.process.pid:
                self.end()
            raise

    def end(self) -> None:
        """End it, and return when it has ended; so too if it has."""
        self.line.close()
        self.process.terminate()
        self.process.join(PATIENCE)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


def _run(
    work: Callable[[Line], None],
    ends: tuple[Line, Line],
    parent: int,
    mask: set[int],
) -> None:
    ours, line = ends
    ours.close()
    signal.signal(signal.SIGALRM, partial(_end_alone, parent))
    # Nothing else tells a process that computes of its parent's end.
    signal.setitimer(signal.ITIMER_REAL, LOOK, LOOK)
    # The command ends, or is gone; and that may be told twice, the second time while
    # this is about to be deaf.
    with suppress(KeyboardInterrupt, BrokenPipeError, EOFError):
        try:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
            work(line)
        finally:
            # It ends anyway, and the library's own clean-up would show a traceback.
            signal.pthread_sigmask(signal.SIG_BLOCK, (*SIGNALS, signal.SIGALRM))


def _end_alone(parent: int, _number: int, _frame: FrameType | None) -> None:
    if os.getppid() != parent:
        raise StoppedError(signal.SIGTERM)
