"""A work of the library as a frozen record: names, dates, texts, and its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from ...ledger import Value
from ...source.core import digest
from .doi import doi_url, record_doi

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: CSL's variables that hold names.
NAME_VARIABLES = frozenset(
    """author chair collection-editor compiler composer container-author contributor
    curator director editor editor-translator editorial-director executive-producer
    guest host illustrator interviewer narrator organizer original-author performer
    producer recipient reviewed-author script-writer series-creator
    translator""".split()  # noqa: SIM905  # a table of words reads better as words
)
#: CSL's variables that hold dates.
DATE_VARIABLES = frozenset(
    ("accessed", "available-date", "event-date", "issued", "original-date", "submitted")
)


#: Where a record says, under ``custom``, that it stands in a post's own list.
TYPED = "typed"


@dataclass(frozen=True)
class Name:
    """One person or organisation, as deposited."""

    family: str = ""
    given: str = ""
    dropping: str = ""  #: a particle that goes when the family name stands alone
    particle: str = ""  #: one that stays with it
    suffix: str = ""
    literal: str = ""  #: an organisation, or a name that has no parts

    @property
    def text(self) -> str:
        """Return the name in reading order."""
        if self.literal:
            return self.literal
        parts = (self.given, self.dropping, self.particle, self.family, self.suffix)
        return " ".join(part for part in parts if part)

    @property
    def short(self) -> str:
        """Return what a sentence calls them: “Daly”, “van der Berg”."""
        if self.literal:
            return self.literal
        if self.particle and self.family:
            return f"{self.particle} {self.family}"
        return self.particle or self.family or self.given


@dataclass(frozen=True)
class Date:
    """A date of any precision, or a range, or words."""

    start: tuple[int, ...] = ()  #: year, month, day; as much as is known
    end: tuple[int, ...] = ()  #: of a range
    season: str = ""
    circa: bool = False
    literal: str = ""  #: words that stand instead
    end_season: str = ""  #: of a range that ends in another year

    def __bool__(self) -> bool:
        return bool(self.start or self.literal)

    @property
    def year(self) -> int | None:
        """Return the year, if it is known as a number."""
        return self.start[0] if self.start else None


UNKNOWN = Date()


@dataclass(frozen=True)
class Evidence:
    """What a study was: each part as the library says it, or empty."""

    design: str = ""
    people: str = ""
    people_note: str = ""
    intervention: str = ""
    route: str = ""
    population: str = ""
    comparator: str = ""
    funder: str = ""


class Parts(NamedTuple):
    """What an item says."""

    type: str
    texts: Mapping[str, str]
    names: Mapping[str, tuple[Name, ...]]
    dates: Mapping[str, Date]
    evidence: Evidence


NO_CUSTOM: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True)
class Reference(Value):
    """One work: a frozen view of a CSL-JSON item and of where it was read."""

    key: str
    item: Mapping[str, object]  #: the CSL-JSON item itself; only to be read
    path: str  #: the library's file, relative to the site's root
    line: int  #: where the record begins
    lines: Mapping[str, int]  #: the line of each of its fields
    #: Returns the parts of an item, when the first of them is asked for.
    read: Callable[[Mapping[str, object]], Parts] = field(repr=False, compare=False)

    @cached_property
    def _parts(self) -> Parts:
        return self.read(self.item)

    @property
    def type(self) -> str:
        """CSL's type, such as ``article-journal``."""
        return self._parts.type

    @property
    def texts(self) -> Mapping[str, str]:
        """Every variable that holds text or a number."""
        return self._parts.texts

    @property
    def names(self) -> Mapping[str, tuple[Name, ...]]:
        """The people of each role: ``author``, ``editor``, …."""
        return self._parts.names

    @property
    def dates(self) -> Mapping[str, Date]:
        """``issued``, ``accessed``, …."""
        return self._parts.dates

    @property
    def evidence(self) -> Evidence:
        """What the study was."""
        return self._parts.evidence

    @property
    def custom(self) -> Mapping[str, object]:
        """What is this project's own."""
        said = self.item.get("custom")
        return said if isinstance(said, dict) else NO_CUSTOM

    def text(self, variable: str) -> str:
        """Return the text of a CSL variable, or an empty string."""
        return self.texts.get(variable, "")

    def line_of(self, variable: str) -> int:
        """Return the line of one field, or of the record if it is not there."""
        return self.lines.get(variable, self.line)

    def date(self, variable: str = "issued") -> Date:
        """Return a date, which is false where none is known."""
        return self.dates.get(variable, UNKNOWN)

    def name_list(self, variable: str = "author") -> tuple[Name, ...]:
        """Return the names of a role, in the order deposited."""
        return self.names.get(variable, ())

    @property
    def ledger_value(self) -> str:
        """What it says, wherever it was read."""
        return self.said

    @cached_property
    def said(self) -> str:
        """The digest of its item: of all that it says, but not of where it was read."""
        return digest(repr(self.item).encode("utf-8", "surrogatepass"))

    @property
    def title(self) -> str:
        """Return the title as deposited, markup included."""
        return self.text("title")

    @cached_property
    def doi(self) -> str:
        """Return the cleaned DOI, lower case, or an empty string."""
        return record_doi(self.text("DOI"))

    @cached_property
    def pmid(self) -> str:
        """Return PubMed's number, digits only, or an empty string."""
        own = self.text("PMID")
        found = re.search(r"\d+", own) if own else None
        return found.group() if found else ""

    @property
    def pubmed_url(self) -> str:
        """Return the address of PubMed's record, or an empty string."""
        return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/" if self.pmid else ""

    @cached_property
    def url(self) -> str:
        """Return the work's address: its DOI's, PubMed's, else its own."""
        if self.doi:
            return doi_url(self.doi)
        own = self.text("URL")
        return self.pubmed_url or (own if re.match(r"https?://", own) else "")

    @property
    def year(self) -> int | None:
        """Return the year of ``issued``."""
        return self.date().year

    @property
    def authors_complete(self) -> bool:
        """Return whether the list of authors is whole (``custom.authors_complete``)."""
        return self.custom.get("authors_complete") is not False


def is_typed(reference: Reference) -> bool:
    """Return whether a record is an entry of a post's own list."""
    return reference.custom.get(TYPED) is True
