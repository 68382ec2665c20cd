"""A feed as subscribers have it: RSS, RDF, Atom or JSON Feed, in a file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from lxml import etree

from ..site import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.etree import _Element

LARGEST = 64_000_000  #: bytes
RSS, ATOM, JSON_FEED = "rss", "atom", "json"


@dataclass(frozen=True)
class FeedEntry:
    """What a feed reader tells posts apart by, and what it shows."""

    id: str  #: the guid, the id, or the link where there is neither
    url: str
    title: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class OldFeed:
    """A feed, as it was saved."""

    form: str  #: RSS, ATOM or JSON_FEED
    entries: tuple[FeedEntry, ...]
    own: str = ""  #: its address, as it says itself


def read_feed(path: Path) -> OldFeed:
    """Return a saved feed; refuse what is none. Nothing is fetched or expanded."""
    if not path.is_file():
        raise RefusedError(f"{path.name}: there is no such file. Save the feed first.")
    data = path.read_bytes() if path.stat().st_size <= LARGEST else b""
    if not data:
        raise RefusedError(f"{path.name} is empty, or larger than any feed.")
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return _read_json(path.name, data)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        what = f"{path.name}:{error.lineno}: it cannot be read as XML ({error.msg})"
        raise RefusedError(f"{what}. Save the feed again.") from None
    form = {"rss": RSS, "RDF": RSS, "feed": ATOM}.get(_name(root), "")
    if not form:
        raise RefusedError(f"{path.name} is no feed: neither RSS nor Atom.")
    entries = tuple(_entries(root, "item" if form == RSS else "entry"))
    head = root if form == ATOM else next(iter(root), root)
    own = next((e.get("href", "") for e in head if _is_self(e)), "")
    return OldFeed(form, entries, own)


def _name(element: _Element) -> str:
    tag = element.tag
    return etree.QName(tag).localname if isinstance(tag, str) else ""


def _is_self(element: _Element) -> bool:
    return _name(element) == "link" and element.get("rel") == "self"


def _entries(root: _Element, name: str) -> Iterator[FeedEntry]:
    for element in root.iter():
        if _name(element) == name:
            yield _entry(element)


def _entry(element: _Element) -> FeedEntry:
    given = dict[str, str]()
    link = ""
    for child in element:
        text = "".join(map(str, child.itertext())).strip()
        given.setdefault(_name(child), text)
        if _name(child) == "link" and child.get("rel", "alternate") == "alternate":
            link = link or child.get("href", "") or text
    about = next((str(v) for k, v in element.items() if str(k).endswith("}about")), "")
    own = given.get("guid") or given.get("id") or about or link
    at = _moment(given.get("pubDate") or given.get("published") or given.get("date"))
    return FeedEntry(own, link, " ".join(given.get("title", "").split()), at)


def _moment(text: str | None) -> datetime | None:
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            found = read(text or "")
        except ValueError:
            continue
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None


def _read_json(name: str, data: bytes) -> OldFeed:
    try:
        document = json.loads(data)
        entries = tuple(
            FeedEntry(
                str(one.get("id") or one.get("url") or ""),
                str(one.get("url") or ""),
                str(one.get("title") or ""),
                _moment(one.get("date_published")),
            )
            for one in document["items"]
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise RefusedError(f"{name} is no JSON Feed. Save the feed again.") from None
    return OldFeed(JSON_FEED, entries, str(document.get("feed_url") or ""))
