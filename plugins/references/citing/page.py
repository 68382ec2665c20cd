"""One page's references: its marks get numbers, and its block its records."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from .block import (
    KeptReferences,
    ReferenceEntry,
    References,
    make_backlinks,
    make_ids,
)
from .marks import CitationFault, CitedWork, Resolver, not_there
from .status import find_standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ..checking.results import CheckResults
    from ..library.file import Library
    from ..settings import Settings


@dataclass(frozen=True)
class Numbered:
    """Pages whose marks have numbers."""

    contents: list[str]  #: the HTML of each
    cited: dict[str, tuple[int, tuple[str, ...]]]  #: key -> number, ids of its marks
    further: tuple[str, ...]  #: keys of what is not cited
    faults: list[CitationFault]


@dataclass(frozen=True)
class CitationProcessor:
    """What every page of a run needs to be given its references."""

    library: Library
    settings: Settings
    checked: CheckResults
    printed: dict[tuple[str, str], str] = field(default_factory=dict)

    @cached_property
    def ids(self) -> Mapping[str, str]:
        """What ids say of each work, once for all pages of a run."""
        return make_ids(self.library.by_key)

    def refer(
        self,
        pages: Iterable[tuple[str, str, Sequence[str]]],
        prefix: str,
        reasons: Mapping[str, str],
    ) -> tuple[list[str], References, list[CitationFault]]:
        """Return pages' HTML with one numbering, their common block, and faults.

        Pages and ``prefix`` are as ``number`` takes them. ``reasons`` are the key and
        the reason of each retracted work that is cited on purpose.
        """
        found = self.number(pages, prefix)
        return found.contents, self.block(found, prefix, reasons), found.faults

    def number(
        self, pages: Iterable[tuple[str, str, Sequence[str]]], prefix: str
    ) -> Numbered:
        """Give pages one numbering.

        A page is its HTML, the prefix of its own ids, and its further reading;
        ``prefix`` is that of the block's ids.
        """
        cited = dict[str, CitedWork]()
        contents, further, faults = list[str](), list[str](), list[CitationFault]()

        def id_of(key: str) -> str:
            return f"{prefix}-ref-{self.ids[key]}"

        for html, own, more in pages:
            resolver = Resolver(self.library, cited, own, id_of)
            contents.append(resolver.resolve(html))
            further += [key for key in more if key not in further]
            faults += resolver.faults
        unknown = (key for key in further if not self.library.find(key))
        faults += [not_there(key, self.library) for key in unknown]
        uncited = (self.library.find(key) for key in further)
        keys = [work.key for work in uncited if work and work.key not in cited]
        marks = {key: (work.number, tuple(work.marks)) for key, work in cited.items()}
        return Numbered(contents, marks, tuple(keys), faults)

    def block(
        self, found: Numbered, prefix: str, reasons: Mapping[str, str]
    ) -> References:
        """Return the block of pages that have been given numbers."""

        def entry(
            key: str, number: int = 0, marks: Sequence[str] = ()
        ) -> ReferenceEntry:
            record = self.library.by_key[key]
            return ReferenceEntry(
                record,
                number,
                f"{prefix}-ref-{self.ids[key]}",
                self.settings.style,
                make_backlinks(number, marks),
                self.settings.evidence,
                *find_standing(record, self.checked, reasons.get(key, "")),
                self.printed,
            )

        return References(
            tuple(entry(key, *given) for key, given in found.cited.items()),
            tuple(map(entry, found.further)),
            self.settings.style,
            self.settings.heading,
            self.settings.further_heading,
            self.settings.heading_level,
            prefix,
        )

    def keep(
        self,
        found: Numbered,
        prefix: str,
        printed: tuple[str, str],
        make: Callable[[], References],
        *,
        appended: bool,
    ) -> KeptReferences:
        """Return a block that was ``printed``: its HTML, and a mark of all it says.

        ``make`` returns what ``block`` does; it is called when the works are read.
        """
        html, mark = printed
        shown = {
            "style": self.settings.style,
            "heading": self.settings.heading,
            "further_heading": self.settings.further_heading,
            "heading_level": self.settings.heading_level,
            "prefix": prefix,
            "appended": appended,
            "html": html,
        }
        is_there = bool(found.cited or found.further)
        return KeptReferences(make, mark, shown, is_there=is_there)


def parse_keys(value: object) -> list[str]:
    """Return the keys that a header names: a list, or text with commas."""
    if value is None:
        return []
    if isinstance(value, str):
        value = re.split(r"[,;\s]+", value)
    if not isinstance(value, list | tuple):
        value = [value]
    keys = (str(one).strip().strip("[]'\"").removeprefix("@") for one in value)
    return [key for key in keys if key]
