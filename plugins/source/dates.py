"""Dates as authors write them: ISO 8601 is read, everything else is explained."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

from .free_dates import explain
from .moments import (
    MONTHS,
    DateFault,
    Moment,
    at_time,
    find_zone,
    impossible,
    nearest_zone,
    no_offset,
    read_offset,
    why_impossible,
    with_likely_year,
)

__all__ = [
    "MONTHS",
    "DateFault",
    "DateReader",
    "Moment",
    "find_zone",
    "nearest_zone",
    "parse_date",
]

#: Reads a date, or says what is wrong with it.
DateReader: TypeAlias = Callable[[str], Moment | DateFault]

DATE = re.compile(
    r"(?P<year>\d{4})-?(?P<month>(?<=-)\d{2}(?=-)|(?<!-)\d{2}(?!-))-?(?P<day>\d{2})"
    r"(?:[T_ ]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r" ?(?P<zone>.*))?",
    re.IGNORECASE | re.ASCII,
)
ISO_OFFSET = re.compile(r"[+-]\d{2}(?::?\d{2})?|Z", re.IGNORECASE)
HALF = re.compile(r"(?P<half>[ap])\.?m\.?", re.IGNORECASE)


def parse_date(text: str) -> Moment | DateFault:
    """Read an ISO date or date-time, or say what is wrong with it."""
    text = " ".join(text.strip().split())
    found = DATE.fullmatch(text)
    if not found:
        return explain(text)
    year, month, day = (int(found[part]) for part in ("year", "month", "day"))
    if reason := why_impossible(year, month, day):
        return impossible(reason)
    moment = _read_time(found, datetime(year, month, day), text)  # noqa: DTZ001  # as written
    return with_likely_year(moment) if isinstance(moment, Moment) else moment


def _read_time(found: re.Match[str], day: datetime, text: str) -> Moment | DateFault:
    if found["hour"] is None:
        return Moment(day, is_day=True)
    zone = found["zone"].strip()
    offset = read_offset(zone) if ISO_OFFSET.fullmatch(zone) else None
    if zone and offset is None:
        fault = explain(text)
        if fault.meant is None:
            return no_offset(zone)
        return fault if HALF.match(zone) else no_offset(zone, fault.meant)
    hour, minute, second = (int(found[p] or 0) for p in ("hour", "minute", "second"))
    return at_time(day, hour, minute, second, offset)
