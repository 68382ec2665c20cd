"""What themes and people get: autodiscovery, the page of feeds, OPML, the sheet."""

from __future__ import annotations

import feedparser
import pytest
from bs4 import BeautifulSoup
from lxml import etree

from tests.conftest import a_post
from tests.plugins.feeds.sites import ON, feed_paths

BASE = """<!DOCTYPE html><html><head><title>{% block title %}{% endblock %}</title>
{% include "feeds/links.html" %}</head>
<body>{% block content %}{% endblock %}</body></html>
"""
PAGE = '{% extends "base.html" %}{% block content %}x{% endblock %}'
KINDS = ("index", "article", "page", "category", "tag", "author", "archives", "tags")
POSTS = {
    "posts/a.md": a_post("One", tags="Sleep", category2="x"),
    "posts/b.md": a_post("Two", tags="Sleep", series="Nights", series_index=1),
    "pages/p.md": "Title: P\n\nText.",
}
SETTINGS = ON | {
    "PLUGINS": ["plugins.series", "plugins.feeds"],
    "CATEGORY_FEED_ATOM": "feeds/category/{slug}.atom.xml",
    "DIRECT_TEMPLATES": ["index", "archives", "tags"],
    "FEEDS": {"opml": "feeds/all.opml"},
}


@pytest.fixture(name="themed")
def _themed(site, tmp_path):
    """Build a site with a theme that includes our links, with or without autoescape."""
    templates = tmp_path / "theme" / "templates"
    templates.mkdir(parents=True)
    (templates / "base.html").write_text(BASE, "utf-8")
    for kind in KINDS:
        (templates / f"{kind}.html").write_text(PAGE, "utf-8")

    def build(**more):
        return site(POSTS, **(SETTINGS | {"THEME": str(tmp_path / "theme")} | more))

    return build


def links(site, path):
    soup = site.soup(path)
    return [(a["title"], a["href"]) for a in soup.select('link[rel="alternate"]')]


@pytest.mark.parametrize("autoescape", [True, False], ids=["escaped", "not escaped"])
def test_every_page_names_its_own_feeds_first(themed, autoescape):
    """With titles that a reader's list can tell apart, and addresses that exist."""
    built = themed(JINJA_ENVIRONMENT={"autoescape": autoescape}, SITENAME="A & B")
    first = {
        "index.html": "A & B (Atom)",
        "blog/one/index.html": "A & B – Category: Evidence (Atom)",
        "blog/two/index.html": "A & B – Series: Nights (Atom)",
        "category/evidence.html": "A & B – Category: Evidence (Atom)",
        "tag/sleep.html": "A & B – Tag: Sleep (Atom)",
        "author/ada.html": "A & B – Author: Ada (Atom)",
        "series/nights/index.html": "A & B – Series: Nights (Atom)",
        "archives.html": "A & B (Atom)",
        "feeds/index.html": "A & B (Atom)",
        "pages/p.html": "A & B (Atom)",
    }
    for path, title in first.items():
        named = links(built, path)
        assert named[0][0] == title, path
        assert len({title for title, _ in named}) == len(named)
        assert {"A & B (Atom)", "A & B (RSS)", "A & B (JSON Feed)"} <= {
            t for t, _ in named
        }
        for _, address in named:
            assert built.has(address.removeprefix("https://site.example/")), address


def test_feed_titles_are_those_of_the_links(themed):
    """What a person clicks is what the reader shows."""
    built = themed()
    for title, address in links(built, "blog/two/index.html"):
        path = address.removeprefix("https://site.example/")
        if path.endswith(".xml"):
            assert title.startswith(
                feedparser.parse(built.read(path)).feed.title + " ("
            )


def test_the_settings_of_pelican_are_in_every_template_as_the_site_wrote_them(site):
    """Themes that know nothing of us print their links."""
    built = site(POSTS, **SETTINGS)
    found = {
        link["href"] for link in built.soup("index.html").select("link[rel=alternate]")
    }

    assert found == {
        "https://site.example/feeds/all.atom.xml",
        "https://site.example/feeds/all.rss.xml",
    }
    category = built.soup("category/evidence.html").select("link[rel=alternate]")
    assert "https://site.example/feeds/category/evidence.atom.xml" in {
        c["href"] for c in category
    }


def test_the_page_of_feeds_lists_every_feed_with_its_address(site):
    """On any theme, and nothing else that looks like a feed."""
    built = site(POSTS, **SETTINGS)
    soup = built.soup("feeds/index.html")
    listed = {
        a["href"].removeprefix("https://site.example/") for a in soup.select("li li a")
    }

    assert listed == {
        path for path in feed_paths(built.output) if path.startswith("feeds/")
    }
    assert all(a["href"] == a.text for a in soup.select("li li a"))
    assert [h.text for h in soup.select("h2")] == [
        "All posts",
        "Series",
        "Categories",
        "Tags",
        "Authors",
    ]
    assert "https://site.example/series/nights/" in {
        a["href"] for a in soup.select("li a")
    }


def test_opml_holds_every_subject_once(site):
    """A reader that imports it shows no post of one subject twice."""
    built = site(POSTS, **SETTINGS)
    outlines = etree.fromstring(built.read("feeds/all.opml").encode()).findall(
        ".//outline[@xmlUrl]"
    )
    titles = [outline.get("title") for outline in outlines]

    assert titles == [
        "Test",
        "Test – Series: Nights",
        "Test – Category: Evidence",
        "Test – Tag: Sleep",
        "Test – Author: Ada",
    ]
    for outline in outlines:
        path = outline.get("xmlUrl").removeprefix("https://site.example/")
        assert feedparser.parse(built.read(path)).feed.title == outline.get("title")
        assert outline.get("type") == "rss"


def test_everything_for_people_can_be_switched_off(site):
    """Each by its setting."""
    off = {"page": None, "opml": None, "stylesheet": None, "all_json": None}
    built = site(POSTS, **(SETTINGS | {"FEEDS": off}))

    for path in (
        "feeds/index.html",
        "feeds/all.opml",
        "feeds/feed.css",
        "feeds/all.json",
    ):
        assert not built.has(path)
    assert "xml-stylesheet" not in built.read("feeds/all.atom.xml")


def test_a_theme_may_have_its_own_entry_template(themed, tmp_path):
    """The plugin's templates come last; what a theme prints is cleaned all the same."""
    own = tmp_path / "theme" / "templates" / "feeds"
    own.mkdir()
    (own / "entry.html").write_text(
        "<p onclick='x'>Ours: {{ article.title }}</p>", "utf-8"
    )
    built = themed()
    content = (
        feedparser.parse(built.read("feeds/all.rss.xml")).entries[0].content[0].value
    )

    assert BeautifulSoup(content, "lxml").p.attrs == {}
    assert content == "<p>Ours: Two</p>"
