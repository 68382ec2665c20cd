"""Links are led to where files and pages have gone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.tools.desk.links import Moved, Place, follow_links, move_target

MOVED = Moved(
    {
        "posts/old.md": "posts/new.md",
        "posts/a b.md": "posts/a c.md",
        "posts/set/index.md": "posts/kit/index.md",
        "posts/set/pic.jpg": "posts/kit/pic.jpg",
    },
    {"/blog/old/": "/blog/new/", "/plain.html": "/simple.html", "/é/": "/è/"},
    "https://site.example/sub",
)
PLACE = Place("posts/here.md", "/blog/here/", MOVED)


@pytest.mark.parametrize(
    ("target", "wanted"),
    [
        ("{filename}old.md", "{filename}new.md"),
        ("{filename}./old.md#x", "{filename}new.md#x"),
        ("|filename|old.md", "|filename|new.md"),
        ("{filename}/posts/old.md?a=1", "{filename}/posts/new.md?a=1"),
        ("{filename}../posts/old.md", "{filename}new.md"),
        ("{filename}a%20b.md", "{filename}a%20c.md"),
        ("{filename}a b.md", "{filename}a c.md"),
        ("{static}set/pic.jpg", "{static}kit/pic.jpg"),
        ("{attach}/posts/set/pic.jpg", "{attach}/posts/kit/pic.jpg"),
        ("{filename}older.md", None),
        ("{category}old", None),
        ("/blog/old/", "/blog/new/"),
        ("/blog/old", "/blog/new"),
        ("/blog/old/index.html#a", "/blog/new/index.html#a"),
        ("/blog/old/x.pdf", None),
        ("/blog/older/", None),
        ("/plain.html?x#y", "/simple.html?x#y"),
        ("/%C3%A9/", "/%C3%A8/"),
        ("../old/", "../new/"),
        ("../old/#x", "../new/#x"),
        ("../../blog/old/", "../new/"),
        ("../older/", None),
        ("#old", None),
        ("", None),
        ("https://site.example/sub/blog/old/", "https://site.example/sub/blog/new/"),
        ("http://site.example/sub/blog/old/", "http://site.example/sub/blog/new/"),
        ("//site.example/sub/blog/old/", "//site.example/sub/blog/new/"),
        ("https://site.example/blog/old/", None),
        ("https://site.example.org/sub/blog/old/", None),
        ("mailto:a@b.example?subject=/blog/old/", None),
    ],
)
def test_a_target_keeps_its_form(target, wanted):
    """With its fragment, its question and its signs for spaces."""
    assert move_target(target, PLACE) == (target if wanted is None else wanted)


@pytest.mark.parametrize(
    ("target", "wanted"),
    [
        ("{filename}../old.md", "{filename}../new.md"),
        ("{attach}pic.jpg", None),
        ("{filename}/posts/set/index.md", "{filename}/posts/kit/index.md"),
        ("../here/", None),
        ("photo.jpg", None),  # lies below the page, and goes with it
        ("#top", None),
    ],
)
def test_a_text_that_moves_itself_still_leads_where_it_led(target, wanted):
    """What lies beside it in its folder goes with it."""
    moved = Moved(MOVED.files, {"/blog/set/": "/blog/kit/", **MOVED.addresses})
    place = Place("posts/set/index.md", "/blog/set/", moved)
    assert move_target(target, place) == (target if wanted is None else wanted)


def test_a_page_that_moves_deeper_leads_back_up():
    """Relative links count from the page."""
    moved = Moved({}, {"/old/": "/blog/new/"})
    place = Place("posts/old.md", "/old/", moved)
    assert move_target("../other/", place) == "../../other/"
    assert move_target("../old/", place) == "../old/"


@pytest.mark.parametrize("sign", ["(b)", "'b"])
def test_an_address_among_words_is_led_on_whole(sign):
    """Brackets and apostrophes that belong to it are no end of it."""
    old, new = (f"https://site.example/sub/a/{sign}{name}/" for name in ("", "c"))
    place = Place(
        "posts/here.md",
        "/blog/here/",
        Moved({}, {f"/a/{sign}/": f"/a/{sign}c/"}, "https://site.example/sub"),
    )
    assert follow_links(f"See (it: {old}).", place) == f"See (it: {new})."


TEXT = """\
[a](/blog/old/), ![b]({static}set/pic.jpg "/blog/old/") and [c](<{filename}a b.md>).
<img src="/blog/old/x.png" alt=""><a class="x" href='/blog/old/'>d</a>
<a href=/blog/old/>
See https://site.example/sub/blog/old/. Not (https://other.example/blog/old/).
[e]: {filename}old.md "Title"
[f]:
    /blog/old/
[^1]: /blog/old/ is a note

`[code](/blog/old/)` ``<a href="/blog/old/">`` /blog/old/ "{filename}"

    [indented]({filename}old.md)

~~~
[fenced](/blog/old/)
~~~
"""
LED = """\
[a](/blog/new/), ![b]({static}kit/pic.jpg "/blog/old/") and [c](<{filename}a c.md>).
<img src="/blog/old/x.png" alt=""><a class="x" href='/blog/new/'>d</a>
<a href=/blog/new/>
See https://site.example/sub/blog/new/. Not (https://other.example/blog/old/).
[e]: {filename}new.md "Title"
[f]:
    /blog/new/
[^1]: /blog/old/ is a note

`[code](/blog/old/)` ``<a href="/blog/old/">`` /blog/old/ "{filename}"

    [indented]({filename}old.md)

~~~
[fenced](/blog/old/)
~~~
"""
HEAD = "---\ntitle: /blog/old/\nuid: tag:site.example,2026:/blog/old/\n{more}---\n"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_link_of_a_text_is_found_and_code_is_left_alone(newline):
    """In Markdown, in tags, by names, and as whole addresses in a sentence."""
    head = HEAD.format(more="summary: See [x](/blog/old/)\n  # and (/blog/old/)\n")
    text = (head + TEXT).replace("\n", newline)
    led = head.replace("[x](/blog/old/)", "[x](/blog/new/)") + LED

    found = follow_links(text, PLACE, ["summary"])
    assert found == led.replace("\n", newline)


def test_other_texts_have_no_code_by_spaces():
    """HTML and reStructuredText are set in as their authors like."""
    text = '<html><body>\n\n    <a href="/blog/old/">x</a>\n</body></html>\n'
    place = Place("posts/x.html", "/blog/x/", MOVED)
    assert "/blog/new/" in follow_links(text, place)
    text = "T\n=\n\n`g <{filename}old.md>`_\n\n    :target: {filename}/posts/old.md\n"
    place = Place("posts/x.rst", "/blog/x/", MOVED)
    assert follow_links(text, place) == text.replace("old", "new")


@given(st.text("[](){}<>|/\\'\"# \n\r`~blogdnew-old.mdfileamsthr:=", max_size=60))
def test_nothing_but_such_links_ever_changes(body):
    """Whatever stands in a text: without moves it comes back, byte for byte."""
    text = f"---\ntitle: a\n---\n{body}"
    nowhere = Place("posts/old.md", "/blog/old/", Moved({}, {}, "https://s.example"))
    assert follow_links(text, nowhere) == text
    led = follow_links(text, PLACE)
    back = Moved(
        {new: old for old, new in MOVED.files.items()},
        {new: old for old, new in MOVED.addresses.items()},
        MOVED.siteurl,
    )
    if "new" not in text and "./" not in text and "posts" not in text:
        again = follow_links(led, Place(*PLACE_OF, back))
        assert again == text


PLACE_OF = ("posts/here.md", "/blog/here/")
