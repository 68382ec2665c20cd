"""Numbers in references: ranges of pages, ordinals, and what counts as a number."""

from __future__ import annotations

import re
from functools import lru_cache

JOINT = re.compile(r"(\s*&\s*|,\s+and\s+|\s+and\s+|;\s+|,\s+|\s*[-–]+\s*)")
#: A label that stands in the field itself.
LABEL = re.compile(r"^\s*(?:pp?|no)\.\s*(?=\d)")
PAGE = re.compile(
    r"(?P<before>[0-9]*[A-Za-z]+0*)?(?P<number>(?P<digits>[0-9]{1,9})[a-z]*)"
)
SIMPLE = re.compile(r"[0-9]+[a-z]*|[ivxlcmIVXLCM]+")
#: A number with letters around it, as in “e1364”, “3A” or “NG222”.
COUNTED = re.compile(
    r"(?:[0-9]*[A-Za-z]+0*)?(?P<value>[0-9]+(?:[a-zA-Z]*|[-,a-zA-Z]+))"
)
NUMERIC = re.compile(r"(?:[0-9]+|[ixv]+)(?:[-,:a-zA-Z]*|-[-0-9]+)")
FRACTION = re.compile(r"[0-9]+(?:/[0-9]+)+")


@lru_cache(maxsize=4096)
def is_numeric(text: str) -> bool:
    """Return whether a field begins with a number, so that a label makes sense."""
    if not text.strip():
        return False
    return bool(NUMERIC.fullmatch(_first(text)) or FRACTION.fullmatch(text.strip()))


def is_plural(text: str, *, ranges: bool = True) -> bool:
    """Return whether a field holds more than one number; a hyphen may be no range."""
    text = LABEL.sub("", text)
    if not ranges:
        text = re.sub(r"(?<=\w)\s*[-–]+\s*(?=\w)", "", text)
    counts = is_numeric(text) and len(JOINT.split(text.strip())) > 1
    return counts and bool(re.match(r"[0-9]|[ivxlcm]+$", _first(text)))


def _first(text: str) -> str:
    value = JOINT.split(text.strip())[0]
    found = COUNTED.fullmatch(value)
    return found["value"] if found else value


def ordinal(text: str) -> str:
    """Return “2nd” for “2”.

    >>> [ordinal(n) for n in ("1", "12", "23")]
    ['1st', '12th', '23rd']
    """
    if not re.fullmatch(r"\d{1,9}", text):
        return text
    number = int(text)
    last = 0 if number % 100 in (11, 12, 13) else number % 10
    return str(number) + {1: "st", 2: "nd", 3: "rd"}.get(last, "th")


def format_numbers(
    text: str,
    delimiter: str = "–",
    *,
    pages: bool = False,
    minimal: bool = False,
    rising: bool = False,
) -> str:
    """Return “4–6” for “4-6”; what is no range of numbers stays as it is.

    Of pages, “123-5” gives “123–125”, or “123–5” where they are to be ``minimal``.
    With ``rising``, “800-145” and “2019-4” stay as they are.
    """
    text = LABEL.sub("", text.replace("–", "-")) if pages else text
    parts = JOINT.split(text.strip())
    for at in range(1, len(parts), 2):
        if "-" not in parts[at]:
            continue
        # Of “1-2-3” the last two are a range.
        alone = at + 2 >= len(parts) or "-" not in parts[at + 2]
        first, last = parts[at - 1], parts[at + 1]
        if rising and not is_rising(f"{first}-{last}"):
            continue
        page = _last_page(first, last, minimal=minimal) if pages else ""
        if alone and page:
            parts[at], parts[at + 1] = delimiter, page
        elif alone and SIMPLE.fullmatch(first) and SIMPLE.fullmatch(last):
            parts[at] = delimiter
        else:
            parts[at] = parts[at].strip()
    return "".join(parts)


def is_rising(text: str) -> bool:
    """Return whether a text is a range of two numbers, the second one greater."""
    found = re.fullmatch(
        r"\s*([1-9]\d{0,8})\s*[-–]\s*([1-9]\d{0,8})\s*", text, re.ASCII
    )
    return found is not None and int(found[1]) < int(found[2])


def _last_page(first: str, last: str, *, minimal: bool) -> str:
    """Return the last page, if both are of one kind: not of “S1” and “10”."""
    start, end = PAGE.fullmatch(first), PAGE.fullmatch(last)
    if not start or not end or start["before"] != end["before"]:
        return ""
    low, high, digits = start["number"], end["number"], end["digits"]
    missing = len(start["digits"]) - len(digits)
    if missing > 0:
        high, digits = low[:missing] + high, low[:missing] + digits
    if int(start["digits"]) >= int(digits):
        return last
    if not minimal:
        return (start["before"] or "") + high
    if len(low) != len(high):
        return high
    pairs = zip(low, high, strict=True)
    return high[next(at for at, (one, other) in enumerate(pairs) if one != other) :]
