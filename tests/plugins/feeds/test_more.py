"""Pictures, hub, rights, languages, parts, and what other plugins hear."""

from __future__ import annotations

import importlib.machinery
import struct
import sys
import types
import zlib
from contextlib import contextmanager
from dataclasses import replace

import feedparser
import pytest
from pelican import signals

from plugins.feeds.core import Feed
from tests.conftest import a_post
from tests.plugins.feeds.sites import ON, all_faults, items


def a_png(width=2, height=1):
    """Return a small picture."""

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = b"".join(b"\x00" + b"\x10\x20\x30" * width for _ in range(height))
    parts = (
        chunk(b"IHDR", head),
        chunk(b"IDAT", zlib.compress(rows)),
        chunk(b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize("named", ["sleep.png", "images/sleep.png"])
def test_a_posts_picture_is_enclosure_and_thumbnail(site, named):
    """With its true type and length."""
    picture = a_png()
    built = site(
        {
            "posts/a.md": a_post(image=named, image_alt="A bed."),
            "images/sleep.png": picture,
        },
        **ON,
    )
    url = "https://site.example/images/sleep.png"

    assert all_faults(built.output) == []
    for path in ("feeds/all.atom.xml", "feeds/all.rss.xml"):
        entry = feedparser.parse(built.read(path)).entries[0]
        assert [(e.href, e.type, e.length) for e in entry.enclosures] == [
            (url, "image/png", str(len(picture)))
        ]
        assert entry.media_thumbnail == [{"url": url}]
    assert items(built)[0]["image"] == url
    assert items(built)[0]["attachments"][0]["size_in_bytes"] == len(picture)


def test_a_picture_elsewhere_is_a_thumbnail_only(site):
    """Its length is not known, and a guess would be wrong."""
    built = site({"posts/a.md": a_post(image="https://cdn.example/a.png")}, **ON)
    entry = feedparser.parse(built.read("feeds/all.rss.xml")).entries[0]

    assert all_faults(built.output) == []
    assert entry.enclosures == []
    assert entry.media_thumbnail == [{"url": "https://cdn.example/a.png"}]


def test_hub_rights_and_logo_are_in_every_format(site):
    """Each by its setting; none by default."""
    own = {
        "hub": "https://hub.example/",
        "copyright": "© Ada",
        "logo": "logo.png",
        "icon": "i.png",
    }
    plain = site({"posts/a.md": a_post()}, **ON).read("feeds/all.atom.xml")
    built = site({"posts/a.md": a_post()}, **ON, FEEDS=own)

    for path in ("feeds/all.atom.xml", "feeds/all.rss.xml"):
        feed = feedparser.parse(built.read(path)).feed
        assert [link.href for link in feed.links if link.rel == "hub"] == [own["hub"]]
        assert feed.rights == own["copyright"]
        assert "https://site.example/logo.png" in (
            feed.get("logo"),
            feed.get("image", {}).get("href"),
        )
    assert "hub.example" not in plain
    assert '"hubs": [{"type": "WebSub", "url": "https://hub.example/"}]' in built.read(
        "feeds/all.json"
    )
    assert all_faults(built.output) == []


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


def test_summaries_only_is_as_pelican_means_it(site):
    """RSS carries the summary alone; Atom and JSON stay whole."""
    built = site(
        {"posts/a.md": a_post(body="The body.")},
        **(ON | {"RSS_FEED_SUMMARY_ONLY": True}),
    )

    assert all_faults(built.output) == []
    assert "The body." not in built.read("feeds/all.rss.xml")
    assert "A summary that is long" in built.read("feeds/all.rss.xml")
    assert "The body." in built.read("feeds/all.atom.xml")
    assert "The body." in items(built)[0]["content_html"]


def test_what_plugins_and_themes_give_a_post_is_in_its_entry(site):
    """Key points, evidence, references, corrections and the crisis line, once each."""
    given = {
        "key_points": ("Point & one",),
        "references_html": '<section><p id="ref-1">Ref.</p></section>',
        "evidence_html": "<p>Evidence.</p>",
        "crisis_html": '<p>Call <a href="tel:988">988</a>.</p>',
    }

    def give(generator):
        for article in generator.articles:
            for name, value in given.items():
                setattr(article, name, value)

    posts = {"posts/a.md": a_post(body='Text <a href="#ref-1">1</a>.')}
    with plugin("giving", lambda: signals.article_generator_finalized.connect(give)):
        built = site(posts, **(ON | {"PLUGINS": ["giving", "plugins.feeds"]}))
    content = items(built)[0]["content_html"]

    assert all_faults(built.output) == []
    for part in (
        "Point &amp; one",
        "Evidence.",
        "Ref.",
        'href="tel:988"',
        "Read this post on Test",
    ):
        assert content.count(part) == 1, part
    assert (
        content.index("Ref.") < content.index("988") < content.index("Read this post")
    )
    assert 'href="https://site.example/blog/a-post/#ref-1"' in content


@contextmanager
def plugin(name, register):
    """Let a site list a plugin that is not a file."""
    module = types.ModuleType(name)
    module.__spec__ = importlib.machinery.ModuleSpec(name, None)
    module.register = register
    sys.modules[name] = module
    try:
        yield
    finally:
        del sys.modules[name]


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


def test_a_topic_that_comes_again_counts_once(site):
    """A tag that is named as the series or the category says nothing more."""
    built = site({"posts/a.md": a_post(tags="evidence, Sleep")}, **ON)

    assert items(built)[0]["tags"] == ["Evidence", "Sleep"]
