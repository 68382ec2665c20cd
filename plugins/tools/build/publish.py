"""A finished tree becomes the output: one rename per changed file, nothing half."""

from __future__ import annotations

import errno
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from stat import S_IMODE
from typing import TYPE_CHECKING

from ...source.read import digest_file
from ..files import (
    fsync,
    give_folder_mode,
    give_modes,
    list_files,
    make_public,
    parents,
)
from .output import SUFFIX, Record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from ..files import Changes
    from ..output_checks.examined import Examination
    from .inputs import Inputs
    from .output import Output

PAGES = (".html", ".htm")
FEEDS = (".xml", ".json", ".rss", ".atom")
#: So many files are on their way to the disk at once: it puts them together.
AT_ONCE = 8


def publish_order(path: str) -> tuple[int, str]:
    """Order what is linked before what links: assets, pages, feeds, and home last."""
    if path == "index.html":
        return 3, path
    if path.endswith(FEEDS):
        return 2, path
    return (1 if path.endswith(PAGES) else 0), path


def record_of(
    stage: Path,
    inputs: Inputs,
    kept: Mapping[str, str],
    examined: Examination | None = None,
) -> Record:
    """Return the record of an output that is like a finished tree, and ``kept``.

    What was ``examined`` need not be read again.
    """
    known = examined.files if examined else {}
    files = {
        path: known[path].digest if path in known else digest_file(f"{stage}/{path}")
        for path in list_files(stage)
    }
    files |= kept
    return Record(files, frozenset(files), inputs)


def publish(
    stage: Path,
    output: Output,
    changes: Changes,
    record: Record,
    *,
    is_public: bool = True,
) -> None:
    """Bring the output to the finished tree; each file is always the old or the new.

    The record says first which files may be there, so that a build after a crash
    knows them as its own. Everybody can read what ``is_public``, whatever the umask.
    """
    last = output.read_record()
    owned = last.owned | record.owned
    if not changes.is_nothing:
        is_first = not output.folder.exists()
        if owned != last.owned:
            output.write_record(Record(last.files, owned, last.inputs))
        moved = in_order(changes)
        if is_public:
            give_modes(stage, moved)
            make_public(output.folder)
        fsync_all([f"{stage}/{path}" for path in moved])
        output.folder.mkdir(parents=True, exist_ok=True)
        if not (is_first and _become(stage, output.folder, is_public=is_public)):
            for path in output.leftovers():
                (output.folder / path).unlink()
            ready = {""}  # folders, some of which hold hundreds of files
            for path in moved:
                _clear_way(output.folder, path, owned, ready)
                _make_folder(output.folder, path, ready, is_public=is_public)
                _put(stage, output.folder, path)
            for path in changes.deleted:
                _delete(output.folder, path)
        _fsync_folders(output.folder, (*moved, *changes.deleted))
    if is_public:
        give_modes(output.folder, record.files)
    if record != last:
        output.write_record(record)


def in_order(changes: Changes) -> list[str]:
    """Return the files to move: new before changed, home and feeds after all others."""
    kinds = (changes.new, changes.changed)
    paths = [path for kind in kinds for path in sorted(kind, key=publish_order)]
    return sorted(paths, key=lambda path: publish_order(path)[0] >= 2)


def fsync_all(paths: Sequence[str]) -> None:
    """Make files, or the names in folders, survive a power cut, many at once.

    All threads have ended with the call, whatever ends it: who has some cannot fork.
    """

    def fsync_some(first: int) -> None:
        for path in paths[first::AT_ONCE]:
            fsync(path)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for _ in pool.map(fsync_some, range(min(AT_ONCE, len(paths)))):
            pass  # which raises what one of them has raised


def _fsync_folders(folder: Path, paths: Iterable[str]) -> None:
    """Make names survive a power cut: of files, and of the folders they are in."""
    inside = {f"{folder}/{parent}" for path in paths for parent in parents(path)}
    touched = {str(folder.parent), str(folder), *inside}
    fsync_all([one for one in sorted(touched) if os.path.isdir(one)])  # noqa: PTH112  # each of a site


def _become(stage: Path, folder: Path, *, is_public: bool) -> bool:
    """Let a stage take the place of an empty folder, or return that it cannot.

    So the first build of an output needs no folder and no rename for each page.
    """
    for one, _, _ in os.walk(stage, topdown=False):
        try:
            os.rmdir(one)  # noqa: PTH106  # each folder of a site
        except OSError:  # as for all that hold a file
            if is_public:
                give_folder_mode(one)
    try:
        stage.chmod(S_IMODE(folder.stat().st_mode))
        stage.replace(folder)
    except OSError:  # another device, or a system that replaces no folders
        return False
    return True


def _make_folder(folder: Path, path: str, ready: set[str], *, is_public: bool) -> None:
    """Make the folder of a file, unless it is one of those that are ready."""
    if (name := path.rpartition("/")[0]) in ready:
        return
    if is_public:
        make_public(folder / name)
    else:
        (folder / name).mkdir(parents=True, exist_ok=True)
    ready.add(name)


def _put(stage: Path, folder: Path, path: str) -> None:
    source, target = stage / path, folder / path
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _copy_over(source, target)


def _copy_over(source: Path, target: Path) -> None:
    """Replace a file across devices: copied beside it first, then renamed."""
    draft = target.with_name(target.name + SUFFIX)
    try:
        shutil.copy2(source, draft)
        fsync(draft)
        draft.replace(target)
    except OSError:
        with suppress(OSError):
            draft.unlink()
        raise


def _clear_way(
    folder: Path, path: str, owned: frozenset[str], ready: Collection[str]
) -> None:
    """Take away our own old file where a folder must be, and the reverse."""
    if path.rpartition("/")[0] not in ready:
        for parent in parents(path):
            if parent in owned and (folder / parent).is_file():
                (folder / parent).unlink()
    target = folder / path
    if target.is_dir() and not target.is_symlink():
        for old in list_files(target):
            if f"{path}/{old}" in owned:
                _delete(target, old)
        if target.is_dir():
            target.rmdir()


def _delete(folder: Path, path: str) -> None:
    """Delete a file and the folders that are empty without it.

    Where a folder has taken its name by now, there is nothing to delete.
    """
    target = folder / path
    if target.is_symlink() or not target.is_dir():
        with suppress(FileNotFoundError, NotADirectoryError):
            target.unlink()
    parent = target.parent
    while parent != folder and parent.is_dir() and not any(parent.iterdir()):
        parent.rmdir()
        parent = parent.parent
