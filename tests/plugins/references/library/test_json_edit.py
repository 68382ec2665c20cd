"""Fields of the library change and works come in; every other byte stays."""

from __future__ import annotations

import json
from itertools import takewhile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.references.library.file import format_library
from plugins.references.library.json_edit import append, mend
from tests.site.content import CONTENT

WIDE = """[
  {
    "id": "a",
    "title":   "One",
    "author": [
        {"family": "Daly",
         "given": "E"}
    ],
    "volume": "77",
    "DOI": "10.1/a"
  },
  {"id": "b", "title": "Two", "volume": 77, "page": "1-2"}
]
"""


def test_one_value_changes_and_nothing_else():
    """Odd spaces and line ends of an editor's file stay."""
    assert mend(WIDE, "a", {"volume": "78"}) == WIDE.replace('"77"', '"78"')


def test_a_record_on_one_line_is_mended_there():
    """Files from other programs have no line ends."""
    assert mend(WIDE, "b", {"volume": "78"}) == WIDE.replace(
        '"volume": 77', '"volume": "78"'
    )


def test_a_field_of_the_same_name_inside_another_is_not_meant():
    """Only the record's own fields are written."""
    text = '[{"id": "a", "custom": {"volume": "1"}, "volume": "2"}]'

    assert mend(text, "a", {"volume": "3"}) == text.replace('"2"', '"3"')


def test_a_new_field_stands_before_the_doi():
    """With the indentation of its neighbours."""
    mended = mend(WIDE, "a", {"issue": "5"})

    assert '    "issue": "5",\n    "DOI": "10.1/a"\n' in mended
    assert json.loads(mended)[0]["issue"] == "5"


def test_a_new_field_on_one_line_stands_on_it():
    """Before the title, where there is no DOI."""
    assert '"issue": "5", "title": "Two"' in mend(WIDE, "b", {"issue": "5"})


@pytest.mark.parametrize("name", ["volume", "DOI", "title", "author"])
def test_an_empty_value_removes_the_field(name):
    """The rest is still JSON, also where the last field goes."""
    mended = json.loads(mend(WIDE, "a", {name: ""}))

    assert name not in mended[0]
    assert len(mended[0]) == 4


def test_lists_and_dates_are_written_too():
    """Authors and the year are no texts."""
    fix = {
        "author": [{"family": "Davis", "given": "Alan K."}],
        "issued": {"date-parts": [[2021, 5]]},
    }
    mended = json.loads(mend(WIDE, "a", fix))[0]

    assert mended["author"] == fix["author"]
    assert mended["issued"] == fix["issued"]


def test_a_byte_order_mark_stays():
    """Windows writes one."""
    assert mend("\ufeff" + WIDE, "b", {"volume": "78"}).startswith("\ufeff[")


def test_an_unknown_record_is_a_programmers_mistake():
    """Problems name only keys that are there."""
    with pytest.raises(KeyError):
        mend(WIDE, "c", {"volume": "78"})


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1)
RECORDS = st.lists(
    st.fixed_dictionaries(
        {"id": TEXT},
        optional={"title": TEXT, "volume": TEXT, "DOI": TEXT, "page": TEXT},
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda record: record["id"],
)


@given(
    RECORDS,
    st.sampled_from(["title", "volume", "DOI", "page"]),
    TEXT,
    st.sampled_from([None, 0, 1, 4]),
)
def test_whatever_the_file_looks_like_the_value_arrives(records, name, value, indent):
    """And no other record, no other field changes."""
    key = records[-1]["id"]
    text = json.dumps(records, indent=indent, ensure_ascii=False)
    mended = json.loads(mend(text, key, {name: value}))
    records[-1][name] = value

    assert mended == records
    assert json.loads(format_library(mended)) == records


def is_an_insertion(new, old):
    """Return whether one text is the other with something put into it, once."""
    same = [
        sum(
            1
            for _ in takewhile(
                lambda pair: pair[0] == pair[1], zip(*texts, strict=False)
            )
        )
        for texts in ((new, old), (new[::-1], old[::-1]))
    ]
    return len(new) > len(old) and sum(same) >= len(old)


WORKS = st.lists(
    st.fixed_dictionaries(
        {"id": TEXT, "title": TEXT.map("é/{}".format), "issued": st.just({"a": [[1]]})}
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda record: record["id"],
)


@given(
    WORKS,
    st.sampled_from([None, 0, 1, 2, 4, "\t"]),
    st.booleans(),
    st.sampled_from([(", ", ": "), (",", ":"), (",", ": ")]),
    st.sampled_from([("\n", ""), ("\n", "\n"), ("\r\n", "\r\n\r\n")]),
)
def test_a_work_more_is_an_insertion(works, indent, is_ascii, marks, ends):
    """Indent, escapes, spaces and line ends are those that the file has."""

    def write(records):
        commas = (",", marks[1]) if indent is not None else marks
        text = json.dumps(
            records, indent=indent, ensure_ascii=is_ascii, separators=commas
        )
        return text.replace("\n", ends[0]) + ends[1]

    *before, newcomer = works
    old = write(before)
    added = append(old, [newcomer])

    assert is_an_insertion(added, old)
    assert json.loads(added) == works
    if before:
        assert added == write(works)


def test_our_own_library_gets_a_work_and_keeps_its_bytes():
    """A record more is as many lines more, and as it is written by hand."""
    old = (CONTENT / "references/library.json").read_text("utf-8")
    work = {"id": "new2026", "type": "book", "title": "New", "DOI": "10.1/é"}
    added = append(old, [work, work | {"id": "newer2026"}])

    assert is_an_insertion(added, old)
    assert json.loads(added)[:-2] == json.loads(old)
    assert added.endswith('    "DOI": "10.1/é"\n  }\n]\n')


@pytest.mark.parametrize("text", ["[]", "[ ]\n", "[\n]\n", "\ufeff[\r\n]\r\n"])
def test_the_first_work_comes_into_an_empty_list(text):
    """A library begins somewhere."""
    added = append(text, [{"id": "a"}])

    assert is_an_insertion(added, text)
    assert json.loads(added.removeprefix("\ufeff")) == [{"id": "a"}]


def test_slashes_stay_escaped_where_they_are():
    """Zotero's and PHP's writers escape them."""
    added = append('[{"id":"a","URL":"http:\\/\\/a"}]', [{"id": "b", "URL": "//b"}])

    assert added.endswith(',{"id":"b","URL":"\\/\\/b"}]')
