"""Days, times and time zones: the records of dates, and what no calendar has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from ..problem import did_you_mean, suggest

OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?")
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
FIRST_YEAR, LAST_YEAR = 1970, 2100
CALENDAR = 1583  #: the first whole year of the calendar that we use
ANOTHER_DAY = "Write the day that is meant, such as 2024-12-31."
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

    def __str__(self) -> str:
        """Return it as it is to be written: ``2024-12-31 09:00+01:00``."""
        if self.is_day:
            return self.at.date().isoformat()
        precise = "seconds" if self.at.second else "minutes"
        return self.at.isoformat(sep=" ", timespec=precise)

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
    meant: Moment | None = None  #: the only thing that it can mean


def impossible(reason: str) -> DateFault:
    """Return the fault of a day that no calendar has."""
    return DateFault("date-impossible", f"is no day: {reason}.", ANOTHER_DAY)


def why_impossible(year: int, month: int, day: int) -> str:
    """Return why there is no such day, or nothing."""
    if not 1 <= month <= 12:
        return f"there is no month {month}"
    try:
        date(year or 4, month, day)
    except ValueError:
        if (month, day) == (2, 29):
            return f"{year} is no leap year"
        return f"{MONTHS[month - 1]} has no day {day}"
    return "" if year else "there is no year 0"


def at_time(
    day: datetime, hour: int, minute: int, second: int, zone: timezone | None
) -> Moment | DateFault:
    """Return a day with a time of the day."""
    if hour > 23 or minute > 59 or second > 59:
        what = f"has a time that no clock shows, {hour}:{minute:02}."
        remedy = "Write hours from 00 to 23 and minutes from 00 to 59."
        return DateFault("date-impossible", what, remedy)
    whole = day.replace(hour=hour, minute=minute, second=second, tzinfo=zone)
    return Moment(whole, is_day=False)


def with_likely_year(moment: Moment) -> Moment | DateFault:
    """Return a moment, or the fault of a year in which hardly anything is published."""
    year = moment.at.year
    if FIRST_YEAR <= year <= LAST_YEAR:
        return moment
    what, remedy = f"is in the year {year}.", "Write the year that is meant."
    meant = moment if CALENDAR <= year <= LAST_YEAR else None
    return DateFault("date-year", what, remedy, meant)


def read_offset(text: str) -> timezone | None:
    """Return a difference from UTC, ``Z`` or ``+01:00``; None where it is none."""
    if text.upper() == "Z":
        return UTC
    found = OFFSET.fullmatch(text)
    if not found or int(found["hours"]) > 14 or int(found["minutes"] or 0) > 59:
        return None
    shift = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
    return timezone(-shift if found["sign"] == "-" else shift)


def no_offset(text: str, meant: Moment | None = None) -> DateFault:
    """Return the fault of a time zone that is no difference from UTC."""
    near = ZONES.get(text.upper(), "-08:00")
    what = f"ends in “{text}”, which is no time zone that can be read here."
    remedy = f"Write the difference from UTC, such as {near}, or leave it out."
    if meant:
        remedy = f"Write {meant}, with the difference from UTC, or leave the zone out."
    return DateFault("date-timezone", what, remedy, meant)


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
