"""Files on this machine: listed, compared, written whole; what a disk refuses."""

from __future__ import annotations

import errno
import filecmp
import os
import posixpath
import stat
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import takewhile
from typing import TYPE_CHECKING

from .site import RefusedError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

#: What the machine can say at any moment; anything else is a fault in code.
WORDS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "a file became larger than is allowed",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "permission is denied",
    errno.EPERM: "it is not permitted",
    errno.EIO: "the disk has a fault",
    errno.EMFILE: "too many files are open",
    errno.ENFILE: "too many files are open",
    errno.ENOENT: "it is gone, as if something had deleted it meanwhile",
    errno.EEXIST: "something else is there already",
    errno.ENOTEMPTY: "it is not empty",
    errno.ENOTDIR: "a file is in the way",
    errno.EISDIR: "a folder is in the way",
    errno.ENAMETOOLONG: "its name is too long for this disk",
    errno.EBUSY: "it is in use",
    errno.ETXTBSY: "it is in use",
    errno.ESTALE: "the network disk was lost",
    errno.ENOLCK: "the disk knows no locks",
    errno.EOPNOTSUPP: "the disk cannot do that",
    errno.ELOOP: "links lead in a circle there",
    errno.ENOTCONN: "the network disk was lost",
}


#: Modes of what is published, whatever the account's umask: a web server that runs as
#: somebody else reads it and nobody else writes it. Locks, records and stages are not
#: published; they have the modes that the account gives.
FOLDER_MODE, FILE_MODE = 0o755, 0o644
#: What others need of a folder that is published, and its mask: a group may have more.
READABLE, OTHERS = 0o055, 0o057


#: These can be a fault in a plugin too: while Pelican runs, they show their traceback.
AMBIGUOUS = {
    *(errno.ENOENT, errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR, errno.EISDIR),
    *(errno.ENAMETOOLONG, errno.EBUSY, errno.ETXTBSY),
}


class InPelicanError(Exception):
    """A file operation in a plugin, a template or Pelican that cannot have worked."""


@contextmanager
def show_plugin_errors() -> Iterator[None]:
    """Let a programmer's mistake with files show its traceback."""
    try:
        yield
    except OSError as error:
        if error.errno in AMBIGUOUS:
            raise InPelicanError(str(error)) from error
        raise


@contextmanager
def refuse_os_errors(doing: str, outcome: str) -> Iterator[None]:
    """Turn what the machine refuses into one line that says how the site stands."""
    try:
        yield
    except OSError as error:
        if error.errno not in WORDS:
            raise
        name = error.filename2 or error.filename
        where = f" ({name})" if name else ""
        message = f"{doing}{where}: {WORDS[error.errno]}. {outcome}"
        raise RefusedError(message) from error


def list_files(folder: Path) -> list[str]:
    """Return the paths of all files below ``folder``, sorted, with forward slashes.

    Symbolic links count as files; nothing is followed.
    """
    return sorted(_walk(str(folder), ""))


def _walk(folder: str, prefix: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(entry.path, f"{prefix}{entry.name}/")
            else:
                yield prefix + entry.name


def digest_tree(folder: Path) -> str:
    """Return one digest of all files below a folder: of their paths and their bytes."""
    whole = sha256()
    for path in sorted(map(os.fsencode, list_files(folder))):
        file = folder / os.fsdecode(path)
        whole.update(path + b"\0" + sha256(file.read_bytes()).digest())
    return whole.hexdigest()


@dataclass(frozen=True)
class Changes:
    """What is to be done to a tree of files so that it is like another, by path."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    deleted: tuple[str, ...]
    total: int  #: files that there will be

    @property
    def is_nothing(self) -> bool:
        return not (self.new or self.changed or self.deleted)

    def is_only(self, deletions: Collection[str]) -> bool:
        """Return whether nothing is to be done but to delete these."""
        return not (self.new or self.changed or {*self.deleted}.difference(deletions))

    def without(self, paths: Collection[str]) -> Changes:
        """Return the changes that leave some files of both trees as they are."""
        changed = tuple(path for path in self.changed if path not in paths)
        return replace(self, changed=changed)


@dataclass(frozen=True)
class FinishedTree:
    """What a build has made, and what it leaves in the output as it is."""

    stage: Path
    output: Path
    kept: Mapping[str, str] = field(default_factory=dict)  #: path -> digest

    def paths(self) -> list[str]:
        """Return the paths of all files, sorted."""
        return sorted([*list_files(self.stage), *self.kept])

    def file(self, path: str) -> Path:
        """Return where a file lies now."""
        return (self.output if path in self.kept else self.stage) / path


def compare_trees(
    fresh: Path, old: Path, owned: Iterable[str], kept: Iterable[str] = ()
) -> Changes:
    """Find what a fresh tree changes in an old one, of which ``owned`` may be deleted.

    The files that are ``kept`` stay as they are. Every list is sorted.
    """
    states = dict.fromkeys(kept, "unchanged")
    states |= {path: _state_of(fresh / path, old / path) for path in list_files(fresh)}
    paths = sorted(states)
    gone = sorted({*owned} - states.keys())
    return Changes(
        tuple(path for path in paths if states[path] == "new"),
        tuple(path for path in paths if states[path] == "changed"),
        tuple(path for path in gone if os.path.lexists(old / path)),
        len(paths),
    )


def _state_of(fresh: Path, old: Path) -> str:
    try:
        there = old.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return "new"
    if stat.S_ISREG(there.st_mode):
        return "unchanged" if filecmp.cmp(fresh, old, shallow=False) else "changed"
    return "new" if stat.S_ISDIR(there.st_mode) else "changed"


def make_public(folder: Path) -> None:
    """Make a folder that is published, and those above it, where they are not there."""
    missing = takewhile(lambda one: not one.exists(), (folder, *folder.parents))
    for one in reversed([*missing]):
        one.mkdir(exist_ok=True)
        _give(one, FOLDER_MODE)


def give_folder_mode(folder: str) -> None:
    """Give a folder the mode of those that are published, unless it has it."""
    if os.stat(folder).st_mode & 0o777 != FOLDER_MODE:  # noqa: PTH116  # each of a site
        _give(folder, FOLDER_MODE)


def give_modes(top: Path, files: Iterable[str]) -> None:
    """Let everybody read these files below ``top``, and look into their folders.

    ``top`` itself stays as it is. What another account owns is its own affair.
    """
    paths = list(files)
    for folder in {one for path in paths for one in parents(path)}:
        mode = os.stat(f"{top}/{folder}").st_mode  # noqa: PTH116  # thousands of them
        if mode & OTHERS != READABLE:
            _give(top / folder, FOLDER_MODE)
    for path in paths:
        mode = os.lstat(f"{top}/{path}").st_mode
        if stat.S_ISREG(mode) and mode & 0o7777 != FILE_MODE:
            _give(top / path, FILE_MODE)


def parents(path: str) -> Iterator[str]:
    """Yield the folders that a path with slashes lies in, inner ones first.

    >>> list(parents("a/b/c.html"))
    ['a/b', 'a']
    """
    while path := posixpath.dirname(path):
        yield path


def _give(path: str | Path, mode: int) -> None:
    with suppress(PermissionError):
        # What a folder hands on to those in it, such as its group, stays.
        os.chmod(path, os.stat(path).st_mode & 0o7000 | mode)  # noqa: PTH101, PTH116  # each of a site


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is there whole, or as it was; else refuse."""
    with refuse_os_errors(f"{path.name} could not be written", "It is as it was."):
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_text(path, text)


def replace_text(path: Path, text: str) -> None:
    """Put a file in the place of the old one, when its bytes are on the disk."""
    replace_bytes(path, text.encode())


def replace_bytes(path: Path, data: bytes) -> None:
    """Do the same with bytes."""
    draft = path.with_name(path.name + ".new")
    try:
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:  # Ctrl-C too leaves nothing beside the file
        with suppress(OSError):
            draft.unlink()
        raise


def fsync(path: str | Path) -> None:
    """Make a file's bytes, or the names in a folder, survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
