"""What is kept of the reads of pages: each once, under a short key."""

from __future__ import annotations

import marshal
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final, Protocol, cast

from .digests import UnfollowedError

#: What an object is called: its own name, all of texts; else where it was found: an
#: object's name, its attribute and a number, or a name of the context and a number.
Name = tuple[object, ...]
#: A name of the context, and the digest of what it means.
Named = tuple[str, bytes]
#: An object's name, some of its attributes, and their digests side by side.
Read = tuple[Name, tuple[str, ...], bytes]
#: What the names of objects begin with that all pages may use.
GROUND: Final = "ground"
#: So many bytes are the key of one of those.
KEY_SIZE: Final = 8


class Kept(Protocol):
    """Bytes by keys: of the last run, and of this one."""

    def get(self, key: bytes) -> bytes | None:
        """Return what is kept under a key, and keep it."""

    def keep(self, *keys: bytes) -> None:
        """Keep what the last run has kept under some keys."""

    def put(self, key: bytes, value: bytes) -> None:
        """Keep a value."""


@dataclass(frozen=True)
class Shares:
    """What pages have read, each once: many read the same of one post."""

    kept: Kept

    def put(self, one: Named | Read) -> bytes:
        """Keep something, and return its key."""
        # Later versions write equal values otherwise.
        data = marshal.dumps(cast("Named", one), 2)
        key = blake2b(data, digest_size=KEY_SIZE).digest()
        if self.kept.get(key) not in (None, data):
            raise UnfollowedError("another read of the same digest")
        self.kept.put(key, data)
        return key

    def get(self, key: bytes) -> Named | Read | None:
        """Return what is kept under a key."""
        data = self.kept.get(key)
        return marshal.loads(data) if data else None  # noqa: S302  # its own, checked


@dataclass(frozen=True)
class PageRecord:
    """What one page has read, in the order of the reading: keys of ``Shares``."""

    names: bytes
    reads: bytes
    common: bytes  #: one key for all names that mean the same on other pages
    ground: bytes  #: digest of what all pages may use
    #: What the page wants beside itself: kinds and values.
    needs: tuple[tuple[str, str], ...] = ()

    def pack(self, more: str | bytes) -> bytes:
        """Return the record as bytes, with more that is plain beside it."""
        return marshal.dumps(
            (self.names, self.reads, self.common, self.ground, self.needs, more)
        )

    @classmethod
    def unpack(cls, packed: bytes) -> tuple[PageRecord, str | bytes]:
        """Return what was packed."""
        *own, more = marshal.loads(packed)  # noqa: S302  # its own, checked
        return cls(*own), more


def cut(joined: bytes, size: int = KEY_SIZE) -> list[bytes]:
    """Return what stands side by side, one by one."""
    return [joined[at : at + size] for at in range(0, len(joined), size)]


def is_of_one_page(name: Name) -> bool:
    """Return whether the way to an object begins in a page's own context."""
    while isinstance(name[0], tuple):
        name = name[0]
    return isinstance(name[-1], int) and name[0] != GROUND
