"""Dates of BibTeX and biblatex as CSL dates: ISO 8601-2 (EDTF), years, months, words.

biblatex's manual, 2.3.8, says which of ISO 8601-2's forms its fields hold. CSL has no
season in a range, no open end and no uncertain digit: the first two become words, a
decade or a century becomes the range of its years, as biblatex reads it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from typing import NamedTuple

from ...source.dates import MONTHS
from ..library.dates import read_date, to_csl_date
from ..library.fold import fold

#: A CSL date, or None where there is none.
CslDate = dict[str, object] | None

#: An end of a range that is open or not known.
OPEN = ("", "..", "open", "unknown")
SEASONS = ("Spring", "Summer", "Autumn", "Winter")
ISO = re.compile(
    r"(?P<year>-?\d{4}|-?[yY]-?\d{5,9}|\d{3}[Xxu]|\d\d[XxUu]{2})"
    r"(?:-(?P<month>\d{1,2}|[Xxu]{2}))?(?:-(?P<day>\d{1,2}|[Xxu]{2}))?"
    r"(?:[T ]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?\s*(?:Z|[+-]\d\d(?::?\d\d)?)?|T?Z)?"
    r"(?P<sign>[?~%]{0,2})"
)
CIRCA = re.compile(
    r"(?:[~∼≈]|ca?\.|circa|about|approx\.|approximately|um|vers)\s*", re.IGNORECASE
)
#: The first letters, folded, of months in the languages that exports speak.
MONTH_WORDS = {name[:3].lower(): number for number, name in enumerate(MONTHS, 1)}
MONTH_WORDS |= {"ene": 1, "gen": 1, "fev": 2, "mrz": 3, "maa": 3, "mrt": 3, "avr": 4}
MONTH_WORDS |= {"abr": 4, "mai": 5, "mei": 5, "mag": 5, "maj": 5, "giu": 6, "lug": 7}
MONTH_WORDS |= {"aou": 8, "ago": 8, "set": 9, "okt": 10, "ott": 10, "out": 10}
MONTH_WORDS |= {"dez": 12, "dic": 12}
#: Season, folded → its place.
SEASON_WORDS = {"spring": 0, "summer": 1, "autumn": 2, "fall": 2, "winter": 3}
SEASON_WORDS |= {"fruhjahr": 0, "fruhling": 0, "sommer": 1, "herbst": 2}
SEASON_WORDS |= {"printemps": 0, "ete": 1, "automne": 2, "hiver": 3}
SEASON = re.compile(rf"\b(?:{'|'.join(SEASON_WORDS)})\b")
TO = r"\s*(?:/|–|—|-{1,3}|\bto\b|\band\b|&|\+)\s*"


class _Day(NamedTuple):
    """One end of a range."""

    parts: tuple[int, ...]
    last: tuple[int, ...] = ()  #: where the end itself is a decade or a century
    season: int = 0  #: 1 to 4
    circa: bool = False


def read_iso(text: str) -> tuple[CslDate, str]:
    """Return the CSL date of a ``date`` field, and what is wrong with it, or "".

    >>> read_iso("2012-22/2012-23")
    ({'date-parts': [[2012]], 'season': 'Summer–Autumn'}, '')
    """
    text = text.strip()
    if not re.search(r"\w", text):
        return None, ""
    ends = [end.strip() for end in re.split(r"/(?!\d\d?(?:/|$))", text)]
    days = [_read_day(end) for end in ends]
    if fault := next((day for day in days if isinstance(day, str)), ""):
        return {"literal": text}, fault
    known = [day for day in days if isinstance(day, _Day)]
    if len(ends) == len(known) == 2 and known[1].parts[0] < known[0].parts[0]:
        return {"literal": text}, f"“{text}” ends before it begins"
    if len(ends) == len(known) <= 2:
        return _range(*known) if len(known) == 2 else _single(known[0]), ""
    if len(ends) == 2 and known and any(end in OPEN for end in ends):
        words = _in_words(known[0])
        return {"literal": f"–{words}" if ends[0] in OPEN else f"{words}–"}, ""
    return read_words(text), ""


def read_year(year: str, month: str = "", day: str = "") -> tuple[CslDate, str, str]:
    """Return the CSL date of ``year``, ``month`` and ``day``; what is wrong; a suffix.

    The suffix is the letter of “2009a”, which tells two works of one year apart.

    >>> read_year("2009a", "May–June")
    ({'date-parts': [[2009, 5], [2009, 6]]}, '', 'a')
    """
    said = re.sub(r"[\s~]+", " ", year).strip(" .,;()")
    month = re.sub(r"[\s~]+", " ", month).strip(" .,;()")
    suffix = ""
    if suffixed := re.fullmatch(r"(\d{4})\s?([a-z])(?<!0s)", said):
        said, suffix = suffixed.groups()
    if re.fullmatch(r"\d{3,4}", said) and int(said):
        date, fault = _with_month(int(said), month, day.strip())
        return date, fault, suffix
    if not said:
        return None, "there is a month, and no year" if month else "", ""
    if season_like := re.fullmatch(r"(\d{4})-(1[3-9]|[2-9]\d)", said):
        said = "–".join(season_like.groups())  # “2012-13” is two years here
    date, fault = read_iso(said if said.count("(") == said.count(")") else year.strip())
    if re.fullmatch(r"\d+", said) and date and "literal" in date:
        fault = f"the year “{said}” has not four digits"
    elif month and date and not fault and "season" not in date:
        fault = f"the month “{month}” cannot be added to the year “{said}”"
    return date, fault, suffix


def _with_month(year: int, month: str, day: str) -> tuple[CslDate, str]:
    plain: CslDate = {"date-parts": [[year]]}
    if not month:
        return plain, f"there is a day “{day}”, and no month" if day else ""
    ends, season = read_months(month, day)
    if season:
        return {"date-parts": [[year]], "season": season}, ""
    if not ends:
        return plain, f"the month “{month}” is none that is known"
    fault = next(filter(None, (_day_fault((year, *end)) for end in ends)), "")
    return plain if fault else {"date-parts": [[year, *end] for end in ends]}, fault


def read_months(month: str, day: str = "") -> tuple[list[tuple[int, ...]], str]:
    """Return the (month, day) of each end of a ``month`` field, or a season's words.

    >>> read_months("1 January"), read_months("Jul–Aug"), read_months("spring")
    (([(1, 1)], ''), ([(7,), (8,)], ''), ([], 'Spring'))
    """
    seasons = SEASON.findall(fold(month))
    if seasons and not re.search(r"\d", month):
        known = [SEASONS[SEASON_WORDS[one]] for one in seasons]
        return [], "–".join(dict.fromkeys(known))
    if re.fullmatch(r"\d{1,2}", month) and day and 1 <= int(month) <= 12:
        month = MONTHS[int(month) - 1]
    listed = re.sub(r"(?<=[^\W\d_]),\s*(?=[^\W\d_])", "–", month)  # “May, June”
    halves = re.split(TO, f"{listed} {day}".strip())
    if all(re.fullmatch(r"\d{1,2}", half) for half in halves):
        return [(int(half),) for half in halves[:2]], ""
    ends = [end for half in halves if (end := _month_day(half))]
    named = [end[0] for end in ends if end[0]]
    if len(ends) != len(halves) or len(ends) > 2 or not named:
        return [], ""
    # “July 1–3” and “1–3 July” name the month once.
    return [end if end[0] else (named[0], *end[1:]) for end in ends], ""


def read_words(text: str) -> CslDate:
    """Return the CSL date of words such as “May 2019”, “ca. 1950” or “in press”."""
    bare = text.strip(" []().,")
    parts = _numbers(bare)
    if parts:
        return {"date-parts": parts}
    rest = CIRCA.sub("", text, count=1).strip(" []()?")
    if re.fullmatch(r"\d{4}", rest):
        is_circa = bool(CIRCA.match(text)) or "?" in text
        return _single(_Day((int(rest),), circa=is_circa))
    years = re.findall(r"(?<!\d)\d{4}(?!\d)", bare)
    if len(years) == 1 and re.search(r"[^\W\d_]", bare):
        year, rest = int(years[0]), bare.replace(years[0], " ").strip(" ,.")
        ends, season = read_months(rest)
        if season and re.fullmatch(rf"(?:{SEASON.pattern}|[^\w])+", fold(rest)):
            return {"date-parts": [[year]], "season": season}
        if ends and not any(_day_fault((year, *end)) for end in ends):
            return {"date-parts": [[year, *end] for end in ends]}
    return to_csl_date(read_date(text))


def _numbers(text: str) -> list[list[int]]:
    """Return the ends of “1990s”, “2012–13”, “2019/05/31” or “20190531”."""
    if found := re.fullmatch(r"(\d{3}0)s", text):
        return [[int(found[1])], [int(found[1]) + 9]]
    if found := re.fullmatch(rf"(\d{{4}}){TO}(\d{{4}}|\d\d)", text):
        end = found[2] if len(found[2]) == 4 else found[1][:2] + found[2]
        if int(end) > int(found[1]):
            return [[int(found[1])], [int(end)]]
    if found := re.fullmatch(r"(\d\d?)\.\s?(\d\d?)\.\s?(\d{4})", text):
        parts = [int(found[3]), int(found[2]), int(found[1])]  # German, Russian …
        return [] if _day_fault(tuple(parts)) else [parts]
    if re.match(r"\d{4}年", text):
        text = re.sub("[年月]", "-", text).rstrip("-日")
    found = re.fullmatch(r"(\d{4})(?:([/.-])(\d\d?)(?:\2(\d\d?))?)?", text)
    if found or (found := re.fullmatch(r"([12]\d{3})()(\d\d)(\d\d)", text)):
        parts = [int(part) for part in found.group(1, 3, 4) if part]
        return [] if _day_fault(tuple(parts)) else [parts]
    return []


def _month_day(text: str) -> tuple[int, ...]:
    """Return (month, day) of “5 May”; the month is 0 where only a day is named."""
    words = re.findall(r"[^\W\d_]+|\d+", text)
    names = [word for word in words if not word.isdigit()]
    names = [word for word in names if word.lower() not in ("st", "nd", "rd", "th")]
    days = [int(word) for word in words if word.isdigit()]
    if len(names) > 1 or len(days) > 1 or not (names or days):
        return ()
    month = _month_number(names[0]) if names else 0
    return (month, *days) if month or not names else ()


def _month_number(name: str) -> int:
    folded = fold(name)
    if folded.startswith(("juin", "jui")):
        return 6 if folded.startswith("juin") else 7
    return MONTH_WORDS.get(folded[:3], 0)


def _read_day(text: str) -> _Day | str | None:
    """Return an end of a range, None where it is no date, or what is wrong with it."""
    found = ISO.fullmatch(text)
    if not found:
        return None
    year, last = found["year"], ()
    circa = bool(found["sign"])
    if unsure := re.fullmatch(r"(\d+)[XxUu]+", year):
        power = 10 ** (4 - len(unsure[1]))
        first = int(unsure[1]) * power
        return _Day((first,), (first + power - 1,), circa=circa)
    number = int(re.sub(r"[yY]", "", year))
    # ISO counts a year 0, which is 1 BC.
    parts: tuple[int, ...] = (number if number > 0 else number - 1,)
    month = found["month"] or ""
    if not month.isdigit():
        return _Day(parts, last, circa=circa)
    if 21 <= int(month) <= 32:
        return _Day(parts, season=(int(month) - 21) % 4 + 1, circa=circa)
    parts = (*parts, int(month))
    day = found["day"] or ""
    parts = (*parts, int(day)) if day.isdigit() else parts
    if fault := _day_fault(parts):
        return fault
    return _Day(parts, circa=circa)


def _day_fault(parts: tuple[int, ...]) -> str:
    year, month, day = (*parts, 1, 1)[:3]
    if not 1 <= month <= 12:
        return f"there is no month {month}"
    days = monthrange(year if 1 <= year <= 9999 else 2000, month)[1]
    return "" if 1 <= day <= days else f"{MONTHS[month - 1]} {year} has no day {day}"


def _single(day: _Day) -> CslDate:
    ends = [[*day.parts], *([[*day.last]] if day.last else [])]
    date: dict[str, object] = {"date-parts": ends}
    if day.season:
        date["season"] = day.season
    if day.circa:
        date["circa"] = True
    return date


def _range(start: _Day, end: _Day) -> CslDate:
    date: dict[str, object] = {}
    if not start.season and not end.season:
        last = end.last or end.parts
        ends = [start.parts] if start.parts == last else [start.parts, last]
        date["date-parts"] = [[*parts] for parts in ends]
    elif start.parts == end.parts and start.season and end.season:
        seasons = dict.fromkeys(SEASONS[one.season - 1] for one in (start, end))
        date |= {"date-parts": [[*start.parts]], "season": "–".join(seasons)}
    else:
        return {"literal": f"{_in_words(start)}–{_in_words(end)}"}
    if start.circa or end.circa:
        date["circa"] = True
    return date


def _in_words(day: _Day) -> str:
    year = day.parts[0]
    words = [f"{-year} BC" if year < 0 else f"{year}s" if day.last else str(year)]
    if len(day.parts) > 1:
        words.insert(0, " ".join([MONTHS[day.parts[1] - 1], *map(str, day.parts[2:])]))
    if day.season:
        words.insert(0, SEASONS[day.season - 1])
    comma = ", " if len(day.parts) > 2 else " "
    return ("ca. " if day.circa else "") + comma.join(words)
