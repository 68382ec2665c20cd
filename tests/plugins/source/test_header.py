"""A header in YAML: every value as it was written, every fault with its line."""

from __future__ import annotations

from itertools import pairwise

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.source import header as module
from plugins.source.header import needs_no_quotes, parse_header

LOADERS = [getattr(yaml, "CSafeLoader", yaml.SafeLoader), yaml.SafeLoader]


@pytest.fixture(name="_loader", params=LOADERS, ids=["libyaml", "pure"])
def _choose_loader(request, monkeypatch):
    """Read with and without libyaml."""
    monkeypatch.setattr(module, "LOADER", request.param)


def read(*head):
    return parse_header("\n".join(("---", *head, "---", "body")))


def fault(*head):
    """Return the line and the sentence of the one fault of a header."""
    header = read(*head)
    (found,) = header.faults
    assert not header.values.keys() & header.unread  # only the rest is read
    assert found.name == "header-yaml"
    assert found.remedy
    return found.line, found.what


#: What YAML 1.1 makes of these is a boolean, a number, a date, a merge or nothing.
WORDS = (
    *("no", "yes", "on", "true", "0123", "0x1F", "1_000", "12:30", "1:2:3", "1e3"),
    *("2026-01-01", "2026-01-01 10:00:00 +02:00", ".inf", "=", "<<", "-5", "?why"),
    *(":x", "a#b", "a:b", "https://a.example/?q=1#x", "50 %", "it's", "né – 😀"),
    *("a\u00a0b", "a\u2028b", "a\u2029b", "a\x85b", "x\u200b"),
)


@pytest.mark.usefixtures("_loader")
@pytest.mark.parametrize("word", WORDS)
def test_a_value_is_the_text_that_was_written(word):
    """Nothing is interpreted, as a value, as an item, as a key or within a list."""
    head = (f"k: {word}", "l:", f"  - {word}", "last: x")
    assert read(*head).values == {"k": word, "l": [word], "last": "x"}
    assert read(*head).lines == {"k": 2, "l": 3, "last": 5}
    key = word.replace("'", "''")
    assert read(f"'{key}': x").values == {word.strip().lower(): "x"}


@pytest.mark.usefixtures("_loader")
@pytest.mark.parametrize(
    ("head", "value"),
    [
        (["k:"], ""),
        (["k: ~"], ""),
        (["k: null"], ""),
        (["k: 'null'"], "null"),
        (["k: !!str null"], ""),
        (["k: !!str 0123"], "0123"),
        (["k: a  # why"], "a"),
        (["k: a", "  b", "", "  c"], "a b\nc"),
        (["k: |", "  a", "  b"], "a\nb"),
        (["k: |", "  a", "  b", ""], "a\nb\n"),
        (["k: >", "  a", "  b", "", "  c"], "a b\nc"),
        (["k: >-", "  a", "  b"], "a b"),
        (['k: "a', '  b"'], "a b"),
        (['k: "a\\x41\\u2028\\U0001F600\\/"'], "aA\u2028😀/"),
        (["k: 'it''s'"], "it's"),
        (["? k", ": a"], "a"),
        (["k: [a, 'b', \"c\", ~]"], ["a", "b", "c", ""]),
        (["k: [no, 0123, https://a.example]"], ["no", "0123", "https://a.example"]),
        (["k: []"], []),
        (["k: {a: no, b: [c]}"], {"a": "no", "b": ["c"]}),
        (["k:", "- a: 1", "  b: 2"], [{"a": "1", "b": "2"}]),
        (["# why", "", "k: a", "# why"], "a"),
        (["%YAML 1.2", "--- # why", "k: 0123"], "0123"),
        (["k: \u00a0a\u00a0 "], "a"),
        (["k: \u2028a"], "a"),
        (["k: 'a\u00a0'"], "a\u00a0"),
        (["k: 'a'\u2028"], "a"),
        (["\u2028k: a\u2028"], "a"),
        (["\u2028", "k: a"], "a"),
    ],
)
def test_yaml_that_authors_write(head, value):
    """Quotes, blocks, lists and comments mean what YAML says."""
    assert read(*head).values == {"k": value}
    assert read(*head).faults == ()


@pytest.mark.usefixtures("_loader")
def test_where_keys_and_items_stand():
    """Keys that come again and quotation marks are told too."""
    header = read(
        *("Title: 'a'", "", "tags: [x,", "  y]", "l:", "  - a", "", "  - {b: c}"),
        *("TITLE: &x", "n: {a: b}", "q: >", "  z", 'e: ""'),
    )
    assert header.faults[0].line == 10
    header = read(
        *("Title: 'a'", "", "tags: [x,", "  y]", "l:", "  - a", "", "  - {b: c}"),
        *("TITLE: b", "n: {a: b}", "q: >", "  z", 'e: ""'),
    )
    assert header.values["title"] == "a"
    assert header.lines == {"title": 2, "tags": 4, "l": 6, "n": 11, "q": 12, "e": 14}
    assert header.items == {"tags": [4, 5], "l": [7, 9]}
    assert header.duplicates == [("title", 10)]
    assert header.quoted == {"title", "e"}
    assert header.line("l", 1) == 9
    assert read().values == read("# only a comment").values == {}


SIGN = "begins with a sign that needs quotation marks"
NO_KEY = "is not a “key: value” line"


@pytest.mark.usefixtures("_loader")
@pytest.mark.parametrize(
    ("head", "line", "words"),
    [
        (["a: b", "k: &x"], 3, SIGN),
        (["a: b", "k: & x"], 3, SIGN),
        (["a: b", "k: &😀"], 3, SIGN),
        (["a: &x b", "k: *x"], 2, SIGN),
        (["a: b", "k: *bold* text"], 3, SIGN),
        (["a: b", "k: **bold** text"], 3, SIGN),
        (["a: b", "l:", "  - *bold* text"], 4, SIGN),
        (["a: b", "k: !important"], 3, SIGN),
        (["a: b", "k: ! x"], 3, SIGN),
        (["a: b", "k: !!binary YQ=="], 3, SIGN),
        (["a: b", "k: !!python/object/apply:os.system [x]"], 3, SIGN),
        (["a: b", "k: @x"], 3, SIGN),
        (["a: b", "k: `x`"], 3, SIGN),
        (["a: b", "k: {{ page.title }}"], 3, SIGN),
        (["a: b", "**bold** text"], 3, NO_KEY),
        (["a: b", "&x k: c"], 3, NO_KEY),
        (["a: b", "*x : c"], 3, NO_KEY),
        (["a: b", "words"], 3, NO_KEY),
        (["a: b", "[k]: c"], 3, "cannot be read"),
        (["a: b", "? - k", ": c"], 3, "cannot be read"),
        (["a: b", "k: ]"], 3, "cannot be read"),
        (["a: b", "k: >x"], 3, "cannot be read"),
        (["a: b", "k: 'c' d"], 3, "cannot be read"),
        (["a: b", "k: [c, &x d]"], 3, "cannot be read"),
        (["a: b", "--- c"], 3, "cannot be read"),
        (["", "just words"], 3, "cannot be read"),
        (["- a", "- b"], 2, "cannot be read"),
        (["a: b", "k: c\x07"], 3, "cannot be read"),
        (["a: né 😀", "k: c\x00"], 3, "cannot be read"),
        (["%YAML 2.0", "--- # why", "a: b"], 2, "cannot be read"),
        (['a: "\\UFFFFFFFF"'], 2, "a"),
        (["a: b", "k: c: d"], 3, "has a second colon"),
        (["a: b", "k: c:"], 3, "has a second colon"),
        (["a: b", "k:c", "l: d"], 3, "no space after the colon"),
        (["a: b", "  k: c"], 3, "does not begin at the left edge"),
        (["a: b", 'k: "c', "l: d"], 3, "opened"),
        (["a: b", "k: 'c"], 3, "opened"),
        (["a: b", 'k: "\\q"'], 3, "opened"),
        (["a: b", "k: [c", "l: d"], 3, "A list is opened with ["),
        (["a: b", "k: {c"], 3, "begins with {"),
        (["a: b", "\tk: c"], 3, "set off with a tab"),
        (["a:", "\t- b"], 3, "set off with a tab"),
        (["a: b", "l:", "  -\tc"], 4, "set off with a tab"),
        (["a: b", "k: " + "[" * 60 + "]" * 60], 3, "cannot be read"),
        (["a: b", "k: " + "{a: " * 60 + "}" * 60], 3, SIGN),
        (["a: b", "k: " + "[" * 3000], 3, "cannot be read"),
        (["a: b", "l:", "  " + "- " * 3000 + "c"], 4, "cannot be read"),
    ],
    ids=lambda given: repr(given)[:40],
)
def test_what_cannot_be_read_is_told_with_its_line(head, line, words):
    """The first fault of a header, in an author's words."""
    found, what = fault(*head)
    assert found == line
    assert words in what


@pytest.mark.usefixtures("_loader")
@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("k: What counts: a word  # what the post is called", "What counts: a word"),
        ("k: @home # a note # and another", "@home"),
        ("k: *No. #1* of two: why", "*No. #1* of two: why"),
        ("k: C#: a language", "C#: a language"),
        ('k: A "word": why\t#', "A 'word': why"),
    ],
)
def test_a_line_that_is_to_be_pasted_leaves_its_note_out(line, value):
    """Within quotation marks the note would be shown to readers."""
    (found,) = read(line).faults
    pasted = found.remedy.removeprefix("Put the value in straight quotes: ")
    assert read(pasted.removesuffix(".")).values == {"k": value}


@pytest.mark.usefixtures("_loader")
def test_a_bomb_of_aliases_is_refused_at_its_first_anchor():
    """Nine letters would otherwise become a thousand million."""
    pairs = pairwise("abcdefghi")
    head = ["a: &a [x]", *(f"{b}: &{b} [{f'*{a},' * 9}]" for a, b in pairs)]
    assert fault(*head)[0] == 2


@pytest.mark.parametrize("text", ["a\tb", "a\t# b", "\ta", "a\t"])
def test_a_tab_between_words_is_a_space(text, monkeypatch):
    """Only without libyaml it is refused."""
    if hasattr(yaml, "CSafeLoader"):
        assert read(f"k: {text}").values == {"k": text.split("\t#")[0].strip()}
    monkeypatch.setattr(module, "LOADER", yaml.SafeLoader)
    assert fault(f"k: {text}") == (
        2,
        f"“k: {text}” is set off with a tab.".replace("\t”", "”"),
    )


SIGNS = "ab:#- \t'\"[]{},&*!|>%@`~0.\\–?=<é\x85\u2028\n"
LINES = st.lists(
    st.tuples(
        st.sampled_from(["k1: ", "k2: ", "k3: [", "- ", "  - ", "", "  "]),
        st.text(SIGNS, max_size=12),
    ).map("".join),
    max_size=6,
)


@given(head=LINES)
@settings(max_examples=400, deadline=None)
def test_any_header_is_read_or_faulted(head):
    """No header makes the reading raise, and both parsers read the same values."""
    text = "\n".join(["---", *head, "---", "body"])
    header = parse_header(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "LOADER", yaml.SafeLoader)
        pure = parse_header(text)
    assert pure == header or pure.faults or header.faults


@given(text=st.text(st.sampled_from([*SIGNS, "x"]), min_size=1, max_size=8))
@settings(max_examples=400, deadline=None)
def test_a_text_that_needs_no_quotes_is_read_back(text):
    """Behind a key, as an item and before a comment."""
    if needs_no_quotes(text):
        head = (f"k: {text}", "l:", f"  - {text}  # why")
        assert read(*head).values == {"k": text, "l": [text]}
        assert not set(text) & set("\t\x85\u2028\n")


def test_what_stands_beside_a_broken_line_is_read():
    """Each broken part is told, and no key of it is guessed."""
    header = read("title: a: b", "tags: [x", "date: 2026-01-01", "l:", "- 'c", "e: f")

    assert [one.line for one in header.faults] == [2, 3, 6]
    assert header.values == {"date": "2026-01-01", "e": "f"}
    assert header.lines == {"date": 4, "e": 7}
    assert header.unread >= {"title", "tags", "l"}
