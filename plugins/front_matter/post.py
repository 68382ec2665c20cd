"""A post or page as its author wrote it, and what its checks need to know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..problem import Level, Problem

if TYPE_CHECKING:
    from ..source.core import Source
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
    templates: frozenset[str] = frozenset()  #: empty where it is not known
    files: frozenset[str] = frozenset()  #: every file in ``PATH``
