"""The way back from what was rendered to the line where the author wrote it."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..source.prose import Prose

#: Shorter texts stand everywhere, so that finding one says nothing.
SHORTEST = 2


def find_line(prose: Prose, sought: Iterable[str]) -> int:
    """Return the file's line that holds one of these texts, best first; or 0.

    Letters may be written as references, in another case and with spaces between.
    """
    lines = [_fold(line) for line in prose.body.split("\n")]
    for words in map(_fold, sought):
        if len(words) >= SHORTEST:
            found = (n for n, line in enumerate(lines) if words in line)
            if (number := next(found, -1)) >= 0:
                return number + prose.first_line
    return 0


def _fold(text: str) -> str:
    return "".join(unescape(text).split()).lower()
