"""The line of a source file that somebody speaks about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..post_checks.core import find_source_line
from ..source.header import split_body

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


def find_link_line(file: Path, address: str, targets: Iterable[str]) -> int:
    """Return the line of a post's link that leads to one of the targets, or 0.

    ``address`` is the page's own, such as ``/blog/sleep/``.
    """
    try:
        body, first = split_body(file.read_text("utf-8", "replace"))
    except OSError:
        return 0
    found = (find_source_line(body, first, address, target) for target in targets)
    return next((line for line in found if line), 0)
