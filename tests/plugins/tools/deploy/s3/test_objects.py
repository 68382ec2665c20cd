"""How the files of a site stand in a bucket."""

from __future__ import annotations

import pytest

from plugins.tools.deploy.s3.objects import (
    FOREVER,
    Stage,
    count_signs,
    describe,
    find_redirects,
    kind_of,
    stage_of,
)

LEADS = b'<meta http-equiv="refresh" content="0; url=/new/">'
FILES = {
    "old/index.html": LEADS,
    "page/index.html": b"A page.",
    "ä b/index.html": LEADS,
    "index.html": b"Home.",
}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("/old/ /new/ 301", {"old/index.html": "/new/"}),
        ("/old /new/ 302", {"old/index.html": "/new/"}),
        ("/page/ /new/ 301", {}),
        ("/page/ /new/ 301!", {"page/index.html": "/new/"}),
        ("/gone.xml https://a.org/b 301", {"gone.xml": "https://a.org/b"}),
        ("/gone/ /new/", {"gone/index.html": "/new/"}),
        ("/%C3%A4%20b/ /new/ 301", {"ä b/index.html": "/new/"}),
        ("/a/* /new/:splat 301", {}),
        ("/a/:b /new/ 301", {}),
        ("/a:b/ /new/ 301", {"a:b/index.html": "/new/"}),
        ("/ /new/ 301", {}),
        ("/api/ /new/ 200", {}),
        ("/gone/ new/ 301", {}),
        ("/gone/ /nëw/ 301", {}),
        (f"/gone/ /{'n' * 2048} 301", {}),
        ("# /old/ /new/ 301", {}),
    ],
)
def test_a_line_of_redirects_is_an_object_that_leads_on(line, expected):
    """Where a store has a form for it; pages stay unless a line is meant to win."""
    assert dict(find_redirects(line, "/", FILES.get)) == expected


def test_addresses_below_a_path_are_counted_from_there():
    """A bucket holds the site, not its host."""
    lines = "/blog/old/ /blog/new/ 301\n/other/ /blog/new/ 301\n/blog /blog/new/ 301!"
    found = dict(find_redirects(lines, "/blog/", FILES.get))
    assert found == {"old/index.html": "/blog/new/", "index.html": "/blog/new/"}
    assert count_signs("/a/* /b 301\n/a /b 301\n/:a /b 301") == 2


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("A.HTML", "text/html; charset=utf-8"),
        ("feeds/all.atom.xml", "application/atom+xml"),
        ("feeds/all.rss.xml", "application/rss+xml"),
        ("feeds/all.atom", "application/atom+xml"),
        ("sitemap.xml", "application/xml"),
        ("a.xml/b.css", "text/css; charset=utf-8"),
        ("robots.txt", "text/plain; charset=utf-8"),
        ("a.webp", "image/webp"),
        ("a.avif", "image/avif"),
        ("a.svg", "image/svg+xml"),
        ("a.woff2", "font/woff2"),
        ("a.js", "text/javascript; charset=utf-8"),
        ("feed.json", "application/json"),
        ("a.tar.gz", "application/gzip"),
        ("a.pdf", "application/pdf"),
        ("LICENSE", "application/octet-stream"),
        ("a.unknown", "application/octet-stream"),
    ],
)
def test_a_file_has_a_type_that_browsers_show(path, kind):
    """The same on every machine."""
    assert kind_of(path) == kind


def test_only_what_has_a_hash_in_its_name_is_kept_by_browsers():
    """For a year; pages never."""
    assert describe("a.0123456789abc.css", "").cache == FOREVER
    assert describe("a.css", "").cache == "no-cache"
    assert describe("a.0123456789abc.html", "").cache == "no-cache"
    assert describe("a.0123456789abc.css", "", "/b").cache == "no-cache"


def test_what_says_the_same_of_other_bytes_is_another_object():
    """And the same bytes with another word of them."""
    one = describe("a.html", "d")
    assert one.is_as(describe("b/index.html", "d"))
    assert not one.is_as(describe("a.html", "e"))
    assert not one.is_as(describe("a.txt", "d"))
    assert not one.is_as(describe("a.html", "d", "/x/"))
    assert not one.is_as(None)
    paths = ("a.css", "404.html", "feeds/a.xml", "robots.txt", "index.html")
    assert [*map(stage_of, paths)] == [
        Stage.ASSET,
        Stage.PAGE,
        Stage.FEED,
        Stage.FEED,
        Stage.HOME,
    ]
