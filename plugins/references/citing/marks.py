"""Marks in a page's HTML: what they cite, their numbers, their links there and back."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape, unescape
from itertools import groupby
from typing import TYPE_CHECKING

from ...problem import did_you_mean, find_nearest, suggest
from ...words import Word
from .block import SPOKEN, to_id
from .grammar import (
    BARE,
    GROUP,
    Citation,
    MalformedGroupError,
    names_a_work,
    parse_bare,
    parse_group,
)
from .json_ld import without_tags

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...words import Words
    from ..library.file import Library
    from ..library.reference import Reference

NARRATED = r'(?:span class="citation-authors"[^>]*>[^<]*</span> <)?'
MARK = r'span class="citation" data-cite="(?P<source>[^"]*)"[^>]*>.*?</span>'
FORBIDDEN = "a|button|code|kbd|pre|samp|script|style|textarea|title"
#: All begin with “<”, and the pattern as well: so a text is gone through quickly.
PIECE = re.compile(
    rf"<(?:{NARRATED}{MARK}|(?P<close>/?)(?P<tag>{FORBIDDEN})\b[^>]*>)", re.DOTALL
)
#: What a mark keeps of its author's words, for a build that reads it again.
KEPT = re.compile(r'(<span class="citation") data-cite="[^"]*"')
SPACED = re.compile(rf"(?P<space>[ \n]?)(?:{PIECE.pattern})", re.DOTALL)


@dataclass(frozen=True)
class CitedWork:
    """A work that has been mentioned, while pages are read."""

    record: Reference
    number: int  #: by first mention
    marks: list[str] = field(default_factory=list)  #: their ids


@dataclass(frozen=True)
class CitationFault:
    """Something that looks like a citation and is none."""

    name: str  #: the problem's
    source: str  #: the author's words
    what: str
    hint: str = ""


def not_there(key: str, library: Library, source: str = "") -> CitationFault:
    """Return that a key is not in the library, with the one that may be meant.

    Without ``source``, the words that cite it, it is one of a post's further reading.
    """
    name = "citation-unknown" if source else "further-reading-unknown"
    what, hint = f"“@{key}” is not in the library.", did_you_mean(key, library.by_key)
    return CitationFault(name, source or key, what, hint)


@dataclass
class Resolver:
    """Turns the places that the notation marked in one page into marks."""

    library: Library
    cited: dict[str, CitedWork]  #: by key, in the order of first mention
    prefix: str  #: the page's own, for mark ids
    ids: Callable[[str], str]  #: a key's id in the block
    faults: list[CitationFault] = field(default_factory=list)
    groups: int = 0
    words: Words = field(default_factory=lambda: SPOKEN)  #: in the page's language

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
            authors = name_authors(record, self.words)
            mark = self._print([(citation, record)], source)
            lang = authors.attributes if isinstance(authors, Word) else ""
            said = f'<span class="citation-authors"{lang}>{escape(authors)}</span>'
            return f"{said} {mark}"
        shorter, rest = _shorten(source, self.library)
        if shorter:
            return self._mark(shorter) + escape(rest, quote=False)
        key = citation.key if citation else source
        near = find_nearest(key, self.library.by_key, cutoff=0.8)
        if near:
            what, hint = (
                f"“@{key}” is nearly a key of the library.",
                suggest(f"@{near}"),
            )
            self.faults.append(CitationFault("citation-nearly", source, what, hint))
        return escape(source, quote=False)

    def _group(self, source: str) -> str:
        try:
            citations = parse_group(source[1:-1])
        except MalformedGroupError as error:
            if any(f"@{key}" in source for key in self.library.by_key):
                what = f"“{source}” is not a citation: {error}."
                self.faults.append(CitationFault("citation-malformed", source, what))
            return escape(source, quote=False)
        if not self.library.by_key and not any(map(names_a_work, citations)):
            return escape(
                source, quote=False
            )  # where no work is, “photo: @ana” is a person
        found: list[tuple[Citation, Reference]] = []
        for citation in citations:
            record = self.library.find(citation.key)
            if record:
                found.append((citation, record))
            else:
                self.faults.append(not_there(citation.key, self.library, source))
        if len(found) < len(citations):
            return escape(source, quote=False)
        return self._print(found, source)

    def _print(self, found: list[tuple[Citation, Reference]], source: str) -> str:
        self.groups += 1
        for _, record in found:
            work = CitedWork(record, len(self.cited) + 1)
            self.cited.setdefault(record.key, work)
        works = [(one, self.cited[record.key]) for one, record in found]
        group = ""
        if any(one.prefix or one.locator or one.suffix for one, _ in works):
            inner = "; ".join(self._item(one, work) for one, work in works)
        else:
            inner, is_range = self._collapsed([work for _, work in works])
            group = f' id="{self._group_id}"' if is_range else ""
        cite = escape(source).replace("\n", "&#10;")
        return f'<span class="citation" data-cite="{cite}"{group}>[{inner}]</span>'

    @property
    def _group_id(self) -> str:
        return f"{self.prefix}-cites-{self.groups}"

    def _item(self, citation: Citation, work: CitedWork) -> str:
        before = f"{_words(citation.prefix)} " if citation.prefix else ""
        after = filter(None, (citation.locator, citation.suffix))
        return before + ", ".join([self._link(work), *map(_words, after)])

    def _collapsed(self, works: list[CitedWork]) -> tuple[str, bool]:
        """Return “1–3, 5”: three neighbours and more become a range."""
        unique = {work.number: work for work in works}
        order = [unique[number] for number in sorted(unique)]
        if len(order) < 3:
            return ", ".join(map(self._link, order)), False
        parts, is_range = list[str](), False
        for _, run in groupby(enumerate(order), lambda pair: pair[1].number - pair[0]):
            neighbours = [work for _, work in run]
            if len(neighbours) < 3:
                parts.extend(map(self._link, neighbours))
                continue
            is_range = True
            first, *between, last = neighbours
            for work in between:
                work.marks.append(self._group_id)
            parts.append(f"{self._link(first)}–{self._link(last)}")
        return ", ".join(parts), is_range

    def _link(self, work: CitedWork) -> str:
        record, here = work.record, f"{self.prefix}-cite-{to_id(work.record.key)}"
        own = f"{here}-{sum(one.startswith(f'{here}-') for one in work.marks) + 1}"
        work.marks.append(own)
        year = f", {year}" if (year := record.year) else ""
        said = f"{name_authors(record, self.words)}{year}"
        label = escape(str(self.words["mark"]).format(number=work.number, work=said))
        return (
            f'<a role="doc-biblioref" class="citation-mark" id="{own}"'
            f' href="#{self.ids(record.key)}" aria-label="{label}">{work.number}</a>'
        )


def name_authors(record: Reference, words: Words = SPOKEN) -> str:
    """Return “Daly et al.”, “Carhart-Harris and Goodwin”, or else the title."""
    names = record.name_list() or record.name_list("editor")
    if not names:
        title = without_tags(record.title)
        return f"“{title}”" if title else record.key
    if len(names) > 2 or not record.authors_complete:
        return str(words["more_authors"]).format(first=names[0].short)  # is Latin
    if len(names) == 1:
        return names[0].short
    return words["two_authors"].format(one=names[0].short, other=names[1].short)


def print_marks(html: str) -> str:
    """Return the HTML as readers need it, without what only a build reads again."""
    return KEPT.sub(r"\1", html) if "data-cite=" in html else html


def remove_marks(html: str, library: Library, words: Words = SPOKEN) -> str:
    """Return a summary's text without marks; names that a sentence needs stay."""

    def replace(piece: re.Match[str]) -> str:
        if piece["tag"]:
            return piece.group()
        source = unescape(piece["source"])
        if source.startswith("["):
            return ""
        citation = parse_bare(source)
        record = library.find(citation.key) if citation else None
        text = escape(name_authors(record, words) if record else source, quote=False)
        return piece["space"] + text

    if "data-cite=" in html:
        html = SPACED.sub(replace, html)
    return html


def remove_typed(text: str, library: Library, words: Words = SPOKEN) -> str:
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
        return name_authors(record, words) if record else found.group()

    return re.sub(BARE, bare, re.sub(r"[ \n]?" + GROUP, group, text))


def _words(text: str) -> str:
    """Return an author's words inside a mark as HTML; ``*`` and ``_`` emphasise."""
    return re.sub(
        r"([*_])(?=\S)(.+?)(?<=\S)\1", r"<em>\2</em>", escape(text, quote=False)
    )


def _shorten(source: str, library: Library) -> tuple[str, str]:
    """Return the longest start of a bare ``@word`` that is a key, and the rest."""
    for mark in reversed([*re.finditer(r"[^\w@]", source)]):
        cut = mark.start()
        if library.find(source[1:cut]):
            return source[:cut], source[cut:]
    return "", ""
