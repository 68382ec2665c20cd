"""Whether anything has changed since the last build, known before Pelican is loaded.

A build that has succeeded writes down what it has read, what it has written, until when
that holds, and what it said. Where all of that is still so, the next one says it again.
What cannot be followed is not written down, and the next build is a full one.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import time
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ...problem import Level, Problem
from ..files import replace_text
from ..reporter import Counts, Reporter
from .options import how_to_look

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .options import BuildOptions

VERSION = 2
#: How many builds with different options are remembered.
KEPT = 8
#: What a terminal says of itself changes no page.
OF_TERMINALS = re.compile(
    r"_|SHLVL|(?:OLD)?PWD|COLUMNS|LINES|(?:COLOR)?TERM(?:_.*)?|DISPLAY|TMUX.*|SSH_.*"
    r"|XDG_SESSION_.*|WINDOWID|WT_.*|VTE_.*|ITERM_.*|GPG_TTY|PS1|INVOCATION_ID"
)


@dataclass(frozen=True)
class LastBuild:
    """A build that has succeeded, as far as the next one needs it."""

    key: str  #: digest of options, Python and environment
    since: float  #: POSIX seconds
    until: float  #: when the clock alone changes pages
    trees: list[str]  #: the folders that the site is made from
    inputs: dict[str, list[int]]  #: stamps of all files in them
    digests: dict[str, str]  #: of those files
    others: dict[str, list[int]]  #: stamps of all other files that were read
    folders: dict[str, str]  #: digests of the names in other folders
    output: list[str]  #: the folder, and the record of what is in it
    outputs: dict[str, list[int]]  #: stamps of all files there
    problems: list[list[str | int]]  #: fields of a Problem
    posts: int
    pages: int
    anywhere: bool  #: its pages show whole wherever they lie

    def find_problems(self) -> list[Problem]:
        """Return what the build said."""
        return [_as_problem(*given) for given in self.problems]


def say_unchanged(options: BuildOptions) -> bool:
    """Say what the last build said, if nothing has changed since; else return False."""
    began = time.monotonic()
    last = find_last(options)
    if last is None:
        return False
    reporter = Reporter(options.form, quiet=options.quiet, root=options.site.root)
    problems = last.find_problems()
    reporter.problems(problems)
    reporter.print("Nothing has changed since the last build.")
    files = len(last.outputs) - 1  # one is the record of the others
    counts = Counts(last.posts, last.pages, 0, files, 0)
    reporter.sum_up(counts, problems, time.monotonic() - began)
    folder = Path(last.output[0])
    reporter.print(how_to_look(options, folder, anywhere=last.anywhere))
    return True


def find_last(options: BuildOptions) -> LastBuild | None:
    """Return the last build if nothing has changed since; None if that is not known."""
    key = key_of(options)
    place = place_of(options, key)
    try:
        given = json.loads(place.read_bytes())
        last = LastBuild(**{one.name: given[one.name] for one in fields(LastBuild)})
        is_fresh = last.key == key and last.since <= time.time() < last.until
        inputs = _inputs_as_they_were(last) if is_fresh else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None  # there is none, it is not whole, or something is gone
    if inputs is not None and inputs != last.inputs:
        keep(place, replace(last, inputs=inputs))  # touched, as git does, and the same
    return None if inputs is None else last


def keep(place: Path, build: LastBuild) -> None:
    """Write a build down, and forget those that nobody has asked for longest."""
    place.parent.mkdir(exist_ok=True)
    replace_text(place, json.dumps(vars(build)))  # asdict would copy it all
    kept = sorted(
        place.parent.glob("unchanged-*.json"), key=lambda p: p.stat().st_mtime
    )
    for old in kept[:-KEPT]:
        old.unlink(missing_ok=True)


def key_of(options: BuildOptions) -> str:
    """Return the digest of all that a build depends on and that is no file."""
    own = {k: v for k, v in os.environ.items() if not OF_TERMINALS.fullmatch(k)}
    asked = [options.content, options.output, options.siteurl, str(options.now)]
    asked += [options.site.root, str(options.drafts), str(options.strict)]
    python = [sys.version, sys.prefix, sys.path, sys.flags]
    return _digest(repr([VERSION, asked, python, sorted(own.items())]))


def place_of(options: BuildOptions, key: str) -> Path:
    """Return the file that remembers a build with these options."""
    return options.site.root / ".bulletin" / f"unchanged-{key}.json"


def stamp_of(path: str) -> list[int]:
    """Return what changes whenever a file does; nothing for one that is not there.

    That is its size, times in nanoseconds, inode and mode.
    """
    try:
        stat = os.stat(path)  # noqa: PTH116  # thousands of them, each time
    except (FileNotFoundError, NotADirectoryError):
        return []
    times = stat.st_mtime_ns, stat.st_ctime_ns
    return [stat.st_size, *times, stat.st_ino, stat.st_mode]


def stamps_in(places: Iterable[str]) -> dict[str, list[int]]:
    """Return the stamp of every file in these folders; a place may be a file, or none.

    What lies behind a link to a folder cannot be followed: ``ValueError``.
    """
    found: dict[str, list[int]] = {}
    folders = list(places)
    for place in folders:
        if not os.path.isdir(place):  # noqa: PTH112  # as above
            found[place] = stamp_of(place)
            continue
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders += [entry.path] if entry.name != "__pycache__" else []
                elif entry.is_dir():
                    raise ValueError(f"{entry.path} is a link to a folder")
                else:
                    found[entry.path] = stamp_of(entry.path)
    return found


def names_in(folder: str) -> str:
    """Return the digest of the names in a folder, without hidden and compiled ones."""
    names = sorted(os.listdir(folder))  # noqa: PTH208  # as above
    return _digest("\0".join(one for one in names if not one.startswith((".", "__py"))))


def _inputs_as_they_were(last: LastBuild) -> dict[str, list[int]] | None:
    """Return the stamps of the inputs, which may be touched; None for any change.

    What authors edit comes first: where it has changed, nothing else need be looked at.
    """
    inputs = stamps_in(last.trees)
    touched = [path for path, stamp in inputs.items() if stamp != last.inputs.get(path)]
    is_changed = (
        inputs.keys() != last.inputs.keys()
        or any(
            _digest(Path(path).read_bytes()) != last.digests.get(path)
            for path in touched
        )
        or any(stamp_of(path) != stamp for path, stamp in last.others.items())
        or any(names_in(path) != names for path, names in last.folders.items())
        or stamps_in(last.output) != last.outputs
        or _is_at_work(Path(last.output[1]).parent)
    )
    return None if is_changed else inputs


def _is_at_work(area: Path) -> bool:
    """Return whether a build is at work on the output, or was when it was killed."""
    return any(path.name.startswith(("stage-", "lock")) for path in area.iterdir())


def _digest(data: str | bytes) -> str:
    """Return the digest that ``source`` has of a file, without what it imports."""
    whole = data.encode("utf-8", "surrogateescape") if isinstance(data, str) else data
    return hashlib.blake2b(whole, digest_size=16).hexdigest()


def _as_problem(*given: str | int) -> Problem:
    path, line, what, remedy, name, level = given
    texts = str(path), int(line), str(what), str(remedy), str(name)
    return Problem(*texts, Level(int(level)))
