"""Headings in their order, and text that was meant as a heading or a list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bs4.element import NavigableString, Tag

from .old_site import Note
from .running import tidy
from .tree import HEADINGS, new_tag, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Marks of lists that were typed, and where they are surely meant as such.
BULLET = re.compile(r"\s*(?P<mark>[•●▪■◦‣∙·○]|[-–*](?=\s))\s*")
SURE = re.compile(r"[•●▪■◦‣∙○]")
NUMBER = re.compile(r"\s*(?P<number>\d{1,3})[.)]\s+")
#: How long a paragraph of strong words is at most that is a heading.
MOST_WORDS, MOST_SIGNS = 12, 90
ADDRESS = re.compile(r"https?://[^\s<>]+")
ENDS = re.compile(r"[.,;:!…]$")


class Outline:
    """Puts the blocks of one body in order, and remembers what it changed."""

    def __init__(self, blocks: list[Tag]) -> None:
        self.blocks = blocks
        self.became: dict[str, int] = {}
        self.marks: list[str] = []  #: typed ones that became those of lists

    def notes(self) -> Iterator[Note]:
        """Yield what was changed, each kind once."""
        for what, number in sorted(self.became.items()):
            yield Note("changed", f"{number} × {what}" if number > 1 else what)

    def read(self) -> list[Tag]:
        """Return the blocks as readers were meant to see them."""
        self._addresses()
        self._lists()
        self._bold()
        self._levels()
        return self.blocks

    def _count(self, what: str) -> None:
        self.became[what] = self.became.get(what, 0) + 1

    def _addresses(self) -> None:
        """Make links of addresses that stand alone on a line, as embeds were typed."""
        for block in self.blocks:
            for node in list(block.children) if block.name == "p" else ():
                beside = (node.previous_sibling, node.next_sibling)
                is_line = all(one is None or _is_break(one) for one in beside)
                if (
                    isinstance(node, NavigableString)
                    and is_line
                    and ADDRESS.fullmatch(node)
                ):
                    link = new_tag("a", href=str(node))
                    node.replace_with(link)
                    link.append(NavigableString(str(node)))
                    self._count("an address alone on its line became a link")

    def _levels(self) -> None:
        """Let headings begin at the second level, and leave none out."""
        above = list[int]()
        for block in self.blocks:
            if block.name not in HEADINGS:
                continue
            level = int(block.name[1])
            while above and above[-1] >= level:
                above.pop()
            above.append(level)
            new = min(len(above) + 1, len(HEADINGS))
            if new != level:
                self._count("a heading has another level, as its outline wants")
            block.name = f"h{new}"

    def _bold(self) -> None:
        """Make headings of short strong paragraphs, where a text has no others."""
        if any(block.name in HEADINGS for block in self.blocks):
            return
        found = [
            block
            for block, below in zip(self.blocks, self.blocks[1:], strict=False)
            if _is_title(block) and not _is_title(below) and _is_text(below)
        ]
        for block in found:
            for tag in block.find_all("strong"):
                tag.unwrap()
            block.smooth()
            block.name = "h2"
            self._count("a paragraph of strong words became a heading")

    def _lists(self) -> None:
        """Make lists of lines that begin with a typed mark."""
        out = list[Tag]()
        for block in self.blocks:
            lines = _lines_of(block)
            made = self._typed(lines) if len(lines) > 1 else [block]
            for one in made:
                out.append(one)
                self._join(out)
        self.blocks = [one for one in out if one.name != "p" or one.contents]

    def _typed(self, lines: list[Tag]) -> list[Tag]:
        """Return a paragraph's lines, those of a typed list as one."""
        marks = [_mark_of(one) for one in lines]
        first = next((at for at, mark in enumerate(marks) if mark), len(marks))
        is_list = first < len(marks) - 1 and _is_run(marks[first:])
        if not is_list:
            return [_joined(lines)]
        self._count("lines with typed marks became a list")
        self.marks += marks[first:]
        made = _list_of(lines[first:], marks[first:])
        return [_joined(lines[:first]), made] if first else [made]

    def _join(self, out: list[Tag]) -> None:
        """Make one list of paragraphs that each begin with a typed mark."""
        last = out[-1]
        mark = _mark_of(last) if last.name == "p" and last.find("br") is None else ""
        before = out[-2] if mark and len(out) > 1 else None
        if before is None:
            return
        if "data-typed" in before.attrs:
            count = int(str(before["data-typed"]))
            is_next = (
                mark == str(count + 1) if before.name == "ol" else SURE.match(mark)
            )
            if is_next:
                self.marks.append(mark)
                before.append(_item_of(last))
                before["data-typed"] = str(count + 1)
                out.pop()
        elif before.name == "p" and before.find("br") is None:
            marks = [_mark_of(before), mark]
            if (SURE.match(mark) or mark.isdigit()) and _is_run(marks):
                self._count("lines with typed marks became a list")
                self.marks += marks
                out[-2:] = [_list_of([before, last], marks)]


def _is_break(node: object) -> bool:
    return isinstance(node, Tag) and node.name == "br"


def _lines_of(block: Tag) -> list[Tag]:
    """Return a paragraph's lines, where its breaks stand outside of everything."""
    if block.name != "p" or block.find("br", recursive=False) is None:
        return [block]
    lines = [new_tag("p")]
    for node in list(block.contents):
        if _is_break(node):
            lines.append(new_tag("p"))
        else:
            lines[-1].append(node)
    return lines


def _joined(lines: list[Tag]) -> Tag:
    made = new_tag("p")
    for number, line in enumerate(lines):
        if number:
            made.append(new_tag("br"))
        for node in list(line.contents):
            made.append(node)
    return made


def _mark_of(block: Tag) -> str:
    """Return the typed mark that a paragraph begins with: “2”, “-”, or nothing."""
    text = _first_text(block)
    if found := NUMBER.match(text):
        return found["number"]
    found = BULLET.match(text)
    return found["mark"] if found else ""


def _first_text(block: Tag) -> str:
    first = next(iter(block.descendants), None)
    while isinstance(first, Tag):
        first = next(iter(first.children), None)
    return str(first) if isinstance(first, NavigableString) else ""


def _is_run(marks: list[str]) -> bool:
    """Return whether marks are of one list: alike, or numbers that count from 1."""
    if marks[0].isdigit():
        return marks == [str(number) for number in range(1, len(marks) + 1)]
    return bool(marks[0]) and len(set(marks)) == 1


def _list_of(lines: list[Tag], marks: list[str]) -> Tag:
    made = new_tag("ol" if marks[0].isdigit() else "ul")
    made["data-typed"] = str(len(lines))
    if marks[0].isdigit():
        made["start"] = marks[0]
    for line in lines:
        made.append(_item_of(line))
    return made


def _item_of(line: Tag) -> Tag:
    """Return an item of a line without its typed mark."""
    for node in line.descendants:
        if isinstance(node, NavigableString) and node.strip():
            pattern = NUMBER if NUMBER.match(node) else BULLET
            node.replace_with(NavigableString(pattern.sub("", str(node), count=1)))
            break
    tidy(line)
    line.name = "p"
    item = new_tag("li")
    item.append(line)
    return item


def _is_title(block: Tag) -> bool:
    """Return whether a paragraph holds strong words alone, as many as a title has."""
    if block.name != "p" or block.find(("img", "br", "a", "code")) is not None:
        return False
    words = words_of(block)
    strong = " ".join(words_of(one) for one in block.find_all("strong"))
    is_all = bool(words) and words.replace(" ", "") == strong.replace(" ", "")
    is_short = len(words.split()) <= MOST_WORDS and len(words) <= MOST_SIGNS
    return is_all and is_short and not ENDS.search(words) and words[0] not in "“\"'(*"


def _is_text(block: Tag) -> bool:
    """Return whether a block is what a heading stands above."""
    return block.name in ("ul", "ol", "table") or (
        block.name == "p" and len(words_of(block).split()) > len("ab")
    )
