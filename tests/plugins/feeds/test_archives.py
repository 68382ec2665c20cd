"""A feed of many posts and its archives, on real sites."""

from __future__ import annotations

import json

import feedparser

from tests.conftest import a_post
from tests.plugins.feeds.rules import faults
from tests.plugins.feeds.sites import EVERY, ON, all_faults, feed_paths

SITE_FEEDS_ONLY = {
    key: None if key.startswith(("CATEGORY", "TAG", "AUTHOR")) else value
    for key, value in EVERY.items()
}


def test_a_thousand_posts_fill_feed_and_archives(site):
    """A new subscriber can read everything; the live feed stays small."""
    posts = {
        f"posts/{n:04}.md": a_post(
            f"Post {n}", date=f"20{10 + n // 100}-{1 + n % 12:02}-{1 + n % 28:02}"
        )
        for n in range(1000)
    }
    built = site(posts, FEED_MAX_ITEMS=30, DEFAULT_PAGINATION=False, **SITE_FEEDS_ONLY)
    for form, rel in (("atom", "prev-archive"), ("rss", "prev-archive")):
        live = feedparser.parse(built.read(f"feeds/all.{form}.xml"))
        assert len(live.entries) == 30
        seen, document, walked = set(), live, 0
        while document:
            seen |= {entry.id for entry in document.entries}
            links = [link.href for link in document.feed.links if link.rel == rel]
            path = links[0].removeprefix("https://site.example/") if links else ""
            document = feedparser.parse(built.read(path)) if path else None
            walked += 1
        assert len(seen) == 1000
        assert walked == 1 + 33
    document = json.loads(built.read("feeds/all.json"))
    assert len(document["items"]) == 30
    seen = {item["id"] for item in document["items"]}
    while "next_url" in document:
        path = document["next_url"].removeprefix("https://site.example/")
        document = json.loads(built.read(path))
        seen |= {item["id"] for item in document["items"]}
    assert len(seen) == 1000
    assert not built.problems
    for path in ("all", "all.archive-1", "all.archive-33"):
        for form in ("atom.xml", "rss.xml", "json"):
            name = f"feeds/{path}.{form}"
            assert faults((built.output / name).read_bytes(), name) == []


def test_a_new_post_changes_no_archive(site):
    """Subscribers and caches keep what they have of the past."""
    posts = {
        f"posts/{n:02}.md": a_post(f"Post {n}", date=f"2026-01-{1 + n:02}")
        for n in range(11)
    }
    few = ON | {"FEED_MAX_ITEMS": 5}
    before = site(posts, **few)
    archives = [path for path in feed_paths(before.output) if "archive" in path]
    texts = {path: before.read(path) for path in archives}
    posts["posts/11.md"] = a_post("Post 11", date="2026-01-12")
    after = site(posts, **few)

    assert "feeds/all.archive-1.atom.xml" in archives
    assert texts == {path: after.read(path) for path in archives}
    assert all_faults(after.output) == []


def test_feeds_of_topics_are_short_and_have_no_archives(site):
    """Every post stands in one feed of each series, and in many of topics."""
    posts = {
        f"posts/{n:02}.md": a_post(f"Post {n}", date=f"2026-01-{1 + n:02}")
        for n in range(14)
    }
    paths = {form: f"feeds/author/nobody.{form}.xml" for form in ("atom", "rss")}

    def read(**settings):
        built = site(posts, AUTHOR="Nobody", **{**EVERY, **settings})
        assert all_faults(built.output) == []
        lengths = {len(feedparser.parse(built.read(p)).entries) for p in paths.values()}
        archives = [path for path in feed_paths(built.output) if "archive" in path]
        return lengths, [path for path in archives if "author" in path], archives

    assert read(FEED_MAX_ITEMS=12)[:2] == ({10}, [])
    assert read(FEED_MAX_ITEMS=None)[:2] == ({10}, [])
    lengths, ours, every = read(FEED_MAX_ITEMS=6)
    assert (lengths, ours) == ({6}, [])
    assert "feeds/all.archive-1.atom.xml" in every
    as_before = {"topic_items": 0, "topic_archives": True}
    assert read(FEED_MAX_ITEMS=12, FEEDS=as_before)[:2] == (
        {12},
        [f"feeds/author/nobody.archive-1.{form}.xml" for form in ("atom", "rss")],
    )
    alone = read(FEED_MAX_ITEMS=12, FEEDS={"archives": False, "topic_archives": True})
    assert alone == ({10}, [], [])


def test_rss_may_name_the_archives_of_atom(site):
    """The same posts with the same ids need not be written twice."""
    posts = {
        f"posts/{n:02}.md": a_post(f"Post {n}", date=f"2026-01-{1 + n:02}")
        for n in range(14)
    }

    def read(*formats, **settings):
        own = {"archive_formats": formats, "series_json": None}
        built = site(posts, **EVERY | {"FEED_MAX_ITEMS": 4, "FEEDS": own} | settings)
        assert all_faults(built.output) == []
        assert not built.problems
        archives = [path for path in feed_paths(built.output) if "archive" in path]
        return built, {path.partition(".archive-")[2][2:] for path in archives}

    built, written = read("atom")
    assert written == {"atom.xml"}
    assert "next_url" not in json.loads(built.read("feeds/all.json"))
    rss = built.read("feeds/all.rss.xml")
    older = "https://site.example/feeds/all.archive-3.atom.xml"
    link = f'rel="prev-archive" href="{older}" type="application/atom+xml"'
    assert link in rss
    feed = feedparser.parse(rss)
    ids = [entry.id for entry in feed.entries]
    while links := [one for one in feed.feed.links if one.rel == "prev-archive"]:
        path = links[0].href.removeprefix("https://site.example/")
        feed = feedparser.parse(built.read(path))
        ids += [entry.id for entry in feed.entries]
    assert len(set(ids)) == 14

    assert read()[1] == {"atom.xml", "rss.xml", "json"}
    assert read("json")[1] == {"json"}
    assert read("atom", FEED_ALL_ATOM=None)[1] == {"rss.xml", "json"}
