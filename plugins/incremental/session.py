"""What earlier runs have worked out, recalled and kept."""

from __future__ import annotations

import marshal
import os
import pickle
import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import islice
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

from .digests import UnfollowedError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from ..ledger import Table
    from ..problem import Problem
    from .digests import Digests

T = TypeVar("T")
Code = dict[str, tuple[int, int, str]]  #: path -> size, time in ns, digest
#: Path -> size, times, inode and mode (nothing for what is not there), and digest.
Stamped = dict[str, tuple[tuple[int, ...], str]]
#: A value, or where it begins in a file and how many bytes it has there.
Stored = bytes | tuple[int, int]
_Used = dict[str, dict[bytes, Stored | None]]  #: values by kind and key
Look = tuple[int, str | None]  #: number of a table, and what is looked up in it
#: Stands for the digest of what can be read once only, such as a pipe, or is written.
UNKNOWN = "unknown"
HEARD = frozenset({"open", "os.listdir", "os.scandir"})
#: Before a value that was made by looking into tables, and before others.
LOOKED, PLAIN = b"l", b"p"
#: What Python reads for itself; code is in the ground.
CODE = (".py", ".pyc", ".so", ".pyd")


class Shard(Protocol):
    """What is kept of one kind: values by the digest of what they depend on."""

    entries: Mapping[bytes, Stored]  #: of the last run
    #: In this run; None for a value of the last one.
    used: dict[bytes, Stored | None]

    def peek(self, key: bytes) -> bytes | None:
        """Return what the last run has kept under a key."""

    def get(self, key: bytes) -> bytes | None:
        """Return what is kept under a key, and keep it."""

    def keep(self, *keys: bytes) -> None:
        """Keep what the last run has kept under some keys."""

    def put(self, key: bytes, value: bytes) -> None:
        """Keep a value."""

    def take(self, used: Mapping[bytes, Stored | None]) -> None:
        """Keep what a process has used that was forked of this one."""

    def write(self, ground: bytes) -> None:
        """Write what was used in this run."""

    def close(self) -> None:
        """Let go of what is in files."""


class Place(Protocol):
    """Where a ledger is kept, and the output that it is about."""

    @property
    def folder(self) -> os.PathLike[str]:
        """The ledger's own folder."""

    def shard(self, kind: str, ground: bytes) -> Shard:
        """Return what is kept of a kind, if it stands on this ground."""

    def path(self, path: str) -> str:
        """Return the whole path of a file of the output."""

    def read_code(self) -> Code:
        """Return the files of the code of the last run, as they are now."""

    def write_code(self, known: Code) -> Code:
        """Keep and return the files of all loaded modules."""

    def stamp(
        self, digests: Mapping[str, str], before: Stamped, kept: Collection[str]
    ) -> Stamped:
        """Return the stamp of each file of the output beside its digest."""

    def find_standing(self, stamped: Stamped) -> dict[str, str]:
        """Return the digests of those files that are as they were stamped."""

    def digest(self, path: str) -> str:
        """Return the digest of a file or a folder's list, or what stands for it."""


@dataclass
class Watched:
    """What was reported while something was made, and the files that it opened."""

    problems: list[Problem] = field(default_factory=list)
    files: dict[str, bool] = field(default_factory=dict)  #: path -> is written
    is_logged: bool = False  #: somebody has logged a warning


@dataclass
class Watcher:
    """Hears which files this process opens, and which folders it lists."""

    watched: list[Watched] = field(default_factory=list)

    def hear(self, details: tuple[object, ...]) -> None:
        """Take down one of the events that are ``HEARD`` (PEP 578)."""
        path, flags = details[0], details[-1]
        if not isinstance(path, str | bytes | os.PathLike) or _is_logging():
            return
        name = os.path.abspath(os.fsdecode(path))  # may be no text
        writes = isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))
        for one in self.watched:
            one.files[name] = writes or one.files.get(name, False)

    def hear_warning(self) -> None:
        """Take down that a warning was logged that is no problem of ours."""
        for one in self.watched:
            one.is_logged = True


def _is_logging() -> bool:
    """Return whether a message is being told: what that reads is in no page."""
    frame = sys._getframe(2)  # noqa: SLF001  # nothing else says who asks
    while frame.f_back:
        if frame.f_globals.get("__name__") == "logging":
            return True
        frame = frame.f_back
    return False


@cache
def watcher() -> Watcher:
    """Return the one of this process: Python never takes such a hook away."""
    found = Watcher()
    watched, hear = found.watched, found.hear

    def listen(event: str, details: tuple[object, ...]) -> None:
        if event in HEARD and watched:  # half a million times it is another one
            hear(details)

    sys.addaudithook(listen)
    return found


class Session:
    """What one run recalls of earlier ones, and keeps for later ones."""

    def __init__(self, store: Place, ground: bytes, digests: Digests) -> None:
        self.store, self.ground, self.digests = store, ground, digests
        self.shards: dict[str, Shard] = {}
        self.report: Callable[[Problem], None] = lambda _problem: None
        #: Templates, which are in the ground of what they make.
        self.templates: set[str] = set()
        #: Files and folders that were read while something was made, with digests.
        self.opened: dict[str, str] = {}
        self._watched: list[Watched] = []

    def shard(self, kind: str) -> Shard:
        """Return what is kept of a kind."""
        if kind not in self.shards:
            self.shards[kind] = self.store.shard(kind, self.ground)
        return self.shards[kind]

    def recall(
        self,
        kind: str,
        given: object,
        make: Callable[[], T],
        tables: Sequence[Table[object]] = (),
    ) -> T:
        """Return what ``make`` returns, or returned of the same in an earlier run."""
        try:
            key = self.digests.digest(given)
        except UnfollowedError:
            return make()
        shard = self.shard(kind)
        kept = shard.get(key)
        if kept is not None:
            asked: list[tuple[int, str | None, bytes]] = []
            whole: bytes | memoryview = memoryview(kept)[1:]
            if kept[:1] == LOOKED:
                asked, whole = marshal.loads(whole)  # noqa: S302  # its own, checked
            for at, name, one in asked:
                table = tables[at]
                if (table.answers.get(name) or self._answer(table, name)) != one:
                    break
            else:
                value, problems = pickle.loads(whole)  # noqa: S301  # same
                for problem in problems:
                    self.report(problem)
                return cast("T", value)
        return self._make(kind, key, make, tables)

    def _make(
        self,
        kind: str,
        key: bytes,
        make: Callable[[], T],
        tables: Sequence[Table[object]],
    ) -> T:
        """Make a value, and keep it with what was looked up and reported on the way."""
        looks: dict[Look, None] = {}
        for at, table in enumerate(tables):
            table.hear = partial(_take_down, looks, at)
        try:
            with self.watching() as watched:
                value = make()
        finally:
            for table in tables:
                table.hear = None
        with suppress(UnfollowedError):
            answers = [(at, name, self._answer(tables[at], name)) for at, name in looks]
            whole = pickle.dumps((value, watched.problems))
            if not watched.files and not watched.is_logged:
                looked = LOOKED + marshal.dumps((answers, whole))
                self.shard(kind).put(key, looked if answers else PLAIN + whole)
        return value

    @contextmanager
    def watching(self) -> Iterator[Watched]:
        """Take down what is reported and which files are opened meanwhile."""
        watched, heard = Watched(), watcher().watched
        heard.append(watched)
        self._watched.append(watched)
        try:
            yield watched
        finally:
            # By their place: two that have heard the same are equal.
            heard.pop()
            self._watched.pop()
            own = f"{os.fspath(self.store.folder)}{os.sep}"
            watched.files = {
                name: writes
                for name, writes in watched.files.items()
                if not name.endswith(CODE)
                and not name.startswith(own)
                and name not in self.templates
            }

    def hear(self, problem: Problem) -> None:
        """Take down a problem that is reported while something is made."""
        for one in self._watched:
            one.problems.append(problem)

    def note_opened(self, watched: Watched, stage: str) -> None:
        """Take down the digests of files that were read; the ``stage`` is written."""
        for name, writes in watched.files.items():
            if not writes and name not in self.opened:
                self.opened[name] = self.store.digest(name)
            elif writes and name.startswith(f"{stage}{os.sep}"):
                self.opened[name] = UNKNOWN

    def find_changed(self, known: Mapping[str, str]) -> str:
        """Return the first of the files whose digest is no longer as ``known``."""
        changed = (
            name
            for name, digest in known.items()
            if digest == UNKNOWN or self.store.digest(name) != digest
        )
        return next(changed, "")

    def _answer(self, table: Table[object], key: str | None) -> bytes:
        known = table.answers.get(key)
        if known is None:
            found = table.answer(key)
            known = found if isinstance(found, bytes) else self.digests.digest(found)
            table.answers[key] = known
        return known

    def mark(self) -> dict[str, int]:
        """Return how much of each kind was used."""
        return {kind: len(shard.used) for kind, shard in self.shards.items()}

    def bring(self, mark: object) -> object:
        """Return what was used since, and the files that were opened."""
        before = cast("dict[str, int]", mark)
        used = {
            kind: dict(islice(shard.used.items(), before.get(kind, 0), None))
            for kind, shard in self.shards.items()
        }
        return used, self.opened

    def take(self, brought: object) -> None:
        """Take what another process has used."""
        used, opened = cast("tuple[_Used, dict[str, str]]", brought)
        for kind, values in used.items():
            self.shard(kind).take(values)
        self.opened |= opened

    def write(self, ground: bytes) -> None:
        """Keep everything for the next run, on the ground of what has run."""
        for shard in self.shards.values():
            shard.write(ground)
        # What is asked for later is worked out again.
        for shard in self.shards.values():
            shard.close()


def key_of(name: str) -> bytes:
    """Return the key of what is kept by its name."""
    return name.encode("utf-8", "surrogatepass")


def _take_down(looks: dict[Look, None], at: int, key: str | None) -> None:
    looks[at, key] = None
