"""Markdown's block processors, each tried only on blocks that have its sign.

Python-Markdown asks some twenty processors about every paragraph, and nearly all of
them look for a sign that few paragraphs have. The result is the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown import blockprocessors as processors
from markdown.blockparser import BlockParser
from markdown.extensions.abbr import AbbrBlockprocessor
from markdown.extensions.admonition import AdmonitionProcessor
from markdown.extensions.def_list import DefListIndentProcessor, DefListProcessor
from markdown.extensions.footnotes import FootnoteBlockProcessor
from markdown.extensions.md_in_html import MarkdownInHtmlProcessor
from markdown.extensions.tables import TableProcessor
from markdown.util import STX

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown import Markdown
    from markdown.blockprocessors import BlockProcessor

#: Stands for as many spaces as a site's tabulator has.
TAB = "\t"
#: A processor's very class -> what each block that it takes or changes has one of.
SIGNS: dict[type, tuple[str, ...]] = {
    processors.ListIndentProcessor: (TAB,),
    processors.CodeBlockProcessor: (TAB,),
    processors.HashHeaderProcessor: ("#",),
    processors.SetextHeaderProcessor: ("\n=", "\n-"),
    processors.HRProcessor: ("-", "_", "*"),
    processors.BlockQuoteProcessor: (">",),
    processors.ReferenceProcessor: ("]:",),
    AbbrBlockprocessor: ("*[",),
    AdmonitionProcessor: ("!!!", TAB),
    DefListIndentProcessor: (TAB,),
    DefListProcessor: (":",),
    FootnoteBlockProcessor: ("[^",),
    MarkdownInHtmlProcessor: (STX,),
    TableProcessor: ("|",),
}


def quicken_blocks(md: Markdown) -> None:
    """Let a Markdown try its processors in this way, unless its walk is not the usual.

    All processors ask the same parser to read what stands inside of their blocks.
    """
    if type(md.parser) is BlockParser and "parseBlocks" not in vars(md.parser):
        vars(md.parser)["parseBlocks"] = QuickBlocks(md.parser)


def find_block_signs(processor: BlockProcessor) -> tuple[str, ...]:
    """Return signs of which each block has one that a processor takes or changes.

    The empty one, which every block has, where none are known. A processor that is not
    Markdown's may name them itself, in ``BLOCK_SIGNS``.
    """
    own: tuple[str, ...] = getattr(processor, "BLOCK_SIGNS", ("",))
    known = SIGNS.get(type(processor), own)
    spaces = " " * processor.tab_length
    return tuple(spaces if sign == TAB else sign for sign in known)


class QuickBlocks:
    """The walk over all blocks as Python-Markdown has it, without the vain tries."""

    def __init__(self, parser: BlockParser) -> None:
        self.processors = parser.blockprocessors
        self.known: list[BlockProcessor] = []
        self.signed: list[tuple[BlockProcessor, tuple[str, ...]]] = []

    def __call__(self, parent: Element, blocks: list[str]) -> None:
        """Apply the processors to blocks until none is left."""
        while blocks:
            if (present := [*self.processors]) != self.known:
                self.known = present
                self.signed = [(one, find_block_signs(one)) for one in present]
            self._take_first(parent, blocks)

    def _take_first(self, parent: Element, blocks: list[str]) -> None:
        block = blocks[0]
        for processor, signs in self.signed:
            for sign in signs:  # faster than any()
                if sign in block:
                    break
            else:
                continue
            if processor.test(parent, block):
                if processor.run(parent, blocks) is not False:
                    return
                block = blocks[0]
