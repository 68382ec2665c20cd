"""What the last check of the library found: a committed file, read by every build.

It keeps what the publishers said, so that a build compares the library with it again
and needs no network. Order and bytes depend on nothing but the content.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date as calendar_date
from typing import TYPE_CHECKING, TypeVar

from ..library.json_edit import format_json
from ..library.reference import Name
from ..lookup.deposit import Deposit, Update
from .comparison import Comparison
from .notices import Notice, find_state

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Record = TypeVar("Record", bound=DataclassInstance)

VERSION = 1
ABOUT = (
    "Written by invoke check --online, read by the build. Commit it; do not edit it."
)
#: What the file says of a difference, and its name in the record.
DIFFERENCE = {"field": "variable", "library": "mine"}
DIFFERENCE |= {"publisher": "theirs", "name": "name"}


@dataclass(frozen=True)
class CheckResult:
    """One work: what was asked, when, and what was answered."""

    key: str
    doi: str  #: the library's DOI that was asked for; empty when there was none
    date: str  #: ISO day of the answer
    deposit: Deposit | None = None  #: what the publisher says; None when nobody knows
    notices: tuple[Notice, ...] = ()
    notice_of: Update | None = None  #: the work is itself a notice, of this article
    #: For authors: why nothing is known, or with a ``deposit`` nothing of notices.
    why: str = ""
    is_missing: bool = False  #: the DOI was asked for, and nobody has registered it
    found_doi: str = ""  #: what a search found for a work without a DOI that is known

    @property
    def state(self) -> str:
        """Return one of ``notices.STATES``."""
        if self.deposit is None or (self.why and not self.notices):
            return "unknown"
        return find_state(self.notices)


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
        key: _write_work(work, comparisons.get(key, Comparison()))
        for key, work in sorted(file.works.items())
    }
    said = {"about": ABOUT, "version": VERSION, "complete": file.complete}
    said |= ({"unfinished": unfinished} if file.since else {}) | {"works": works}
    return format_json(said, 0) + "\n"


def _write_work(work: CheckResult, comparison: Comparison) -> dict[str, object]:
    about = work.notice_of
    said: dict[str, object] = {
        "doi": work.doi,
        "checked": work.date,
        "state": work.state,
        "missing": work.is_missing,
        "why": work.why,
        "found_doi": work.found_doi,
        "compared": list(comparison.compared),
        "differences": [
            {key: getattr(one, name) for key, name in DIFFERENCE.items()}
            for one in comparison.differences
        ],
        "uncompared": [one.variable for one in comparison.uncompared],
        "notices": _write(work.notices),
        "notice_of": {"type": about.type, "doi": about.doi} if about else None,
        "publisher": _write(work.deposit),
    }
    return {key: value for key, value in said.items() if value or key == "doi"}


def _write(value: object) -> object:
    """Return a record as JSON has it, without what is empty."""
    if isinstance(value, tuple):
        return [_write(one) for one in value]
    if isinstance(value, Mapping):
        return {kind: _day(date) for kind, date in sorted(value.items())}
    if names := KEPT.get(type(value)):
        said = {name: getattr(value, name) for name in names}
        return {name: _write(one) for name, one in said.items() if one}
    return value


def _day(date: tuple[int, ...]) -> str:
    return "-".join(f"{part:02d}" for part in date)


def _read_work(key: str, said: object) -> CheckResult:
    work = _object(said)
    about, publisher = _object(work.get("notice_of")), _object(work.get("publisher"))
    return CheckResult(
        key=key,
        doi=str(work["doi"]),
        date=calendar_date.fromisoformat(str(work["checked"])).isoformat(),
        deposit=_read(Deposit(""), publisher) if publisher else None,
        notices=tuple(map(_read_notice, _array(work.get("notices")))),
        notice_of=Update(str(about["type"]), str(about["doi"])) if about else None,
        why=_text(work.get("why")),
        is_missing=bool(work.get("missing")),
        found_doi=_text(work.get("found_doi")),
    )


def _read(blank: Record, said: object) -> Record:
    """Return a record with what a JSON object says."""
    told = _object(said)
    reads = KEPT[type(blank)]
    return replace(
        blank, **{name: read(told.get(name)) for name, read in reads.items()}
    )


def _read_notice(said: object) -> Notice:
    return _read(Notice(_text(_object(said)["type"])), said)


def _read_authors(said: object) -> tuple[Name, ...]:
    return tuple(_read(Name(), one) for one in _array(said))


def _read_dates(said: object) -> dict[str, tuple[int, ...]]:
    days = {kind: _text(day).split("-") for kind, day in _object(said).items()}
    return {kind: tuple(map(int, parts)) for kind, parts in days.items()}


def _text(value: object) -> str:
    """Return a text, empty for none; raise ``TypeError`` for something else."""
    if not isinstance(value, str | None):
        raise TypeError(value)
    return value or ""


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(_text, _array(value)))


def _object(value: object) -> dict[str, object]:
    """Return a JSON object; none and others as in ``_text``."""
    value = {} if value is None else value
    if not isinstance(value, dict):
        raise TypeError(value)
    return value


def _array(value: object) -> list[object]:
    """Return a JSON array; none and others as in ``_text``."""
    value = [] if value is None else value
    if not isinstance(value, list):
        raise TypeError(value)
    return value


#: What is kept of each record, in the file's order, and what reads it.
KEPT: dict[type, dict[str, Callable[[object], object]]] = {
    Name: dict.fromkeys((one.name for one in fields(Name)), _text),
    Notice: {"type": _text, "date": _text, "doi": _text, "sources": _texts},
    Deposit: {
        **dict.fromkeys(("agency", "doi", "type"), _text),
        "titles": _texts,
        "authors": _read_authors,
        "dates": _read_dates,
        "journals": _texts,
        **dict.fromkeys(("volume", "issue", "page", "number"), _text),
        "published_as": _texts,
        "unread_date": _text,
    },
}
