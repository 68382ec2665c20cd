"""What other plugins hear of feeds."""

from __future__ import annotations

from dataclasses import replace

import feedparser
from pelican import signals

from plugins.feeds.core import Feed
from tests.conftest import a_post
from tests.plugins.feeds.sites import ON, plugin


def test_listeners_hear_of_every_feed_and_may_give_another(site):
    """As Pelican's signals promise: once before writing, once after."""
    heard = []

    def before(context, feed):
        heard.append(("generated", feed.path, feed.feed["title"]))
        assert context["SITENAME"] == "Test"
        assert [item["title"] for item in feed.items] == ["A post"]
        entries = tuple(replace(entry, title="Heard") for entry in feed.entries)
        return replace(feed, entries=entries)

    def after(path, context, feed):
        heard.append(("written", feed.path, feed.entries[0].title))
        assert path.endswith(feed.path)
        assert context is not None
        assert isinstance(feed, Feed)

    def register():
        signals.feed_generated.connect(before)
        signals.feed_written.connect(after)

    settings = ON | {"PLUGINS": ["hearing", "plugins.feeds"], "FEEDS": {"page": ""}}
    for key in list(settings):
        if key.startswith(("CATEGORY", "AUTHOR", "TAG")):
            settings[key] = None
    with plugin("hearing", register):
        built = site({"posts/a.md": a_post()}, **settings)

    assert heard == [
        (kind, path, title)
        for path in ("feeds/all.atom.xml", "feeds/all.rss.xml", "feeds/all.json")
        for kind, title in (("generated", "Test"), ("written", "Heard"))
    ]
    assert (
        feedparser.parse(built.read("feeds/all.atom.xml")).entries[0].title == "Heard"
    )
