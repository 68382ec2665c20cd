"""The name of a bundle."""

from __future__ import annotations

import hashlib

HASH_LENGTH = 10


def name_bundle(entry: str, css: str) -> str:
    """Put a hash of the content before the suffix: the name is new when a byte is.

    >>> name_bundle("css/main.css", "p{}")
    'css/main.da86f94c79.css'
    """
    stem, _, suffix = entry.rpartition(".")
    digest = hashlib.sha256(css.encode()).hexdigest()[:HASH_LENGTH]
    return f"{stem}.{digest}.{suffix}"
