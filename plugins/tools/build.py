"""A build: stage, examine, publish; the site that stands is never harmed."""

from __future__ import annotations

import shutil
import time
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from ..problem import Level
from .lock import hold_lock
from .output import claim_output, refuse_foreign_files
from .pelican_run import Run, Session, open_site
from .publish import Changes, compare_trees, publish
from .site import RefusedError
from .voice import Voice

if TYPE_CHECKING:
    from .order import Order
    from .site import Site


def build_site(order: Order) -> int:
    """Build as ordered and return the exit code: 0 only for a complete result."""
    voice = Voice(order.form, order.quiet)
    began = time.monotonic()
    with open_site(order.site.conf, **overrides_of(order)) as session:
        if session.settings is None:
            voice.problems(session.problems)
            return 1
        settings = session.settings
        output = claim_output(Path(settings["OUTPUT_PATH"]), *_sources(order, settings))
        output.area.mkdir(parents=True, exist_ok=True)
        with hold_lock(output.area, voice.tell), ExitStack() as stack:
            refuse_foreign_files(output, settings.get("OUTPUT_RETENTION", ()))
            stage = output.make_stage()
            stack.callback(shutil.rmtree, stage, ignore_errors=True)
            run = run_into(session, stage, order)
            voice.problems(run.problems)
            if not run.is_good:
                voice.error(_stopped(run))
                return 1
            changes = compare_trees(stage, output)
            publish(stage, output, changes)
    voice.tell(closing_line(run, changes, time.monotonic() - began))
    return 0


def run_into(session: Session, stage: Path, order: Order) -> Run:
    """Build into the stage; ``--strict`` makes its warnings errors."""
    settings = session.settings or {}
    zone = ZoneInfo(settings.get("TIMEZONE") or "UTC")
    now = order.now or datetime.now(zone)
    if now.tzinfo is None:
        now = now.replace(tzinfo=zone)
    run = session.build(
        OUTPUT_PATH=str(stage), BULLETIN_NOW=now.astimezone(zone).isoformat()
    )
    if not order.strict:
        return run
    strict = (
        problem.at_level(Level.ERROR) if problem.level is Level.WARNING else problem
        for problem in run.problems
    )
    return Run(tuple(strict), run.output, run.contents)


def read_settings_of(site: Site) -> dict[str, Any]:
    """Return a site's settings, or refuse with the line of the mistake in them."""
    with open_site(site.conf, BULLETIN_ROOT=str(site.root)) as session:
        if session.settings is None:
            raise RefusedError("\n".join(map(str, session.problems)))
        return session.settings


def overrides_of(order: Order) -> dict[str, Any]:
    """Return the settings that a build sets, whatever the site's own say."""
    settings: dict[str, Any] = {
        "DELETE_OUTPUT_DIRECTORY": False,
        "STATIC_CREATE_LINKS": False,
        "STATIC_CHECK_IF_MODIFIED": False,
        "BULLETIN_PREVIEW": order.drafts,
        "BULLETIN_ROOT": str(order.site.root),
    }
    if order.content:
        settings["PATH"] = str(order.content)
    if order.output:
        settings["OUTPUT_PATH"] = str(order.output)
    if order.siteurl:
        settings["SITEURL"] = order.siteurl
    return settings


def closing_line(run: Run, changes: Changes, seconds: float) -> str:
    """Return the one line that sums a build up."""
    warnings = sum(problem.level is Level.WARNING for problem in run.problems)
    counts = (
        _count(run.contents.posts, "post"),
        _count(run.contents.pages, "page"),
        f"{len(changes.new) + len(changes.changed)} changed",
        f"{len(changes.unchanged)} unchanged",
        f"{len(changes.deleted)} deleted",
        f"{seconds:.1f} s",
        _count(warnings, "warning"),
    )
    return ", ".join(counts) + "."


def _stopped(run: Run) -> str:
    errors = sum(problem.level is Level.ERROR for problem in run.problems)
    return f"The build stopped: {_count(errors, 'error')}. The output is as it was."


def _sources(order: Order, settings: dict[str, Any]) -> tuple[Path, list[Path]]:
    folders = [Path(settings["PATH"])]
    if Path(settings["THEME"]).is_dir():
        folders.append(Path(settings["THEME"]))
    return order.site.root, folders


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
