"""Lists of references typed by hand: where one stands, and what its entries are.

No word of a list is lost: what is neither heading nor entry ends the list or is a
fault, and so is an entry that says more than one work.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import unescape
from itertools import takewhile
from typing import TYPE_CHECKING

from ..library.doi import DOI, clean_doi, find_dois, find_pmid
from ..library.item import parse_item
from ..library.reference import TYPED
from .typed_entry import LONGEST_ENTRY, TAG, find_excess, read_text
from .typed_heading import BULLET, has_heading, is_heading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...source.core import Source
    from ...source.prose import Prose
    from ..library.reference import Reference

UNDERLINE = re.compile(r"^[-=]+\s*$")
#: What ends a list whatever comes behind it: headings, rules, fences, closing tags.
END = re.compile(
    r"^ {0,3}(?:#{1,6}\s|(?:[-*_]\s*){3,}$|`{3,}|~{3,}|(?:</?(?!ol|ul|li|p\b)[a-z]\w*"
    r"[^<>]*>\s*)+$|\*\[[^\]]+\]:|\[(?!\^)[^\]]*[^\W\d][^\]]*\]:\s*\S|(?:\*\*|__)[^*_]+(?:\*\*|__):?\s*$|!!!|\[TOC\])"
)
ATTRIBUTES = re.compile(r"^\s*\{:?[^{}]*\}\s*$")
#: Anchors and wrappers that may stand before an entry's number or behind it.
LEAD = r"(?:</?(?:a|span|p|div|small|cite|li|b|strong)\b[^<>]*>\s*)"
MARKED = r"(?:\*\*|__)?"
SUPER = "⁰¹²³⁴⁵⁶⁷⁸⁹"
DIGITS = str.maketrans(SUPER, "0123456789")
#: How entries are numbered, the clearest first.
NUMBERINGS = {
    "footnote": r"\[\^(?P<label>[^\]\s]{1,30})\]:",
    "definition": r"\[(?P<label>\d{1,4})\]:",
    "escaped": r"\\\[(?P<label>\d{1,4})\\?\]",
    "brackets": r"[\[［【](?P<label>\d{1,4})[\]］】](?!\()[.:]?",
    "label": r"\[(?P<label>[ivxlc]{1,6}|[A-Za-z][\w+-]{0,15}\d{2,4}[a-z]?)\](?![(:])",
    "sup": r"<sup\b[^<>]*>\s*[\[(]?(?P<label>\d{1,4})[\])]?\s*</sup>[.:]?",
    "superscript": rf"(?P<label>[{SUPER}]{{1,4}})[.:]?",
    "caret": r"\^\[?(?P<label>\d{1,4})\]?\^",
    "round": r"\\?[(（](?P<label>\d{1,4})\\?[)）][.:]?",
    "point": r"(?P<label>\d{1,4})(?:\*\*|__)?\\?\.\)?(?=\s|$|\*\*|__|[^\W\d_a-z])",
    "half": r"(?P<label>\d{1,4})\\?\)",
    "colon": r"#?(?P<label>\d{1,4}):",
    "dash": r"(?P<label>\d{1,4})\s+[-–—](?=\s)",
    "letter": r"(?:\((?P<label>[a-zA-Z]|[ivx]{2,5})\)"
    r"|(?P<other>[a-z]|[ivx]{2,5})[.)](?=\s))",
    "hash": r"\#(?P<label>\d{1,4})\b",
    "space": r"(?P<label>\d{1,3})(?:\t|\s{1,8})(?=[^\W\d_a-z]|[“\"*<\[])",
}
START = [
    (
        kind,
        re.compile(
            rf"^\s{{0,3}}(?:[-*+•–‣◦]\s+)?{LEAD}{{0,3}}{MARKED}{LEAD}{{0,2}}{shape}"
            rf"{MARKED}{LEAD}{{0,3}}{MARKED}(?:\s*[|]\s)?\s*(?P<rest>.*)$"
        ),
    )
    for kind, shape in NUMBERINGS.items()
]
#: What may stand between heading and list: a line, a comment.
UNSAID = re.compile(r"[-=]*\s*|\s*<!--.{0,200}-->\s*")
#: Lists in HTML that count otherwise than from one upwards.
HTML_COUNTED = re.compile(
    r"<ol\b[^<>]*\b(?:reversed|start=[\"']?(?!1\b)\d+)[^<>]*>|<li\b[^<>]*\bvalue=[^<>]*>",
    re.IGNORECASE,
)
UNCOUNT = "Write the entries as “1. …”, each with the number that its marks have."
HTML_LIST = re.compile(r"^\s*<(?:ol|ul)\b", re.IGNORECASE)
AT_END = re.compile(r"10\.\d{4,9}/\S+$|https?://\S+$|PMID:?\s*\d+\.?$|PMC\d+\.?$")
#: What stands for an entry above it, which says nothing of its own.
AGAIN = re.compile(
    r"\W*(?:ibid|ibidem|ebd|ebenda|idem)\b|.{0,60}?\b(?:op|loc)\. ?cit\b", re.IGNORECASE
)
#: A sign before an entry that no numbering has: “[a]”, “1a.”, “†”, “\\*”.
ODD_SIGN = re.compile(
    r"\\?[\[(](?:[A-Za-z]{1,4}|\d{1,3}[a-z]?)\\?[\])](?![(:\[])|\d{1,3}[a-zA-Z][.):]?(?=\s)"
    r"|\\\*+|[†‡§¶]+"
)
DATED = re.compile(r"\b(?:1[5-9]|20)\d\d\b|\bn\. ?d\.|\bin press\b", re.IGNORECASE)
#: A line so much shorter was ended on purpose; one longer than the second not wrapped.
WRAPPED = (8, 130)
MOVE = "Move it above or below the list, under a heading or a rule (---)."
#: A line that goes on with what stood above it, though it begins like a new one.
FOLLOWS = re.compile(
    r"^\W*(?:doi|pmid|pmcid|https?:|www\.|available|accessed|retrieved|epub|pubmed"
    r"|central|google scholar|cross-?ref|full text|free|url|web of science|scopus)\b",
    re.IGNORECASE,
)
NAMED = re.compile(r"^\W*[^\W\d_a-z][\w’'‐-]+(?:\s[^\W\d_][\w’'-]*){0,4}[,.;]?\s")


@dataclass(frozen=True)
class PlainEntry:
    """One entry of such a list."""

    number: int
    line: int
    text: str
    label: str = ""  #: as the list writes it, “3” or “Daly19”; marks name it

    @property
    def doi(self) -> str:
        """Return its DOI, cleaned, or an empty string."""
        return clean_doi(self.text)

    @property
    def pmid(self) -> str:
        """Return its PubMed number, or an empty string."""
        return find_pmid(self.text)


@dataclass(frozen=True)
class ListFault:
    """Words of a list that are no entry, or an entry that is more than one work."""

    line: int
    what: str
    remedy: str


@dataclass(frozen=True)
class PlainList:
    """A list and the lines, from 1, on which it stands, heading included."""

    first: int
    last: int
    entries: tuple[PlainEntry, ...]
    kind: str = ""  #: of its numbers; empty where it has none
    faults: tuple[ListFault, ...] = ()


def find_plain_list(prose: Prose) -> tuple[int, int] | None:
    """Return the file's first and last line of a list of references typed by hand."""
    found = read_plain_list(prose)
    return (found.first, found.last) if found else None


def read_plain_list(prose: Prose) -> PlainList | None:
    """Return the list of references that a post has typed by hand, if any.

    Such a list has a heading of its own, “References:”, and entries below it.
    """
    if not has_heading(prose):
        return None
    lines, raw = prose.lines, prose.body.split("\n")
    for at, line in enumerate(lines):
        if not is_heading(line):
            continue
        reader = _Reader(raw, lines)
        if last := reader.read(at + 1):
            first = at + prose.first_line
            return reader.result(first, last + prose.first_line, prose.first_line)
    return None


def match_start(line: str) -> tuple[str, str, str]:
    """Return how a line is numbered, its label, and the rest; or that it is not."""
    for kind, pattern in START:
        if found := pattern.match(line):
            label = (found["label"] or found["other"]).translate(DIGITS)
            return kind, label.lstrip("0") or label, found["rest"]
    found = BULLET.match(line)
    return ("bullet", "", found["rest"]) if found else ("", "", line)


class _Reader:
    """Reads a list line by line; lines count from 0 here."""

    def __init__(self, raw: list[str], prose: list[str]) -> None:
        self.raw, self.prose = raw, prose
        self.entries: list[PlainEntry] = []
        self.faults: list[ListFault] = []
        self.kind = self.sign = ""  #: how the first entry is numbered, and its sign
        self.pending: list[int] = []  #: lines that are no entry, so far
        self.width = 0  #: of the longest line up to the next empty one
        self.last = 0

    def read(self, at: int) -> int:
        """Return the list's last line, or 0 where below the heading stands none."""
        while at < len(self.raw) and UNSAID.fullmatch(self.raw[at]):
            at += 1
        at = self._skip_words(at)
        if at == len(self.raw) or not self._begins(at):
            return 0
        above = True  # whether the line above is empty
        for number in range(at, len(self.raw)):
            line = self.raw[number]
            if line.strip():
                if self.entries and self._ends(number, above=above):
                    break
                self._take(number, above=above)
            above = not line.strip()
        for number in self.pending:
            if is_reference(self.raw[number]):
                said = "looks like an entry and is not numbered as the others"
                self._fault(number, said, "Number it, or put a heading above it.")
        return self.last

    def result(self, first: int, last: int, offset: int) -> PlainList:
        """Return the list with its lines counted as in the file."""
        labels = [one.label for one in self.entries]
        if self.kind in ("", "bullet", "html"):
            labels = [str(n) for n, _ in enumerate(labels, 1)]
        elif len({*labels}) == 1 and self.kind in ("point", "half"):
            labels = [str(int(labels[0]) + n) for n, _ in enumerate(labels)]
        entries = tuple(
            replace(one, number=n, label=label, line=one.line + offset)
            for n, (one, label) in enumerate(zip(self.entries, labels, strict=True), 1)
        )
        faults = [replace(one, line=one.line + offset) for one in self.faults]
        told = {one.line for one in faults}
        faults += _find_entry_faults(entries, told)
        if self.kind in ("", "bullet"):
            faults += _find_odd_signs(entries)
        return PlainList(first, last, entries, self.kind, tuple(faults))

    def _begins(self, at: int) -> bool:
        line = self.raw[at]
        if HTML_LIST.match(line):
            self.kind = "html"
            return True
        if line.lstrip().startswith("|"):
            return False  # a table
        self.kind, label, rest = match_start(line)
        self.sign = line.lstrip()[0]
        if (self.kind == "space" and label != "1") or (
            self.kind == "letter" and label not in ("a", "A", "i", "I")
        ):
            self.kind = ""
        if self.kind:
            return bool(self.prose[at].strip()) and not is_heading(rest)
        return is_reference(self._block(at))

    def _skip_words(self, at: int) -> int:
        """Return where a list begins below a sentence, which becomes a fault.

        Without such a list everything stays as it is.
        """
        block = [*takewhile(str.strip, self.raw[at : at + 40])]
        if not block or match_start(block[0])[0] or block[0].lstrip()[:1] in "#<|>":
            return at
        starts = (n for n, line in enumerate(block) if _begins_first(line))
        first = at + next(starts, len(block))
        while first < len(self.raw) and not self.raw[first].strip():
            first += 1
        if first == len(self.raw) or not _begins_first(self.raw[first]):
            return at
        words = " ".join(self.raw[at:first])
        if is_reference(words) or not is_reference(self._block(first)):
            return at
        self._fault(at, "stands between the heading and the list", MOVE)
        return first

    def _block(self, at: int) -> str:
        """Return the lines from here to the next empty one."""
        return " ".join(takewhile(str.strip, self.raw[at : at + 40]))

    def _ends(self, at: int, *, above: bool) -> bool:
        line = self.raw[at]
        if self.kind == "html":
            return self.raw[self.last].rstrip().endswith(("</ol>", "</ul>"))
        below = self.raw[at + 1] if at + 1 < len(self.raw) else ""
        is_title = above and UNDERLINE.match(below) and not match_start(line)[0]
        return bool(END.match(line) or is_heading(line) or is_title)

    def _take(self, at: int, *, above: bool) -> None:
        line = self.raw[at]
        if self.kind == "html":
            self._take_html(at)
            return
        if above or not self.entries:
            self.width = max(map(len, takewhile(str.strip, self.raw[at : at + 200])))
        kind, label, rest = match_start(line)
        if self._is_new(at, kind, label, rest, above=above):
            for lost in self.pending:
                self._fault(lost, "stands between two entries and is none", MOVE)
            self.pending = []
            text = _plain(rest if self.kind else line)
            self.entries.append(PlainEntry(0, at, text, label))
        elif self.pending or (above and not self._goes_on(line)):
            self.pending.append(at)
            return
        elif not ATTRIBUTES.match(line):
            self._go_on(at, line, above=above)
        self.last = at

    def _goes_on(self, line: str) -> bool:
        is_inside = line.startswith(("  ", "\t")) or ATTRIBUTES.match(line)
        return bool(is_inside or FOLLOWS.match(line)) or not self.entries[-1].text

    def _go_on(self, at: int, line: str, *, above: bool) -> None:
        """Add a line to the entry above it."""
        text, added = self.entries[-1].text, _plain(line)
        is_note = text and (above or BULLET.match(line.strip()))
        if is_note and not (FOLLOWS.match(added) or DOI.search(line)):
            self._fault(at, "stands below an entry and is no part of a reference", MOVE)
        self.entries[-1] = replace(self.entries[-1], text=f"{text} {added}".strip())

    def _is_new(
        self, at: int, kind: str, label: str, rest: str, *, above: bool
    ) -> bool:
        if not self.entries:
            return True
        line, last = self.raw[at], self.entries[-1].label
        if not self.kind:
            return self._is_new_plain(at, above=above)
        if self.kind == "bullet":
            is_one = kind == "bullet" and line.lstrip()[0] == self.sign
            is_one = is_one and not line.startswith("  ")
            return is_one and (not self.pending or is_reference(rest))
        if label.isdecimal() and last.isdecimal():
            if int(label) == int(last) + 1:
                return kind == self.kind or above or not rest or _can_begin(rest)
            if int(label) > len(self.raw):
                return False  # a year or a page at the beginning of a line
        is_one = kind == self.kind and not self.pending and _can_begin(rest)
        return is_one and (above or is_reference(rest) or kind == "point")

    def _is_new_plain(self, at: int, *, above: bool) -> bool:
        """Return whether an entry without a number begins here.

        Where it is unclear it does: an entry too many has no record, and one too few
        would be lost.
        """
        line, text = self.raw[at], self.entries[-1].text
        if line.startswith(("  ", "\t", "(")) or FOLLOWS.match(line):
            return False
        if above:
            return is_reference(self._block(at))
        if AT_END.search(text[-200:]):
            return True
        if re.search(r"\([^()]{0,40}$", text):
            return False  # “(Accessed: 3” and on the next line “March 2020).”
        before = self.raw[at - 1].rstrip("\\ ")
        fits = len(before) + len(line.split()[0]) + WRAPPED[0] < self.width
        is_ended = re.search(r"[.!?)/\d>]$", before) and DATED.search(text)
        if is_ended and (fits or self.width > WRAPPED[1]):
            return True
        said = read_text(text).keys() if NAMED.match(line) else set()
        return bool(said & {"volume", "page"}) or (
            bool(NAMED.match(line) and DATED.search(text))
            and "issued" in read_text(line)
        )

    def _take_html(self, at: int) -> None:
        for piece in re.split(r"(<li\b[^<>]*>)", self.raw[at]):
            words = _plain(piece)
            if found := HTML_COUNTED.search(piece):
                what = f"“{found[0]}” counts otherwise than from one upwards."
                self.faults.append(ListFault(at, what, UNCOUNT))
            if piece.startswith("<li"):
                self.entries.append(PlainEntry(0, at, ""))
            elif words and self.entries:
                text = f"{self.entries[-1].text} {words}".strip()
                self.entries[-1] = replace(self.entries[-1], text=text)
            elif words:
                self._fault(at, "stands outside of the list’s items", MOVE)
        self.last = at

    def _fault(self, at: int, what: str, remedy: str) -> None:
        said = " ".join(self.raw[at].split())
        self.faults.append(ListFault(at, f"“{said}” {what}.", remedy))


def _begins_first(line: str) -> bool:
    """Return whether a line begins a list: a bullet, HTML, or the number one."""
    kind, label, _ = match_start(line)
    is_first = kind not in ("space", "letter") and label in ("", "0", "1")
    return bool(kind and is_first) or bool(HTML_LIST.match(line))


def _plain(text: str) -> str:
    """Return an entry's words, and behind them the DOIs that only its links have."""
    text = re.sub(r"(?:<br ?/?>|\\)$", "", " ".join(text.split()))
    if "<" in text:
        text = re.sub(r"<!--.{0,300}?-->|<br ?/?>", " ", text)
        links = re.findall(r"""href=["']?([^"'\s<>]+)""", text)
        text = unescape(TAG.sub("", text))
        said = find_dois(text)
        hidden = [link for link in links if clean_doi(link) not in ("", *said)]
        text = " ".join([text, *hidden])
    return " ".join(text.split())


def _can_begin(rest: str) -> bool:
    """Return whether words can begin a reference."""
    return bool(re.match(r"[\W_]*(?:[^\W\d_a-z]|(?:van|von|de|del|la|le|d’)\b)", rest))


def is_reference(text: str) -> bool:
    """Return whether a text names a work by a number or in the shape of a style."""
    text = text[:LONGEST_ENTRY]
    if DOI.search(text) or find_pmid(text):
        return True
    said = read_text(text)
    return "author" in said and bool(said.keys() & {"issued", "container-title"})


def _find_entry_faults(
    entries: Sequence[PlainEntry], told: set[int]
) -> Iterator[ListFault]:
    """Yield what is wrong with entries; lines in ``told`` have a fault already."""
    seen: dict[str, int] = {}
    ends = [*(one.line for one in entries[1:]), max([0, *told]) + 1]
    for one, end in zip(entries, ends, strict=True):
        if not re.search(r"[^\W_]", one.text):
            yield ListFault(one.line, f"Entry {one.label} is empty.", "Delete it.")
        elif AGAIN.match(one.text):
            what = f"Entry {one.label} (“{one.text}”) stands for another entry."
            remedy = "Put that entry’s number in its mark’s place, and delete it."
            yield ListFault(one.line, what, remedy)
        elif excess := find_excess(one.text):
            remedy = "Write each work as an entry of its own."
            is_behind = "behind" in excess
            if is_behind:
                remedy = "Move these words out of the list."
            if not is_behind or told.isdisjoint(range(one.line, end)):
                yield ListFault(one.line, f"Entry {one.label} {excess}.", remedy)
        first = seen.setdefault(one.label, one.line)
        if first != one.line:
            what = f"The number {one.label} is already that of line {first}."
            yield ListFault(one.line, what, "Number the entries anew, and the marks.")


def _find_odd_signs(entries: Sequence[PlainEntry]) -> Iterator[ListFault]:
    """Yield entries before whose words a sign stands that marks may name."""
    for one in entries:
        if found := ODD_SIGN.match(one.text):
            what = (
                f"“{found[0]}” before “{one.text[found.end() :].strip()}” is no number."
            )
            remedy = "Number the entries 1, 2, … and the marks in the text likewise."
            yield ListFault(one.line, what, remedy)


def read_entry(entry: PlainEntry) -> dict[str, object]:
    """Return what an entry says as CSL-JSON, as far as its shape can be read."""
    item = read_text(entry.text)
    item |= {"id": f"entry{entry.number}", "type": "article-journal"}
    if entry.doi:
        item["DOI"] = entry.doi
    return {key: value for key, value in item.items() if value}


def read_typed(source: Source) -> list[Reference]:
    """Return the entries of a post's own list that say enough to be found."""
    place = read_plain_list(source.prose)
    name = source.path.rpartition("/")[2].rpartition(".")[0]
    found = []
    for entry in place.entries if place else ():
        item = read_entry(entry)
        if "DOI" in item or "author" in item:
            item |= {"id": f"{name}, reference {entry.label}", "custom": {TYPED: True}}
            found.append(parse_item(item, source.path, entry.line))
    return found
