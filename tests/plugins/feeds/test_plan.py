"""Which feeds a site has, and which posts stand in them."""

from __future__ import annotations

import feedparser
from pelican import signals

from tests.conftest import a_post
from tests.plugins.feeds.sites import EVERY, ON, all_faults, feed_paths, items, plugin


def test_a_site_without_posts_has_feeds_without_entries(site):
    """They are valid, and their date is not the time of the build."""
    built = site({"pages/a.md": "Title: A page\n\nText."}, **EVERY)
    again = site({}, **EVERY)

    assert all_faults(built.output) == []
    assert len(feed_paths(built.output)) == 3
    assert feedparser.parse(built.read("feeds/all.atom.xml")).entries == []
    assert built.read("feeds/all.atom.xml") == again.read("feeds/all.atom.xml")


def test_a_site_with_one_post_has_valid_feeds(site):
    """One is as right as many."""
    built = site({"posts/a.md": a_post()}, **EVERY)

    assert all_faults(built.output) == []
    assert len(items(built)) == 1


def test_each_language_has_its_feed(site):
    """A reader can pick one, and a screen reader the right voice."""
    posts = {
        "posts/a.md": a_post("One", slug="a", lang="en"),
        "posts/a-es.md": a_post("Uno", slug="a", lang="es"),
    }
    built = site(
        posts,
        TRANSLATION_FEED_ATOM="feeds/all-{lang}.atom.xml",
        **ON,
        FEEDS={"language_json": "feeds/all-{lang}.json"},
    )
    spanish = feedparser.parse(built.read("feeds/all-es.atom.xml"))

    assert all_faults(built.output) == []
    assert (spanish.feed.language, [e.title for e in spanish.entries]) == (
        "es",
        ["Uno"],
    )
    assert built.read("feeds/all.atom.xml").count('<entry xml:lang="es">') == 1
    assert {item["language"] for item in items(built)} == {"en", "es"}
    assert [item["title"] for item in items(built, "feeds/all-es.json")] == ["Uno"]


def test_a_series_has_feeds_of_its_own(site):
    """With the series plugin, and in the same way with pelican-series' dict."""
    posts = {
        f"posts/{n}.md": a_post(
            f"Part {n}", date=f"2026-01-0{n}", series="Sleep & mood", series_index=n
        )
        for n in (1, 2, 3)
    }
    built = site(posts, **(EVERY | {"PLUGINS": ["plugins.series", "plugins.feeds"]}))
    feed = feedparser.parse(built.read("feeds/series/sleep-mood.atom.xml"))

    assert all_faults(built.output) == []
    assert [entry.title for entry in feed.entries] == ["Part 3", "Part 2", "Part 1"]
    assert "Part 2 of 3 in Sleep &amp; mood" in feed.entries[1].content[0].value
    assert "Sleep & mood" in {tag.term for tag in feed.entries[0].tags}


def test_places_of_pelican_series_are_understood(site):
    """A plain dict with name, index and all."""

    def give(generator):
        parts = sorted(generator.articles, key=lambda article: article.title)
        for index, article in enumerate(parts, 1):
            article.series = {"name": "Sleep & mood", "index": index, "all": parts}

    posts = {f"posts/{n}.md": a_post(f"Post {n}", date=f"2026-01-0{n}") for n in (1, 2)}
    with plugin("giving", lambda: signals.article_generator_finalized.connect(give)):
        built = site(posts, **(ON | {"PLUGINS": ["giving", "plugins.feeds"]}))
    feed = feedparser.parse(built.read("feeds/series/sleep-mood.rss.xml"))

    assert all_faults(built.output) == []
    assert [entry.title for entry in feed.entries] == ["Post 2", "Post 1"]
    assert "Part 1 of 2 in Sleep &amp; mood" in feed.entries[1].content[0].value


def test_a_withdrawn_post_leaves_the_feeds(site):
    """With the front matter plugin: its page tells why."""
    posts = {
        "posts/a.md": a_post(
            "One", status="withdrawn", withdrawn_because="It was wrong."
        ),
        "posts/b.md": a_post("Two"),
    }
    built = site(posts, **(ON | {"PLUGINS": ["plugins.front_matter", "plugins.feeds"]}))

    assert [item["title"] for item in items(built)] == ["Two"]
    assert "It was wrong." in built.read("blog/one/index.html")


def test_a_post_of_the_future_is_in_no_feed(site):
    """``WITH_FUTURE_DATES = False``: its date would be refused by feed checkers."""
    posts = {
        "posts/a.md": a_post("One"),
        "posts/b.md": a_post("Later", date="2099-01-01"),
    }
    built = site(posts, WITH_FUTURE_DATES=False, **ON)

    assert [item["title"] for item in items(built)] == ["One"]


def test_a_withdrawn_or_unpublished_post_is_in_no_feed(site):
    """Nor does it make a feed for its tags."""
    posts = {"posts/a.md": a_post("One")} | {
        f"posts/{status}.md": a_post(status, status=status, tags=status)
        for status in ("draft", "hidden", "skip")
    }
    built = site(posts, **EVERY)

    assert [item["title"] for item in items(built)] == ["One"]
    assert all(not path.startswith("feeds/tag/") for path in feed_paths(built.output))
