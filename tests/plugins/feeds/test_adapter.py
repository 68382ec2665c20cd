"""Feeds of real sites, as a feed reader gets them."""

from __future__ import annotations

import re

import feedparser
import pytest

from plugins.feeds.cleaner import Cleaner
from tests.conftest import a_post
from tests.plugins.feeds.sites import ON, all_faults, feed_paths, items

BODY = """
See [about](/about/) and [the first](#first), [nowhere](#nowhere),
[mail](mailto:a@b.example).

<p id="first">First.</p>
<script>alert(1)</script>
<iframe src="/film.html" title="A film"></iframe>
<p onclick="x()" style="color: red">Clicked</p>
<img src="/images/a.png" srcset="/images/a.png 1x, /images/b.png 2x" alt="A"
width="3" height="4">
<form action="/x"><input name="a"></form>

| a | b |
|---|---|
| 1 | 2 |
"""
MARKDOWN = {"extensions": ["markdown.extensions.extra"], "output_format": "html5"}


@pytest.fixture(name="full")
def _full(site):
    """Build a site with everything that a feed has to cope with."""
    return site(
        {
            "posts/a.md": a_post("One", body=BODY, tags="sleep, mood"),
            "posts/b.md": a_post(
                "Two & more <i>x</i>",
                date="2026-02-01 09:30",
                modified="2026-03-01",
                authors="Ada; Grace Hopper",
            ),
            "posts/c.md": a_post("睡眠と気分", date="2026-02-01 09:30", lang="ja"),
        },
        MARKDOWN=MARKDOWN,
        **ON,
    )


def test_every_feed_keeps_the_rules_of_the_validator(full):
    """No error and no avoidable warning, in any feed of any kind."""
    paths = feed_paths(full.output)

    assert len(paths) == 13
    assert all_faults(full.output) == []
    assert full.problems == ()


def test_all_formats_say_the_same(full):
    """Atom, RSS and JSON Feed are made from one record."""
    atom = feedparser.parse(full.read("feeds/all.atom.xml"))
    rss = feedparser.parse(full.read("feeds/all.rss.xml"))
    json = items(full)

    assert [e.id for e in atom.entries] == [e.id for e in rss.entries]
    assert [e.id for e in atom.entries] == [item["id"] for item in json]
    assert [e.title for e in atom.entries] == [item["title"] for item in json]
    for one, other, item in zip(atom.entries, rss.entries, json, strict=True):
        assert one.link == other.link == item["url"]
        assert one.published_parsed == other.published_parsed
        assert one.content[0].value == other.content[0].value
        assert (
            [t.term for t in one.tags] == [t.term for t in other.tags] == item["tags"]
        )


def test_content_is_whole_clean_and_absolute(full):
    """A reader gets the post as it stands, without what a reader cannot use."""
    content = next(item for item in items(full) if item["title"] == "One")[
        "content_html"
    ]

    assert 'href="https://site.example/about/"' in content
    assert 'href="https://site.example/blog/one/#first"' in content
    assert '<p id="first">' in content
    assert '<a href="https://site.example/blog/one/">nowhere</a>' in content
    assert '<a href="https://site.example/film.html">A film</a>' in content
    assert (
        '<img src="https://site.example/images/a.png" alt="A" width="3" height="4">'
        in content
    )
    assert "<table>" in content
    for gone in (
        "script",
        "alert",
        "onclick",
        "style=",
        "iframe",
        "srcset",
        "form",
        "input",
    ):
        assert gone not in content


def test_dates_are_the_authors(full):
    """Published and updated come from the header alone."""
    parsed = feedparser.parse(full.read("feeds/all.atom.xml"))
    two = next(e for e in parsed.entries if e.title.startswith("Two"))
    one = next(e for e in parsed.entries if e.title == "One")

    assert two.published_parsed[:5] == (2026, 2, 1, 9, 30)
    assert two.updated_parsed[:5] == (2026, 3, 1, 0, 0)
    assert one.published_parsed == one.updated_parsed
    assert parsed.feed.updated_parsed == two.updated_parsed


def test_all_authors_and_categories_appear(full):
    """Not only the first, as in stock Pelican."""
    for path in ("feeds/all.atom.xml", "feeds/all.rss.xml"):
        entries = feedparser.parse(full.read(path)).entries
        two = next(e for e in entries if e.title.startswith("Two"))
        one = next(e for e in entries if e.title == "One")
        assert [a.name for a in two.authors if a.get("name")] == ["Ada", "Grace Hopper"]
        assert {"Evidence", "sleep", "mood"} == {tag.term for tag in one.tags}


def test_each_feed_has_an_id_and_a_title_of_its_own(full):
    """Stock Pelican gives all its Atom feeds one id."""
    paths = [path for path in feed_paths(full.output) if path.endswith(".atom.xml")]
    feeds = [feedparser.parse(full.read(path)).feed for path in paths]

    assert len(paths) == len({feed.id for feed in feeds})
    assert len(paths) == len({feed.title for feed in feeds})


def test_two_builds_give_the_same_bytes(site):
    """Nothing is “now” and nothing hangs on the order of files."""
    posts = {f"posts/{n}.md": a_post(f"Post {n}", tags="a, b") for n in range(5)}
    first = site(posts, **ON)
    before = {path: first.read(path) for path in feed_paths(first.output)}
    again = site(posts, **ON)

    assert before == {path: again.read(path) for path in feed_paths(again.output)}


def test_an_unchanged_feed_file_is_not_touched(site):
    """Its date is what a server answers 304 by."""
    posts = {f"posts/{n}.md": a_post(f"Post {n}", tags=f"t{n}") for n in range(3)}
    built = site(posts, DELETE_OUTPUT_DIRECTORY=False, **ON)
    paths = feed_paths(built.output)
    before = {p: (built.output / p).stat() for p in paths}
    posts["posts/2.md"] = a_post("Post 2", tags="t2", body="Other words.")
    site(posts, DELETE_OUTPUT_DIRECTORY=False, **ON)
    same = {p for p in paths if (built.output / p).stat().st_ino == before[p].st_ino}

    assert "feeds/tag/t0.atom.xml" in same
    assert "feeds/tag/t2.atom.xml" not in same
    assert "feeds/all.atom.xml" not in same


def test_a_second_run_with_the_same_settings_has_feeds_again(tmp_path):
    """Pelican's own server runs many times in one process."""
    from pelican import Pelican
    from pelican.settings import read_settings

    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "a.md").write_text(a_post(), "utf-8")
    overrides = {"PATH": str(tmp_path / "content"), "SITEURL": "https://site.example"}
    overrides |= {"OUTPUT_PATH": str(tmp_path / "out"), "CACHE_CONTENT": False} | ON
    pelican = Pelican(read_settings(override=overrides))
    for _ in range(2):
        pelican.run()
        feed = tmp_path / "out" / "feeds" / "all.atom.xml"
        assert len(feedparser.parse(feed.read_bytes()).entries) == 1
        assert "feeds/all.atom.xml" in (tmp_path / "out" / "index.html").read_text()
        feed.unlink()


def test_an_edit_elsewhere_does_not_touch_updated(site):
    """Neither of a sibling, nor of the theme, nor of a setting."""
    posts = {
        "posts/a.md": a_post("One"),
        "posts/b.md": a_post("Two", date="2026-02-01"),
    }
    before = site(posts, **ON)
    moments = [i["date_modified"] for i in items(before) if i["title"] == "One"]
    stamps = re.findall(r"<updated>(.*)</updated>", before.read("feeds/all.atom.xml"))
    posts["posts/b.md"] = a_post("Two", date="2026-02-01", modified="2026-06-01")
    more = {"SITESUBTITLE": "Changed", "FEEDS": {"words": {"read": "Read on"}}}
    after = site(posts, **(ON | more))

    assert "Read on" in items(after)[0]["content_html"]
    assert moments == [i["date_modified"] for i in items(after) if i["title"] == "One"]
    assert stamps[-1] in after.read("feeds/all.atom.xml")


def test_each_post_is_cleaned_once_however_many_feeds_carry_it(site, monkeypatch):
    """Content and summary, once each: a post stands in up to twenty feeds."""
    cleaned = []
    clean = Cleaner.clean

    def counted(self, html, base):
        cleaned.append((base, html))
        return clean(self, html, base)

    monkeypatch.setattr(Cleaner, "clean", counted)
    posts = {f"posts/{n}.md": a_post(f"Post {n}", tags="a, b, c") for n in range(3)}
    built = site(posts, **ON)

    assert len(feed_paths(built.output)) == 13
    assert len(cleaned) == len(set(cleaned)) == 2 * len(posts)
