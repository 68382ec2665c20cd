"""Names that posts bring along: slugs that are free, topics in one spelling."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from textwrap import wrap
from typing import TYPE_CHECKING

from unidecode import unidecode

from ...front_matter.schema import DEVICES, RESERVED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LONGEST = 100  #: characters of a slug; it is cut between words
#: The form in which a slug may stay as it was, so that its address can.
KEPT = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")


def slug_from(text: str) -> str:
    """Return a text as the end of an address: plain small letters and hyphens.

    >>> slug_from("Été & $(touch x)/../it's"), slug_from("???")
    ('ete-touch-x-its', '')
    """
    bare = re.sub(r"['’]", "", unidecode(text)).lower()
    words = " ".join(re.findall(r"[a-z0-9]+", bare))
    lines = wrap(words, LONGEST, break_long_words=False)
    return lines[0][:LONGEST].replace(" ", "-") if lines else ""


@dataclass
class Slugs:
    """The slugs of one folder, and how a new one is found."""

    taken: set[str]  #: in small letters

    def take(self, wanted: str) -> tuple[str, str]:
        """Return a free slug, and why it is not the wanted one; nothing if it is."""
        slug, number, why = wanted, 1, ""
        if slug.lower() in RESERVED:
            why = f"“{slug}” is a name that the site needs itself"
        elif slug.lower() in DEVICES:
            why = f"“{slug}” is the name of a device on some computers"
        elif slug.lower() in self.taken:
            why = f"“{slug}” is taken by another post or page"
        while slug.lower() in self.taken | RESERVED | DEVICES:
            number += 1
            slug = f"{wanted}-{number}"
        self.taken.add(slug.lower())
        return slug, why


@dataclass
class Topics:
    """Names of one kind (category, tag, author), each in its first spelling.

    Two spellings that give one address would be one page with two names.
    """

    slugify: Callable[[str], str]
    known: dict[str, str] = field(default_factory=dict)  #: address -> name
    spelt: dict[str, str] = field(default_factory=dict)  #: by ``fold``

    def unify(self, names: Iterable[str]) -> tuple[list[str], list[str]]:
        """Return the names, each once, and a sentence for each that changed."""
        found, said = dict[str, None](), list[str]()
        for name in names:
            bare = " ".join(name.split()).strip(" ,;")
            address = self.slugify(bare)
            if not address:
                said.append(f"“{bare}” gives no address")
                continue
            first = self.spelt.setdefault(fold(bare), bare)
            other = self.known.setdefault(address, first)
            if first != bare:
                said.append(f"“{bare}” is written “{first}”, as elsewhere")
            elif other != bare:
                said.append(f"“{bare}” has the address of “{other}”: rename one")
            found.setdefault(first)
        return list(found), said


def fold(name: str) -> str:
    """Return what spellings of a name share: no capitals, accents, spaces, hyphens."""
    return re.sub(r"[\s_-]+", "", unidecode(name)).casefold()
