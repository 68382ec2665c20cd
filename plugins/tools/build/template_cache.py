"""Compiled templates, kept beside the output from one build to the next."""

from __future__ import annotations

import marshal
import sys
from contextlib import suppress
from hashlib import blake2b
from itertools import islice
from typing import TYPE_CHECKING, cast

import jinja2
from jinja2 import nodes
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.filters import FILTERS
from jinja2.tests import TESTS

from ..files import replace_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from jinja2 import Environment

DIGEST = 32  #: bytes


class TemplateCache(BytecodeCache):
    """One file that may be deleted at any time.

    What Jinja compiles depends on the template's text, on the environment's options, on
    the names of filters and tests, and on Jinja and Python; all of that is in a code's
    digest. A file that is not whole, or is another Python's, is made anew.
    """

    def __init__(self, path: Path, options: Mapping[str, object]) -> None:
        self.path = path
        self.version = f"{sys.version} {jinja2.__version__} {sorted(options.items())!r}"
        self._kept, self._used = _load(path), dict[str, tuple[str, bytes]]()
        self._sources: dict[str, str] = {}

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return the key of a template, whose folder may have no UTF-8 in its name."""
        return _digest(f"{name}\0{filename}".encode("utf-8", "surrogateescape")).hex()

    def get_bucket(
        self, environment: Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        """Return the place of a template's code, filled if that is known."""
        names = sorted(environment.filters), sorted(environment.tests)
        text = f"{self.version}\0{names}\0{source}".encode("utf-8", "surrogatepass")
        key = self.get_cache_key(name, filename)
        bucket = Bucket(environment, key, _digest(text).hex())
        self._sources[key] = source
        self.load_bytecode(bucket)
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket with what this run or an earlier one has compiled."""
        found = self._used.get(bucket.key) or self._kept.get(bucket.key)
        if found and found[0] == bucket.checksum:
            self._used[bucket.key] = found
            bucket.code = marshal.loads(found[1])  # noqa: S302  # its digest was right

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what has been compiled, unless it holds what a site's code said."""
        if not _asks_site(bucket.environment, self._sources[bucket.key]):
            self._used[bucket.key] = bucket.checksum, marshal.dumps(bucket.code)

    def mark(self) -> int:
        """See ``Carried``."""
        return len(self._used)

    def bring(self, mark: object) -> object:
        """See ``Carried``."""
        return dict(islice(self._used.items(), cast("int", mark), None))

    def take(self, brought: object) -> None:
        """See ``Carried``."""
        self._used |= cast("dict[str, tuple[str, bytes]]", brought)

    def save(self) -> None:
        """Write what this run has used; a disk that is full keeps nothing."""
        if self._used != self._kept:
            data = marshal.dumps(self._used)
            with suppress(OSError):
                replace_bytes(self.path, _digest(data) + data)


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=DIGEST).digest()


def _load(path: Path) -> dict[str, tuple[str, bytes]]:
    try:
        data = path.read_bytes()
    except OSError:
        return {}
    if data[:DIGEST] != _digest(data[DIGEST:]):
        return {}
    try:
        kept: dict[str, tuple[str, bytes]] = marshal.loads(data[DIGEST:])  # noqa: S302  # as above
    except ValueError:  # written by another Python
        return {}
    return kept


def _asks_site(environment: Environment, source: str) -> bool:
    """Return whether a template's code holds the answer of a filter that is no Jinja's.

    Jinja asks filters and tests while it compiles where all that they are given is
    constant: ``{{ "site.css"|fingerprint }}`` would be fixed for ever.
    """
    own = {nodes.Filter: environment.filters, nodes.Test: environment.tests}
    known = {nodes.Filter: FILTERS, nodes.Test: TESTS}
    if not environment.extensions:  # which could make a filter of anything
        others = (n for kind in own for n in _others(own[kind], known[kind]))
        if not any(all(part in source for part in name.split(".")) for name in others):
            return False  # so its tree need not be built a second time
    for node in environment.parse(source).find_all((nodes.Filter, nodes.Test)):
        kind = type(node)
        if own[kind].get(node.name) is known[kind].get(node.name):
            continue
        try:
            node.as_const()
        except nodes.Impossible:
            continue
        return True
    return False


def _others(own: Mapping[str, object], known: Mapping[str, object]) -> Iterator[str]:
    """Yield the names of filters or tests that are not Jinja's, or no longer."""
    return (name for name, call in own.items() if call is not known.get(name))
