"""Atom 1.0 and RSS 2.0 through feedgen, which is met in this file only.

feedgen 1.0 drops the rel and type of an entry's links (its issue 135), knows no
language of an entry and no author without an e-mail address, and puts “now” where a
date is missing. So it writes the feeds here, and their entries are written without it.
An entry's element is made once and moves from feed to feed, for a post is in up to
twenty of them, which are best written one after another.
"""

from __future__ import annotations

import re
from email.utils import format_datetime
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

from feedgen.ext.base import BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from .core import AT_HAND, TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .core import Entry, Feed, Person

ATOM = "http://www.w3.org/2005/Atom"
NAMESPACES = {
    "atom": ATOM,
    "dc": "http://purl.org/dc/elements/1.1/",
    "fh": "http://purl.org/syndication/history/1.0",
    "media": "http://search.yahoo.com/mrss/",
}
ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
GENERATOR = "Pelican"
TITLE = re.compile(rb"<title>[^<]*&[^<]*</title>")


class XmlFeeds:
    """Writes Atom and RSS; one for a whole build."""

    def __init__(self) -> None:
        self._entry = lru_cache(AT_HAND)(_XmlEntry)

    def text(self, feed: Feed) -> bytes:
        """Return a feed as bytes, the same for the same feed."""
        generator = _generator(feed)
        how = (feed.format, feed.summary_only)
        generator.entry([self._entry(entry, *how) for entry in feed.entries])
        if feed.format == "atom":
            return bytes(generator.atom_str(pretty=True))
        return TITLE.sub(_as_profile, generator.rss_str(pretty=True))


def _as_profile(title: re.Match[bytes]) -> bytes:
    """Write ``&`` and ``<`` of a title as the RSS profile advises.

    So readers that take titles for HTML and those that take them for text agree.
    """
    return title[0].replace(b"&amp;", b"&#x26;").replace(b"&lt;", b"&#x3C;")


def _generator(feed: Feed) -> FeedGenerator:
    """Return feedgen's feed; it prints what the format has and leaves None out."""
    generator = FeedGenerator()
    generator.register_extension("more", _FeedElements)
    generator.more.feed = feed
    generator.id(feed.id)
    generator.title(feed.title)
    needed = feed.title if feed.format == "rss" else None
    generator.description(feed.subtitle or needed)  # Atom's subtitle, too
    generator.author(_people(feed.authors))
    generator.language(feed.lang)
    generator.updated(feed.updated)
    generator.lastBuildDate(feed.updated)
    generator.generator(GENERATOR)
    generator.rights(feed.copyright or None)
    generator.logo(feed.logo or None)
    generator.icon(feed.icon or None)
    generator.link(href=feed.url, rel="self", type=TYPES[feed.format])
    for rel, href in _relations(feed):
        generator.link(href=href, rel=rel)
    # The last link is that of RSS's channel.
    generator.link(href=feed.home, rel="alternate", type="text/html")
    return generator


def _relations(feed: Feed) -> list[tuple[str, str]]:
    """Return the links that lead to other documents, hub and archives."""
    named = [
        ("hub", feed.hub),
        ("current", feed.archives.current),
        ("prev-archive", feed.archives.previous),
        ("next-archive", feed.archives.next),
    ]
    return [(rel, href) for rel, href in named if href]


def _people(people: Iterable[Person]) -> list[dict[str, str]]:
    return [{"name": person.name, "uri": person.url} for person in people]


class _FeedElements(BaseExtension):  # type: ignore[misc]  # feedgen has no annotations
    """What feedgen leaves out of a feed."""

    feed: Feed

    def extend_ns(self) -> dict[str, str]:
        wanted = dict(NAMESPACES)
        if self.feed.format == "atom":
            del wanted["atom"], wanted["dc"]
        if not self.feed.is_archive:
            del wanted["fh"]
        if not any(entry.picture for entry in self.feed.entries):
            del wanted["media"]
        return wanted

    def extend_atom(self, feed: Any) -> Any:
        return self._extend(feed, feed)

    def extend_rss(self, rss: Any) -> Any:
        channel = rss[0]
        for rel, href in _relations(self.feed):
            etree.SubElement(channel, f"{{{ATOM}}}link", rel=rel, href=href)
        return self._extend(rss, channel)

    def _extend(self, root: Any, parent: Any) -> Any:
        if self.feed.is_archive:
            etree.SubElement(parent, f"{{{NAMESPACES['fh']}}}archive")
        if self.feed.stylesheet:
            what = f'type="text/css" href="{self.feed.stylesheet}"'
            root.addprevious(etree.ProcessingInstruction("xml-stylesheet", what))
        return root


class _XmlEntry:
    """An entry as feedgen's feeds ask for it: its element, made once."""

    def __init__(self, record: Entry, form: str, summary_only: bool) -> None:
        if form == "atom":
            element = _make_atom(record)
        else:
            element = _make_rss(record, summary_only=summary_only)
        element.set(LANG, record.lang)
        if record.picture:
            _add(element, "media", "thumbnail").set("url", record.picture.url)
        self._element = element

    def atom_entry(self) -> Any:
        return self._element

    rss_entry = atom_entry

    def register_extension(self, *_: object) -> None:
        """Do without the feed's extension, which has nothing for entries."""


def _make_atom(record: Entry) -> Any:
    entry, picture = etree.Element("entry"), record.picture
    _text(entry, "id", record.id)
    _text(entry, "title", record.title)
    _text(entry, "updated", record.moment.isoformat())
    for person in record.authors:
        author = etree.SubElement(entry, "author")
        _text(author, "name", person.name)
        if person.url:
            _text(author, "uri", person.url)
    _text(entry, "content", record.content or record.title, type="html")
    if record.summary:
        _text(entry, "summary", record.summary_text)
    for topic in record.topics:
        scheme = {"scheme": topic.scheme} if topic.scheme else {}
        etree.SubElement(entry, "category", {"term": topic.name, **scheme})
    _text(entry, "published", record.published.isoformat())
    links = [{"rel": "alternate", "type": "text/html", "href": record.url}]
    if picture and picture.is_enclosure:
        enclosure = {"rel": "enclosure", "type": picture.type}
        enclosure |= {"length": str(picture.length), "href": picture.url}
        links.append(enclosure)
    for link in links:
        etree.SubElement(entry, "link", link)
    return entry


def _make_rss(record: Entry, *, summary_only: bool) -> Any:
    item, picture = etree.Element("item"), record.picture
    content, summary = record.content or record.title, record.summary
    _text(item, "title", record.title)
    _text(item, "link", record.url)
    text = escape(record.summary_text, quote=False) if summary else ""
    if summary_only:
        _text(item, "description", summary or content)
    elif text:
        _text(item, "description", text)
        _text(item, ENCODED, content)
    else:
        _text(item, "description", content)
    _text(item, "guid", record.id, isPermaLink="false")
    for topic in record.topics:
        domain = {"domain": topic.scheme} if topic.scheme else {}
        _text(item, "category", topic.name, **domain)
    if picture and picture.is_enclosure:
        enclosure = {"url": picture.url, "length": str(picture.length)}
        etree.SubElement(item, "enclosure", {**enclosure, "type": picture.type})
    _text(item, "pubDate", format_datetime(record.published))
    for person in record.authors:
        _add(item, "dc", "creator").text = person.name
    return item


def _text(parent: Any, name: str, text: str, **attributes: str) -> None:
    """Add an element with a text; an empty one stays without."""
    etree.SubElement(parent, name, attributes).text = text or None


def _add(parent: Any, prefix: str, name: str) -> Any:
    """Add an element of another namespace.

    Its declaration goes when the entry joins a feed that declares the same one.
    """
    space = NAMESPACES[prefix]
    return etree.SubElement(parent, f"{{{space}}}{name}", nsmap={prefix: space})
