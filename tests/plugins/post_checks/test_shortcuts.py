"""Looks that are left out where a text holds no sign for them: nothing is lost."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.post_checks.dialects import _is_suspect
from plugins.post_checks.links import find_links
from plugins.post_checks.misread import find_misread_source
from plugins.post_checks.notations import FORMULAS, NOTATIONS, UNSEEN
from plugins.post_checks.slips import find_markdown_mistakes
from plugins.source.prose import Prose

PIECES = st.sampled_from(
    (
        *"`*_[]()!<>&;:\\@{}#|^~=\"'/•-+ \n",
        *("word", "a two", "\n\n", "(x)[https://e.org]", "[[Page]]", "![[a]]", "[@a1"),
        *("[-@a1", "\\[@a1", "\n<<<<<<< HEAD\n", "&#27;", "&#x1b;", "<!-- ", "-->"),
        *("\n• sleep", "\n· mood", "\n| a | b |\n|---|---|\n", "**sleep", " **"),
        *("<!-- wp:a/b /-->", "! [a](b.png)", "{{<x>}}", "{{%x%}}", "\\(a^2\\)"),
        *("\\[a=b\\]", "@key\\_2020", "\nOne two three four.\n---\n", "\n- a\n--\n"),
        *("[a](https://e.org)", "![a](b.png)", "\\![a](b)", "![a]", "[a] (/b)", "[^1]"),
        *("[a (https://e.org", "\n[a]: /b\n", "\n[^1]: note\n", "[a][b]", "x[a][b]"),
    )
)
SIGNS = st.sampled_from(
    sorted({x for one in (*FORMULAS, *NOTATIONS) for x in one.signs.split(" ") if x})
) | st.sampled_from([" ", "\n", "a", "toc", "import", ":"])


class Everything(str):
    """A text that claims to hold every sign, so that nothing is left out."""

    __slots__ = ()

    def __contains__(self, sign):
        return True


#: A page on which whatever is asked for can be seen.
SHOWN = SimpleNamespace(
    html=Everything(),
    prints=lambda _: True,
    prints_exactly=lambda _: True,
    prints_item=lambda _, **__: True,
)


@settings(max_examples=50, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_any_text_is_read_as_if_nothing_were_left_out(body):
    """Whatever stands beside what."""
    quick, whole = Prose(body), Prose(Everything(body))
    vars(whole)["text"] = Everything(quick.text)
    assert find_links(quick) == find_links(whole)
    for find in (
        lambda prose: find_markdown_mistakes(prose, SHOWN),
        lambda prose: find_misread_source(prose, SHOWN.html),
    ):
        assert list(find(quick)) == list(find(whole))


LISTS = [one for one in NOTATIONS if one.signs in ("- * + 1.", " ".join(UNSEEN))]


@pytest.mark.parametrize("notation", LISTS, ids=["unseen", "tight"])
def test_each_place_of_a_list_holds_one_of_its_signs(notation):
    """A sign that some of its places lack would hide those."""

    @settings(max_examples=20, deadline=None)
    @given(st.from_regex(notation.pattern))
    def check(text):
        assert notation.may_be_in(text, frozenset(text))

    check()


@settings(max_examples=50, deadline=None)
@given(st.lists(SIGNS, max_size=8).map("".join))
def test_a_notation_is_looked_for_where_one_of_its_signs_is(text):
    """However quickly that is found out."""
    for one in (*FORMULAS, *NOTATIONS):
        has_sign = any(sign in text for sign in one.signs.split(" ") if sign)
        assert one.may_be_in(text, frozenset(text)) == has_sign


#: What may stand in HTML and is a reason to look, as one pattern.
ODD = re.compile(
    r"(?:href|src)=\"[^\"]*[\s\u00ad\u200b-\u200f\u2060\ufeff“”%]|\|\d+(?:x\d+)?\""
    r"|\*\*|\]\(|`|^ *[-*+#]|class=\"admonition|(?<!<pre>)<code>[^<\n]*\n"
    r"|<[a-z0-9]+(?: [^<>]*)? (?:[\w:.-]+(?=[ >])|(?!(?:alt|aria-\w+|class|colspan"
    r"|data-[\w-]+|height|href|id|lang|loading|rel|role|rowspan|src|start|style|tabindex"
    r"|title|width)=)[\w:.-]+=)",
    re.MULTILINE,
)


@settings(max_examples=50, deadline=None)
@given(st.from_regex(ODD))
def test_html_that_is_odd_in_any_way_is_looked_at(html):
    """Each way has a pattern of its own."""
    assert _is_suspect(html, ())


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *('<a href="b">', '<a href="b%20c">', '<img src="a b" alt="c|200">'),
                *("<p>", "</p>", "\n", "\n  ", "word ", "-", "#", "**", "](", "`"),
                *("<code>", "</code>", "<pre>", "</pre>", '<p class="a">', "<p a>"),
                *('<p id="a" b="c">', '<div class="admonition note">', " - ", "|3"),
            ]
        ),
        max_size=12,
    ).map("".join)
)
def test_html_that_is_not_odd_is_not(html):
    """So that nearly every text is done with here."""
    assert _is_suspect(html, ()) == bool(ODD.search(html))
