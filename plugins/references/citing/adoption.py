"""A list typed by hand becomes citations, whole or not at all.

What goes in is counted against what comes out: entries, marks, DOIs, and the words
outside of the list. Whether a mark can be read is asked of Markdown itself, since raw
HTML, links and headings have rules of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from markdown import Markdown

from ...problem import Problem
from ...source.header import parse_header
from ...source.header_edit import set_items
from ...source.prose import Prose
from ...source.values import split_list
from ..exchange.typed_list import (
    ListFault,
    is_reference,
    match_start,
    read_plain_list,
)
from ..library.doi import find_dois
from ..library.file import gather
from ..library.item import parse_item
from .grammar import GROUP, MalformedGroupError, parse_group
from .markdown import CitationExtension
from .marks import Resolver
from .page import parse_keys
from .typed_marks import find_marks, turn_marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...source.core import Source
    from ..exchange.typed_list import PlainList
    from .grammar import Citation
    from .typed_marks import TypedMark

EXTENSIONS = ("extra", "admonition", "sane_lists", "toc")
FURTHER = "further_reading"


#: What readers do not see, or see as code.
HIDDEN = re.compile(r"<!--.*?-->|<(code|pre|script|style)\b.*?</\1>", re.DOTALL)
NUMBER = re.compile(r"(?:\[|<sup>)(\d{1,3})(?:[,–-]\d{1,3})*(?:\]|</sup>)")
#: Keys of a header whose texts are the post's own words.
TELLING = frozenset(("summary", "description", "excerpt", "key_points"))
#: Stands for the list while marks are turned; no source may hold it.
GAP = "\ufdd0"


@dataclass(frozen=True)
class Adoption:
    """A post with a list, what of it can be turned, and what keeps it from that."""

    source: Source
    place: PlainList
    marks: tuple[TypedMark, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def cited(self) -> list[str]:
        """Return the labels of the entries that marks name, in order."""
        return [*dict.fromkeys(one for mark in self.marks for one in mark.labels)]

    def write(self, keys: Mapping[str, str]) -> str:
        """Return the post with keys, by the labels of entries, for its marks and list.

        Works that no mark names become further reading. Line ends are the file's.
        """
        header = self.source.lines[: self.source.header.body_line - 1]
        names = [[keys[label] for label in mark.labels] for mark in self.marks]
        text = "".join(f"{line}\n" for line in header) + self.turned(names)
        cited = {key for keys in names for key in keys}
        rest = [key for key in dict.fromkeys(keys.values()) if key not in cited]
        text = add_further_reading(text, rest)
        return text.replace("\n", "\r\n") if "\r\n" in self.source.text else text

    def turned(self, names: list[list[str]] | None = None) -> str:
        """Return the body without the list, with citations for marks, or nothing."""
        prose, place = self.source.prose, self.place
        lines = prose.body.split("\n")
        first, last = place.first - prose.first_line, place.last - prose.first_line
        for number in range(first, last + 1):
            lines[number] = GAP * len(lines[number])
        text = turn_marks("\n".join(lines), self.marks, names)
        head, tail = text[: text.index(GAP)], text[text.rindex(GAP) + 1 :]
        parts = (head.rstrip("\n"), tail.strip("\n"))
        return "\n\n".join(part for part in parts if part) + "\n"


def plan_adoption(source: Source) -> Adoption | None:
    """Read a post's list and marks; None where it has no such list."""
    place = read_plain_list(source.prose)
    if place is None:
        return None
    marks = find_marks(source.prose, place)
    plan = Adoption(source, place, tuple(marks.marks))
    entries = [*place.faults, *_find_more(source, place)]
    unturned = marks.faults or ([] if entries else [*_find_unread(plan)])
    unturned = [*unturned, *_find_told(plan)]
    problems = [
        Problem(source.path, one.line, one.what, one.remedy, name)
        for name, faults in (("typed-entry", entries), ("typed-mark", unturned))
        for one in faults
    ]
    return replace(plan, problems=tuple(sorted(problems)))


def _find_more(source: Source, place: PlainList) -> Iterator[ListFault]:
    """Yield a second list, and the entries that go on below a heading of their own."""
    lines = source.prose.body.split("\n")
    end = place.last - source.prose.first_line + 1
    rest = Prose("\n".join(lines[end:]), place.last + 1)
    if other := read_plain_list(rest):
        what = "There is a second list of references in this post."
        yield ListFault(other.first, what, "Make one list of the two.")
    last = place.entries[-1].label
    for number, line in enumerate(lines[end:], place.last + 1):
        kind, label, text = match_start(line)
        goes_on = (
            last.isdecimal() and label == str(int(last) + 1) and kind == place.kind
        )
        if goes_on and is_reference(text):
            what = f"“{line.strip()}” goes on with the list, and is apart from it."
            yield ListFault(number, what, "Take out what stands between the two.")
            return


def _find_unread(plan: Adoption) -> Iterator[ListFault]:
    """Yield the marks that Markdown would print as they are, in raw HTML or a link."""
    names = [f"adopted-{number}" for number, _ in enumerate(plan.marks)]
    library = gather(parse_item({"id": name, "title": "A"}) for name in names)
    body = plan.turned([[name] for name in names])
    html = Markdown(extensions=[*EXTENSIONS, CitationExtension()]).convert(body)
    resolver = Resolver(library, {}, "a", str)
    resolver.resolve(html)
    for name, mark in zip(names, plan.marks, strict=True):
        if name not in resolver.cited:
            prose = plan.source.prose
            said = prose.text[mark.start : mark.end]
            what = f"“{said}” stands where nothing can be cited: in HTML or by a link."
            remedy = "Put the mark into the text, away from links."
            yield ListFault(prose.line_of(mark.start), what, remedy)
    yield from _find_left(plan, HIDDEN.sub(" ", html))


def _find_told(plan: Adoption) -> Iterator[ListFault]:
    """Yield the marks in what a header tells of the text, where none can be read."""
    header, labels = plan.source.header, {one.label for one in plan.place.entries}
    for key in TELLING & header.values.keys():
        found = NUMBER.search(str(header.values[key]))
        if found and found[1] in labels:
            what = f"“{found[0]}” stands in “{key}”, where nothing can be cited."
            yield ListFault(header.line(key), what, "Take it out there.")


def _find_left(plan: Adoption, html: str) -> Iterator[ListFault]:
    """Yield numbers that readers see, and that the source seems to have as code."""
    prose, labels = plan.source.prose, {one.label for one in plan.place.entries}
    for found in NUMBER.finditer(prose.body):
        line, said = prose.line_of(found.start()), found[0]
        is_listed = plan.place.first <= line <= plan.place.last
        is_code = not prose.text[found.start() : found.end()].strip()
        if is_code and not is_listed and found[1] in labels and said in html:
            what = f"“{said}” stands in lines that are indented as code is."
            yield ListFault(line, what, "Indent them less, or put them into a fence.")


def find_losses(plan: Adoption, text: str, keys: Mapping[str, str]) -> list[Problem]:
    """Return what a written post has lost or won against the old one.

    Everything is read anew from the two texts, as if by somebody else.
    """
    source, header = plan.source, parse_header(text)
    bare = plan.turned()
    groups = [one["inside"] for one in re.finditer(GROUP, header.body)]
    further = parse_keys(header.values.get(FURTHER))
    named = {one.key for inside in groups for one in _read_group(inside)} | {*further}
    listed = "\n".join(source.lines[plan.place.first - 1 : plan.place.last])
    entries = "\n".join(entry.text for entry in plan.place.entries)
    others = len([*re.finditer(GROUP, bare)])
    old, new = ({**one.values, FURTHER: ""} for one in (source.header, header))
    pairs = (
        ("entries", len({*keys.values()}), len({*keys.values()} & named)),
        ("marks", len(plan.marks) + others, len(groups)),
        ("DOIs", {*find_dois(listed)}, {*find_dois(entries)}),
        ("words", _words(bare), _words(header.body)),
        ("lines of the header", old, new),
    )
    return [
        Problem(
            source.path,
            plan.place.first,
            f"The {what} before and after do not come out even.",
            "Nothing was written. Please report this, with the post.",
            "typed-count",
        )
        for what, one, other in pairs
        if one != other
    ]


def _read_group(inside: str) -> tuple[Citation, ...]:
    try:
        return parse_group(inside)
    except MalformedGroupError:
        return ()


def _words(text: str) -> list[str]:
    return re.sub(GROUP, " ", text).split()


def add_further_reading(text: str, keys: list[str]) -> str:
    """Return the post with these keys as ``further_reading`` in its header.

    Raises ``HeaderEditError`` where the header cannot take them.
    """
    if not keys:
        return text
    header = parse_header(text)
    if header.form == "none":
        return f"Further_reading: {', '.join(keys)}\n\n{text}"
    known = split_list(header.values.get(FURTHER))
    return set_items(text, FURTHER, [*known, *keys])
