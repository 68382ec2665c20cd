"""What a browser would make of a text, and where it would reach beyond it."""

from __future__ import annotations

from time import process_time

import pytest

from plugins.safe_html.judge import find_unsafe
from plugins.safe_html.policy import Policy


@pytest.mark.parametrize(
    "html",
    [
        "<p>a", "</p>", "<p><details><summary>a</summary>b</details></p>", "a < b",
        "<!-- <p>old</p> --><p>a</p>", "<P CLASS=a>b</P>", "<table><tr><td>a</table>",
        "<ul><li>a<li>b</ul>", "<dl><div><dt>a<dd>b</div></dl>",
        "<a href=&copy>b</a>",
        "<p title='</div>'>a</p>", "<ul><li>a", "&lt;script>", "<pre>\n\na</pre>",
        f"<hr/><p>{'long words ' * 300}</p>", f"{'a = b ' * 300}<P>c</P>",
        f"<pre>{'x &gt; y ' * 300}</pre><P>c</P>", f"<P>{'a=b ' * 300}<em>c</em></P>",
    ],
)  # fmt: skip
def test_odd_html_is_harmless(html):
    """Browsers mend it, and nothing outside of the text changes."""
    assert find_unsafe(html, Policy()) == ()


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<script>x</script>", "<script>"),
        ("<!--> <script>x</script> -->", "<script>"),
        ("<image src=x onerror=y>", "onerror"),
        ("<body onload=x>", "onload"),
        ("<svg><style><img src=x onerror=y>", "onerror"),
        ("<math><mtext><mglyph><style><img src=x onerror=y>", "onerror"),
        ("<svg></p><style><a id='</style><img src=1 onerror=x>'>", "<svg>"),
        ("<noscript><p title='</noscript><img src=x onerror=y>'>", "<noscript>"),
        ("<form><math><mtext></form><form><mglyph><style></math><img onerror=x>", "o"),
        ("a<?php x ?>b", "comment"), ("a<![CDATA[ x ]]>b", "comment"),
        ("a<!-- b --!> c", "comment"), ("a</ b>c", "comment"),
    ],
)  # fmt: skip
def test_what_could_run_or_hides_words_is_named(html, said):
    """Also where it takes the standard's own tree to see it."""
    found = " ".join(one.what for one in find_unsafe(html, Policy()))
    assert said in found


@pytest.mark.parametrize(
    "html",
    [
        "</div>", "<b>a", "<!-- a", "<p title='a", "<li>a</li>", "<dd>a", "<td>a</td>",
        "<tr>", "</main>", "</article></section>", "<table><div><table></table></div>",
        "<ul><li><div><li></li></div></li></ul>", "<p", "<a href=x", "</li></ul>",
        "</td>",
        "<font>a", "<plaintext>", "<textarea>", "</table>a", "<a>b",
        "<div><dd>a</div>",
    ],
)  # fmt: skip
def test_what_reaches_beyond_the_text_is_named(html):
    """It would close, format or swallow what the theme puts around it."""
    assert find_unsafe(html, Policy())


@pytest.mark.parametrize(
    "html",
    [
        "<p " + " ".join(f"data-a{n}=x" for n in range(8000)) + ">",
        "<i><b></i>" * 8000, "<b></p>" * 8000, "<ul><li>" * 500, "<svg>" * 1000,
        "<div>" * 1500 + "</div>" * 1500, "".join(f"<x{n}>" for n in range(1000)),
        "<!-- x -->" + "<b>" * 1500 + "</b>" * 1500, "<p>a</p>\xa0<!-- -->" * 200_000,
    ],
    ids=range(9),
)  # fmt: skip
def test_what_would_take_for_ever_is_refused_unread(html):
    """The standard's algorithm looks at all that is open for each end tag."""
    started = process_time()
    assert find_unsafe(html, Policy())
    assert process_time() - started < 2


def test_a_faked_end_mark_hides_nothing():
    """The mark behind the text is a part of it for nobody else."""
    for html in (
        '<p onclick="x//bulletin-behind">a</p>',
        '<p id="bulletin-behind">a</p></div>',
        '<a href="java&#115;cript:x//bulletin-behind">a</a>',
    ):
        assert find_unsafe(html, Policy()), html


def test_an_order_to_a_server_is_no_comment():
    """Some include a file where a page says “<!--#include”."""
    assert find_unsafe('<!--#include virtual="/etc/passwd" -->', Policy())
    assert not find_unsafe("<!-- #1 of three -->", Policy())
