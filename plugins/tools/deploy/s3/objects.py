"""How the files of a site stand in a bucket: type, cache, redirect, and which is first.

A store knows none of this of itself, and sends what it is told with each object.
"""

from __future__ import annotations

import mimetypes
import posixpath
import re
from dataclasses import dataclass
from enum import IntEnum
from hashlib import md5
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlencode

from ...host_files import parse_redirects
from ..assets import TEXTS, has_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Of hosts that read them; here their lines become the redirects of objects.
REDIRECTS = "_redirects"
HOME = "index.html"
FEEDS = (".atom", ".rss")
FOREVER = "public, max-age=31536000, immutable"
FRESH = "no-cache"  #: may be kept, and is asked for each time whether it is new
#: What Python's own table does not have, or has otherwise than browsers want it.
TYPES = {
    ".atom": "application/atom+xml",
    ".avif": "image/avif",
    ".gz": "application/gzip",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".map": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".opml": "text/x-opml; charset=utf-8",
    ".rss": "application/rss+xml",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
#: The same table on every machine: what a system adds to it is left out.
PYTHONS = mimetypes.MimeTypes()
REFRESH = re.compile(rb"http-equiv\s*=\s*[\"']?refresh", re.IGNORECASE)
SIGNS = re.compile(r"\*|/:[A-Za-z]")
MOST = 2048  #: characters of an address that S3 leads to


class Stage(IntEnum):
    """When a file is put: nothing that a page needs comes after it."""

    ASSET = 0
    PAGE = 1
    FEED = 2
    HOME = 3


@dataclass(frozen=True)
class Stored:
    """What an object holds, and what is sent with it."""

    digest: str  #: MD5, which the ETag of an object is that was put whole
    kind: str  #: its Content-Type
    cache: str  #: its Cache-Control
    leads_to: str = ""  #: where visitors go instead, where the store serves websites
    etag: str = ""  #: that of a store that has others, as one that encrypts

    @property
    def etags(self) -> set[str]:
        """Return what a listing may call it."""
        return {self.digest, self.etag} - {""}

    @property
    def headers(self) -> dict[str, str]:
        """Return what a store is told with it."""
        told = {"Content-Type": self.kind, "Cache-Control": self.cache}
        lead = {"x-amz-website-redirect-location": self.leads_to}
        return {**told, **lead} if self.leads_to else told

    @property
    def key(self) -> str:
        """Return the name of a copy: some stores copy with all that was told."""
        told = f"{self.kind}\n{self.cache}\n{self.leads_to}".encode()
        return f"{self.digest}-{md5(told, usedforsecurity=False).hexdigest()[:12]}"

    def is_as(self, other: Stored | None) -> bool:
        """Return whether visitors get the same."""
        return other is not None and self.key == other.key


def describe(path: str, digest: str, leads_to: str = "") -> Stored:
    """Return how a file of a site is stored.

    >>> describe("theme/main.4f2a91c07b.css", "").headers["Cache-Control"]
    'public, max-age=31536000, immutable'
    >>> describe("blog/index.html", "").kind
    'text/html; charset=utf-8'
    """
    cache = FOREVER if has_hash(path) and not leads_to else FRESH
    return Stored(digest, kind_of(path), cache, leads_to)


def kind_of(path: str) -> str:
    """Return the Content-Type of a file.

    >>> kind_of("feeds/all.atom.xml"), kind_of("CNAME"), kind_of("a.tar.gz")
    ('application/atom+xml', 'application/octet-stream', 'application/gzip')
    """
    name = path.lower()
    end = posixpath.splitext(name.removesuffix(".xml"))[1]
    if end not in FEEDS:
        end = posixpath.splitext(name)[1]
    kind = TYPES.get(end) or PYTHONS.types_map[True].get(end, "")
    if kind.startswith("text/") and "charset" not in kind:
        kind = f"{kind}; charset=utf-8"
    return kind or "application/octet-stream"


def stage_of(path: str) -> Stage:
    """Return when a file is put.

    >>> [stage_of(path).name for path in ("a.css", "a/index.html", "a.xml", HOME)]
    ['ASSET', 'PAGE', 'FEED', 'HOME']
    """
    if path == HOME:
        return Stage.HOME
    if path.endswith((".html", ".htm")):
        return Stage.PAGE
    return Stage.FEED if path.endswith((*TEXTS, *FEEDS)) else Stage.ASSET


def find_redirects(
    text: str, base: str, read: Callable[[str], bytes | None]
) -> Iterator[tuple[str, str]]:
    """Yield which objects lead on, and where to, from the lines of ``_redirects``.

    ``base`` is the path of the site's address; ``read`` gives a file of the site. A
    page that is no mere way to another one stays, unless a line is meant to win.
    """
    for one in parse_redirects(text):
        if SIGNS.search(one.old.text) or len(one.new) > MOST or not one.new.isascii():
            continue
        if one.asks or not one.new.startswith(("/", "http://", "https://")):
            continue
        old = unquote(one.old.text)
        if not f"{old.rstrip('/')}/".startswith(base):
            continue
        path = key_of(old[len(base) :])
        there = read(path)
        if there is None or one.is_forced or REFRESH.search(there):
            yield path, one.new


def key_of(old: str) -> str:
    """Return which object a store looks for at an address.

    >>> key_of("old/"), key_of("old"), key_of("old.xml"), key_of("")
    ('old/index.html', 'old/index.html', 'old.xml', 'index.html')
    """
    if posixpath.splitext(old)[1]:
        return old
    return posixpath.join(old.rstrip("/"), HOME) if old.strip("/") else HOME


def count_signs(text: str) -> int:
    """Return how many redirects have signs for which a store has no form."""
    return sum(bool(SIGNS.search(one.old.text)) for one in parse_redirects(text))


def list_asking(text: str) -> list[str]:
    """Return the redirects with a question, of which no object knows.

    >>> list_asking("/ p=12 /new/ 301!")
    ['/?p=12']
    """
    found = (one for one in parse_redirects(text) if one.asks)
    return [f"{one.old.text}?{urlencode(one.asks)}" for one in found]
