"""A title in lines: as large as it fits, even lines, cut with “…” where it is long."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Measure = Callable[[str], float]

LINE_HEIGHT = 1.12
MORE = "…"
#: Where a word may go on in the next line: behind a hyphen, a dash or a slash.
BREAK = re.compile(r"(?<=\w\w[-‐–—/])(?=\w\w)")
#: Which of two forms a sign has is the font's affair.
VARIANTS = "\ufe0e\ufe0f"
#: Letters of scripts that are read from right to left, as Unicode classes them.
FROM_RIGHT = ("R", "AL")


@dataclass(frozen=True)
class Lines:
    """Text in lines, and the size that they are set in."""

    size: int
    lines: tuple[str, ...]


def prepare(text: str) -> str:
    r"""Return a text as a font is asked for it: composed, without invisible signs.

    >>> prepare("Schlaf\u00adapnoe  cafe\u0301")
    'Schlafapnoe café'
    """
    line = " ".join(text.split())
    if line.isascii() and line.isprintable():
        return line
    plain = "".join(
        one
        for one in unicodedata.normalize("NFC", line)
        if unicodedata.category(one) != "Cf" and one not in VARIANTS
    )
    return plain.strip()


def is_plain(text: str) -> bool:
    """Return whether each sign stands by itself, from left to right.

    Marks over a letter that have no sign of their own with it need more than a font.
    """
    return not any(
        unicodedata.category(one)[0] in "MC"
        or unicodedata.bidirectional(one) in (*FROM_RIGHT, "AN")
        for one in text
    )


def reads_from_right(text: str) -> bool:
    """Return whether the first letter of a text stands at its right end (UAX 9, P2).

    >>> reads_from_right("2 מתוך 4"), reads_from_right("Part 2"), reads_from_right("")
    (True, False, False)
    """
    kinds = map(unicodedata.bidirectional, text)
    return (
        next((kind for kind in kinds if kind in ("L", *FROM_RIGHT)), "") in FROM_RIGHT
    )


def fit(
    text: str, sizes: Sequence[int], width: float, height: float, measure: Measure
) -> Lines:
    """Return a text in the largest of the sizes in which it fits whole.

    ``measure`` returns a text's width at size 1. In the smallest size words are broken,
    and what is left over is cut.
    """
    pieces = _split(text, measure)
    for size in sizes:
        room, most = width / size, max(1, int(height / (size * LINE_HEIGHT)))
        rows = _fill(pieces, room)
        if len(rows) <= most and max(map(_width, rows), default=0.0) <= room:
            return Lines(size, _print(_balance(pieces, room, rows)))
    rows = _fill(_break(pieces, room, measure), room)
    if len(rows) > most:
        rows = [*rows[: most - 1], _cut(rows[most - 1], room, measure)]
    return Lines(size, _print(rows))


@dataclass(frozen=True)
class _Piece:
    """What stands in one line: a word, or what comes before a hyphen in it."""

    text: str
    width: float
    gap: float  #: between the piece before it, in the same line, and this one


def _split(text: str, measure: Measure) -> list[_Piece]:
    space, found = measure("n n") - measure("nn"), []
    for word in text.split():
        for number, part in enumerate(BREAK.split(word)):
            found.append(_Piece(part, measure(part), 0 if number else space))
    return found


def _width(row: Sequence[_Piece]) -> float:
    gaps = sum(one.gap for one in row[1:])
    return gaps + sum(one.width for one in row)


def _fill(pieces: Sequence[_Piece], room: float) -> list[list[_Piece]]:
    rows: list[list[_Piece]] = []
    used = 0.0
    for one in pieces:
        if rows and used + one.gap + one.width <= room:
            rows[-1].append(one)
            used += one.gap + one.width
        else:
            rows.append([one])
            used = one.width
    return rows


def _balance(
    pieces: Sequence[_Piece], room: float, rows: list[list[_Piece]]
) -> list[list[_Piece]]:
    """Return the rows as even as they can be, in their number."""
    low, high = 0.0, room
    for _ in range(12):
        middle = (low + high) / 2
        tried = _fill(pieces, middle)
        if len(tried) > len(rows) or max(map(_width, tried), default=0.0) > middle:
            low = middle
        else:
            rows, high = tried, middle
    return rows


def _break(pieces: Sequence[_Piece], room: float, measure: Measure) -> list[_Piece]:
    """Return pieces of which each fits into a line."""
    found: list[_Piece] = []
    for one in pieces:
        rest, gap = one.text, one.gap
        while measure(rest) > room and len(rest) > 1:
            head = _longest(rest, room, measure)
            found.append(_Piece(head, measure(head), gap))
            rest, gap = rest[len(head) :], 0.0
        found.append(_Piece(rest, measure(rest), gap))
    return found


def _longest(text: str, room: float, measure: Measure) -> str:
    """Return as much of a text's beginning as fits, at least a sign of it."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (
            (middle, high) if measure(text[:middle]) <= room else (low, middle - 1)
        )
    return text[:low]


def _cut(row: Sequence[_Piece], room: float, measure: Measure) -> list[_Piece]:
    """Return a line that ends with “…”, behind a word where it has one to spare."""
    kept = list(row)
    while len(kept) > 1 and _width(kept) + measure(MORE) > room:
        kept.pop()
    last = kept.pop()
    text = last.text
    if measure(text + MORE) > room:
        text = _longest(text, room - measure(MORE), measure)
    text = text.rstrip(" ,;:.–—-(“‘«/") + MORE
    return [*kept, _Piece(text, measure(text), last.gap)]


def _print(rows: Sequence[Sequence[_Piece]]) -> tuple[str, ...]:
    return tuple(
        "".join(
            f"{' ' if at and one.gap else ''}{one.text}" for at, one in enumerate(r)
        )
        for r in rows
    )
