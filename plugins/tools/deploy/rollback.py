"""Going back to an earlier release."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ..command_line import UNCHANGED
from ..site import RefusedError
from ..stopping import undisturbed
from .assets import find_kept
from .connect import connect
from .due import record_of
from .hosts import hand_over
from .record import format_record
from .released import keep_seen

if TYPE_CHECKING:
    from pathlib import Path

    from ..reporter import Reporter
    from .plan import Releases
    from .record import ReleaseRecord
    from .targets import Target
    from .transport import Transport


def roll_back(
    root: Path,
    target: Target,
    release: str,
    reporter: Reporter,
    *,
    unlock: bool = False,
    dry: bool = False,
) -> int:
    """Show an earlier release; the files of all releases stay as they are.

    With ``dry`` it is only named. ``root`` is the site's, where it is kept what
    visitors get now.
    """
    with connect(target, root) as transport:
        releases = transport.releases()
        if dry or not releases.names:  # a lock would make a folder where nothing is
            name = _choose(release, releases, target)
            would = f"{target} would show release {name} instead of {_shown(releases)}."
            already = _already(name, releases, target)
            reporter.print_all([already] if already else [would, UNCHANGED])
            return 0
        with transport.locked(reporter.print, unlock=unlock):
            releases = transport.releases()
            name = _choose(release, releases, target)
            if already := _already(name, releases, target):
                reporter.print(already)
                return 0
            with undisturbed(f"{target} shows release {name}."):
                record = _show(transport, name, releases, target)
    keep_seen(root, target, record)
    before = _shown(releases)
    reporter.print(f"{target} shows release {name} again, instead of {before}.")
    reporter.print_all([hand_over(target)])
    return 0


def _choose(release: str, releases: Releases, target: Target) -> str:
    """Return the name of the release to show, which is there."""
    name = release or releases.before_current
    if name not in releases.names:
        raise RefusedError(_no_release(name, releases, target))
    return name


def _already(name: str, releases: Releases, target: Target) -> str:
    """Return the line on a release that is shown, or nothing."""
    is_shown = name == releases.current and not releases.unfinished
    return f"{target} shows release {name} already." if is_shown else ""


def _shown(releases: Releases) -> str:
    return releases.unfinished or releases.current or releases.link or "none"


def _show(
    transport: Transport, name: str, releases: Releases, target: Target
) -> ReleaseRecord:
    """Show a release, and return what it says of itself now."""
    left = releases.unfinished or releases.current
    record = keep_assets(transport, left, record_of(transport, name), target)
    # An author has gone back: what is scheduled waits for one.
    record = replace(record, newest=name)
    with suppress(OSError, RefusedError):  # a full disk is no reason to stay
        transport.write_record(name, format_record(record))
    transport.switch(name)
    return record


def keep_assets(
    transport: Transport, current: str, record: ReleaseRecord, target: Target
) -> ReleaseRecord:
    """Give a release what pages of the current one need that are in caches.

    Return its record, with all that it has for such pages, and since when.
    """
    if not current:
        return record
    name = record.release
    gone = sorted({*transport.files(current)}.difference(transport.files(name)))
    since, now_ = record_of(transport, current).kept, datetime.now(UTC)
    fresh = find_kept(gone, since, now_, target.grace_days)
    transport.keep(fresh, current, name)
    return replace(record, kept={**record.kept, **fresh})


def _no_release(name: str, releases: Releases, target: Target) -> str:
    """Return why there is nothing to go back to."""
    known = ", ".join(releases.names) or "none"
    if name:
        return f"{target} has no release “{name}”. Releases: {known}."
    if releases.current or not releases.names:
        return f"{target} has no release before this one. Releases: {known}."
    lost = f"{target.current} {releases.astray or 'is not there'}"
    return f"{lost}. Choose one with --release. Releases: {known}."
