"""A post's text without its code: what Markdown reads as prose, sign for sign.

Blocks of code, comments and automatic links are replaced by spaces, and each sign of
code inside a sentence by a mark that is no space, for it is a word of the sentence; so
every line and column stays where the author sees it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

FENCES = ("```", "~~~")
FENCE = re.compile(r"^(?P<fence>`{3,}|~{3,})[^`\n]*$")
BACKTICKS = re.compile(r"`+|(?P<end>\n[ \t]*(?=\n))")
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
AUTOMATIC = re.compile(
    r"<(?:https?|ftps?|mailto):[^\s<>]*>|<[^\s<>@]+@[^\s<>]+>", re.IGNORECASE
)
#: An escaped “@” cites nobody.
SIGN = re.compile(r"[^\w\s@]|_")
ITEM = re.compile(r"^ {0,3}(?:[-*+]|\d+\.) +\S")
#: Unicode's sign for “an object that is no text stands here”.
CODE = "\ufffc"


@dataclass(frozen=True)
class Prose:
    """A body as it stands in its file, and beside it what Markdown reads as prose."""

    body: str
    first_line: int = 1  #: the file's line on which the body begins

    @cached_property
    def text(self) -> str:
        """The body with code, comments and automatic links taken out."""
        text = without_code(self.body)
        for pattern in (COMMENT, AUTOMATIC) if "<" in text else ():
            text = pattern.sub(lambda found: _blank(found[0]), text)
        return text

    @cached_property
    def lines(self) -> list[str]:
        """The prose, line by line."""
        return self.text.split("\n")

    @cached_property
    def open_fences(self) -> list[tuple[int, str]]:
        """The file's lines of code fences that are never closed, and their marks."""
        lines = self.body.split("\n")
        opened = (first for first, last in find_fences(lines) if last < 0)
        marks = ((first, FENCE.match(lines[first])) for first in opened)
        return [(n + self.first_line, one["fence"]) for n, one in marks if one][:1]

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.body))]

    def find_lines(self, words: str) -> list[int]:
        """Return the file's lines on which an author's words stand, outside of code.

        Line ends and spaces in them may differ, as a paragraph may be wrapped anew, and
        an editor may have put a backslash before a sign.
        """
        pattern = r"\s+".join(map(_escaped, words.split()))
        if not pattern:
            return []
        # A bare “@smith” is not found inside “@smith2020”, nor inside an address.
        found = re.finditer(rf"(?<![\w.]){pattern}(?!\w)", self.text)
        return [self.line_of(hit.start()) for hit in found]

    def line_of(self, index: int) -> int:
        """Return the file's line on which a sign of the body stands."""
        return bisect_right(self._starts, index) - 1 + self.first_line


def without_code(text: str) -> str:
    """Return a Markdown text with its code taken out, sign for sign."""
    return _blank_spans(_blank_blocks(text))


def _escaped(word: str) -> str:
    return SIGN.sub(lambda one: rf"\\?{re.escape(one[0])}", word)


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def find_fences(lines: list[str]) -> list[tuple[int, int]]:
    """Return first and last line of each fenced block; the last is -1 if it is open."""
    marks = ((n, line) for n, line in enumerate(lines) if line.startswith(FENCES))
    opened = {n: one for n, line in marks if (one := FENCE.match(line))}
    closing: dict[str, list[int]] = defaultdict(list)
    for number, one in opened.items():
        if lines[number].rstrip(" ") == one["fence"]:
            closing[one["fence"]].append(number)
    found: list[tuple[int, int]] = []
    for number, one in opened.items():
        if found and number <= found[-1][1]:
            continue
        ends = closing[one["fence"]]
        at = bisect_right(ends, number)
        found.append((number, ends[at] if at < len(ends) else -1))
    return found


def _blank_spans(text: str) -> str:
    """Blank code between backticks: as many of them end it, in the same paragraph."""
    if "`" not in text:
        return text
    paragraph, runs = 0, []
    places: dict[tuple[int, int], list[int]] = defaultdict(list)
    for found in BACKTICKS.finditer(text):
        paragraph += found["end"] is not None
        if found["end"] is None:
            key = (paragraph, len(found[0]))
            places[key].append(found.start())
            runs.append((found.start(), key))
    parts, done = [], 0
    for start, key in runs:
        same = places[key]
        at = bisect_right(same, start)
        if start < done or text[start - 1 : start] == "\\" or at == len(same):
            continue
        end = same[at] + key[1]
        parts += [text[done:start], re.sub(r"[^\n]", CODE, text[start:end])]
        done = end
    return "".join([*parts, text[done:]])


def find_blocks(text: str) -> Iterator[tuple[int, str]]:
    """Yield each block of lines without an empty one, and how many are above it."""
    first, block = 0, list[str]()
    for number, line in enumerate([*text.split("\n"), ""]):
        if line.strip():
            block.append(line)
            continue
        if block:
            yield first, "\n".join(block)
        first, block = number + 1, []


def _blank_blocks(body: str) -> str:
    lines = body.split("\n")
    for first, last in find_fences(lines):
        for number in range(first, last + 1 if last > 0 else first + 1):
            lines[number] = _blank(lines[number])
    is_code, level, was_empty = False, 0, True  # level: of the list's texts, in fours
    for number, line in enumerate(lines):
        if not line.strip():
            was_empty = True
            continue
        plain = line.expandtabs(4)
        steps = (len(plain) - len(plain.lstrip(" "))) // 4
        is_code = steps > level and (was_empty or is_code)
        if is_code:
            lines[number] = _blank(line)
        elif not steps:
            begins = ITEM.match(line) or line.startswith((":", "[^"))
            level = 1 if begins else level if not was_empty else 0
        elif level and ITEM.match(plain[4 * steps :]):
            level = steps + 1
        elif was_empty:
            level = min(level, steps)
        was_empty = False
    return "\n".join(lines)
