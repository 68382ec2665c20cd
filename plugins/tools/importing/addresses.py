"""Addresses that anybody may have typed: what is none does no harm."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urljoin, urlsplit

PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp)$", re.IGNORECASE)


def split(address: str) -> SplitResult:
    """Return an address's parts; empty ones where it is none (``http://[x``)."""
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", "", "", "")


def join(base: str, address: str) -> str:
    """Return where an address leads that stands in a page at ``base``.

    >>> join("https://a.org/blog/one", "../x.jpg"), join("", "x.jpg")
    ('https://a.org/x.jpg', 'x.jpg')
    """
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def is_whole(address: str) -> bool:
    """Return whether an address names a host of the web."""
    parts = split(address)
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def is_picture(address: str) -> bool:
    """Return whether an address is that of a picture, as its end says."""
    return PICTURE.search(split(address).path) is not None
