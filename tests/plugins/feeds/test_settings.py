"""``FEEDS`` and what it takes over from Pelican."""

from __future__ import annotations

import re

import feedparser
import pytest

from plugins.feeds.settings import (
    ADDED,
    TAKEN_OVER,
    FeedSettings,
    addresses,
    parse_settings,
)
from plugins.problem import SettingsError
from tests.conftest import a_post
from tests.plugins.feeds.sites import EVERY, ON, all_faults, items

OR_ONE = "into it, or all would have one address."
WRONG = {
    "huB": ("", "FEEDS has no key “huB”.", "Did you mean “hub”?"),
    "page": (5, "FEEDS[“page”] is 5, not text.", 'Write "page": "feeds/".'),
    "series_rss": (
        "feeds/all.xml",
        "FEEDS[“series_rss”] is “feeds/all.xml”, without {slug}.",
        f"Put {{slug}} {OR_ONE}",
    ),
    "language_json": (
        "feeds/{slug}.json",
        "FEEDS[“language_json”] is “feeds/{slug}.json”, without {lang}.",
        f"Put {{lang}} {OR_ONE}",
    ),
    "words": (
        {"red": "x"},
        "FEEDS[“words”] has no key “red”.",
        "Did you mean “read”?",
    ),
}


@pytest.mark.parametrize("key", WRONG)
def test_a_wrong_setting_says_what_to_do(key):
    """In one line, with the key and the value."""
    value, what, remedy = WRONG[key]
    with pytest.raises(SettingsError) as error:
        parse_settings({key: value})

    assert str(error.value) == f"pelicanconf.py: {what} {remedy} [feeds-setting]"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"part": "{number}"}, "It may have {of}, {part}, {series}."),
        ({"series": "{x}"}, "It may have no braces."),
        ("x", "FEEDS[“words”] is “x”, not a dict."),
    ],
)
def test_words_can_be_filled_in(words, said):
    """A name in braces that we do not know would end every build in a traceback."""
    with pytest.raises(SettingsError, match=re.escape(said)):
        parse_settings({"words": words})


def test_all_wrong_settings_are_said_at_once():
    """So that an author starts the build once more, not three times."""
    with pytest.raises(SettingsError) as error:
        parse_settings({"a": 1, "hub": 2, "series_atom": "x"})

    assert len(error.value.problems) == 3


@pytest.mark.parametrize("nothing", [None, {}])
def test_without_settings_everything_has_its_default(nothing):
    """Installing is enough."""
    assert parse_settings(nothing) == FeedSettings()


def test_none_switches_a_thing_off():
    """As with Pelican's own feed settings."""
    own = parse_settings(dict.fromkeys([*ADDED, "page", "opml", "stylesheet"]))

    assert addresses({}, {}, own) == []
    assert (own.page_save_as, own.opml, own.stylesheet) == ("", "", "")


@pytest.mark.parametrize(
    ("page", "file"), [("feeds/", "feeds/index.html"), ("feeds.html", "feeds.html")]
)
def test_the_page_is_written_where_its_address_leads(page, file):
    """A folder's page is its index."""
    assert parse_settings({"page": page}).page_save_as == file


def test_every_setting_of_pelican_gives_a_feed_with_its_address():
    """``…_URL`` is the address where it differs from the file."""
    taken = {name: f"feeds/{name.lower()}.xml" for name in TAKEN_OVER}
    pelican = {f"{name}_URL": f"f/{name}" for name in list(TAKEN_OVER)[:3]}
    found = addresses(pelican, taken, parse_settings(dict.fromkeys(ADDED)))

    assert {address.setting for address in found} == set(TAKEN_OVER)
    assert {a.url for a in found if a.url.startswith("f/")} == set(pelican.values())
    assert [a.format for a in found] == ["atom"] * 6 + ["rss"] * 6


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


@pytest.mark.parametrize("subtitle", ["", None, "  "])
def test_an_empty_subtitle_is_no_empty_description(site, subtitle):
    """RSS demands a description; Atom does without."""
    built = site({"posts/a.md": a_post()}, SITESUBTITLE=subtitle, **EVERY)

    assert all_faults(built.output) == []
    assert feedparser.parse(built.read("feeds/all.rss.xml")).feed.subtitle == "Test"
    assert "subtitle" not in feedparser.parse(built.read("feeds/all.atom.xml")).feed


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
