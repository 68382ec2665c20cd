"""The bytes of any file: secrets, folders of this machine, and links of feeds."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING

from . import checks
from .links import is_same_everywhere
from .secrets import check_machine_paths, check_secrets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...problem import Problem
    from .links import Addresses

FEEDS = (".xml", ".rss", ".atom")
#: Where an entry of Atom, an item of RSS and an item of a JSON Feed begin.
BEGINNINGS = (b"<entry", b"<item", b"\n{")


@dataclass(frozen=True)
class ByteChecks:
    """The checks of one run: a post that stands in many feeds is searched once."""

    folders: Mapping[str, bytes]  #: of this machine, as ``check_machine_paths`` says
    addresses: Addresses
    _clean: set[bytes] = field(default_factory=set, init=False, repr=False)

    def check(self, path: str, data: bytes) -> list[Problem]:
        """Return what is wrong with a file's bytes."""
        if path.endswith((*FEEDS, ".json")):
            pieces = {
                blake2b(piece, digest_size=16).digest(): piece for piece in cut(data)
            }
            fresh = {k: piece for k, piece in pieces.items() if k not in self._clean}
            if not any(self._find(path, b"\n".join(fresh.values()))):
                self._clean.update(k for k, piece in fresh.items() if is_same(piece))
                return []
        return list(self._find(path, data))

    def _find(self, path: str, data: bytes) -> Iterator[Problem]:
        yield from check_secrets(path, data)
        yield from check_machine_paths(path, data, self.folders)
        if path.endswith(FEEDS):
            yield from checks.check_feed(path, data, self.addresses)


def is_same(piece: bytes) -> bool:
    """Return whether an entry's links mean the same in every feed."""
    return all(map(is_same_everywhere, checks.find_feed_links(piece)))


def cut(data: bytes) -> list[bytes]:
    """Return a feed's entries, and what stands before and after them.

    Nothing that is looked for can begin in one piece and end in the next.
    """
    beginning = next((one for one in BEGINNINGS if one in data), None)
    return data.split(beginning) if beginning else [data]
