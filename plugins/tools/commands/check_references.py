"""``invoke check --online``: the library held against the publishers' records."""

from __future__ import annotations

import json
import sys
from collections import Counter
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
    printable,
    write_json,
)
from ...references.checking.findings import (
    compare_checked,
    find_differences,
    find_unanswered,
)
from ...references.checking.results import format_checked
from ...references.checking.run import Check
from ...references.citing.status import all_notices, find_standing
from ...references.library.json_edit import mend
from ...references.lookup.find import Lookup
from ..build.build import read_settings_of
from ..build.options import refuse_form
from ..files import write_whole
from ..git import Repository
from ..reporter import Reporter
from ..site import RefusedError
from .check import read_parts
from .library_checks import findings, read_typed_lists, with_levels
from .library_files import LibraryFiles, open_library

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ...references.checking.comparison import Comparison
    from ...references.checking.notices import Notice
    from ...references.checking.results import CheckResult, CheckResults
    from ...references.library.file import Library
    from ...references.library.reference import Reference
    from ...references.lookup.web import Clock
    from ..site import Site

#: Exit codes for a scheduled job: all is right; something is wrong; ask again later.
RIGHT, WRONG, LATER, STOPPED = 0, 1, 75, 130
ALL = "all"
#: The parts that somebody else is asked for.
ONLINE = {"references", "links"}
#: The problems that have a value to write, and the word for all of them.
FIXABLE = (
    *("reference-author", "reference-year", "reference-year-online", "reference-date"),
    *("reference-title", "reference-title-short", "reference-title-long"),
    *("reference-journal", "reference-volume", "reference-issue", "reference-pages"),
    *("reference-doi", "reference-doi-missing", ALL),
)


@dataclass(frozen=True)
class SourcesReport:
    """What a check of the library has to say."""

    problems: tuple[Problem, ...]
    rows: tuple[Row, ...]
    complete: str  #: the day on which every work had been asked for
    is_whole: bool  #: whether each of them could be this time

    @property
    def code(self) -> int:
        """The exit code that the problems give."""
        if any(problem.level > Level.NOTICE for problem in self.problems):
            return WRONG
        return RIGHT if self.is_whole else LATER

    def as_data(self) -> dict[str, object]:
        """Return what programs get beside the problems."""
        works = [asdict(row) for row in self.rows]
        return {"complete": self.is_whole, "checked": self.complete, "works": works}

    def summary(self) -> str:
        """Return one line with the number of works in each state."""
        states = Counter(row.state for row in self.rows)
        counts = [f"{states[one]} {STATES[one][0]}" for one in STATES if states[one]]
        not_all = " Not every work could be asked for: run it again."
        listed = f": {', '.join(counts)}" if counts else ""
        whole = "" if self.is_whole else not_all
        return f"{count(len(self.rows), 'work')}{listed}.{whole}"


def check_online(
    site: Site,
    *,
    fix: str = "",
    form: str = "text",
    clock: Clock | None = None,
    now: datetime | None = None,
) -> int:
    """Ask for every work, write what was answered, say it, and return the exit code."""
    report = ask_publishers(site, fix=fix, form=form, clock=clock, now=now)
    if report is None:
        return STOPPED
    print_report(report, Reporter(form, root=site.root))
    return report.code


def ask_publishers(
    site: Site,
    *,
    fix: str = "",
    form: str = "text",
    clock: Clock | None = None,
    now: datetime | None = None,
) -> SourcesReport | None:
    """Ask for every work and write what was answered; None where it was stopped."""
    settings = read_settings_of(site)
    files = open_library(site, settings)
    typed = read_typed_lists(settings)
    library = files.read_library(must_be=not typed)
    works = [*library.references, *typed]
    console = Console(stderr=True, highlight=False)
    session = CheckSession(files, console, now or datetime.now(UTC), form)
    with Lookup(files.settings.services, clock, session.say) as lookup:
        try:
            file, failures = session.ask(lookup, works)
        except KeyboardInterrupt:
            file = files.read_checked()
            done = f"{len(file.asked)} of {len(works)} works"
            console.print(f"Stopped after {done}. The next check goes on there.")
            return None
    if fix:
        library = _mend_library(files, library, file, fix, console)
        works = [*library.references, *typed]
        file = _renamed(file, library)
        session.write(file, works)
    problems = [
        *library.problems,
        *find_differences(works, file),
        *findings(library, file, settings, typed),
        *find_unanswered(failures, len(works), library.path),
    ]
    rows = tuple(_row(work, file, failures) for work in works)
    leveled = tuple(sorted(with_levels(problems, settings)))
    return SourcesReport(leveled, rows, file.complete, not failures)


@dataclass
class CheckSession:
    """One run of the command, from the first question to the last."""

    files: LibraryFiles
    console: Console
    now: datetime
    form: str
    #: What has been compared: a library is written after every answer.
    compared: dict[str, tuple[Reference, CheckResult, Comparison]] = field(
        default_factory=dict
    )

    def say(self, line: str) -> None:
        """Print what happens meanwhile, above the bar."""
        self.console.print(line, markup=False, soft_wrap=True)

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
        write_whole(self.files.checked, format_checked(file, comparisons))

    def ask(
        self, lookup: Lookup, works: Sequence[Reference]
    ) -> tuple[CheckResults, dict[str, str]]:
        """Return the file as it is now, and what could not be asked.

        A bar is shown on a terminal; elsewhere nothing moves.
        """
        before = self.files.read_checked()
        is_shown = self.console.is_terminal and self.form == "text"
        columns = (TextColumn("Asking the publishers"), BarColumn())
        with Progress(
            *columns, MofNCompleteColumn(), console=self.console, disable=not is_shown
        ) as progress:
            bar = progress.add_task("", total=len(works))

            def save(file: CheckResults) -> None:
                self.write(file, works)
                progress.update(bar, completed=len(file.asked) + len(check.failures))

            check = Check(works, lookup, self.now, save)
            return check.run(before), check.failures


def _row(reference: Reference, file: CheckResults, failures: dict[str, str]) -> Row:
    checked = file.find(reference.key, reference.doi)
    comparison = compare_checked(reference, checked)
    return Row(
        key=reference.key,
        doi=reference.doi,
        state=find_standing(reference, file)[0],
        date=checked.date if checked else "",
        compared=comparison.compared,
        differences=tuple(one.what for one in comparison.differences),
        uncompared=tuple(one.what for one in comparison.uncompared),
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
    text = before = files.read_text()
    names = {name.strip() for name in fix.split(",")}
    for reference in library.references:
        for name, values in fixes_for(reference, file):
            if names & {ALL, name}:
                for variable, value in values.items():
                    old = _shown(reference.item.get(variable))
                    line = f"{reference.key}: {variable}: {old} → {_shown(value)}"
                    console.print(printable(line), markup=False, soft_wrap=True)
                text = mend(text, reference.key, values)
    if text == before:
        console.print(f"Nothing to write for --fix {fix}.", markup=False)
        return library
    files.write_library(text)
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


#: What a job says of the commit that it makes.
SUBJECT = "Note what the check of the references found"


def commit_checked(site: Site, form: str = "text") -> None:
    """Commit what the last check found, that file alone, where it has changed."""
    files = open_library(site, read_settings_of(site))
    if files.checked.is_file() and Repository(site.root).commit(files.checked, SUBJECT):
        Reporter(form).print(f"Committed: {files.checked_name}.")


def refuse_online(
    only: str, fix: str, form: str, *, online: bool, commit: bool = False
) -> None:
    """Refuse options that do not fit together, before anybody is asked."""
    refuse_form(form)
    if not online:
        what = f"--fix {fix} writes what the publisher says"
        what = what if fix else "--commit keeps what an online check finds"
        raise RefusedError(f"{what}: add --online.")
    parts = read_parts(only)
    if parts - ONLINE and only:
        message = "--online checks the references and the links"
        raise RefusedError(f"{message}; --only {only} does not fit.")
    if "references" not in parts and (fix or commit):
        what = f"--fix {fix}" if fix else "--commit"
        raise RefusedError(f"{what} is for the references; --only {only} does not fit.")
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
    uncompared: tuple[str, ...]  #: fields that nobody can hold against each other
    notices: tuple[Notice, ...]
    why: str  #: why nothing newer is known


def print_report(report: SourcesReport, reporter: Reporter) -> None:
    """Print all that a check has to say, as ``text``, ``json`` or ``github``."""
    problems = report.problems
    if reporter.form == "json":
        said = json.loads(format_problems(problems, "json")) | report.as_data()
        sys.stdout.write(write_json(said) + "\n")
        return
    if reporter.form == "github":
        reporter.problems(problems)
        return
    console = Console(stderr=True, highlight=False)
    for problem in problems:
        line = Text(f"{problem.level}: ", style=SHADES[problem.level])
        console.print(line + Text(str(problem)), soft_wrap=True)
    console.print(count_problems(problems), markup=False)
    console = Console(highlight=False)
    console.print(as_table(report.rows))
    console.print(report.summary(), markup=False)


def as_table(rows: Iterable[Row]) -> Table:
    """Return the table of all works with their state.

    Why nothing is known of one is no difference, and often the same for all: problems
    say it, each reason once.
    """
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("Work", "State", "Asked", "What differs"):
        table.add_column(name, overflow="fold")
    for row in rows:
        words, style = STATES[row.state]
        when = [n.date for n in row.notices if n.date and n.state == row.state][:1]
        state = Text(" ".join([words, *when]), style=style)
        what = "; ".join((*row.differences, *row.uncompared))
        nothing = "nothing" if row.compared else ""
        key, differs = (Text(printable(one)) for one in (row.key, what or nothing))
        table.add_row(key, state, row.date or "never", differs)
    return table
