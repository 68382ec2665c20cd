"""Days in words, for who opens a feed in a browser: style sheets cannot write dates.

The names of months stand here, for those of a machine's locale would give a feed other
bytes on another machine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..words import languages_of

if TYPE_CHECKING:
    from datetime import date

MONTHS = """
January February March April May June July August September October November December
Januar Februar März April Mai Juni Juli August September Oktober November Dezember
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
"""
EN, DE, ES, FR = (line.split() for line in MONTHS.strip().splitlines())
#: How a language writes a day, and its months.
FORMS = {
    "en": ("{day} {month} {year}", EN),
    "en-us": ("{month} {day}, {year}", EN),
    "de": ("{day}. {month} {year}", DE),
    "es": ("{day} de {month} de {year}", ES),
    "fr": ("{day} {month} {year}", FR),
}


def in_words(day: date, lang: str) -> str:
    """Return a day as readers of a language write it.

    A language that is not in the table gets the ISO date, which is read everywhere.

    >>> from datetime import date
    >>> in_words(date(2026, 11, 23), "en"), in_words(date(2026, 11, 23), "ja")
    ('23 November 2026', '2026-11-23')
    """
    known = [FORMS[name] for name in languages_of(lang) if name in FORMS]
    if not known:
        return day.isoformat()[:10]
    form, months = known[-1]
    first = "1er" if months is FR and day.day == 1 else day.day
    return form.format(day=first, month=months[day.month - 1], year=day.year)
