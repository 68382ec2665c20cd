"""How problems are written: for people, for editors, for GitHub."""

from __future__ import annotations

import json
import re
import sys

import pytest

from plugins.problem import (
    UNWANTED,
    Level,
    Problem,
    did_you_mean,
    format_problems,
    is_printable,
)

BAD = Problem(
    "posts/b.md", 3, "Date “x” is no date.", "Write 2024-12-31.", "date-format"
)
SOFT = Problem("posts/a.md", 2, "The slug is odd.", "", "slug-case", Level.WARNING)
LATER = Problem("posts/a.md", 9, "Due.", "Ask.", "review-due", Level.NOTICE)
WHOLE = Problem("posts/c, d.md", 0, "50%: odd.", "Mend it.", "file-empty")


def test_text_is_grouped_by_file_and_ends_with_counts():
    """The reader sees file after file, and at the end how much there is."""
    assert format_problems([BAD, LATER, SOFT]) == (
        "posts/a.md:2: warning: The slug is odd. [slug-case]\n"
        "posts/a.md:9: notice: Due. Ask. [review-due]\n"
        "\n"
        "posts/b.md:3: Date “x” is no date. Write 2024-12-31. [date-format]\n"
        "\n"
        "1 error, 1 warning and 1 notice in 2 files.\n"
    )


def test_no_problems_are_no_text():
    """Silence is the best message."""
    assert format_problems([]) == ""
    assert format_problems([], "github") == ""
    assert json.loads(format_problems([], "json"))["problems"] == []


def test_colour_is_only_added_to_the_same_words():
    """Whoever pipes the text away gets the same text."""
    shown = format_problems([BAD, SOFT, WHOLE], colour=True)
    plain = re.sub(r"\033\[\d*m", "", shown).replace(": error: ", ": ")
    assert plain == format_problems([BAD, SOFT, WHOLE])
    assert "\033" not in format_problems([BAD, SOFT, WHOLE])


def test_json_holds_every_part_of_a_problem():
    """An editor needs no regular expression."""
    document = json.loads(format_problems([BAD, SOFT], "json"))
    assert document["counts"] == {"error": 1, "warning": 1, "notice": 0}
    assert document["problems"][1] == {
        "path": "posts/b.md",
        "line": 3,
        "what": "Date “x” is no date.",
        "remedy": "Write 2024-12-31.",
        "name": "date-format",
        "level": "error",
    }


def test_annotations_escape_what_would_end_them():
    """A comma in a file's name does not become another property."""
    first, second = format_problems([BAD, WHOLE], "github").splitlines()
    assert first == (
        "::error file=posts/b.md,line=3,title=date-format::"
        "Date “x” is no date. Write 2024-12-31."
    )
    assert second.startswith("::error file=posts/c%2C d.md,title=file-empty::50%25: ")


@pytest.mark.parametrize("form", ["text", "github"])
def test_one_problem_is_one_line(form):
    """A title with a line end in it cannot forge a second message."""
    forged = Problem("a.md", 1, "“x\n::error::y”", "z", "n")
    assert sum("x" in line or "y" in line for line in _lines(forged, form)) == 1


def _lines(problem, form):
    return format_problems([problem], form).splitlines()


def test_the_nearest_word_is_offered():
    """A typing mistake is met with the word that was meant."""
    assert did_you_mean("stauts", ["status", "slug"]) == "Did you mean “status”?"
    assert did_you_mean("banana", ["status", "slug"]) == ""


def test_no_text_that_is_printable_holds_anything_unwanted():
    """Whichever sign of Unicode it is."""
    printable = filter(is_printable, map(chr, range(sys.maxunicode + 1)))
    assert not UNWANTED.search("".join(printable))
    assert is_printable("Zoë’s\n睡眠 😴")
