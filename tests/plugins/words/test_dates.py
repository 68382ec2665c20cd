"""Days in words, on a machine without locales."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from markupsafe import escape

from plugins.words import choose_words, write_date, write_month, write_parts

DAY, FIRST = date(2024, 3, 5), date(2024, 8, 1)
USUAL = {"DEFAULT_LANG": "en", "DEFAULT_DATE_FORMAT": "%-d %B %Y"}


def written(lang, when=DAY, **site):
    return str(escape(write_date(when, lang, choose_words({}, lang), USUAL | site)))


def test_a_day_has_the_form_and_the_month_of_its_language():
    """The site's form is that of its own language."""
    assert written("en") == written("en-GB") == "5 March 2024"
    assert written("de") == written("de-AT") == "5. März 2024"
    assert written("es") == "5 de marzo de 2024"
    assert written("fr") == "5 mars 2024"
    assert written("fr", FIRST) == "1er août 2024"


@pytest.mark.parametrize("form", ["%B %-d, %Y", "%d %B %Y", "%-d. %B %Y", "%B %d, %Y"])
def test_any_form_of_a_day_in_words_becomes_the_languages_own(form):
    """Nobody writes “März 5, 2024”."""
    assert written("de", DEFAULT_DATE_FORMAT=form) == "5. März 2024"


def test_a_form_for_the_language_is_followed_to_the_letter():
    """The site's own language, or one of DATE_FORMATS, which may have a locale."""
    site = {"DEFAULT_LANG": "de", "DEFAULT_DATE_FORMAT": "%A, %d. %B %Y um %-H Uhr"}
    assert written("de", datetime(2024, 3, 5, 9), **site) == (  # noqa: DTZ001  # as posts
        "Dienstag, 05. März 2024 um 9 Uhr"
    )
    forms = {"es": ("es_ES", "%a %d/%m/%y"), "fr": "%b %Y"}
    assert written("es", DATE_FORMATS=forms) == "martes 05/03/24"
    assert written("fr", DATE_FORMATS=forms) == "mars 2024"
    assert written("en", DEFAULT_DATE_FORMAT="%a %d %b %Y") == "Tue 05 Mar 2024"


def test_a_form_in_numbers_is_the_same_in_every_language():
    """It has no word that could be in a wrong one."""
    for lang in ("de", "it", "ar"):
        assert written(lang, DEFAULT_DATE_FORMAT="%Y-%m-%d") == "2024-03-05"


def test_months_that_a_language_lacks_are_english_and_say_so():
    """In a line they are part of it; a site may give its own."""
    assert written("it") == '<span lang="en">5 March 2024</span>'
    assert written("ar") == '<span lang="en" dir="ltr">5 March 2024</span>'
    months = ", ".join(f"mese {n}" for n in range(1, 13))
    words = choose_words({"it": {"months": months, "date": "{day} {month}"}}, "it")
    assert escape(write_date(DAY, "it", words, USUAL)) == "5 mese 3"
    assert write_month(DAY, words) == "mese 3 2024"


class Italian(date):
    """A day in a process whose locale is Italian."""

    def strftime(self, form):
        return form.replace("%B", "marzo").replace("%A", "martedì").replace("%-d", "5")


def test_months_of_a_locale_that_the_site_has_set_are_taken():
    """They are the language's own, and no English; our languages have ours."""
    day = Italian(2024, 3, 5)

    assert written("it", day, DEFAULT_DATE_FORMAT="%-d %B") == "5 marzo"
    assert written("de", day) == "5. März 2024"


def test_a_day_that_no_calendar_has_is_written_as_it_was_noted():
    """Records of publishers have such days."""
    assert write_parts(2024, 2, 31, choose_words({}, "fr")) == "31 février 2024"
    assert write_parts(2024, 2, 0, choose_words({}, "es")) == "febrero de 2024"
