"""A text without marks as blocks: what stands together, and which lines are headings.

Nobody said that a line is a heading or a list: it is read from how people set texts.
What could be meant otherwise is told as unsure, so that an author looks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from statistics import median
from typing import TYPE_CHECKING

from ...references.exchange.typed_heading import is_heading as is_reference_heading
from ...source.free_dates import explain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: Characters and words of a heading at most.
LONGEST, MOST_WORDS = 100, 14
#: How many capitals a heading in title case has among the words that count.
TITLED = 0.7
#: So many short lines in a row are a list, and none of them a heading.
A_LIST = 3
#: A line of a paragraph that an editor has wrapped is about this long.
WRAPPED = range(40, 101)
#: Lines longer than that are paragraphs, where no line is empty.
PARAGRAPH = 90
BULLET = re.compile(r"(?P<sign>[•‣◦·▪●○*–—-]|o(?=\s\s))\s+(?P<rest>\S.*)")
NUMBER = re.compile(r"(?P<number>\d{1,3})[.)]\s+(?P<rest>\S.*)")
RULE = re.compile(r"(?:[-*_=~•]\s*){3,}")
#: What marks a heading where a text has marks: signs before it, a line below it.
MARKED, UNDERLINE = re.compile(r"#{1,6}\s+(?=[^\W\d_])"), re.compile(r"(?:={3,}|-{3,})")
WORD = re.compile(r"[^\W\d_][\w'’-]*")
#: What ends a sentence, and no heading; quotation marks may stand behind it.
SENTENCE = re.compile(r"[.;,:…!]['\"”’)\]]*$")
ENDED = re.compile(r"[.!?…:]['\"”’)\]]*$")
#: What no heading begins with, or holds.
NO_HEADING = re.compile(
    r"^[\W\d]*$|^[-–—•*>|©@#“\"‘(]|://|\S@\S|\bwww\.|\d{3}[-. ]\d{4}"
)


class Sort(Enum):
    """What a block is."""

    TEXT = "a paragraph"
    HEADING = "a heading"
    LIKELY = "a line that is likely to be a heading"
    POSSIBLE = "a line that could be a heading, and stays a line"
    REFERENCES = "the heading of a list of references"
    ITEMS = "items with bullets"
    STEPS = "items with numbers"
    RULE = "a line between two parts"


@dataclass(frozen=True)
class Block:
    """Lines without an empty one between them."""

    first: int  #: the text's line, from 1
    lines: tuple[str, ...]  #: with what they are indented by
    sort: Sort = Sort.TEXT

    @property
    def text(self) -> str:
        """Its words in one line."""
        return " ".join(" ".join(self.lines).split())

    @property
    def heading(self) -> str:
        """The same of a heading, without its marks."""
        return MARKED.sub("", " ".join(self.lines[0].split()))


def split_blocks(text: str) -> list[Block]:
    """Return the blocks of a text.

    Where hardly a line is empty, and lines are as long as paragraphs, each is one.
    """
    lines = text.split("\n")
    full = [len(line) for line in lines if line.strip()]
    blocks = [*_blocks(lines)]
    is_dense = len(full) > 4 * len(blocks) or (len(blocks) == 1 and len(full) > 2)
    if is_dense and median(full) > PARAGRAPH:
        numbered = enumerate(lines, 1)
        return [Block(number, (line,)) for number, line in numbered if line.strip()]
    return [part for block in blocks for part in _parts(block)]


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    start = 0
    for number, line in enumerate([*lines, ""]):
        if not line.strip():
            if number > start:
                yield Block(start + 1, tuple(lines[start:number]))
            start = number + 1


def _parts(block: Block) -> Iterator[Block]:
    """Yield a block as one, or the line above a list and the list apart."""
    lines = block.lines
    if is_underlined(lines) and len(lines) > 2:
        yield replace(block, lines=lines[:2])
        block = Block(block.first + 2, lines[2:])
        lines = block.lines
    items = [bool(_item(line)) for line in lines]
    at = items.index(True) if True in items else 0
    is_list = at and sum(items) > 1 and all(items[at:])
    if not is_list and is_reference_heading(lines[0]) and len(lines) > 1:
        at, is_list = 1, True
    if not is_list and len(lines) > 1 and _is_heading_above(lines):
        at, is_list = 1, True
    if is_list:
        yield replace(block, lines=lines[:at])
        yield Block(block.first + at, lines[at:])
    else:
        yield block


def is_underlined(lines: Sequence[str]) -> bool:
    """Return whether the second of some lines only marks the first as a heading."""
    is_one = len(lines) > 1 and bool(UNDERLINE.fullmatch(lines[1].strip()))
    return is_one and len(lines[0].strip()) <= LONGEST and bool(WORD.search(lines[0]))


def _is_heading_above(lines: Sequence[str]) -> bool:
    """Return whether the first of some lines is a heading, with no empty one below."""
    return len(lines[1]) > LONGEST and _looks(lines[0].strip()) is Sort.HEADING


def _item(line: str) -> re.Match[str] | None:
    bare = line.strip()
    return None if RULE.fullmatch(bare) else BULLET.match(bare) or NUMBER.match(bare)


def sort_blocks(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with what each of them is."""
    found = [replace(block, sort=_sort(block)) for block in blocks]
    found = _without_short_runs(found)
    found = _without_lone_items(found)
    last = len(found) - 1
    lines = (Sort.HEADING, Sort.LIKELY)
    # What no text follows heads nothing: a signature, a line that calls.
    return [
        replace(block, sort=Sort.POSSIBLE)
        if block.sort in lines and (at == last or found[at + 1].sort is Sort.RULE)
        else block
        for at, block in enumerate(found)
    ]


def _sort(block: Block) -> Sort:
    first = block.lines[0].strip()
    is_one = len(block.lines) == 1 or (
        len(block.lines) == 2 and is_underlined(block.lines)
    )
    if is_one and is_reference_heading(first):
        return Sort.REFERENCES
    if is_one and (len(block.lines) == 2 or MARKED.match(first)):
        return Sort.HEADING
    if len(block.lines) == 1 and RULE.fullmatch(first):
        return Sort.RULE
    for sort, pattern in ((Sort.ITEMS, BULLET), (Sort.STEPS, NUMBER)):
        if pattern.match(first):
            return sort
    return _looks(first) if len(block.lines) == 1 else Sort.TEXT


def _looks(line: str) -> Sort:
    """Return what a line of its own looks like.

    >>> _looks("Choosing the Right Treatment for You").name
    'HEADING'
    >>> _looks("What does it feel like?").name, _looks("Call us today!").name
    ('LIKELY', 'TEXT')
    """
    words = WORD.findall(line)
    is_short = len(line) <= LONGEST and 0 < len(words) <= MOST_WORDS
    if not is_short or NO_HEADING.search(line) or explain(line).meant:
        return Sort.TEXT
    is_titled = _is_titled(words)
    if SENTENCE.search(line):
        return Sort.POSSIBLE if is_titled and line[-1] in ":!" else Sort.TEXT
    if is_titled or (line.isupper() and len(line) > 3):
        return Sort.HEADING
    return Sort.LIKELY if line[0].isupper() else Sort.TEXT


def _is_titled(words: Sequence[str]) -> bool:
    """Return whether words are written as in a title: small words do not count."""
    counted = [word for at, word in enumerate(words) if len(word) > 3 or not at]
    capitals = sum(word[0].isupper() for word in counted)
    return words[0][0].isupper() and capitals >= TITLED * len(counted)


def _without_short_runs(blocks: list[Block]) -> list[Block]:
    """Take rows of short lines for what they are, as a list whose bullets are gone."""
    short = (Sort.HEADING, Sort.LIKELY, Sort.POSSIBLE)
    found, start = [*blocks], 0
    for at in range(len(blocks) + 1):
        if at < len(blocks) and blocks[at].sort in short:
            continue
        # The last of a row may head the text below it.
        run = range(start, at)
        if len(run) >= A_LIST:
            for one in run:
                found[one] = replace(blocks[one], sort=Sort.POSSIBLE)
        start = at + 1
    return found


def _without_lone_items(blocks: list[Block]) -> list[Block]:
    """Take a single “1. …” or “– …” between paragraphs for what it is."""
    found = []
    for at, block in enumerate(blocks):
        near = blocks[max(at - 1, 0) : at] + blocks[at + 1 : at + 2]
        is_alone = len(block.lines) == 1 and all(n.sort is not block.sort for n in near)
        line, sort = block.lines[0].strip(), block.sort
        if is_alone and sort is Sort.STEPS:
            sort = _looks(line.split(maxsplit=1)[1])
        elif is_alone and sort is Sort.ITEMS and line[0] in "–—-*":
            sort = Sort.TEXT
        found.append(replace(block, sort=sort))
    return found


def list_numbers(text: str) -> Iterator[str]:
    """Yield the numbers of items, which HTML counts and does not hold as words."""
    for block in sort_blocks(split_blocks(text)):
        if block.sort is Sort.STEPS:
            found = (NUMBER.match(line.strip()) for line in block.lines)
            yield from (one["number"] for one in found if one)


def is_wrapped(lines: Sequence[str]) -> bool:
    """Return whether an editor broke these lines, and no author."""
    above = lines[:-1]
    ended = sum(bool(ENDED.search(line.rstrip())) for line in above)
    return all(len(line.strip()) in WRAPPED for line in above) and ended * 2 <= len(
        above
    )
