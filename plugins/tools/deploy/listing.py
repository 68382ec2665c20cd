"""The releases that a target has, as an author and as a program reads them."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from ...problem import count, write_json
from ..reporter import Reporter
from ..site import RefusedError
from .connect import connect
from .due import by_hand, record_of
from .plan import KINDS
from .previews import expire
from .record import assume_record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from .plan import Releases
    from .previews import Preview
    from .record import ReleaseRecord
    from .targets import Target
    from .transport import Transport

FORMS = ("text", "json")
VERSION = 1  #: of the JSON
SHOWN = 20  #: releases, the newest ones, unless a program asks
SHORT = 12  #: figures of a digest that people compare


@dataclass(frozen=True)
class Listed:
    """One release of a target."""

    name: str
    made: datetime
    is_current: bool
    record: ReleaseRecord


def list_releases(
    target: Target, root: Path, form: str, reporter: Reporter, *, dry: bool = False
) -> int:
    """Print a target's releases, newest first, and previews; return the exit code.

    Previews whose days are over are taken away, unless it is ``dry``. What nobody has
    written down of a release is said to be unknown, in JSON by null.
    """
    if form not in FORMS:
        message = f"--format {form} is not known. Use one of: {', '.join(FORMS)}."
        raise RefusedError(message)
    with connect(target, root) as transport:
        releases = transport.releases()
        names = releases.names[::-1]
        names = names if form == "json" else names[:SHOWN]
        listed = [_look_up(transport, name, releases.current) for name in names]
        previews = expire(transport, target, Reporter(form), dry=dry)
    if form == "json":
        told = _as_json(target, releases, listed)
        told["previews"] = [_preview_as_json(one) for one in previews]
        sys.stdout.write(f"{write_json(told)}\n")
    else:
        reporter.print_all(_lines(target, releases, listed))
        reporter.print_all(_preview_lines(target, previews))
    return 0


def _look_up(transport: Transport, name: str, current: str) -> Listed:
    made = assume_record(name).now
    return Listed(name, made, name == current, record_of(transport, name))


def _lines(target: Target, releases: Releases, listed: list[Listed]) -> Iterator[str]:
    if releases.astray:
        yield f"{target.current} {releases.astray}."
    if not listed:
        yield f"{target} has no release yet: {by_hand(target)}"
        return
    yield f"{target} has {count(len(releases.names), 'release')}, newest first:"
    for one in listed:
        mark = "*" if one.is_current else " "
        yield f"{mark} {one.name}  {one.made:%Y-%m-%d %H:%M} UTC"
        yield f"    {_who(one.record)}"
        yield f"    {_what(one.record)}"
        for path, until in _until(one, target).items():
            yield f"    kept     {path} until {until:%Y-%m-%d}, for pages in caches"
    if len(releases.names) > len(listed):
        yield f"  … and {len(releases.names) - len(listed)} older ones"
    if releases.current:
        yield "* is what visitors get."


def _preview_lines(target: Target, previews: list[Preview]) -> Iterator[str]:
    if previews:
        yield f"{count(len(previews), 'preview')}, for those who know the address:"
    for one in previews:
        if one.until is None:
            again = f"{by_hand(target)} --preview {one.name}"
            yield f"  {one.name}  is not whole: its deploy has not ended. {again}"
            continue
        yield f"  {one.name}  until {one.until:%Y-%m-%d %H:%M} UTC"
        yield f"    {one.record.address or 'its host has its address'}"
        yield f"    {_who(one.record)}"


def _preview_as_json(one: Preview) -> dict[str, object]:
    record = one.record
    return {
        "name": one.name,
        "address": record.address or None,
        "until": one.until and one.until.isoformat(),
        "is_over": one.is_over,
        "commit": record.commit or None,
        "branch": record.branch or None,
        "is_committed": None if record.is_assumed else record.is_committed,
        "who": record.who or None,
    }


def _who(record: ReleaseRecord) -> str:
    who = f"by {record.who}" if record.who else "by whom is not known"
    commit = f"commit {record.commit[:8]}" if record.commit else "no commit is known"
    branch = f" of {record.branch}" if record.branch else ""
    more = "" if record.is_committed else ", with work that was not committed"
    return f"{who}, {commit}{branch}{more}"


def _what(record: ReleaseRecord) -> str:
    counts = record.counts
    if {*KINDS, "files"} <= counts.keys():
        kinds = ", ".join(f"{counts[kind]} {kind}" for kind in KINDS)
        what = f"{count(counts['files'], 'file')}: {kinds}"
    else:
        what = "how many files is not known"
    return f"{what}, digest {record.digest[:SHORT] or 'not known'}"


def _until(one: Listed, target: Target) -> dict[str, datetime]:
    """Return what visitors get of earlier releases, and until when."""
    if not one.is_current:
        return {}
    grace = timedelta(days=target.grace_days)
    return {path: at + grace for path, at in sorted(one.record.kept.items())}


def _as_json(
    target: Target, releases: Releases, listed: list[Listed]
) -> dict[str, object]:
    return {
        "version": VERSION,
        "target": target.name,
        "place": str(target),
        "current": releases.current or None,
        "astray": releases.astray or None,
        "releases": [_one_as_json(one, target) for one in listed],
    }


def _one_as_json(one: Listed, target: Target) -> dict[str, object]:
    record = one.record
    return {
        "release": one.name,
        "is_current": one.is_current,
        "made": one.made.isoformat(),
        "now": None if record.is_assumed else record.now.isoformat(),
        "commit": record.commit or None,
        "branch": record.branch or None,
        "is_committed": None if record.is_assumed else record.is_committed,
        "who": record.who or None,
        "counts": dict(record.counts) or None,
        "digest": record.digest or None,
        "kept": {path: at.isoformat() for path, at in _until(one, target).items()},
    }
