"""All that pages have read of one object, to be compared at once."""

from __future__ import annotations

import marshal
from hashlib import blake2b
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, cast

from ..ledger import LOOKUP
from .digests import SIZE
from .records import KEY_SIZE, cut, is_of_one_page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .records import Name, Read, Shares
    from .session import Shard


class Whole(NamedTuple):
    """Some attributes of one object, and the reads that are all in these."""

    name: Name
    attributes: tuple[str, ...]
    digest: bytes  #: of their digests, side by side
    reads: bytes  #: keys of ``Shares``


class Wholes:
    """What all pages together have read of each object.

    A dozen kinds of pages read of one post, each some of its attributes. Where all of
    them are as they were, none of the reads need be looked at by itself. Objects that a
    page finds in its own context, by number, are left out: another page has others. So
    are lookups, for one look has nothing to do with another.
    """

    def __init__(self, kept: Shard, shares: Shares) -> None:
        self._kept, self._shares = kept, shares
        self._standing: dict[Name, Whole] = {}

    def get(self, name: Name) -> Whole | None:
        """Return what the last run has kept of an object."""
        packed = self._kept.get(_key_of(name))
        return _unpack(packed) if packed else None

    def keep(self, whole: Whole) -> list[bytes]:
        """Keep a whole that is as it was; return the keys of its reads."""
        self._standing[whole.name] = whole
        return cut(whole.reads)

    def make(self, reads: Iterable[bytes]) -> None:
        """Put together what was read in this run, beside the wholes that stand."""
        known = set(chain.from_iterable(cut(x.reads) for x in self._standing.values()))
        of_object: dict[Name, list[tuple[bytes, Read]]] = {}
        for key in dict.fromkeys(reads):
            read = None if key in known else cast("Read | None", self._shares.get(key))
            if read and not is_of_one_page(read[0]) and read[0][0] != LOOKUP:
                of_object.setdefault(read[0], []).append((key, read))
        for name, new in of_object.items():
            standing = self._standing.get(name)
            old = cut(standing.reads) if standing else []
            pairs = [(key, cast("Read", self._shares.get(key))) for key in old] + new
            self._kept.put(_key_of(name), _put_together(name, pairs))


def digest_of(digests: bytes) -> bytes:
    """Return the one digest of those that stand side by side."""
    return blake2b(digests, digest_size=SIZE).digest()


def _put_together(name: Name, pairs: list[tuple[bytes, Read]]) -> bytes:
    """Return the whole of some reads of one object, packed.

    A read that has found something else than one before it stays by itself.
    """
    digests: dict[str, bytes] = {}
    kept = []
    for key, (_, attributes, found) in pairs:
        own = dict(zip(attributes, cut(found, SIZE), strict=True))
        both = digests | own
        if both == own | digests:
            digests = both
            kept.append(key)
    joined = b"".join(digests.values())
    plain = cast("tuple[str, ...]", name)  # as marshal is annotated
    return marshal.dumps((plain, (*digests,), digest_of(joined), b"".join(kept)), 2)


def _unpack(packed: bytes) -> Whole:
    return Whole(*marshal.loads(packed))  # noqa: S302  # its own, checked


def _key_of(name: Name) -> bytes:
    return blake2b(repr(name).encode(), digest_size=KEY_SIZE).digest()
