"""The library's file: read with the line of each fault, written without loss."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from plugins.references.library.add import add_works
from plugins.references.library.dates import parse_date, read_date, to_csl_date
from plugins.references.library.file import (
    format_library,
    pack,
    parse_library,
    read_items,
    unpack,
)
from plugins.references.library.item import parse_item
from plugins.references.library.keys import is_key, make_key
from tests.plugins.references.samples import DALY, WORKS, a_library, a_work

BAD = Path(__file__).parents[1] / "cases" / "bad"
GOLDEN = Path(__file__).parents[1] / "golden" / "records.json"


@pytest.mark.parametrize("path", sorted(BAD.glob("*.json")), ids=lambda path: path.stem)
def test_a_bad_library_is_named_by_line_and_costs_only_itself(path):
    """Each file says what is expected of it: the faults, all of them, and the keys."""
    text = path.read_text("utf-8")
    expected = re.findall(r"^# expect: (\d+): ([\w-]+): (.*)$", text, re.MULTILINE)
    keys = re.findall(r"^# keys:(.*)$", text, re.MULTILINE)[0].split()
    library = parse_library(re.sub(r"^#.*$", "", text, flags=re.MULTILINE), "l.json")
    found = [*library.problems]

    assert expected
    assert [one.key for one in library.references] == keys
    for line, name, words in expected:
        fits = [
            one
            for one in found
            if (one.line, one.name) == (int(line), name) and words in f"{one}"
        ]
        assert len(fits) == 1, (line, name, words, [*map(str, found)])
        assert fits[0].remedy
        found.remove(fits[0])
    assert found == []


def test_writing_and_reading_agree():
    """The file's text depends on the records alone: nothing changes it."""
    text = format_library(WORKS)

    assert read_items(text) == WORKS
    assert format_library(read_items(text)) == text
    assert json.loads(text) == WORKS


def test_real_records_survive_the_file():
    """389 records of every kind go in and come out."""
    items = json.loads(GOLDEN.read_text("utf-8"))

    assert read_items(format_library(items)) == items


def test_every_field_has_its_line():
    """A problem points at the field, not at the record."""
    text = format_library(WORKS)
    (daly, *_) = parse_library(text, "library.json").references
    lines = text.split("\n")

    assert lines[daly.line_of("volume") - 1].strip() == '"volume": "76",'
    assert lines[daly.line - 1].strip() == "{"
    assert daly.line_of("nothing") == daly.line


def test_an_empty_library_is_a_list():
    """A new site begins with one."""
    assert format_library([]) == "[]\n"
    assert parse_library("[]\n", "l.json").references == ()


def test_works_are_found_by_key_doi_and_pubmed_number():
    """However a post names them; keys by case, DOIs without."""
    library = a_library()

    assert library.find("daly2019").key == "daly2019"
    assert library.find("Daly2019").key == "Daly2019"
    assert library.find("doi:10.1001/JAMAPSYCHIATRY.2019.1189").key == "daly2019"
    assert library.find("pmid:31166571").key == "daly2019"
    assert library.find("DALY2019") is None


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ({"date-parts": [[2019, 9, 1]]}, (2019, 9, 1)),
        ({"date-parts": [["2019", "9"]]}, (2019, 9)),
        ({"date-parts": [[None]]}, ()),
        ({"date-parts": []}, ()),
        ({"raw": "2019-09"}, (2019, 9)),
        ("2019-09-01T10:00:00Z", (2019, 9, 1)),
        ({"literal": "in press"}, ()),
        (None, ()),
        ({"raw": "May 2019"}, (2019, 5)),
        ({"raw": "5th of May, 2019"}, (2019, 5, 5)),
        ({"raw": "13/5/2019"}, (2019, 5, 13)),
        ({"raw": "5/6/2019"}, ()),
        ({"raw": "juillet 2019"}, (2019, 7)),
        ({"raw": "ca. 2019"}, (2019,)),
        ([2019, 5, 1], (2019, 5, 1)),
        ([[2019, 5, 1]], (2019, 5, 1)),
        ({"date-parts": [2019, 5]}, (2019, 5)),
        ({"date-parts": [["2019-05-01"]]}, (2019, 5, 1)),
        ({"date-parts": [[2019, "May"]]}, (2019, 5)),
        ({"date-parts": [[2019, 0, 0]]}, (2019,)),
        ({"year": 2019, "month": "May"}, (2019, 5)),
        ({"date-time": "2019-05-01T00:00:00Z"}, (2019, 5, 1)),
        (2019, (2019,)),
    ],
)
def test_dates_come_in_many_forms(value, wanted):
    """CSL-JSON of the wild has them all."""
    assert parse_date(value).start == wanted


@pytest.mark.parametrize(
    "words",
    [
        *("2012-22/2012-23", "2012-24/2013-21", "Sep-Oct 2019", "2010///Spring"),
        *("1998 Dec-1999 Jan", "ca. 2019", "in press", "5/6/2019", "2019-20", "-044"),
        *("c2019", "201905", "Winter 2012-2013", "2019/", "May 1-5, 2019"),
    ],
)
def test_a_date_survives_the_library(words):
    """What is read of words, CSL's form says again."""
    date = read_date(words)

    assert date
    assert parse_date(to_csl_date(date)) == date


@pytest.mark.parametrize(
    ("item", "wanted"),
    [
        (DALY, "daly2019"),
        (a_work("x", "Đorđević", issued={"date-parts": [[2020]]}), "dordevic2020"),
        (a_work("x", "Müller-Lüdenscheidt"), "mullerludenscheidt"),
        (a_work("x", "van der Berg", issued={"date-parts": [[1]]}), "berg1"),
        (a_work("x", "O'Neill", issued={"date-parts": [[2001]]}), "oneill2001"),
        (
            {"author": [{"literal": "World Health Organization"}], "title": "T"},
            "world",
        ),
        ({"title": "The anatomy of melancholy"}, "anatomy"),
        ({"author": [{"family": "李", "given": "明"}], "title": "本草"}, "work"),
    ],
)
def test_a_key_is_surname_and_year(item, wanted):
    """Readable, in plain letters, and a key that can be cited."""
    key = make_key(parse_item(item), ())

    assert key == wanted
    assert is_key(key)


def test_keys_never_clash():
    """daly2019, then daly2019a, daly2019b; after z come numbers."""
    taken = set()
    for _ in range(30):
        taken.add(make_key(parse_item(DALY), taken))

    assert len(taken) == 30
    assert {"daly2019", "daly2019a", "daly2019b"} <= taken


def test_a_known_work_is_completed_and_never_overwritten():
    """What the library says stays; what it left out is filled; the rest is shown."""
    newcomer = DALY | {"id": "other", "volume": "77", "publisher": "AMA"}
    additions = add_works([DALY], [newcomer])
    (addition,) = additions.works

    assert addition.key == "daly2019"
    assert addition.filled == ("publisher",)
    assert [(d.field, d.ours, d.theirs) for d in addition.differences] == [
        ("volume", "76", "77")
    ]
    assert additions.items == [DALY | {"publisher": "AMA"}]
    assert not add_works(additions.items, [newcomer]).is_changed


def test_the_same_work_is_known_without_a_doi():
    """By title, year, kind and first author, however the title is set."""
    known = a_work("doe2020", "Doe", title="A Trial", issued={"date-parts": [[2020]]})
    same = known | {"id": "x", "title": "a <i>trial</i>"}
    other = known | {"id": "y", "issued": {"date-parts": [[2021]]}}

    assert [one.what for one in add_works([known], [same, other]).works] == [
        "different",
        "new",
    ]


def test_nothing_of_the_library_is_lost_by_additions():
    """Every record and every field is there afterwards, in its order."""
    items = json.loads(GOLDEN.read_text("utf-8"))
    additions = add_works(items[:200], items)

    assert additions.items[:200] == items[:200]
    assert {one.what for one in additions.works[:200]} == {"same"}
    assert len(additions.items) == len(items)


@pytest.mark.parametrize("path", sorted(BAD.glob("*.json")), ids=lambda path: path.stem)
def test_a_packed_library_is_the_same_again(path):
    """Its works, their places and their numbers; only the faults are not told twice."""
    text = "\ufeff" + re.sub(r"^#.*$", "", path.read_text("utf-8"), flags=re.MULTILINE)
    library = parse_library(text, "l.json")
    again = unpack(pack(library), text, "l.json")
    assert again.references == library.references
    assert again.by_key == library.by_key
    assert again.by_doi == library.by_doi
    assert again.by_pmid == library.by_pmid
    assert again.problems == ()
    for one, other in zip(library.references, again.references, strict=True):
        assert one.texts == other.texts
        assert one.custom == other.custom
        assert dict(one.lines) == dict(other.lines)
