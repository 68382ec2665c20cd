"""Places in a Markdown source, found without Markdown: the line of each mistake."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..source.prose import Prose

HEADING_WORD = re.compile(
    r"^\W*(?:references|sources|bibliography|works cited)\b",
    re.IGNORECASE | re.MULTILINE,
)
HEADING = re.compile(
    r"^(?:#{1,6}\s*|\*\*)?(?:references|sources|bibliography|works cited)\s*:?"
    r"\s*(?:\*\*)?:?\s*#*$",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"^\s{0,3}(?:\d+[.)]|\[\d+\]|[-*])\s+\S")
UNDERLINE = re.compile(r"^[-=]+\s*$")


def find_plain_list(prose: Prose) -> tuple[int, int] | None:
    """Return the file's first and last line of a list of references typed by hand.

    Such a list has a heading of its own, “References:”, and entries below it.
    """
    if not HEADING_WORD.search(prose.body):
        return None
    lines = prose.lines
    for at, line in enumerate(lines):
        if not HEADING.match(line.strip()):
            continue
        rest = [
            n
            for n, one in enumerate(lines[at + 1 :], at + 1)
            if one.strip() and not UNDERLINE.match(one)
        ]
        if rest and (
            NUMBERED.match(lines[rest[0]])
            or re.search(r"\b10\.\d{4,9}/", lines[rest[0]])
        ):
            last = rest[0]
            for n in rest:
                is_entry = NUMBERED.match(lines[n]) or lines[n].startswith((" ", "\t"))
                near = n - last <= 1
                has_doi = re.search(r"\b10\.\d{4,9}/", lines[n])
                if not (is_entry or near or has_doi):
                    break
                last = n
            return at + prose.first_line, last + prose.first_line
    return None
