"""Series that old titles tell of: “Sleep, part 2 of 5”."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

WORDS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
LONGEST = 300  #: characters of a title that are looked at
PART = re.compile(
    r"[\s:,–—|(\[-]*\b(?:part|pt\.?)\s+(?P<part>\d{1,3}|[a-z]+)"
    r"(?:\s*(?:of|/)\s*(?P<of>\d{1,3}|[a-z]+))?[)\]]?(?:\s*[:,–—|-]\s*|\s+|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Part:
    """A place in a series that a title tells of."""

    series: str
    number: int
    of: int  #: 0 where the title does not say
    rest: str  #: what the part itself is called; may be empty


def read_part(title: str) -> Part | None:
    """Return the place that a title tells of; none where it names no series.

    >>> read_part("Sleep, Part 2 of 5: Dreams")
    Part(series='Sleep', number=2, of=5, rest='Dreams')
    >>> read_part("Part two of my life") is None, read_part("A part of me") is None
    (True, True)
    """
    found = PART.search(title[:LONGEST])
    if not found or not (number := _number(found["part"])):
        return None
    name = title[: found.start()].strip(" :,–—|-([")
    if not name:
        return None
    rest = title[found.end() :].strip(" :,–—|-)]")
    return Part(name, number, _number(found["of"] or ""), rest)


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    return WORDS.index(text.lower()) + 1 if text.lower() in WORDS else 0


def propose(titles: Mapping[int, str]) -> dict[int, Part]:
    """Return the parts among posts, by number of the item: of series with two at least.

    A series is left out where two posts claim one place in it.
    """
    groups = defaultdict[str, list[tuple[int, Part]]](list)
    for number, title in titles.items():
        if part := read_part(title):
            groups[fold(part.series)].append((number, part))
    found = dict[int, Part]()
    for parts in groups.values():
        places = [part.number for _, part in parts]
        if len(parts) > 1 and len({*places}) == len(places):
            name = parts[0][1].series
            found |= {n: Part(name, p.number, p.of, p.rest) for n, p in parts}
    return found


def listed(parts: Iterable[Part]) -> list[str]:
    """Return a line for each series that was found."""
    numbers = defaultdict[str, list[int]](list)
    for part in parts:
        numbers[part.series].append(part.number)
    return [
        f"“{name}”: parts {', '.join(map(str, sorted(its)))}"
        for name, its in sorted(numbers.items())
    ]
