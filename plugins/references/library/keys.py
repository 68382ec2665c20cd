"""Keys of works: surname and year, and a letter where two are the same."""

from __future__ import annotations

import re
from itertools import chain, count
from string import ascii_lowercase
from typing import TYPE_CHECKING

from .fold import fold

if TYPE_CHECKING:
    from collections.abc import Container

    from .reference import Reference

#: What may be written behind “@” without braces.
KEY = r"\w+(?:(?:--?|[:.#$%&+?<>~/])\w+)*"
SMALL_WORDS = {"the", "a", "an", "of", "on", "and", "for", "in", "to"}


def make_key(reference: Reference, taken: Container[str]) -> str:
    """Return ``daly2019``, or ``daly2019a`` where that is taken."""
    name = _surname(reference) or _first_word(reference.title) or "work"
    base = f"{name}{reference.year or ''}"
    ends = chain(("", *ascii_lowercase), (f"-{number}" for number in count(2)))
    return next(f"{base}{end}" for end in ends if f"{base}{end}" not in taken)


def is_key(text: str) -> bool:
    """Return whether a text can be cited as it is: ``[@text]``."""
    return bool(re.fullmatch(KEY, text)) and not text.isdigit()


def _surname(reference: Reference) -> str:
    for role in ("author", "editor"):
        for name in reference.name_list(role):
            if name.literal and not name.family:
                return _first_word(name.literal)
            # “van der Berg” in one field, as Crossref has it: the last word leads.
            words = re.sub(r"[^a-z ]", "", fold(name.family or name.given)).split()
            if len(words) > 1 and not (name.family[:1].isupper()):
                words = words[-1:]
            return "".join(words)
    return ""


def _first_word(text: str) -> str:
    words = re.findall(r"[a-z0-9]+", fold(text))
    return next((word for word in words if word not in SMALL_WORDS), "")
