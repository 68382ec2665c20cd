"""Which post cites which work: read from the sources, without building the site."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...problem import Level, Problem
from ..exchange.typed_list import NUMBERED, find_plain_list
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
class Mention:
    """One work, named at one place of one source file."""

    key: str  #: the library's key
    path: str
    line: int
    is_cited: bool = True  #: false for further reading


@dataclass(frozen=True)
class Usage:
    """What one source file says of the library."""

    path: str
    mentions: tuple[Mention, ...] = ()
    explained: frozenset[str] = frozenset()  #: retracted works with a reason
    loose_numbers: tuple[tuple[int, int], ...] = ()  #: (line, number) without an entry


def read_usage(source: Source, library: Library) -> Usage:
    """Return what a Markdown source cites; code, links and addresses are left out."""
    header, path = source.header, source.path
    mentions = list(_mentions(source.prose, path, library))
    further = header.line("further_reading")
    for name in parse_keys(header.values.get("further_reading")):
        work = library.find(name)
        if work:
            mentions.append(Mention(work.key, path, further, is_cited=False))
    reasons = parse_reasons(header.values.get("cites_retracted"))
    return Usage(
        path,
        tuple(sorted(mentions, key=lambda mention: mention.line)),
        frozenset(key for key, reason in reasons.items() if reason),
        tuple(
            _loose_numbers(
                source.prose, len({one.key for one in mentions if one.is_cited})
            )
        ),
    )


def find_unused(library: Library, usages: Sequence[Usage]) -> Iterator[Problem]:
    """Yield works that no post names, and those that a single post names."""
    posts: dict[str, set[str]] = {work.key: set() for work in library.references}
    for usage in usages:
        for mention in usage.mentions:
            posts[mention.key].add(usage.path)
    unused = [work for work in library.references if not posts[work.key]]
    remedy = "Keep it for later, or remove it."
    if len(unused) > FEW:
        keys = list_some([work.key for work in unused])
        what = f"{len(unused)} works are cited by no post or page: {keys}."
        name = "reference-uncited"
        yield Problem(library.path, 0, what, "", name, Level.NOTICE)
        unused = []
    for work in unused:
        what = f"{work.key}: no post or page cites this work."
        line, name = work.line_of("id"), "reference-uncited"
        yield Problem(library.path, line, what, remedy, name, Level.NOTICE)
    alone = [work.key for work in library.references if len(posts[work.key]) == 1]
    if alone:
        count = f"{len(alone)} works are" if len(alone) > 1 else "1 work is"
        what = f"{count} cited in one post only: {list_some(alone)}."
        name = "references-cited-once"
        yield Problem(library.path, 0, what, "", name, Level.NOTICE)


def list_some(keys: Sequence[str]) -> str:
    """Return the first keys of a list, and how many more there are."""
    more = f" and {len(keys) - MANY} more" if len(keys) > MANY else ""
    return ", ".join(keys[:MANY]) + more


def find_loose_numbers(usages: Iterable[Usage]) -> Iterator[Problem]:
    """Yield the numbers in a text that have no entry in the list below it."""
    for usage in usages:
        for line, number in usage.loose_numbers:
            what = f"“[{number}]” has no entry in the list of references."
            remedy = "Correct the number, or cite by key: [@key]."
            name = "reference-number"
            yield Problem(usage.path, line, what, remedy, name, Level.NOTICE)


def justified_everywhere(usages: Iterable[Usage]) -> set[str]:
    """Return the works that every post which names them cites with a reason."""
    named: dict[str, list[bool]] = {}
    for usage in usages:
        for key in {mention.key for mention in usage.mentions}:
            named.setdefault(key, []).append(key in usage.explained)
    return {key for key, reasons in named.items() if all(reasons)}


def _mentions(prose: Prose, path: str, library: Library) -> Iterator[Mention]:
    body = prose.text
    for group in re.finditer(GROUP, body):
        after = body[group.end() : group.end() + 1]
        if after in {"(", "["} and after:
            continue
        try:
            citations = parse_group(group["inside"])
        except MalformedGroupError:
            continue
        for citation in citations:
            work = library.find(citation.key)
            if work:
                yield Mention(work.key, path, prose.line_of(group.start()))
    for bare in re.finditer(BARE, re.sub(GROUP, _blank, body)):
        work = library.find(bare["braced"] or bare["key"])
        if work:
            yield Mention(work.key, path, prose.line_of(bare.start()))


def _loose_numbers(prose: Prose, cited: int) -> Iterator[tuple[int, int]]:
    """Yield (line, number) for typed numbers beyond the list, typed or made."""
    lines = prose.lines
    place = find_plain_list(prose)
    entries = cited
    if place:
        first, last = (line - prose.first_line + 1 for line in place)
        entries = sum(bool(NUMBERED.match(line)) for line in lines[first:last])
        lines = [*lines[: first - 1], *[""] * (last - first + 1), *lines[last:]]
    if not entries:
        return
    for number, line in enumerate(lines, prose.first_line):
        for found in NUMBERS.finditer(line):
            for said in re.findall(r"\d+", found["numbers"]):
                if not 1 <= int(said) <= entries:
                    yield number, int(said)


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found.group())
