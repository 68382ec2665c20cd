"""Titles in lines, measured by a font of which every sign is half as wide as high."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.social_cards.lines import LINE_HEIGHT, fit, is_plain, prepare

SIZES = (40, 20, 10)
WIDTH, HEIGHT = 400, 100


def half(text):
    return len(text) / 2


def fitted(text):
    return fit(text, SIZES, WIDTH, HEIGHT, half)


def test_a_short_title_is_set_large_and_a_longer_one_smaller():
    """Whole, in the largest size that has room for it."""
    assert fitted("Sleep").size == 40
    assert fitted(" ".join(["sleep"] * 12)).size == 20
    assert fitted(" ".join(["sleep"] * 12)).lines == (" ".join(["sleep"] * 6),) * 2


def test_lines_are_even():
    """No last line of one word."""
    lines = fitted("What to ask in a first talk about it").lines
    assert lines == ("What to ask in a", "first talk about it")


def test_a_word_goes_on_behind_its_hyphen():
    """And no space comes in there."""
    found = fitted("For treatment-resistant depression")
    assert "".join(found.lines).replace(" ", "") == "Fortreatment-resistantdepression"
    assert found.lines[0].endswith("treatment-")


def test_a_title_without_end_is_cut_at_a_word():
    """In the smallest size, with “…” in the place of what is left out."""
    found = fitted("asleep " * 400)
    assert found.size == 10
    assert found.lines[-1].endswith("asleep…")
    assert len(found.lines) == int(HEIGHT / (10 * LINE_HEIGHT))


def test_a_word_without_end_is_broken_and_cut():
    """It fills its lines and leaves none of them."""
    found = fitted("s" * 4000)
    assert found.lines[-1] == "s" * 79 + "…"
    assert {len(line) for line in found.lines} == {80}


@given(st.text(st.sampled_from("ab -–…,é"), max_size=300))
def test_no_line_leaves_the_card(text):
    """Whatever the title is, and nothing of it is said twice."""
    found = fitted(prepare(text))
    assert all(half(line) * found.size <= WIDTH for line in found.lines)
    assert len(found.lines) * found.size * LINE_HEIGHT <= HEIGHT
    if not found.lines or not found.lines[-1].endswith("…"):
        assert "".join(found.lines).replace(" ", "") == prepare(text).replace(" ", "")


@pytest.mark.parametrize(
    ("text", "is_fit"),
    [
        ("Café, “ß” – Łódź", True),
        ("cafe\u0301", True),  # composed, it is one sign
        ("x\u0323", False),  # a dot below has to be put there
        ("1\ufe0f\u20e3", False),
        ("שלום", False),
        ("مرحبا", False),
        ("٢", False),  # a digit that stands in text from right to left
        ("a\u200bb\u00adc\u200ed", True),  # what nobody sees is left out
    ],
)
def test_what_a_font_alone_sets_rightly(text, is_fit):
    """Signs one after another, from left to right."""
    assert is_plain(prepare(text)) == is_fit
