"""Single fields of the library change, every other byte stays."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plugins.references.library import json_lines
from plugins.references.library.file import format_library, parse_library, read_items
from plugins.references.library.json_lines import mend

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


ODD = st.sampled_from(
    [
        *(
            "",
            "None",
            "R&amp;D <p>x</p>",
            "\x00",
            "\ufffd",
            "a\x7f",
            "\u202eb",
            "\ud800",
        ),
        *('a "b"', "a\\b", "tab\there", "“x”", " " * 25, 7, 2.5, None, True, [], {}),
        *([["x"]], {"a": "&"}, {"literal": "\x1b"}, "1-9", "in press"),
    ]
)
NAMES = ["family", "given", "literal", "name"]
VALUES = st.one_of(
    ODD,
    st.lists(st.dictionaries(st.sampled_from(NAMES), ODD), max_size=3),
    st.builds(lambda parts: {"date-parts": [parts]}, st.lists(ODD, max_size=3)),
    st.integers(45, 55).map(lambda deep: json.loads("[" * deep + "]" * deep)),
)
FIELDS = ["id", "type", "title", "author", "issued", "page", "note", "URL", "x\x00"]
FIELDS += ["custom", "volume"]
#: What a slip of an editor or of a program leaves in a file.
SLIPS = ["", ",", "{", "}", "]", '"', "NaN", "\\u0000", "\n", "\x00", "1e999", "9" * 30]
SLIPS += ['"page": "1", ', '"id": "a", ', "&", "<"]


@settings(max_examples=60)
@given(
    st.lists(st.dictionaries(st.sampled_from(FIELDS), VALUES), max_size=4),
    st.sampled_from([None, 0, 1]),
    st.booleans(),
    st.lists(st.tuples(st.integers(0, 400), st.sampled_from(SLIPS)), max_size=3),
)
@example([{"id": "a", "type": [], "title": {"a": "b"}}], None, False, [])
@example([{"id": "a", "type": "book", "title": "\x00", "page": "1"}], 1, True, [])
def test_a_record_read_at_once_is_as_one_read_field_by_field(
    records, indent, escapes, slips
):
    """With the same texts, lines and problems, whatever stands in the file."""
    text = json.dumps(records, indent=indent, ensure_ascii=escapes)
    for at, slip in slips:
        text = text[:at] + slip + text[at:]
    quick = parse_library(text, "library.json"), read_items(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_lines, "_decode_at_once", lambda *_: None)
        plain = parse_library(text, "library.json"), read_items(text)

    assert quick == plain
