"""What every feed and entry needs to know of the site, read once from its settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from .characters import as_language, as_uri, join, plain

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

PAGED = ("category", "tag", "author")


@dataclass(frozen=True)
class Site:
    """A site, as far as feeds are concerned."""

    url: str  #: ``SITEURL`` without a slash at its end
    domain: str  #: ``FEED_DOMAIN``
    name: str
    subtitle: str
    author: str
    lang: str
    zone: tzinfo
    schemes: Mapping[str, str]  #: kind of topic to the address that stands for it
    paged: frozenset[str]  #: kinds of subject that have pages
    limit: int | None  #: ``FEED_MAX_ITEMS``
    summary_only: bool  #: ``RSS_FEED_SUMMARY_ONLY``
    append_ref: bool  #: ``FEED_APPEND_REF``

    def address(self, path: str) -> str:
        """Return a path of the site as an absolute address."""
        return as_uri(join(self.url, path)) if path else ""

    @property
    def home(self) -> str:
        """Return the address of the home page."""
        return as_uri(f"{self.url}/")


def read_site(settings: Mapping[str, Any]) -> Site:
    """Return the record; empty settings get Pelican's own meaning."""
    url = str(settings.get("SITEURL") or "").rstrip("/")
    name = plain(str(settings.get("SITENAME") or "")) or "Blog"
    limit = settings.get("FEED_MAX_ITEMS")
    schemes = {"series": as_uri(join(url, "series/")) if url else ""}
    for kind in ("category", "tag"):
        before = str(settings.get(f"{kind.upper()}_URL", "")).split("{")[0]
        schemes[kind] = as_uri(join(url, before)) if before and url else ""
    return Site(
        url=url,
        domain=str(settings.get("FEED_DOMAIN") or url),
        name=name,
        subtitle=plain(str(settings.get("SITESUBTITLE") or "")),
        author=plain(str(settings.get("AUTHOR") or "")) or name,
        lang=as_language(settings.get("DEFAULT_LANG")),
        zone=ZoneInfo(str(settings.get("TIMEZONE") or "UTC")),
        schemes=schemes,
        paged=frozenset(k for k in PAGED if settings.get(f"{k.upper()}_SAVE_AS")),
        limit=None if limit is None else int(limit),
        summary_only=bool(settings.get("RSS_FEED_SUMMARY_ONLY")),
        append_ref=bool(settings.get("FEED_APPEND_REF")),
    )
