"""What a post is in its feeds: title, picture, topics, and what plugins give it."""

from __future__ import annotations

import re
import struct
import zlib

import feedparser
import pytest
from pelican import signals

from tests.conftest import a_post
from tests.plugins.feeds.sites import EVERY, ON, all_faults, items, plugin


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


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("睡眠と気分", "睡眠と気分"),
        ("Сон и настроение", "Сон и настроение"),
        ("النوم والمزاج", "النوم والمزاج"),
        ("Sleep 💤 & mood", "Sleep 💤 & mood"),
        ("a < b and c > d", "a < b and c > d"),
        ("<em>Sleep</em> &amp; mood", "Sleep & mood"),
        ("“Quoted” – it’s", "“Quoted” – it’s"),
    ],
)
def test_titles_are_what_the_author_wrote(site, title, shown):
    """In every script and every format, with no markup and nothing escaped twice."""
    built = site(
        {"posts/a.md": f"Title: {title}\nDate: 2026-01-01\nSlug: a\n\nText."}, **EVERY
    )
    atom = feedparser.parse(built.read("feeds/all.atom.xml")).entries[0]
    rss = feedparser.parse(built.read("feeds/all.rss.xml")).entries[0]

    assert all_faults(built.output) == []
    assert items(built)[0]["title"] == shown
    assert atom.title_detail.value == shown
    assert shown in (rss.title_detail.value, shown)
    titles = re.findall("<title>.*</title>", built.read("feeds/all.rss.xml"))
    assert not any("&amp;" in title or "&lt;" in title for title in titles)
    assert rss.title.replace("&lt;", "<").replace("&gt;", ">") == shown


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


def test_a_topic_that_comes_again_counts_once(site):
    """A tag that is named as the series or the category says nothing more."""
    built = site({"posts/a.md": a_post(tags="evidence, Sleep")}, **ON)

    assert items(built)[0]["tags"] == ["Evidence", "Sleep"]
