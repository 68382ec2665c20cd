"""Where the works of a page stand: what readers see of the last check."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date as calendar_date
from functools import partial
from typing import TYPE_CHECKING

from ...words import Word, Words, choose_words, write_parts
from ..checking.notices import STATES, add_notices, find_state, noted_by_hand
from .block import SPOKEN, NoticeView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ..checking.notices import Notice
    from ..checking.results import CheckResult, CheckResults
    from ..library.reference import Reference


def find_standing(
    record: Reference,
    file: CheckResults,
    reason: str = "",
    words: Words = SPOKEN,
) -> tuple[str, NoticeView | None]:
    """Return a work's state, and what to print beside it, in these words.

    ``reason`` is why it is cited all the same. That a work was not checked is said
    where others were and this one could be.
    """
    checked = file.find(record.key, record.doi)
    notices = all_notices(record, checked)
    if notices:
        first, state = notices[0], find_state(notices)
        text, label = _day(first.date, words), words[first.word]
        notice = (first.state, label, text, first.date, first.url, reason)
        return state, NoticeView(*notice)
    state = checked.state if checked else "unknown"
    if state == "unknown" and file and (record.doi or record.pmid):
        label, text = words["not_checked"], words["not_checked_more"]
        return state, NoticeView(state, label, text, reason=reason)
    return state, None


@dataclass(frozen=True)
class CheckSummary:
    """What a page about the blog's sources can say, without a promise too many."""

    date: calendar_date | None  #: the day of the oldest answer; None without any
    works: int  #: works in the library
    checked: int  #: works that the publishers have answered for
    states: Mapping[str, int]  #: how many works are in each of ``notices.STATES``
    unrecorded: int = 0  #: works that no publisher has a record of
    lang: str = "en"  #: the site's
    words_in: Callable[[str], Words] = field(
        default=partial(choose_words, {}), repr=False
    )

    def __bool__(self) -> bool:
        return self.date is not None

    @property
    def text(self) -> str:
        """Return it as one or two sentences in the site's language."""
        return self.text_in(self.lang)

    def text_in(self, lang: str) -> str:
        """Return it as one or two sentences in a language."""
        words = self.words_in(lang)
        if self.date is None:
            return words["sources_unchecked"]
        rest, day = self.works - self.checked, self.date
        date = write_parts(day.year, day.month, day.day, words)
        which = words["sources_some" if rest else "sources_all"]
        said = which.format(works=self.works, checked=self.checked, date=date)
        if not rest:
            return said
        if self.unrecorded < rest:
            left = words["other_one_unasked" if rest == 1 else "other_ones_unasked"]
        else:
            left = words["other_one" if rest == 1 else "other_ones"]
        left = left.format(rest=rest)
        return (
            said.like(f"{said} {left}") if isinstance(said, Word) else f"{said} {left}"
        )


def all_notices(record: Reference, checked: CheckResult | None) -> tuple[Notice, ...]:
    """Return what a check found and what the library notes, each event once."""
    found = checked.notices if checked else ()
    noted = noted_by_hand(record)
    return add_notices(found, noted, record.doi) if noted else found


def summarize_check(
    references: Iterable[Reference], file: CheckResults
) -> CheckSummary:
    """Return when all works had last been asked for, and how they stood."""
    works = list(references)
    found = (file.find(work.key, work.doi) for work in works)
    asked = [one for one in found if one]
    states = [find_standing(work, file)[0] for work in works]
    whole = len(asked) == len(works) and works
    oldest = min((one.date for one in asked), default="")
    return CheckSummary(
        calendar_date.fromisoformat(oldest) if whole else None,
        len(works),
        sum(one.deposit is not None and not one.why for one in asked),
        {state: states.count(state) for state in STATES},
        sum(one.deposit is None for one in asked),
    )


def parse_reasons(value: object) -> dict[str, str]:
    """Return key to reason of ``cites_retracted``: a list, a mapping or lines.

    >>> parse_reasons(["jerome2020: to show how it was withdrawn"])
    {'jerome2020': 'to show how it was withdrawn'}
    """
    if not value:
        return {}
    if hasattr(value, "items"):
        return {_key(key): str(reason or "").strip() for key, reason in value.items()}
    if isinstance(value, list | tuple):
        found: dict[str, str] = {}
        for one in value:
            found |= parse_reasons(one)
        return found
    pairs = (line.partition(":") for line in str(value).splitlines() if line.strip())
    return {_key(key.strip().removeprefix("-")): why.strip() for key, _, why in pairs}


def _day(date: str, words: Words) -> str:
    """Return “on 10 August 2024.”, “in August 2024.” or “in 2024.”, or nothing."""
    parts = [int(part) for part in date.split("-") if re.fullmatch(r"\d{1,4}", part)]
    if len(parts) > 1 and not 1 <= parts[1] <= 12:
        parts = parts[:1]
    if len(parts) in (2, 3):
        year, month, day = (*parts, 0)[:3]
        name = "notice_day" if day else "notice_month"
        return words[name].format(date=write_parts(year, month, day, words))
    return words["notice_month"].format(date=parts[0]) if parts else ""


def _key(text: object) -> str:
    return str(text).strip().removeprefix("@")
