"""One page's references: its marks get numbers, and its block its records."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from .block import ReferenceEntry, References, make_backlinks, make_ids
from .marks import CitationFault, CitedWork, Resolver, not_there
from .status import find_standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..checking.results import CheckResults
    from ..library.file import Library
    from ..settings import Settings


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

        A page is its HTML, the prefix of its own ids, and its further reading;
        ``prefix`` is that of the block's ids. ``reasons`` are the key and the reason of
        each retracted work that is cited on purpose.
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

        def entry(work: CitedWork) -> ReferenceEntry:
            record = work.record
            reason = reasons.get(record.key, "")
            return ReferenceEntry(
                record,
                work.number,
                id_of(record.key),
                self.settings.style,
                make_backlinks(work.number, work.marks),
                self.settings.evidence,
                *find_standing(record, self.checked, reason),
                self.printed,
            )

        uncited = (self.library.find(key) for key in further)
        block = References(
            tuple(map(entry, cited.values())),
            tuple(
                entry(CitedWork(record, 0))
                for record in uncited
                if record and record.key not in cited
            ),
            self.settings.style,
            self.settings.heading,
            self.settings.further_heading,
            self.settings.heading_level,
            prefix,
        )
        return contents, block, faults


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
