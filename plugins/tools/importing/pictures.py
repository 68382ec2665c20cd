"""Pictures and documents that brought texts show: found, looked at, put into place."""

from __future__ import annotations

import base64
import binascii
import json
import os
import re
import stat
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from ...sanitizer.kinds import SIGNATURES, find_fault
from ...source.read import leads_outside
from ..files import refuse_os_errors, replace_bytes
from ..site import RefusedError
from .addresses import is_whole, join, split
from .names import slug_from

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .fetching import Fetcher

#: What browsers show as a picture, the likeliest first.
PICTURES = (".jpg", ".png", ".gif", ".webp", ".avif", ".svg", ".bmp")
SAME = {".jpeg": ".jpg", ".tiff": ".tif"}
#: The size that WordPress adds to the name of a copy: ``room-300x200.jpg``.
SIZED = re.compile(r"-\d{2,5}x\d{2,5}(?=\.\w+$)")
SVG = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*|<!DOCTYPE[^>]*>\s*)*<svg\b",
    re.DOTALL,
)
DATA = re.compile(r"data:image/[\w.+-]+;base64,(.+)", re.DOTALL)
FOLDER = "images"
ELSEWHERE = "no folder that was given holds it"


class _MissingError(Exception):
    """A file cannot be had; ``str`` says why."""


@dataclass
class Files:
    """The files of a folder that was given, by their names."""

    folder: Path
    by_name: Mapping[str, list[str]] = field(init=False)

    def __post_init__(self) -> None:
        found = defaultdict[str, list[str]](list)
        for top, folders, names in os.walk(self.folder):
            folders.sort()
            for name in sorted(names):
                path = os.path.relpath(Path(top, name), self.folder)
                found[name.casefold()].append(path.replace(os.sep, "/"))
        self.by_name = found

    def find(self, path: str) -> Path | None:
        """Return the file whose path ends most like an address's.

        Of several that end alike none is meant, unless they are the same.
        """
        parts = [one for one in path.casefold().split("/") if one]
        if not parts:
            return None
        named = self.by_name.get(parts[-1], ())
        ranks = {one: _common(parts, one.casefold().split("/")) for one in named}
        highest = max(ranks.values(), default=0)
        best = [self.folder / one for one, rank in ranks.items() if rank == highest]
        best = [one for one in best if stat.S_ISREG(one.lstat().st_mode)]
        same = {sha256(one.read_bytes()).digest() for one in best[:20]}
        return best[0] if len(same) == 1 else None


def _common(parts: list[str], others: list[str]) -> int:
    """Return how many parts two paths share at their ends."""
    number = 0
    for one, other in zip(reversed(parts), reversed(others), strict=False):
        if one != other:
            break
        number += 1
    return number


@dataclass(frozen=True)
class Journal:
    """What has been fetched, told at once: an import that is stopped asks no more."""

    path: Path

    def note(self, key: str, path: str) -> None:
        """Add a line for a file that lies in its place now."""
        self.path.parent.mkdir(exist_ok=True)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps([key, path]) + "\n")

    def read(self) -> dict[str, str]:
        """Return what it tells; a line that is not whole tells nothing."""
        found = dict[str, str]()
        with suppress(FileNotFoundError):
            for line in self.path.read_text("utf-8", "replace").splitlines():
                with suppress(ValueError):
                    key, path = json.loads(line)
                    found[str(key)] = str(path)
        return found


@dataclass
class Pictures:
    """Where the files of the old site lie in the new one."""

    content: Path
    folders: tuple[Files, ...]
    megabytes: int  #: of one file at most
    allowed: tuple[str, ...]  #: suffixes and names that the site lets in
    fetcher: Fetcher | None = None
    known: Mapping[str, str] = field(default_factory=dict)  #: of an earlier import
    journal: Journal | None = None  #: of what is fetched, for the next import
    dry: bool = False
    placed: dict[str, str] = field(default_factory=dict)  #: key -> path in content
    missing: dict[str, str] = field(default_factory=dict)  #: address -> why
    _digests: dict[bytes, str] = field(default_factory=dict)
    _names: set[str] = field(default_factory=set)

    def place(self, url: str, *, is_picture: bool = True) -> str:
        """Put a file where the site has its own; return its path below ``content``.

        Nothing where it cannot be had: ``missing`` says why.
        """
        key = file_key(url)
        if key in self.placed or url in self.missing:
            return self.placed.get(key, "")
        try:
            path = self._put(*self._find(url, key), is_picture=is_picture)
        except _MissingError as error:
            self.missing[url] = str(error)
            return ""
        self.placed[key] = path
        if self.journal and self.fetcher:
            self.journal.note(key, path)
        return path

    def _find(self, url: str, key: str) -> tuple[bytes, str]:
        """Return the bytes of a file, and its name."""
        if found := DATA.match(url):
            return _decoded(found[1])
        path = unquote(split(url).path)
        file = self._find_here(path, self.known.get(key, ""))
        if file:
            if file.stat().st_size > self.megabytes * 1_000_000:
                raise _MissingError(f"it has more than {self.megabytes} megabytes")
            return file.read_bytes(), file.name
        if not (self.fetcher and is_whole(url)):
            raise _MissingError(ELSEWHERE)
        data, why = b"", ""
        for one in dict.fromkeys((SIZED.sub("", path), path)):
            data, why = self.fetcher.get(join(url, quote(one, safe="/%")))
            if data:
                break
        if why:
            raise _MissingError(why)
        return data, path.rsplit("/", 1)[-1]

    def _find_here(self, path: str, before: str) -> Path | None:
        """Return the file in a folder that was given, or where it was put before."""
        for one in (SIZED.sub("", path), path):
            for files in self.folders:
                if file := files.find(one):
                    return file
        there = self.content / before
        is_inside = before and not leads_outside(there, self.content)
        return there if is_inside and there.is_file() else None

    def _put(self, data: bytes, name: str, *, is_picture: bool) -> str:
        """Write a file under a name that is free, once for all of the same content."""
        digest = sha256(data).digest()
        if digest in self._digests:
            return self._digests[digest]
        suffix = _suffix_of(data, Path(name).suffix.lower(), is_picture=is_picture)
        stem = slug_from(Path(name).stem) or "picture"
        if why := find_fault(f"{stem}{suffix}", data, self.allowed):
            raise _MissingError(f"it {why}")
        path, number = f"{FOLDER}/{stem}{suffix}", 1
        while path in self._names or not self._is_free(path, data):
            number += 1
            path = f"{FOLDER}/{stem}-{number}{suffix}"
        self._names.add(path)
        self._digests[digest] = path
        target = self.content / path
        if not self.dry and not target.exists():
            refuse_outside(target, self.content)
            with refuse_os_errors(f"{path} could not be written", "Import again."):
                target.parent.mkdir(parents=True, exist_ok=True)
                replace_bytes(target, data)
        return path

    def _is_free(self, path: str, data: bytes) -> bool:
        """Return whether nothing lies there, or the same."""
        try:
            return (self.content / path).read_bytes() == data
        except FileNotFoundError:
            return not os.path.lexists(self.content / path)
        except OSError:
            return False


def _decoded(text: str) -> tuple[bytes, str]:
    """Return a picture that stands in a text, and a name for it."""
    try:
        data = base64.b64decode(unquote(text))
    except (binascii.Error, ValueError):
        raise _MissingError("it stands in the text, and cannot be read") from None
    return data, f"picture-{sha256(data).hexdigest()[:8]}"


def _suffix_of(data: bytes, named: str, *, is_picture: bool) -> str:
    """Return the ending that says what a file is; that of its name where none does."""
    named = SAME.get(named, named)
    kinds: Iterable[str] = PICTURES if is_picture else (named, *PICTURES)
    head = data[:4096]
    for kind in sorted(kinds, key=lambda one: one != named):
        pattern = SIGNATURES.get(kind)
        if kind == ".svg" and SVG.match(data[:4096]):
            return kind
        if kind == ".avif" and data[4:12] not in (b"ftypavif", b"ftypavis"):
            continue
        if pattern and re.match(pattern.encode("latin-1"), head, re.DOTALL):
            return kind
    return named


def file_key(url: str) -> str:
    """Return what the addresses of one file share, in whatever size it is shown."""
    if url.startswith("data:"):
        return f"data:{sha256(url.encode()).hexdigest()}"
    bare = re.sub(r"^\w+:", "", url).partition("#")[0].partition("?")[0]
    return SIZED.sub("", bare)


def refuse_outside(target: Path, folder: Path) -> None:
    """Refuse to write where a link leads out of the content folder."""
    if leads_outside(target, folder) or target.is_symlink():
        what = f"{target}: a link leads out of the content folder there."
        raise RefusedError(f"{what} Nothing is written through it: take it away.")
