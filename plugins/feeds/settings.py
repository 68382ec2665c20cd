"""``FEEDS``, and what feeds need to know of Pelican's own settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, SupportsInt

from ..problem import join_words
from ..settings import count, flag, pattern, phrases, read_settings, text, words
from ..words import WORDS
from .core import TYPES
from .text import as_language, as_uri, join, plain_line

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

FORMATS = tuple(TYPES)
#: What many sites have by the dozen, so that every post would stand in many feeds.
TOPICS = ("category", "tag", "author")


def _path(default: str, *needs: str) -> str:
    """Return a key for the path of feeds; without a default, with what it ``needs``."""
    return pattern(default, blanks=("slug", "lang"), needs=needs or None, none=True)


@dataclass(frozen=True)
class FeedSettings:
    """The plugin's own settings; the manual explains each key."""

    all_json: str = _path("feeds/all.json")
    series_atom: str = _path("feeds/series/{slug}.atom.xml")
    series_rss: str = _path("feeds/series/{slug}.rss.xml")
    series_json: str = _path("", "slug")
    category_json: str = _path("", "slug")
    tag_json: str = _path("", "slug")
    author_json: str = _path("", "slug")
    language_json: str = _path("", "lang")
    page: str = text("feeds/", none=True)
    opml: str = text("feeds/all.opml", none=True)
    stylesheet: str = text("feeds/feed.css", none=True)
    archives: bool = flag(True, none=True)
    archive_formats: tuple[str, ...] = words(
        FORMATS, wanted=f"a list of {join_words(FORMATS)}", fits=FORMATS.__contains__
    )
    topic_items: int = count(10)
    topic_archives: bool = flag(False, none=True)
    hub: str = text("", none=True)
    copyright: str = text("", none=True)
    logo: str = text("", none=True)
    icon: str = text("", none=True)
    words: Mapping[str, str] = phrases(WORDS)

    @property
    def page_save_as(self) -> str:
        """Return the file of the page for people; empty where there is none."""
        return f"{self.page}index.html" if self.page.endswith("/") else self.page

    def extent(self, kind: str, most: int | None) -> tuple[int | None, bool]:
        """Return how many posts a feed of a kind holds, and whether it has archives.

        ``most`` is ``FEED_MAX_ITEMS``; None is no limit.
        """
        if kind not in TOPICS:
            return most, self.archives
        own = self.topic_items
        limit = min(own, most) if own and most is not None else own or most
        return limit, self.archives and self.topic_archives


@dataclass(frozen=True)
class Address:
    """Where the feeds of one kind and format are written, and what their address is."""

    kind: str
    format: str
    path: str  #: with ``{slug}`` or ``{lang}``
    url: str  #: the same for the address
    setting: str  #: which gives it


def parse_settings(given: object) -> FeedSettings:
    """Return the settings, or raise with every mistake in them."""
    given = {} if given is None else given
    return read_settings(FeedSettings, "FEEDS", given, "feeds-setting")


def addresses(
    pelican: Mapping[str, object], taken: Mapping[str, object], options: FeedSettings
) -> list[Address]:
    """Return every kind and format of feed that the site wants, in a fixed order."""
    found = []
    for setting, (kind, form) in TAKEN_OVER.items():
        path = taken.get(setting)
        if path:
            url = pelican.get(f"{setting}_URL") or path
            found.append(Address(kind, form, str(path), str(url), setting))
    for key, (kind, form) in ADDED.items():
        path = getattr(options, key)
        if path:
            found.append(Address(kind, form, path, path, f"FEEDS[“{key}”]"))
    return sorted(found, key=lambda address: FORMATS.index(address.format))


@dataclass(frozen=True)
class FeedSite:
    """A site, as far as feeds are concerned."""

    url: str  #: ``SITEURL`` without a slash at its end
    domain: str  #: ``FEED_DOMAIN``
    name: str
    subtitle: str
    author: str
    lang: str
    schemes: Mapping[str, str]  #: kind of topic to the address that names it
    paged: frozenset[str]  #: kinds of subject that have pages
    limit: int | None  #: ``FEED_MAX_ITEMS``
    summary_only: bool  #: ``RSS_FEED_SUMMARY_ONLY``
    append_ref: bool  #: ``FEED_APPEND_REF``

    def address(self, path: str) -> str:
        """Return a path of the site as an absolute address; “/” is the home page."""
        return as_uri(join(self.url, path)) if path else ""


def read_site(settings: Mapping[str, object]) -> FeedSite:
    """Return the record; empty settings get Pelican's own meaning."""
    url = str(settings.get("SITEURL") or "").rstrip("/")
    name = plain_line(str(settings.get("SITENAME") or "")) or "Blog"
    limit = settings.get("FEED_MAX_ITEMS")
    if limit is not None and not isinstance(limit, str | SupportsInt):
        raise TypeError(f"FEED_MAX_ITEMS is no number: {limit!r}")
    schemes = {"series": as_uri(join(url, "series/")) if url else ""}
    for kind in ("category", "tag"):
        before = str(settings.get(f"{kind.upper()}_URL", "")).split("{")[0]
        schemes[kind] = as_uri(join(url, before)) if before and url else ""
    return FeedSite(
        url=url,
        domain=str(settings.get("FEED_DOMAIN") or url),
        name=name,
        subtitle=plain_line(str(settings.get("SITESUBTITLE") or "")),
        author=plain_line(str(settings.get("AUTHOR") or "")) or name,
        lang=as_language(settings.get("DEFAULT_LANG")),
        schemes=schemes,
        paged=frozenset(k for k in TOPICS if settings.get(f"{k.upper()}_SAVE_AS")),
        limit=None if limit is None else int(limit),
        summary_only=bool(settings.get("RSS_FEED_SUMMARY_ONLY")),
        append_ref=bool(settings.get("FEED_APPEND_REF")),
    )
