"""Dates as CSL-JSON, RIS and people write them, and CSL's one form for them.

A date is taken apart only where every sign of it is understood; all else stays the
words that it is, so that nothing of it is lost.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ...source.dates import MONTHS
from .reference import Date
from .tidy import NO_VALUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SEASONS = ("Spring", "Summer", "Autumn", "Winter")
#: Seasons in place of a month: EDTF's, and citeproc's own, 13 to 16.
EDTF_SEASONS = dict(enumerate(SEASONS, 21))
SEASON_MONTHS = EDTF_SEASONS | dict(enumerate(SEASONS, 13))
#: January to December as exports have them: German, French, Spanish, Italian and more.
MONTH_WORDS = [
    (number, word)
    for number, words in enumerate(
        (
            "januar janvier enero gennaio janeiro",
            "februar février fevrier febrero febbraio",
            *("märz maerz mars marzo março maart", "avril abril aprile"),
            *("mai mayo maggio maio mei", "juni juin junio giugno junho"),
            *("juli juillet julio luglio julho", "août aout agosto augustus"),
            *("septembre septiembre settembre", "oktober octobre octubre ottobre"),
            *("novembre noviembre", "dezember décembre decembre diciembre dicembre"),
        ),
        1,
    )
    for word in (MONTHS[number - 1].lower(), *words.split())
]
SEASON_WORDS = [(name, name.lower()) for name in SEASONS] + [("Autumn", "fall")]
#: Between which numbers a year of four digits, a month and a day are.
BOUNDS = ((1000, 9999), (1, 12), (1, 31))
#: No date is longer: what is, are words.
LONGEST = 80
#: Words that say nothing of the day: its name, and what stands between the parts.
ASIDE = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|of|the|de|del|le",
    re.IGNORECASE,
)
CIRCA = re.compile(r"(?:circa|ca?\.|ca|approx\.?|about|~)\s*(?=\S)", re.IGNORECASE)
#: “No date”, which a style says in its own words.
NO_DATE = re.compile(r"\W*(?:n\.?\s?d|s\.?\s?[df]|no date|undated)\W*", re.IGNORECASE)
#: A year of copyright is the year; brackets say that a cataloguer found it.
YEAR = re.compile(r"(?:©|\(c\)|c(?:op\.?)?)?\s*\[?(\d{4})\]?\.?", re.IGNORECASE)
ISO = re.compile(
    r"(?P<year>-?\d{3,4})(?:(?P<by>[-/.])(?P<month>\d\d?)(?:(?P=by)(?P<day>\d\d?))?)?"
    r"(?:[T ]\d\d:\d\d.*|Z)?",
    re.ASCII,
)
COMPACT = re.compile(r"(?P<year>[12]\d{3})(?P<month>[01]\d)(?P<day>[0-3]\d)?", re.ASCII)
#: “2019-20”: two years, the second one cut.
CUT_YEAR = re.compile(r"(\d\d)(\d\d)[-–/](\d\d)", re.ASCII)
#: Day and month in whichever order, before the year.
TURNED = re.compile(r"(\d\d?)([/.-])(\d\d?)\2(\d{4})", re.ASCII)
#: RIS: year/month/day/other words, each of which may be empty.
RIS = re.compile(r"(\d{4})/(\d\d?|)/(\d\d?|)(?:/(.*))?", re.ASCII)
BETWEEN = re.compile(
    r"\s*(?:--?|–|—)\s*|\s+(?:to|until|bis)\s+|(?<=[^\W\d_])/(?=[^\W\d_])"
)
NUMBER = re.compile(r"(\d{1,4})(?:st|nd|rd|th)?", re.ASCII | re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]+|\d+(?:st|nd|rd|th)?", re.IGNORECASE)


class DatePart(NamedTuple):
    """One end of a date: year, month and day as far as known; 0 is not known."""

    year: int = 0
    month: int = 0
    day: int = 0
    season: str = ""

    @property
    def start(self) -> tuple[int, ...]:
        """Return what is known, from the year on."""
        known = (self.year, self.month, self.day)
        return known[: known.index(0)] if 0 in known else known


def parse_date(value: object) -> Date:
    """Return a date of CSL-JSON: parts, a range, a text, or words; lists and numbers.

    Of numbers that are no month or day, what stands before them is kept.
    """
    if usual := usual_parts(value):
        return _of_parts(usual)
    if isinstance(value, bool):
        return Date()
    if isinstance(value, str | int | float):
        return read_date(_words(value))
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict):
        return parse_date(value[0])
    said = value if isinstance(value, dict) else {"date-parts": value}
    ends = [_end(one) for one in date_ends(said)]
    season = season_of(_words(said.get("season")))
    if ends and ends[0].year:
        first, last = [*ends, DatePart()][:2]
        date = _range(first._replace(season=season or first.season), last)
    else:
        date = _from_words(said, season)
    return _circa(date) if said.get("circa") else date


def usual_parts(value: object) -> tuple[int, ...]:
    """Return year, month and day of a date in CSL's usual form and no other.

    That is ``{"date-parts": [[2019, 9, 1]]}`` and nothing more, each a whole number in
    its bounds; other dates give an empty tuple.
    """
    ends = value.get("date-parts") if isinstance(value, dict) and len(value) == 1 else 0
    if not isinstance(ends, list) or len(ends) != 1 or not isinstance(ends[0], list):
        return ()
    parts = tuple(ends[0])
    if len(parts) > len(BOUNDS):
        return ()
    for part, (first, last) in zip(parts, BOUNDS, strict=False):
        # True is a number to Python, and 2019.0 is equal to one.
        if type(part) is not int or not first <= part <= last:
            return ()
    return parts


@lru_cache(maxsize=4096)
def _of_parts(parts: tuple[int, ...]) -> Date:
    return Date(parts)


def date_ends(said: Mapping[str, object]) -> list[list[object]]:
    """Return the parts of a date and of its end; a flat list is that of one date."""
    parts = said.get("date-parts")
    if not isinstance(parts, list | tuple):
        return []
    ends = [list(one) for one in parts if isinstance(one, list | tuple)][:2]
    if ends or not parts:
        return ends
    whole = [read_date(one) for one in parts[:2] if isinstance(one, str) and "-" in one]
    return [list(one.start) for one in whole] or [list(parts)]


def read_date(text: str) -> Date:
    """Return the date that a text is: ISO, RIS, EDTF or English, or its words.

    >>> read_date("2012-22/2012-23").season, read_date("Sep-Oct 2019").end
    ('Summer–Autumn', (2019, 10))
    """
    text = " ".join(text.split())
    if len(text) > LONGEST:
        return Date(literal=text)
    if text in NO_VALUE or NO_DATE.fullmatch(text) or not re.search(r"\w", text):
        return Date()
    plain = CIRCA.sub("", text, count=1) if CIRCA.match(text) else text
    sure = re.sub(r"[?~%]+$", "", plain)
    date = _single(sure) or _cut_year(sure) or _two(sure)
    if not date:
        return Date(literal=text)
    return date if sure == text else _circa(date)


def to_csl_date(date: Date) -> dict[str, object] | None:
    """Return CSL's form of a date, or None where there is none."""
    if not date:
        return None
    if not date.start:
        return {"literal": date.literal}
    ends = [list(date.start), list(date.end)] if date.end else [list(date.start)]
    found: dict[str, object] = {"date-parts": ends}
    seasons = [*date.season.split("–"), date.end_season]
    if len(seasons) > 2:
        ends.append(list(date.start))
    if len(ends) == 1 and date.season in SEASONS:
        found["season"] = str(SEASONS.index(date.season) + 1)
    elif len(ends) == 1 and date.season:
        found["season"] = date.season
    else:
        for at, season in enumerate(seasons[: len(ends)]):
            if season in SEASONS:
                ends[at].append(21 + SEASONS.index(season))
    return found | ({"circa": True} if date.circa else {})


def season_of(text: str) -> str:
    """Return “Autumn” for “3” and “fall”; other words as they are."""
    if text in ("1", "2", "3", "4"):
        return SEASONS[int(text) - 1]
    return next((name for name, word in SEASON_WORDS if word == text.lower()), text)


def _from_words(said: Mapping[str, object], season: str) -> Date:
    """Read what stands where the parts should."""
    parts = [said.get(name) for name in ("year", "month", "day")]
    if parts[0]:
        first = _end(parts)
        if first.year:
            return _range(first._replace(season=season or first.season), DatePart())
    for name in ("raw", "date-time", "date", "iso-8601"):
        if words := _words(said.get(name)):
            return read_date(words)
    literal = _words(said.get("literal"))
    literal = "" if literal in NO_VALUE else literal
    # Words are the author's own; a bare year or an ISO date is a date all the same.
    date = read_date(literal) if ISO.fullmatch(literal) else Date(literal=literal)
    return date if date.start or literal else Date(literal=season)


def _end(parts: Iterable[object]) -> DatePart:
    numbers: list[int] = []
    for part in parts:
        text = _words(part)
        if not numbers and (found := ISO.fullmatch(text)) and found["month"]:
            return _checked(*(int(found[one] or 0) for one in ("year", "month", "day")))
        if not re.fullmatch(r"-?0*\d{1,9}", text, re.ASCII) or int(text) == 0:
            number = month_of(text) if len(numbers) == 1 else 0
            if len(numbers) == 1 and season_of(text) in SEASONS and not text.isdigit():
                return DatePart(numbers[0], season=season_of(text))
            if not number:
                break
            text = str(number)
        numbers.append(int(text))
    return _checked(*numbers[:3])


def _checked(year: int = 0, month: int = 0, day: int = 0) -> DatePart:
    """Keep of three numbers what can be a date."""
    if month in SEASON_MONTHS:
        return DatePart(year, season=SEASON_MONTHS[month])
    if not 1 <= month <= 12:
        return DatePart(year)
    return DatePart(year, month, day if 1 <= day <= 31 else 0)


def _range(first: DatePart, last: DatePart) -> Date:
    """Return a date of one or two ends; seasons of one year become one word."""
    seasons = [one for one in (first.season, last.season) if one]
    if len(seasons) == 2 and first.year == last.year:
        joined = "–".join(dict.fromkeys(seasons))
        return Date(first.start, season=joined)
    return Date(first.start, last.start, first.season, end_season=last.season)


def _circa(date: Date) -> Date:
    return Date(
        *(date.start, date.end, date.season, True, date.literal, date.end_season)
    )


def _single(text: str) -> Date | None:
    if ISO.fullmatch(text) or COMPACT.fullmatch(text):
        return _in_numbers(text)
    if found := RIS.fullmatch(text):
        return _from_ris(*found.groups(""))
    if found := TURNED.fullmatch(text):
        return _turned(int(found[1]), found[2], int(found[3]), int(found[4]))
    if found := YEAR.fullmatch(text):
        return Date((int(found[1]),))
    named = _in_words(re.sub(r"[-/]+", " ", text).strip())
    if not named or not named.year or (named.day and not named.month):
        return None
    return _range(named, DatePart())


def _in_numbers(text: str) -> Date | None:
    """Read “2019-05-01” and “20190501”; None where a number is no month or day."""
    found = ISO.fullmatch(text) or COMPACT.fullmatch(text)
    if not found:
        return None
    year, month, day = (int(found[name] or 0) for name in ("year", "month", "day"))
    if 13 <= month <= 16 and not day:
        return None  # citeproc's seasons, among numbers; as words, two years
    part = _checked(year, month, day)
    is_whole = bool(month) == bool(part.month or part.season)
    return (
        _range(part, DatePart()) if is_whole and bool(day) == bool(part.day) else None
    )


def _from_ris(year: str, month: str, day: str, rest: str) -> Date | None:
    part = _checked(int(year), int(month or 0), int(day or 0))
    rest = rest.strip(" /")
    if not rest:
        return _range(part, DatePart())
    season = season_of(rest)
    if season in SEASONS:
        return Date(part.start[:1], season=season)
    # “1996///Jul 9”, “2019/05//May 2019”: the words say more than the numbers.
    return _single(rest) or _single(f"{rest} {year}") or _range(part, DatePart())


def _turned(one: int, by: str, other: int, year: int) -> Date | None:
    """Read “13/5/2019” and “5.6.2019”; of “5/6/2019” nobody knows the month."""
    if by == "." or one > 12 or one == other:
        day, month = one, other
    elif other > 12:
        day, month = other, one
    else:
        return None
    part = _checked(year, month, day)
    return Date(part.start) if part.day else None


def _two(text: str) -> Date | None:
    """Read a range: EDTF's with a stroke, “May–June 2019”, “2019 May 1-5”."""
    first, stroke, last = text.partition("/")
    if stroke and last in ("", ".."):
        date = _single(first)
        return date if date and date.start and not date.end else None
    start, end = _single(first), _single(last) if stroke else None
    if start and end:
        return _joined(start, end)
    parts = BETWEEN.split(text)
    if len(parts) != 2:
        return None
    left, right = map(_in_words, parts)
    if left is None or right is None:
        return None
    left = left._replace(year=left.year or right.year)
    right = right._replace(year=right.year or left.year)
    if not left.season and not right.season:
        if right.month == 0 and right.day:
            right = right._replace(month=left.month)
        if left.month == 0 and left.day:
            left = left._replace(month=right.month)
    is_whole = all(one.month or not one.day for one in (left, right))
    is_known = is_whole and left.year and left.year <= right.year
    return _range(left, right) if is_known else None


def _cut_year(text: str) -> Date | None:
    found = CUT_YEAR.fullmatch(text)
    if not found or int(found[2]) >= int(found[3]):
        return None
    return Date((int(found[1] + found[2]),), (int(found[1] + found[3]),))


def _joined(first: Date, last: Date) -> Date | None:
    if not (first.start and last.start) or first.end or last.end:
        return None
    start = _checked(*first.start)._replace(season=first.season)
    return _range(start, _checked(*last.start)._replace(season=last.season))


def _in_words(text: str) -> DatePart | None:
    """Read “5 May 2019” in any order; None where a word or number is over."""
    part = DatePart()
    if re.search(r"[^\w\s.,'’()]", text):
        return None
    for word in WORD.findall(text):
        count = NUMBER.fullmatch(word)
        number = int(count[1]) if count else 0
        month = 0 if number else month_of(word)
        season = "" if number or month else _prefix(word, SEASON_WORDS)
        if len(word) == 4 and number > 31 and not part.year:
            part = part._replace(year=number)
        elif 1 <= number <= 31 and not part.day:
            part = part._replace(day=number)
        elif month and not part.month:
            part = part._replace(month=month)
        elif season and not part.season:
            part = part._replace(season=str(season))
        elif not ASIDE.fullmatch(word):
            return None
    if part.season and (part.month or part.day):
        return None
    return part if any(part) else None


def month_of(word: str) -> int:
    """Return 5 for “May”, “mai” or “mayo”; 0 for what is no month, or could be two."""
    return int(_prefix(word, MONTH_WORDS) or 0)


def _prefix(word: str, known: Iterable[tuple[int | str, str]]) -> int | str:
    """Return what the word, or a beginning of three letters and more, stands for."""
    word = word.lower()
    if len(word) < 3:
        return 0
    exact = {one for one, name in known if name == word}
    fits = exact or {one for one, name in known if name.startswith(word)}
    return fits.pop() if len(fits) == 1 else 0


def _words(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    is_whole = isinstance(value, float) and value.is_integer()
    return str(int(value) if is_whole else value).strip()
