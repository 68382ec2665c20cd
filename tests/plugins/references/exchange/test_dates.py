"""Dates of biblatex and BibTeX: each becomes a valid CSL date, or is named."""

from __future__ import annotations

import pytest

from plugins.references.exchange.dates import read_iso, read_year
from plugins.references.library.dates import read_date, to_csl_date
from plugins.references.library.item import find_faults, parse_item
from plugins.references.styles import format_reference

#: What stands in ``date`` → the date as its parts, season, doubt or words.
ISO = {
    "2012-22/2012-23": ([[2012]], "Summer–Autumn"),
    "2012-21": ([[2012]], 1),
    "2012-24/2013-21": "Winter 2012–Spring 2013",
    "2019-05-01": [[2019, 5, 1]],
    "2004-04-05T14:34:00+05:00": [[2004, 4, 5]],
    "2019-05/2019-06": [[2019, 5], [2019, 6]],
    "2019/2020": [[2019], [2020]],
    "1950/": "1950–",
    "1950/..": "1950–",
    "../1950-06": "–June 1950",
    "/1950": "–1950",
    "unknown/1950": "–1950",
    "1723~": ([[1723]], "circa"),
    "1723?": ([[1723]], "circa"),
    "1984-06%": ([[1984, 6]], "circa"),
    "199X": [[1990], [1999]],
    "19XX": [[1900], [1999]],
    "199u/200u": [[1990], [2009]],
    "1999-XX": [[1999]],
    "1999-01-XX": [[1999, 1]],
    "-0876": [[-877]],
    "0000": [[-1]],
    "y17000": [[17000]],
    "2019/05/01": [[2019, 5, 1]],
    "20190501": [[2019, 5, 1]],
    "5 May 2019": [[2019, 5, 5]],
    "May 5, 2019": [[2019, 5, 5]],
    "Spring 2019": ([[2019]], "Spring"),
    "ca. 1950": ([[1950]], "circa"),
    "[1950]": [[1950]],
    "~ 1950": ([[1950]], "circa"),
    "31.5.2019": [[2019, 5, 31]],
    "2019年5月31日": [[2019, 5, 31]],
    "2019年5月": [[2019, 5]],
    "2019年": [[2019]],
    "2012–13": [[2012], [2013]],
    "1990s": [[1990], [1999]],
    "in press": "in press",
    "c2004": [[2004]],
    "Winter 2019/2020": [[2019, 24], [2020]],
    "05/06/2019": "05/06/2019",
}
#: ``year``, ``month``, ``day`` → the date, as above.
YEARS = {
    ("2019", "1~January", ""): [[2019, 1, 1]],
    ("2019", "January 1", ""): [[2019, 1, 1]],
    ("2019", "May", "5--7"): [[2019, 5, 5], [2019, 5, 7]],
    ("2019", "5", "3"): [[2019, 5, 3]],
    ("2019", "Sept.", "3rd"): [[2019, 9, 3]],
    ("2019", "jan--feb", ""): [[2019, 1], [2019, 2]],
    ("2019", "July/August", ""): [[2019, 7], [2019, 8]],
    ("2019", "November, December", ""): [[2019, 11], [2019, 12]],
    ("2019", "July 1–3", ""): [[2019, 7, 1], [2019, 7, 3]],
    ("2019", "29 June - 3 July", ""): [[2019, 6, 29], [2019, 7, 3]],
    ("2019", "März", ""): [[2019, 3]],
    ("2019", "juin", ""): [[2019, 6]],
    ("2019", "Spring/Summer", ""): ([[2019]], "Spring–Summer"),
    ("2019.", "", ""): [[2019]],
    ("2012--2013", "", ""): [[2012], [2013]],
    ("2012-13", "", ""): [[2012], [2013]],
    ("May 2019", "", ""): [[2019, 5]],
    ("in press", "", ""): "in press",
    ("forthcoming", "", ""): "forthcoming",
    ("1950?", "", ""): ([[1950]], "circa"),
}


def hold(date, wanted):
    """Hold a date to what is wanted, to CSL's rules, and to every style."""
    if isinstance(wanted, str):
        assert date == {"literal": wanted}
    elif isinstance(wanted, tuple):
        parts, more = wanted
        rest = {"circa": True} if more == "circa" else {"season": more}
        assert date == {"date-parts": parts} | rest
    else:
        assert date == {"date-parts": wanted}
    item = {"id": "x", "type": "article-magazine", "title": "T", "issued": date}
    assert not [*find_faults(item)]
    for style in ("apa", "ama", "nlm"):
        assert format_reference(parse_item(item), style)[1]


@pytest.mark.parametrize(("said", "wanted"), ISO.items(), ids=str)
def test_dates_of_biblatex_are_read(said, wanted):
    """Seasons, open ends, doubts, decades, years before Christ, and words."""
    date, fault = read_iso(said)

    assert not fault
    hold(date, wanted)


@pytest.mark.parametrize(("said", "wanted"), YEARS.items(), ids=str)
def test_years_and_months_of_bibtex_are_read(said, wanted):
    """Days in the month, ranges, seasons, months of other languages."""
    date, fault, suffix = read_year(*said)

    assert (fault, suffix) == ("", "")
    hold(date, wanted)


def test_the_letter_behind_a_year_is_kept_apart():
    """It tells two works of one year from each other, and is no part of the year."""
    assert read_year("2009a", "may") == ({"date-parts": [[2009, 5]]}, "", "a")
    assert read_year("2009 b") == ({"date-parts": [[2009]]}, "", "b")
    assert read_year("1990s")[2] == ""


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("2019-13", "there is no month 13"),
        ("2019-02-30", "February 2019 has no day 30"),
        ("2019-45", "there is no month 45"),
        ("1950/1949", "“1950/1949” ends before it begins"),
    ],
)
def test_a_date_that_cannot_be_is_named_and_kept_as_words(said, what):
    """Nobody can know what was meant."""
    assert read_iso(said) == ({"literal": said}, what)


@pytest.mark.parametrize(
    ("said", "what"),
    [
        (("98", "", ""), "the year “98” has not four digits"),
        (("20019", "", ""), "the year “20019” has not four digits"),
        (("2019", "Michaelmas", ""), "the month “Michaelmas” is none that is known"),
        (("2019", "13", ""), "there is no month 13"),
        (("2019", "feb", "30"), "February 2019 has no day 30"),
        (("2012/2013", "may", ""), "the month “may” cannot be added"),
        (("", "may", ""), "there is a month, and no year"),
        (("2019", "", "5"), "there is a day “5”, and no month"),
    ],
)
def test_a_year_or_a_month_that_cannot_be_is_named(said, what):
    """What is known of the date stays."""
    assert read_year(*said)[1].startswith(what)


@pytest.mark.parametrize("said", ["n.d.", "n.d", "N.D.", "no date", "s.f.", "undated"])
def test_no_date_is_none(said):
    """A style says it in its own words; “n.d” was printed as a date."""
    assert read_iso(said) == (None, "")
    assert read_year(said)[0] is None


@pytest.mark.parametrize(
    "said", ["c2019", "ca. 1950", "2012–2013", "2019-5", "May–June 2019", "20190531"]
)
def test_both_readers_of_dates_agree(said):
    """That of BibTeX and that of RIS and CSL-JSON."""
    assert read_iso(said)[0] == to_csl_date(read_date(said))


def test_a_year_with_a_remark_keeps_its_brackets():
    """One of them was cut."""
    assert read_year("2019 (Epub 2018)")[0] == {"literal": "2019 (Epub 2018)"}
