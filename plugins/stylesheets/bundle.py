"""One sheet from an entry and its imports; lightningcss is fenced into this file."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import lightningcss

if TYPE_CHECKING:
    from pathlib import Path

#: How lightningcss names a place: ``…main.css:3:10``.
PLACE = re.compile(r"(?P<file>[^\s\"]+\.css):(?P<line>\d+)")


class BrokenSheetError(Exception):
    """A sheet that cannot be read."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


def bundle_sheets(entry: Path, browsers: tuple[str, ...] = ()) -> str:
    """Return the entry with everything it imports, made small."""
    try:
        return str(
            lightningcss.bundle_css(
                str(entry), browsers_list=list(browsers) or None, minify=True
            )
        )
    except Exception as error:  # the library raises bare exceptions
        found = PLACE.search(str(error))
        raise BrokenSheetError(
            str(error), int(found["line"]) if found else 0
        ) from error


HASH_LENGTH = 10


def name_bundle(entry: str, css: str) -> str:
    """Put a hash of the content before the suffix: the name is new when a byte is.

    >>> name_bundle("css/main.css", "p{}")
    'css/main.da86f94c79.css'
    """
    stem, _, suffix = entry.rpartition(".")
    digest = hashlib.sha256(css.encode()).hexdigest()[:HASH_LENGTH]
    return f"{stem}.{digest}.{suffix}"
