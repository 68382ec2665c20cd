"""Markdown that is printed as it stands and was meant otherwise.

The source says what an author may have meant, and where; only what readers see as it
stands is a mistake.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ..source.encoding import find_references, name_character
from ..source.prose import find_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..source.prose import Prose
    from .shown import Shown

CONFLICTS = "<<<<<<<"
CONFLICT = re.compile(rf"^{CONFLICTS} \S.*$", re.MULTILINE)
REVERSED = re.compile(
    r"(?<!\w)\([^()\n]+\)(?P<printed>\[(?:https?://|www\.|mailto:|/|#|\{)[^\[\]\n]*\])"
)
#: Words stand in it: “x[[1]]”, “[[ -f x ]]” and “[[1, 2]]” are programs and sums.
WIKI = re.compile(r"(?<![\\\]\w])!?\[\[(?=\w)(?=.*?[^\W\d_])[^\[\]\n@^]+\]\](?![(\[:])")
#: The look back stands behind the bracket, so that the search has a sign to look for.
CITATION = re.compile(r"\[(?<!\\\[)-?@[A-Za-z][^\[\]]*?(?=\n[ \t]*\n|\[|\Z)")
BULLETS = "•●▪■◦‣∙·・"
BULLET = re.compile(rf"^ {{0,3}}[{BULLETS}] *[^\s{BULLETS}]")
STRONG = re.compile(r"(?<![\\*])\*\*(?!\*)")
#: Words begin; “**kwargs” and its kind are names of programs.
OPENS = re.compile(
    r"(?<!\S)\*\*(?!(?:kw\w*|args|opt\w*|param\w*)\b)(?P<word>[^\W\d_]+)"
)
RULE = re.compile(r"^ {0,3}\|?[ :]*-+[ :]*(?:\|[ :]*-+[ :]*)+(?:\|[ ]*)?$")


#: How far the end of a reference such as “&#x0010FFFF;” is looked for.
LONGEST_REFERENCE = 40


class MarkdownMistake(NamedTuple):
    """One such place: its line, what happens, what to do, and the problem's name."""

    line: int
    what: str
    remedy: str
    name: str


def find_markdown_mistakes(prose: Prose, shown: Shown) -> Iterator[MarkdownMistake]:
    """Yield what is printed as it stands and was meant as something else."""
    for signs, pattern, name in (
        ((")[",), REVERSED, "link-reversed"),
        (("[[",), WIKI, "link-wiki"),
        (("[@", "[-@"), CITATION, "link-unclosed"),
    ):
        if not any(sign in prose.text for sign in signs):
            continue
        for found in pattern.finditer(prose.text):
            printed = found.groupdict().get("printed") or found[0].split("\n")[0]
            if shown.prints(printed[:60]):
                words = prose.body[found.start() : found.end()].split("\n")[0][:60]
                yield _named(prose.line_of(found.start()), words, name)
    for found in CONFLICT.finditer(prose.text) if CONFLICTS in prose.text else ():
        if shown.prints_exactly(CONFLICTS):
            words = found[0][:60]
            yield _named(prose.line_of(found.start()), words, "text-conflict")
    is_shown = dict[str, bool]()
    for index, sign in find_references(prose.text):
        written = prose.text[index : index + LONGEST_REFERENCE].partition(";")[0]
        if written not in is_shown:
            is_shown[written] = written in shown.html
        if is_shown[written]:
            what = f"HTML writes {name_character(sign)} here."
            line = prose.line_of(index)
            yield MarkdownMistake(line, what, "Delete it.", "file-control")
    yield from _open_comments(prose, shown)
    yield from _bullets(prose, shown)
    yield from _tables(prose, shown)
    yield from _open_emphasis(prose, shown)


def _named(line: int, words: str, name: str) -> MarkdownMistake:
    what, remedy = _WORDS[name]
    return MarkdownMistake(line, what.format(words), remedy, name)


def _open_comments(prose: Prose, shown: Shown) -> Iterator[MarkdownMistake]:
    """Find a comment without end; what stands below it is prose no longer."""
    if "<!--" not in prose.body or not (
        "<!--" in shown.html or shown.prints_exactly("<!--")
    ):
        return
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


def _bullets(prose: Prose, shown: Shown) -> Iterator[MarkdownMistake]:
    """Find lists that were pasted from a word processor; the first line of each."""
    above = False
    has_any = any(sign in prose.text for sign in BULLETS)
    for number, line in enumerate(prose.lines if has_any else ()):
        here = bool(BULLET.match(line)) and shown.prints_item(line, below=False)
        begins = not number or not prose.lines[number - 1].strip()
        goes_on = any(map(BULLET.match, prose.lines[number + 1 : number + 2]))
        # A single “· more” goes on with the sentence above it.
        if here and not above and (begins or goes_on):
            what = f"“{line.strip()[:40]}” will not be a list: its mark is no hyphen."
            remedy = "Begin each line with a hyphen and a space."
            yield MarkdownMistake(
                number + prose.first_line, what, remedy, "list-unseen"
            )
        above = here or (above and not line.strip())


def _tables(prose: Prose, shown: Shown) -> Iterator[MarkdownMistake]:
    """Find tables with text right above them, which Markdown does not see."""
    for number, line in enumerate(prose.lines[2:], 2):
        head, above = prose.lines[number - 1], prose.lines[number - 2]
        is_table = "|" in head and RULE.match(line)
        if is_table and above.strip() and "|" not in above and shown.prints(head):
            what = f"“{head.strip()[:40]}” will not be a table: text stands above it."
            remedy = "Put an empty line above it."
            yield MarkdownMistake(
                number - 1 + prose.first_line, what, remedy, "table-unseen"
            )


def _open_emphasis(prose: Prose, shown: Shown) -> Iterator[MarkdownMistake]:
    """Find “**” that begins strong words in a paragraph and never ends them."""
    for first, block in find_blocks(prose.text) if "**" in prose.text else ():
        marks = list(STRONG.finditer(block))
        opens = OPENS.search(block, marks[-1].start()) if len(marks) % 2 else None
        if opens and shown.prints_exactly(opens[0]):
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


#: How many lines below its first item the second one of a list is looked for.
FURTHER = 9
#: What announces a list, in the scripts of several languages.
COLONS = (":", "\uff1a")
#: A line that goes on with a sum: “* 3”.
FACTOR = re.compile(r"^ {0,3}[*+] +\d")
LIST_MARK = re.compile(r"^ {0,3}[-*+] +\S")
NUMBER = re.compile(r"^ {0,3}(?P<number>\d{1,3})\. +\S")
#: What is no paragraph: headings, quotations, tables, HTML, definitions, attributes.
NO_TEXT = re.compile(r"^ {0,3}(?:#|>|\||<|:|\{|\[\^|!!!|\?\?\?|\*\[|(?:    |\t))")


def find_unseen_lists(prose: Prose, shown: Shown) -> Iterator[tuple[int, str]]:
    """Yield the first line of each list that will be printed as running text."""
    body = prose.body.split("\n")
    is_text = False  #: the line above belongs to a paragraph
    is_item = False  #: … to the item of a list
    for number, line in enumerate(prose.lines):
        if not line.strip() or NO_TEXT.match(line):
            is_text = is_item = False
        elif LIST_MARK.match(line) or NUMBER.match(line):
            is_meant = is_text and _is_meant(prose.lines, number)
            if is_meant and shown.prints_item(line, below=True):
                yield number + prose.first_line, body[number].strip()
            is_text, is_item = is_text and not is_meant, True
        elif not is_item:
            is_text = True


def _is_meant(lines: list[str], number: int) -> bool:
    """Return whether a line in a paragraph begins a list.

    A single “- as always -”, “* 3” or “1. May” belongs to the sentence around it.
    """
    here, above = lines[number], lines[number - 1].rstrip(" *_")
    if FACTOR.match(here) and re.search(r"[\w)]$", above):
        return False
    first, following = NUMBER.match(here), list(_further(lines, number))
    if not first:
        return above.endswith(COLONS) or any(map(LIST_MARK.match, following))
    is_first = first["number"] == "1" and above.endswith(COLONS)
    numbers = (int(one["number"]) for one in map(NUMBER.match, following) if one)
    return is_first or int(first["number"]) + 1 in numbers


def _further(lines: list[str], number: int) -> Iterator[str]:
    """Yield the lines that may begin an item's next: its own, and what comes behind."""
    for above, line in pairwise(lines[number : number + FURTHER]):
        if line.strip():
            yield line
            if not above.strip():
                return
