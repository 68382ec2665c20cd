"""Lists and code in them whose authors count spaces as CommonMark does."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from markdown.blockprocessors import BlockProcessor, OListProcessor
from markdown.preprocessors import Preprocessor
from markdown.util import STX

from ..source.lists import ITEM, TAB, find_nested_fences, nest_list

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown import Markdown

    from ..source.lists import NestedFence

FENCES = "fenced_code_block"


def read_lists(md: Markdown) -> None:
    """Let Markdown put set-in items and code where their authors meant them."""
    md.parser.blockprocessors.register(_Lists(md.parser), "bulletin_lists", 95)
    # “1986. A great year” and a list that goes on below code keep their numbers.
    if type(md.parser.blockprocessors["olist"]) is OListProcessor:
        md.parser.blockprocessors.register(_Numbered(md.parser), "olist", 40)
    # Behind the code whose fences begin their lines, before HTML is looked for.
    md.preprocessors.register(_Fences(md), "bulletin_fences", 24)


class _Lists(BlockProcessor):
    """Gives a list the indents that Python-Markdown reads, before it is read."""

    def test(self, parent: Element, block: str) -> bool:
        if not ITEM.match(block) or block.startswith(" " * self.tab_length):
            return False
        last = self.lastChild(parent)
        is_new = last is None or last.tag not in ("ol", "ul")
        return is_new and parent.tag not in ("ol", "ul")

    def run(self, parent: Element, blocks: list[str]) -> bool:  # noqa: ARG002  # its API
        count = 1 + sum(1 for _ in takewhile(_may_belong, blocks[1:]))
        lines = "\n\n".join(blocks[:count]).split("\n")
        if self.tab_length == TAB:
            lines, _ = nest_list(lines)
        blocks[:count] = "\n".join(lines).split("\n\n")
        return False  # the usual processors read it now


class _Numbered(OListProcessor):
    LAZY_OL = False


def _may_belong(block: str) -> bool:
    line = block.lstrip("\n").split("\n", 1)[0]
    return not line or line.startswith("  ") or bool(ITEM.match(line))


class _Fences(Preprocessor):
    """Reads fenced code in items, quotations and callouts as that at a line's start."""

    def run(self, lines: list[str]) -> list[str]:
        out, done = list[str](), 0
        if FENCES not in self.md.preprocessors:
            return lines
        for block in find_nested_fences(lines):
            code = self._read(lines, block)
            if code:
                around = f"{block.quote}{' ' * block.indent}"
                empty = block.quote.rstrip()
                out += [*lines[done : block.first], empty, around + code, empty]
                done = block.last + 1
        return [*out, *lines[done:]]

    def _read(self, lines: list[str], block: NestedFence) -> str:
        """Return the placeholder of a block's code; "" where it is none after all."""
        inside = [_set_out(line, block) for line in lines[block.first : block.last + 1]]
        inside[-1] = inside[-1].strip()
        found = self.md.preprocessors[FENCES].run(inside)
        text = "\n".join(found).strip()
        is_code = text.startswith(STX) and "\n" not in text
        return text if is_code else ""


def _set_out(line: str, block: NestedFence) -> str:
    """Return a line of code without what stands before the fence."""
    bare = block.quote.rstrip()
    line = line.removeprefix(block.quote if line.startswith(block.quote) else bare)
    indent = len(line) - len(line.lstrip(" "))
    return line[min(indent, block.indent) :]
