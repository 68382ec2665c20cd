"""What GitHub and CommonMark give a meaning to, and Python-Markdown prints as it is.

Only what cannot be misread is rendered: ``~~struck out~~``, ``> [!NOTE]``, ``- [ ]``,
a backslash at a line's end, and Markdown between the tags of an element that stand
alone, with empty lines inside (https://github.github.com/gfm/).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from markdown.blockprocessors import BlockProcessor
from markdown.inlinepatterns import (
    SimpleTagInlineProcessor,
    SubstituteTagInlineProcessor,
)
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import nearing_recursion_limit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from markdown import Markdown
    from markdown.blockparser import BlockParser

STRUCK = r"(?<![\\~{])(~~)(?![\s~])(.+?)(?<![\s~])~~(?!~)"
BREAK = r"\\\n"
CALLOUT = re.compile(
    r"^ {0,3}> ?\[!(?P<kind>[A-Za-z]+)\][+-]?(?P<title>[^\n]*)$", re.MULTILINE
)
QUOTED = re.compile(r"^ {0,3}> ?", re.MULTILINE)
KIND_NAMES = (
    "note tip important warning caution abstract summary tldr info todo hint success"
    " check done question help faq attention failure fail missing danger error bug"
    " example quote cite urgent"
)
KINDS = frozenset(KIND_NAMES.split())
#: Those that a reader must not overlook; they become the card of ``warning``.
GRAVE = ("attention", "caution", "danger", "important")
TASK = re.compile(r"\[(?P<mark>[ xX])\][ \n]+(?=\S)")
BOXES = {" ": "☐", "x": "☑"}
NAMES = "article|aside|blockquote|details|div|figure|footer|header|main|nav|section"
OPENING = re.compile(
    rf"^ {{0,3}}<(?P<name>{NAMES})(?P<rest>(?:\s[^<>]*)?)>\s*$", re.IGNORECASE
)
TAG = re.compile(rf"<(?P<end>/?)(?P<name>{NAMES})\b[^<>]*>", re.IGNORECASE)
#: A line of HTML alone, such as ``<summary>More</summary>``.
HTML_LINE = re.compile(r"^\s*<.*>\s*$")
CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
#: What says itself how it wants to be read, or holds no words.
UNTOUCHED = re.compile(
    r"\smarkdown\b|<(?:script|style|svg|math|textarea)\b", re.IGNORECASE
)


def read_dialects(md: Markdown, words: Mapping[str, str]) -> None:
    """Let Markdown render what GitHub does; ``words`` are the kinds of callouts."""
    if "~" not in md.ESCAPED_CHARS:
        md.ESCAPED_CHARS = [*md.ESCAPED_CHARS, "~"]
    struck = _Struck(STRUCK, "del")
    md.inlinePatterns.register(struck, "bulletin_struck", 55)
    line_break = _Break(BREAK, "br")
    md.inlinePatterns.register(line_break, "bulletin_break", 185)
    callouts = _Callouts(md.parser, words)
    md.parser.blockprocessors.register(callouts, "bulletin_github", 21)
    md.treeprocessors.register(_Tasks(md), "bulletin_tasks", 25)
    md.preprocessors.register(_InHtml(md), "bulletin_in_html", 22)


class _Struck(SimpleTagInlineProcessor):
    SIGNS = "~"


class _Break(SubstituteTagInlineProcessor):
    SIGNS = "\\"


class _Callouts(BlockProcessor):
    """Makes a quotation that begins with ``[!NOTE]`` a callout."""

    BLOCK_SIGNS = ("[!",)

    def __init__(self, parser: BlockParser, words: Mapping[str, str]) -> None:
        super().__init__(parser)
        self.words = words

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002  # its API
        found = CALLOUT.search(block)
        if not found or nearing_recursion_limit():
            return False
        above = block[: found.start()].rstrip("\n").rsplit("\n", 1)[-1].lstrip()
        is_known = found["kind"].lower() in KINDS | self.words.keys()
        return is_known and not above.startswith(">")

    def run(self, parent: Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        found = CALLOUT.search(block)
        if found is None:
            return
        self.parser.parseBlocks(parent, [block[: found.start()]])
        kind, title = found["kind"].lower(), found["title"].strip()
        if kind in GRAVE and kind not in self.words and "warning" in self.words:
            title = title or ("" if kind == "important" else kind.capitalize())
            kind = "warning"
        box = SubElement(parent, "div", {"class": f"admonition {kind}"})
        head = SubElement(box, "p", {"class": "admonition-title"})
        head.text = title or kind.capitalize()
        inside = block[found.end() :].lstrip("\n")
        self.parser.state.set("blockquote")
        self.parser.parseChunk(box, QUOTED.sub("", inside))
        self.parser.state.reset()


class _Tasks(Treeprocessor):
    """Prints a box where an item begins with one, as a sign that every reader has."""

    def run(self, root: Element) -> None:
        for item in root.iter("li"):
            place = item
            if not (item.text or "").strip() and len(item) and item[0].tag == "p":
                place = item[0]
            found = TASK.match(place.text or "")
            if found:
                rest = (place.text or "")[found.end() :]
                place.text = f"{BOXES[found['mark'].lower()]} {rest}"


class _InHtml(Preprocessor):
    """Reads Markdown in an element whose tags stand alone, as CommonMark does.

    That is where an empty line follows the opening tag and text does, no further HTML.
    """

    def run(self, lines: list[str]) -> list[str]:
        out = list(lines)
        if "markdown_block" not in self.md.parser.blockprocessors:
            return out  # nothing reads the attribute
        for first, last in _find_elements(lines):
            found = OPENING.match(lines[first])
            if found and _is_markdown(lines, first, last):
                out[first] = f'<{found["name"]}{found["rest"].rstrip()} markdown="1">'
        return out


def _find_elements(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Yield the lines of elements whose opening and closing tags stand alone."""
    opened: list[tuple[str, int]] = []
    for number, line in enumerate(lines):
        if "<" not in line or line.startswith("    "):
            continue
        for tag in TAG.finditer(CODE.sub("", line)):
            name = tag["name"].lower()
            if not tag["end"]:
                opened.append((name, number))
                continue
            while opened:
                last, first = opened.pop()
                if last == name:
                    if line.strip() == tag[0]:
                        yield first, number
                    break


def _is_markdown(lines: list[str], first: int, last: int) -> bool:
    """Return whether CommonMark reads Markdown between two lines, and HTML is safe."""
    if UNTOUCHED.search(lines[first]):
        return False
    at = first + 1
    while at < last and lines[at].strip():
        if not HTML_LINE.match(lines[at]):
            return False
        at += 1
    blocks = "\n".join(lines[at:last]).split("\n\n")
    starts = [block.lstrip("\n") for block in blocks if block.strip()]
    if any(one.startswith("    ") and one.lstrip()[:1] == "<" for one in starts):
        return False  # HTML set in by its author, which would become code
    is_text = any(not one.startswith(("<", "    ", " <", "  <")) for one in starts)
    return is_text and not any(map(UNTOUCHED.search, lines[first:last]))
