"""Ids of posts in feeds: what an author stored, else what stock Pelican gives."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

#: Addresses that are ids as they stand: schemes that are registered and lasting.
ADDRESS = re.compile(r"(?:tag|urn|https?|info|ni):[^\s<>\"{}|\\^`]+\Z", re.IGNORECASE)
#: Where texts that are neither addresses nor UUIDs become UUIDs. Never change it.
TEXTS = uuid.UUID("7a0e5b52-9f0d-5c0c-8b3e-2f6b7a1d4c90")


def mint_uid() -> str:
    """Return a new id for a new post."""
    return f"urn:uuid:{uuid.uuid4()}"


def entry_id(uid: str, link: str, day: date) -> str:
    """Return a post's id: from its ``uid``, else the one that stock Pelican gives."""
    uid = uid.strip()
    if not uid:
        return stock_id(link, day)
    if is_uuid(uid):
        return f"urn:uuid:{uuid.UUID(uid)}"
    if ADDRESS.match(uid):
        return uid
    return f"urn:uuid:{uuid.uuid5(TEXTS, uid)}"


def is_uuid(text: str) -> bool:
    """Say whether a text is a UUID in its usual form, without ``urn:uuid:``."""
    return bool(
        re.fullmatch(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", text)
    )


def stock_id(link: str, day: date) -> str:
    """Return the tag URI that Pelican's own feeds carry for this address and date.

    Pelican takes the date as it stands in its own zone, and drops the query.
    """
    parts = urlsplit(link)
    fragment = f"/{parts.fragment}" if parts.fragment else ""
    return f"tag:{parts.hostname},{day:%Y-%m-%d}:{parts.path}{fragment}"


def taken_twice(ids: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Return ``(id, first post, other post)`` for every id that comes again.

    ``ids`` maps posts to ids; the first post is the first in alphabetical order.
    """
    first: dict[str, str] = {}
    again = []
    for post, uid in sorted(ids.items()):
        if uid in first:
            again.append((uid, first[uid], post))
        else:
            first[uid] = post
    return again
