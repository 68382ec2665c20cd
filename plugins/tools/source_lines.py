"""The line of a source file that somebody speaks about."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SHORTEST = 3  #: shorter words stand everywhere


def find_line(file: Path, words: Iterable[str]) -> int:
    """Return the first line that holds one of the words, or 0."""
    try:
        lines = file.read_text("utf-8", "replace").splitlines()
    except OSError:
        return 0
    for word in words:
        sought = word.rstrip("…")
        if len(sought) >= SHORTEST:
            for number, line in enumerate(lines, 1):
                if sought in line:
                    return number
    return 0
