"""What a builder tells the command, and what the command shows to browsers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from mimetypes import guess_type
from threading import Condition
from typing import TYPE_CHECKING

from ...problem import Level, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, tzinfo

    from ..overview import Entry

#: What a builder says when all is well: which pages have been shown meanwhile?
READY = "ready"
#: Files that are seen on pages, by the first half of their type.
SEEN = ("audio", "font", "image", "video")
SEEN_TEXTS = ("text/css", "text/javascript", "application/javascript")


@dataclass(frozen=True)
class Clock:
    """What day it is at the site, as ``today`` of ``plugins.site`` says in a run."""

    zone: tzinfo = UTC
    given: datetime | None = None  #: the time that counts as now, by ``BULLETIN_NOW``
    ahead: int = 30  #: days in which a review is told that will fall due

    def today(self) -> date:
        """Return the day that it is now: a preview lasts longer than one."""
        return (self.given or datetime.now(self.zone)).date()


@dataclass(frozen=True)
class Outcome:
    """How a build has ended."""

    problems: tuple[Problem, ...] = ()
    is_good: bool = False
    #: Of a good one: its posts and pages, and output path -> source.
    entries: tuple[Entry, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    look: str = ""  #: a digest of what is seen on pages beside their text
    clock: Clock = field(default_factory=Clock)


@dataclass(frozen=True)
class State:
    """What is shown: the last good build, and what is wrong with a later one."""

    version: int = 0
    #: Whether there are pages to show, and whether they are of the last build.
    has_pages: bool = False
    is_good: bool = True
    problems: tuple[Problem, ...] = ()  #: of the last build
    entries: tuple[Entry, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    look: str = ""
    clock: Clock = field(default_factory=Clock)

    def after(self, outcome: Outcome) -> State:
        """Return the state after a build; after a failed one pages are as before."""
        changes: dict[str, object] = {"is_good": outcome.is_good}
        if outcome.is_good:
            changes |= vars(outcome) | {"has_pages": True}
        changes["problems"] = outcome.problems
        return replace(self, version=self.version + 1, **changes)  # type: ignore[arg-type]  # its own fields

    def after_show(self) -> State:
        """Return the state when single pages have been replaced."""
        return replace(self, version=self.version + 1)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What keeps the last save from being seen; empty where it is seen."""
        if self.is_good:
            return ()
        return tuple(one for one in self.problems if one.level is Level.ERROR)

    @property
    def failure(self) -> str:
        """What tells one failed build from another; empty after a good one."""
        return "" if self.is_good else digest(*map(str, self.problems))


class Board:
    """The state that a web server shows, and those who wait for the next one."""

    def __init__(self, state: State) -> None:
        self.state = state
        self._changed = Condition()

    def put(self, state: State) -> None:
        """Show another state."""
        with self._changed:
            self.state = state
            self._changed.notify_all()

    def wait_for_another(self, version: int, seconds: float) -> State:
        """Return a state of another version, or the same after so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self.state.version != version, seconds)
            return self.state


def look_of(files: Mapping[str, str]) -> str:
    """Return a digest of those files, by path and digest, that are seen on pages."""
    return digest(
        *(f"{path}\0{files[path]}" for path in sorted(files) if is_seen(path))
    )


def is_seen(path: str) -> bool:
    """Return whether a file is seen on pages: a sheet, a picture, a font.

    >>> is_seen("theme/css/main.css"), is_seen("feeds/all.atom.xml")
    (True, False)
    """
    kind = guess_type(path)[0] or ""
    return kind.split("/")[0] in SEEN or kind in SEEN_TEXTS


def digest(*parts: str | bytes) -> str:
    """Return a short digest of all parts, each with its length."""
    found = sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode("utf-8", "replace")
        found.update(b"%d\0" % len(data) + data)
    return found.hexdigest()[:20]
