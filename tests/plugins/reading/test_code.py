"""Code that may be wider than a phone can be reached; all else stays as it is."""

from __future__ import annotations

import feedparser
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from plugins.reading.code import make_reachable
from tests.conftest import a_post

WIDE = "pip install --require-hashes"
OURS = 'tabindex="0" role="group" aria-label="Code"'
CHANGED = {
    f"<pre><code>{WIDE}\n</code></pre>": f"<pre {OURS}><code>{WIDE}\n</code></pre>",
    f'<pre class="a">x\n{WIDE}</pre>': f'<pre class="a" {OURS}>x\n{WIDE}</pre>',
    f"<PRE>{WIDE}</PRE>": f"<PRE {OURS}>{WIDE}</PRE>",
    "<pre>日本語のとても長い行</pre>": f"<pre {OURS}>日本語のとても長い行</pre>",
    "<pre>a\tb\tc</pre>": f"<pre {OURS}>a\tb\tc</pre>",
    f'<pre role="img" aria-label="A mouse">{WIDE}</pre>': (
        f'<pre role="img" aria-label="A mouse" tabindex="0">{WIDE}</pre>'
    ),
}
SAME = [
    f"<p>{WIDE}</p>",
    "<pre><code>sixteen columns.\nand two lines</code></pre>",
    "<pre>&lt;b&gt;&amp;&lt;/b&gt;</pre>",
    '<pre><span class="token keyword">if</span> x:</pre>',
    f"<pre {OURS}>{WIDE}</pre>",
    f'<pre tabindex="-1" role="note">{WIDE}</pre>',
    f"<!-- <pre>{WIDE}</pre> -->",
    f'<p title="<pre>{WIDE}</pre>">a</p>',
    f"&lt;pre>{WIDE}&lt;/pre>",
    f"<pre>{WIDE}",
    f"<preview>{WIDE}</preview>",
]


@pytest.mark.parametrize("html", CHANGED)
def test_wide_code_is_a_group_with_a_name_that_the_keyboard_reaches(html):
    """Among other blocks too, and a second time nothing changes."""
    assert make_reachable(html, "Code") == CHANGED[html]
    assert make_reachable(CHANGED[html], "Code") == CHANGED[html]
    assert make_reachable(f"<pre>a</pre>{html}b", "Code").endswith(f"{CHANGED[html]}b")


@pytest.mark.parametrize("html", SAME)
def test_all_else_stays_as_it_is(html):
    """Narrow code, an author's own names, and what only looks like code."""
    assert make_reachable(html, "Code") == html


@given(st.text(st.sampled_from("<>/pre! -=\"'x\n"), max_size=60))
def test_nothing_but_attributes_is_added(html):
    """Whatever stands there."""
    assert make_reachable(html, "Code").replace(f" {OURS}", "") == html


def test_a_post_has_it_and_feeds_have_the_code_alone(site):
    """Fenced, indented and raw; what a reader shows scrolls as the reader wants it."""
    body = (
        f"```python\n{WIDE}\n```\n\nText.\n\n    {WIDE}\n\n<pre>{WIDE}</pre>\n\n    x"
    )
    built = site(
        {"posts/a.md": a_post(body=body)},
        PLUGINS=["plugins.sanitizer", "plugins.reading", "plugins.feeds"],
        FEED_ALL_ATOM="all.atom.xml",
    )
    blocks = built.soup("a-post.html").find_all("pre")
    assert [one.get("tabindex") for one in blocks] == ["0", "0", "0", None]
    assert {one.get("aria-label") for one in blocks} == {"Code", None}
    content = feedparser.parse(built.read("all.atom.xml")).entries[0].content[0].value
    assert [one.attrs for one in BeautifulSoup(content, "lxml").find_all("pre")] == [
        {}
    ] * 4
    assert not built.problems
