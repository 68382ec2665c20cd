"""Markdown that is printed as it stands and was meant otherwise."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ..source.encoding import find_references, name_character
from ..source.prose import find_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..source.prose import Prose

CONFLICT = re.compile(r"^<{7} \S.*$", re.MULTILINE)
REVERSED = re.compile(r"\([^()\n]+\)\[(?:https?://|www\.|mailto:|/|#|\{)[^\[\]\n]*\]")
WIKI = re.compile(r"(?<![\\\]])!?\[\[[^\[\]\n@^]+\]\](?![(\[:])")
CITATION = re.compile(r"(?<!\\)\[-?@[A-Za-z][^\[\]]*?(?=\n[ \t]*\n|\[|\Z)")
BULLET = re.compile(r"^ {0,3}[•●▪■◦‣∙·] *\S")
STRONG = re.compile(r"(?<![\\*])\*\*(?!\*)")
OPENS = re.compile(r"(?<!\S)\*\*(?=[^\W\d_])")
RULE = re.compile(r"^ {0,3}\|?[ :]*-+[ :]*(?:\|[ :]*-+[ :]*)+(?:\|[ ]*)?$")


class MarkdownMistake(NamedTuple):
    """One such place: its line, what happens, what to do, and the problem's name."""

    line: int
    what: str
    remedy: str
    name: str


def find_markdown_mistakes(prose: Prose) -> Iterator[MarkdownMistake]:
    """Yield what is printed as it stands and was meant as something else."""
    for pattern, name in (
        (CONFLICT, "text-conflict"),
        (REVERSED, "link-reversed"),
        (WIKI, "link-wiki"),
        (CITATION, "link-unclosed"),
    ):
        what, remedy = _WORDS[name]
        for found in pattern.finditer(prose.text):
            words = found[0].split("\n")[0][:60]
            line = prose.line_of(found.start())
            yield MarkdownMistake(line, what.format(words), remedy, name)
    for index, sign in find_references(prose.text):
        what = f"HTML writes {name_character(sign)} here."
        line = prose.line_of(index)
        yield MarkdownMistake(line, what, "Delete it.", "file-control")
    yield from _open_comments(prose)
    yield from _bullets(prose)
    yield from _tables(prose)
    yield from _open_emphasis(prose)


def _open_comments(prose: Prose) -> Iterator[MarkdownMistake]:
    """Find a comment without end; what stands below it is prose no longer."""
    last_end = prose.body.rfind("-->")
    start = 0
    for number, line in enumerate(prose.body.split("\n")):
        at = line.find("<!--")
        is_open = at >= 0 and start + at + 4 > last_end
        start += len(line) + 1
        is_blank = is_open and not prose.lines[number][at : at + 4].strip()
        if is_blank and not in_code(line, at):
            what = "A comment is opened here and never closed."
            remedy = "Put --> behind it, or remove it."
            yield MarkdownMistake(
                number + prose.first_line, what, remedy, "html-unclosed"
            )
            return


def in_code(line: str, at: int) -> bool:
    """Return whether a place of a line looks like one in code."""
    return (
        line.startswith(("    ", "\t", "```", "~~~")) or line[:at].count("`") % 2 == 1
    )


def _bullets(prose: Prose) -> Iterator[MarkdownMistake]:
    """Find lists that were pasted from a word processor; the first line of each."""
    above = False
    for number, line in enumerate(prose.lines):
        here = bool(BULLET.match(line))
        if here and not above:
            what = f"“{line.strip()[:40]}” will not be a list: its mark is no hyphen."
            remedy = "Begin each line with a hyphen and a space."
            yield MarkdownMistake(
                number + prose.first_line, what, remedy, "list-unseen"
            )
        above = here or (above and not line.strip())


def _tables(prose: Prose) -> Iterator[MarkdownMistake]:
    """Find tables with text right above them, which Markdown does not see."""
    for number, line in enumerate(prose.lines[2:], 2):
        head, above = prose.lines[number - 1], prose.lines[number - 2]
        if RULE.match(line) and "|" in head and above.strip() and "|" not in above:
            what = f"“{head.strip()[:40]}” will not be a table: text stands above it."
            remedy = "Put an empty line above it."
            yield MarkdownMistake(
                number - 1 + prose.first_line, what, remedy, "table-unseen"
            )


def _open_emphasis(prose: Prose) -> Iterator[MarkdownMistake]:
    """Find “**” that begins strong words in a paragraph and never ends them."""
    for first, block in find_blocks(prose.text):
        marks = list(STRONG.finditer(block))
        if len(marks) % 2 and OPENS.search(block, marks[-1].start()):
            words = block[marks[-1].start() :].split("\n")[0][:40].strip()
            what = f"Strong words begin at “{words}” and never end."
            remedy = "Put ** behind them, or remove the two asterisks."
            above = block.count("\n", 0, marks[-1].start())
            line = prose.first_line + first + above
            yield MarkdownMistake(line, what, remedy, "emphasis-unclosed")


_WORDS = {
    "text-conflict": (
        "Two versions of the text stand here, from “{}” on.",
        "Keep one of them, and delete the lines of <, = and > signs.",
    ),
    "link-reversed": (
        "“{}” will not be a link: its brackets are the wrong way round.",
        "Write it as [words](address).",
    ),
    "link-wiki": (
        "“{}” is a link for another program, and is printed as it is.",
        "Write it as [words]({filename}file.md).",
    ),
    "link-unclosed": (
        "The bracket of “{}” is not closed.",
        "Put ] behind the citation.",
    ),
}


LIST_MARK = re.compile(r"^ {0,3}[-*+] +\S")
NUMBER = re.compile(r"^ {0,3}(?P<number>\d{1,3})\. +\S")
#: What is no paragraph: headings, quotations, tables, HTML, definitions, attributes.
NO_TEXT = re.compile(r"^ {0,3}(?:#|>|\||<|:|\{|\[\^|!!!|\?\?\?|\*\[|(?:    |\t))")


def find_unseen_lists(prose: Prose) -> Iterator[tuple[int, str]]:
    """Yield the first line of each list that will be printed as running text."""
    body = prose.body.split("\n")
    is_text = False  #: the line above belongs to a paragraph
    is_item = False  #: … to the item of a list
    for number, line in enumerate(prose.lines):
        if not line.strip() or NO_TEXT.match(line):
            is_text = is_item = False
        elif LIST_MARK.match(line) or NUMBER.match(line):
            is_meant = _is_meant(prose.lines, number)
            if is_text and is_meant:
                yield number + prose.first_line, body[number].strip()
            is_text, is_item = is_text and not is_meant, True
        elif not is_item:
            is_text = True


def _is_meant(lines: list[str], number: int) -> bool:
    """Return whether a line is the first of a list, and no “2026.” in running text."""
    if LIST_MARK.match(lines[number]):
        return True
    first = NUMBER.match(lines[number])
    rest = NUMBER.match(lines[number + 1]) if number + 1 < len(lines) else None
    return bool(first and (first["number"] == "1" or rest))
