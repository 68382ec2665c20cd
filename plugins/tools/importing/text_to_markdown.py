"""A text without marks as Markdown: every sign of it is shown as it was typed.

What Markdown would read as a mark is escaped; addresses become links. The list of
references stays as it is typed, for those who read such lists.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from ...problem import count, list_some
from ...references.exchange.typed_list import read_plain_list
from ...source.prose import Prose
from .old_site import Converted, Note, Tally
from .text_blocks import (
    BULLET,
    NUMBER,
    Sort,
    is_wrapped,
    sort_blocks,
    split_blocks,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .old_site import OldItem, Places
    from .text_blocks import Block

#: What Markdown reads as a mark inside a line; “_” inside a word is none.
SIGN = re.compile(r"[\\`*\[\]{}]|(?<![^\W_])_|_(?![^\W_])")
ENTITY = re.compile(r"&(?=#?\w{1,30};)")
#: And at the beginning of one.
START = re.compile(r"(?P<sign>[#>+=~-]|\d{1,9}(?=[.)](?:\s|$)))")
COLON = re.compile(r":(?=\s)")
ADDRESS = re.compile(r"https?://[^\s<>\"“”|]+[^\s<>\"“”|.,;:!?'’)\]*_]")
#: Words of a text, as the report counts them.
WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
#: Lines that somebody set one below the other, such as an address.
SHORT = 60
MOST_NAMED = 5


def convert(item: OldItem, places: Places) -> Converted:
    """Return the body of an item that was typed as plain text as Markdown."""
    blocks = sort_blocks(split_blocks(item.body))
    sorts = [block.sort for block in blocks]
    at = sorts.index(Sort.REFERENCES) if Sort.REFERENCES in sorts else len(blocks)
    above, listed = blocks[:at], blocks[at:]
    below = _end_of_list(listed)
    listed, after = listed[:below], listed[below:]
    parts = [*_write(above, places), *_write_list(listed), *_write(after, places)]
    text = "\n\n".join(parts) + "\n" if parts else ""
    found = read_plain_list(Prose(text)) if listed else None
    references = len(found.entries) if found else 0
    if listed and not found:
        where = f"line {listed[0].first}: “{listed[0].text}” heads no list"
        unread = Note(
            "changed", f"{where} that can be read: it was left as it is typed"
        )
    links = sum(len(ADDRESS.findall(one.text)) for one in (*above, *after))
    return Converted(
        text,
        (*_tell(blocks), *([unread] if listed and not found else ())),
        Tally(len(WORD.findall(item.body)), links, 0, references),
    )


def _end_of_list(blocks: Sequence[Block]) -> int:
    """Return how many blocks of these belong to the list that the first one heads."""
    for at, block in enumerate(blocks[1:], 1):
        if block.sort in (Sort.HEADING, Sort.RULE) and at > 1:
            return at
    return len(blocks)


def _write_list(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if block.sort is Sort.REFERENCES:
            yield f"## {escape(block.heading.rstrip(': '))}"
        else:
            lines = (line.strip().replace("<", "&lt;") for line in block.lines)
            yield "\n".join(lines)


def _write(blocks: Sequence[Block], places: Places) -> Iterator[str]:
    """Yield each part of a text; items that stand apart are one list."""
    at = 0
    while at < len(blocks):
        block = blocks[at]
        end = at + 1
        if block.sort in (Sort.ITEMS, Sort.STEPS):
            while end < len(blocks) and blocks[end].sort is block.sort:
                end += 1
            yield _write_items(blocks[at:end], places)
        elif block.sort is Sort.RULE:
            yield "---"
        elif block.sort in (Sort.HEADING, Sort.LIKELY):
            yield f"## {_inline(block.heading, places)}"
        else:
            yield from _paragraphs(block, places)
        at = end


def _paragraphs(block: Block, places: Places) -> Iterator[str]:
    """Yield a block as one paragraph, or as many as it has long lines."""
    lines = [line.strip() for line in block.lines]
    written = [start_of_line(_inline(line, places)) for line in lines]
    if is_wrapped(lines):
        yield "\n".join(written)
    elif all(len(line) <= SHORT for line in lines):
        yield "  \n".join(written)
    else:
        yield from written


def _write_items(blocks: Sequence[Block], places: Places) -> str:
    """Return items as one list; those that are indented stand below the one above."""
    sort, written = blocks[0].sort, list[str]()
    lines = [line for block in blocks for line in block.lines]
    indents = [len(line) - len(line.lstrip()) for line in lines]
    signs = list[str]()
    for line, indent in zip(lines, indents, strict=True):
        bare = line.strip()
        pattern = BULLET if sort is Sort.ITEMS else NUMBER
        if not (found := pattern.match(bare)):
            # A line of an item that an editor has wrapped.
            written[-1] += f" {_inline(bare, places)}"
            continue
        sign = found["sign"] if sort is Sort.ITEMS else ""
        signs.append(sign)
        is_below = len(signs) > 1 and (indent > indents[0] + 1 or sign not in signs[0])
        mark = "-" if sort is Sort.ITEMS else f"{found['number']}."
        text = start_of_line(_inline(found["rest"], places))
        written.append(f"{'    ' * is_below}{mark} {text}")
    return "\n".join(written)


def _inline(text: str, places: Places) -> str:
    """Return a line with its addresses as links, and everything else as it is."""
    parts, last = list[str](), 0
    for found in ADDRESS.finditer(text):
        old = found[0]
        # The end of “(see https://a.org/b_(c))” may be the address's own.
        if (
            old.count("(") > old.count(")")
            and text[found.end() : found.end() + 1] == ")"
        ):
            old += ")"
        new = places.link(old)
        link = f"<{new}>" if new == old else f"[{escape(old)}]({new})"
        parts += [escape(text[last : found.start()]), link]
        last = found.start() + len(old)
    return "".join([*parts, escape(text[last:])])


def escape(text: str) -> str:
    r"""Return a text that Markdown shows as it is.

    >>> escape("2 * 3 <4 [x] a_b _c_ &amp; R&D")
    '2 \\* 3 &lt;4 \\[x\\] a_b \\_c\\_ &amp;amp; R&D'
    """
    text = SIGN.sub(lambda sign: f"\\{sign[0]}", ENTITY.sub("&amp;", text))
    return text.replace("<", "&lt;")


def start_of_line(text: str) -> str:
    r"""Return an escaped line that begins a paragraph, and neither list nor heading.

    >>> start_of_line("1. May"), start_of_line("#1 is"), start_of_line("- a")
    ('1\\. May', '\\#1 is', '\\- a')
    """
    found = START.match(text)
    if found and found["sign"].isdecimal():
        return f"{found[0]}\\{text[found.end() :]}"
    if found:
        sign = {"=": "&#61;", "~": "&#126;"}.get(found[0], f"\\{found[0]}")
        return f"{sign}{text[found.end() :]}"
    return COLON.sub("&#58;", text, count=1) if COLON.match(text) else text


def _tell(blocks: Sequence[Block]) -> Iterator[Note]:
    """Yield what was supposed of the text, most of all where it may be wrong."""
    found = defaultdict[Sort, list[str]](list)
    for block in blocks:
        said = block.text if len(block.text) <= SHORT else f"{block.text[:SHORT]}…"
        found[block.sort].append(f"“{said}” (line {block.first})")
    if number := len(found[Sort.HEADING]):
        what = f"{count(number, 'heading')}, known by how the line stands in the text"
        yield Note("changed", what)
    for sort, outcome, became in (
        (Sort.LIKELY, "changed", "became a heading, as a short line that stands apart"),
        (Sort.POSSIBLE, "brought", "could be a heading, and stayed a line of the text"),
    ):
        if named := found[sort]:
            yield Note(outcome, f"look at {list_some(named, MOST_NAMED)}: {became}")
