"""Where the works of a page stand: what readers see of the last check."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date as calendar_date
from typing import TYPE_CHECKING

from ...source.dates import MONTHS
from ..checking.notices import STATES, add_notices, find_state, noted_by_hand
from .block import NoticeView

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..checking.notices import Notice
    from ..checking.results import CheckResult, CheckResults
    from ..library.reference import Reference


def find_standing(
    record: Reference, file: CheckResults, reason: str = ""
) -> tuple[str, NoticeView | None]:
    """Return a work's state, and what to print beside it.

    ``reason`` is why it is cited all the same. That a work was not checked is said
    where others were and this one could be.
    """
    checked = file.find(record.key, record.doi)
    notices = all_notices(record, checked)
    if notices:
        first, state = notices[0], find_state(notices)
        text = f"{when}." if (when := _day(first.date)) else ""
        notice = (first.state, first.label, text, first.date, first.url, reason)
        return state, NoticeView(*notice)
    state = checked.state if checked else "unknown"
    if state == "unknown" and file and (record.doi or record.pmid):
        text = "It is not known whether it still stands."
        return state, NoticeView(state, "Not checked", text, reason=reason)
    return state, None


@dataclass(frozen=True)
class CheckSummary:
    """What a page about the blog's sources can say, without a promise too many."""

    date: calendar_date | None  #: the day of the oldest answer; None without any
    works: int  #: works in the library
    checked: int  #: works that the publishers have answered for
    states: Mapping[str, int]  #: how many works are in each of ``notices.STATES``
    unrecorded: int = 0  #: works that no publisher has a record of

    def __bool__(self) -> bool:
        return self.date is not None

    @property
    def text(self) -> str:
        """Return it as one or two sentences."""
        if self.date is None:
            return "The sources have not yet been checked against publishers’ records."
        day = f"{self.date.day} {MONTHS[self.date.month - 1]} {self.date.year}"
        rest = self.works - self.checked
        which = f"All {self.works}" if not rest else f"{self.checked} of {self.works}"
        other = f"the other {rest}" if rest > 1 else "the other one"
        lack = "there is no such record"
        if self.unrecorded < rest:
            lack = "not all of this could be asked"
        left = f" For {other} {lack}." if rest else ""
        return (
            f"{which} sources were last held against their publishers’ records, and "
            f"against known retractions and corrections, on {day}.{left}"
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


def _day(date: str) -> str:
    """Return “on 10 August 2024”, “in August 2024” or “in 2024”."""
    parts = [int(part) for part in date.split("-") if re.fullmatch(r"\d{1,4}", part)]
    if len(parts) > 1 and not 1 <= parts[1] <= 12:
        parts = parts[:1]
    if len(parts) == 3:
        return f"on {parts[2]} {MONTHS[parts[1] - 1]} {parts[0]}"
    if len(parts) == 2:
        return f"in {MONTHS[parts[1] - 1]} {parts[0]}"
    return f"in {parts[0]}" if parts else ""


def _key(text: object) -> str:
    return str(text).strip().removeprefix("@")
