"""A day in the words of a language, whatever locales a machine has."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from .direction import languages_of
from .en import DATES, Words
from .word import Word

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

#: A day in words as sites' forms have it, such as “%-d. %B %Y” and “%B %-d, %Y”.
IN_WORDS = re.compile(r"%-?d[ .]*(?:de )?%B,? (?:de )?%Y|%B %-?d, %Y")
FIELD = re.compile(r"%-?[A-Za-z%]")
MONTHS, DAYS = (DATES[name].split(", ") for name in ("months", "weekdays"))


def write_date(when: date, lang: str, words: Words, site: Mapping[str, object]) -> str:
    """Return a day as the site prints dates, with the names of ``words``.

    ``site`` has Pelican's ``DATE_FORMATS``, ``DEFAULT_DATE_FORMAT``, ``DEFAULT_LANG``.
    Its own form for the language is followed; of a form for another language, the day
    in words becomes the language's own. Names that the words lack are those of the
    process' locale, else English and marked as a ``Word``.
    """
    given = site.get("DATE_FORMATS")
    form = given.get(lang) if isinstance(given, dict) else None
    default = str(site.get("DEFAULT_LANG") or "en")
    is_own = form is not None or languages_of(lang)[0] == languages_of(default)[0]
    form = form or site.get("DEFAULT_DATE_FORMAT") or "%-d %B %Y"
    form = str(form[1] if isinstance(form, tuple) else form)
    return fill(when, form if is_own else _in_form_of(form, words["date"]), words)


def write_month(when: date, words: Words) -> str:
    """Return a month and its year in words."""
    return fill(when, _in_form_of("", words["month_year"]), words)


def write_parts(year: int, month: int, day: int, words: Words) -> str:
    """Return a day in words, in the language's own form; a month where ``day`` is 0."""
    form = words["date" if day else "month_year"]
    first = words["first_day"] if day == 1 else "{day}"
    name = _name(words["months"], month - 1)
    return form.format(day=str.format(first, day=day), month=name, year=year)


@lru_cache(64)
def _in_form_of(form: str, own: str) -> str:
    """Return a form with a day in words as a language has it; that alone for “”."""
    written = str.format(own, day="%-d", month="%B", year="%Y")
    return IN_WORDS.sub(written, form) if form else written


def fill(when: date, form: str, words: Words) -> str:
    """Return a form of ``strftime`` filled in, with the names of ``words``."""
    names = words["months"] if "%B" in form or "%b" in form else ""
    names = names or (words["weekdays"] if "%A" in form or "%a" in form else "")
    if isinstance(names, Word):
        is_local = when.strftime("%B %A") != _english(when)
        if is_local:  # the site has set a locale for the language
            return when.strftime(form)
        return names.like(_fill(when, form, words))
    return _fill(when, form, words)


def _english(when: date) -> str:
    return f"{MONTHS[when.month - 1]} {DAYS[when.weekday()]}"


def _fill(when: date, form: str, words: Words) -> str:
    first = words["first_day"] if "%-d %B" in form and when.day == 1 else "{day}"

    def piece(field: re.Match[str]) -> str:
        match field[0]:
            case "%-d":
                return str.format(first, day=when.day)
            case "%Y":
                return str(when.year)
            case "%B" | "%b" as kind:
                return _name(words["months"], when.month - 1, short=kind == "%b")
            case "%A" | "%a" as kind:
                return _name(words["weekdays"], when.weekday(), short=kind == "%a")
            case other:
                text = when.strftime(other.replace("-", ""))
                return text.lstrip("0") or "0" if "-" in other else text

    return FIELD.sub(piece, form)


def _name(names: str, at: int, *, short: bool = False) -> str:
    """Return a name; in English alone its first three letters are a short one."""
    every = [name.strip() for name in names.split(",")]
    name = every[at] if at < len(every) else str(at + 1)
    return name[:3] if short and name in (*MONTHS, *DAYS) else name
