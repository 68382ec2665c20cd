"""What an audit found, by kind of page, and the table that shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: What every page is checked for; a cell counts the findings.
CHECKS = ("axe", "html", "links", "data", "console", "hosts", "scripts", "weight")
#: HTML and style sheet of a post on the wire: the first flight of a connection.
MOST_BYTES = 14_000
MOST_REQUESTS = 2


@dataclass
class Row:
    """All pages of one kind, and one of them in the browser."""

    kind: str
    address: str  #: the page that was opened
    pages: int
    faults: dict[str, list[str]] = field(default_factory=dict)
    bytes: int = 0  #: HTML and style sheets on the wire
    requests: int = 0  #: beside pictures and icon

    def add(self, check: str, faults: Iterable[str]) -> None:
        """Keep what a check found."""
        self.faults.setdefault(check, []).extend(faults)

    def weigh(self) -> None:
        """Find a post too heavy, or too many requests on any page."""
        if self.kind == "post" and self.bytes > MOST_BYTES:
            self.add("weight", [f"{self.bytes} bytes, more than {MOST_BYTES}"])
        if self.requests > MOST_REQUESTS:
            self.add("weight", [f"{self.requests} requests, more than {MOST_REQUESTS}"])

    @property
    def count(self) -> int:
        return sum(map(len, self.faults.values()))


def format_table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Return lines with columns as wide as they need; numbers stand to the right."""
    lines = [[str(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(heads, *lines, strict=True)]
    return [
        "  ".join(_fit(cell, width) for cell, width in zip(line, widths, strict=True))
        for line in [list(heads), *lines]
    ]


def format_rows(rows: Iterable[Row]) -> list[str]:
    """Return the table of an audit and, below it, each finding once."""
    rows = list(rows)
    heads = ("page", "pages", *CHECKS, "bytes", "requests")
    cells = [
        (
            row.kind,
            row.pages,
            *(len(row.faults.get(check, ())) for check in CHECKS),
            row.bytes,
            row.requests,
        )
        for row in rows
    ]
    found = [
        f"{row.kind} ({row.address or '/'}): {check}: {fault}"
        for row in rows
        for check, faults in row.faults.items()
        for fault in faults
    ]
    return [*format_table(heads, cells), *found]


def _fit(cell: str, width: int) -> str:
    is_number = cell[:1].isdigit() or cell[:1] in "+-"
    return cell.rjust(width) if is_number else cell.ljust(width)
