"""A post or page as its author wrote it, and what its checks need to know."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..problem import Level, Problem
from ..source.dates import parse_date

if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from collections.abc import Set as AbstractSet
    from datetime import date

    from ..source.core import Source
    from ..source.dates import DateReader
    from ..source.header import Header
    from .record import FrontMatter
    from .settings import Settings


@dataclass(frozen=True)
class Post:
    """One file that Pelican reads as a post or a page."""

    source: Source
    kind: str  #: ``post`` or ``page``
    record: FrontMatter
    slug: str = ""  #: the one that Pelican will use
    given: frozenset[str] = frozenset()  #: keys that Pelican fills in by itself
    problems: tuple[Problem, ...] = ()  #: what is wrong with it
    is_readable: bool = True  #: False: nothing that its header says can be relied on
    left_out: frozenset[str] = frozenset()  #: keys whose value cannot be used
    day_in_name: str = ""  #: the day that the file's name has, as ISO has it
    excess: Problem | None = None  #: what in it would hold Markdown for minutes

    @property
    def path(self) -> str:
        """The file as problems name it."""
        return self.source.path

    @property
    def header(self) -> Header:
        """The header as written."""
        return self.source.header

    @property
    def is_draft(self) -> bool:
        """Return whether the post may still be unfinished."""
        return self.record.status in ("draft", "skip")

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

    own: Settings
    reserved: frozenset[str]
    unicode_slugs: bool
    has_series: bool  #: another plugin checks names and numbers of series
    endings: tuple[str, ...]  #: of templates
    templates: AbstractSet[str] = frozenset()  #: empty where it is not known
    files: AbstractSet[str] = frozenset()  #: every file in ``PATH``
    read_date: DateReader = parse_date  #: what ``date`` and ``modified`` say
    #: On sites that are not strict: keys that Pelican prints as HTML, and whether the
    #: templates' own words are escaped.
    formatted: frozenset[str] = frozenset()
    escapes: bool = True
    #: The keys that templates of the site read.
    read_keys: Container[str] = frozenset()
    days: Mapping[str, date] = field(default_factory=dict)  #: at the site: “today”

    def prints_plain(self, key: str) -> bool:
        """Return whether HTML in a key's value would be seen as it is written."""
        return self.escapes and key not in self.formatted
