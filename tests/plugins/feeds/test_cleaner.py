"""What a feed shows of a post's HTML."""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.feeds.cleaner import KELVIN, NEEDS_HELP, Cleaner, needs_help
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


PIECES = """
<p> </p> <a␣href=" /x #f ?a=1&b=2 "> <img␣src= "a␣b.png" > <iframe␣src="//y/z"
</iframe> <object␣data="/o"> <embed␣src=x> <picture> <source␣srcset="a␣1x">
</picture> data-src="/l.png" <svg><a␣href="/s"> </svg> <math><mi␣href="/x"> <script>
</script> <style> <table><tr><td> <!-- --> &#11; &amp; " ' < text ünï id="f"
<div␣id=f> </div> <template> <select><option> <noscript> \x00 \x0b <h2␣id="h">
<a␣class="headerlink"␣href="#h"> javascript: http://[ <title> <base␣href="//e/">
<form> <button> <plaintext> <xmp> <![CDATA[ ]]> <frameset> <video␣poster="p"␣src=v>
<frame␣src=q> <body␣onload=x> <html>"""
WORDS = [piece.replace("␣", " ") for piece in PIECES.split()]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=25))
def test_whatever_an_author_writes_is_clean_in_the_end(pieces):
    """Broken markup neither ends a build nor breaks a rule."""
    shown = Cleaner().clean("".join(pieces), PAGE)
    wrong = [f for f in html_faults(shown or "x", PAGE) if not f.startswith(LEFT)]

    assert wrong == []


ADDRESS = st.lists(
    st.sampled_from([*"#/?:.[]", "//", "/x", "é", "a b", "https:", "mailto:"])
)


@given(
    st.sampled_from([PAGE, "https://site.example", "/blog/x/", "x", "", "HTTP://h/a"]),
    ADDRESS.map("".join).map(str.strip),
)
def test_the_scheme_of_an_address_is_known_without_parsing_it(base, value):
    """A fragment and a path from the site's root have that of the page."""
    cleaner = Cleaner()
    cleaner.clean("", base)
    try:
        address, scheme = cleaner._join(value)
    except ValueError:
        return

    assert scheme == urlsplit(address).scheme


@given(st.lists(st.sampled_from([*map(bytes.decode, NEEDS_HELP), KELVIN, "İ", "é"])))
def test_markup_that_needs_help_is_found_in_any_case(parts):
    """As in the text's small letters."""
    for html in ("".join(parts), "".join(parts).upper(), "".join(parts)[1:]):
        low = html.lower()
        assert needs_help(html) == any(mark.decode() in low for mark in NEEDS_HELP)


def test_no_other_letter_than_the_kelvin_sign_becomes_one_of_markup():
    """The small “İ” is an i with a dot of its own behind it."""
    every = map(chr, range(128, sys.maxunicode + 1))
    assert [one for one in every if one.lower()[-1:].isascii()] == [KELVIN]
