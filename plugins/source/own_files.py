"""Files of a site that commands and plugins read, and that nobody publishes."""

from __future__ import annotations

from collections.abc import Mapping

#: Where a site's own words stand, in ``PATH``, unless ``CHECK`` names another file.
WORD_LIST = "words.txt"


def kept_addresses(settings: Mapping[str, object]) -> str:
    """Return the file in ``PATH`` that keeps the site's addresses, or nothing."""
    own = settings.get("ADDRESSES")
    return str(own.get("record") or "") if isinstance(own, Mapping) else ""


def unpublished_files(settings: Mapping[str, object]) -> tuple[str, ...]:
    """Return the files in ``PATH`` that commands alone read: addresses and words."""
    own = settings.get("CHECK")
    words = own.get("words") if isinstance(own, Mapping) else None
    return tuple(filter(None, (kept_addresses(settings), str(words or WORD_LIST))))
