"""The ground that a ledger stands on: Python, the code that has run, the settings."""

from __future__ import annotations

import locale
import sys
import time
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def ground_of(code: Mapping[str, tuple[int, int, str]], settings: bytes) -> bytes:
    """Return the digest of everything that all values of a ledger depend on.

    ``code`` is a file's size, time and digest by its path, ``settings`` a digest.
    """
    found = blake2b(settings, digest_size=16)
    digests = sorted((path, digest) for path, (_, _, digest) in code.items())
    place = (time.tzname, locale.setlocale(locale.LC_ALL), sys.flags)
    found.update(repr((sys.version, place, digests)).encode("utf-8", "surrogateescape"))
    return found.digest()
