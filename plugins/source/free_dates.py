"""Dates that are not ISO 8601: what a text means where it can mean one thing only.

Read are the forms of ``git log``, e-mail (RFC 5322), logs, spreadsheets, clocks of Unix
and the calendars of a dozen languages. What stays open is never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timezone

from .moments import (
    ANOTHER_DAY,
    MONTHS,
    ZONES,
    DateFault,
    Moment,
    at_time,
    find_zone,
    impossible,
    no_offset,
    read_offset,
    why_impossible,
    with_likely_year,
)
from .months import ELSEWHERE

LONGEST = 100  #: characters of a date
#: What stands round a date and says nothing.
WRAPPING = "“”„‟‘’«»'\"<>[]() "
DASHES = re.compile("[\u2010-\u2015\u2212]")
#: 2015年12月23日, 2015년 12월 23일.
CJK = re.compile(r"(?<!\d)(\d{4})\s*[年년]\s*(\d+)\s*[月월]\s*(\d+)\s*[日일]?")
EPOCH = re.compile(
    r"@?(?P<seconds>\d{10})(?P<thousandths>\d{3})?(?:\.\d+)?(?: (?P<zone>[+-]\d{4}))?",
    re.ASCII,
)
COMPACT = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)[T_ -]?(\d\d):?(\d\d):?(\d\d)?(?: ?(Z|[+-]\d\d:?\d\d))?",
    re.ASCII | re.IGNORECASE,
)
WEEK = re.compile(r"\d{4}(?:-W\d\d-\d|W\d{3})(?:T.+)?", re.ASCII)
TIME = re.compile(
    r"(?:(?<=[\s,T:_])|^)(?P<hour>\d{1,2})"
    r"(?:[:h](?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?|(?=\s?[ap]\.?m\b))"
    r"(?!\d)\s?(?P<half>[ap]\.?m\b\.?)?",
    re.ASCII | re.IGNORECASE,
)
ZONE = re.compile(
    r"(?:(?<![\w/+-])(?:GMT|UTC|Z))?\s?(?P<offset>[+-]\d\d?(?::?\d\d)?)(?![\d/.-])"
    r"|(?<![\w/])(?P<area>[A-Z][A-Za-z]+/[A-Z][A-Za-z_/]+)"
    r"|(?<![\w/])(?P<name>Z|[A-Z]{3,5})(?![\w/-])",
    re.ASCII,
)
#: A day by numbers: 2015/12/23, 23.12.2015, 12-23-15.
NUMBERS = re.compile(r"(?<!\d)(\d{1,4})([/.\-])\s?(\d{1,2})\2\s?(\d{1,4})(?!\d)")
LETTERS = re.compile(r"[^\W\d_]+")
WEEKDAYS = (
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday"),
    "sunday",
)
UNKNOWN = DateFault(
    "date-format",
    "is not a date.",
    "Write year, month and day: 2024-12-31, or 2024-12-31 09:00 with a time.",
)


def explain(text: str) -> DateFault:
    """Return why a text is no ISO date, and what to write for what it means."""
    bare = DASHES.sub("-", unicodedata.normalize("NFKC", text)).strip(WRAPPING)
    bare = CJK.sub(r"\1-\2-\3", bare)
    found = (_by_machine(bare) or _by_people(bare)) if len(bare) <= LONGEST else UNKNOWN
    likely = with_likely_year(found) if isinstance(found, Moment) else found
    if isinstance(likely, DateFault):
        return likely
    return DateFault("date-format", _why(text, likely), f"Write {likely}.", likely)


def _why(text: str, meant: Moment) -> str:
    """Return what is unusual about a date that can be understood."""
    if text.strip(WRAPPING) != text and text.strip(WRAPPING) == str(meant):
        return "has quotation marks or brackets round it."
    if DASHES.search(text):
        return "has dashes where hyphens are due."
    iso = re.match(r"\d{4}-\d\d-\d\d(?!\d)", text)
    if iso and re.search(r"[ap]\.?m\b", text, re.IGNORECASE):
        return "has a clock of twice twelve hours."
    if iso or re.match(r"\d{4}[-/.]\d", text):
        return "is not written in full."
    return "is not written as year-month-day."


def _by_machine(text: str) -> Moment | DateFault | None:
    """Read the seconds of Unix, digits without signs, weeks and days of a year."""
    if found := EPOCH.fullmatch(text):
        zone = read_offset(found["zone"]) if found["zone"] else UTC
        at = datetime.fromtimestamp(int(found["seconds"]), zone)
        as_day = text.startswith(("19", "20")) and not found["thousandths"]
        is_day = as_day and not why_impossible(*_digits(text)) and not found["zone"]
        return UNKNOWN if is_day else Moment(at, is_day=False)
    if found := COMPACT.fullmatch(text):
        year, month, day, hour, minute, second = (
            int(n or 0) for n in found.groups()[:6]
        )
        if reason := why_impossible(year, month, day):
            return impossible(reason)
        zone = read_offset(found[7]) if found[7] else None
        return at_time(datetime(year, month, day), hour, minute, second, zone)  # noqa: DTZ001  # as written
    with suppress(ValueError):
        if WEEK.fullmatch(text):
            return Moment(datetime.fromisoformat(text), is_day="T" not in text)
    with suppress(ValueError):
        if re.fullmatch(r"\d{4}-\d{3}", text):
            return Moment(datetime.strptime(text, "%Y-%j"), is_day=True)  # noqa: DTZ007  # as written
    return None


def _digits(text: str) -> tuple[int, int, int]:
    return int(text[:4]), int(text[4:6]), int(text[6:8])


@dataclass(frozen=True)
class _Clock:
    """The time of day and the zone of a text, and the text without them."""

    rest: str
    hour: int = 0
    minute: int = 0
    second: int = 0
    zone: str = ""
    is_given: bool = False


def _by_people(text: str) -> Moment | DateFault:
    clock = _take_clock(re.sub(r"(/\d{4}):(\d\d:)", r"\1 \2", text))
    if isinstance(clock, DateFault):
        return clock
    day = _read_day(clock.rest)
    if isinstance(day, DateFault):
        return day
    said = next(filter(None, (_weekday(w) for w in LETTERS.findall(clock.rest))), 0)
    if said and day.isoweekday() != said:
        names = WEEKDAYS[said - 1].title(), WEEKDAYS[day.weekday()].title()
        what = f"says {names[0]}, but {day.isoformat()} is a {names[1]}."
        return DateFault("date-impossible", what, "Correct the one that is wrong.")
    at = datetime(day.year, day.month, day.day)  # noqa: DTZ001  # as written
    if not clock.is_given:
        return Moment(at, is_day=True)
    zone = _read_zone(clock.zone, at.replace(hour=min(clock.hour, 23)))
    if isinstance(zone, DateFault):
        return zone
    return at_time(at, clock.hour, clock.minute, clock.second, zone)


def _take_clock(text: str) -> _Clock | DateFault:
    times = list(TIME.finditer(text))
    if not times:
        return _Clock(text)
    if len(times) > 1:
        return UNKNOWN
    found = times[0]
    before, after = text[: found.start()], text[found.end() :]
    hour, zone = int(found["hour"]), ""
    if found["half"]:
        if not 1 <= hour <= 12:
            return UNKNOWN
        hour = hour % 12 + (12 if found["half"][0] in "pP" else 0)
    for given in ZONE.finditer(after):
        word = given["offset"] or given["area"] or given["name"]
        if _weekday(word) or _month(word):
            continue
        zone = zone or word
        after = after.replace(given[0], " ", 1)
    minute, second = int(found["minute"] or 0), int(found["second"] or 0)
    return _Clock(f"{before} {after}", hour, minute, second, zone, is_given=True)


def _read_zone(text: str, at: datetime) -> timezone | DateFault | None:
    """Return what a zone means on a day: a difference, a common name, Area/City."""
    if not text:
        return None
    area = find_zone(text) if "/" in text else None
    if area is not None:
        shift = at.replace(tzinfo=area).utcoffset()
        return timezone(shift) if shift is not None else None
    return read_offset(ZONES.get(text.upper(), text)) or no_offset(text)


def _read_day(text: str) -> date | DateFault:
    """Return the day that a text without a time means."""
    words = LETTERS.findall(text)
    months = {month for month in map(_month, words) if month}
    found = NUMBERS.search(text)
    numbers = re.findall(r"\d+", text, re.ASCII)
    if found and len(numbers) == 3 and not months:
        return _by_numbers(found)
    if len(months) != 1 or len(numbers) != 2:
        return UNKNOWN
    first, second = numbers
    if len(first) > 2:  # 2015 Dec 23
        first, second = second, first
    is_short = len(second) == 2 and int(numbers[0]) <= 31
    if len(first) > 2 or not (len(second) == 4 or is_short):
        return UNKNOWN
    return _day(_whole_year(int(second)), months.pop(), int(first))


def _by_numbers(found: re.Match[str]) -> date | DateFault:
    first, second, third = int(found[1]), int(found[3]), int(found[4])
    if first > 31 or len(found[1]) > 2:
        is_year = len(found[1]) == 4 and len(found[4]) < 3
        return _day(first, second, third) if is_year else UNKNOWN
    if len(found[4]) == 3:
        return UNKNOWN
    year = _whole_year(third)
    readings = [
        (year, month, day)
        for month, day in dict.fromkeys(((second, first), (first, second)))
        if not why_impossible(year, month, day)
    ]
    if third < 32 and found[2] == "-" and not why_impossible(first, second, third):
        readings = [(2000 + first, second, third), *readings[:1]]
    if not readings:
        return DateFault("date-impossible", "is no day in any order.", ANOTHER_DAY)
    spoken = [
        f"{day} {MONTHS[month - 1]} {year} (write {date(year, month, day)})"
        for year, month, day in dict.fromkeys(readings)
    ]
    if len(spoken) == 2:
        what = f"can mean {spoken[0]} or {spoken[1]}."
        return DateFault("date-ambiguous", what, "Write the one that is meant.")
    return date(*readings[0])


def _day(year: int, month: int, day: int) -> date | DateFault:
    reason = why_impossible(year, month, day)
    return impossible(reason) if reason else date(year, month, day)


def _whole_year(year: int) -> int:
    return year if year > 99 else 2000 + year


def _weekday(word: str) -> int:
    """Return the number of an English day of the week, Monday's is 1; 0 for others."""
    plain = word.casefold()
    fits = (n for n, name in enumerate(WEEKDAYS, 1) if name.startswith(plain))
    return next(fits, 0) if len(plain) > 2 else 0


def _month(word: str) -> int:
    """Return the month that a word means, English before others; 0 for none."""
    kept = unicodedata.normalize("NFD", word.casefold().replace("ł", "l"))
    plain = "".join(sign for sign in kept if not unicodedata.combining(sign))
    if len(plain) < 3 or _weekday(word):
        return 0
    english = [n for n, m in enumerate(MONTHS, 1) if m.lower().startswith(plain)]
    plain = unicodedata.normalize("NFC", plain)
    found = english or [
        number
        for names in ELSEWHERE
        for number, name in enumerate(names, 1)
        if name.startswith(plain)
    ]
    return found[0] if len(set(found)) == 1 else 0
