"""Lists that Markdown does not see, because text stands right above them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..source.prose import Prose

LIST_MARK = re.compile(r"^ {0,3}[-*+] +\S")
NUMBER = re.compile(r"^ {0,3}(?P<number>\d{1,3})\. +\S")
#: What is no paragraph: headings, quotations, tables, HTML, definitions, attributes.
NO_TEXT = re.compile(r"^ {0,3}(?:#|>|\||<|:|\{|\[\^|!!!|\?\?\?|\*\[|(?:    |\t))")


def find_unseen_lists(prose: Prose) -> Iterator[tuple[int, str]]:
    """Yield the first line of each list that will be printed as running text."""
    is_text = False  #: the line above belongs to a paragraph
    for number, line in enumerate(prose.lines):
        if not line.strip() or NO_TEXT.match(line):
            is_text = False
        elif LIST_MARK.match(line) or NUMBER.match(line):
            if is_text and _is_meant(prose.lines, number):
                words = prose.body.split("\n")[number].strip()
                yield number + prose.first_line, words
            is_text = is_text and not _is_meant(prose.lines, number)
            if not is_text:
                is_text = False
        elif not is_text:
            is_text = not _follows_item(prose.lines, number)


def _is_meant(lines: list[str], number: int) -> bool:
    """Say whether a line is the first of a list, and no “2026.” in running text."""
    if LIST_MARK.match(lines[number]):
        return True
    first = NUMBER.match(lines[number])
    rest = NUMBER.match(lines[number + 1]) if number + 1 < len(lines) else None
    return bool(first and (first["number"] == "1" or rest))


def _follows_item(lines: list[str], number: int) -> bool:
    """Say whether a line goes on with the item of a list above it."""
    for line in reversed(lines[:number]):
        if not line.strip() or NO_TEXT.match(line):
            return False
        if LIST_MARK.match(line) or NUMBER.match(line):
            return True
    return False
