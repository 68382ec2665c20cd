"""How much a text may ask of Markdown: bounds that no post comes near.

Python-Markdown looks from each opening sign for its partner, and takes a block apart
line by line, so that its time grows with the square of what is never closed. These
steps are counted before it is called, in one pass.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .faults import HeaderFault
from .prose import find_blocks, find_fences

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 1_000_000  #: characters of a text
#: Steps of a text. A long post takes some ten thousand; this many take a second or so.
MOST_STEPS = 3_000_000
BLOCK = 50  #: steps that each paragraph takes, however short it is
DEEPEST = 100  #: raw HTML elements inside each other
SIGNS = re.compile(r"\\.|(?<=\])\(|[\[\])]|`+", re.DOTALL)
#: Lines that Markdown takes off a block, whose rest it then reads anew.
TAKEN_OFF = re.compile(
    r"^[ \t>]*(?:\#|=+[ \t]*$|[-*_ \t]+$|\*?\[[^\]\n]*\]:|!!!|\?\?\?|<)", re.MULTILINE
)
#: What Markdown replaces one by one, each time from the block's beginning.
FENCE = re.compile(r"(?:`{3,}|~{3,}) *(?:\.?[\w#.+-]*|\{[^{}\n]*\}) *$")
INLINE = re.compile(r"[*_`~\[<&\\!]")
#: Marks of footnotes, each of which is looked for among all the others.
NOTE = re.compile(r"\[\^")
TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)")
ANGLES = re.compile(r"<(?=[A-Za-z/!?])|>")
VOID_NAMES = "area base br col embed hr img input link meta source track wbr"
#: What HTML closes by itself before another of its kind.
LOOSE_NAMES = "p li dt dd tr td th thead tbody tfoot option a"
FLAT = frozenset(f"{VOID_NAMES} {LOOSE_NAMES}".split())


def find_excess(text: str, first_line: int = 1) -> HeaderFault | None:
    """Return the fault of a text that would hold Markdown for minutes, or None.

    ``first_line`` is the file's line on which the text begins.
    """
    if len(text) > LONGEST:
        return unreadable(first_line, f"it has more than {LONGEST:,} characters")
    if most_steps(text) <= MOST_STEPS and text.count("<") <= DEEPEST:
        return None
    text = _blank_code(text)
    steps, notes = _distances_of_tags(text), len(NOTE.findall(text))
    for first, block in find_blocks(text):
        steps += count_steps(block) + len(NOTE.findall(block)) * notes // 2
        if steps > MOST_STEPS:
            why = "too much in one paragraph is open, or waits for an empty line"
            return unreadable(first_line + first, why)
    depth = 0
    for tag in TAG.finditer(text):
        if tag["name"].lower() not in FLAT:
            depth = max(depth + (-1 if tag["end"] else 1), 0)
        if depth > DEEPEST:
            line = first_line + text.count("\n", 0, tag.start())
            return unreadable(line, "its elements lie too deep inside each other")
    return None


def most_steps(text: str) -> int:
    """Return a number of steps that no text of so many signs and lines can exceed.

    Nearly every text is far below the bound already as if each sign had its partner at
    the other end of the longest paragraph.
    """
    size, lines = len(text), text.count("\n") + 1
    # A paragraph lies within one of these, and has no more lines than signs.
    length = max(map(len, text.split("\n\n")))
    brackets, ticks = sum(map(text.count, "[]()")), text.count("`")
    return (
        (brackets + ticks * (1 + ticks // 16)) * length
        + lines * length
        + size * length // 100
        + BLOCK * lines
        + text.count("[^") ** 2
        + text.count("<") * size
    )


def _blank_code(text: str) -> str:
    """Return a text without its fenced code, where Markdown surely sees it as such."""
    lines = text.split("\n")
    for first, last in find_fences(lines):
        if last > 0 and FENCE.match(lines[first]):
            lines[first : last + 1] = [""] * (last + 1 - first)
    return "\n".join(lines)


def count_steps(block: str) -> int:
    """Return how far Markdown looks in one block, in characters and lines."""
    lines = len(TAKEN_OFF.findall(block)) * block.count("\n")
    signs = len(INLINE.findall(block)) * len(block) // 100
    return sum(_distances(block)) + lines + signs + BLOCK


def _distances(block: str) -> Iterator[int]:
    """Yield how far it is from each opening sign to its partner, or to the end."""
    opened: dict[str, list[int]] = {"[": [], "(": []}
    runs: dict[int, int] = {}  #: of backticks: where the last one stood
    count = 0
    for found in SIGNS.finditer(block):
        sign, at = found[0], found.start()
        if sign in opened:
            opened[sign].append(at)
        elif sign in ("]", ")"):
            same = opened["[" if sign == "]" else "("]
            yield at - same.pop() if same else 0
        elif sign.startswith("`"):
            count += 1
            if len(sign) in runs:
                yield at - runs.pop(len(sign))
            else:
                runs[len(sign)] = at
    end = len(block)
    yield from (end - at for at in (*opened["["], *opened["("]))
    # Each code that ends lets Markdown look again for the end of the others.
    yield from ((end - at) * (1 + count // 16) for at in runs.values())


def _distances_of_tags(text: str) -> int:
    """Return how far it is from all tags to their ends: ``<a <a <a`` has none."""
    steps, opened, places = 0, 0, 0
    for found in ANGLES.finditer(f"{text}>"):
        if found[0] == ">":
            steps += opened * found.start() - places
            opened = places = 0
        else:
            opened, places = opened + 1, places + found.start()
    return steps


def unreadable(line: int, why: str) -> HeaderFault:
    """Return the fault of a text that is not given to Markdown, or came to no end."""
    what = f"The text cannot be read: {why}."
    remedy = "Shorten it, or close what is open."
    return HeaderFault(line, what, "text-unreadable", remedy)
