"""A post or page as it stands in its file, and what its checks need to know."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..problem import Level, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..source.header import Header
    from .core import FrontMatter


@dataclass(frozen=True)
class Source:
    """One file that Pelican reads as a post or a page."""

    path: str  #: as problems name it
    kind: str  #: ``post`` or ``page``
    header: Header
    record: FrontMatter
    slug: str = ""  #: the one that Pelican will use
    given: frozenset[str] = frozenset()  #: keys that Pelican fills in by itself

    @property
    def is_draft(self) -> bool:
        """Say whether the post may still be unfinished."""
        return self.record.status in ("draft", "skip")

    def line_of_address(self) -> int:
        """Return the line that decides the post's address."""
        for key in ("save_as", "url", "slug", "title"):
            if key in self.header.lines:
                return self.header.lines[key]
        return 1

    def problem(
        self,
        key: str,
        what: str,
        remedy: str,
        name: str,
        level: Level = Level.ERROR,
        *,
        item: int | None = None,
    ) -> Problem:
        """Return a problem at the line of ``key``."""
        line = self.header.line(key, item)
        return Problem(self.path, line, what, remedy, name, level)


@dataclass(frozen=True)
class Rules:
    """What a site expects of a header."""

    required: tuple[str, ...]
    keys: tuple[str, ...] = ()
    strict: bool = True  #: False: unknown keys are the theme's business
    summary_length: tuple[int, int] = (50, 300)
    people: tuple[str, ...] = ()
    zone: str = "UTC"
    today: str = "1970-01-01"
    templates: frozenset[str] = frozenset()  #: empty where it is not known
    files: frozenset[str] = frozenset()  #: every file in ``PATH``
    reserved: frozenset[str] = frozenset()
    unicode_slugs: bool = False
    has_series: bool = False  #: another plugin checks names and numbers of series
    endings: tuple[str, ...] = field(default=(".html",))


def join_words(words: Iterable[str]) -> str:
    """Return “a”, “a and b” or “a, b and c”."""
    *first, last = list(words)
    return f"{', '.join(first)} and {last}" if first else last
