"""Titles of any make are cleaned in a time that grows with their length alone."""

from __future__ import annotations

import time

import pytest

from plugins.references.library.titles import clean_text, clean_title

LENGTH = 100_000
PIECES = (
    *(
        "<a ",
        "< ",
        "<aaaa",
        "<annotation>",
        "<mml:math>",
        "<math><x>",
        "<tex-math",
        "<i>",
    ),
    *("&lt;", "&amp;", "&#x202e;", "</i>", "<sup></sup", "a:b", "<a1:annotation>"),
)


@pytest.mark.parametrize("piece", PIECES)
def test_a_title_that_opens_and_never_closes_is_read_once(piece):
    """A second would be some 10 ns for each pair of characters; this is far below."""
    start = time.process_time()
    for text in (piece * (LENGTH // len(piece)), "<" + "a" * LENGTH):
        clean_title(text)
        clean_text(text)

    assert time.process_time() - start < 1


@pytest.mark.parametrize("mark", ["\x1b", "&#x202e;", "&amp;#8294;", "\x9b", "\u200b"])
def test_no_title_has_characters_that_nobody_sees(mark):
    """Also where entities, single or double, stand for them."""
    text = f"A{mark} b<i>c{mark}</i>"

    assert clean_title(text) == "A b<i>c</i>"
    assert clean_text(text) == "A bc"
