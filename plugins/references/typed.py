"""Works in lists that posts have typed by hand, as records that can be checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .core import TYPED
from .item import parse_item
from .plain import read_plain_list
from .plain_entry import read_entry

if TYPE_CHECKING:
    from ..source.core import Source
    from .core import Reference


def read_typed(source: Source) -> list[Reference]:
    """Return the entries of a post's own list that say enough to be found."""
    place = read_plain_list(source)
    name = source.path.rpartition("/")[2].rpartition(".")[0]
    found = []
    for entry in place.entries if place else ():
        item = read_entry(entry)
        if "author" not in item:
            # Its shape was not understood: only its DOI can be held to anything.
            item.pop("title", None)
        if "DOI" in item or "author" in item:
            item |= {"id": f"{name}, reference {entry.number}", "custom": {TYPED: True}}
            found.append(parse_item(item, source.path, entry.line))
    return found
