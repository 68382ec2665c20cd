"""What a page tells its reader beside its text: length, contents, review, risk."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from lxml import html as markup

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .settings import ReadingSettings

#: Characters that are words, or nearly, where a script writes no spaces.
IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
IDEOGRAPHS_PER_WORD = 2.3
TAG = re.compile(r"<[^>]*>")
CORRECTION = re.compile(
    r"^\s*(?P<date>\d{4}-\d{2}-\d{2})\s*:?\s*(?P<text>.+)$", re.DOTALL
)


@dataclass(frozen=True)
class Heading:
    """A heading that a list of contents can link to."""

    id: str
    text: str


@dataclass(frozen=True)
class Review:
    """Who checked a page and when; ``by`` is None where nobody has."""

    by: str | None = None
    on: date | None = None
    due: date | None = None
    person: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Correction:
    """A mistake that was put right after publication."""

    date: date | None
    text: str


@dataclass(frozen=True)
class Reading:
    """What a template can ask about one page; each answer is worked out once."""

    title: str
    body: str  #: HTML
    header: Mapping[str, Any]
    people: Mapping[str, Mapping[str, str]]
    settings: ReadingSettings

    @cached_property
    def _tree(self) -> markup.HtmlElement:
        return markup.fragment_fromstring(self.body or " ", create_parent="div")

    @cached_property
    def text(self) -> str:
        """The text without its tags."""
        return str(self._tree.text_content())

    @cached_property
    def words(self) -> int:
        signs = len(IDEOGRAPHS.findall(self.text))
        spaced = len(IDEOGRAPHS.sub(" ", self.text).split())
        return spaced + round(signs / IDEOGRAPHS_PER_WORD)

    @property
    def minutes(self) -> int:
        return max(1, math.ceil(self.words / self.settings.words_per_minute))

    @cached_property
    def contents(self) -> tuple[Heading, ...]:
        found = [
            Heading(node.get("id"), _heading_text(node))
            for node in self._tree.iter("h2")
            if node.get("id")
        ]
        return tuple(found) if len(found) >= self.settings.contents_from else ()

    @cached_property
    def needs_crisis_line(self) -> bool:
        whole = f"{self.title} {TAG.sub(' ', self.body)}"
        starts = "|".join(map(re.escape, self.settings.risk_words))
        if not starts or self.settings.crisis_mark in whole:
            return False
        return re.search(rf"\b(?:{starts})", whole, re.IGNORECASE) is not None

    @property
    def crisis_html(self) -> str:
        """The site's crisis line where this page needs it."""
        return self.settings.crisis_html if self.needs_crisis_line else ""

    @cached_property
    def review(self) -> Review:
        name = self.header.get("reviewed_by")
        if not name:
            return Review(due=parse_date(self.header.get("review_due")))
        return Review(
            by=str(name),
            on=parse_date(self.header.get("reviewed")),
            due=parse_date(self.header.get("review_due")),
            person=self.people.get(str(name), {}),
        )

    @cached_property
    def corrections(self) -> tuple[Correction, ...]:
        found = map(parse_correction, _items(self.header.get("corrections")))
        return tuple(sorted(found, key=lambda c: c.date or date.min, reverse=True))

    @cached_property
    def key_points(self) -> tuple[str, ...]:
        return _items(self.header.get("key_points"))


def parse_date(value: Any) -> date | None:
    """Return a day from a date, a date-time or ISO text; None if it is none."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip()[:10])
    except ValueError:
        return None


def parse_correction(item: str) -> Correction:
    """Split “2026-03-01: what was wrong” into its day and its text.

    >>> parse_correction("2026-03-01: The dose was wrong.").text
    'The dose was wrong.'
    """
    found = CORRECTION.match(item)
    if not found:
        return Correction(None, item.strip())
    return Correction(parse_date(found["date"]), found["text"].strip())


def _items(value: Any) -> tuple[str, ...]:
    """Return list items, or the lines of a text; YAML may have made a pair a dict."""
    if value is None:
        return ()
    if isinstance(value, str):
        lines = (line.strip().lstrip("-*").strip() for line in value.splitlines())
        return tuple(line for line in lines if line)
    if isinstance(value, (list, tuple)):
        return tuple(_item(one) for one in value)
    return (_item(value),)


def _item(one: Any) -> str:
    if hasattr(one, "items"):
        return "; ".join(f"{key}: {text}" for key, text in one.items())
    return str(one)


def _heading_text(node: markup.HtmlElement) -> str:
    marks = {"citation", "headerlink"}
    parts = node.xpath(".//text()")
    kept = (part for part in parts if not _is_inside(part, marks))
    return " ".join("".join(kept).split())


def _is_inside(part: Any, classes: set[str]) -> bool:
    holder = part.getparent()
    if part.is_tail:
        holder = holder.getparent()
    while holder is not None:
        if classes & set((holder.get("class") or "").split()):
            return True
        holder = holder.getparent()
    return False
