"""How a check of the references is said: for people, for programs, for GitHub."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ...problem import Level, Problem, count_problems, format_problems
from ..reporter import Reporter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...references.checking.notices import Notice

#: What the table says for each state; nothing is ever called clean.
STATES = {
    "retracted": ("retracted", "bold red"),
    "concern": ("expression of concern", "bold red"),
    "corrected": ("corrected", "yellow"),
    "updated": ("newer version", "yellow"),
    "no-notice": ("no known notice", ""),
    "unknown": ("unknown", "dim"),
}


SHADES = {Level.ERROR: "bold red", Level.WARNING: "yellow", Level.NOTICE: "cyan"}


@dataclass(frozen=True)
class Row:
    """One work in the table."""

    key: str
    doi: str
    state: str
    date: str  #: when it was last asked for; empty when never
    compared: tuple[str, ...]
    differences: tuple[str, ...]
    notices: tuple[Notice, ...]
    why: str  #: why nothing newer is known


@dataclass(frozen=True)
class Report:
    """Everything that a check has to say."""

    problems: tuple[Problem, ...]
    rows: tuple[Row, ...]
    complete: str  #: the day on which every work had been asked for
    is_whole: bool  #: whether every work could be asked for this time


def print_report(report: Report, form: str) -> None:
    """Print the report as ``text``, ``json`` or ``github``."""
    if form == "json":
        sys.stdout.write(as_json(report))
        return
    if form == "github":
        Reporter(form).problems(report.problems)
        return
    print_lines(report.problems)
    console = Console(highlight=False)
    console.print(as_table(report))
    console.print(summary(report), markup=False)


def print_lines(problems: Sequence[Problem]) -> None:
    """Print a line for each problem, its level first, and their counts."""
    console = Console(stderr=True, highlight=False)
    for problem in problems:
        line = Text(f"{problem.level}: ", style=SHADES[problem.level])
        console.print(line + Text(str(problem)), soft_wrap=True)
    console.print(count_problems(problems), markup=False)


def as_json(report: Report) -> str:
    """Return the whole report for a program: problems, counts, and every work."""
    said = json.loads(format_problems(report.problems, "json"))
    said |= {"complete": report.is_whole, "checked": report.complete}
    said["works"] = [asdict(row) for row in report.rows]
    return json.dumps(said, indent=2, ensure_ascii=False) + "\n"


def as_table(report: Report) -> Table:
    """Return the table of all works with their state."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("Work", "State", "Asked", "What differs"):
        table.add_column(name, overflow="fold")
    for row in report.rows:
        words, style = STATES[row.state]
        when = [n.date for n in row.notices if n.date and n.state == row.state][:1]
        state = Text(" ".join([words, *when]), style=style)
        what = "; ".join(row.differences) or row.why
        nothing = "nothing" if row.compared else ""
        table.add_row(row.key, state, row.date or "never", Text(what or nothing))
    return table


def summary(report: Report) -> str:
    """Return the closing line."""
    states = [row.state for row in report.rows]
    counts = [
        f"{states.count(state)} {words}"
        for state, (words, _) in STATES.items()
        if state in states
    ]
    whole = (
        "" if report.is_whole else " Not every work could be asked for: run it again."
    )
    listed = f": {', '.join(counts)}" if counts else ""
    return f"{count(len(states), 'work')}{listed}.{whole}"


def count(number: int, noun: str) -> str:
    """Return “1 error” or “2 errors”."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
