"""A library is read with the line of each field, whatever is wrong in it."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plugins.references.library import json_lines
from plugins.references.library.file import parse_library, read_items

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
