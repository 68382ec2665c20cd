"""Names and titles: which names mean one series, and a part's short title."""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

QUOTES_AND_DASHES = str.maketrans("‘’“”–—‐‑", "''\"\"----")
#: “Ketamine basics, part 2: …” – what comes before the last separator, and the rest.
HEAD = re.compile(r"^(?P<head>.*?\S)\s*(?::|–|—|\||\s-)\s+(?P<tail>\S.*)$", re.DOTALL)
NUMBER = re.compile(r"\d+|\b(?:one|two|three|four|five|six|seven|eight|nine|ten)\b")
ROMAN = re.compile(r"[ivxlcdm]+")
#: More comparisons than this are too many for a check.
COMPARISONS = 20_000


def fold_name(name: str) -> str:
    """Return what names of one series have in common.

    >>> fold_name("My  series.") == fold_name("my Series")
    True
    """
    text = unicodedata.normalize("NFKC", name).translate(QUOTES_AND_DASHES)
    return " ".join(text.casefold().split()).rstrip(".:… ")


def shorten_titles(titles: Sequence[str], name: str) -> list[str]:
    """Return the titles without the beginning that they share.

    >>> shorten_titles(["Sleep, part 1: Falling", "Sleep, part 2: Staying"], "Nights")
    ['Falling', 'Staying']
    """
    short = [_cut_name(title, name) for title in titles]
    while len(short) > 1:
        found = [HEAD.match(title) for title in short]
        heads = {NUMBER.sub("#", m["head"].casefold()) if m else None for m in found}
        if len(heads) > 1 or None in heads:
            break
        tails = [_capitalise(m["tail"]) for m in found if m]
        if len(set(tails)) < len(tails):
            break
        short = tails
    return short


def find_near_names(
    suspects: Collection[str], known: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Yield each suspect that is nearly another known name, and that name.

    One letter more, fewer, other or swapped is found in linear time; names further
    apart are compared where there are few. Names that differ in a number are no typos.
    """
    if not suspects:
        return
    index: dict[str, list[str]] = {}
    for name in known:
        for stem in _stems(name):
            index.setdefault(stem, []).append(name)
    few = len(suspects) * len(known) <= COMPARISONS
    for name in suspects:
        near = [n for stem in _stems(name) for n in index.get(stem, ()) if n != name]
        if few and not near:
            others = {fold_name(other): other for other in known if other != name}
            found = get_close_matches(fold_name(name), others, n=1, cutoff=0.88)
            near = [others[folded] for folded in found]
        near = [other for other in near if not _differ_in_a_number(name, other)]
        if near:
            yield name, near[0]


def _stems(name: str) -> set[str]:
    letters = "".join(char for char in fold_name(name) if char.isalnum())
    if len(letters) < 6:
        return set()  # C and C++ are two series
    return {letters, *(letters[:n] + letters[n + 1 :] for n in range(len(letters)))}


def _differ_in_a_number(one: str, other: str) -> bool:
    words, others = fold_name(one).split(), fold_name(other).split()
    odd = set(words) ^ set(others)
    return bool(odd) and all(
        any(c.isdigit() for c in word)
        or ROMAN.fullmatch(word)
        or NUMBER.fullmatch(word)
        for word in odd
    )


def _cut_name(title: str, name: str) -> str:
    found = HEAD.match(title)
    if found and fold_name(found["head"]) == fold_name(name):
        return _capitalise(found["tail"])
    return title


def _capitalise(text: str) -> str:
    return text[:1].upper() + text[1:]
