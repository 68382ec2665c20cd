"""One page's references: its marks get numbers, and its block its records."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from ...words import Words, languages_of, mark
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
    lang: str = "en"  #: the site's language, which its library is in
    spoken: dict[str, Words] = field(default_factory=dict)  #: words by language

    @cached_property
    def ids(self) -> Mapping[str, str]:
        """What ids say of each work, once for all pages of a run."""
        return make_ids(self.library.by_key)

    def refer(
        self,
        pages: Iterable[tuple[str, str, Sequence[str]]],
        prefix: str,
        reasons: Mapping[str, str],
        lang: str = "en",
    ) -> tuple[list[str], References, list[CitationFault]]:
        """Return pages' HTML with one numbering, their common block, and faults.

        Pages, ``prefix`` and ``lang`` are as ``number`` takes them. ``reasons`` are the
        key and the reason of each retracted work that is cited on purpose.
        """
        found = self.number(pages, prefix, lang)
        return found.contents, self.block(found, prefix, reasons, lang), found.faults

    def number(
        self,
        pages: Iterable[tuple[str, str, Sequence[str]]],
        prefix: str,
        lang: str = "en",
    ) -> Numbered:
        """Give pages in one language one numbering.

        A page is its HTML, the prefix of its own ids, and its further reading;
        ``prefix`` is that of the block's ids.
        """
        words = self.words_in(lang)
        cited = dict[str, CitedWork]()
        contents, further, faults = list[str](), list[str](), list[CitationFault]()

        def id_of(key: str) -> str:
            return f"{prefix}-ref-{self.ids[key]}"

        for html, own, more in pages:
            resolver = Resolver(self.library, cited, own, id_of, words=words)
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
        self,
        found: Numbered,
        prefix: str,
        reasons: Mapping[str, str],
        lang: str = "en",
    ) -> References:
        """Return the block of pages that have been given numbers, in a language."""
        words, own = self.words_in(lang), self.words_in(self.lang)

        def entry(
            key: str, number: int = 0, marks: Sequence[str] = ()
        ) -> ReferenceEntry:
            record = self.library.by_key[key]
            return ReferenceEntry(
                record,
                number,
                f"{prefix}-ref-{self.ids[key]}",
                self.settings.style,
                make_backlinks(number, marks, words),
                self.settings.evidence,
                *find_standing(record, self.checked, reasons.get(key, ""), words),
                self.printed,
                own,
                lang,
            )

        return References(
            tuple(entry(key, *given) for key, given in found.cited.items()),
            tuple(map(entry, found.further)),
            self.settings.style,
            words["references"],
            words["further_reading"],
            self.settings.heading_level,
            prefix,
            words=words,
            foreign=self._foreign(lang),
        )

    def words_in(self, lang: str) -> Words:
        """Return the words for readers of a language, made once."""
        words = self.spoken.get(lang)
        if words is None:
            words = self.spoken[lang] = self.settings.words_in(lang)
        return words

    def _foreign(self, lang: str) -> str:
        """Return the attributes of the library's language on a page in ``lang``."""
        is_same = languages_of(lang)[0] == languages_of(self.lang)[0]
        return "" if is_same else mark(lang, self.lang)

    def keep(
        self,
        found: Numbered,
        prefix: str,
        printed: tuple[str, str],
        make: Callable[[], References],
        lang: str = "en",
        *,
        appended: bool,
    ) -> KeptReferences:
        """Return a block that was ``printed``: its HTML, and a mark of all it says.

        ``make`` returns what ``block`` does; it is called when the works are read.
        """
        (html, all_said), words = printed, self.words_in(lang)
        shown = {
            "style": self.settings.style,
            "heading": words["references"],
            "further_heading": words["further_reading"],
            "heading_level": self.settings.heading_level,
            "prefix": prefix,
            "appended": appended,
            "html": html,
            "words": words,
            "foreign": self._foreign(lang),
        }
        is_there = bool(found.cited or found.further)
        return KeptReferences(make, all_said, shown, is_there=is_there)


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
