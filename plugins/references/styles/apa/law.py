"""Laws in APA style, which follows the Bluebook."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..dates import format_long, format_sure_long, format_sure_year
from ..numbers import is_plural
from ..parts import SILENT, StylePart, group, word
from .title import number

if TYPE_CHECKING:
    from ..work import Work

PUBLIC_LAW = word("Pub. L.")


def format_law(work: Work) -> StylePart:
    """Return a law, a bill or a case."""
    named, source, date = _title(work), SOURCES[work.type](work), _date(work)
    if work.type == "treaty":
        return group(named, date, source, by=", ")
    status = group(work.get("status"), before="(", after=")")
    after = status if work.is_a("bill legislation regulation") else SILENT
    return group(group(named, source, by=", "), date, after, by=" ")


def _title(work: Work) -> StylePart:
    if work.type != "hearing":
        return work.get("title", case="title")
    topic = group(word("on"), work.get("number"), by=" ")
    committee = group(word("before the"), work.get("section"), by=" ")
    about = group(word("Hearing"), topic, committee, by=" ")
    return group(work.get("title", case="first"), about, by=": ", slanted=True)


def _date(work: Work) -> StylePart:
    if work.type == "treaty":
        return work.date("issued", format_sure_long)
    year = work.date("issued", format_sure_year)
    if work.type == "legal_case":
        if not work.has("container-title volume"):
            year = work.date("issued", format_sure_long)
        return group(work.get("authority"), year, by=" ", before="(", after=")")
    first = group(work.date("original-date", format_sure_year), word("&"), by=" ")
    last = year if work.has("issued") else work.date("submitted", format_long)
    return group(first, last, by=" ", before="(", after=")")


def _session(work: Work) -> StylePart:
    return group(work.get("authority"), work.get("chapter-number"), by=" ")


def _code(work: Work) -> StylePart:
    """Return “42 U.S.C. § 1983”."""
    if not work.has("section"):
        return _reporter(work)
    value = work.value("section")
    symbol = "§§" if "-" in value or "," in value else "§"
    return _reporter(work, group(word(symbol), work.get("section"), by=" "))


def _reporter(work: Work, *place: StylePart) -> StylePart:
    place = place or (work.get("page-first"),)
    return group(work.get("volume"), work.get("container-title"), *place, by=" ")


def _bill(work: Work) -> StylePart:
    counted = work.get("number")
    if not work.has("authority chapter-number container-title"):
        counted = number(work)
    named = group(work.get("genre"), counted, by=" ")
    return group(named, _session(work), _reporter(work), by=", ")


def _case(work: Work) -> StylePart:
    if not work.has("container-title"):
        return number(work) if work.has("number") else _reporter(work)
    place = work.get("page-first") if work.has("page-first") else word("___")
    symbol = "§§" if is_plural(work.value("section")) else "§"
    section = group(word(symbol), work.get("section"), by=" ")
    return _reporter(work, section, place)


def _legislation(work: Work) -> StylePart:
    if not work.has("number"):
        return _code(work)
    if not work.has("genre") and re.search(r"\d.*[A-Z§]", work.value("number")):
        named = work.get("number")  # “21 U.S.C. § 801” says all of it
    else:
        kind = work.get("genre", case="first") if work.has("genre") else PUBLIC_LAW
        named = group(kind, number(work), by=" ")
    return group(named, _reporter(work), by=", ")


def _regulation(work: Work) -> StylePart:
    return group(group(work.get("genre"), number(work), by=" "), _code(work), by=", ")


def _treaty(work: Work) -> StylePart:
    return _reporter(work) if work.has("page-first") else _reporter(work, number(work))


SOURCES = {
    "bill": _bill,
    "hearing": _session,
    "legal_case": _case,
    "legislation": _legislation,
    "regulation": _regulation,
    "treaty": _treaty,
}
