"""A work as a style sees it: its fields as parts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from .names import NameStyle, format_names
from .numbers import LABEL, format_numbers, format_pages, is_numeric, is_plural, ordinal
from .parts import NONE, StylePart, found, group, italic, join_punctuation, link, word
from .text import capitalize_first, read_field, title_case

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..library.reference import Date, Reference

#: Fields that hold numbers: their ranges get an en dash.
NUMBERS = frozenset(
    (
        "chapter-number",
        "collection-number",
        "edition",
        "issue",
        "number",
        "number-of-pages",
        "number-of-volumes",
        "part-number",
        "supplement-number",
        "version",
        "volume",
    )
)
SHORT = {
    "container-title": ("container-title-short", "journalAbbreviation"),
    "title": ("title-short", "shortTitle"),
}


@dataclass(frozen=True)
class Work:
    """A record, and how its style prints pages and names."""

    record: Reference
    name_style: NameStyle
    minimal_pages: bool = False
    page_delimiter: str = "–"
    hidden: frozenset[str] = frozenset()  #: fields that have been printed before
    printed: set[str] = field(default_factory=set, compare=False)

    @property
    def type(self) -> str:
        """Return CSL's type."""
        return self.record.type

    def value(self, variable: str) -> str:
        """Return a field as deposited."""
        if variable == "page-first":
            own = self.record.text(variable)
            first = re.split(r"\s*(?:&|, |-|–)\s*", self.record.text("page"))[0]
            return first or own
        return self.record.text(variable)

    def has(self, *variables: str) -> bool:
        """Return whether any of these fields has a value."""
        record = self.record
        for one in variables:
            if one in record.texts or one in record.names or one in record.dates:
                return True
        return "page-first" in variables and "page" in record.texts

    def is_a(self, types: str) -> bool:
        """Return whether the type is among these, named with spaces between."""
        return self.type in types.split()

    def is_number(self, variable: str) -> bool:
        """Return whether a field holds numbers only."""
        return is_numeric(self.value(variable))

    def get(
        self,
        variable: str,
        *,
        before: str = "",
        after: str = "",
        case: str = "",
        slanted: bool = False,
        short: bool = False,
        strip: bool = False,
    ) -> StylePart:
        """Return a field, set as the style wants it."""
        if variable in self.hidden:
            return NONE
        text = self.value(variable)
        if short:
            shorter = (self.value(one) for one in SHORT.get(variable, ()))
            text = next((one for one in shorter if one), text)
        if variable in ("page", "page-first"):
            text = format_pages(text, self.page_delimiter, minimal=self.minimal_pages)
        elif variable == "number" and self.type == "legal_case":
            pass  # a docket number’s hyphens are its own
        elif variable in NUMBERS:
            text = LABEL.sub("", text) if variable == "issue" else text
            text = format_numbers(text, self.page_delimiter)
        text = text if variable in ("DOI", "URL") else read_field(text)
        if strip:
            text = re.sub(r"\.([^a-z]|$)", r"\1", text)
        text = self._cased(text, case)
        if not text:
            return NONE
        self.printed.add(variable)
        text = italic(text) if slanted else text
        return found(join_punctuation(before + text, after))

    def without_printed(self) -> Work:
        """Return the work as it is after what has been printed of it so far."""
        return replace(self, hidden=self.hidden | self.printed, printed=set())

    def date(self, variable: str, form: Callable[[Date], str]) -> StylePart:
        """Return a date in a form."""
        date = self.record.date(variable)
        return found(read_field(form(date))) if date else NONE

    def names(
        self,
        variable: str,
        style: NameStyle | None = None,
        *,
        label: tuple[str, str] = ("", ""),
        before: str = "",
        after: str = "",
        label_first: bool = False,
    ) -> StylePart:
        """Return the names of a role, with its label for one and for several."""
        names = () if variable in self.hidden else self.record.name_list(variable)
        whole = variable != "author" or self.record.authors_complete
        text = format_names(
            names, style or self.name_style, self.value("language"), whole=whole
        )
        if not text:
            return NONE
        self.printed.add(variable)
        said = label[len(names) > 1]
        if said:
            said = before + said + after
            text = said + text if label_first else join_punctuation(text, said)
        return found(text)

    def edition(self, label: StylePart) -> StylePart:
        """Return “2nd ed.”, or the edition's own words."""
        own = self.get("edition")
        if not own.text or not self.is_number("edition"):
            return own
        return group(found(ordinal(self.value("edition"))), label, by=" ")

    def doi(self, before: str) -> StylePart:
        """Return the DOI after its prefix, as a link."""
        doi = self.value("DOI")
        if not doi:
            return NONE
        bare = re.sub(r"^https?://(?:dx\.)?doi\.org/", "", doi)
        return found(link(before + bare, self.record.url))

    def url(self) -> StylePart:
        """Return the URL as a link."""
        url = self.value("URL")
        if not re.match(r"https?://", url):
            return found(url)
        return found(link(url, url))

    def _cased(self, text: str, case: str) -> str:
        language = self.value("language").lower()
        if case == "title" and (not language or language.startswith("en")):
            return title_case(text)
        if case == "first":
            return capitalize_first(text)
        return text.lower() if case == "lower" else text


def numbered(
    work: Work, variable: str, label: str, plural: str = "", *, always: bool = False
) -> StylePart:
    """Return a field after its label, which it gets where it is a number."""
    if not work.value(variable) or variable in work.hidden:
        return NONE
    many = plural and is_plural(work.value(variable))
    said = word(plural if many else label)
    if not work.is_number(variable) and not always:
        return work.get(variable)
    return group(said, work.get(variable), by=" ")


def first_of(*ways: Callable[[], StylePart]) -> StylePart:
    """Return the first part that has a text; later ones are not even asked for."""
    for way in ways:
        part = way()
        if part.text:
            return part
    return NONE
