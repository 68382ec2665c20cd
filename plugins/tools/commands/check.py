"""``invoke check``: everything that can be found without touching the output."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeAlias

from rich.console import Console

from ...problem import (
    Level,
    SettingsError,
    did_you_mean,
    format_problems,
    write_json,
)
from ..build.build import make_strict
from ..build.options import refuse_form
from ..editorial.findings import find_all
from ..editorial.passes import read_site
from ..editorial.table import as_data, as_table, read_rows
from ..reporter import Reporter
from ..site import RefusedError
from .library_checks import offline_findings
from .library_files import open_library

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.table import Table

    from ...problem import Problem
    from ..editorial.passes import CheckedSite
    from ..editorial.table import Row
    from ..site import Site

#: The parts that can be checked alone, and how the names of their problems begin.
PARTS = {
    "references": ("reference", "citation-", "cites-", "library-", "further-reading"),
    "series": ("series-",),
    "feeds": ("feed-", "feeds-"),
    "images": ("image-", "images-"),
    "posts": (),  # everything else, of which these are parts:
    "links": ("link-", "output-link", "output-fragment"),
    "spelling": ("spelling",),
    "reading": ("reading-age",),
    "promises": ("promise",),
    "reviews": ("review-", "reviewer-"),
    "crisis": ("crisis-line",),
}

#: The problems that leave a site unread, beside wrong settings of plugins.
UNREAD = {"conf", "plugin-missing"}
#: The parts that share no problem.
WHOLE = {"references", "series", "feeds", "images"}


@dataclass(frozen=True)
class Addition:
    """What a check has found that no file of the site says."""

    problems: tuple[Problem, ...] = ()
    #: The rest of it for programs, by names that no other part has.
    data: dict[str, object] = field(default_factory=dict)
    table: Table | None = None  #: and for people
    lines: tuple[str, ...] = ()


#: Finds more of a site that has been read.
Ask: TypeAlias = "Callable[[CheckedSite, Reporter], Addition]"


def add_nothing(_checked: CheckedSite, _reporter: Reporter) -> Addition:
    """Ask nobody."""
    return Addition()


def check_site(
    site: Site,
    *,
    only: str = "",
    form: str = "text",
    strict: bool,
    ask: Ask = add_nothing,
) -> int:
    """Build into a folder that is thrown away, print every problem, return the code.

    ``ask`` may add to it what others say of the site.
    """
    parts = read_parts(only)
    refuse_form(form)
    reporter = Reporter(form)
    with TemporaryDirectory(prefix="bulletin-check-") as folder:
        checked = read_site(site, Path(folder), reporter)
        found = {*checked.problems, *find_more(site, checked)}
    added = ask(checked, reporter)
    found |= {*added.problems}
    asked_for = sorted(one for one in found if parts_of(one) & parts)
    problems = make_strict(asked_for) if strict else asked_for
    rows = read_rows(checked) if parts & {"posts", "reading"} else []
    print_report(problems, rows, reporter, added)
    return 1 if any(problem.level is Level.ERROR for problem in problems) else 0


def print_report(
    problems: Sequence[Problem],
    rows: Sequence[Row],
    reporter: Reporter,
    added: Addition,
) -> None:
    """Print what is wrong, one row for each post and page, and what was added."""
    if reporter.form == "json":
        said = json.loads(format_problems(problems, "json"))
        said |= {"posts": as_data(rows)} | added.data
        sys.stdout.write(write_json(said) + "\n")
        return
    reporter.problems(problems)
    if reporter.form == "text" and rows:
        Console(highlight=False).print(as_table(rows))
    if reporter.form == "text" and added.table:
        Console(highlight=False).print(added.table)
    reporter.print_all(added.lines)
    if not problems:
        reporter.print("Nothing is wrong.")
    reporter.print("The output was not touched.")


def read_parts(only: str) -> set[str]:
    """Return the parts that ``--only`` names; all of them where it is empty."""
    names = {name.strip() for name in only.split(",") if name.strip()}
    for name in sorted(names - PARTS.keys()):
        hint = did_you_mean(name, PARTS) or f"Known: {', '.join(PARTS)}."
        raise RefusedError(f"--only {name}: there is no such part. {hint}")
    return names or set(PARTS)


def find_more(site: Site, checked: CheckedSite) -> Iterator[Problem]:
    """Yield what no build finds: of the library, and of the texts."""
    if not checked.settings:
        return
    yield from offline_findings(site, checked.settings)
    files = open_library(site, checked.settings)
    # What is no file the build names, and so much more beside it.
    is_there = files.library.is_file()
    works = files.read_library().references if is_there else ()
    titles = [str(work.item.get("title") or "") for work in works]
    try:
        yield from checked.with_levels(find_all(checked, titles))
    except SettingsError as error:
        yield from error.problems


def parts_of(problem: Problem) -> set[str]:
    """Return the parts of the site that a problem is about.

    A wrong setting is about all of them, and so is a site that cannot be read or lacks
    a plugin: something is not checked then.
    """
    if problem.name.endswith("-setting") or problem.name in UNREAD:
        return set(PARTS)
    begins = problem.name.startswith
    found = {part for part, beginnings in PARTS.items() if begins(beginnings)}
    return found if found & WHOLE else {"posts", *found}
