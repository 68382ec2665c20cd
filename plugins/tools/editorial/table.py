"""One row for each post and page of a check: how long, how hard, how well founded."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text as Words

from ...problem import printable
from ...source.agenda import POST
from ..overview import SCHEDULED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .passes import CheckedSite

#: Mistakes of a header that leave open whether and when readers see a post.
OPEN = re.compile(r"status-unknown|header-|date-(?!order)")
#: What is printed where nothing is known: it is neither none nor zero.
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Row:
    """One post or page; what is not known of it is None."""

    path: str
    title: str
    kind: str
    words: int
    reading_age: int | None  #: in years
    sources: int | None
    state: str | None
    date: str | None  #: when it came out, or will


def read_rows(checked: CheckedSite) -> list[Row]:
    """Return the rows of a check: posts before pages, each in the order of paths."""
    ages = {text.path: text.reading_age for text in checked.texts}
    is_open = set(_find_open(checked))
    rows = [
        Row(
            path=entry.path,
            title=entry.title,
            kind=entry.kind,
            words=entry.words,
            reading_age=ages.get(entry.path),
            sources=entry.sources,
            state=None if entry.path in is_open else entry.state,
            date=entry.at.date().isoformat() if entry.at else None,
        )
        for entry in checked.entries
    ]
    return sorted(rows, key=lambda row: (row.kind != POST, row.path))


def _find_open(checked: CheckedSite) -> Iterator[str]:
    """Yield the paths of posts that are not known to be out, or not to be."""
    texts = {text.path: text for text in checked.texts}
    for one in checked.problems:
        text = texts.get(one.path)
        # Where there is no status, a word that is no key may have been meant as one.
        has_none = text and "status" not in text.source.header.values
        if OPEN.match(one.name) or (has_none and one.name == "key-unknown"):
            yield one.path


def as_data(rows: Iterable[Row]) -> list[dict[str, object]]:
    """Return the rows as programs get them."""
    return [asdict(row) for row in rows]


def as_table(rows: Iterable[Row]) -> Table:
    """Return the rows as a terminal shows them; titles are folded, numbers are not."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Post or page", overflow="fold")
    for name in ("Words", "Age", "Sources"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("State", overflow="fold")
    for row in rows:
        numbers = (row.words, row.reading_age, row.sources)
        shown = (UNKNOWN if one is None else f"{one:,}" for one in numbers)
        when = f" {row.date}" if row.state == SCHEDULED and row.date else ""
        title = Words(printable(row.title))
        table.add_row(title, *shown, Words(f"{row.state or UNKNOWN}{when}"))
    return table
