"""What a feed shows of a post's HTML."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.feeds.content import Cleaner
from tests.plugins.feeds.rules import html_faults

PAGE = "https://site.example/blog/x/"
TEXT = (Path(__file__).parent / "cases" / "cleaning.md").read_text("utf-8")
CASES = [case.split("\n.\n") for case in TEXT.removesuffix("\n.\n").split("\n.\n\n")]
CASES[0][0] = CASES[0][0].rpartition("\n")[2]
#: What an author's own mistake leaves, and what validators do not know.
LEFT = ("Picture: no alt", "SecurityRiskAttr: math")


@pytest.mark.parametrize(
    ("title", "html", "expected"), CASES, ids=[c[0] for c in CASES]
)
def test_a_case_is_cleaned_as_it_says(title, html, expected):
    """The cases are in cases/cleaning.md, and what comes out keeps every rule."""
    assert title
    shown = Cleaner().clean(html.replace("\\x0b", "\x0b").replace("\\t", "\t"), PAGE)

    assert shown == expected.removesuffix("\n.")
    assert [f for f in html_faults(shown, PAGE) if not f.startswith(LEFT)] == []


@pytest.mark.parametrize(
    ("title", "html", "expected"), CASES, ids=[c[0] for c in CASES]
)
def test_what_is_clean_stays_as_it_is(title, html, expected):
    """Cleaning twice gives what cleaning once gives."""
    assert title
    cleaner = Cleaner()
    once = cleaner.clean(html, PAGE)

    assert cleaner.clean(once, PAGE) == once
    assert expected is not None


def test_one_cleaner_forgets_one_post_before_the_next():
    """Ids and fragments of a post mean nothing for another."""
    cleaner = Cleaner()
    cleaner.clean('<p id="a"><a href="#a">x</a></p>', PAGE)

    assert cleaner.clean('<a href="#a">x</a>', PAGE) == f'<a href="{PAGE}">x</a>'
