"""What of a built site a target gets: all of it, but for what another host reads."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from ..files import list_files

if TYPE_CHECKING:
    from pathlib import Path

#: What hosts read in a site itself; every other one would show it to its visitors.
HOST_FILES = {
    "netlify": ("_headers", "_redirects"),
    "cloudflare": ("_headers", "_redirects"),
    "github": (".nojekyll", "CNAME"),
    "s3": ("_redirects",),
}


def stage(tree: Path, folder: Path, kind: str) -> Path:
    """Put what a kind of target gets of a built site into a folder, and return that.

    Its files are those of ``tree`` by hard links: neither is ever written in place.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for path in list_files(tree):
        if path in others_files(kind):
            continue
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        os.link(tree / path, place, follow_symlinks=False)
    return folder


def others_files(kind: str) -> frozenset[str]:
    """Return the files at a site's root that are for hosts of other kinds.

    >>> sorted(others_files("netlify")), len(others_files("ssh"))
    (['.nojekyll', 'CNAME'], 4)
    """
    every = {path for paths in HOST_FILES.values() for path in paths}
    return frozenset(every.difference(HOST_FILES.get(kind, ())))
