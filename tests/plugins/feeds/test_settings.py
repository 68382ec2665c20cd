"""``FEEDS`` and what it takes over from Pelican."""

from __future__ import annotations

import re

import pytest

from plugins.feeds.settings import (
    ADDED,
    TAKEN_OVER,
    FeedSettings,
    addresses,
    parse_settings,
)
from plugins.problem import SettingsError

ONE_FILE = "so that all its feeds would be one file."
WRONG = {
    "huB": ("", "FEEDS has no key “huB”.", "Did you mean “hub”?"),
    "page": (5, "FEEDS[“page”] is 5.", "Write a text, or None to switch it off."),
    "series_rss": (
        "feeds/all.xml",
        f"FEEDS[“series_rss”] is “feeds/all.xml”, {ONE_FILE}",
        "Put {slug} into it.",
    ),
    "language_json": (
        "feeds/{slug}.json",
        f"FEEDS[“language_json”] is “feeds/{{slug}}.json”, {ONE_FILE}",
        "Put {lang} into it.",
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
        ({"part": "{number}"}, "It may hold {of}, {part}, {series}."),
        ({"series": "{x}"}, "It may hold no braces."),
        ("x", "Write {“series”: “Serie”}."),
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
