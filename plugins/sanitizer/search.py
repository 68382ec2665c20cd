"""The way back from what was rendered to the line where the author wrote it."""

from __future__ import annotations

from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING

from ..source.header import fold_lines

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..source.core import Source

#: Shorter texts stand everywhere, so that finding one says nothing.
SHORTEST = 2


def find_line(source: Source, sought: Iterable[str]) -> int:
    """Return the line of the body that holds one of these texts, best first; or 0.

    Letters may be written as references, in another case and with spaces between.
    """
    first = source.header.body_line
    lines = _fold_lines(source.text)[first - 1 :]
    for words in map(_fold, sought):
        if len(words) >= SHORTEST:
            found = (n for n, line in enumerate(lines, first) if words in line)
            if number := next(found, 0):
                return number
    return 0


@lru_cache(maxsize=1)
def _fold_lines(text: str) -> list[str]:
    return [_fold(line) for line in fold_lines(text).split("\n")]


def _fold(text: str) -> str:
    return "".join(unescape(text).split()).lower()
