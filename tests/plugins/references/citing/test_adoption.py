"""A list becomes citations whole or not at all; everything is counted twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plugins.references.citing.adoption import (
    add_further_reading,
    find_losses,
    plan_adoption,
)
from plugins.references.citing.page import parse_keys
from plugins.source.core import make_source
from plugins.source.header import parse_header

LIST = (
    "## References\n\n1. Daly EJ. One. BMJ. 2019;76:8. doi:10.1000/a\n"
    "2. Doe J. Two. BMJ. 2020;77:9. doi:10.1000/b\n"
)
KEYS = {"1": "daly2019", "2": "doe2020"}
HEADER = "---\ntitle: A\n---\n\n"


def plan(body, header=HEADER, listed=LIST):
    return plan_adoption(make_source("a.md", f"{header}{body}\n\n{listed}".encode()))


@pytest.mark.parametrize(
    "body",
    [
        "<p>One [1].</p>",
        "<div>\n\nOne<sup>1</sup>.\n\n</div>",
        "!!! note\n\n    One [1].",
        "One [1] [text](https://example.org).",
    ],
)
def test_marks_that_markdown_cannot_read_are_refused(body):
    """In raw HTML a citation would be printed with its brackets and its key."""
    found = plan(body)
    assert {problem.name for problem in found.problems} <= {"typed-mark"}
    if not found.problems:  # where it is read, every mark is turned
        assert "[1]" not in found.write(KEYS)
    else:
        assert found.problems[0].line in (5, 7)


@pytest.mark.parametrize(
    "body",
    ["## Head [1]", "| a [1] |\n|-----|\n| bad<sup>2</sup> |", "> A [1]", "- A [1]"],
)
def test_headings_tables_and_quotes_are_read(body):
    """As any text is."""
    found = plan(body)

    assert not found.problems
    assert "[1]" not in found.write(KEYS)


def test_bare_numbers_in_a_column_of_references_are_refused():
    """In other columns they count."""
    head = "| Drug | Refs | Arms |\n|---|---|---|\n"

    assert not plan(f"A [1].\n\n{head}| A | [2] | 2 |").problems
    (problem,) = plan(f"A [1].\n\n{head}| A | 2 | 2 |").problems
    assert (problem.name, problem.line) == ("typed-mark", 9)


def test_marks_in_a_summary_are_refused():
    """They would point nowhere; a title may have numbers of its own."""
    header = "---\ntitle: Part [2]\nsummary: It helps [1].\n---\n\n"
    (problem,) = plan("A [1] and [2].", header).problems

    assert (problem.name, problem.line) == ("typed-mark", 3)


def test_two_lists_are_refused():
    """Nobody knows whose number a mark is."""
    found = plan("A [1].", listed=f"{LIST}\n## Sources\n\n1. More. doi:10.1000/c\n")

    assert [problem.name for problem in found.problems] == ["typed-entry"]
    assert "second list" in found.problems[0].what


def test_what_stands_behind_the_list_stays():
    """Word for word, with the line ends of the file."""
    after = "## After\n\nB [2].  \n\n```\ncode [1]\n```\n"
    found = plan("A[1] `[2]`.", listed=f"{LIST}\n{after}")
    windows = f"{HEADER}A [1], [2].\n\n{LIST}".replace("\n", "\r\n").encode()
    text = plan_adoption(make_source("a.md", windows)).write(KEYS)

    assert not found.problems
    wanted = f"{HEADER}A[@daly2019] `[2]`.\n\n{after}".replace("[2].", "[@doe2020].")
    assert found.write(KEYS) == wanted
    assert text == f"{HEADER}A [@daly2019], [@doe2020].\n".replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda text: text.replace("[@daly2019]", "[1]"), "entries"),
        (lambda text: text.replace("[@daly2019]", ""), "marks"),
        (lambda text: text.replace("Some", ""), "words"),
        (lambda text: text.replace("title: A", "title: B"), "lines of the header"),
    ],
)
def test_whatever_is_lost_is_seen(change, what):
    """Entries, marks, words and header are read anew from what would be written."""
    found = plan("Some words [1] and [2].")
    text = found.write(KEYS)

    assert find_losses(found, text, KEYS) == []
    assert any(what in one.what for one in find_losses(found, change(text), KEYS))


def test_a_doi_that_no_entry_has_is_seen():
    """A list's DOIs are those of its entries."""
    found = plan("Some words [1] and [2].")
    place = replace(found.place, entries=found.place.entries[:1])
    text = found.write(KEYS)

    (problem,) = find_losses(replace(found, place=place), text, KEYS)
    assert "DOIs" in problem.what
    assert problem.line == 7


@pytest.mark.parametrize(
    "header",
    [
        *("---\ntitle: A\n---\n", "Title: A\n\n", ""),
        "---\ntitle: A\nfurther_reading: [x2019]\n---\n",
        "---\ntitle: A\nfurther_reading: []\ndate: 2020-01-01\n---\n",
        "---\ntitle: A\nfurther_reading:\n---\n",
        "---\ntitle: A\nfurther_reading:\n  - x2019\n  - y2020\nlang: en\n---\n",
        "---\ntitle: A\nfurther_reading: [x2019,\n  y2020]\n---\n",
        "Title: A\nFurther_reading: x2019, y2020\n\n",
    ],
)
def test_works_join_the_further_reading_that_is_there(header):
    """In each form of header; what is there stays."""
    before = parse_header(f"{header}Text.\n")
    after = parse_header(add_further_reading(f"{header}Text.\n", ["a1", "b2"]))
    old, new = (
        parse_keys(one.values.get("further_reading")) for one in (before, after)
    )

    assert sorted(new) == sorted([*old, "a1", "b2"])
    assert after.body.strip() == "Text."
    assert not after.duplicates
