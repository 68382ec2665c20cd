"""``invoke check --online``: the library held against the publishers' records."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from ..problem import Level, Problem, SettingsError
from ..references.checked import CheckFile, format_checked, parse_checked
from ..references.checking import Check
from ..references.findings import (
    compare_checked,
    find_differences,
    find_events,
    find_unknown,
)
from ..references.library import Library, parse_library
from ..references.lookup import Lookup
from ..references.mend import mend
from ..references.settings import Settings, parse_settings
from ..references.web import Clock, SystemClock
from .build import read_settings_of
from .check_report import Report, Row, say_report
from .site import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..references.core import Reference
    from .site import Site

#: Exit codes for a scheduled job: all is right; something is wrong; ask again later.
RIGHT, WRONG, LATER, STOPPED = 0, 1, 75, 130
ALL = "all"


@dataclass(frozen=True)
class Shelf:
    """The library and the file of its last check, on disk."""

    library: Path
    checked: Path
    name: str  #: the library as problems name it
    checked_name: str

    def read_library(self) -> Library:
        try:
            text = self.library.read_text("utf-8")
        except FileNotFoundError:
            message = f"There is no {self.name}. Add works to it with invoke cite."
            raise RefusedError(message) from None
        except UnicodeDecodeError:
            message = f"{self.name} is not written in UTF-8. Save it so."
            raise RefusedError(message) from None
        return parse_library(text, self.name)

    def read_checked(self) -> CheckFile:
        try:
            return parse_checked(self.checked.read_text("utf-8"))
        except FileNotFoundError:
            return CheckFile()
        except (UnicodeDecodeError, ValueError):
            message = f"{self.checked_name} cannot be read. Restore or delete it."
            raise RefusedError(message) from None

    def write_checked(self, file: CheckFile, library: Library) -> None:
        """Write the file whole or not at all."""
        comparisons = {
            reference.key: compare_checked(
                reference, file.find(reference.key, reference.doi)
            )
            for reference in library.references
        }
        _write(self.checked, format_checked(file, comparisons))


def check_online(
    site: Site,
    *,
    fix: str = "",
    form: str = "text",
    clock: Clock | None = None,
    now: datetime | None = None,
) -> int:
    """Ask for every work, write what was answered, say it, and return the exit code."""
    shelf, settings = open_shelf(site)
    library = shelf.read_library()
    before = shelf.read_checked()
    console = Console(stderr=True, highlight=False)
    stopped = False
    with (
        Lookup(settings.services, clock or SystemClock()) as lookup,
        _progress(console, len(library.references), form) as advance,
    ):

        def save(file: CheckFile) -> None:
            shelf.write_checked(file, library)
            advance(len(check.asked) + len(check.failures))

        moment = now or datetime.now(UTC)
        check = Check(library.references, lookup, moment, save)
        try:
            file = check.run(before)
        except KeyboardInterrupt:
            stopped = True
            file = shelf.read_checked()
    if fix and not stopped:
        library = _mend_library(shelf, library, file, fix, console)
        file = _renamed(file, library)
        shelf.write_checked(file, library)
    report = make_report(library, file, check.failures)
    say_report(report, form)
    if stopped:
        done = f"{len(file.asked)} of {len(library.references)} works"
        console.print(f"Stopped after {done}. The next check goes on there.")
        return STOPPED
    if any(problem.level > Level.NOTICE for problem in report.problems):
        return WRONG
    return LATER if check.failures else RIGHT


def open_shelf(site: Site) -> tuple[Shelf, Settings]:
    """Return where a site keeps its library, and its settings."""
    pelican = read_settings_of(site)
    try:
        settings = parse_settings(pelican.get("REFERENCES", {}))
    except SettingsError as error:
        raise RefusedError(str(error)) from None
    content = Path(pelican["PATH"])
    library, checked = content / settings.library, content / settings.checked
    names = (site.relative(path.resolve()) for path in (library, checked))
    return Shelf(library, checked, *names), settings


def make_report(library: Library, file: CheckFile, failures: dict[str, str]) -> Report:
    """Return what there is to say of a library and its check."""
    references = library.references
    problems = [
        *library.problems,
        *find_differences(references, file),
        *find_events(references, file),
        *find_unknown(references, file),
    ]
    for why in sorted(set(failures.values())):
        keys = [key for key in failures if failures[key] == why]
        some = ", ".join(keys[:5]) + (", …" if len(keys) > 5 else "")
        what = f"{len(keys)} of {len(references)} works could not be asked for: {some}."
        name = "references-unanswered"
        problems.append(Problem(library.path, 0, what, why, name, Level.NOTICE))
    rows = tuple(_row(reference, file, failures) for reference in references)
    return Report(tuple(sorted(problems)), rows, file.complete, not failures)


def _row(reference: Reference, file: CheckFile, failures: dict[str, str]) -> Row:
    checked = file.find(reference.key, reference.doi)
    comparison = compare_checked(reference, checked)
    return Row(
        key=reference.key,
        doi=reference.doi,
        state=checked.state if checked else "unknown",
        date=checked.date if checked else "",
        compared=comparison.compared,
        differences=tuple(one.what for one in comparison.differences),
        notices=checked.notices if checked else (),
        why=failures.get(reference.key) or (checked.why if checked else ""),
    )


def _mend_library(
    shelf: Shelf, library: Library, file: CheckFile, fix: str, console: Console
) -> Library:
    """Write the publishers' values, each shown before it is written."""
    text = before = shelf.library.read_text("utf-8")
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
    _write(shelf.library, text)
    return shelf.read_library()


def fixes_for(
    reference: Reference, file: CheckFile
) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield the name of each problem that can be mended, and the fields to write."""
    checked = file.find(reference.key, reference.doi)
    for one in compare_checked(reference, checked).differences:
        if one.fix:
            yield one.name, one.fix
    if checked and checked.found_doi:
        name = "reference-doi" if reference.doi else "reference-doi-missing"
        yield name, {"DOI": checked.found_doi}


def _renamed(file: CheckFile, library: Library) -> CheckFile:
    """Keep what was found under a DOI that has been written since."""
    works = dict(file.works)
    for reference in library.references:
        work = works.get(reference.key)
        if work and work.deposit and work.found_doi == reference.doi != work.doi:
            works[reference.key] = replace(work, doi=reference.doi, found_doi="")
    return replace(file, works=MappingProxyType(works))


def _shown(value: object) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        names = [one.get("family") or one.get("literal") or "" for one in value]
        return "; ".join(map(str, names))
    if isinstance(value, dict) and "date-parts" in value:
        return "-".join(str(part) for part in value["date-parts"][0])
    return str(value) if value else "nothing"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".new")
    with draft.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


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
