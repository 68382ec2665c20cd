"""Which post cites which work: read from the sources, without building the site."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...problem import Level, Problem, list_some
from ..exchange.typed_list import read_plain_list
from .grammar import BARE, GROUP, MalformedGroupError, parse_group
from .page import parse_keys
from .status import parse_reasons

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ...source.core import Source
    from ...source.prose import Prose
    from ..library.file import Library

#: “[3]”, “[2, 3]” and “[1–3]”, which are neither links nor footnotes.
NUMBERS = re.compile(
    r"(?<![\w\]!\\])\[(?P<numbers>\d{1,3}(?:\s*[,–-]\s*\d{1,3})*)\](?![(\[:])"
)


#: More unused works than this are said in one line.
FEW = 5
#: No line names more works than this.
MANY = 20


@dataclass(frozen=True)
class Usage:
    """What one source file says of the library."""

    path: str
    keys: frozenset[str] = frozenset()  #: of the works that it names
    explained: frozenset[str] = frozenset()  #: retracted works with a reason
    loose_numbers: tuple[tuple[int, int], ...] = ()  #: (line, number) without an entry


def read_usage(source: Source, library: Library) -> Usage:
    """Return what a Markdown source cites; code, links and addresses are left out."""
    header, prose = source.header, source.prose
    cited = _find_keys(_find_cited(prose.text), library)
    further = parse_keys(header.values.get("further_reading"))
    reasons = parse_reasons(header.values.get("cites_retracted"))
    return Usage(
        source.path,
        frozenset(cited | _find_keys(further, library)),
        frozenset(key for key, reason in reasons.items() if reason),
        tuple(_loose_numbers(prose, len(cited))),
    )


def find_unused(library: Library, usages: Sequence[Usage]) -> Iterator[Problem]:
    """Yield works that no post names, and those that a single post names."""
    posts = Counter(key for usage in usages for key in usage.keys)
    unused = [work for work in library.references if not posts[work.key]]
    remedy = "Keep it for later, or remove it."
    if len(unused) > FEW:
        keys = list_some([work.key for work in unused], MANY)
        what = f"{len(unused)} works are cited by no post or page: {keys}."
        name = "reference-uncited"
        yield Problem(library.path, 0, what, "", name, Level.NOTICE)
        unused = []
    for work in unused:
        what = f"{work.key}: no post or page cites this work."
        line, name = work.line_of("id"), "reference-uncited"
        yield Problem(library.path, line, what, remedy, name, Level.NOTICE)
    alone = [work.key for work in library.references if posts[work.key] == 1]
    if alone:
        count = f"{len(alone)} works are" if len(alone) > 1 else "1 work is"
        what = f"{count} cited in one post only: {list_some(alone, MANY)}."
        name = "references-cited-once"
        yield Problem(library.path, 0, what, "", name, Level.NOTICE)


def find_loose_numbers(usages: Iterable[Usage]) -> Iterator[Problem]:
    """Yield the numbers in a text that have no entry in the list below it."""
    for usage in usages:
        for line, number in usage.loose_numbers:
            what = f"“[{number}]” has no entry in the list of references."
            remedy = "Correct the number, or cite by key: [@key]."
            name = "reference-number"
            yield Problem(usage.path, line, what, remedy, name, Level.NOTICE)


def justified_everywhere(usages: Sequence[Usage]) -> set[str]:
    """Return the works that every post which names them cites with a reason."""
    named = {key for usage in usages for key in usage.keys}
    return named - {key for usage in usages for key in usage.keys - usage.explained}


def _find_keys(names: Iterable[str], library: Library) -> set[str]:
    """Return the keys of the works that names, keys or numbers, are those of."""
    return {work.key for work in map(library.find, names) if work}


def _find_cited(text: str) -> Iterator[str]:
    for group in re.finditer(GROUP, text):
        if not text.startswith(("(", "["), group.end()):
            with suppress(MalformedGroupError):
                yield from (one.key for one in parse_group(group["inside"]))
    for bare in re.finditer(BARE, re.sub(GROUP, " ", text)):
        yield bare["braced"] or bare["key"]


def _loose_numbers(prose: Prose, cited: int) -> Iterator[tuple[int, int]]:
    """Yield (line, number) for typed numbers beyond the list, typed or made."""
    place = read_plain_list(prose)
    first, last = (place.first, place.last) if place else (0, 0)
    lines = [*enumerate(prose.lines, prose.first_line)]
    entries = len(place.entries) if place else cited
    outside = [one for one in lines if not first <= one[0] <= last]
    for number, line in outside if entries else ():
        for found in NUMBERS.finditer(line):
            for said in re.findall(r"\d+", found["numbers"]):
                if not 1 <= int(said) <= entries:
                    yield number, int(said)
