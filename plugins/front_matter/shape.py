"""The header as a whole: is it there, is it where it must be, can it be read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..source.header import KEY_VALUE, HeaderFault, parse_header
from .other_tools import is_theirs
from .schema import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..source.header import Header

#: A line that was meant as “key: value”: spaces before the colon, other colons, no
#: colon at all.
MEANT = re.compile(r"^\s*[*_]*(?P<key>[A-Za-z][A-Za-z_ -]*?)[*_]*\s*(?P<sign>[:=：])")
WIDEST = 100  #: no key ends behind this column
FENCE = re.compile(r"^\s*(?:-{2,}|[\u2013\u2014\u2212]+|={3,}|\*{3,}|;{3,}|\+{3,})\s*$")
#: Keys whose values are numbers, dates or one word.
SHORT = frozenset({"date", "status", "series_index"})
RULE = "Begin the file with --- on the first line, then “title: …” and the other keys."


def check_shape(header: Header, lines: list[str]) -> Iterator[HeaderFault]:
    """Yield what is wrong with a header as a whole.

    After one of these nothing that the header says can be relied on.
    """
    yield from header.faults
    if header.faults:
        return
    if header.form == "none":
        yield from _missing(lines)
    elif not header.values:
        what = "The header holds no key."
        yield HeaderFault(1, what, "header-missing", "Write “title: …” in it.")
    elif header.form == "keys" and not any(map(is_known, header.values)):
        yield from _missing(lines)
    elif header.form == "keys" and _lacks_its_beginning(header, lines):
        what = "The header ends with --- and does not begin with it."
        yield HeaderFault(1, what, "header-missing", "Put --- on a line above this.")
    else:
        yield from _left_over(header)
        yield from _second(header)


def is_known(word: str) -> bool:
    """Return whether a word is a key, or one that other tools use."""
    return is_theirs(word.strip().lower())


def _lacks_its_beginning(header: Header, lines: list[str]) -> bool:
    """Return whether plain keys that end with ``---`` were written for another above.

    A note behind a value is one in YAML alone, and none of ``SHORT`` can hold its sign.
    """
    end = header.body_line - 2
    if lines[end].rstrip() != "---":
        return False
    meant = parse_header("\n".join(("---", *lines[: end + 1]))).values
    own = header.values
    return any(meant.get(key, own[key]) != own[key] for key in SHORT & own.keys())


def _missing(lines: list[str]) -> Iterator[HeaderFault]:
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    words = lines[first].strip()
    if FENCE.match(words) and (words != "---" or lines[first] != words):
        what = f"“{words}” does not begin a header."
        remedy = "Write exactly three hyphens, ---, at the left edge of the line."
        if words.startswith("+"):
            what = f"The header is written for another tool: it begins with {words}."
            remedy = "Write it between lines of ---, each key as “key: value”."
        yield HeaderFault(first + 1, what, "header-missing", remedy)
        return
    found = KEY_VALUE.match(lines[first])
    if first and (words == "---" or (found and is_known(found["key"]))):
        what = f"The header begins on line {first + 1}."
        remedy = "Remove the empty lines above it."
        yield HeaderFault(1, what, "header-late", remedy)
        return
    for number, line in enumerate(lines[first:], first + 1):
        meant = MEANT.match(line[:WIDEST])
        if not meant or not is_known(meant["key"]):
            if number == first + 1:
                what = "The post has no header."
                yield HeaderFault(number, what, "header-missing", RULE)
            return
        if not KEY_VALUE.match(line):
            yield _not_a_key(line, number, meant)


def _left_over(header: Header) -> Iterator[HeaderFault]:
    """Find keys that stand below the place where the header ended."""
    told = False
    for number, line in enumerate(header.body.split("\n")[:12], header.body_line):
        meant = MEANT.match(line[:WIDEST])
        key = re.sub(r"[ -]", "_", meant["key"].strip().lower()) if meant else ""
        if meant and key in NAMES:
            if key in header.values:
                continue
            if KEY_VALUE.match(line) and not told:
                what = f"“{line.strip()}” stands below the end of the header."
                remedy = "Move it up, so that no empty line or text stands above it."
                yield HeaderFault(number, what, "header-split", remedy)
            elif not KEY_VALUE.match(line):
                yield _not_a_key(line, number, meant)
            told = True
        elif line.strip() and not line.strip().startswith("-"):
            return


def _second(header: Header) -> Iterator[HeaderFault]:
    """Find a second header, which is printed as text: two posts in one file."""
    if "\n---" not in header.body:  # the one that would end it
        return
    begun, keys, is_code = 0, 0, False
    for number, line in enumerate(header.body.split("\n"), header.body_line):
        found = KEY_VALUE.match(line)
        if line.startswith(("```", "~~~")):
            is_code = not is_code
        elif line.rstrip() == "---" and keys > 1 and not is_code:
            what = "A second header begins here."
            remedy = "Put the second post into a file of its own, or remove its header."
            yield HeaderFault(begun, what, "header-split", remedy)
            return
        elif line.rstrip() == "---":
            begun, keys = number, 0
        elif begun and found and found["key"].lower() in NAMES:
            keys += 1
        elif line.strip() and not line.startswith((" ", "-")):
            begun = keys = 0


def _not_a_key(line: str, number: int, meant: re.Match[str]) -> HeaderFault:
    key = re.sub(r"[ -]", "_", meant["key"].strip())
    value = line[meant.end() :].strip()
    what = f"“{line.strip()}” cannot be read as a key."
    return HeaderFault(number, what, "header-line", f"Write “{key}: {value}”.")
