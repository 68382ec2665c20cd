"""What a BibTeX entry has from others: ``crossref`` and ``xdata``.

biblatex's manual, appendix B, says which field of a parent becomes which of its child.
One rule is our own: what tells which work it is, such as a DOI, is never inherited, or
all the chapters of a book would be one work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from .bibtex_file import BibEntry, BibField

PARTS = frozenset(
    """inbook bookinbook suppbook incollection suppcollection inreference
    inproceedings conference""".split()  # noqa: SIM905  # a table of words
)
WHOLES = frozenset(("book", "collection", "proceedings", "reference"))
VOLUMES = frozenset(("mvbook", "mvcollection", "mvproceedings", "mvreference"))
ISSUES = frozenset(("article", "suppperiodical"))
#: Never a child's: what says where the parent's own record came from and which it is.
NEVER = frozenset(
    """crossref xref xdata ids entryset entrysubtype execute label options presort
    related relatedoptions relatedstring relatedtype shortauthor shorteditor shorthand
    shorthandintro sortkey sortname sorttitle sortyear indextitle indexsorttitle
    doi eprint eprinttype eprintclass archiveprefix primaryclass pmid pmcid pages eid
    file groups timestamp owner keywords abstract""".split()  # noqa: SIM905  # likewise
)


def inherit(entries: Iterable[BibEntry], report: Callable[[int, str], None]) -> None:
    """Give every entry what it has from others; name those that are not there."""
    heirs = _Heirs([*entries], report)
    for entry in heirs.entries:
        heirs.complete(entry)


class _Heirs:
    """The entries of a file, each completed once, parents before their children."""

    def __init__(
        self, entries: list[BibEntry], report: Callable[[int, str], None]
    ) -> None:
        self.entries = entries
        self.by_key = {entry.key.lower(): entry for entry in reversed(entries)}
        self.report = report
        self.done: set[int] = set()

    def complete(self, first: BibEntry) -> None:
        """Complete an entry and, before it, those that it has anything from."""
        waiting = [first]
        while waiting:
            entry = waiting[-1]
            if id(entry) in self.done:
                waiting.pop()
                continue
            before = [
                parent
                for _, parent in self._parents(entry)
                if parent and id(parent) not in self.done
            ]
            if circle := [parent for parent in before if parent in waiting]:
                what = f"{entry.key}: it and “{circle[0].key}” inherit from each other."
                self.report(entry.line, f"{what} Take one crossref or xdata away.")
                self.done.add(id(circle[0]))
                before = [parent for parent in before if parent not in waiting]
            if before:
                waiting.extend(before)
                continue
            self._take_over(entry)
            self.done.add(id(entry))

    def _parents(self, entry: BibEntry) -> Iterator[tuple[str, BibEntry | None]]:
        """Yield the field that names a parent, and the parent; None is not there."""
        for name in ("xdata", "crossref"):
            for key in entry.text(name).split(",") if entry.text(name) else ():
                parent = self.by_key.get(key.strip().lower())
                yield name, None if parent is entry else parent

    def _take_over(self, entry: BibEntry) -> None:
        for name, parent in [*self._parents(entry)]:
            if parent is None:
                what = f"its {name} “{entry.text(name)}” is not in the file"
                line = entry.line_of(name)
                self.report(line, f"{entry.key}: {what}. Add that entry to it.")
            elif name == "xdata":
                for key, value in parent.fields.items():
                    if key not in ("xdata", "ids", "crossref"):
                        entry.fields.setdefault(key, value)
            else:
                self._inherit(entry, parent)

    def _inherit(self, entry: BibEntry, parent: BibEntry) -> None:
        prefix = _title_of(entry.kind, parent.kind)
        gained: dict[str, BibField] = {}
        for key, value in parent.fields.items():
            if key in NEVER or (prefix and key == "shorttitle"):
                continue
            is_title = prefix and key in ("title", "subtitle", "titleaddon")
            target = prefix + key if is_title else key
            # What the parent calls its booktitle comes before its title.
            if not is_title or target not in parent.fields:
                gained[target] = value
        for key, value in gained.items():
            entry.fields.setdefault(key, value)


def _title_of(child: str, parent: str) -> str:
    """Return what stands before the name of a parent's title in its child."""
    # A book whose parent is a book is a volume of it, as BibTeX has no “mvbook”.
    if child in WHOLES or (child in PARTS and parent in VOLUMES):
        return "main" if parent in VOLUMES or parent in WHOLES else ""
    if child in PARTS:
        return "book"
    return "journal" if child in ISSUES and parent == "periodical" else ""
