"""Which files that a site is made from change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchfiles import watch

from ..build.build import read_settings_of
from ..build.inputs import input_folders

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ..child import Line
    from ..site import Site

STEP = 10  #: milliseconds without a change after which changes are told


def watch_site(site: Site, line: Line) -> None:
    """Tell which files of content, theme, plugins and settings change.

    It watches while builds run too: no save is missed. A folder that was put in the
    place of another one, and folders that the settings newly name, are watched anew.
    """
    folders = find_folders(site, ())
    line.send(set[str]())
    while True:
        seen, there = stamps_of(site), identities_of(folders)
        for changes in watch(
            *there, step=STEP, rust_timeout=500, yield_on_timeout=True
        ):
            found, now = {path for _, path in changes}, stamps_of(site)
            if now != seen:
                found.add(str(site.conf))
                folders = find_folders(site, folders)
            is_moved = identities_of(folders) != there
            if found or is_moved:
                line.send(found or {str(site.root)})
            seen = now
            if is_moved:
                break


def find_folders(site: Site, before: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return what a site is made from; as before where its settings are broken."""
    try:
        settings = read_settings_of(site)
    except Exception:  # noqa: BLE001  # the build that comes with it has told it
        return before
    return tuple(input_folders(settings).values())


def stamps_of(site: Site) -> dict[str, int]:
    """Return when each Python file beside the settings was changed."""
    files = (path for path in site.root.glob("*.py") if path.is_file())
    return {path.name: path.stat().st_mtime_ns for path in files}


def identities_of(folders: Iterable[Path]) -> dict[Path, int]:
    """Return the number that the disk gives to each folder that is there."""
    return {folder: folder.stat().st_ino for folder in folders if folder.is_dir()}
