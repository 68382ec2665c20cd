"""Names that mean one series, and titles without what they share."""

from __future__ import annotations

import doctest

import pytest

from plugins.series import names
from plugins.series.names import find_near_names, shorten_titles

TITLES = {
    "a shared beginning": (
        ["Sleep: falling", "Sleep: staying", "Sleep: waking"],
        ["Falling", "Staying", "Waking"],
    ),
    "a shared beginning with numbers": (
        ["Nights – part 1: The bed", "Nights – part 2: The dark"],
        ["The bed", "The dark"],
    ),
    "numbers in words": (
        ["Part one: Bed", "Part two: Dark"],
        ["Bed", "Dark"],
    ),
    "the series' own name, once": (["Nights: Bed", "Dark"], ["Bed", "Dark"]),
    "nothing shared": (["Bed: soft", "Dark: deep"], ["Bed: soft", "Dark: deep"]),
    "nothing left to tell them apart": (["A: x", "A: x"], ["A: x", "A: x"]),
    "a single title": (["Sleep: falling"], ["Sleep: falling"]),
    "hyphens inside of words": (
        ["Re-reading", "Re-writing"],
        ["Re-reading", "Re-writing"],
    ),
    "no titles": ([], []),
}


@pytest.mark.parametrize(("titles", "short"), TITLES.values(), ids=TITLES)
def test_titles_lose_what_they_share(titles, short):
    """What is left still tells the parts apart."""
    assert shorten_titles(titles, "Nights") == short


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ketamine basics", "Ketamin basics"),
        ("Ketamine basics", "Ketamine bascis"),
        ("Ketamine basics", "Ketamine, basics"),
        ("Ketamine basics", "The ketamine basics"),
    ],
)
def test_a_slip_is_found(one, other):
    """A letter more, less, other or swapped; a word where there are few names."""
    assert list(find_near_names([other], [one, other])) == [(other, one)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Letters 2025", "Letters 2026"),
        ("Volume I", "Volume II"),
        ("Part one", "Part two"),
        ("Ketamine", "Psilocybin"),
        ("C", "C++"),
    ],
)
def test_names_that_are_meant_are_left_alone(one, other):
    """Numbers tell series apart."""
    assert list(find_near_names([other], [one, other])) == []


def test_the_examples_in_the_code_are_true():
    """They are read as documentation."""
    assert doctest.testmod(names).failed == 0
