"""A work as a style sees it: its fields as parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .cases import capitalize_first, title_case
from .fieldtext import read_field
from .names import NameStyle, format_names
from .numbers import format_numbers, format_pages, is_numeric
from .parts import NONE, Asked, Part, field, group, meet, word
from .rich import italic, link

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..core import Date, Reference

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

    @property
    def type(self) -> str:
        """Return CSL's type."""
        return self.record.type

    def value(self, variable: str) -> str:
        """Return a field as deposited."""
        if variable == "page-first":
            own = self.record.text(variable)
            found = re.match(r"[^\s,;&–-]+", self.record.text("page"))
            return own or (found.group() if found else "")
        return self.record.text(variable)

    def has(self, *variables: str) -> bool:
        """Say whether any of these fields has a value."""
        return any(
            self.value(one) or self.record.name_list(one) or self.record.date(one)
            for one in variables
        )

    def is_a(self, types: str) -> bool:
        """Say whether the type is among these, named with spaces between."""
        return self.type in types.split()

    def is_number(self, variable: str) -> bool:
        """Say whether a field holds numbers only."""
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
    ) -> Part:
        """Return a field, set as the style wants it."""
        text = self.value(variable)
        if short:
            shorter = (self.value(one) for one in SHORT.get(variable, ()))
            text = next((one for one in shorter if one), text)
        if variable in ("page", "page-first"):
            text = format_pages(text, self.page_delimiter, minimal=self.minimal_pages)
        elif variable in NUMBERS:
            text = format_numbers(text, self.page_delimiter)
        text = text if variable in ("DOI", "URL") else read_field(text)
        if strip:
            text = re.sub(r"\.([^a-z]|$)", r"\1", text)
        text = self._cased(text, case)
        if not text:
            return NONE
        text = italic(text) if slanted else text
        return field(meet(before + text, after))

    def date(self, variable: str, form: Callable[[Date], str]) -> Part:
        """Return a date in a form."""
        date = self.record.date(variable)
        return field(read_field(form(date))) if date else NONE

    def names(
        self,
        variable: str,
        style: NameStyle | None = None,
        *,
        label: tuple[str, str] = ("", ""),
        before: str = "",
        after: str = "",
        label_first: bool = False,
    ) -> Part:
        """Return the names of a role, with its label for one and for several."""
        names = self.record.name_list(variable)
        whole = variable != "author" or self.record.authors_complete
        text = format_names(
            names, style or self.name_style, self.value("language"), whole=whole
        )
        if not text:
            return NONE
        said = label[len(names) > 1]
        if said:
            said = before + said + after
            text = said + text if label_first else meet(text, said)
        return field(text)

    def doi(self, before: str) -> Part:
        """Return the DOI after its prefix, as a link."""
        doi = self.value("DOI")
        if not doi:
            return NONE
        bare = re.sub(r"^https?://(?:dx\.)?doi\.org/", "", doi)
        return field(link(before + bare, self.record.url))

    def url(self) -> Part:
        """Return the URL as a link."""
        url = self.value("URL")
        if not re.match(r"https?://", url):
            return field(url)
        return field(link(url, url))

    def _cased(self, text: str, case: str) -> str:
        language = self.value("language").lower()
        if case == "title" and (not language or language.startswith("en")):
            return title_case(text)
        if case == "first":
            return capitalize_first(text)
        return text.lower() if case == "lower" else text


def numbered(
    work: Work, variable: str, label: str, plural: str = "", *, always: bool = False
) -> Part:
    """Return a field after its label, which it gets where it is a number."""
    if not work.value(variable):
        return NONE
    many = plural and re.search(r"\d\s*(?:[-–&,]|and)\s*\d", work.value(variable))
    said = word(plural if many else label)
    if not work.is_number(variable) and not always:
        return work.get(variable)
    return group(said, work.get(variable), by=" ")


def when(condition: object, part: Part) -> Part:
    """Return the part, or a silent nothing."""
    return part if condition else Part("", Asked.NOTHING)


def first_of(*parts: Part) -> Part:
    """Return the first part that has a text."""
    return next((part for part in parts if part.text), NONE)
