"""``invoke check --online``: the library held against the publishers' records."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from ...problem import (
    Level,
    Problem,
    count,
    count_problems,
    did_you_mean,
    format_problems,
)
from ...references.checking.findings import (
    compare_checked,
    find_differences,
    find_unanswered,
)
from ...references.checking.run import Check
from ...references.citing.status import all_notices, state_of
from ...references.library.json_lines import mend
from ...references.lookup.find import Lookup
from ...references.lookup.web import Clock, SystemClock
from ..build.build import read_settings_of
from ..build.options import refuse_form
from ..files import write_whole
from ..reporter import Reporter
from ..site import RefusedError
from .check import read_parts
from .library_checks import findings, read_typed_lists, read_usages, with_levels
from .library_files import LibraryFiles, open_library

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ...references.checking.compare import Comparison
    from ...references.checking.notices import Notice
    from ...references.checking.results import CheckResult, CheckResults
    from ...references.library.file import Library
    from ...references.library.reference import Reference
    from ..site import Site

#: Exit codes for a scheduled job: all is right; something is wrong; ask again later.
RIGHT, WRONG, LATER, STOPPED = 0, 1, 75, 130
ALL = "all"
#: The problems that have a value to write, and the word for all of them.
FIXABLE = (
    *("reference-author", "reference-year", "reference-year-online", "reference-date"),
    *("reference-title", "reference-title-short", "reference-title-long"),
    *("reference-journal", "reference-volume", "reference-issue", "reference-pages"),
    *("reference-doi", "reference-doi-missing", ALL),
)


def check_online(
    site: Site,
    *,
    fix: str = "",
    form: str = "text",
    clock: Clock | None = None,
    now: datetime | None = None,
) -> int:
    """Ask for every work, write what was answered, say it, and return the exit code."""
    settings = read_settings_of(site)
    files = open_library(site, settings)
    typed = read_typed_lists(settings)
    library = files.read_library(must_be=not typed)
    console = Console(stderr=True, highlight=False)
    session = CheckSession(files, console, now or datetime.now(UTC), form)
    with Lookup(files.settings.services, clock or SystemClock()) as lookup:
        file, failures = session.ask(lookup, [*library.references, *typed])
    if session.was_stopped:
        return session.say_stopped(file, len(library.references) + len(typed))
    if fix:
        library = _mend_library(files, library, file, fix, console)
        file = _renamed(file, library)
        session.write(file, [*library.references, *typed])
    works = [*library.references, *typed]
    problems = [
        *library.problems,
        *find_differences(works, file),
        *findings(library, file, read_usages(settings, library), typed),
        *find_unanswered(failures, len(works), library.path),
    ]
    problems = sorted(with_levels(problems, settings))
    rows = tuple(_row(work, file, failures) for work in works)
    print_report(Report(tuple(problems), rows, file.complete, not failures), form)
    if any(problem.level > Level.NOTICE for problem in problems):
        return WRONG
    return LATER if failures else RIGHT


@dataclass
class CheckSession:
    """One run of the command, from the first question to the last."""

    files: LibraryFiles
    console: Console
    now: datetime
    form: str
    was_stopped: bool = False
    #: What has been compared: a library is written after every answer.
    compared: dict[str, tuple[Reference, CheckResult, Comparison]] = field(
        default_factory=dict
    )

    def write(self, file: CheckResults, works: Iterable[Reference]) -> None:
        """Write the file as it is now; only what is new is compared.

        Where nobody has ever answered there is nothing to keep.
        """
        answered = any(one.deposit or one.is_missing for one in file.works.values())
        if file.since and not answered and not self.files.checked.exists():
            return
        comparisons = {}
        for work in works:
            checked = file.find(work.key, work.doi)
            if checked is None:
                continue
            known = self.compared.get(work.key)
            if known is None or known[0] is not work or known[1] is not checked:
                known = (work, checked, compare_checked(work, checked))
                self.compared[work.key] = known
            comparisons[work.key] = known[2]
        self.files.write_checked(file, comparisons)

    def say_stopped(self, file: CheckResults, works: int) -> int:
        """Print how far the check came, and return the exit code."""
        done = f"{len(file.asked)} of {works} works"
        self.console.print(f"Stopped after {done}. The next check goes on there.")
        return STOPPED

    def ask(
        self, lookup: Lookup, works: Sequence[Reference]
    ) -> tuple[CheckResults, dict[str, str]]:
        """Return the file as it is now, and what could not be asked."""
        before = self.files.read_checked()
        with _progress(self.console, len(works), self.form) as advance:

            def save(file: CheckResults) -> None:
                self.write(file, works)
                advance(len(check.asked) + len(check.failures))

            check = Check(works, lookup, self.now, save)
            try:
                return check.run(before), check.failures
            except KeyboardInterrupt:
                self.was_stopped = True
                return self.files.read_checked(), check.failures


def _row(reference: Reference, file: CheckResults, failures: dict[str, str]) -> Row:
    checked = file.find(reference.key, reference.doi)
    comparison = compare_checked(reference, checked)
    return Row(
        key=reference.key,
        doi=reference.doi,
        state=state_of(reference, checked),
        date=checked.date if checked else "",
        compared=comparison.compared,
        differences=tuple(one.what for one in comparison.differences),
        notices=all_notices(reference, checked),
        why=failures.get(reference.key) or (checked.why if checked else ""),
    )


def _mend_library(
    files: LibraryFiles,
    library: Library,
    file: CheckResults,
    fix: str,
    console: Console,
) -> Library:
    """Write the publishers' values, each shown before it is written."""
    text = before = files.library.read_text("utf-8")
    names = {name.strip() for name in fix.split(",")}
    for reference in library.references:
        for name, values in fixes_for(reference, file):
            if names & {ALL, name}:
                for variable, value in values.items():
                    old = _shown(reference.item.get(variable))
                    line = f"{reference.key}: {variable}: {old} → {_shown(value)}"
                    console.print(line, markup=False, soft_wrap=True)
                text = mend(text, reference.key, values)
    if text == before:
        console.print(f"Nothing to write for --fix {fix}.", markup=False)
        return library
    write_whole(files.library, text)
    return files.read_library()


def fixes_for(
    reference: Reference, file: CheckResults
) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Yield the name of each problem that can be mended, and the fields to write."""
    checked = file.find(reference.key, reference.doi)
    for one in compare_checked(reference, checked).differences:
        if one.fix:
            yield one.name, one.fix
    if checked and checked.found_doi:
        name = "reference-doi" if reference.doi else "reference-doi-missing"
        yield name, {"DOI": checked.found_doi}


def _renamed(file: CheckResults, library: Library) -> CheckResults:
    """Keep what was found under a DOI that has been written since."""
    works = dict(file.works)
    for reference in library.references:
        work = works.get(reference.key)
        if work and work.deposit and work.found_doi == reference.doi != work.doi:
            works[reference.key] = replace(work, doi=reference.doi, found_doi="")
    return replace(file, works=works)


def _shown(value: object) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        names = [one.get("family") or one.get("literal") or "" for one in value]
        return "; ".join(map(str, names))
    if isinstance(value, dict) and "date-parts" in value:
        return "-".join(str(part) for part in value["date-parts"][0])
    return str(value) if value else "nothing"


@contextmanager
def _progress(
    console: Console, total: int, form: str
) -> Iterator[Callable[[int], None]]:
    """Show a bar on a terminal; elsewhere nothing moves."""
    columns = (TextColumn("Asking the publishers"), BarColumn(), MofNCompleteColumn())
    visible = console.is_terminal and form == "text"
    with Progress(*columns, console=console, disable=not visible) as progress:
        bar = progress.add_task("", total=total)
        yield lambda done: progress.update(bar, completed=done)


def refuse_online(only: str, fix: str, form: str, *, online: bool) -> None:
    """Refuse options that do not fit together, before anybody is asked."""
    refuse_form(form)
    if not online:
        message = f"--fix {fix} writes what the publisher says: add --online."
        raise RefusedError(message)
    if read_parts(only) - {"references"} and only:
        message = f"--online checks the references; --only {only} does not fit."
        raise RefusedError(message)
    for name in filter(None, (one.strip() for one in fix.split(","))):
        if name not in FIXABLE:
            hint = did_you_mean(name, FIXABLE) or f"Known: {', '.join(FIXABLE)}."
            raise RefusedError(
                f"--fix {name}: there is nothing to write for it. {hint}"
            )


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
