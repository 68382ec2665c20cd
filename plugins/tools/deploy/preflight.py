"""What keeps a deploy from being made, and who is asked."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ...places import is_nowhere
from ...problem import list_some
from ..asking import agrees
from ..site import RefusedError
from .plan import deletes_much

if TYPE_CHECKING:
    from collections.abc import Callable

    from .options import DeployOptions
    from .plan import Plan
    from .targets import Target


def reasons(*checks: Callable[[], None]) -> list[str]:
    """Return what those of the checks say that refuse."""
    found = []
    for check in checks:
        try:
            check()
        except RefusedError as refused:
            found.append(str(refused))
    return found


def end_on(why_not: list[str], options: DeployOptions) -> None:
    """Refuse for all reasons at once; whoever only plans hears them at the end."""
    if why_not and not options.plan:
        raise RefusedError("\n".join(why_not))


def confirm(plan: Plan, target: Target, options: DeployOptions) -> None:
    """Go on only if the author wants this plan."""
    end_on(objections(plan, target, options), options)
    if options.due and not sys.stdin.isatty():
        return
    alone = "Nobody is here to agree. Use --yes, or look with --plan."
    if not agrees(f"Put this on {target}?", yes=options.yes, alone=alone):
        raise RefusedError("Nothing was sent.")


def objections(plan: Plan, target: Target, options: DeployOptions) -> list[str]:
    """Return why a plan is refused unless ``--force`` is given."""
    if options.force:
        return []
    found = []
    if deletes_much(plan.changes):
        found.append(too_many(plan, target))
    if plan.others:
        files = list_some(plan.others, 3)
        what = f"{target} has files that others have put there: {files}."
        how = "They would be lost to visitors; the branch's history keeps them."
        found.append(f"{what} {how} If it is right, use --force.")
    return found


def too_many(plan: Plan, target: Target) -> str:
    """Return why a plan that deletes much is refused."""
    count = len(plan.changes.deleted)
    return (
        f"This would delete {count} files from {target}. If it is right, use --force."
    )


def refuse_address(siteurl: str) -> None:
    """Refuse a SITEURL that visitors cannot reach."""
    try:
        parts = urlsplit(siteurl)
    except ValueError:
        parts = urlsplit("")
    if "@" in parts.netloc:
        message = "SITEURL has a password in it, which each page would show"
        raise RefusedError(f"{message}. Leave it out.")
    host = parts.hostname or ""
    if not siteurl.startswith(("http://", "https://")) or not host:
        why = "is no address"
    elif is_nowhere(host):
        why = "cannot be reached by visitors"
    else:
        return
    message = f"SITEURL “{siteurl}” {why}. Set the real one in pelicanconf.py"
    raise RefusedError(f"{message}, or as siteurl of the target in invoke.yaml.")
