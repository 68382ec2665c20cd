"""What is a promise, and what only looks like one."""

from __future__ import annotations

import pytest

from plugins.tools.editorial.promises import find_promises
from plugins.tools.editorial.settings import PROMISES
from tests.plugins.tools.editorial.texts import HEADER, a_source


def promised(body, header=HEADER, words=PROMISES):
    found = find_promises(a_source(body, header), words)
    return [(one.line, one.what.split("”")[0][1:]) for one in found]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Ketamine cures depression.", ["cures"]),
        ("It cured her, and it is curing many.", ["cured", "curing"]),
        ("A guaranteed result, a Miracle, 100 % effective.", None),
        ("It is risk-free and has no side effects.", ["risk-free", "no side effects"]),
        ("It is no drug. It is a cure.", ["cure"]),
        ("Nobody knows why, but it is a **breakthrough**.", ["breakthrough"]),
        ("A cure\nof [old](https://cure.example/cure).", ["cure"]),
        ("- not this\n- a miracle", ["miracle"]),
    ],
)
def test_promises_are_found_with_their_endings(body, words):
    """In sentences and lists, marked or not."""
    said = words or ["guaranteed", "Miracle", "100 % effective"]
    assert [word for _, word in promised(body)] == said


@pytest.mark.parametrize(
    "body",
    [
        "There is no known cure.",
        "It cannot cure anybody, and is not guaranteed.",
        "It doesn’t cure. Nothing is 100% effective.",
        "It is neither a cure nor a miracle.",
        'The page says “a guaranteed cure” and "miracle".',
        "A secure, accurate manicure; the curette.",
        "`cure` <!-- cure --> [@cure2020]",
        "We do not promise that it is risk-free.",
    ],
)
def test_what_is_denied_quoted_or_another_word_is_none(body):
    """The clinic may say what others promise."""
    assert promised(body) == []


def test_titles_summaries_and_key_points_count_too():
    """Each with its line."""
    header = (
        "---\ntitle: A cure\nsummary: A miracle.\nkey_points:\n"
        "  - It is long.\n  - It is guaranteed.\n---\n"
    )
    found = promised("A breakthrough.", header)
    lines = [(2, "cure"), (3, "miracle"), (6, "guaranteed"), (9, "breakthrough")]
    assert found == lines


def test_a_site_has_its_own_list():
    """It replaces ours; an empty one finds nothing."""
    assert promised("It heals, it cures.", words=["heal"]) == [(6, "heals")]
    assert promised("It cures.", words=[]) == []
