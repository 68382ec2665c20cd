"""One page's references: its marks get numbers, and its block its records."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...problem import did_you_mean
from .block import (
    NoticeView,
    ReferenceEntry,
    References,
    make_backlinks,
    make_ids,
    to_id,
)
from .marks import CitationFault, Numbering, Resolver

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ..library.file import Library
    from ..library.reference import Reference
    from ..settings import Settings


def _unknown(record: Reference) -> tuple[str, NoticeView | None]:
    del record
    return "unknown", None


@dataclass(frozen=True)
class CitationProcessor:
    """What every page of a run needs to be given its references."""

    library: Library
    settings: Settings
    #: What the last check knew of a work: its state, and a notice or None.
    standing: Callable[[Reference], tuple[str, NoticeView | None]] = _unknown
    printed: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)

    def refer(
        self, html: str, prefix: str, further: Sequence[str] = ()
    ) -> tuple[str, References, list[CitationFault]]:
        """Return a page's HTML with marks, its references, and what was wrong."""
        numbering = Numbering()
        ids = make_ids(prefix, self.library.by_key)
        resolver = Resolver(self.library, numbering, prefix, ids.__getitem__)
        html = resolver.resolve(html)
        block = self._block(numbering, prefix, ids.__getitem__, further)
        faults = [*resolver.faults, *self._further_faults(further)]
        return html, block, faults

    def merge(
        self, pages: Iterable[tuple[str, str, Sequence[str]]], prefix: str = "all"
    ) -> tuple[list[str], References]:
        """Return several pages' HTML with one numbering, and their common block.

        A page is its HTML, the prefix of its own ids, and its further reading.
        """
        numbering, contents, further = Numbering(), list[str](), list[str]()
        ids = make_ids(prefix, self.library.by_key)
        for html, own, more in pages:
            resolver = Resolver(self.library, numbering, own, ids.__getitem__)
            contents.append(resolver.resolve(html))
            further.extend(key for key in more if key not in further)
        block = self._block(numbering, prefix, ids.__getitem__, further)
        return contents, block

    def _block(
        self,
        numbering: Numbering,
        prefix: str,
        ids: Callable[[str], str],
        further: Sequence[str],
    ) -> References:
        settings = self.settings
        cited = tuple(
            self._entry(
                record,
                number,
                ids(record.key),
                numbering.marks[record.key],
            )
            for number, record in enumerate(numbering.records.values(), 1)
        )
        more = (self.library.find(key) for key in further)
        return References(
            cited,
            tuple(
                self._entry(record, 0, ids(record.key), ())
                for record in more
                if record and record.key not in numbering.numbers
            ),
            settings.style,
            settings.heading,
            settings.further_heading,
            settings.heading_level,
            prefix,
        )

    def _entry(
        self, record: Reference, number: int, own: str, marks: Sequence[str]
    ) -> ReferenceEntry:
        state, notice = self.standing(record)
        return ReferenceEntry(
            record,
            number,
            own,
            self.settings.style,
            make_backlinks(number, marks),
            self.settings.evidence,
            state,
            notice,
            self.printed,
        )

    def _further_faults(self, further: Sequence[str]) -> list[CitationFault]:
        known = self.library.by_key
        return [
            CitationFault("further-reading-unknown", key, key, did_you_mean(key, known))
            for key in further
            if not self.library.find(key)
        ]


def make_prefix(slug: str, lang: str = "") -> str:
    """Return what a page's ids begin with: its slug, as it may stand in an id."""
    return to_id(f"{slug}-{lang}" if lang else slug)


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
