"""What one build reads, followed from its first import until it has published."""

from __future__ import annotations

import math
import os
import re
import sys
import time
from dataclasses import astuple, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, cast

from ... import workers
from ..site import list_setting
from .inputs import input_folders
from .unchanged import LastBuild, keep, key_of, names_in, place_of, stamp_of, stamps_in

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import FrameType

    from ...problem import Problem
    from ..contents import Contents
    from .options import BuildOptions
    from .output import Output, Record

#: Events of a folder whose names are read.
LISTED = ("os.listdir", "os.scandir")
#: What a plugin does that leaves no trace of what it has read, by Python's events.
BEYOND = dict.fromkeys(
    ("subprocess.Popen", "os.system", "os.posix_spawn", "os.exec", "os.spawn"),
    "something runs a program",
)
BEYOND |= dict.fromkeys(("os.fork", "os.forkpty"), "something starts a process")
BEYOND |= dict.fromkeys(
    ("socket.connect", "socket.getaddrinfo"), "something asks another machine"
)
BEYOND |= {"sqlite3.connect": "something reads a database"}
#: What in settings gives another answer in every run.
CLOCK = re.compile(r"\.(?:utc)?now\b|\btime(?:_ns)?\(|\brandom\.|\buuid\d\(")
#: What invoke reads beside the settings, where it is there.
BESIDE = ("tasks.py", *(f"invoke.{end}" for end in ("yaml", "yml", "json", "py")))
#: Folders below the site's root that builds and tests keep for themselves.
CACHES = (".bulletin", ".cache", ".venv")
SYSTEM = ("/proc/", "/dev/", "/sys/")


class UnfollowedError(Exception):
    """A build whose inputs are not all known; its words say why."""


@dataclass
class ReadLog:
    """What a process has opened, and what it has done that nobody can follow."""

    key: str  #: of the build, before anything could change it
    began: float = field(default_factory=time.time)  #: POSIX seconds
    files: set[str | bytes] = field(default_factory=set)  #: as they were named
    folders: set[str | bytes] = field(default_factory=set)  #: same
    beyond: dict[str, None] = field(default_factory=dict)

    def hear(self, event: str, details: tuple[object, ...]) -> None:
        """Take one event down; a hook for ``sys.addaudithook`` (PEP 578).

        It hears thousands of them: what they name is made whole later.
        """
        if event == "open":
            path, _, flags = details
            is_written = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR)
            if isinstance(path, str | bytes | os.PathLike) and not is_written:
                self.files.add(os.fspath(path))
        elif event in LISTED:
            path = details[0] or "."
            if isinstance(path, str | bytes | os.PathLike):
                self.folders.add(os.fspath(path))
        elif event in BEYOND and not _is_ours(event):
            self.beyond[BEYOND[event]] = None

    def mark(self) -> tuple[set[str | bytes], set[str | bytes]]:
        """See ``Carried``."""
        return set(self.files), set(self.folders)

    def bring(self, mark: object) -> object:
        """See ``Carried``."""
        files, folders = cast("tuple[set[str | bytes], set[str | bytes]]", mark)
        return self.files - files, self.folders - folders, self.beyond

    def take(self, brought: object) -> None:
        """See ``Carried``."""
        files, folders, beyond = cast("_Brought", brought)
        self.files |= files
        self.folders |= folders
        self.beyond |= beyond


#: Files, folders, and what nobody can follow.
_Brought = tuple[set[str | bytes], set[str | bytes], dict[str, None]]


def _is_ours(event: str) -> bool:
    """Return whether a process is started that tells what it has read."""
    frame: FrameType | None = sys._getframe()  # noqa: SLF001  # nothing else says it
    while frame and frame.f_globals is globals():
        frame = frame.f_back  # from hand to hand in this file
    caller = frame and frame.f_globals.get("__name__")
    return event == "os.fork" and caller == workers.__name__


def follow(options: BuildOptions) -> ReadLog:
    """Follow this process, which builds once and ends; the hook stays for its life."""
    log = ReadLog(key_of(options))
    hear, heard = log.hear, frozenset(("open", *LISTED, *BEYOND))

    def listen(event: str, details: tuple[object, ...]) -> None:
        if event in heard:  # half a million times it is another one, such as that of id
            hear(event, details)

    sys.addaudithook(listen)
    return log


@dataclass(frozen=True)
class Follower:
    """One build, with its inputs as they were before it began to read them."""

    options: BuildOptions
    log: ReadLog
    trees: list[str]  #: the folders that the site is made from
    before: dict[str, list[int]]  #: stamps of all files in them

    def remember(
        self,
        contents: Contents,
        output: Output,
        record: Record,
        problems: Iterable[Problem],
        moment: datetime,
        *,
        anywhere: bool,
    ) -> str:
        """Write the build down for the next one; return why that cannot be, or ""."""
        try:
            build = self._build(
                contents, output, record, problems, moment, anywhere=anywhere
            )
            keep(place_of(self.options, self.log.key), build)
        except (UnfollowedError, OSError, ValueError) as why:
            return str(why)
        return ""

    def _build(
        self,
        contents: Contents,
        output: Output,
        record: Record,
        problems: Iterable[Problem],
        moment: datetime,
        *,
        anywhere: bool,
    ) -> LastBuild:
        if self.log.beyond:
            raise UnfollowedError(next(iter(self.log.beyond)))
        site = self.options.site
        own = [str(output.folder), str(output.area)]
        own += [str(site.root / name) for name in CACHES]
        inside = tuple(f"{path}{os.sep}" for path in (*self.trees, *own))
        inputs, places = (
            stamps_in(self.trees),
            [str(output.folder), str(output.manifest)],
        )
        if inputs != self.before:
            raise UnfollowedError("a file was saved while the site was built")
        digests, root = record.inputs.files, f"{site.root}{os.sep}"
        return LastBuild(
            key=self.log.key,
            since=self.log.began,
            until=self._until(contents, moment),
            trees=self.trees,
            inputs=inputs,
            digests={p: digests.get(p.removeprefix(root), "") for p in inputs},
            others=self._others(inside),
            folders=self._folders((*inside, *SYSTEM)),
            output=places,
            outputs=stamps_in(places),
            problems=[list(astuple(problem)) for problem in problems],
            posts=contents.posts,
            pages=contents.pages,
            anywhere=anywhere,
        )

    def _others(self, inside: tuple[str, ...]) -> dict[str, list[int]]:
        """Return the stamps of all files that were read and lie in no tree."""
        modules = (getattr(one, "__file__", None) for one in list(sys.modules.values()))
        root = self.options.site.root
        found = {str(root / name): stamp_of(str(root / name)) for name in BESIDE}
        paths = {
            *map(_whole, self.log.files),
            *map(_whole, filter(None, modules)),
            *found,
        }
        outside = (*inside, *SYSTEM)
        for path in sorted(paths):
            if path.startswith(outside) or "/__pycache__/" in path:
                continue
            stamp = stamp_of(path)
            if not stamp or not S_ISREG(stamp[-1]):
                continue  # read and deleted by the build itself, or a folder
            found[path] = stamp
            if max(stamp[1:3]) >= self.log.began * 10**9:
                raise UnfollowedError(f"{path} was saved while the site was built")
            if path.endswith(".py") and os.path.dirname(path) == str(root):  # noqa: PTH120  # hundreds of them
                _refuse_clock(Path(path))
        return found

    def _folders(self, inside: tuple[str, ...]) -> dict[str, str]:
        """Return the names in all other folders that were looked into.

        The site's own is left out: builds make files there.
        """
        own = str(self.options.site.root)
        seen = set(map(_whole, self.log.folders))
        paths = (path for path in seen if not f"{path}{os.sep}".startswith(inside))
        return {p: names_in(p) for p in paths if p != own and Path(p).is_dir()}

    def _until(self, contents: Contents, moment: datetime) -> float:
        """Return when the clock alone changes pages: midnight, or a post's own time."""
        coming = (one.at.timestamp() for one in contents.coming)
        due = [date for date in coming if date > self.log.began]
        if not self.options.now:
            tomorrow = moment.date() + timedelta(days=1)
            midnight = datetime.combine(tomorrow, datetime.min.time(), moment.tzinfo)
            due.append(midnight.timestamp())
        return min(due, default=math.inf)


def begin(
    options: BuildOptions, settings: dict[str, object], log: ReadLog | None
) -> Follower | None:
    """Take down a site's inputs before they are read; None where nobody follows."""
    if log is None:
        return None
    trees = [str(folder) for folder in input_folders(settings).values()]
    trees.append(str(options.site.root / "plugins"))
    for name in ("THEME_TEMPLATES_OVERRIDES", "PLUGIN_PATHS"):
        trees += list_setting(settings, name)
    trees = sorted(set(map(_whole, trees)))
    try:
        before = stamps_in(trees)
    except (OSError, ValueError):
        before = {}  # which is said when the build is to be remembered
    return Follower(options, log, trees, before)


def _refuse_clock(path: Path) -> None:
    found = CLOCK.search(path.read_text("utf-8", "replace"))
    if found:
        raise UnfollowedError(f"{path.name} asks for “{found[0]}”")


def _whole(path: str | bytes) -> str:
    return os.path.abspath(os.fsdecode(path))  # follows no link
