"""``invoke check``: everything that can be found without touching the output."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ...problem import Level, Problem, did_you_mean
from ..build.build import make_strict
from ..build.options import refuse_form
from ..editorial.passes import read_site
from ..reporter import Reporter
from ..site import RefusedError
from .library_checks import offline_findings

if TYPE_CHECKING:
    from ..site import Site

#: The parts that can be checked alone, and how the names of their problems begin.
PARTS = {
    "references": ("reference", "citation-", "cites-", "library-", "further-reading"),
    "series": ("series-",),
    "feeds": ("feed-", "feeds-"),
    "images": ("image-", "images-"),
    "posts": (),  # everything else
}


def check_site(site: Site, *, only: str = "", form: str = "text", strict: bool) -> int:
    """Build into a folder that is thrown away, print every problem, return the code."""
    parts = read_parts(only)
    refuse_form(form)
    reporter = Reporter(form)
    with TemporaryDirectory(prefix="bulletin-check-") as folder:
        checked = read_site(site, Path(folder), reporter)
        findings = offline_findings(site, checked.settings) if checked.settings else []
    found = {*checked.problems, *findings}
    asked_for = sorted(one for one in found if part_of(one) in parts)
    problems = make_strict(asked_for) if strict else asked_for
    reporter.problems(problems)
    if not problems:
        reporter.print("Nothing is wrong.")
    reporter.print("The output was not touched.")
    return 1 if any(problem.level is Level.ERROR for problem in problems) else 0


def read_parts(only: str) -> set[str]:
    """Return the parts that ``--only`` names; all of them where it is empty."""
    names = {name.strip() for name in only.split(",") if name.strip()}
    for name in sorted(names - PARTS.keys()):
        hint = did_you_mean(name, PARTS) or f"Known: {', '.join(PARTS)}."
        raise RefusedError(f"--only {name}: there is no such part. {hint}")
    return names or set(PARTS)


def part_of(problem: Problem) -> str:
    """Return the part of the site that a problem is about."""
    for part, beginnings in PARTS.items():
        if problem.name.startswith(beginnings):
            return part
    return "posts"
