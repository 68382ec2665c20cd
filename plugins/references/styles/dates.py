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
    if len(date.start) < 2:
        return date.season
    first = _month_day(date.start)
    if len(date.end) < 2 or date.end == date.start:
        return first
    if date.end[:2] == date.start[:2]:
        return first + "–" + "".join(map(str, date.end[2:]))
    return f"{first}–{_month_day(date.end)}"


def format_long(date: Date) -> str:
    """Return “June 5, 2019”."""
    if not date.start:
        return date.literal
    first = _long(date.start, date)
    if not date.end or date.end == date.start:
        return first
    if date.end[0] == date.start[0] and len(date.start) == len(date.end) > 1:
        same_month = date.start[1] == date.end[1] and len(date.start) > 2
        last = str(date.end[2]) if same_month else _month_day(date.end)
        comma = "," if len(date.start) > 2 else ""
        return f"{_month_day(date.start)}–{last}{comma} {_year(date.start[0])}"
    return f"{first}–{_long(date.end, date)}"


def format_nlm(date: Date, *, parts: int = 3) -> str:
    """Return “2019 Jun 5”; ``parts`` 2 leaves out the day."""
    if not date.start:
        return date.literal
    first = _nlm(date.start[:parts], date)
    if not date.end or date.end[:parts] == date.start[:parts]:
        return first
    start, end = date.start[:parts], date.end[:parts]
    if start[0] == end[0] and len(start) == len(end) > 1:
        if start[1] == end[1]:
            return f"{first}–{end[2]}"
        rest = " ".join((_month(end)[:3], *(str(day) for day in end[2:])))
        return f"{first}–{rest}"
    return f"{first}–{_nlm(end, date)}"


def _nlm(parts: tuple[int, ...], date: Date) -> str:
    month = _month(parts)[:3] if len(parts) > 1 else date.season
    words = (_year(parts[0]), month, *(str(day) for day in parts[2:]))
    return " ".join(word for word in words if word)


def _long(parts: tuple[int, ...], date: Date) -> str:
    year = _year(parts[0])
    if len(parts) == 1:
        return f"{date.season} {year}" if date.season else year
    month_day = _month_day(parts)
    return f"{month_day}, {year}" if len(parts) > 2 else f"{month_day} {year}"


def _month_day(parts: tuple[int, ...]) -> str:
    return " ".join(part for part in (_month(parts), *map(str, parts[2:])) if part)


def _month(parts: tuple[int, ...]) -> str:
    return MONTHS[parts[1] - 1] if 1 <= parts[1] <= 12 else ""


def _year(year: int) -> str:
    return f"{-year} BC" if year < 0 else str(year)
