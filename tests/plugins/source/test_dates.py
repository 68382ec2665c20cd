"""Dates as people and programs write them: what is meant is suggested, or nothing."""

from __future__ import annotations

import pytest

from plugins.front_matter.reader import read_as_pelican
from plugins.source.dates import DateFault, Moment, parse_date

DAY = "2015-12-23"
TIME = "2015-12-23 11:34:34"
#: What Pelican reads as it is meant: no alarm on sites that are not strict.
READ_BY_PELICAN = {
    # git log: default, local, rfc, human.
    "Wed Dec 23 11:34:34 2015 +0100": f"{TIME}+01:00",
    "Dec 23 11:34:34 2015 +0100": f"{TIME}+01:00",
    "Wed Dec 23 11:34:34 2015": TIME,
    "Wed, 23 Dec 2015 11:34:34 +0100": f"{TIME}+01:00",
    "Wed, 23 Dec 2015 11:34:34 GMT": f"{TIME}+00:00",
    "Wed, 23 Dec 2015 11:34 -0500 (EST)": "2015-12-23 11:34-05:00",
    "Wed Dec 23 11:34:34 UTC 2015": f"{TIME}+00:00",
    "Dec 23 2015": DAY,
    "Wednesday, December 23rd, 2015": DAY,
    "Sept. 23, 2015": "2015-09-23",
    "23-DEC-15": DAY,
    "2015-Dec-23": DAY,
    "2015/12/23": DAY,
    "2015-3-4": "2015-03-04",
    "2015.03.04": "2015-03-04",
    "23.12.2015 11:34": "2015-12-23 11:34",
    "12/23/2015 3:04:05 PM": "2015-12-23 15:04:05",
    "2015-12-23 3 pm": "2015-12-23 15:00",
    "2015-12-23 11h34": "2015-12-23 11:34",
    "2015-12-23 11:34 UTC": "2015-12-23 11:34+00:00",
    "20151223T113434Z": f"{TIME}+00:00",
    "20151223113434": TIME,
    "Dec 23 2015 at 11:34": "2015-12-23 11:34",
    "1955-03-14": "1955-03-14",
}
#: What Pelican reads otherwise, or not at all: the suggestion is the only meaning.
MEANT = {
    "23. Dezember 2015": DAY,
    "Mittwoch, 23. Dez. 2015, 11:34 Uhr": "2015-12-23 11:34",
    "3. März 2015": "2015-03-03",
    "1er janvier 2015": "2015-01-01",
    "23 août 2015": "2015-08-23",
    "23 de diciembre de 2015": DAY,
    "1º gennaio 2015": "2015-01-01",
    "23 grudnia 2015": DAY,
    "23 joulukuuta 2015": DAY,
    "23 декабря 2015 г.": DAY,
    "2015年12月23日 11:34": "2015-12-23 11:34",
    "2015년 12월 23일": DAY,
    "２０１５－１２－２３": DAY,
    "2015-W52-3": DAY,
    "2015W523": DAY,
    "2015-357": DAY,
    "1450866874": "2015-12-23 10:34:34+00:00",
    "@1450866874": "2015-12-23 10:34:34+00:00",
    "1450866874 +0100": f"{TIME}+01:00",
    "1450866874000": "2015-12-23 10:34:34+00:00",
    "23/Dec/2015:11:34:34 +0100": f"{TIME}+01:00",
    "<2015-12-23 Wed 11:34>": "2015-12-23 11:34",
    "“2015-12-23”": DAY,
    "2015–12–23": DAY,
    "Wed, 23 Dec 2015 11:34:34 EST": f"{TIME}-05:00",
    "Wed Dec 23 11:34:34 CET 2015": f"{TIME}+01:00",
    "Wed Dec 23 2015 11:34:34 GMT+0100 (CET)": f"{TIME}+01:00",
    "2015-12-23 11:34 UTC+1": "2015-12-23 11:34+01:00",
    "2015-12-23 11:34 America/New_York": "2015-12-23 11:34-05:00",
}
#: What stays open, or is wrong: nothing is guessed.
OPEN = {
    "04/03/2015": "date-ambiguous",
    "1.5.2015": "date-ambiguous",
    "10-11-12": "date-ambiguous",
    "2015-12": "date-format",
    "December 2015": "date-format",
    "23 December": "date-format",
    "2015-W52": "date-format",
    "2015122311": "date-format",
    "151223": "date-format",
    "11:34": "date-format",
    "10 years ago": "date-format",
    "today": "date-format",
    "Q4 2015": "date-format",
    "206-03-14": "date-format",
    "juil juin 3 2015": "date-format",
    "2015-12-23 11:34 to 12:00": "date-timezone",
    "30 Feb 2015": "date-impossible",
    "31/04/2015": "date-impossible",
    "2015-13-12": "date-impossible",
    "Monday, 23 December 2015": "date-impossible",
    "2015-12-23 24:00": "date-impossible",
    "Dec 23 2015 25:61": "date-impossible",
    "0206-03-14": "date-year",
    "1403/01/05": "date-year",
    "9999999999": "date-year",
    "令和6年3月14日": "date-format",
    "2206-03-14": "date-year",
}


@pytest.mark.parametrize(("text", "iso"), (READ_BY_PELICAN | MEANT).items())
def test_the_suggestion_is_what_was_meant(text, iso):
    """With its time and its zone, and in a form that is read."""
    fault = parse_date(text)
    assert isinstance(fault, DateFault)
    assert str(fault.meant) == iso
    if fault.name != "date-year":
        assert f"Write {iso}" in fault.remedy
        assert parse_date(iso) == fault.meant


@pytest.mark.parametrize("text", READ_BY_PELICAN)
def test_what_pelican_reads_rightly_is_read(text):
    """A site that is not strict goes on as it did."""
    moment = read_as_pelican(text)
    assert isinstance(moment, Moment)
    assert str(moment) == READ_BY_PELICAN[text]


@pytest.mark.parametrize("text", [*MEANT, *OPEN])
def test_what_pelican_reads_otherwise_is_told(text):
    """Also where it drops a zone without a word, or turns its sign."""
    assert isinstance(read_as_pelican(text), DateFault)


@pytest.mark.parametrize(("text", "name"), OPEN.items())
def test_nothing_is_guessed(text, name):
    """What can mean two days, or none, gets no suggestion of one."""
    fault = parse_date(text)
    assert isinstance(fault, DateFault)
    assert (fault.name, fault.meant) == (name, None)
    assert fault.remedy.endswith(".")


def test_iso_forms_are_read_as_ever():
    """Day, minute, second, fraction, zone."""
    for text in (DAY, f"{DAY}T11:34Z", f"{TIME},5", f"{TIME} +01:00", "20151223"):
        assert isinstance(parse_date(text), Moment), text
