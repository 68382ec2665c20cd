"""A site that leaves stock Pelican's feeds for ours shows no reader anything twice."""

from __future__ import annotations

import feedparser
import pytest

from tests.conftest import a_post
from tests.needs import needs
from tests.plugins.feeds.readers import READERS
from tests.plugins.feeds.server import serving
from tests.plugins.feeds.sites import ON, feed_paths

POSTS = {
    "posts/a.md": a_post("One & <em>only</em>", date="2026-01-01"),
    "posts/b.md": a_post(
        "Two", date="2026-01-01 23:30", tags="x", modified="2026-02-02"
    ),
    "posts/c.md": a_post("睡眠と気分", date="2026-01-03T09:00:00+09:00"),
    "posts/d.md": a_post("Four", date="2026-01-04", slug="four", lang="en"),
    "posts/d-de.md": a_post("Vier", date="2026-01-04", slug="four", lang="de"),
}
STOCK = ON | {
    "PLUGINS": [],
    "TIMEZONE": "America/Los_Angeles",
    "TRANSLATION_FEED_ATOM": "feeds/all-{lang}.atom.xml",
    "FEED_ATOM": "feeds/posts.atom.xml",
    "FEED_RSS": "feeds/posts.rss.xml",
}
OURS = STOCK | {"PLUGINS": ["plugins.feeds"]}
FEEDS = ("feeds/all.atom.xml", "feeds/all.rss.xml")


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"FEED_APPEND_REF": True},
        {"FEED_DOMAIN": "https://feeds.example"},
        {"SITEURL": "https://host.example/sub/path"},
        {"FEED_MAX_ITEMS": 2},
        {"ARTICLE_URL": "{date:%Y}/{slug}.html", "ARTICLE_SAVE_AS": "{slug}.html"},
    ],
    ids=lambda more: next(iter(more), "plain"),
)
def test_ids_and_addresses_are_those_of_stock_pelican(site, more):
    """Every feed that stock Pelican writes is at its old address with its old ids."""
    stock = site(POSTS, **STOCK | more)
    before = {
        path: [(e.id, e.link) for e in feedparser.parse(stock.read(path)).entries]
        for path in feed_paths(stock.output)
    }
    ours = site(POSTS, **OURS | more)
    after = {
        path: [(e.id, e.link) for e in feedparser.parse(ours.read(path)).entries]
        for path in before
    }

    assert len(before) == 12
    assert all(before.values())
    assert {k: sorted(v) for k, v in before.items()} == {
        k: sorted(v) for k, v in after.items()
    }


@pytest.mark.parametrize(
    "kind",
    [pytest.param(k, marks=needs(*k.PROGRAMS), id=k.__name__) for k in READERS],
)
@pytest.mark.reader
def test_no_reader_shows_a_post_twice_after_the_switch(kind, site, tmp_path):
    """Also sfeed, for which a new title or link would be a new post."""
    home = tmp_path / "home"
    home.mkdir()
    output = site(POSTS, **STOCK).output
    with serving(output) as server:
        reader = kind(home, [f"{server.url}/{path}" for path in FEEDS])
        reader.poll()
        before = sorted(
            (row.feed, row.id, row.title, row.link) for row in reader.held()
        )
        site(POSTS, **OURS)
        reader.poll()
        after = sorted((row.feed, row.id, row.title, row.link) for row in reader.held())

    assert len(before) == 2 * len(POSTS)
    assert before == after
