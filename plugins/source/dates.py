"""Dates as authors write them: ISO 8601 is read, everything else is explained."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from ..problem import did_you_mean, suggest

DATE = re.compile(
    r"(?P<year>\d{4})-?(?P<month>(?<=-)\d{2}(?=-)|(?<!-)\d{2}(?!-))-?(?P<day>\d{2})"
    r"(?:[T_ ]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?"
    r" ?(?P<zone>.*))?",
    re.IGNORECASE | re.ASCII,
)
OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>\d{2}):?(?P<minutes>\d{2})?")
NUMBERS = re.compile(
    r"(\d{1,4})([/.\-])(\d{1,2})\2(\d{1,4})(?!\d)(?P<rest>.*)", re.DOTALL | re.ASCII
)
DASHES = re.compile("[\u2010-\u2015\u2212]")
HALF = re.compile(r"(?P<half>[ap])\.?m\.?", re.IGNORECASE)
WORDS = re.compile(r"[a-z]+|\d+", re.IGNORECASE | re.ASCII)
QUOTES = "“”„‟‘’«»'\" "
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
ANOTHER_DAY = "Write the day that is meant, such as 2024-12-31."
FIRST_YEAR, LAST_YEAR = 1970, 2100
ZONES = {"PST": "-08:00", "PDT": "-07:00", "MST": "-07:00", "MDT": "-06:00"} | {
    "CST": "-06:00",
    "CDT": "-05:00",
    "EST": "-05:00",
    "EDT": "-04:00",
    "CET": "+01:00",
    "CEST": "+02:00",
    "BST": "+01:00",
    "UTC": "Z",
    "GMT": "Z",
}


@dataclass(frozen=True)
class Moment:
    """A date as it was written: with or without a time, with or without a zone."""

    at: datetime
    is_day: bool  #: only a day was written

    def placed(self, zone: str) -> datetime:
        """Return the moment with a time zone, its own or the site's."""
        if self.at.tzinfo is not None:
            return self.at
        return self.at.replace(tzinfo=find_zone(zone) or UTC)


@dataclass(frozen=True)
class DateFault:
    """Why a text is no date, and what to write."""

    name: str
    what: str  #: goes on after “Date "…" ”
    remedy: str


def parse_date(text: str) -> Moment | DateFault:
    """Read an ISO date or date-time, or say what is wrong with it."""
    text = " ".join(text.strip().split())
    found = DATE.fullmatch(text)
    if not found:
        return _explain(text)
    year, month, day = (int(found[part]) for part in ("year", "month", "day"))
    if reason := _why_impossible(year, month, day):
        return DateFault("date-impossible", f"is no day: {reason}.", ANOTHER_DAY)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        what = f"is in the year {year}."
        return DateFault("date-year", what, "Write the year that is meant.")
    return _read_time(found, datetime(year, month, day))  # noqa: DTZ001  # as written


def _read_time(found: re.Match[str], day: datetime) -> Moment | DateFault:
    if found["hour"] is None:
        return Moment(day, is_day=True)
    hour, minute, second = (int(found[p] or 0) for p in ("hour", "minute", "second"))
    if hour > 23 or minute > 59 or second > 59:
        what = f"has a time that no clock shows, {found['hour']}:{found['minute']}."
        remedy = "Write hours from 00 to 23 and minutes from 00 to 59."
        return DateFault("date-impossible", what, remedy)
    zone = _half_day(found) or _offset(found["zone"].strip())
    if isinstance(zone, DateFault):
        return zone
    whole = day.replace(hour=hour, minute=minute, second=second, tzinfo=zone)
    return Moment(whole, is_day=False)


@lru_cache(maxsize=64)
def find_zone(name: str) -> ZoneInfo | None:
    """Return a time zone by its name; None where there is none of that name."""
    try:
        return ZoneInfo(name) if name and not name.startswith((".", "/")) else None
    except (ValueError, OSError, KeyError):
        return None


def nearest_zone(name: str) -> str:
    """Return ``Did you mean “Area/City”?`` for an unknown time zone."""
    city = name.replace(" ", "_").rsplit("/", 1)[-1].lower()
    zones = sorted(available_timezones())
    same = [zone for zone in zones if zone.rsplit("/", 1)[-1].lower() == city]
    if same:
        return suggest(same[0])
    return did_you_mean(name, zones, cutoff=0.85)


def _half_day(found: re.Match[str]) -> DateFault | None:
    """Explain “3:00 PM”: what was written has 24 hours here."""
    half = HALF.fullmatch(found["zone"].strip())
    hour = int(found["hour"])
    if not half or not 1 <= hour <= 12:
        return None
    hour = hour % 12 + (12 if half["half"].lower() == "p" else 0)
    day = f"{found['year']}-{found['month']}-{found['day']}"
    near = f"{day} {hour:02}:{found['minute']}"
    return _unusual("has a clock of twice twelve hours.", near)


def _offset(text: str) -> timezone | DateFault | None:
    if not text:
        return None
    if text.upper() == "Z":
        return UTC
    found = OFFSET.fullmatch(text)
    if found and int(found["hours"]) <= 14 and int(found["minutes"] or 0) <= 59:
        shift = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
        return timezone(-shift if found["sign"] == "-" else shift)
    near = ZONES.get(text.upper(), "-08:00")
    what = f"ends in “{text}”, which is no time zone that can be read here."
    remedy = f"Write the difference from UTC, such as {near}, or leave it out."
    return DateFault("date-timezone", what, remedy)


def _why_impossible(year: int, month: int, day: int) -> str:
    if not 1 <= month <= 12:
        return f"there is no month {month}"
    try:
        date(year or 4, month, day)
    except ValueError:
        if (month, day) == (2, 29):
            return f"{year} is no leap year"
        return f"{MONTHS[month - 1]} has no day {day}"
    return "" if year else "there is no year 0"


def _explain(text: str) -> DateFault:
    bare = text.strip(QUOTES)
    if bare != text and DATE.fullmatch(bare):
        return _unusual("has quotation marks round it.", bare)
    hyphened = DASHES.sub("-", text)
    if hyphened != text and DATE.fullmatch(hyphened):
        return _unusual("has dashes where hyphens are due.", hyphened)
    found = NUMBERS.match(text)
    if found:
        return _explain_numbers(found)
    words = [word.lower() for word in WORDS.findall(text)]
    month = next((n for n, name in enumerate(MONTHS, 1) if _names(words, name)), 0)
    numbers = [int(word) for word in words if word.isdigit() and len(word) < 5]
    year = next((number for number in numbers if number > 31), 0)
    day = next((number for number in numbers if 1 <= number <= 31), 0)
    if month and year and day and not _why_impossible(year, month, day):
        return _unusual("is not written as year-month-day.", _iso(year, month, day))
    what = "is not a date."
    remedy = "Write year, month and day: 2024-12-31, or 2024-12-31 09:00 with a time."
    return DateFault("date-format", what, remedy)


def _explain_numbers(found: re.Match[str]) -> DateFault:
    first, second, third = int(found[1]), int(found[3]), int(found[4])
    rest = found["rest"].strip()
    after = f" {rest}" if rest else ""
    if first > 31:
        reason = _why_impossible(first, second, third)
        if reason:
            return DateFault("date-impossible", f"is no day: {reason}.", ANOTHER_DAY)
        near = _iso(first, second, third)
        if DATE.fullmatch(near + after):
            near += after
        return _unusual("is not written in full.", near)
    year = third if third > 99 else 2000 + third
    readings = [
        (year, month, day)
        for month, day in dict.fromkeys(((second, first), (first, second)))
        if not _why_impossible(year, month, day)
    ]
    if third < 32 and found[2] == "-" and not _why_impossible(first, second, third):
        readings = [(2000 + first, second, third), *readings[:1]]
    if not readings:
        return DateFault("date-impossible", "is no day in any order.", ANOTHER_DAY)
    spoken = [
        f"{day} {MONTHS[month - 1]} {year} (write {_iso(year, month, day)})"
        for year, month, day in readings
    ]
    if len(spoken) == 2:
        what = f"can mean {spoken[0]} or {spoken[1]}."
        return DateFault("date-ambiguous", what, "Write the one that is meant.")
    return _unusual("is not written as year-month-day.", _iso(*readings[0]))


def _unusual(what: str, near: str) -> DateFault:
    return DateFault("date-format", what, f"Write {near}.")


def _iso(year: int, month: int, day: int) -> str:
    return f"{year:04}-{month:02}-{day:02}"


def _names(words: list[str], month: str) -> bool:
    return any(len(word) >= 3 and month.lower().startswith(word) for word in words)
