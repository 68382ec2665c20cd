"""JSON Feed 1.1 (jsonfeed.org/version/1.1) from the same records as Atom and RSS."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING

from .core import AT_HAND

if TYPE_CHECKING:
    from .core import Entry, Feed, Person

VERSION = "https://jsonfeed.org/version/1.1"


class JsonFeeds:
    """Writes JSON Feeds; one for a whole build."""

    def __init__(self) -> None:
        self._item = lru_cache(AT_HAND)(_item)

    def text(self, feed: Feed) -> bytes:
        """Return a feed as bytes, the same for the same feed."""
        head: dict[str, object] = {
            "version": VERSION,
            "title": feed.title,
            "home_page_url": feed.home,
            "feed_url": feed.url,
            "description": feed.subtitle,
            "next_url": feed.archives.previous,
            "icon": feed.logo,
            "favicon": feed.icon,
            "authors": [_person(person) for person in feed.authors],
            "language": feed.lang,
            "hubs": [{"type": "WebSub", "url": feed.hub}] if feed.hub else [],
        }
        given = {key: value for key, value in head.items() if value}
        lines = [f"{_write(key)}: {_write(value)}," for key, value in given.items()]
        items = ",\n".join(self._item(entry) for entry in feed.entries)
        start = "\n".join(lines)
        return f'{{\n{start}\n"items": [\n{items}\n]\n}}\n'.encode()


def _item(entry: Entry) -> str:
    picture = entry.picture
    item: dict[str, object] = {
        "id": entry.guid or entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_html": entry.content,
        "summary": entry.summary_text,
        "image": picture.url if picture else "",
        "date_published": entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
        "authors": [_person(person) for person in entry.authors],
        "tags": [topic.name for topic in entry.topics],
        "language": entry.lang,
    }
    if picture and picture.is_enclosure:
        item["attachments"] = [
            {
                "url": picture.url,
                "mime_type": picture.type,
                "size_in_bytes": picture.length,
            }
        ]
    # An item must have a content, even an empty one.
    return _write({k: v for k, v in item.items() if v or k == "content_html"})


def _person(person: Person) -> dict[str, str]:
    return {"name": person.name} | ({"url": person.url} if person.url else {})


def _write(value: object) -> str:
    """Write on one line: with an indent json is five times as slow."""
    return json.dumps(value, ensure_ascii=False)
