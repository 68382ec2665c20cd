"""What a page tells its reader beside its text: length, contents, review, risk."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ..source.reviews import (
    Correction,
    Review,
    corrections_of,
    key_points_of,
    review_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..body import Body, Heading
    from .settings import ReadingSettings


#: Signs beyond ASCII that are one of its letters where capitals do not matter.
LIKE_ASCII = "\u0130\u0131\u017f\u212a"


def may_hold(words: tuple[str, ...], text: str) -> bool:
    """Return whether it is worth the time to look for words, in capitals or not."""
    if not all(map(str.isascii, words)) or any(sign in text for sign in LIKE_ASCII):
        return True
    lowered = text.lower()
    return any(word.lower() in lowered for word in words)


@dataclass(frozen=True)
class PageReview(Review):
    """A review as a page shows it: with what the site says of the reviewer."""

    person: Mapping[str, str] | None = None  #: None where nobody has reviewed


@dataclass(frozen=True)
class Reading:
    """What a template can ask about one page; each answer is worked out once."""

    title: str
    give_body: Callable[[], Body]  #: returns the body as it is when it is asked for
    header: Mapping[str, object]
    people: Mapping[str, Mapping[str, str]]
    settings: ReadingSettings
    words_per_minute: int = 220

    @property
    def words(self) -> int:
        return self.give_body().words

    @property
    def minutes(self) -> int:
        return self.give_body().minutes(self.words_per_minute)

    @property
    def contents(self) -> tuple[Heading, ...]:
        found = self.give_body().headings
        return found if len(found) >= self.settings.contents_from else ()

    @cached_property
    def needs_crisis_line(self) -> bool:
        whole = f"{self.title} {self.give_body().text}"
        starts = "|".join(map(re.escape, self.settings.risk_words))
        if not starts or self.settings.crisis_mark in whole:
            return False
        if not may_hold(self.settings.risk_words, whole):
            return False
        return re.search(rf"\b(?:{starts})", whole, re.IGNORECASE) is not None

    @property
    def crisis_html(self) -> str:
        """The site's crisis line where this page needs it."""
        return self.settings.crisis_html if self.needs_crisis_line else ""

    @cached_property
    def review(self) -> PageReview:
        found = review_of(self.header)
        person = self.people.get(found.by, {}) if found.by else None
        return PageReview(found.by, found.on, found.due, person)

    @property
    def corrections(self) -> tuple[Correction, ...]:
        return corrections_of(self.header)

    @property
    def key_points(self) -> tuple[str, ...]:
        return key_points_of(self.header)
