"""A work as a style sees it: its fields as parts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from ..library.doi import printed_doi
from .names import NameStyle, format_names
from .numbers import LABEL, format_numbers, is_numeric, is_plural, is_rising, ordinal
from .parts import NONE, StylePart, found, group, italic, join_punctuation, link, word
from .text import capitalize_first, read_field, title_case

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..library.reference import Date, Reference

#: Fields that hold numbers: their ranges get an en dash. What a report, a patent or a
#: case is known by (“number”) is no range: its hyphens are its own.
NUMBERS = frozenset(
    """chapter-number collection-number edition issue number-of-pages
    number-of-volumes part-number supplement-number version
    volume""".split()  # noqa: SIM905  # a table of words
)
#: Numbers that may be names too, such as “800-145”: a range if the second is greater.
IDENTIFYING = ("collection-number", "part-number", "supplement-number", "version")
SERIAL = (
    "article-journal article-magazine article-newspaper periodical post-weblog review"
    " review-book"
)
CHAPTERS = "chapter paper-conference entry-dictionary entry-encyclopedia"


@dataclass(frozen=True)
class Work:
    """A record, and how its style prints names, labels and pages."""

    record: Reference
    name_style: NameStyle
    labels: Mapping[str, tuple[str, str]]  #: role → its label for one, for several
    minimal_pages: bool = False
    page_delimiter: str = "–"
    hidden: frozenset[str] = frozenset()  #: fields that have been printed before
    printed: set[str] = field(default_factory=set)

    @property
    def type(self) -> str:
        """Return CSL's type."""
        return self.record.type

    def value(self, variable: str) -> str:
        """Return a field as deposited."""
        if variable == "page-first":
            first = re.split(r"\s*(?:&|, |-|–)\s*", self.record.text("page"))[0]
            return first or self.record.text(variable)
        return self.record.text(variable)

    def has(self, variables: str) -> bool:
        """Return whether one of these fields, with spaces between, has a value."""
        return not self._filled.isdisjoint(_words_of(variables))

    @cached_property
    def _filled(self) -> frozenset[str]:
        """The fields that have a value; the first page is known where pages are."""
        record = self.record
        first = ("page-first",) if "page" in record.texts else ()
        return frozenset((*record.texts, *record.names, *record.dates, *first))

    def is_a(self, types: str) -> bool:
        """Return whether the type is among these, named with spaces between."""
        return self.record.type in _words_of(types)

    def is_number(self, variable: str) -> bool:
        """Return whether a field holds numbers only."""
        return is_numeric(self.value(variable))

    def get(
        self,
        variable: str,
        *,
        case: str = "",
        slanted: bool = False,
        short: bool = False,
    ) -> StylePart:
        """Return a field, set as the style wants it; ``short`` is a journal's name."""
        if variable in self.hidden:
            return NONE
        text = self.value(variable)
        if short:
            shorter = self.value("container-title-short")
            text = shorter or self.value("journalAbbreviation") or text
        if not text:
            return NONE  # most fields of most works
        if variable in ("page", "page-first"):
            text = format_numbers(
                text, self.page_delimiter, pages=True, minimal=self.minimal_pages
            )
        elif variable in NUMBERS:
            text = LABEL.sub("", text) if variable == "issue" else text
            text = format_numbers(
                text, self.page_delimiter, rising=variable in IDENTIFYING
            )
        text = text if variable in ("DOI", "URL") else read_field(text)
        if short:
            text = re.sub(r"\.([^a-z]|$)", r"\1", text)
        text = self._cased(text, case) if case else text
        if not text:
            return NONE
        self.printed.add(variable)
        return found(italic(text) if slanted else text)

    def without_printed(self) -> Work:
        """Return the work as it is after what has been printed of it so far."""
        return replace(self, hidden=frozenset(self.printed))

    def date(self, variable: str, form: Callable[[Date], str]) -> StylePart:
        """Return a date in a form."""
        date = self.record.date(variable)
        return found(read_field(form(date))) if date else NONE

    def names(
        self,
        role: str,
        style: NameStyle | None = None,
        *,
        label: str = "",
        form: str = ", {}",
    ) -> StylePart:
        """Return the names of a role with its label, or with that of another role."""
        names = () if role in self.hidden else self.record.name_list(role)
        if not names:
            return NONE
        whole = role != "author" or self.record.authors_complete
        text = format_names(
            names, style or self.name_style, self.value("language"), whole=whole
        )
        if not text:
            return NONE
        self.printed.add(role)
        if labels := self.labels.get(label or role):
            text = join_punctuation(text, form.format(labels[len(names) > 1]))
        return found(text)

    def edition(self) -> StylePart:
        """Return “2nd ed.”, or the edition's own words."""
        own = self.get("edition")
        if not own.text or not self.is_number("edition"):
            return own
        return group(found(ordinal(self.value("edition"))), word("ed."), by=" ")

    def doi(self, before: str) -> StylePart:
        """Return the DOI after its prefix, as a link."""
        doi = self.value("DOI")
        if not doi:
            return NONE
        bare = re.sub(r"^https?://(?:dx\.)?doi\.org/", "", doi)
        if "%" in bare:
            bare = self.record.doi or bare
        if before.endswith("/"):
            bare = printed_doi(bare)
        return found(link(before + bare, self.record.url))

    def url(self) -> StylePart:
        """Return the URL as a link."""
        url = self.value("URL")
        return found(link(url, url) if re.match(r"https?://", url) else url)

    def _cased(self, text: str, case: str) -> str:
        language = self.value("language").lower()
        if case == "title" and (not language or language.startswith("en")):
            return title_case(text)
        if case == "first":
            return capitalize_first(text)
        return text.lower() if case == "lower" else text


@lru_cache(maxsize=256)
def _words_of(words: str) -> frozenset[str]:
    """Return the words of a style's own table, taken apart once."""
    return frozenset(words.split())


def numbered(
    work: Work, variable: str, label: str, plural: str = "", *, always: bool = False
) -> StylePart:
    """Return a field after its label, which it gets where it is a number."""
    if not work.is_number(variable) and not always:
        return work.get(variable)
    value = work.value(variable)
    ranges = variable not in IDENTIFYING or is_rising(value)
    many = plural and is_plural(value, ranges=ranges)
    return group(word(plural if many else label), work.get(variable), by=" ")


def first_of(*ways: Callable[[], StylePart]) -> StylePart:
    """Return the first part that has a text; later ones are not even asked for."""
    for way in ways:
        part = way()
        if part.text:
            return part
    return NONE
