"""Problems: what is wrong in an author's file, as values with an address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Level(IntEnum):
    """How grave a problem is; a higher level is graver."""

    NOTICE = 1  #: depends on the clock alone; printed and counted, never raised
    WARNING = 2  #: the result is doubtful; ``--strict`` makes it an error
    ERROR = 3  #: ends the build

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake: where it is, what is wrong, what to do, and its stable name.

    Problems sort by path, then line.
    """

    path: str  #: relative to the site's root, with forward slashes
    line: int  #: 1-based; 0 where the whole file is meant
    what: str  #: one sentence that quotes the author's own words
    remedy: str  #: one sentence that says what to do next; may be empty
    name: str  #: kebab-case, listed in the plugin's manual
    level: Level = Level.ERROR

    def __str__(self) -> str:
        address = f"{self.path}:{self.line}" if self.line else self.path
        sentences = " ".join(part for part in (self.what, self.remedy) if part)
        return f"{address}: {sentences} [{self.name}]"

    def at_level(self, level: Level) -> Problem:
        """Return the same problem with another level."""
        return replace(self, level=level)


class SettingsError(ValueError):
    """A value in ``pelicanconf.py`` that a plugin cannot work with.

    Raised while a run starts, with one line per mistake, so that nothing is written.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``Did you mean “…”?`` for the nearest known word, or an empty string."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.7)
    return f"Did you mean “{near[0]}”?" if near else ""
