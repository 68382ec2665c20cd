"""Feeds of sites that others stumble over."""

from __future__ import annotations

import json
import re

import feedparser
import pytest

from plugins.problem import Level
from tests.conftest import a_post
from tests.plugins.feeds.rules import faults
from tests.plugins.feeds.sites import ON, all_faults, feed_paths, items

EVERY = ON | {
    "FEEDS": {"series_json": "feeds/series/{slug}.json", "hub": "https://hub.example/"}
}

SITE_FEEDS_ONLY = {
    key: None if key.startswith(("CATEGORY", "TAG", "AUTHOR")) else value
    for key, value in EVERY.items()
}


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


@pytest.mark.parametrize("subtitle", ["", None, "  "])
def test_an_empty_subtitle_is_no_empty_description(site, subtitle):
    """RSS demands a description; Atom does without."""
    built = site({"posts/a.md": a_post()}, SITESUBTITLE=subtitle, **EVERY)

    assert all_faults(built.output) == []
    assert feedparser.parse(built.read("feeds/all.rss.xml")).feed.subtitle == "Test"
    assert "subtitle" not in feedparser.parse(built.read("feeds/all.atom.xml")).feed


@pytest.mark.parametrize(
    "settings",
    [
        {"AUTHOR": None},
        {"DEFAULT_LANG": "pt_BR", "TRANSLATION_FEED_ATOM": "feeds/in-{lang}.atom.xml"},
        {"SITENAME": ""},
        {"RELATIVE_URLS": True},
        {"SITEURL": "https://host.example/sub/path"},
        {"FEED_MAX_ITEMS": 0},
        {"FEED_DOMAIN": "https://feeds.example"},
        {"CATEGORY_SAVE_AS": "", "TAG_SAVE_AS": "", "AUTHOR_SAVE_AS": ""},
    ],
    ids=lambda settings: next(iter(settings)),
)
def test_settings_that_are_seldom_set_give_valid_feeds(site, settings):
    """A feed says who wrote it and where it is, whatever a site leaves out."""
    built = site({"posts/a.md": a_post(tags="x")}, **(EVERY | settings))

    assert all_faults(built.output) == []


def test_a_site_without_an_address_is_built_all_the_same(site):
    """As when an author tries it at home; Pelican itself warns of it."""
    built = site({"posts/a.md": a_post()}, **(EVERY | {"SITEURL": ""}))

    assert len(feedparser.parse(built.read("feeds/all.atom.xml")).entries) == 1


def test_characters_that_xml_forbids_are_named_and_left_out(site):
    """Each with its file and line; the feeds stay whole."""
    header = a_post(
        "Ti\x0btle", body="One\x08two\n\nthree &#11; four\n\nfine\ufffe"
    ).replace("category: Evidence", "category: Evi\x1fdence")
    built = site({"posts/a.md": header, "posts/b.md": a_post("Right")}, **EVERY)
    said = [p for p in built.problems if p.name == "feed-character"]

    assert all_faults(built.output) == []
    assert [(p.line, p.what.split()[2], p.level) for p in said] == [
        (2, "U+000B", Level.WARNING),
        (5, "U+001F", Level.WARNING),
        (8, "U+0008", Level.WARNING),
        (10, "U+000B", Level.WARNING),
        (12, "U+FFFE", Level.WARNING),
    ]
    assert {p.path for p in said} == {"content/posts/a.md"}
    titles = [item["title"] for item in items(built)]
    assert sorted(titles) == ["Right", "Title"]
    assert (
        "Onetwo"
        in next(i for i in items(built) if i["title"] == "Title")["content_html"]
    )


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


def test_two_posts_with_one_id_are_an_error_that_names_both(site):
    """A reader would swallow one of them."""
    posts = {
        "posts/a.md": a_post(
            "One", uid="urn:uuid:11111111-1111-4111-8111-111111111111"
        ),
        "posts/b.md": a_post("Two", uid="11111111-1111-4111-8111-111111111111"),
    }
    built = site(posts, **EVERY)

    assert built.names() == ["feed-id-taken"]
    assert str(built.problems[0]).startswith("content/posts/b.md:6: ")
    assert "content/posts/a.md" in built.problems[0].what
    assert not built.output.exists() or not feed_paths(built.output)


def test_two_feeds_with_one_address_are_an_error_that_names_both(site):
    """Pelican's own defaults let an author and a category collide."""
    settings = EVERY | {
        "CATEGORY_FEED_ATOM": "feeds/{slug}.atom.xml",
        "AUTHOR_FEED_ATOM": "feeds/{slug}.atom.xml",
    }
    built = site({"posts/a.md": a_post(author="Evidence")}, **settings)
    said = str(built.problems[0])

    assert built.names() == ["feed-address-taken"]
    for part in (
        "feeds/evidence.atom.xml",
        "category “Evidence”",
        "author “Evidence”",
        "CATEGORY_FEED_ATOM",
        "AUTHOR_FEED_ATOM",
    ):
        assert part in said


def test_a_page_at_a_feeds_address_is_an_error(site):
    """Which of the two a reader got would be chance."""
    page = "Title: Feeds\nsave_as: feeds/all.atom.xml\n\nText."
    built = site({"posts/a.md": a_post(), "pages/feeds.md": page}, **EVERY)

    assert built.names() == ["feed-address-taken"]
    assert str(built.problems[0]).startswith("content/pages/feeds.md:2: ")
    assert "pages/feeds.md" in built.problems[0].what


def test_a_withdrawn_or_unpublished_post_is_in_no_feed(site):
    """Nor does it make a feed for its tags."""
    posts = {"posts/a.md": a_post("One")} | {
        f"posts/{status}.md": a_post(status, status=status, tags=status)
        for status in ("draft", "hidden", "skip")
    }
    built = site(posts, **EVERY)

    assert [item["title"] for item in items(built)] == ["One"]
    assert all(not path.startswith("feeds/tag/") for path in feed_paths(built.output))


def test_wrong_settings_end_the_run_before_it_starts(site):
    """All of them at once, each with what to do."""
    wrong = {
        "seires_atom": "x",
        "series_rss": "feeds/series.xml",
        "hub": 3,
        "words": {"read": "{x}"},
    }
    built = site({"posts/a.md": a_post()}, **(EVERY | {"FEEDS": wrong}))

    assert built.names() == ["feeds-setting"] * 4
    assert "Did you mean “series_atom”?" in " ".join(str(p) for p in built.problems)
    assert not built.output.exists()
