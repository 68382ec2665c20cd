"""Where the time of a build went: by what was done, and by plugin."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial, wraps
from typing import TYPE_CHECKING, ParamSpec, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import ModuleType


P = ParamSpec("P")
T = TypeVar("T")
START = "starting, with all imports"
PELICAN = "Pelican itself"
READING = "reading files, with Markdown"
PAGES = "making pages"
#: Parts of less than this share are put together.
LEAST = 0.01


class Receiver(Protocol):
    """A function of a plugin."""

    def __call__(self, sender: object, /, **named: object) -> object:
        """Hear that something has happened."""


class Signal(Protocol):
    """What plugins connect their functions to."""

    is_muted: bool

    def receivers_for(self, sender: object) -> Iterable[Receiver]:
        """Return the functions that hear of a sender."""

    def send(self, sender: object = None, **named: object) -> list[object]:
        """Call them."""


@dataclass
class Profile:
    """A stopwatch for each part of a build; a part inside another one stops that."""

    spent: dict[str, float] = field(
        default_factory=lambda: {START: time.process_time()}
    )  #: seconds
    is_watching: bool = False  #: plugins and generators, too
    _open: list[str] = field(default_factory=lambda: [START])
    _since: float = field(default_factory=time.perf_counter)

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Count the time meanwhile to a part."""
        self._count()
        self._open.append(name)
        try:
            yield
        finally:
            self._count()
            self._open.pop()

    def timed(self, name: str, work: Callable[P, T]) -> Callable[P, T]:
        """Return a function whose time counts to a part."""

        @wraps(work)
        def measure(*args: P.args, **named: P.kwargs) -> T:
            with self.part(name):
                return work(*args, **named)

        return measure

    @contextmanager
    def watching(self, signals: ModuleType) -> Iterator[None]:
        """Count meanwhile what each plugin's functions and each generator take."""
        named = [one for one in vars(signals).values() if hasattr(one, "receivers")]
        generators: list[object] = []

        def watch_reading(generator: object) -> None:
            generators.append(generator)
            self._watch(generator, "generate_context", READING)

        def watch_writing(_pelican: object) -> None:  # all plugins have done their part
            for generator in generators:
                self._watch(generator, "generate_output", PAGES)

        if self.is_watching:
            signals.generator_init.connect(watch_reading)
            signals.get_writer.connect(watch_writing)
            for signal in named:
                signal.send = partial(_send, signal, self)
        try:
            yield
        finally:
            for signal in named:
                vars(signal).pop("send", None)

    def _watch(self, thing: object, method: str, name: str) -> None:
        work = getattr(thing, method, None)
        if work is not None:
            setattr(thing, method, self.timed(name, work))

    def _count(self) -> None:
        now = time.perf_counter()
        name = self._open[-1]
        self.spent[name] = self.spent.get(name, 0.0) + now - self._since
        self._since = now

    def lines(self) -> list[str]:
        """Return what took how long, the longest first."""
        self._count()
        whole = sum(self.spent.values())
        parts = sorted(self.spent.items(), key=lambda part: -part[1])
        told = [part for part in parts if part[1] >= whole * LEAST]
        rest = whole - sum(seconds for _, seconds in told)
        rows = [*told, ("all the rest", rest)] if len(told) < len(parts) else told
        return [
            f"Where {whole:.2f} s went:",
            *(
                f"{seconds:8.2f} s {100 * seconds / whole:4.0f} %  {name}"
                for name, seconds in rows
            ),
        ]


def _send(
    signal: Signal, profile: Profile, sender: object = None, **named: object
) -> list[tuple[Receiver, object]]:
    if signal.is_muted:
        return []
    found = []
    for receiver in signal.receivers_for(sender):
        with profile.part(name_part(receiver)):
            found.append((receiver, receiver(sender, **named)))
    return found


def name_part(receiver: object) -> str:
    """Return the part that a plugin's function belongs to.

    >>> name_part(Profile.part)
    'Pelican itself'
    """
    function = getattr(receiver, "func", receiver)
    module = str(getattr(function, "__module__", ""))
    own = __package__.partition(".tools")[0]
    if module.startswith(f"{own}."):
        name = module.removeprefix(f"{own}.").partition(".")[0]
        return PELICAN if name == "tools" else f"plugin {name}"
    name = module.removeprefix("pelican.plugins.").partition(".")[0]
    return PELICAN if name in ("pelican", "") else f"plugin {name}"
