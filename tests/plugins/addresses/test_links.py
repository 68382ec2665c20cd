"""Links of finished pages: each leads where it led, from wherever the page lies."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from plugins.addresses.links import SiteRoot, make_relative, make_rooted, relative_link

HOME = "https://www.example.org"
ROOT = SiteRoot(HOME)
BELOW = SiteRoot("https://www.example.org/blog")
PAGE = "posts/sleep/index.html"
RELATIVE = {
    f'<a href="{HOME}/">': '<a href="../../">',
    f'<a href="{HOME}">': '<a href="../../">',
    f'<a href="{HOME}/posts/mood/#risks">': '<a href="../mood/#risks">',
    f'<a href="{HOME}/posts/sleep/#risks">': '<a href="#risks">',
    f'<a href="{HOME}/posts/sleep/">': '<a href="./">',
    f'<a href="{HOME}/find/?q=a/b&amp;c">': '<a href="../../find/?q=a/b&amp;c">',
    f'<a href="{HOME}/posts/sleep/a:b">': '<a href="./a:b">',
    f"<A HREF='{HOME}/about.html'>": "<A HREF='../../about.html'>",
    f"<a href={HOME}/about.html>": "<a href=../../about.html>",
    '<a href="/about.html">': '<a href="../../about.html">',
    f'<a title="a > b" href="{HOME}/a/">': '<a title="a > b" href="../../a/">',
    f'<img alt="<" src="{HOME}/a.png">': '<img alt="<" src="../../a.png">',
    f'<img src="{HOME}/a.png" srcset="{HOME}/a.webp 480w, {HOME}/b.webp 2x">': (
        '<img src="../../a.png" srcset="../../a.webp 480w, ../../b.webp 2x">'
    ),
    f'<link rel="stylesheet" href="{HOME}/theme/a.css">': (
        '<link rel="stylesheet" href="../../theme/a.css">'
    ),
    f'<script src="{HOME}/a.js"></script>': '<script src="../../a.js"></script>',
    f'<form action="{HOME}/find/">': '<form action="../../find/">',
    f'<object data="{HOME}/a.svg">': '<object data="../../a.svg">',
    f'<div style="background: url({HOME}/a.png)">': (
        '<div style="background: url(../../a.png)">'
    ),
    f'<style>p {{ background: url("{HOME}/a.png") }}</style>': (
        '<style>p { background: url("../../a.png") }</style>'
    ),
    f'<meta http-equiv="refresh" content="0; url={HOME}/a/">': (
        '<meta http-equiv="refresh" content="0; url=../../a/">'
    ),
}
#: What browsers make of it, html.parser does not.
ODD = {
    '<meta http-equiv="refresh" content="0;/a/">': (
        '<meta http-equiv="refresh" content="0;../../a/">'
    ),
    '<a href=/find/?q=a="b>c</a>': '<a href=../../find/?q=a="b>c</a>',
    '<a href=" /a/ ">': '<a href=" ../../a/ ">',
    '<a href="/a/" href="/b/">': '<a href="../../a/" href="/b/">',
    '<a href="/a/""><a href="/b/">': '<a href="../../a/""><a href="../../b/">',
    "<a title=it's href=/a/>a</a> <a href='/b/'>it's": (
        "<a title=it's href=../../a/>a</a> <a href='../../b/'>it's"
    ),
    '<p title="<script"><a href="/a/">': '<p title="<script"><a href="../../a/">',
    '<p title="<!--"><a href="/a/">': '<p title="<!--"><a href="../../a/">',
    '<!--><a href="/a/">': '<!--><a href="../../a/">',
    '<!-- --!><a href="/a/">': '<!-- --!><a href="../../a/">',
    '<!-- <base href="/"> --><a href="/a/">': (
        '<!-- <base href="/"> --><a href="../../a/">'
    ),
    '<base target="_blank"><a href="/a/">': '<base target="_blank"><a href="../../a/">',
    '<title-card><a href="/a/"></title-card>': (
        '<title-card><a href="../../a/"></title-card>'
    ),
    '<use xlink:href="/i.svg#a"/>': '<use xlink:href="../../i.svg#a"/>',
    '<a ping="/p" href="/a/">': '<a ping="../../p" href="../../a/">',
    '<style>@import "/a.css"; @import url(/b.css);</style>': (
        '<style>@import "../../a.css"; @import url(../../b.css);</style>'
    ),
    '<div style="background: URL(&quot;/a.png&quot;)">': (
        '<div style="background: URL(&quot;../../a.png&quot;)">'
    ),
}
#: Pages that some programs make, and how many of their links lead into the site.
LARGE = {
    "links": ('<a href="/a/">a</a>\n' * 100_000, 100_000),
    "addresses in a text": (f'x="{HOME}/a/" ' * 100_000, 0),
    "signs of less": (f"{'<' * 500_000}<a href='{HOME}/a/'>", 1),
    "tags without an end": (f"{'<a ' * 50_000}href='{HOME}/a/'", 1),
    "quotes without an end": (f"{'<a x=' * 50_001}'{HOME}/a/", 0),
    "base without an end": ("<base " * 50_000, 0),
    "comments without an end": (f"{'<!--' * 100_000}{HOME}/a/", 0),
    "scripts without an end": (f"{'<script' * 50_000}{HOME}/a/", 0),
    "spaces": (f'<a {" " * 100_000}href="{HOME}/a/">', 1),
    "a refresh": (f'<meta http-equiv=refresh content="0{" ;" * 50_000}">', 0),
}
#: What other machines ask for, what is no link, and what leads elsewhere.
KEPT = [
    f'<link rel="canonical" href="{HOME}/a/">',
    f'<link href="{HOME}/a/" rel="canonical">',
    f'<link rel="alternate" hreflang="de" href="{HOME}/a/">',
    f'<meta property="og:url" content="{HOME}/a/">',
    f'<script type="application/ld+json">{{"@id": "{HOME}/a/"}}</script>',
    f"<script>let a = '<a href=\"{HOME}/a/\">';</script>",
    f'<a href="mailto:?body={HOME}/a/">',
    f'<a href="https://other.example/?to={HOME}/a/">',
    f'<a href="{HOME}.evil.example/">',
    '<a href="https://other.example/a/">',
    '<a href="//other.example/a/">',
    '<a href="#risks">',
    '<a href="../mood/">',
    f'<!-- <a href="{HOME}/a/"> -->',
    f'<p>{HOME}/a/ and &lt;a href="{HOME}/a/"&gt;</p>',
    f"<title>{HOME}/</title>",
    f'<textarea><a href="{HOME}/a/"></textarea>',
    f'<div data="{HOME}/a/" title="{HOME}/a/">',
    f'<base href="{HOME}/"><a href="{HOME}/a/">',
    "<br />",
]


@pytest.mark.parametrize("html", RELATIVE)
def test_a_link_counts_from_its_page(html):
    """However it is written, and wherever HTML has links."""
    assert make_relative(html, PAGE, ROOT) == RELATIVE[html]
    rest = f"<p>{html}</p><pre>{HOME}</pre>"
    assert (
        make_relative(rest, PAGE, ROOT) == f"<p>{RELATIVE[html]}</p><pre>{HOME}</pre>"
    )


@pytest.mark.parametrize("html", ODD)
def test_a_link_is_found_where_browsers_find_one(html):
    """In tags that nobody would write so; some theme or program does."""
    assert make_relative(html, PAGE, ROOT) == ODD[html]


@pytest.mark.parametrize("name", LARGE)
def test_a_page_of_any_size_is_read_once(name):
    """To read it again for each of its signs would take hours."""
    html, links = LARGE[name]
    assert make_relative(html, PAGE, ROOT).count("../../a/") == links


@pytest.mark.parametrize("html", KEPT)
def test_what_is_no_link_into_the_site_stays_as_it_is(html):
    """Canonical links, data, texts, other hosts."""
    assert make_relative(html, PAGE, ROOT) == html
    assert make_rooted(html, ROOT) == html


def test_a_site_below_a_folder_has_links_into_that_folder_alone():
    """What lies beside it on the same host is another site."""
    html = (
        '<a href="https://www.example.org/blog/a/"><a href="/blog/a/">'
        '<a href="https://www.example.org/shop/"><a href="/shop/"><a href="/blogs/">'
    )
    assert make_relative(html, "index.html", BELOW) == (
        '<a href="a/"><a href="a/">'
        '<a href="https://www.example.org/shop/"><a href="/shop/"><a href="/blogs/">'
    )


def test_a_page_that_is_sent_anywhere_has_links_from_the_root_of_the_host():
    """With the path of the site's own address before them."""
    html = '<a href="https://www.example.org/blog/a/"><img src="/blog/a.png">'
    rooted = '<a href="/blog/a/"><img src="/blog/a.png">'
    assert make_rooted(html, BELOW) == rooted


def test_a_place_on_the_page_of_a_folder_is_none_of_its_other_pages():
    """“#risks” alone would be a place on the page that it stands on."""
    html = f'<a href="{HOME}/posts/#risks"><a href="{HOME}/posts/all.html#risks">'
    assert make_relative(html, "posts/all.html", ROOT) == (
        '<a href="./#risks"><a href="all.html#risks">'
    )
    assert make_relative(html, "posts/index.html", ROOT) == (
        '<a href="#risks"><a href="all.html#risks">'
    )


def test_a_site_below_a_folder_may_be_named_without_its_slash():
    """As an author types it."""
    html = '<a href="/blog"><a href="/blog?q=1"><a href="/blog#b">'
    relative = '<a href="../"><a href="../?q=1"><a href="../#b">'
    assert make_relative(html, "a/index.html", BELOW) == relative


def test_a_site_without_an_address_has_relative_links_too():
    """Pelican's SITEURL is empty unless a site sets it."""
    html = '<link rel="stylesheet" href="/theme/a.css"><a href="//other.example/">'
    assert make_relative(html, "a/index.html", SiteRoot("")) == (
        '<link rel="stylesheet" href="../theme/a.css"><a href="//other.example/">'
    )


NAMES = st.sampled_from(["a", "b", "c.d", "e:f", "x-y", "%20", "é"])
FOLDERS = st.lists(NAMES, max_size=3).map("/".join)
TARGETS = st.tuples(
    FOLDERS,
    st.sampled_from(["", "/", "/index.html", "/a.png"]),
    st.sampled_from(["", "#a", "?b=/c", "?b#a"]),
).map(lambda parts: f"{parts[0]}{parts[1] if parts[0] else ''}{parts[2]}")


@given(folder=FOLDERS, target=TARGETS)
def test_a_relative_link_means_what_the_whole_one_meant(folder, target):
    """As RFC 3986 resolves it against the page; the page itself is its folder."""
    page = f"{HOME}/{folder}/" if folder else f"{HOME}/"

    assert urljoin(page, relative_link(folder, target)) == f"{HOME}/{target}"


PIECES = st.sampled_from(
    [
        *RELATIVE,
        *(one for one in KEPT if "<base" not in one),
        "</a>",
        "</p>",
        "words",
        ' "quoted" ',
        "a < b",
        "=/x",
        "\n",
        f"{HOME}/",
    ]
)


@given(pieces=st.lists(PIECES, max_size=12), page=st.sampled_from([PAGE, "a.html"]))
def test_every_attribute_means_the_same_and_no_text_changes(pieces, page):
    """A reader of HTML finds the same tags, texts and, resolved, the same links."""
    html = "".join(pieces)

    assert meaning(make_relative(html, page, ROOT), page) == meaning(html, page)


def meaning(html: str, page: str) -> list[object]:
    """Return a page's tags and texts, its addresses made whole."""
    soup = BeautifulSoup(f"<p>{html}", "html.parser")
    address = f"{HOME}/{page}".removesuffix("index.html")

    def whole(url: str) -> str:
        # An address without a path is that of its root (RFC 3986, 6.2.3).
        return re.sub(f"^{HOME}$", f"{HOME}/", urljoin(address, url))

    def whole_in(text: str) -> str:
        found = r"(?P<before>url[(=][\"']?)(?P<url>[^\"')]+)"
        return re.sub(found, lambda one: one["before"] + whole(one["url"]), text)

    for tag in soup.find_all(True):
        for name in tag.attrs.keys() & {"href", "src", "action"}:
            tag[name] = whole(tag[name])
        if tag.name == "object":
            tag["data"] = whole(tag["data"])
        for name in tag.attrs.keys() & {"style", "content"}:
            tag[name] = whole_in(tag[name])
        if "srcset" in tag.attrs:
            offers = [offer.split() for offer in tag["srcset"].split(",")]
            tag["srcset"] = str([(whole(url), size) for url, size in offers])
        if tag.name == "style":
            tag.string = whole_in(tag.text)
    return [soup.decode()]
