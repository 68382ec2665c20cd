"""What other programs export, on its way to CSL-JSON: words that all formats share."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ...problem import list_some
from ...source.dates import MONTHS
from ..library.dates import read_date, to_csl_date
from .entry import take_in

ORDINALS = {"first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5"}
ORDINALS |= {"sixth": "6", "seventh": "7", "eighth": "8", "ninth": "9", "tenth": "10"}
ORDINALS |= {"eleventh": "11", "twelfth": "12", "thirteenth": "13", "fourteenth": "14"}
ORDINALS |= {"fifteenth": "15", "sixteenth": "16", "twentieth": "20"}
EDITION = re.compile(r"\s*\b(?:edn?|edition|aufl|auflage)\b\.?\s*$", re.IGNORECASE)
#: What names the entry at the beginning of a sentence.
OF_ENTRY = re.compile(r"^(?:“[^”]*”|\S+): ")
#: How sentences say that an entry was not taken in.
LOST = ("cannot be read", "not readable")


@dataclass(frozen=True)
class ImportFault:
    """An entry of a file that could not be read, or not whole."""

    line: int
    what: str
    lost: bool = False  #: whether the entry is not among the items

    @property
    def is_loss(self) -> bool:
        """Return whether a work of the file is missing."""
        return self.lost or any(words in self.what for words in LOST)


@dataclass
class Exchange:
    """A file's entries as CSL-JSON, in its order, and what was wrong in it."""

    items: list[dict[str, object]] = field(default_factory=list)
    faults: list[ImportFault] = field(default_factory=list)
    doubts: list[ImportFault] = field(default_factory=list)  #: what a person would ask

    @property
    def said(self) -> list[ImportFault]:
        """Return all that an editor should know, in the order of the lines."""
        return gather([*self.faults, *self.doubts])

    def ask(self, line: int, what: str) -> None:
        """Note what is doubtful of an entry that was taken in."""
        self.doubts.append(ImportFault(line, what))

    def report(self, line: int, what: str, *, lost: bool = False) -> None:
        """Note what is wrong with an entry."""
        self.faults.append(ImportFault(line, what, lost))

    def add(self, record: dict[str, object], line: int) -> None:
        """Take in a CSL-JSON record that begins at a line; an empty one is refused."""
        entry = take_in(record)
        if entry.is_empty:
            aside = ("id", "type", "custom")
            known = ", ".join(name for name in entry.item if name not in aside)
            says = f"it has {known} alone" if known else "it says nothing of a work"
            what = f"This record is empty: {says}. It was not added."
            self.report(line, what, lost=True)
            return
        self.items.append(entry.item)
        for what in entry.said:
            self.ask(line, f"{entry.name}: {what}.")


def gather(faults: list[ImportFault]) -> list[ImportFault]:
    """Return the faults in order; what more than three entries share is said once."""
    same: dict[str, list[ImportFault]] = {}
    for fault in sorted(faults, key=lambda one: one.line):
        same.setdefault(OF_ENTRY.sub("", fault.what), []).append(fault)
    gathered: list[ImportFault] = []
    for group in same.values():
        first, *rest = group
        if len(rest) < 3:
            gathered += group
            continue
        lines = list_some([str(fault.line) for fault in rest], 6)
        what = f"{first.what} So too: lines {lines}."
        gathered.append(ImportFault(first.line, what, first.lost))
    return sorted(gathered, key=lambda one: one.line)


def csl_type(kinds: dict[str, str], said: str) -> str:
    """Return CSL's type for another format's word; ``kinds`` are the words of each."""
    return next(
        (csl for csl, words in kinds.items() if said in words.split()), "document"
    )


def csl_date(year: str, month: str = "", day: str = "") -> dict[str, object] | None:
    """Return a CSL date of what is known, or None; words stand as they are."""
    if not re.fullmatch(r"\d{3,4}", year.strip()):
        return to_csl_date(read_date(year))
    words = read_date(f"{day} {month} {year}" if month.strip() else year)
    if words.start:
        return to_csl_date(words)
    parts = [int(year)]
    if number := month_number(month):
        parts.append(number)
        if re.fullmatch(r"\d{1,2}", day.strip()) and 1 <= int(day) <= 31:
            parts.append(int(day))
    return {"date-parts": [parts]}


def month_number(month: str) -> int:
    """Return 5 for “may”, “May”, “05” or “5 may”; 0 where it is none."""
    month = month.strip().lower()
    if re.fullmatch(r"\d{1,2}", month):
        return int(month) if 1 <= int(month) <= 12 else 0
    for number, name in enumerate(MONTHS, 1):
        if re.search(rf"\b{name[:3].lower()}", month):
            return number
    return 0


def edition(text: str) -> str:
    """Return “2” for “Second edition” and “2nd ed.”; other words as they are."""
    plain = re.sub(
        r"(?i)\s*\b(?:ed|edn|edition|Auflage|Aufl)\b\.?\s*$", "", text.strip()
    )
    if plain.lower() in ORDINALS:
        return ORDINALS[plain.lower()]
    found = re.fullmatch(r"(\d+)(?:st|nd|rd|th|e|\.|ème|ª|a)?", plain)
    return found.group(1) if found else plain


def pages(text: str) -> str:
    """Return pages with one plain hyphen between them."""
    return re.sub(r"\s*(?:-{1,3}|[‐-―−])\s*", "-", text.strip())
