"""Dates in references, in English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...source.dates import MONTHS

if TYPE_CHECKING:
    from ..library.reference import Date


def format_year(date: Date) -> str:
    """Return the year or the years of a range."""
    if not date.start:
        return date.literal
    first = _year(date.start[0])
    if date.end and date.end[0] != date.start[0]:
        return f"{first}–{_year(date.end[0])}"
    return first


def format_sure_year(date: Date) -> str:
    """Return the year, “ca.” before one that is not certain."""
    return f"ca. {format_year(date)}" if date.circa else format_year(date)


def format_sure_long(date: Date) -> str:
    """Return the whole date, “ca.” before one that is not certain."""
    return f"ca. {format_long(date)}" if date.circa else format_long(date)


def format_month_day(date: Date) -> str:
    """Return “June 5”, “June 5–9”, the season, or nothing."""
    first = _month_day(date.start) or date.season
    last = _month_day(date.end) or date.end_season
    if not last or date.end == date.start:
        return first
    if len(date.end) > 2 and date.end[:2] == date.start[:2]:
        return f"{first}–{date.end[2]}"
    return f"{first}–{last}" if first else last


def format_long(date: Date) -> str:
    """Return “June 5, 2019”."""
    if not date.start:
        return date.literal
    first = _long(date.start, date.season)
    if not date.end or (date.end == date.start and not date.end_season):
        return first
    if date.end[0] == date.start[0] and len(date.start) == len(date.end) > 1:
        comma = "," if len(date.start) > 2 else ""
        return f"{format_month_day(date)}{comma} {_year(date.start[0])}"
    return f"{first}–{_long(date.end, date.end_season)}"


def format_nlm(date: Date, *, parts: int = 3) -> str:
    """Return “2019 Jun 5”; ``parts`` 2 leaves out the day."""
    if not date.start:
        return date.literal
    start, end = date.start[:parts], date.end[:parts]
    first = _nlm(start, date.season)
    if not end or (end == start and not date.end_season):
        return first
    if start[0] == end[0] and len(start) == len(end) > 1:
        same = 2 if start[1] == end[1] else 1
        rest = [_month(end)[:3], *map(str, end[2:])]
        return f"{first}–{' '.join(rest[same - 1 :])}"
    return f"{first}–{_nlm(end, date.end_season)}"


def _nlm(parts: tuple[int, ...], season: str) -> str:
    month = _month(parts)[:3] or season
    words = (_year(parts[0]), month, *(str(day) for day in parts[2:]))
    return " ".join(word for word in words if word)


def _long(parts: tuple[int, ...], season: str) -> str:
    year = _year(parts[0])
    if len(parts) == 1:
        return f"{season} {year}" if season else year
    month_day = _month_day(parts)
    return f"{month_day}, {year}" if len(parts) > 2 else f"{month_day} {year}"


def _month_day(parts: tuple[int, ...]) -> str:
    return " ".join(part for part in (_month(parts), *map(str, parts[2:])) if part)


def _month(parts: tuple[int, ...]) -> str:
    known = len(parts) > 1 and 1 <= parts[1] <= 12
    return MONTHS[parts[1] - 1] if known else ""


def _year(year: int) -> str:
    return f"{-year} BC" if year < 0 else str(year)
