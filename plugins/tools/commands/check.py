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
    printable,
    write_json,
)
from ..build.build import make_strict
from ..build.options import refuse_form
from ..editorial.changed import read_scope
from ..editorial.findings import find_all
from ..editorial.passes import read_site
from ..editorial.table import as_data, as_table, read_rows
from ..git import Repository
from ..reporter import Reporter
from ..site import RefusedError
from .library_checks import offline_findings
from .library_files import open_library

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.table import Table

    from ...problem import Problem
    from ..editorial.changed import Scope
    from ..editorial.passes import CheckedSite
    from ..editorial.table import Row
    from ..git import Difference
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


#: Finds more of a site that has been read, or of what of it differs.
Ask: TypeAlias = "Callable[[CheckedSite, Reporter, Scope | None], Addition]"


def add_nothing(
    _checked: CheckedSite, _reporter: Reporter, _scope: Scope | None
) -> Addition:
    """Ask nobody."""
    return Addition()


def check_site(
    site: Site,
    *,
    only: str = "",
    form: str = "text",
    strict: bool,
    changed: str | bool = "",
    ask: Ask = add_nothing,
) -> int:
    """Build into a folder that is thrown away, print every problem, return the code.

    With ``changed``, the name of a commit or true for main, what is no error is told
    of the files alone that differ from it. ``ask`` may add what others say of the site.
    """
    parts = read_parts(only)
    refuse_form(form)
    reporter = Reporter(form, root=site.root)
    difference = find_difference(site, changed)
    with TemporaryDirectory(prefix="bulletin-check-") as folder:
        checked = read_site(site, Path(folder), reporter)
        found = {*checked.problems, *find_more(site, checked)}
    settings, texts = checked.settings, checked.texts
    scope = read_scope(site, difference, settings, texts) if difference else None
    added = ask(checked, reporter, scope)
    found |= {*added.problems}
    asked_for = sorted(one for one in found if parts_of(one) & parts)
    told = [one for one in asked_for if not scope or scope.concerns(one)]
    left_out = sorted({*asked_for} - {*told})
    problems = make_strict(told) if strict else told
    rows = read_rows(checked) if parts & {"posts", "reading"} else []
    rows = [row for row in rows if not scope or scope.holds(row.path)]
    print_report(problems, rows, reporter, added, scope=scope, left_out=left_out)
    return 1 if any(problem.level is Level.ERROR for problem in problems) else 0


def find_difference(site: Site, changed: str | bool) -> Difference | None:
    """Return what differs from main, or from what is named; None where all counts."""
    branch = "" if changed is True else str(changed)
    return Repository(site.root).find_difference(branch) if changed else None


def print_report(
    problems: Sequence[Problem],
    rows: Sequence[Row],
    reporter: Reporter,
    added: Addition,
    *,
    scope: Scope | None = None,
    left_out: Sequence[Problem] = (),
) -> None:
    """Print what is wrong, one row for each post and page, and what was added.

    Where a ``scope`` says what was looked at, it is said too, and what it leaves out.
    """
    if reporter.form == "json":
        said = json.loads(format_problems(problems, "json"))
        said |= {"posts": as_data(rows)} | added.data
        said |= {"changed": scope.as_data(left_out)} if scope else {}
        sys.stdout.write(write_json(said) + "\n")
        return
    reporter.problems(problems)
    if reporter.form == "text" and rows:
        Console(highlight=False).print(as_table(rows))
    if reporter.form == "text" and added.table:
        Console(highlight=False).print(added.table)
    reporter.print_all(added.lines)
    if scope:
        lines = list(scope.sum_up(problems, left_out))
        reporter.print_all(lines)
        if reporter.form == "github":  # for the job's log
            sys.stderr.write("\n".join([*map(printable, lines), ""]))
    elif not problems:
        reporter.print("Nothing is wrong.")
    reporter.print("The output was not touched.")


def refuse_mixed(*, changed: bool, dry: bool) -> None:
    """Refuse what does not go with ``--online``, or with what writes besides."""
    if dry:
        message = "--online, --fix and --commit write, and have no dry run."
        raise RefusedError(f"{message} What is wrong is found by: invoke check")
    if changed:
        message = "--changed narrows what a check tells; --fix and --commit have to do"
        raise RefusedError(f"{message} with all. Run them apart.")


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
