"""Marks in a page's HTML: what they cite, their numbers, their links there and back."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape, unescape
from itertools import groupby
from typing import TYPE_CHECKING

from ...problem import did_you_mean, find_nearest, suggest
from .block import to_id
from .grammar import BARE, GROUP, Citation, MalformedGroupError, parse_bare, parse_group

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..library.file import Library
    from ..library.reference import Reference

MARK = (
    r'<span class="citation" data-cite="(?P<source>[^"]*)"[^>]*>(?P<inner>.*?)</span>'
)
NARRATED = r"(?P<narrated><span class=\"citation-authors\">[^<]*</span> )?"
FORBIDDEN = "a|button|code|kbd|pre|samp|script|style|textarea|title"
PIECE = re.compile(
    rf"{NARRATED}{MARK}|<(?P<close>/?)(?P<tag>{FORBIDDEN})\b[^>]*>", re.DOTALL
)
SPACED = re.compile(rf"(?P<space>[ \n]?)(?:{PIECE.pattern})", re.DOTALL)


@dataclass
class Numbering:
    """Numbers by first mention, and the marks of each work, while pages are read."""

    numbers: dict[str, int] = field(default_factory=dict)
    records: dict[str, Reference] = field(default_factory=dict)
    marks: dict[str, list[str]] = field(default_factory=dict)  #: key → ids of marks

    def number(self, record: Reference) -> int:
        """Return the work's number, the next one at its first mention."""
        self.records.setdefault(record.key, record)
        self.marks.setdefault(record.key, [])
        return self.numbers.setdefault(record.key, len(self.numbers) + 1)


@dataclass(frozen=True)
class CitationFault:
    """Something that looks like a citation and is none."""

    name: str  #: the problem's
    source: str  #: the author's words
    key: str = ""
    hint: str = ""


@dataclass
class Resolver:
    """Turns the places that the notation marked in one page into marks."""

    library: Library
    numbering: Numbering
    prefix: str  #: the page's own, for mark ids
    ids: Callable[[str], str]  #: a key's id in the block
    faults: list[CitationFault] = field(default_factory=list)
    groups: int = 0

    def resolve(self, html: str) -> str:
        """Return the HTML with numbered marks; works also on its own result."""
        if "data-cite=" not in html:
            return html
        out, at, inside = [], 0, 0
        for piece in PIECE.finditer(html):
            if piece["tag"]:
                inside = max(0, inside + (-1 if piece["close"] else 1))
                continue
            out.append(html[at : piece.start()])
            at = piece.end()
            source = unescape(piece["source"])
            out.append(escape(source, quote=False) if inside else self._mark(source))
        return "".join([*out, html[at:]])

    def _mark(self, source: str) -> str:
        if source.startswith("["):
            return self._group(source)
        citation = parse_bare(source)
        record = self.library.find(citation.key) if citation else None
        if citation and record:
            return (
                name_in_text(record) + " " + self._print([(citation, record)], source)
            )
        shorter, rest = _shorten(source, self.library)
        if shorter:
            return self._mark(shorter) + escape(rest, quote=False)
        key = citation.key if citation else source
        if hint := _near(key, self.library):
            self.faults.append(CitationFault("citation-nearly", source, key, hint))
        return escape(source, quote=False)

    def _group(self, source: str) -> str:
        try:
            citations = parse_group(source[1:-1])
        except MalformedGroupError as error:
            if any(f"@{key}" in source for key in self.library.by_key):
                fault = CitationFault("citation-malformed", source, hint=str(error))
                self.faults.append(fault)
            return escape(source, quote=False)
        found: list[tuple[Citation, Reference]] = []
        for citation in citations:
            record = self.library.find(citation.key)
            if record:
                found.append((citation, record))
            else:
                hint = did_you_mean(citation.key, self.library.by_key)
                fault = CitationFault("citation-unknown", source, citation.key, hint)
                self.faults.append(fault)
        if len(found) < len(citations):
            return escape(source, quote=False)
        return self._print(found, source)

    def _print(self, found: list[tuple[Citation, Reference]], source: str) -> str:
        self.groups += 1
        for _, record in found:
            self.numbering.number(record)
        group = ""
        if any(one.prefix or one.locator or one.suffix for one, _ in found):
            inner = "; ".join(self._item(one, record) for one, record in found)
        else:
            inner, is_range = self._collapsed([record for _, record in found])
            group = f' id="{self._group_id}"' if is_range else ""
        cite = escape(source).replace("\n", "&#10;")
        return f'<span class="citation" data-cite="{cite}"{group}>[{inner}]</span>'

    @property
    def _group_id(self) -> str:
        start = f"{self.prefix}-" if self.prefix else ""
        return f"{start}cites-{self.groups}"

    def _item(self, citation: Citation, record: Reference) -> str:
        words = _words(citation.prefix)
        before = f"{words} " if words else ""
        after = f", {_words(citation.locator)}" if citation.locator else ""
        if citation.suffix:
            after += f", {_words(citation.suffix)}"
        return before + self._link(record) + after

    def _collapsed(self, records: list[Reference]) -> tuple[str, bool]:
        """Return “1–3, 5”: three neighbours and more become a range."""
        numbers = self.numbering.numbers
        unique = {numbers[record.key]: record for record in records}
        order = sorted(unique)
        runs = [
            [number for _, number in run]
            for _, run in groupby(enumerate(order), lambda pair: pair[1] - pair[0])
        ]
        parts, is_range = list[str](), False
        for run in runs:
            if len(run) < 3:
                parts.extend(self._link(unique[number]) for number in run)
                continue
            is_range = True
            for number in run[1:-1]:
                self.numbering.marks[unique[number].key].append(self._group_id)
            first, last = self._link(unique[run[0]]), self._link(unique[run[-1]])
            parts.append(f"{first}–{last}")
        return ", ".join(parts), is_range

    def _link(self, record: Reference) -> str:
        number = self.numbering.numbers[record.key]
        marks = self.numbering.marks[record.key]
        start = f"{self.prefix}-" if self.prefix else ""
        here = f"{start}cite-{to_id(record.key)}"
        own = f"{here}-{sum(one.startswith(f'{here}-') for one in marks) + 1}"
        marks.append(own)
        label = escape(f"Reference {number}: {name_work(record)}")
        return (
            f'<a role="doc-biblioref" class="citation-mark" id="{own}"'
            f' href="#{self.ids(record.key)}" aria-label="{label}">{number}</a>'
        )


def name_work(record: Reference) -> str:
    """Return “Daly et al., 2019”: how a sentence calls a work."""
    year = f", {record.year}" if record.year else ""
    return f"{name_authors(record)}{year}"


def name_authors(record: Reference) -> str:
    """Return “Daly et al.”, “Carhart-Harris and Goodwin”, or else the title."""
    names = record.name_list() or record.name_list("editor")
    short = [name.short for name in names]
    if not short:
        title = re.sub(r"</?\w[^<>]*>", "", record.title)
        return f"“{title}”" if title else record.key
    if len(short) > 2 or not record.authors_complete:
        return f"{short[0]} et al."
    return " and ".join(short)


def name_in_text(record: Reference) -> str:
    """Return the authors as the sentence's own words, before the mark."""
    return f'<span class="citation-authors">{escape(name_authors(record))}</span>'


def remove_marks(html: str, library: Library) -> str:
    """Return a summary's text without marks; names that a sentence needs stay."""

    def replace(piece: re.Match[str]) -> str:
        if piece["tag"]:
            return piece.group()
        source = unescape(piece["source"])
        if source.startswith("["):
            return ""
        citation = parse_bare(source)
        record = library.find(citation.key) if citation else None
        text = escape(name_authors(record) if record else source, quote=False)
        return piece["space"] + text

    if "data-cite=" in html:
        html = re.sub(
            rf"(?P<space>[ \n]?)(?:{PIECE.pattern})", replace, html, flags=re.DOTALL
        )
    return html


def remove_typed(text: str, library: Library) -> str:
    """Return a summary that no Markdown has read, without the notation itself."""
    if "@" not in text:
        return text

    def group(found: re.Match[str]) -> str:
        try:
            cited = parse_group(found["inside"])
        except MalformedGroupError:
            return found.group()
        known = cited and all(library.find(one.key) for one in cited)
        return "" if known else found.group()

    def bare(found: re.Match[str]) -> str:
        record = library.find(found["braced"] or found["key"])
        return name_authors(record) if record else found.group()

    return re.sub(BARE, bare, re.sub(r"[ \n]?" + GROUP, group, text))


def _words(text: str) -> str:
    """Return an author's words inside a mark as HTML; ``*`` and ``_`` emphasise."""
    return re.sub(
        r"([*_])(?=\S)(.+?)(?<=\S)\1", r"<em>\2</em>", escape(text, quote=False)
    )


def _shorten(source: str, library: Library) -> tuple[str, str]:
    """Return the longest start of a bare ``@word`` that is a key, and the rest."""
    cut = len(source)
    while (cut := _last_mark(source, cut)) > 1:
        if library.find(source[1:cut]):
            return source[:cut], source[cut:]
    return "", ""


def _last_mark(source: str, end: int) -> int:
    found = [m.start() for m in re.finditer(r"[^\w@]", source[:end])]
    return found[-1] if found else 0


def _near(key: str, library: Library) -> str:
    near = find_nearest(key, library.by_key, cutoff=0.8)
    return suggest(near and f"@{near}")
