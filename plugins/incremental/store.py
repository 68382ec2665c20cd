"""The ledger's files, the code that has run, and the output as it was left."""

from __future__ import annotations

import marshal
import os
import stat
import sys
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ..source.read import digest_file
from .session import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from .session import Code, Stamped

#: Bytes before each part of a file: its check and its size.
HEAD = 12
#: So many parts and one are put together.
MOST_PARTS = 50
#: Size, times in nanoseconds, inode and mode; nothing for what is not there.
Stamp = tuple[int, ...]


@dataclass
class Shard:
    """What is kept of one kind: values by the digest of what they depend on."""

    path: Path
    entries: dict[bytes, bytes] = field(default_factory=dict)
    used: dict[bytes, bytes] = field(default_factory=dict)  #: in this run
    ground: bytes = b""  #: on which the file stands
    sizes: list[int] = field(default_factory=list)  #: of the file's parts

    def read(self, ground: bytes) -> None:
        """Read the file, if it is whole and stands on this ground.

        It is a part with everything, and one for each later run with what is new in it
        and what is gone.
        """
        with suppress(OSError, ValueError, EOFError, TypeError):
            data = memoryview(self.path.read_bytes())
            if data[: len(ground)] != ground:
                return
            at, entries, sizes = len(ground), dict[bytes, bytes](), list[int]()
            while at < len(data):
                begin = at + HEAD
                check, size = data[at : at + 4], int.from_bytes(data[at + 4 : begin])
                part = data[begin : begin + size]
                if len(part) != size or check != _check(ground, part):
                    return
                new, gone = marshal.loads(part)  # noqa: S302  # its own, checked
                entries |= new
                for key in gone:
                    entries.pop(key, None)
                at = begin + size
                sizes.append(size)
            self.entries, self.sizes, self.ground = entries, sizes, ground

    def write(self, ground: bytes) -> None:
        """Write what was used in this run, unless the file holds just that."""
        known, used = self.entries, self.used
        new = {key: one for key, one in used.items() if known.get(key) is not one}
        new = {key: one for key, one in new.items() if known.get(key) != one}
        gone = list(known.keys() - used.keys())
        if self.ground == ground and not new and not gone:
            return
        added, whole = _part(ground, new, gone), sum(self.sizes[:1])
        is_small = sum(self.sizes[1:], len(added)) < whole // 2
        if self.ground != ground or not is_small or len(self.sizes) > MOST_PARTS:
            _replace(self.path, ground + _part(ground, used, []))
        else:
            with self.path.open("ab") as file:
                file.write(added)

    def peek(self, key: bytes) -> bytes | None:
        """Return what the last run has kept under a key."""
        return self.entries.get(key)

    def get(self, key: bytes) -> bytes | None:
        """Return what is kept under a key, and keep it."""
        found = self.used.get(key)
        if found is None:
            found = self.entries.get(key)
            if found is not None:
                self.used[key] = found
        return found

    def put(self, key: bytes, value: bytes) -> None:
        """Keep a value."""
        self.used[key] = value


@dataclass(frozen=True)
class Store:
    """The folder of a ledger, and the output that it is about."""

    folder: Path
    output: Path

    def shard(self, kind: str, ground: bytes) -> Shard:
        """Return what is kept of a kind, if it stands on this ground."""
        found = Shard(self.folder / f"{kind}.bin")
        found.read(ground)
        return found

    def read_code(self) -> Code:
        """Return the files of the code of the last run, as they are now.

        Nothing where one of them is gone.
        """
        try:
            kept = marshal.loads((self.folder / "code.bin").read_bytes())  # noqa: S302  # its own, compared
            return {path: _file(path, known) for path, known in kept.items()}
        except (OSError, ValueError, EOFError, TypeError, AttributeError):
            return {}

    def write_code(self, known: Code) -> Code:
        """Keep and return the files of all loaded modules, and those that are known."""
        found: Code = {}
        for module in list(sys.modules.values()):
            path = getattr(module, "__file__", None)
            if path and path not in found:
                with suppress(OSError):
                    found[path] = _file(path, known.get(path))
        found = known | found  # what was loaded late, as it was needed, may be again
        self.folder.mkdir(parents=True, exist_ok=True)
        if found != known:
            _replace(self.folder / "code.bin", marshal.dumps(found))
        return found

    def stamp(
        self, digests: Mapping[str, str], before: Stamped, kept: Collection[str]
    ) -> Stamped:
        """Return the stamp of each file of the output beside its digest.

        What was ``kept`` has the stamp that it had ``before``: somebody may have edited
        it meanwhile.
        """
        return {
            path: before[path]
            if path in kept and path in before
            else (self._stamp(path), digest)
            for path, digest in digests.items()
        }

    def find_standing(self, stamped: Stamped) -> dict[str, str]:
        """Return the digests of those files that are as they were stamped.

        A file with other times and another inode is read, as of an output that a build
        service has unpacked: if it has the same bytes, its stamp is brought up to date.
        """
        found = {}
        for path, (stamp, digest) in list(stamped.items()):
            now = self._stamp(path)
            if now == stamp:
                is_same = bool(now)
            else:  # of another size or mode it has other bytes, or is no file
                is_alike = bool(now and stamp) and (now[0], now[-1]) == (
                    stamp[0],
                    stamp[-1],
                )
                is_same = is_alike and self.digest(self.path(path)) == digest
            if is_same:
                found[path] = digest
                stamped[path] = now, digest
        return found

    def digest(self, path: str) -> str:
        """Return the digest of a file or a folder's list, or what stands for it."""
        try:
            mode = os.stat(path).st_mode  # noqa: PTH116  # any name
            if stat.S_ISDIR(mode):
                return repr(sorted(os.listdir(path)))  # noqa: PTH208  # same
            return digest_file(Path(path)) if stat.S_ISREG(mode) else UNKNOWN
        except (OSError, ValueError):
            return "nothing"

    def path(self, path: str) -> str:
        """Return the whole path of a file of the output."""
        return f"{self.output}/{path}"

    def _stamp(self, path: str) -> Stamp:
        try:
            found = os.lstat(self.path(path))
        except OSError:
            return ()
        times = found.st_mtime_ns, found.st_ctime_ns
        return found.st_size, *times, found.st_ino, found.st_mode


def _file(path: str, known: tuple[int, int, str] | None) -> tuple[int, int, str]:
    found = os.stat(path)  # noqa: PTH116  # hundreds of them, each time
    stamp = found.st_size, found.st_mtime_ns
    if known and known[:2] == stamp:
        return known
    return (*stamp, digest_file(Path(path)))


def _replace(path: Path, data: bytes) -> None:
    draft = path.with_name(f"{path.name}.new")
    draft.write_bytes(data)
    draft.replace(path)


def _part(ground: bytes, new: dict[bytes, bytes], gone: list[bytes]) -> bytes:
    data = marshal.dumps((new, gone))
    return _check(ground, data) + len(data).to_bytes(HEAD - 4) + data


def _check(ground: bytes, data: bytes | memoryview) -> bytes:
    """Return the check of a part, which another build's ground does not pass."""
    return zlib.crc32(data, zlib.crc32(ground)).to_bytes(4, "big")
