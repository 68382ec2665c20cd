"""Packed copies beside a release's texts, for servers that send them as they lie.

nginx (``gzip_static``, ``brotli_static``) and Caddy (``precompressed``) look for
``page.html.gz`` beside ``page.html``, and pack nothing themselves when it is asked for.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from ..files import Changes, list_files
from .content_coding import CODINGS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from .content_coding import Coding

#: Also what nobody can make here now: a server may have such a copy.
SUFFIXES = (".gz", ".br")
#: Files that gain: texts, and fonts and pictures that are not packed in themselves.
TEXTS = frozenset(
    {
        *(".atom", ".bib", ".bmp", ".css", ".csv", ".eot", ".geojson", ".htm", ".html"),
        *(".ico", ".ics", ".js", ".json", ".map", ".md", ".mjs", ".opml", ".otf"),
        *(".ris", ".rss", ".rtf", ".svg", ".ttf", ".txt", ".vcf", ".wasm"),
        *(".webmanifest", ".xhtml", ".xml", ".xsl", ".yaml"),
    }
)
#: A copy is made where it has at most this part of the bytes.
WORTH = 0.9
LARGEST = 64_000_000  #: bytes of a file that is packed
#: Bytes of copies that stay for the next deploy.
ROOM = 256_000_000


def is_text(path: str) -> bool:
    """Return whether a file is of a kind that is sent in fewer bytes when packed."""
    return os.path.splitext(path)[1].lower() in TEXTS  # noqa: PTH122  # thousands


def original_of(path: str) -> str:
    """Return the file that a path is a packed copy of, if it is one; else nothing.

    >>> original_of("feeds/all.atom.xml.gz"), original_of("data.tar.gz")
    ('feeds/all.atom.xml', '')
    """
    original, end = os.path.splitext(path)  # noqa: PTH122  # thousands
    return original if end in SUFFIXES and is_text(original) else ""


def split(changes: Changes, files: Collection[str]) -> tuple[Changes, Changes]:
    """Return the changes of a site's own files, and those of their packed copies.

    ``files`` are all that there will be.
    """
    known = {*files, *changes.deleted}

    def is_packed(path: str) -> bool:
        return original_of(path) in known

    copies = sum(map(is_packed, files))
    kinds = (changes.new, changes.changed, changes.deleted)
    own = [tuple(one for one in kind if not is_packed(one)) for kind in kinds]
    packed = [tuple(filter(is_packed, kind)) for kind in kinds]
    return (
        Changes(own[0], own[1], own[2], changes.total - copies),
        Changes(packed[0], packed[1], packed[2], copies),
    )


def precompress(tree: Path, store: Path) -> None:
    """Put packed copies beside the files of a staged tree, each made once.

    ``store`` keeps them from one deploy to the next by the content that they are
    copies of; it may be deleted at any time. One that a fault has changed there is made
    anew. A copy that a site has itself is left as it is.
    """
    store.mkdir(parents=True, exist_ok=True)
    paths = list_files(tree)
    texts = [path for path in paths if is_text(path)]
    there = {path for path in paths if original_of(path)}
    pool = ThreadPoolExecutor(max_workers=os.cpu_count())  # packing lets others go on
    try:
        for _ in pool.map(partial(_pack, tree, store, there), texts):
            pass
    finally:  # Ctrl-C waits for what has begun, and no longer
        pool.shutdown(cancel_futures=True)
    _tidy(store)


def _pack(tree: Path, store: Path, there: Collection[str], path: str) -> None:
    file = tree / path
    if file.is_symlink() or file.stat().st_size > LARGEST:
        return
    data = file.read_bytes()
    digest = sha256(data).hexdigest()
    for coding in CODINGS:
        if path + coding.suffix not in there:
            kept = store / (digest + coding.suffix)
            _put(data, kept, tree / (path + coding.suffix), coding)


def _put(data: bytes, kept: Path, place: Path, coding: Coding) -> None:
    """Put the copy that is kept into its place, or a new one, where it is worth it."""
    with suppress(OSError, ValueError):  # not kept, or not what it was
        os.link(kept, place)
        if coding.unpack(place.read_bytes(), len(data)) == data:
            os.utime(place)  # what is not used is the first to go
            return
    place.unlink(missing_ok=True)
    packed = coding.pack(data)
    if len(packed) > len(data) * WORTH:
        return
    place.write_bytes(packed)
    with suppress(OSError):  # a store that cannot be written is a little time
        kept.unlink(missing_ok=True)
        os.link(place, kept)


def _tidy(store: Path) -> None:
    """Delete the copies that were used longest ago, where all need too much room."""
    with suppress(OSError):
        files = [(one.stat(), one.path) for one in os.scandir(store)]
        _delete_beyond(ROOM, sorted(files, key=lambda one: -one[0].st_mtime_ns))


def _delete_beyond(room: int, files: Iterable[tuple[os.stat_result, str]]) -> None:
    for status, path in files:
        room -= status.st_size
        if room < 0:
            os.unlink(path)  # noqa: PTH108  # as it was found
