"""What a finished tree consists of: every file with its digest."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from ..source.core import digest
from .faults import machine_faults

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


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


def digest_files(folder: Path, paths: list[str]) -> dict[str, str]:
    """Return each path with the digest of its bytes."""
    return {path: digest((folder / path).read_bytes()) for path in paths}


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is there whole, or as it was."""
    with machine_faults(f"{path.name} could not be written", "It is as it was."):
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(path.name + ".new")
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)


def fsync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
