"""What git knows of a site's files."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def ask_git(root: Path, *words: str) -> str | None:
    """Return what git prints; None without git, or where it refuses."""
    command = ["git", "--literal-pathspecs", "-C", str(root), *words]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except (FileNotFoundError, subprocess.CalledProcessError):
        return None
    return done.stdout


def find_uncommitted(root: Path, paths: Iterable[str] = (".",)) -> list[str] | None:
    """Return the files, of those below these paths, that differ from the last commit.

    Also those that git does not know. None outside of a repository, and without git.
    """
    words = ("status", "--porcelain", "-z", "--untracked-files=all", "--no-renames")
    said = ask_git(root, *words, "--", *paths)
    prefix = ask_git(root, "rev-parse", "--show-prefix")
    if said is None or prefix is None:
        return None
    names = (line[3:] for line in said.split("\0") if line)
    return [name.removeprefix(prefix.rstrip("\n")) for name in names]


def find_unknown(root: Path, paths: Iterable[str]) -> list[str]:
    """Return the files that git leaves alone: it could not bring them back."""
    known = ask_git(root, "ls-files", "-z", "--", *paths) or ""
    return sorted({*paths} - {*known.split("\0")})
