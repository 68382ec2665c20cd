"""What a text costs grows with its length, whatever signs it is made of."""

from __future__ import annotations

import gc
from html import escape
from time import process_time

import pytest

from plugins.body import Body, plain_text
from plugins.front_matter.shape import check_shape
from plugins.images.core import replace_images
from plugins.post_checks.core import check_text
from plugins.post_checks.shown import Shown
from plugins.post_checks.targets import Index
from plugins.problem import Problem, format_problems
from plugins.references.exchange.typed_list import find_plain_list, read_typed
from plugins.source.bounds import find_excess
from plugins.source.core import make_source
from tests.conftest import a_post

#: Characters of the shorter text; the longer one has four times as many.
SHORT, TIMES = 4000, 4
#: Four times the text may take eight times as long, and a little; squares take sixteen.
MOST, LITTLE = 8, 0.08
SIGNS = """
    <a <a\\n \\n \\t ` `` ``a` ```\\n ~~~\\n ````\\n ```\\n~~~\\n # #\\n ##\\n #a * **
    *a _ __ [ [[ ![ [^ [@ [@a [@a; [] []( [a]( [a][ [a]:\\n *[a]: [^a]:\\n ](  ( (a)[
    (a)[/ ) ] { {: {:a= {#a {#a} @ | |- |-|- |a|b\\n > >\\n - -\\n =\\n -a\\n + 1.\\n
    1.a\\n :a\\n & &# &#x1b; &amp; < </ <! <? <!-- <!--a--> --> <![CDATA[ <div> </div>
    <b></i> <p> <br\\n <a\\thref=" <img\\tsrc=' <a@ <http:// https://a.b\\t a a\\n
    a\\n\\n \\\\ " ' ~ $ % references\\n references\\n\\n **references sources:\\t
    doi:10.1000/ (2019) a-b: A: title: \\u2028 \\x0b
"""
KINDS = [sign.encode().decode("unicode_escape") for sign in SIGNS.split()]
#: What stands before the sign and behind it, where many of it are inside something.
AROUND = [
    (" ", "[a](b", 'c "d)'),
    (" ", "[a]:", "\n\n"),
    (" ", '<img alt="a" src="/a.png" srcset="', '">'),
    (" ", "a", "{: a"),
    (" ", "references", "x"),
    (" ", "|-|-", "x"),
    (" ", "# a", "x"),
    ("#", "# a", "x"),
    ("#a", "{", ""),
    ("_", "a", ": b"),
    ("\n", "references", "x"),
    ("\n ", "<!--", ""),
]


def a_text(kind, size):
    sign, before, behind = kind
    return f"{before}{sign * (size // len(sign))}{behind}"


def read_all(text):
    """Ask everything of a post that is asked of its source."""
    line = " ".join(text.split("\n"))
    for post in (a_post(body=text), a_post(title=line), f"{line}\n{a_post()}", text):
        source = make_source("a.md", post.encode())
        list(check_shape(source.header, source.lines))
    source = make_source("a.md", a_post(body=text).encode())
    find_excess(text)
    for html in (text, f"<p>{escape(text)}</p>"):
        check_text(source, Shown(Body(html)), "a.md", Index())
    find_plain_list(source.prose)
    read_typed(source)
    plain_text(text)
    replace_images(text, lambda _: None)
    assert len(format_problems([Problem("a.md", 1, f"“{text}”", text, "a")])) < 1000


def cost(text):
    """Return the seconds of the processor that a text takes."""
    gc.disable()  # it would count what other tests have left
    try:
        begin = process_time()
        read_all(text)
        return process_time() - begin
    finally:
        gc.enable()


@pytest.mark.parametrize(
    "kind", [*((sign, "", "") for sign in KINDS), *AROUND], ids=repr
)
def test_twice_the_text_costs_twice_the_work(kind):
    """No pattern goes back over what it has seen, and no loop begins anew."""
    short = cost(a_text(kind, SHORT))
    long = cost(a_text(kind, SHORT * TIMES))
    if long > MOST * short + LITTLE:  # the machine may have been at something else
        long = min(long, cost(a_text(kind, SHORT * TIMES)))
    assert long <= MOST * short + LITTLE


@pytest.mark.parametrize(
    "sign", ["[", "![", "[[", "[^", "[@", "[a](", "#\n", "=\n", "[^1] "]
)
def test_what_markdown_would_take_minutes_for_is_named(site, sign):
    """In the body, with a line, and in the summary; nothing of it is rendered."""
    built = site(
        {
            "posts/a.md": a_post(body=f"Words.\n\n{sign * 16000}\n"),
            "posts/b.md": a_post(summary=f"'{' '.join([sign.strip()] * 16000)}'"),
        },
        PLUGINS=["plugins.front_matter", "plugins.post_checks", "plugins.sanitizer"],
        FRONT_MATTER={"strict": True},
    )
    named = [(one.path, one.line) for one in built.problems if "text-" in one.name]
    assert ("content/posts/a.md", 10) in named


@pytest.mark.parametrize("sign", ["[", "1. "])
def test_what_holds_markdown_in_a_series_file_is_named(site, sign):
    """Its text is read as a post's is."""
    files = {
        "posts/a.md": a_post(series="S"),
        "posts/b.md": a_post(title="B", series="S"),
        "series/s.md": f"---\ntitle: S\n---\n\n{sign * 6000}\n",
    }
    built = site(files, PLUGINS=["plugins.front_matter", "plugins.series"])
    (named,) = (one for one in built.problems if one.path == "content/series/s.md")
    assert (named.name, named.line) == ("series-file-invalid", 5 if sign == "[" else 4)


@pytest.mark.parametrize("tag", ["<span>", "<b>", "<details>", "<blockquote>"])
def test_elements_deep_inside_each_other_are_named(site, tag):
    """In a text and in a title; they ended in a traceback."""
    files = {
        "posts/a.md": a_post(body=f"Words.\n\n{tag * 3000}\n"),
        "posts/b.md": a_post(title=tag * 3000),
    }
    plugins = ["plugins.front_matter", "plugins.post_checks", "plugins.sanitizer"]
    built = site(files, PLUGINS=plugins, FRONT_MATTER={"strict": True})
    named = {(one.path, one.line, one.name) for one in built.problems}
    assert ("content/posts/a.md", 10, "text-unreadable") in named
    assert ("content/posts/b.md", 2, "value-html") in named


def test_long_posts_are_read():
    """A book of links, notes, lists, code and tables is far from the bounds."""
    paragraph = "Words *of* a [link](/a/), `code`, a note[^1], a [@source2020, p. 5]. "
    table = "| a | b |\n|---|---|\n" + "| [x](/x/) | *y* |\n" * 300
    items = "- An **item** with a [link](/a/) and more words.\n" * 300
    code = "```python\n" + "x[0] = y[1](2) < 3  # [[\n" * 300 + "```\n"
    notes = "".join(f"[^{n}]: A note about it.\n" for n in range(300))
    part = f"## A heading\n\n{paragraph * 30}\n\n{table}\n{items}\n{code}\n{notes}\n"
    assert find_excess(part * 4) is None
    assert find_excess("a" * 1_000_001).name == "text-unreadable"
