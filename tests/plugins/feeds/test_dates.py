"""Days as their readers write them."""

from __future__ import annotations

import datetime as dt

import pytest

from plugins.feeds.dates import FORMS, in_words

DAYS = {
    ("en", "2026-11-23"): "23 November 2026",
    ("en-GB", "2026-01-01"): "1 January 2026",
    ("en_US", "2026-07-04"): "July 4, 2026",
    ("de-AT", "2026-03-07"): "7. März 2026",
    ("es-MX", "2026-09-16"): "16 de septiembre de 2026",
    ("fr", "2026-08-01"): "1er août 2026",
    ("fr", "2026-08-02"): "2 août 2026",
    ("ja", "2026-11-03"): "2026-11-03",
    ("", "0999-11-03"): "0999-11-03",
}


@pytest.mark.parametrize(("lang", "day"), DAYS)
def test_a_day_is_written_in_the_language_of_its_post(lang, day):
    """A language without words for it gets the digits that all languages read."""
    assert in_words(dt.date.fromisoformat(day), lang) == DAYS[lang, day]
    moment = dt.datetime.fromisoformat(f"{day}T23:59:59-11:00")
    assert in_words(moment, lang) == DAYS[lang, day]


def test_every_language_has_twelve_months():
    """Each with a name of its own."""
    for form, months in FORMS.values():
        assert len(set(months)) == 12
        assert all(f"{{{blank}}}" in form for blank in ("day", "month", "year"))
