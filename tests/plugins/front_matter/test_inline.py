"""Inline patterns that are tried only where their sign is: the same result."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from markdown.treeprocessors import InlineProcessor

from pelicanconf import MARKDOWN
from plugins.front_matter.inline import SIGNS, QuickInline, find_signs, quicken
from plugins.references.citing.markdown import CitationExtension

SETTINGS = MARKDOWN | {"extensions": [*MARKDOWN["extensions"], CitationExtension()]}
PIECES = st.sampled_from(
    (
        *"`*_[]()!<>&;:\\@{}#|^~=\"'/ \n",
        *("  \n", "\n\n", "word", "two words", "![a](b.png)", "[x][y]", "\n[y]: /u\n"),
        *("<b>", "</b>", "&amp;", "`` a`b ``", "**strong**", "_em_", "___both___"),
        *("[@daly2019, p. 5]", "@daly2019", "[^1]", "\n[^1]: Note.\n", "<a@b.org>"),
        *("<https://e.org/>", "\n- item ", "\n> quote ", "\n| a | b |\n|---|---|\n"),
        *("{: .c }", "<!-- c -->", "\n    code ", "*[HTML]: Text\n", "HTML", "\\_"),
    )
)


def convert(text, *, quick):
    md = Markdown(**SETTINGS)
    if quick:
        quicken(md)
        assert type(md.treeprocessors["inline"]) is QuickInline
    return md.convert(text)


@given(st.lists(PIECES, max_size=25).map("".join))
def test_any_text_gives_the_same_html(text):
    """Whatever stands beside what."""
    assert convert(text, quick=True) == convert(text, quick=False)


def test_every_post_of_ours_gives_the_same_html():
    """As authors write them."""
    posts = sorted(Path("content").rglob("*.md"))
    assert posts
    for post in posts:
        text = post.read_text("utf-8")
        assert convert(text, quick=True) == convert(text, quick=False), post


@given(st.text(st.sampled_from("abc 1`\\[]!<>&;\n:/@.#*_^()"), max_size=40))
def test_a_pattern_matches_nothing_without_its_sign(text):
    """Otherwise a skipped try would lose something."""
    for pattern, signs in SIGNS.items():
        if not any(sign in text for sign in signs):
            assert not re.search(pattern, text, re.DOTALL)


def test_every_pattern_of_our_site_has_a_sign():
    """One that a new Markdown writes in another way would be tried everywhere."""
    patterns = list(Markdown(**SETTINGS).inlinePatterns)
    assert [one for one in patterns if not find_signs(one)] == []


def test_a_walk_of_somebody_elses_is_kept():
    """An extension may have put its own there."""

    class Own(InlineProcessor):
        pass

    md = Markdown()
    md.treeprocessors.register(Own(md), "inline", 20)
    quicken(md)
    assert type(md.treeprocessors["inline"]) is Own
