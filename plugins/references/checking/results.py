"""What the last check of the library found: a committed file, read by every build.

It keeps what the publishers said, so that a build compares the library with it again
and needs no network. Order and bytes depend on nothing but the content.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from datetime import date as calendar_date
from typing import TYPE_CHECKING

from ..library.json_lines import format_json
from ..library.reference import Name
from ..lookup.deposit import Deposit, Update
from .compare import Comparison
from .notices import Notice, find_state

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSION = 1
ABOUT = (
    "Written by invoke check --online, read by the build. Commit it; do not edit it."
)
TEXTS = ("volume", "issue", "page", "number")
NOTHING = Comparison((), ())
NAME_PARTS = tuple(one.name for one in fields(Name))


@dataclass(frozen=True)
class CheckResult:
    """One work: what was asked, when, and what was answered."""

    key: str
    doi: str  #: the library's DOI that was asked for; empty when there was none
    date: str  #: ISO day of the answer
    deposit: Deposit | None = None  #: what the publisher says; None when nobody knows
    notices: tuple[Notice, ...] = ()
    notice_of: Update | None = None  #: the work is itself a notice, of this article
    why: str = ""  #: why nothing is known, for authors
    is_missing: bool = False  #: the DOI was asked for, and nobody has registered it
    found_doi: str = ""  #: what a search found for a work without a DOI that is known

    @property
    def state(self) -> str:
        """Return one of ``notices.STATES``."""
        return find_state(self.notices) if self.deposit else "unknown"


@dataclass(frozen=True)
class CheckResults:
    """The whole file: all works by key, and how far the last check came."""

    works: Mapping[str, CheckResult] = field(default_factory=dict)
    complete: str = ""  #: ISO day on which every work had been asked for
    since: str = ""  #: when a check began that is not yet at its end
    asked: tuple[str, ...] = ()  #: the keys that it has behind it

    def __bool__(self) -> bool:
        return bool(self.works)

    def find(self, key: str, doi: str) -> CheckResult | None:
        """Return what is known of a work, unless its DOI is another one by now."""
        work = self.works.get(key)
        return work if work and work.doi == doi else None


def parse_checked(text: str) -> CheckResults:
    """Read the file's text; raise ``ValueError`` with a line for an editor."""
    try:
        said = json.loads(text)
        works = {key: _read_work(key, one) for key, one in said["works"].items()}
        unfinished = said.get("unfinished") or {}
        return CheckResults(
            works,
            str(said.get("complete") or ""),
            str(unfinished.get("since") or ""),
            tuple(unfinished.get("asked") or ()),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        message = "The file is not what invoke check --online writes."
        raise ValueError(message) from error


def format_checked(file: CheckResults, comparisons: Mapping[str, Comparison]) -> str:
    """Return the file's text: works by key, fields in one order, absent ones left out.

    The comparisons are printed for people who read the file; builds make them anew.
    """
    unfinished = {"since": file.since, "asked": sorted(file.asked)}
    works = {
        key: _write_work(work, comparisons.get(key, NOTHING))
        for key, work in sorted(file.works.items())
    }
    said = {"about": ABOUT, "version": VERSION, "complete": file.complete}
    said |= ({"unfinished": unfinished} if file.since else {}) | {"works": works}
    return format_json(said, 0) + "\n"


def _write_work(work: CheckResult, comparison: Comparison) -> dict[str, object]:
    said: dict[str, object] = {
        "doi": work.doi,
        "checked": work.date,
        "state": work.state,
    }
    said["missing"] = work.is_missing
    said["why"] = work.why
    said["found_doi"] = work.found_doi
    said["compared"] = list(comparison.compared)
    said["differences"] = [
        {
            "field": one.variable,
            "library": one.mine,
            "publisher": one.theirs,
            "name": one.name,
        }
        for one in comparison.differences
    ]
    said["notices"] = [_write_notice(notice) for notice in work.notices]
    if work.notice_of:
        update = work.notice_of
        said["notice_of"] = {"type": update.type, "doi": update.doi}
    if work.deposit:
        said["publisher"] = _write_deposit(work.deposit)
    return {key: value for key, value in said.items() if value or key == "doi"}


def _write_notice(notice: Notice) -> dict[str, object]:
    said = {"type": notice.type, "date": notice.date, "doi": notice.doi}
    kept: dict[str, object] = {key: value for key, value in said.items() if value}
    return kept | {"sources": list(notice.sources)}


def _write_deposit(deposit: Deposit) -> dict[str, object]:
    said: dict[str, object] = {"agency": deposit.agency, "doi": deposit.doi}
    said["type"] = deposit.type
    said["titles"] = list(deposit.titles)
    said["authors"] = [
        {part: getattr(name, part) for part in NAME_PARTS if getattr(name, part)}
        for name in deposit.authors
    ]
    said["dates"] = {
        kind: "-".join(f"{part:02d}" for part in date)
        for kind, date in sorted(deposit.dates.items())
    }
    said["journals"] = list(deposit.journals)
    said |= {name: getattr(deposit, name) for name in TEXTS}
    said["published_as"] = list(deposit.published_as)
    return {key: value for key, value in said.items() if value}


def _read_work(key: str, said: object) -> CheckResult:
    work = _object(said)
    notice_of = _object(work.get("notice_of") or {})
    publisher = work.get("publisher")
    return CheckResult(
        key=key,
        doi=str(work["doi"]),
        date=calendar_date.fromisoformat(str(work["checked"])).isoformat(),
        deposit=_read_deposit(_object(publisher)) if publisher else None,
        notices=tuple(_read_notice(_object(one)) for one in _array(work, "notices")),
        notice_of=Update(str(notice_of["type"]), str(notice_of["doi"]))
        if notice_of
        else None,
        why=str(work.get("why") or ""),
        is_missing=bool(work.get("missing")),
        found_doi=str(work.get("found_doi") or ""),
    )


def _read_notice(said: Mapping[str, object]) -> Notice:
    return Notice(
        type=str(said["type"]),
        date=str(said.get("date") or ""),
        doi=str(said.get("doi") or ""),
        sources=_texts(said, "sources"),
    )


def _read_deposit(said: Mapping[str, object]) -> Deposit:
    dates = _object(said.get("dates") or {}).items()
    return Deposit(
        doi=str(said.get("doi") or ""),
        agency=str(said.get("agency") or ""),
        type=str(said.get("type") or ""),
        titles=_texts(said, "titles"),
        authors=tuple(_read_name(_object(one)) for one in _array(said, "authors")),
        dates={
            kind: tuple(int(part) for part in _text(day).split("-"))
            for kind, day in dates
        },
        journals=_texts(said, "journals"),
        volume=str(said.get("volume") or ""),
        issue=str(said.get("issue") or ""),
        page=str(said.get("page") or ""),
        number=str(said.get("number") or ""),
        published_as=_texts(said, "published_as"),
    )


def _read_name(said: Mapping[str, object]) -> Name:
    return Name(**{key: _text(text or "") for key, text in said.items()})


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _object(value: object) -> Mapping[str, object]:
    """Return a JSON object; raise ``TypeError`` where it is something else."""
    if not isinstance(value, dict):
        raise TypeError(value)
    return value


def _array(said: Mapping[str, object], key: str) -> list[object]:
    """Return a JSON array, empty where there is none; raise as ``_object`` does."""
    value = said.get(key) or []
    if not isinstance(value, list):
        raise TypeError(value)
    return value


def _texts(said: Mapping[str, object], key: str) -> tuple[str, ...]:
    return tuple(map(_text, _array(said, key)))
