"""The ledger's files, the code that has run, and the output as it was left."""

from __future__ import annotations

import marshal
import os
import stat
import sys
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING
from weakref import finalize

from ..source.read import digest_file
from .session import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from typing import BinaryIO

    from .session import Code, Stamped, Stored

#: Values of more bytes than these stand in a file.
SHORT = 512
#: Bytes of a check, and of a size.
CHECK, SIZE = 4, 8
#: Before each part of a file: its check, and the sizes of its index and of its values.
HEAD = CHECK + 2 * SIZE
#: So many parts and one are put together.
MOST_PARTS = 50
BUFFER = 1 << 20
#: Where a value begins in its file, and its size there, with its check.
Span = tuple[int, int]
#: Size, times in nanoseconds, inode and mode; nothing for what is not there.
Stamp = tuple[int, ...]


class File:
    """A file that is read here and there, by all processes that are forked of one."""

    def __init__(self, number: int) -> None:
        self.number = number
        #: Closes it, at the latest when nobody holds it any more.
        self.close = finalize(self, os.close, number)

    @property
    def size(self) -> int:
        """How many bytes it has now."""
        return os.fstat(self.number).st_size

    def read(self, at: int, size: int) -> bytes:
        """Return bytes of it; fewer at its end, and none once it is closed."""
        if not self.close.alive:
            return b""
        if hasattr(os, "pread"):
            return os.pread(self.number, size, at)
        os.lseek(self.number, at, os.SEEK_SET)  # where there is no fork either
        return os.read(self.number, size)

    def value(self, span: Span) -> bytes | None:
        """Return a value, or None if it is damaged."""
        data = self.read(*span)
        value = data[CHECK:]
        return value if data[:CHECK] == _check(value) and data else None


class Scratch(File):
    """Where a run keeps its long values: a file without a name, which ends with it."""

    @classmethod
    def make(cls, folder: Path) -> Scratch | None:
        """Return a new one; None where there can be none, and all stays in memory."""
        if not hasattr(os, "lockf"):
            return None
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with TemporaryFile(dir=folder) as file:
                return cls(os.dup(file.fileno()))
        except OSError:
            return None

    def put(self, value: bytes) -> Stored:
        """Write a value, and return where it stands; itself if there is no room."""
        data = _check(value) + value
        with suppress(OSError):
            if not self.close.alive:
                return value
            os.lockf(self.number, os.F_LOCK, 0)  # other processes write too
            try:
                at = self.size
                written = os.pwrite(self.number, data, at)
            finally:
                os.lockf(self.number, os.F_ULOCK, 0)
            if written == len(data):
                return at, written
        return value


@dataclass
class Shard:
    """What is kept of one kind: values by the digest of what they depend on."""

    path: Path
    entries: Mapping[bytes, Stored] = field(default_factory=dict)  #: of the last run
    scratch: Scratch | None = None
    #: In this run; None for a value of the last one.
    used: dict[bytes, Stored | None] = field(default_factory=dict)
    ground: bytes = b""  #: on which the file stands
    sizes: list[int] = field(default_factory=list)  #: of the file's parts
    file: File | None = None  #: of the last run

    def read(self, ground: bytes) -> None:
        """Read the file, if it is whole and stands on this ground.

        It is a part with everything, and one for each later run with what is new in it
        and what is gone. Long values are read, and checked, when they are asked for.
        """
        with suppress(OSError, ValueError, EOFError, TypeError):
            flags = os.O_RDONLY | getattr(os, "O_BINARY", 0)
            file = File(os.open(self.path, flags))
            at, end = len(ground), file.size
            if file.read(0, at) != ground:
                return
            entries, sizes = dict[bytes, bytes | Span](), list[int]()
            while at < end:
                head, begin = file.read(at, HEAD), at + HEAD
                size = int.from_bytes(head[CHECK:-SIZE])
                index, first = file.read(begin, size), begin + size
                at = first + int.from_bytes(head[-SIZE:])
                if at > end or head[:CHECK] != _check(head[CHECK:] + index, ground):
                    return
                short, long, gone = marshal.loads(index)  # noqa: S302  # its own, checked
                entries |= short
                for key, (place, length) in long.items():
                    entries[key] = first + place, length
                for key in gone:
                    entries.pop(key, None)
                sizes.append(at - begin)
            self.entries, self.sizes, self.ground = entries, sizes, ground
            self.file = file
            if not hasattr(os, "pread"):  # and a file that is open cannot be replaced
                self.entries = {key: self.peek(key) or b"" for key in entries}
                file.close()

    def write(self, ground: bytes) -> None:
        """Write what was used in this run, unless the file holds just that."""
        if self.ground == ground and self._add(ground):
            return
        whole = _Part(ground)
        for key, own in self.used.items():
            if own is not None:
                whole.add(key, own, self.scratch)
            elif key in self.entries:
                whole.add(key, self.entries[key], self.file)
        draft = self.path.with_name(f"{self.path.name}.new")
        with draft.open("wb", BUFFER) as file:
            file.write(ground)
            whole.write(file)
        draft.replace(self.path)

    def _add(self, ground: bytes) -> bool:
        """Write what is new behind the rest, and return whether that is enough."""
        part = _Part(ground, list(self.entries.keys() - self.used.keys()))
        for key, one in self.used.items():
            if one is not None:
                part.add(key, one, self.scratch)
        if not part.size:
            return True
        whole = sum(self.sizes[:1])
        is_small = sum(self.sizes[1:], part.size) < whole // 2
        if is_small and len(self.sizes) <= MOST_PARTS:
            with self.path.open("ab", BUFFER) as file:
                part.write(file)
            return True
        return False

    def peek(self, key: bytes) -> bytes | None:
        """Return what the last run has kept under a key."""
        return _value(self.entries.get(key), self.file)

    def get(self, key: bytes) -> bytes | None:
        """Return what is kept under a key, and keep it."""
        stored = self.used.get(key)
        if stored is not None:
            return _value(stored, self.scratch)
        found = self.peek(key)
        if found is not None:
            self.used[key] = None
        return found

    def keep(self, *keys: bytes) -> None:
        """Keep what the last run has kept under some keys."""
        entries, used = self.entries, self.used
        used.update({k: None for k in keys if k in entries and k not in used})

    def put(self, key: bytes, value: bytes) -> None:
        """Keep a value."""
        is_known = self._is_like(key, value) and self.peek(key) == value
        is_short = len(value) <= SHORT or self.scratch is None
        if is_known or is_short:
            self.used[key] = None if is_known else value
        elif self.scratch:
            self.used[key] = self.scratch.put(value)

    def take(self, used: Mapping[bytes, Stored | None]) -> None:
        """Keep what a process has used that was forked of this one."""
        entries = self.entries
        known = {k: one for k, one in used.items() if one is not None or k in entries}
        self.used.update(known)

    def close(self) -> None:
        """Let go of what is in files."""
        for file in (self.file, self.scratch):
            if file:
                file.close()

    def _is_like(self, key: bytes, value: bytes) -> bool:
        """Return whether a value has the size of the one of the last run."""
        known = self.entries.get(key)
        size = known[1] - CHECK if isinstance(known, tuple) else len(known or b"")
        return size == len(value)


class _Part:
    """A part of a file that is to be written."""

    def __init__(self, ground: bytes, gone: list[bytes] | None = None) -> None:
        self._ground, self._gone = ground, gone or []
        self._short: dict[bytes, bytes] = {}
        self._long: dict[bytes, Span] = {}
        self._from: list[tuple[File, Span]] = []
        self._values = 0  #: bytes of long ones

    def add(self, key: bytes, stored: Stored, file: File | None) -> None:
        """Add a value, which stands in a file if it is long."""
        if isinstance(stored, bytes):
            self._short[key] = stored
        elif file:
            self._long[key] = self._values, stored[1]
            self._from.append((file, stored))
            self._values += stored[1]

    @property
    def size(self) -> int:
        """About how many bytes it will have."""
        keys = sum(map(len, (*self._short, *self._long, *self._gone)))
        return keys + sum(map(len, self._short.values())) + self._values

    def write(self, file: BinaryIO) -> None:
        """Write it."""
        index = marshal.dumps((self._short, self._long, self._gone), 2)
        sizes = len(index).to_bytes(SIZE) + self._values.to_bytes(SIZE)
        file.write(_check(sizes + index, self._ground) + sizes)
        file.write(index)
        file.writelines(source.read(*span) for source, span in self._from)


@dataclass(frozen=True)
class Store:
    """The folder of a ledger, and the output that it is about."""

    folder: Path
    output: Path

    def shard(self, kind: str, ground: bytes) -> Shard:
        """Return what is kept of a kind, if it stands on this ground."""
        found = Shard(self.folder / f"{kind}.bin", scratch=self._scratch)
        found.read(ground)
        return found

    @cached_property
    def _scratch(self) -> Scratch | None:
        """The file for the long values of this run."""
        return Scratch.make(self.folder)

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


def _value(stored: Stored | None, file: File | None) -> bytes | None:
    if stored is None or isinstance(stored, bytes):
        return stored
    return file.value(stored) if file else None


def _check(data: bytes, ground: bytes = b"") -> bytes:
    """Return the check of bytes, which another build's ground does not pass."""
    return zlib.crc32(data, zlib.crc32(ground)).to_bytes(CHECK)
