"""What was brought is built by the clinic's own rules, and no word of it is lost."""

from __future__ import annotations

import io
from collections import Counter
from html import escape
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

import pelicanconf
from plugins.tools.importing.blocks import Blocks
from plugins.tools.importing.flow import Flow
from plugins.tools.importing.outline import Outline
from plugins.tools.importing.tree import parse
from tests.conftest import a_post
from tests.plugins.tools.importing.bodies import (
    built,
    converted,
    markdown,
    said,
    words_in,
)

STRUCTURE = (
    *("ul", "ol", "li", "blockquote", "table", "tr", "th", "td", "pre", "dl", "dt"),
    *("dd", "h2", "h3", "h4", "a", "em", "strong", "sup", "br"),
)
CASES = Path(__file__).parent / "cases"
PLUGINS = "front_matter post_checks sanitizer references images reading"
STRICT = {
    "PLUGINS": [f"plugins.{name}" for name in PLUGINS.split()],
    "MARKDOWN": pelicanconf.MARKDOWN,
    "READERS": pelicanconf.READERS,
    "SANITIZER": pelicanconf.SANITIZER,
    "POST_CHECKS": {"strict": True},
    "FRONT_MATTER": {"strict": True},
    "REFERENCES": {"append": False},
}
SIGNS = (
    "* ** _ __ ` ``` # ## 1. 2) - + > | [x] [x](y) ![a](b) {#a} {.b} < & &amp; &copy;"
    " &#27; &# \\ ~~ ~x~ == === ^a^ $x^2$ : :: ::: :smile: !!! ! @key2020 [@key2020]"
    " [^1] [TOC] *[x]: http://a.org/x_y_ a_b _a_ (c) %% || {{x}} {%x%} --- x_ ''' <b>"
    " </div> <!-- --> ]]> snake_case_x 5*3*2 #tag a@b.org \\( \\[ [[w]] ((deadbeef))"
    ' h1. "q":http://a.b • · « … “x”'
)
WORD = st.sampled_from(SIGNS.split()) | st.text("abcdeé", min_size=1, max_size=5)
TEXT = st.builds(
    lambda words, glue: escape(glue.join(words)),
    st.lists(WORD, min_size=1, max_size=4),
    st.sampled_from([" ", " ", ""]),
)
INLINE_NAMES = "b i em strong code u sup span del small kbd a"
NAMES = st.sampled_from(INLINE_NAMES.split())


def _inline(child):
    def wrapped(name, inside):
        given = ' href="https://a.org/p_q"' if name == "a" else ""
        return f"<{name}{given}>{inside}</{name}>"

    joined = st.builds(
        "{}{}{}".format, child, st.sampled_from(["", " ", "<br>"]), child
    )
    return st.builds(wrapped, NAMES, child) | joined


INLINE = st.recursive(TEXT, _inline, max_leaves=4)
BLOCK = (
    st.builds("<p>{}</p>".format, INLINE)
    | INLINE
    | st.builds("<h3>{}</h3>".format, INLINE)
    | st.builds("<pre>{}</pre>".format, TEXT)
)


def _blocks(child):
    inside = st.lists(child, min_size=1, max_size=3).map("".join)
    items = st.lists(st.builds("<li>{}</li>".format, inside), min_size=1, max_size=3)
    cells = st.builds("<tr><td>{}</td><td>{}</td></tr>".format, child, child)
    rows = st.lists(cells, max_size=2).map("".join)
    head = st.builds("<tr><th>a</th><th>{}</th></tr>".format, TEXT)
    return (
        st.builds("<ul>{}</ul>".format, items.map("".join))
        | st.builds("<ol>{}</ol>".format, items.map("".join))
        | st.builds("<blockquote>{}</blockquote>".format, inside)
        | st.builds("<div>{}</div>".format, inside)
        | st.builds("<dl><dt>t</dt><dd>{}</dd></dl>".format, inside)
        | st.builds("<table>{}{}</table>".format, head, rows)
    )


TREE = st.lists(st.recursive(BLOCK, _blocks, max_leaves=5), min_size=1, max_size=3).map(
    "".join
)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(TREE)
def test_no_word_is_lost_and_none_becomes_markup(html):
    """The page that is built has the words of the old one, in order."""
    result = converted(html)
    if any("typed marks" in note.what for note in result.notes):
        return  # “1.” and “•” are marks of a list now, as they were meant
    assert words_in(built(result.text)) == words_in(html), result.text


def kept(blocks):
    """Return how many elements of each kind are in these blocks, themselves too."""
    names = [
        one.name for block in blocks for one in (block, *block.find_all(STRUCTURE))
    ]
    return Counter(name for name in names if name in STRUCTURE)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(TREE)
def test_lists_tables_quotations_code_and_links_stay_what_they_were(html):
    """The page that is built has each of them, inside of what it was in."""
    body = parse(html)
    Blocks(body, ()).read()
    wanted = kept(Outline(Flow(is_classic=False).take(body)).read())
    page = BeautifulSoup(f"<body>{built(converted(html).text)}", "html5lib").body
    assert kept([page]) == wanted


@pytest.fixture(name="bring")
def _bring(site, tmp_path):
    """Convert bodies, and build them as the clinic's posts."""
    image = io.BytesIO()
    Image.new("RGB", (60, 40), (90, 120, 90)).save(image, "JPEG")

    def bring(*bodies, **more):
        files = {f"images/{name}.jpg": image.getvalue() for name in ("bed", "chair")}
        files["posts/sleep.md"] = a_post(title="Sleep")
        for number, body in enumerate(bodies):
            text = markdown(body, **more)
            files[f"posts/p{number}.md"] = a_post(title=f"Post {number}", body=text)
        return site(files, **STRICT, IMAGES={"cache": str(tmp_path / "cache")})

    return bring


SQUARESPACE = (CASES / "squarespace.html").read_text("utf-8")
WORDPRESS = (CASES / "wordpress.html").read_text("utf-8")
CLASSIC = (CASES / "classic.html").read_text("utf-8")


def test_posts_of_every_old_system_are_built_without_a_problem(bring):
    fields = {"footnotes": '[{"id":"u","content":"A note."}]'}
    run = bring(SQUARESPACE, WORDPRESS, fields=fields)
    assert run.names() == ["references-plain"]  # somebody else's, and told
    old = [words_in(SQUARESPACE), words_in(WORDPRESS)]
    for number, words in enumerate(old):
        page = run.soup(f"post-{number}.html")
        text = page.find(class_="entry-content") or page.body
        for mark in text.select(".footnote-ref"):  # numbers have become letters
            mark.string = str(ord(mark.text[1]) - ord("a") + 1)
        shown = {*words_in(str(text))}
        assert [word for word in words if word not in shown] == []
    assert run.soup("post-0.html").find("figcaption").get_text() == "Where you lie."
    assert run.soup("post-0.html").find("a", href=lambda to: "sleep" in to)
    second = run.soup("post-1.html")
    assert len(second.select("table")) == 2
    assert second.select_one("td[rowspan]").get_text() == "a_b"
    assert second.select_one("ol[start='4'] pre").get_text() == "code\n"
    assert second.select_one("#fn\\:1") is not None
    assert [one["alt"] for one in second.select("img")] == ["A bed.", "A chair."]


def test_a_text_of_the_classic_editor_is_built_without_a_problem(bring):
    (name,) = (note for note in said(CLASSIC, is_classic=True) if "[unknown" in note)
    assert name.startswith("left: ")
    run = bring(CLASSIC.replace("-300x200", ""), is_classic=True)
    assert run.names() == []
    page = run.soup("post-0.html")
    assert [one.get_text() for one in page.select("ol li")] == ["First", "Second"]
    assert page.find("h2", string="Next")
    assert len(page.select("blockquote p")) == 2
    assert "@name2020 and ==marks==" in page.get_text()


@pytest.mark.parametrize("hostile", ["<script>x</script>", "<img src=x onerror=x>"])
def test_nothing_that_runs_comes_through(bring, hostile):
    bodies = (
        f"<p>a{hostile}</p>",
        f"<table><tr><td colspan=2>{escape(hostile)}<tr><td>b{hostile}<td>c</table>",
        f"<pre><code>{escape(hostile)}</code></pre>{hostile}",
        f"[caption]{hostile} words[/caption] [code]{hostile}[/code]",
        f'<a href="javascript:x" title="{escape(hostile)}">a</a><p title="x">b</p>',
        f'<img src="/bed.jpg" alt="{escape(escape(hostile))}&quot; onload=x">',
    )
    run = bring(*bodies)
    assert set(run.names()) <= {"image-alt", "link-missing", "image-missing"}
    for number in range(len(bodies)) if not run.names() else ():
        page = BeautifulSoup(run.read(f"post-{number}.html"), "html5lib")
        assert not page.select("article script")
        assert not any(
            key.startswith("on") for one in page.find_all() for key in one.attrs
        )
