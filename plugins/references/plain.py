"""Lists of references typed by hand: their entries, read only to compare them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .doi import find_dois, find_pmid
from .scan import NUMBERED, find_plain_list

if TYPE_CHECKING:
    from ..source.core import Source

CLOSING = ("---", "...")
START = re.compile(r"^\s{0,3}(?:(?P<number>\d+)[.)]|\[(?P<mark>\d+)\]|[-*])\s+")
#: “[1]”, “[2, 3]”, “[4-6]” in the text; no link, no footnote, no list item.
MARK = re.compile(
    r"(?<![\w\]!])\[(?P<inside>\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*)\](?![(\[:])"
)


@dataclass(frozen=True)
class PlainEntry:
    """One entry of such a list."""

    number: int
    line: int
    text: str

    @property
    def doi(self) -> str:
        """Return its DOI, cleaned, or an empty string."""
        found = find_dois(self.text)
        return found[0] if found else ""

    @property
    def pmid(self) -> str:
        """Return its PubMed number, or an empty string."""
        return find_pmid(self.text)


@dataclass(frozen=True)
class PlainList:
    """A list and the lines, from 1, on which it stands, heading included."""

    first: int
    last: int
    entries: tuple[PlainEntry, ...]


def read_plain_list(source: Source) -> PlainList | None:
    """Return the list of references that a post has typed by hand, if any."""
    place = find_plain_list(source.prose)
    if place is None:
        return None
    first, last = place
    lines = source.lines
    entries: list[PlainEntry] = []
    for at in range(first, last):
        line = lines[at]
        begins = START.match(line)
        if begins or (
            line.strip() and not entries and not re.match(r"^[-=]+\s*$", line)
        ):
            said = begins and (begins["number"] or begins["mark"])
            number = int(said) if said else len(entries) + 1
            rest = line[begins.end() :] if begins else line
            entries.append(PlainEntry(number, at + 1, rest.strip()))
        elif line.strip() and entries and not _begins_anew(line, lines[at - 1]):
            before = entries[-1]
            joined = f"{before.text} {line.strip()}"
            entries[-1] = PlainEntry(before.number, before.line, joined)
        elif line.strip() and entries:
            entries.append(PlainEntry(len(entries) + 1, at + 1, line.strip()))
    return PlainList(first, last, tuple(entries))


def rewrite(
    source: Source, keys: dict[int, str], place: PlainList
) -> tuple[str, list[int]]:
    """Return the post with keys for marks and without its list, and who was cited.

    A mark with a number that no entry has stays as it is.
    """
    prose, lines = source.prose, source.lines
    start = prose.first_line - 1
    header = "".join(f"{line}\n" for line in lines[:start])
    body = "\n".join(lines[start : place.first - 1]).rstrip("\n")
    tail = "\n".join(lines[place.last :]).strip("\n")
    cited: list[int] = []
    out, at = [], 0
    for mark in MARK.finditer(prose.text, 0, len(body)):
        numbers = _numbers(mark["inside"])
        if not all(number in keys for number in numbers):
            continue
        cited.extend(number for number in numbers if number not in cited)
        out.append(body[at : mark.start()])
        out.append("[" + "; ".join(f"@{keys[number]}" for number in numbers) + "]")
        at = mark.end()
    body = "".join([*out, body[at:]])
    whole = "\n\n".join(part for part in (body, tail) if part)
    return f"{header}{whole}\n", cited


def add_further_reading(text: str, keys: list[str]) -> str:
    """Return the post with these keys as ``further_reading`` in its header."""
    if not keys:
        return text
    lines = text.split("\n")
    listed = ", ".join(keys)
    if lines[0].strip() == "---":
        closing = (n for n, line in enumerate(lines[1:], 1) if line.strip() in CLOSING)
        end, said = next(closing, 1), f"further_reading: [{listed}]"
    else:
        end = next((n for n, line in enumerate(lines) if not line.strip()), 0)
        said = f"Further_reading: {listed}"
    return "\n".join([*lines[:end], said, *lines[end:]])


def _begins_anew(line: str, before: str) -> bool:
    """Say whether a line without a number begins a new entry of an unnumbered list."""
    return not before.strip() and not NUMBERED.match(line)


def _numbers(inside: str) -> list[int]:
    numbers: list[int] = []
    for part in re.split(r"[,;]", inside):
        ends = [int(end) for end in re.split(r"[–-]", part)]
        numbers.extend(range(ends[0], ends[-1] + 1) if len(ends) > 1 else ends)
    return numbers
