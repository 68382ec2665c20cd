"""Volumes, issues and pages: when two ways of writing them say the same."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..library.fold import fold_compact
from ..library.titles import clean_text

DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
ROMAN = re.compile(r"(?=.)m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
WORDS = re.compile(
    r"\b(?:volume|vol|issue|iss|number|num|no|nr|heft|band|bd|tome|pt|part)\b\.?\s*"
)
#: “411-420.e7”: pages that only the electronic edition has.
ELECTRONIC = re.compile(r"\.e\d+\b", re.IGNORECASE)
#: What PubMed counts beside the article: “123-30; discussion 131-2”.
APPENDED = re.compile(
    r"[;,]\s*(?:discussion|quiz|author|comment|table|contents|passim).*$"
)
#: Noughts before a number, after its letters.
LEADING = re.compile(r"^([a-z]*)0+(?=\d)")
#: The letter of an article's number, and noughts behind it.
LETTER = re.compile(r"^e0*(?=\d)")
SUPPLEMENT = re.compile(r"suppl(?:ement|ementary|\b)?\.?\s*")


class Pages(NamedTuple):
    """One range: ``s12`` to ``s15``; ``last`` is empty where one page is named."""

    first: str
    last: str


def number_form(text: str) -> str:
    """Return a volume or an issue in one spelling.

    >>> number_form("Vol. 012"), number_form("XII"), number_form("4–6")
    ('12', '12', '4-6')
    >>> number_form("Supplement 1"), number_form("1_Suppl")
    ('s1', '1s')
    """
    text = clean_text(text).translate(DASHES).casefold()
    text = WORDS.sub("", SUPPLEMENT.sub("s", text.replace("_", " ")))
    text = re.sub(r"[\s.,()\[\]]+", "", text.replace("/", "-").replace("&", "-"))
    text = re.sub(r"(?<!\d)0+(?=\d)", "", text)
    if ROMAN.fullmatch(text):
        return str(_roman(text))
    return text


def parse_pages(text: str) -> tuple[Pages, ...]:
    """Read page ranges; a shortened last page is written out.

    >>> parse_pages("893-9"), parse_pages("2105–13"), parse_pages("S12-5")
    ((Pages(first='893', last='899'),), (Pages(first='2105', last='2113'),),
     (Pages(first='s12', last='s15'),))
    """
    text = clean_text(text).translate(DASHES).casefold()
    text = re.sub(r"\b(?:pages?|pp?|article|art|seiten?|number|no)\b\.?\s*", "", text)
    text = APPENDED.sub("", ELECTRONIC.sub("", text)).removesuffix("+")
    found = []
    for part in re.split(r"[,;&]|\band\b", text):
        first, _, last = re.sub(r"-+", "-", part).partition("-")
        first, last = re.sub(r"\W", "", first), re.sub(r"\W", "", last)
        if LEADING.match(first):
            first, last = LEADING.sub(r"\1", first), LEADING.sub(r"\1", last)
        if first and first != "na":
            found.append(Pages(first, _written_out(first, last)))
    return tuple(found)


def same_pages(mine: str, theirs: str) -> bool:
    """Return whether two page fields mean the same; one may name the first only.

    An “e” before an article number is not part of it.
    """
    left, right = parse_pages(mine), parse_pages(theirs)
    tails = [tail for tail in map(ELECTRONIC.findall, (mine, theirs)) if tail]
    if len(tails) == 2 and tails[0] != tails[1]:
        return False
    if left and right:
        # One side may leave out what stands elsewhere in the issue.
        return all(map(_same_range, left, right))
    return left == right or fold_compact(mine) == fold_compact(theirs)


def _same_range(one: Pages, other: Pages) -> bool:
    """Return whether two ranges begin and, where both have an end, end alike."""
    both = (pair for pair in zip(one, other, strict=True) if all(pair))
    return all(LETTER.sub("", left) == LETTER.sub("", right) for left, right in both)


def _written_out(first: str, last: str) -> str:
    """Return “899” for “893-9” and “s15” for “s12-5”."""
    digits = re.fullmatch(r"(\D*)(\d+)(\D*)", first)
    if not last or last == first or not digits or not last.isdigit():
        return last
    if len(last) < len(digits[2]):
        last = digits[2][: -len(last)] + last
    return digits[1] + last


def _roman(text: str) -> int:
    values = [VALUES[letter] for letter in text]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)
