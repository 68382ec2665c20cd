"""The door: the only place that opens an author's file, once in a run."""

from __future__ import annotations

import os
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import TYPE_CHECKING, Any

from ..problem import Problem
from ..report import relative_path, run_state
from .core import Source, make_source, new_hash
from .faults import HeaderFault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

LARGEST = 16 * 2**20  #: bytes of a post, or of a library with all its works
LARGEST_INPUT = 2**30  #: bytes of any file
PIECE = 2**16  #: bytes that are read at once: more are new memory for each file
#: Where a run keeps what it has read.
SOURCES = "SOURCES"


def read_source(path: str | Path, settings: dict[str, Any]) -> Source:
    """Return a file's record, the same one whenever it is asked for in a run.

    A file that cannot be opened has a fault that says why, and no text.
    """
    sources: dict[str | Path, Source] = run_state(settings).setdefault(SOURCES, {})
    found = sources.get(path)
    if found is None:
        whole = os.path.abspath(path)
        found = sources.get(whole) or read_file(whole, relative_path(whole, settings))
        sources[whole] = found
    return found


def read_again(path: str, settings: dict[str, Any]) -> Source:
    """Return the record of a file as it is now, and let the run keep that one.

    ``path`` is whole, and the file was read before. A file with another header is not
    what the run knows: ``ValueError``.
    """
    sources: dict[str, Source] = run_state(settings).get(SOURCES, {})
    if path not in sources:
        raise ValueError(f"{path} was not read")
    before, now = sources[path], read_file(path, sources[path].path)
    heads = [one.lines[: one.header.body_line - 1] for one in (before, now)]
    if not before.is_read or not now.is_read or heads[0] != heads[1]:
        raise ValueError(f"{path} has another header")
    sources[path] = now
    return now


def let_prose_go(settings: dict[str, Any]) -> None:
    """Forget the prose of all files: who asks for it again has it worked out anew."""
    sources: dict[str, Source] = run_state(settings).get(SOURCES, {})
    for source in sources.values():
        source.let_go()


def known_sources(settings: dict[str, Any]) -> Mapping[str, Source]:
    """Return the record of every file that the run has read, by its whole path."""
    found: dict[str, Source] = run_state(settings).get(SOURCES, {})
    return found


def known_digests(settings: dict[str, Any]) -> Mapping[str, str]:
    """Return the digest of every file that the run has read, by its whole path."""
    sources: dict[str, Source] = run_state(settings).get(SOURCES, {})
    return {path: one.digest for path, one in sources.items() if one.digest}


def leads_outside(path: str | Path, folder: str | Path) -> bool:
    """Return whether a file lies outside a folder once all links are followed."""
    real, root = os.path.realpath(path), os.path.realpath(folder)
    return real != root and not real.startswith(root.rstrip(os.sep) + os.sep)


def find_outside(paths: Iterable[str], folder: str) -> Iterator[str]:
    """Yield those paths below a folder that lead out of it.

    As ``leads_outside`` has it, but each folder between is followed once.
    """
    root, real = os.path.realpath(folder), dict[str, str]()
    inner = root.rstrip(os.sep) + os.sep
    for path in paths:
        place, _, name = path.rpartition("/")
        if place not in real:
            real[place] = os.path.realpath(f"{folder}/{place}").rstrip(os.sep)
        whole = f"{real[place]}{os.sep}{name}"
        if os.path.islink(whole):  # noqa: PTH114  # each file of a site
            whole = os.path.realpath(whole)
        if whole != root and not whole.startswith(inner):
            yield path


def read_file(path: str | Path, name: str) -> Source:
    """Return a file's record, read now; ``name`` is how problems call it.

    Nothing is opened that is no file: a pipe has no end, and a device may have none.
    """
    try:
        stat = os.stat(path)  # noqa: PTH116  # each file of a site
        why = why_unread(stat, LARGEST)
        if not why:
            return make_source(name, _read_whole(path, stat.st_size))
    except FileNotFoundError:
        why = "it is a link that leads nowhere"
    except OSError as error:
        why = error.strerror or "the machine refuses it"
    return Source(name, faults=(unreadable(why),))


def _read_whole(path: str | Path, size: int) -> bytes:
    """Return a file's bytes, of which it had so many just now.

    ``open`` takes three times as long for a post.
    """
    file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        found = os.read(file, size + 1)
        # If it has another size by now, or is read in pieces, up to its end.
        while len(found) != size and (more := os.read(file, size + 1)):
            found += more
    finally:
        os.close(file)
    return found


def why_unread(stat: os.stat_result, largest: int) -> str:
    """Return why a file is not to be opened, in words; "" where it may be."""
    if not S_ISREG(stat.st_mode):
        return "it is no file, but a folder, a pipe or a device"
    is_large = stat.st_size > largest
    return f"it has more than {largest // 2**20:,} MB" if is_large else ""


def why_odd(path: str | Path) -> str:
    """Return why nothing may open what is there, in words; "" where it may."""
    try:
        stat = os.stat(path)  # noqa: PTH116  # each file of a site, several times
    except OSError:
        return ""
    return "" if S_ISDIR(stat.st_mode) else why_unread(stat, LARGEST_INPUT)


def unreadable(why: str) -> HeaderFault:
    """Return the fault of a file that cannot be read."""
    what = f"The file cannot be read: {why[:1].lower()}{why[1:]}."
    remedy = "Make it readable, or take it away."
    return HeaderFault(0, what, "file-unreadable", remedy)


def digest_file(path: str | Path) -> str:
    """Return the digest of a file of any size, as ``digest`` does of its bytes."""
    whole = new_hash()
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123  # each file of a site
        while piece := file.read(PIECE):
            whole.update(piece)
    return whole.hexdigest()


def list_files(settings: dict[str, Any]) -> tuple[list[str], list[Problem], list[str]]:
    """Return all files below ``PATH``, what is wrong with folders, and those folders.

    Folders that are links out of the content, or links in a circle, are not entered.
    """
    root = settings["PATH"]
    files: list[str] = []
    problems: list[Problem] = []
    closed: list[str] = []
    for folder, names, found in os.walk(root, followlinks=True):
        names.sort()
        for name in list(names):
            path = Path(folder, name)
            inside = os.path.relpath(path, root).replace(os.sep, "/")
            where = _leads_astray(path, root) if path.is_symlink() else ""
            if where or name.startswith("."):
                closed.append(inside)
                names.remove(name)
            if where and not name.startswith("."):
                what = f"The folder is a link that leads {where}."
                address = relative_path(path, settings)
                remedy = "Put the folder itself here."
                problems.append(Problem(address, 0, what, remedy, "file-outside"))
        inside = os.path.relpath(folder, root).replace(os.sep, "/")
        prefix = "" if inside == "." else f"{inside}/"
        files += [f"{prefix}{name}" for name in sorted(found)]
    return files, problems, closed


def _leads_astray(path: Path, root: str) -> str:
    """Return where a link leads that is not entered; empty for any other."""
    if leads_outside(path, root):
        return "out of the content folder"
    # A folder that the way to the link has passed lies where the link leads.
    passed = (folder for folder in path.parents if folder.is_relative_to(root))
    circles = any(not leads_outside(folder, path) for folder in passed)
    return "in a circle" if circles else ""
