"""Atom 1.0 and RSS 2.0 through feedgen, which is met in this file only.

feedgen 1.0 drops the rel and type of an entry's links (its issue 135), knows no
language of an entry and no author without an e-mail address, and puts “now” where a
date is missing. So it writes the feeds here, and their entries are written without it:
each once, as bytes that go into every feed which carries it, up to twenty of them. Such
feeds are best written one after another.
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
from .dates import in_words
from .text import xml_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .core import Entry, Feed, Person

ATOM = "http://www.w3.org/2005/Atom"
NAMESPACES = {
    "atom": ATOM,
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "fh": "http://purl.org/syndication/history/1.0",
    "media": "http://search.yahoo.com/mrss/",
}
XHTML = "http://www.w3.org/1999/xhtml"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
GENERATOR = "Pelican"
TITLE = re.compile(rb"<title>[^<]*&[^<]*</title>")


class XmlFeeds:
    """Writes Atom and RSS; one for a whole build."""

    def __init__(self) -> None:
        self._entry = lru_cache(AT_HAND)(_write_entry)

    def text(self, feed: Feed) -> bytes:
        """Return a feed as bytes, the same for the same feed."""
        generator = _generator(feed)
        if feed.format == "atom":
            frame, end = generator.atom_str(pretty=True), b"</feed>"
        else:
            frame, end = generator.rss_str(pretty=True), b"  </channel>"
            frame = TITLE.sub(lambda m: _as_profile(m[0].decode()).encode(), frame)
        start, end, rest = frame.rpartition(end)
        how = (feed.format, feed.summary_only, bool(feed.stylesheet))
        entries = (self._entry(entry, *how) for entry in feed.entries)
        return b"".join((start, *entries, end, rest))


def _as_profile(title: str) -> str:
    """Write ``&`` and ``<`` of a title as the RSS profile advises.

    So readers that take titles for HTML and those that take them for text agree.
    """
    return title.replace("&amp;", "&#x26;").replace("&lt;", "&#x3C;")


def _write_entry(
    record: Entry, form: str, summary_only: bool, is_styled: bool
) -> bytes:
    """Return an entry as it stands in each feed of a format."""
    if form == "atom":
        name, indent, elements = "entry", "  ", _atom_entry(record)
    else:
        name, indent = "item", "    "
        elements = _rss_item(record, summary_only=summary_only)
    lines = [f'<{name} xml:lang="{_quoted(record.lang)}">']
    lines += (f"  {one}" for one in elements)
    if is_styled:
        lines.append(f"  {_shown_day(record)}")
    if record.picture:
        lines.append(f"  {_element('media:thumbnail', url=record.picture.url)}")
    lines.append(f"</{name}>")
    return xml_bytes("".join(f"{indent}{one}\n" for one in lines))


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
    for link in _relations(feed):
        generator.link(**link)
    # The last link is that of RSS's channel.
    generator.link(href=feed.home, rel="alternate", type="text/html")
    return generator


def _relations(feed: Feed) -> list[dict[str, str]]:
    """Return the links that lead to other documents, hub and archives."""
    older = {"type": feed.archives.type} if feed.archives.type else {}
    named = [
        {"rel": "hub", "href": feed.hub},
        {"rel": "current", "href": feed.archives.current},
        {"rel": "prev-archive", "href": feed.archives.previous, **older},
        {"rel": "next-archive", "href": feed.archives.next},
    ]
    return [link for link in named if link["href"]]


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
        if not self.feed.stylesheet:
            del wanted["dcterms"]
        if not any(entry.picture for entry in self.feed.entries):
            del wanted["media"]
        return wanted

    def extend_atom(self, feed: Any) -> Any:
        return self._extend(feed, feed)

    def extend_rss(self, rss: Any) -> Any:
        channel = rss[0]
        rss.set(XML_LANG, self.feed.lang)
        for link in _relations(self.feed):
            etree.SubElement(channel, f"{{{ATOM}}}link", link)
        return self._extend(rss, channel)

    def _extend(self, root: Any, parent: Any) -> Any:
        if self.feed.is_archive:
            etree.SubElement(parent, f"{{{NAMESPACES['fh']}}}archive")
        if self.feed.stylesheet:
            what = f'type="text/css" href="{self.feed.stylesheet}"'
            root.addprevious(etree.ProcessingInstruction("xml-stylesheet", what))
        return root


def _atom_entry(record: Entry) -> Iterator[str]:
    """Yield an entry's elements, in the order that they have had from the first."""
    yield _element("id", record.id)
    yield _element("title", record.title)
    yield _element("updated", record.moment.isoformat())
    for person in record.authors:
        yield "<author>"
        yield f"  {_element('name', person.name)}"
        if person.url:
            yield f"  {_element('uri', person.url)}"
        yield "</author>"
    yield _html("content", record.content or record.title, type="html")
    if record.summary:
        yield _element("summary", record.summary_text)
    for topic in record.topics:
        scheme = {"scheme": topic.scheme} if topic.scheme else {}
        yield _element("category", term=topic.name, **scheme)
    yield _element("published", record.published.isoformat())
    yield _element("link", rel="alternate", type="text/html", href=record.url)
    if (picture := record.picture) and picture.is_enclosure:
        size = {"length": str(picture.length), "href": picture.url}
        yield _element("link", rel="enclosure", type=picture.type, **size)


def _rss_item(record: Entry, *, summary_only: bool) -> Iterator[str]:
    content, summary = record.content or record.title, record.summary
    yield _as_profile(_element("title", record.title))
    yield _element("link", record.url)
    text = escape(record.summary_text, quote=False) if summary else ""
    if summary_only:
        yield _html("description", summary or content)
    elif text:
        yield _element("description", text)
        yield _html("content:encoded", content)
    else:
        yield _html("description", content)
    yield _element("guid", record.guid or record.id, isPermaLink="false")
    for topic in record.topics:
        domain = {"domain": topic.scheme} if topic.scheme else {}
        yield _element("category", topic.name, **domain)
    if (picture := record.picture) and picture.is_enclosure:
        size = {"length": str(picture.length), "type": picture.type}
        yield _element("enclosure", url=picture.url, **size)
    yield _element("pubDate", format_datetime(record.published))
    for person in record.authors:
        yield _element("dc:creator", person.name)


def _shown_day(record: Entry) -> str:
    """Return the day in words, a link to the post: browsers show and follow it.

    The W3C's validator takes anything in this element, and readers pass it by; it warns
    of a namespace of our own, and of a link that stands by itself.
    """
    day = in_words(record.published, record.lang)
    link = _element("a", day, xmlns=XHTML, href=record.url)
    return _wrap("dcterms:available", link, {})


def _html(name: str, text: str, **attributes: str) -> str:
    """Return an element with HTML, whose signs stand as they are if that is shorter.

    Readers find the same text in it; references for all its “<” are a seventh of it.
    """
    escaped = _element(name, text, **attributes)
    if "\r" in text:
        return escaped  # XML takes a bare one for the end of a line
    plain = text.replace("]]>", "]]]]><![CDATA[>")
    return min(_wrap(name, f"<![CDATA[{plain}]]>", attributes), escaped, key=len)


def _element(name: str, text: str = "", **attributes: str) -> str:
    """Return an element as lxml writes it; one without a text stays empty."""
    return _wrap(name, _escaped(text), attributes)


def _wrap(name: str, inner: str, attributes: Mapping[str, str]) -> str:
    given = "".join(f' {key}="{_quoted(one)}"' for key, one in attributes.items())
    return f"<{name}{given}>{inner}</{name}>" if inner else f"<{name}{given}/>"


def _escaped(text: str) -> str:
    return escape(text, quote=False).replace("\r", "&#13;")


def _quoted(text: str) -> str:
    text = _escaped(text).replace('"', "&quot;")
    return text.replace("\n", "&#10;").replace("\t", "&#9;")
