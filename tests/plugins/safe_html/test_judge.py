"""What a browser would make of a text, and where it would reach beyond it."""

from __future__ import annotations

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
