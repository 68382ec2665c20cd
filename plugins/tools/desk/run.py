"""How a change goes: planned, tried, shown, agreed to, made; or refused, untouched."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...problem import Level
from ..asking import agrees
from ..build.lock import hold_lock
from ..command_line import UNCHANGED
from .addresses import keep_addresses
from .apply import apply_plan, refuse_taken, refuse_uncommitted, undo_command
from .survey import survey_site
from .trial import area_of, find_new_problems, trying

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from ...problem import Problem
    from ..build.pelican_run import PelicanSite
    from ..reporter import Reporter
    from ..site import Site
    from .plan import Plan
    from .survey import Survey

    #: Is given the site as it is and as it will be, and returns the plan with more.
    Companion = Callable[[Survey, Plan, PelicanSite], Plan]

NOTHING = "Nothing was changed."


@dataclass(frozen=True)
class Wanted:
    """A change that an author wants."""

    plan: Plan
    question: str
    #: Files, by the paths that they have now, that must have no error at all.
    faultless: frozenset[str] = frozenset()
    moment: datetime | None = None  #: when the change counts, if not now


#: What else is written with a change: each is asked when the site has been read as it
#: will be when the change counts (for a post that waits, that is its date), and returns
#: the plan with one file more, such as a record of all addresses.
COMPANIONS: tuple[Companion, ...] = (keep_addresses,)


def change_site(
    site: Site,
    want: Callable[[Survey], Wanted],
    reporter: Reporter,
    *,
    yes: bool = False,
    dry: bool = False,
    companions: tuple[Companion, ...] = COMPANIONS,
) -> int:
    """Make a change that is whole, right and agreed to; return the exit code.

    With ``dry`` it is shown only. One after the other: what a change has read is not
    changed by another.
    """
    area = area_of(site)
    area.mkdir(parents=True, exist_ok=True)
    with hold_lock(area / "lock", "change of posts", reporter.print):
        for left in area.glob("trial-*"):  # of one that was killed
            shutil.rmtree(left, ignore_errors=True)
        return _change(site, want, reporter, yes=yes, dry=dry, companions=companions)


def _change(
    site: Site,
    want: Callable[[Survey], Wanted],
    reporter: Reporter,
    *,
    yes: bool,
    dry: bool,
    companions: tuple[Companion, ...],
) -> int:
    survey = survey_site(site)
    wanted = want(survey)
    plan = wanted.plan
    if plan.is_nothing:
        reporter.print_all(plan.notes or ("There is nothing to change.",))
        return 0
    refuse_taken(site.root, plan)
    refuse_uncommitted(site, plan)
    moment = max(wanted.moment or survey.now, survey.now)
    with trying(survey, plan, moment) as opened:
        problems = _problems_of(wanted, survey, opened, moment)
        is_good = all(one.level < Level.ERROR for one in problems)
        for companion in companions if is_good else ():
            plan = companion(survey, plan, opened)
    if not is_good:
        reporter.problems(map(plan.was_at, problems))
        reporter.error(
            f"{NOTHING} Mend this first: the site could not be built with it."
        )
        return 1
    refuse_uncommitted(site, plan)
    for line in plan.diff():
        reporter.print(line)
    reporter.problems(map(plan.was_at, problems))
    if dry:
        reporter.print(UNCHANGED)
        return 0
    if not agrees(wanted.question, yes=yes):
        reporter.error(NOTHING)
        return 1
    apply_plan(site.root, plan)
    reporter.print_all(plan.notes)
    reporter.print(f"To undo it: {undo_command(site, plan)}")
    return 0


def _problems_of(
    wanted: Wanted, survey: Survey, opened: PelicanSite, moment: datetime
) -> list[Problem]:
    """Return what a tried plan brings, and every error of files that must have none."""
    plan = wanted.plan
    new = find_new_problems(survey, plan, opened, moment)
    mine = {plan.place(path) for path in wanted.faultless}
    old = [one for one in opened.problems if one.path in mine and one not in new]
    return [*new, *(one for one in old if one.level is Level.ERROR)]
