"""Addresses of the old site: what two of them share, and what of them becomes alias."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote

from .addresses import join, split

if TYPE_CHECKING:
    from collections.abc import Iterable
    from urllib.parse import SplitResult

#: What stands behind a “?” and says which page is meant; all else counts visitors.
TELLING = frozenset(
    {
        *("p", "page_id", "attachment_id", "post_type", "cat", "tag", "author", "m"),
        *("feed", "format", "id"),
    }
)


@dataclass(frozen=True)
class OldHost:
    """Where the old site was: its base address and the hosts that showed it."""

    base: str  #: without a last slash; may be empty
    hosts: frozenset[str]  #: in small letters, without “www.”

    def key(self, url: str) -> str:
        """Return what all spellings of an address share; nothing for one elsewhere.

        >>> host = host_of("https://www.a.org", ())
        >>> host.key("http://a.org/Sleep/?utm_source=x#more"), host.key("//b.org/")
        ('/sleep', '')
        >>> host.key("https://a.org/?p=12&utm_medium=y")
        '/?p=12'
        """
        parts = split(join(f"{self.base}/", url.strip()))
        host = bare_host(hostname(parts))
        if parts.scheme not in ("http", "https", "") or host not in {*self.hosts, ""}:
            return ""
        told = [pair for pair in parse_qsl(parts.query) if pair[0] in TELLING]
        query = "&".join(f"{name}={value}" for name, value in sorted(told))
        path = unquote(parts.path).rstrip("/").casefold() or "/"
        return f"{path}?{query}" if query else path

    def path(self, url: str) -> str:
        """Return an address from the root of its host, with what stands behind “?”.

        >>> host_of("https://a.org", ()).path("https://a.org/2020/sleep/?p=1#x")
        '/2020/sleep/?p=1'
        """
        if not self.key(url):
            return ""
        parts = split(join(f"{self.base}/", url.strip()))
        return f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"


def hostname(parts: SplitResult) -> str:
    """Return the host of an address; nothing where it is none (``http://[x``)."""
    try:
        return parts.hostname or ""
    except ValueError:
        return ""


def bare_host(host: str) -> str:
    """Return a host in small letters, without the “www.” that many sites add."""
    return host.lower().removeprefix("www.")


def host_of(base: str, addresses: Iterable[str]) -> OldHost:
    """Return where a site was, by its base address, else by those of its items."""
    known = [base] if base else list(addresses)
    hosts = {bare_host(hostname(split(one))) for one in known} - {""}
    if not base and hosts:
        first = split(next(one for one in known if hostname(split(one))))
        base = f"{first.scheme}://{first.netloc}"
    return OldHost(base.rstrip("/"), frozenset(hosts))


#: ``/2020/3/14/`` in an address.
DAY = re.compile(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?:/|$)")


def last_part(path: str) -> str:
    """Return the last part of a path that has a name, decoded, without its ending.

    >>> last_part("/2020/3/14/sleep.html"), last_part("blog/sleep/"), last_part("/")
    ('sleep', 'sleep', '')
    """
    parts = [part for part in unquote(split(path).path).split("/") if part]
    return re.sub(r"\.(?:x?html?|php|aspx?)$", "", parts[-1] if parts else "")
