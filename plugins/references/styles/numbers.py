"""Numbers in references: ranges of pages, ordinals, and what counts as a number."""

from __future__ import annotations

import re

RANGE = re.compile(
    r"(?P<one>[0-9]*[A-Za-z]+0*)?(?P<from>[0-9]+[a-z]*)\s*[-–]+\s*"
    r"(?P<two>[0-9]*[A-Za-z]+0*)?(?P<to>[0-9]+[a-z]*)"
)
NUMERIC = re.compile(
    r"[A-Za-z]*[0-9]+[A-Za-z]*(?:\s*(?:[-–&,;]|and)+\s*[A-Za-z]*[0-9]+[A-Za-z]*)*"
    r"|[0-9]+(?:/[0-9]+)+"
)


def is_numeric(text: str) -> bool:
    """Say whether a field holds nothing but numbers."""
    return bool(NUMERIC.fullmatch(text.strip()))


def is_plural(text: str) -> bool:
    """Say whether a field holds more than one number."""
    return bool(re.search(r"\d\s*(?:[-–&,;]|and)+\s*[A-Za-z]*\d", text))


def dash(text: str) -> str:
    """Return numbers with en dashes in their ranges."""
    return re.sub(r"(?<=\d)\s*[-–]\s*(?=\d)", "–", text)


def expand_pages(text: str, delimiter: str = "–") -> str:
    """Return “893–903” for “893-903” and “123–125” for “123-5”."""
    return _pages(text, delimiter, minimal=False)


def shorten_pages(text: str, delimiter: str = "–") -> str:
    """Return “2105–13” for “2105-2113”."""
    return _pages(text, delimiter, minimal=True)


def ordinal(text: str) -> str:
    """Return “2nd” for “2”.

    >>> [ordinal(n) for n in ("1", "12", "23")]
    ['1st', '12th', '23rd']
    """
    if not text.isdigit():
        return text
    number = int(text)
    ending = "th"
    if number % 100 not in (11, 12, 13):
        ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _pages(text: str, delimiter: str, *, minimal: bool) -> str:
    def one(found: re.Match[str]) -> str:
        prefix, start = found["one"] or "", found["from"]
        second, end = found["two"] or "", found["to"]
        if second and second != prefix:
            return f"{prefix}{start}{delimiter}{second}{end}"
        if len(end) < len(start):
            end = start[: len(start) - len(end)] + end
        if _value(start) < _value(end):
            if minimal and len(start) == len(end):
                same = 0
                while start[same] == end[same]:
                    same += 1
                return f"{prefix}{start}{delimiter}{end[same:]}"
            return f"{prefix}{start}{delimiter}{prefix}{end}"
        return f"{prefix}{start}{delimiter}{second}{found['to']}"

    return RANGE.sub(one, text)


def _value(text: str) -> int:
    found = re.match(r"\d+", text)
    return int(found.group()) if found else 0
