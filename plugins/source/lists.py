"""Lists and code inside them, as CommonMark sees them.

Python-Markdown wants four spaces before whatever belongs to an item; CommonMark, and
with it most editors and exporters, wants as many as the item's words stand to the
right (https://spec.commonmark.org/0.31.2/#list-items). What follows finds where the two
differ; it has no say where they agree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

TAB = 4  #: what Python-Markdown calls ``tab_length``
ITEM = re.compile(r"^(?P<indent> *)(?P<mark>[-*+]|\d{1,9}\.)(?P<gap> +)(?=\S)")
RULE = re.compile(r"^ *([-*_])(?: *\1){2,} *$")
#: What else holds blocks that are set in: callouts, footnotes, definitions.
BOX = re.compile(r"^(?P<indent> *)(?:!!!|\?\?\?|\[\^[^\]\n]+\]:|: +(?=\S))")
FENCE = re.compile(
    r"^(?P<quote>(?: {0,3}> ?)*)(?P<indent> *)(?P<fence>`{3,}|~{3,})(?P<info>[^`\n]*)$"
)


class ShortItem(NamedTuple):
    """An item that Python-Markdown puts beside the one that it belongs to."""

    number: int  #: of its line, from 0
    depth: int  #: how many items it is inside of


def find_short_items(lines: list[str]) -> Iterator[list[ShortItem]]:
    """Yield, for each list of a text, the items that Python-Markdown puts elsewhere."""
    number, was_blank = 0, True
    while number < len(lines):
        line = lines[number]
        if was_blank and ITEM.match(line) and not line.startswith(" " * TAB):
            last = number + 1
            while last < len(lines) and _goes_on(lines, last):
                last += 1
            if short := nest_list(lines[number:last])[1]:
                yield [ShortItem(number + one.number, one.depth) for one in short]
            number, line = last - 1, lines[last - 1]
        was_blank = not line.strip()
        number += 1


def _goes_on(lines: list[str], number: int) -> bool:
    """Return whether a line may belong to the list above it."""
    line = lines[number]
    is_free = not line.strip() or line.startswith("  ") or bool(ITEM.match(line))
    return is_free or bool(lines[number - 1].strip())


@dataclass
class _Open:
    """An item whose contents may follow."""

    indent: int
    offset: int  #: where its words begin
    is_ordered: bool
    is_moved: bool  #: it will stand elsewhere than it was written


def nest_list(lines: list[str]) -> tuple[list[str], list[ShortItem]]:
    """Return a list's lines with four spaces for each level, and the moved items.

    ``lines`` begin with an item. They come back as they are, and the second list is
    empty, where Python-Markdown reads them as CommonMark does.
    """
    opened: list[_Open] = []
    out, short, is_changed = list[str](), list[ShortItem](), False
    was_blank, block = (
        False,
        0,
    )  #: ``block``: how far the lines since a blank one are in
    for number, line in enumerate(lines):
        if not line.strip():
            out.append(line)
            was_blank = True
            continue
        indent = len(line) - len(line.lstrip(" "))
        item = None if RULE.match(line) else ITEM.match(line)
        if was_blank or item:
            _close(opened, indent, item)
        if item and indent - (opened[-1].offset if opened else 0) < TAB:
            place = TAB * len(opened)
            if indent < place:
                short.append(ShortItem(number, len(opened)))
            if not was_blank and place < block:
                out.append("")  # Markdown would put it into the item above
                is_changed = True
            opened.append(_opened(item, is_moved=bool(opened) and indent != place))
        else:
            if was_blank and not opened:
                out += lines[number:]
                break
            place = _place_of_text(indent, opened, was_blank=was_blank)
            is_changed |= was_blank and indent < TAB * len(opened)
        out.append(" " * place + line.lstrip(" "))
        block = place if was_blank or not number else min(block, place)
        was_blank = False
    return (out, short) if short or is_changed else (lines, [])


def _opened(item: re.Match[str], *, is_moved: bool) -> _Open:
    gap = len(item["gap"]) if len(item["gap"]) <= TAB else 1
    indent = len(item["indent"])
    is_ordered = item["mark"][0].isdigit()
    return _Open(indent, indent + len(item["mark"]) + gap, is_ordered, is_moved)


def _close(opened: list[_Open], indent: int, item: re.Match[str] | None) -> None:
    """Close what a line that stands so far to the right is no part of."""
    while opened and indent < opened[-1].offset:
        last = opened[-1]
        # “1. one” and below it “  - two”: a list of another kind, and set in.
        is_other = item and last.is_ordered != item["mark"][0].isdigit()
        if is_other and indent >= last.indent + 2:
            last.offset = indent
            return
        opened.pop()


def _place_of_text(indent: int, opened: list[_Open], *, was_blank: bool) -> int:
    depth = len(opened)
    more = indent - opened[-1].offset if opened else 0
    if not was_blank or more < TAB:
        return TAB * depth
    # Code inside an item: it stays where Python-Markdown already reads it as such.
    is_read = not opened[-1].is_moved and indent >= TAB * (depth + 1)
    return indent if is_read else TAB * depth + more


class NestedFence(NamedTuple):
    """A block of code between fences that are set in, or in a quotation."""

    first: int  #: the number of the line with its first fence, from 0
    last: int
    quote: str  #: what stands before each line: ``> ``
    indent: int  #: how far its fences are set in, behind that


def find_nested_fences(lines: list[str]) -> Iterator[NestedFence]:
    """Yield the blocks of code whose fences do not begin their lines.

    Python-Markdown does not see these. A fence in a block that is code by its four
    spaces is none.
    """
    if not any("```" in line or "~~~" in line for line in lines):
        return
    opened: list[tuple[int, int]] = []  #: what holds blocks: its place, its contents'
    failed: dict[tuple[str, ...], int] = {}  #: up to which line a fence has no end
    number = 0
    while number < len(lines):
        line = lines[number]
        fence = FENCE.match(line)
        if fence and (fence["quote"] or fence["indent"]):
            indent = len(fence["indent"])
            while opened and indent < opened[-1][1]:
                opened.pop()
            most = opened[-1][0] + 2 * TAB if opened and not fence["quote"] else TAB
            last = _find_end(lines, number, fence, failed) if indent < most else -1
            if last > 0:
                yield NestedFence(number, last, fence["quote"], indent)
                number = last + 1
                continue
        if line.strip():
            _hold(opened, line)
        number += 1


def _hold(opened: list[tuple[int, int]], line: str) -> None:
    indent = len(line) - len(line.lstrip(" "))
    item = ITEM.match(line)
    box = None if item else BOX.match(line)
    if item or box or not indent:
        while opened and indent < opened[-1][1]:
            opened.pop()
    if item or box:
        opened.append((indent, indent + 2))


def _find_end(
    lines: list[str],
    first: int,
    fence: re.Match[str],
    failed: dict[tuple[str, ...], int],
) -> int:
    """Return where a fence is closed; -1 where something else comes first."""
    quote, bare = fence["quote"], fence["quote"].rstrip()
    least = " " * min(len(fence["indent"]), 2)
    key = (bare, least, fence["fence"])
    if first < failed.get(key, 0):
        return -1
    for number in range(first + 1, len(lines)):
        line = lines[number]
        inside = line.removeprefix(quote if line.startswith(quote) else bare)
        is_inside = line.startswith(bare) and inside.startswith(least)
        if is_inside and inside.strip() == fence["fence"]:
            return number
        if not is_inside and (inside.strip() or bare):
            failed[key] = number
            return -1
    failed[key] = len(lines)
    return -1
