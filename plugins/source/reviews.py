"""Reviews and corrections as records: read once for page, series and feed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .dates import Moment, parse_date
from .values import as_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


#: The key of Pelican's metadata under which a checked header is found as a record.
RECORD = "front_matter"


@dataclass(frozen=True)
class Review:
    """Who checked a text and when; ``by`` is None where nobody has."""

    by: str | None = None
    on: dt.date | None = None
    due: dt.date | None = None  #: when it is to be checked again


def changed_at(content: object) -> dt.datetime | None:
    """Return when a content was changed after it came out; None where it was not.

    ``content`` is Pelican's: it has ``modified`` where its author has written that, and
    a page may have it without a ``date``.
    """
    date: dt.datetime | None = getattr(content, "date", None)
    modified: dt.datetime | None = getattr(content, "modified", None)
    return modified if modified and (not date or modified > date) else None


@dataclass(frozen=True)
class Correction:
    """One correction of a published text: when, and what was wrong."""

    date: dt.date | None  #: None where the author gave no day
    text: str

    def __str__(self) -> str:
        return f"{self.date.isoformat()}: {self.text}" if self.date else self.text


def review_of(metadata: Mapping[str, object]) -> Review:
    """Return a content's review: that of its front matter, else of its metadata."""
    name = str(_value(metadata, "reviewed_by") or "")
    on, due = (read_day(_value(metadata, key)) for key in ("reviewed", "review_due"))
    # A day that no reviewer stands for is none of a review.
    return Review(name, on, due) if name else Review(due=due)


def corrections_of(metadata: Mapping[str, object]) -> tuple[Correction, ...]:
    """Return a content's corrections, newest first."""
    record = metadata.get(RECORD)
    if record is not None:
        return tuple(getattr(record, "corrections", ()))
    return read_corrections(as_lines(metadata.get("corrections")))


def key_points_of(metadata: Mapping[str, object]) -> tuple[str, ...]:
    """Return a content's key points, in the author's order."""
    return tuple(as_lines(_value(metadata, "key_points")))


def _value(metadata: Mapping[str, object], key: str) -> object:
    """Return what a content's front matter says under a key, else its metadata.

    That key alone is read: a page depends on what it reads.
    """
    record = metadata.get(RECORD)
    return metadata.get(key) if record is None else getattr(record, key, None)


def read_day(value: object) -> dt.date | None:
    """Return a day from a date, a date-time or ISO text; None if it is none."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    moment = parse_date(value) if isinstance(value, str) else None
    return moment.at.date() if isinstance(moment, Moment) else None


def read_corrections(lines: Iterable[str]) -> tuple[Correction, ...]:
    """Return corrections, newest first; one without a day is the oldest."""
    found = map(read_correction, lines)
    return tuple(sorted(found, key=lambda one: one.date or dt.date.min, reverse=True))


def read_correction(line: str) -> Correction:
    """Read “date: text”; a line that does not begin with a day has no date.

    >>> read_correction("2026-03-01: The dose was wrong.").text
    'The dose was wrong.'
    """
    day, colon, text = line.partition(":")
    moment = parse_date(day)
    if colon and text.strip() and isinstance(moment, Moment) and moment.is_day:
        return Correction(moment.at.date(), text.strip())
    return Correction(None, line.strip())
