"""A header is changed and every other byte stays."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from plugins.source.header import parse_header
from plugins.source.header_edit import (
    HeaderEditError,
    remove_key,
    set_items,
    set_value,
)
from plugins.source.values import split_list

#: Lines of headers as authors and their tools write them.
YAML_PARTS = (
    'title: "Sleep: what we know"  # in quotes',
    "date: 2026-01-01",
    "status: draft  # published, draft, hidden, withdrawn or skip",
    "summary: >\n  Folded over\n  two lines",
    "note: |\n  One\n  # no comment\n\n  two",
    "# of nobody",
    "",
    "tags: [a, 'b, c', d]  # flow",
    "aliases:\n  - /old/  # first\n  # between\n  - '/a/b/'",
    "parts:\n- one\n- two",
    "series : Sleep",
    "key_points:\n  - It is so. Really.\n  - “It” is not.",
    "empty:",
    "'quoted key': 'it''s'",
    "corrections:\n  - 2026-01-02: A dose\n    was wrong.",
    "parts_flow: [a,\n  b]",
)
KEY_PARTS = (
    "Title: Sleep: what we know",
    "Date: 2026-01-01",
    "Status: draft",
    "Summary: One\n    two\n    three",
    "Tags: a, b",
    "Aliases:\n- /old/\n- /a/b/",
    "Series: 'Sleep'",
    "Points: [a, b]",
)
BODY = "\n\nWords.\n---\ntitle: no header\n"
NEW_KEYS = ("slug", "status", "uid", "title", "summary", "series", "aliases")
VALUES = st.one_of(
    st.sampled_from(
        ["published", "null", "~", "no", "2026-03-14 09:00+01:00", "a: b", "# x"]
    ),
    st.sampled_from(["“Better”: 50 % – so?", "'", '"', "it's", "[a]", "- x", "{y}"]),
    st.text("ab :#-'\"[]{},|>&*!%@`\\/.", min_size=1, max_size=12).map(str.strip),
).filter(bool)
SLUGS = st.lists(
    st.from_regex(r"/?[a-z0-9]+(-[a-z0-9]+)?/?", fullmatch=True),
    max_size=4,
    unique=True,
)
NEWLINES = st.sampled_from(["\n", "\r\n", "\r"])


@st.composite
def headers(draw, form=None):
    """Return a file's text of one of the two forms."""
    form = form or draw(st.sampled_from(["yaml", "keys"]))
    parts = YAML_PARTS if form == "yaml" else KEY_PARTS
    chosen = draw(st.lists(st.sampled_from(parts), min_size=1, unique=True))
    head = "\n".join(chosen)
    text = f"---\n{head}\n---{BODY}" if form == "yaml" else f"{head}{BODY}"
    header = parse_header(text)
    assume(header.form == form and header.values and not header.unread)
    newline = draw(NEWLINES)
    return draw(st.sampled_from(["", "\ufeff"])) + text.replace("\n", newline)


def others(header, key):
    """Return what all other keys say; a text may gain a line's end at its own."""
    return {
        name: value.rstrip("\n") if isinstance(value, str) else value
        for name, value in header.values.items()
        if name != key
    }


def lines_of(text):
    """Return a text's lines, each with its end."""
    return re.findall(r"[^\r\n]*(?:\r\n|\n|\r|\Z)", text.removeprefix("\ufeff"))


def kept_lines(text, key):
    """Return the lines that are none of a key's, each with its end."""
    header = parse_header(text)
    lines = lines_of(text)
    starts = sorted(header.lines.values())
    if key not in header.lines:
        return lines
    first = header.lines[key]
    end = min((n for n in starts if n > first), default=header.body_line - 1)
    return lines[: first - 1] + lines[end - 1 :]


def is_part_of(some, every):
    """Tell whether these lines stand among those, in their order."""
    rest = iter(every)
    return all(line in rest for line in some)


@given(headers(), st.sampled_from(NEW_KEYS), VALUES)
def test_a_value_is_read_back_and_no_other_line_changes(text, key, value):
    """Whatever YAML would make of it."""
    before = parse_header(text)
    try:
        changed = set_value(text, key, value)
    except HeaderEditError:
        # Of “Key: value” only what has both quotation marks cannot be written.
        assert before.form == "keys"
        assert value[0] in "'\"["
        return
    after = parse_header(changed)
    assert after.values[key] == value
    assert others(after, key) == others(before, key)
    assert (after.body, after.form) == (before.body, before.form)
    assert is_part_of(kept_lines(text, key), lines_of(changed))
    assert {*re.findall(r"\r\n|\n|\r", changed)} == {*re.findall(r"\r\n|\n|\r", text)}


@given(headers(), st.sampled_from(["aliases", "parts", "tags", "points"]), SLUGS)
def test_a_list_is_read_back_and_no_other_line_changes(text, key, items):
    """In the form that stands there, or as lines."""
    before = parse_header(text)
    try:
        changed = set_items(text, key, items)
    except HeaderEditError:
        assert not items
        assert set(before.values) == {key}
        return
    after = parse_header(changed)
    assert split_list(after.values.get(key)) == items
    assert others(after, key) == others(before, key)
    assert after.body == before.body
    assert is_part_of(kept_lines(text, key), lines_of(changed))


@given(headers(), st.sampled_from(NEW_KEYS), VALUES)
def test_what_was_added_can_be_removed_without_a_trace(text, key, value):
    """The file is as it was, byte for byte."""
    assume(key not in parse_header(text).values)
    try:
        changed = set_value(text, key, value)
    except HeaderEditError:
        return
    assert remove_key(changed, key) == text


@pytest.mark.parametrize(
    ("line", "value", "wanted"),
    [
        ("status: draft  # or hidden", "published", "status: published  # or hidden"),
        ("status:  # to do", "published", "status: published  # to do"),
        ("status:", "published", "status: published"),
        ("Status:   draft", "published", "Status:   published"),
        ("status: 'draft' # x", "it's", "status: 'it''s' # x"),
        ('status: "draft"', "hidden", 'status: "hidden"'),
        ("status: >\n  draft", "hidden", "status: hidden"),
        ("status: a#b # c", "d", "status: d # c"),
        ("status: draft", "no: yes", 'status: "no: yes"'),
    ],
)
def test_a_line_keeps_its_comment_quotes_and_spaces(line, value, wanted):
    """The diff shows the one word that has changed."""
    text = f"---\ntitle: A\n{line}\ndate: 2026-01-01\n---\n"
    assert set_value(text, "status", value) == text.replace(line, wanted)


@pytest.mark.parametrize(
    ("lines", "items", "wanted"),
    [
        ("p:\n  - a # 1\n  - b", ["b", "a"], "p:\n  - b\n  - a # 1"),
        ("p:\n  - a # 1\n  # x\n  - b", ["c", "b"], "p:\n  - c # 1\n  # x\n  - b"),
        ("p:\n  - a # 1\n  - b # 2", ["b", "c"], "p:\n  - b # 2\n  - c"),
        ("p:\n- a\n- b", ["a", "c", "b"], "p:\n- a\n- c\n- b"),
        ("p: [a, b]  # so", ["a", "c: d"], 'p: [a, "c: d"]  # so'),
        ("p: a, b", ["a", "b", "c"], "p: a, b, c"),
        ("p: a; b", ["a", "b", "c"], "p: a; b; c"),
        ("p:", ["a"], "p:\n  - a"),
        ("p: [a]", [], None),
    ],
)
def test_a_list_keeps_its_form(lines, items, wanted):
    """In lines, in brackets, or as words between commas."""
    text = f"---\ntitle: A\n{lines}\ndate: 2026-01-01\n---\n"
    assert set_items(text, "p", items) == text.replace(
        f"{lines}\n", f"{wanted}\n" if wanted else ""
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Only words.\n", "no header"),
        ("---\ntitle: [\n---\n", "cannot be read"),
        ("---\na: b\n", "never closed"),
        ("---\nslug: a\nslug: b\n---\n", "twice"),
        ("---\n{title: a, slug: b}\n---\n", "cannot hold"),
    ],
)
def test_a_header_that_cannot_be_changed_says_why(text, why):
    """Nothing is guessed."""
    with pytest.raises(HeaderEditError, match=why):
        set_value(text, "slug", "c")
