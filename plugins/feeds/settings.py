"""``FEEDS`` and those of Pelican's settings that feeds depend on."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from ..problem import Problem, SettingsError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Pelican's own settings that are taken over; the kind and format that each is for.
TAKEN_OVER = {
    "FEED_ALL_ATOM": ("site", "atom"),
    "FEED_ALL_RSS": ("site", "rss"),
    "FEED_ATOM": ("posts", "atom"),
    "FEED_RSS": ("posts", "rss"),
    "CATEGORY_FEED_ATOM": ("category", "atom"),
    "CATEGORY_FEED_RSS": ("category", "rss"),
    "TAG_FEED_ATOM": ("tag", "atom"),
    "TAG_FEED_RSS": ("tag", "rss"),
    "AUTHOR_FEED_ATOM": ("author", "atom"),
    "AUTHOR_FEED_RSS": ("author", "rss"),
    "TRANSLATION_FEED_ATOM": ("language", "atom"),
    "TRANSLATION_FEED_RSS": ("language", "rss"),
}
#: The settings of ``FEEDS`` that add feeds of Pelican's kinds and our own.
ADDED = {
    "all_json": ("site", "json"),
    "series_atom": ("series", "atom"),
    "series_rss": ("series", "rss"),
    "series_json": ("series", "json"),
    "category_json": ("category", "json"),
    "tag_json": ("tag", "json"),
    "author_json": ("author", "json"),
    "language_json": ("language", "json"),
}
WORDS = {
    "site": "All posts",
    "posts": "Posts",
    "series": "Series",
    "category": "Category",
    "tag": "Tag",
    "author": "Author",
    "language": "Language",
    "series_many": "Series",
    "category_many": "Categories",
    "tag_many": "Tags",
    "author_many": "Authors",
    "language_many": "Languages",
    "part": "Part {part} of {of} in {series}",
    "part_alone": "Part {part} in {series}",
    "read": "Read this post on {site}",
}
#: How the words of a setting are filled; any other name in braces is a mistake.
BLANKS = {"part": {"part", "of", "series"}, "part_alone": {"part", "series"}}
BLANKS["read"] = {"site"}


@dataclass(frozen=True)
class FeedSettings:
    """The plugin's own settings; their meaning stands in the manual."""

    all_json: str = "feeds/all.json"
    series_atom: str = "feeds/series/{slug}.atom.xml"
    series_rss: str = "feeds/series/{slug}.rss.xml"
    series_json: str = ""
    category_json: str = ""
    tag_json: str = ""
    author_json: str = ""
    language_json: str = ""
    page: str = "feeds/"
    opml: str = "feeds/all.opml"
    stylesheet: str = "feeds/feed.css"
    archives: bool = True
    hub: str = ""
    copyright: str = ""
    logo: str = ""
    icon: str = ""
    words: Mapping[str, str] = field(default_factory=lambda: dict(WORDS))

    @property
    def page_save_as(self) -> str:
        """Return the file of the page for people; empty where there is none."""
        return f"{self.page}index.html" if self.page.endswith("/") else self.page


@dataclass(frozen=True)
class Address:
    """Where the feeds of one kind and format are written, and what their address is."""

    kind: str
    format: str
    path: str  #: with ``{slug}`` or ``{lang}``
    url: str  #: the same for the address
    setting: str  #: who says so


def parse_settings(given: Mapping[str, Any] | None) -> FeedSettings:
    """Return ``FEEDS`` as a record, or raise a SettingsError with all mistakes."""
    known = {f.name: f for f in fields(FeedSettings)}
    problems = []
    values: dict[str, Any] = {}
    for key, value in dict(given or {}).items():
        if key not in known:
            what = f"FEEDS has no key “{key}”."
            problems.append(_problem(what, did_you_mean(str(key).lower(), known)))
        elif key == "words":
            problems.extend(_check_words(value))
            values[key] = WORDS | dict(value) if isinstance(value, dict) else WORDS
        elif key == "archives":
            values[key] = bool(value)
        elif value is None or isinstance(value, str):
            values[key] = value or ""
            problems.extend(_check_address(key, value or ""))
        else:
            what = f"FEEDS[“{key}”] is {value!r}."
            problems.append(_problem(what, "Write a text, or None to switch it off."))
    if problems:
        raise SettingsError(problems)
    return FeedSettings(**values)


def addresses(
    pelican: Mapping[str, Any], taken: Mapping[str, Any], own: FeedSettings
) -> list[Address]:
    """Return every kind and format of feed that the site wants, in a fixed order."""
    found = []
    for setting, (kind, form) in TAKEN_OVER.items():
        path = taken.get(setting)
        if path:
            url = pelican.get(f"{setting}_URL") or path
            found.append(Address(kind, form, str(path), str(url), setting))
    for key, (kind, form) in ADDED.items():
        path = getattr(own, key)
        if path:
            found.append(Address(kind, form, path, path, f"FEEDS[“{key}”]"))
    order = ("atom", "rss", "json")
    return sorted(found, key=lambda address: order.index(address.format))


def _check_address(key: str, value: str) -> list[Problem]:
    if not value or key not in ADDED or key == "all_json":
        return []
    blank = "{lang}" if key == "language_json" else "{slug}"
    if blank in value:
        return []
    what = f"FEEDS[“{key}”] is “{value}”, so that all its feeds would be one file."
    return [_problem(what, f"Put {blank} into it.")]


def _check_words(value: object) -> list[Problem]:
    if not isinstance(value, dict):
        return [_problem("FEEDS[“words”] is no dict.", "Write {“series”: “Serie”}.")]
    problems = []
    for key, text in value.items():
        if key not in WORDS:
            what = f"FEEDS[“words”] has no key “{key}”."
            problems.append(_problem(what, did_you_mean(str(key), WORDS)))
            continue
        try:
            str(text).format(**dict.fromkeys(BLANKS.get(key, ()), ""))
        except (KeyError, IndexError, ValueError):
            blanks = ", ".join(f"{{{name}}}" for name in sorted(BLANKS.get(key, ())))
            what = f"FEEDS[“words”][“{key}”] is “{text}”, which cannot be filled in."
            problems.append(_problem(what, f"It may hold {blanks or 'no braces'}."))
    return problems


def _problem(what: str, remedy: str) -> Problem:
    return Problem("pelicanconf.py", 0, what, remedy, "feeds-setting")
