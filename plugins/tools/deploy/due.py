"""What has come due since a target's last release; one that is not built tells."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ...body import plain_text
from ...problem import count
from ...references.settings import parse_settings
from ...report import relative_path
from ...site import now
from ...source.agenda import REVIEW, Due
from ...source.read import digest_file
from ..build.build import open_readable
from ..git import Repository
from ..site import RefusedError, has_plugin
from .record import ReleaseRecord, assume_record, parse_record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from ..build.pelican_run import PelicanSite
    from ..site import Site
    from .plan import Releases
    from .targets import Target
    from .transport import Transport

#: Of a check of references, whose file a job commits.
CHECK = "check"
SHOWN = 20  #: commits that are listed


@dataclass(frozen=True)
class Findings:
    """What a look at the last release has found."""

    record: ReleaseRecord
    moment: datetime  #: now, in the site's zone
    dues: tuple[Due, ...] = ()  #: what has come due and is not live
    coming: tuple[Due, ...] = ()
    commits: tuple[str, ...] = ()  #: since the release, newest first
    held: str = ""  #: why nobody but an author may deploy
    is_known: bool = True  #: False: the site cannot be read


def read_current(
    transport: Transport, target: Target
) -> tuple[Releases, ReleaseRecord]:
    """Return what a target holds, and what its current release says of itself."""
    releases = transport.releases()
    if not releases.current:
        why = releases.astray or "is not there"
        message = f"{target.current} {why}, so nobody knows what came due since. Look"
        where = f"whether the place is right, then once by hand: {by_hand(target)}"
        raise RefusedError(f"{message} {where}")
    return releases, record_of(transport, releases.current)


def record_of(transport: Transport, release: str) -> ReleaseRecord:
    """Return what a release says of itself, or else what its name does."""
    record = parse_record(transport.read_record(release)) if release else None
    is_own = record is not None and record.release == release
    return record if record and is_own else assume_record(release)


def find_due(
    site: Site,
    target: Target,
    found: tuple[Releases, ReleaseRecord],
    given: Mapping[str, object],
) -> Findings:
    """Compare what a release says of itself with the site of now.

    ``given`` are the site's settings. The site is read only where commits were made
    on top of the release's; else what it said of itself still holds.
    """
    (releases, record), settings = found, dict(given)
    repository, moment = Repository(site.root), now(settings)
    found_there = repository.find(record.commit)
    commits = tuple(repository.subjects(found_there)) if found_there else ()
    findings = Findings(record, moment, commits=commits)
    foreign = _foreign(repository, record)
    newest, left = releases.names[-1], releases.unfinished
    if left and left != newest:
        findings = replace(findings, held=f"{target} was on its way back to {left}")
    elif newest not in {releases.current, record.newest, left}:
        held = f"{target} shows {releases.current} again, which is not its newest"
        findings = replace(findings, held=f"{held} release: somebody went back")
    elif foreign:
        findings = replace(findings, held=f"{target} shows {foreign}")
    is_unchanged = record.is_committed and found_there == repository.head != ""
    is_whole = not (record.is_assumed or record.is_public)
    if is_whole and (is_unchanged or foreign):
        coming = tuple(due for due in record.coming if due.at > moment)
        return replace(findings, dues=tuple(record.came(moment)), coming=coming)
    with open_readable(site) as opened:
        opened.read(BULLETIN_NOW=moment.isoformat())
        dues = _dues_of(opened, record, repository, moment)
        coming = tuple(opened.contents.coming)
        is_known = opened.is_good
    return replace(findings, dues=tuple(dues), coming=coming, is_known=is_known)


def _dues_of(
    opened: PelicanSite,
    record: ReleaseRecord,
    repository: Repository,
    moment: datetime,
) -> Iterator[Due]:
    """Yield what readers would get of a site and do not find in a release."""
    contents, settings = opened.contents, opened.settings
    yield from (one for one in contents.out if not record.shows(one))
    yield from contents.reviews_since(record.now)
    check = find_check(settings)
    if check and check.is_file():
        if record.is_assumed:
            is_live = repository.is_same(record.commit, check)
        else:
            is_live = digest_of_check(settings) == record.checked
        if not is_live:
            place = relative_path(check, settings)
            yield Due(CHECK, moment, place, "what the last check found")


def _foreign(repository: Repository, record: ReleaseRecord) -> str:
    """Return how a release is none of what is checked out, or nothing."""
    if not record.commit:
        return ""
    short = record.commit[:8]
    if not repository.find(record.commit):
        fetch = "git fetch --unshallow" if repository.is_shallow else "git pull"
        return f"commit {short}, which is not known here ({fetch})"
    branch = repository.branch
    if record.branch and branch and record.branch != branch:
        what = f"branch {record.branch}, and {branch} is checked out here"
        return f"{what} (git switch {record.branch})"
    if not repository.holds(record.commit):
        return f"commit {short}, which is not part of what is checked out here"
    return ""


def find_check(settings: Mapping[str, object]) -> Path | None:
    """Return where the last check of the references stands; None without the plugin."""
    if not has_plugin(settings, "references"):
        return None
    own = parse_settings(settings.get("REFERENCES", {}))
    return Path(str(settings["PATH"])) / own.checked


def digest_of_check(settings: Mapping[str, object]) -> str:
    """Return the digest of the last check of the references, or nothing."""
    check = find_check(settings)
    return digest_file(check) if check and check.is_file() else ""


def calm_line(findings: Findings, target: Target) -> str:
    """Return the one line of a look that has found nothing to do."""
    record = findings.record
    line = f"Nothing came due for {target} since {_when(record.now, findings.moment)}"
    if record.is_assumed:
        line += ". That is the time in the release's name: it has no record yet"
    if findings.coming:
        line += f". Next: {_one(findings.coming[0], findings.moment)}"
    if findings.commits:
        number = len(findings.commits)
        verb = "waits" if number == 1 else "wait"
        line += f". {count(number, 'commit')} since then {verb} for: {by_hand(target)}"
    elif not findings.held:
        line += "."
    return f"{line}. {findings.held}." if findings.held else line


def due_lines(findings: Findings, target: Target) -> Iterator[str]:
    """Yield what came due, as an author reads it, and what goes with it."""
    record, moment = findings.record, findings.moment
    if not findings.is_known:
        yield "What came due cannot be known before this is mended:"
        return
    yield f"Came due for {target} since {_when(record.now, moment)}:"
    if record.is_assumed:
        yield "  (that is the time in the release's name: it has no record yet)"
    for due in sorted(findings.dues, key=lambda due: (due.at, due.path)):
        when = "" if due.kind == CHECK else _when(due.at, moment)
        what = f"“{plain_text(due.title)}”" if when else due.title
        yield "  " + "  ".join(filter(None, (due.kind, when, what, due.path)))
    if findings.commits and not findings.held:
        number = count(len(findings.commits), "commit")
        yield f"With it goes all that is committed, {number} since that release:"
        yield from (f"  {line}" for line in findings.commits[:SHOWN])
        if len(findings.commits) > SHOWN:
            yield f"  … and {len(findings.commits) - SHOWN} more"


def by_hand(target: Target) -> str:
    """Return the command by which an author deploys."""
    return f"invoke deploy {target.name}"


def _one(due: Due, moment: datetime) -> str:
    what = "review of " if due.kind == REVIEW else ""
    return f"{what}“{plain_text(due.title)}” ({due.path}), {_when(due.at, moment)}"


def _when(at: datetime, moment: datetime) -> str:
    """Return a time by the clock of the site; a midnight there is the day alone."""
    here = at.astimezone(moment.tzinfo)
    is_day = not (here.hour or here.minute)
    return f"{here:%Y-%m-%d}" if is_day else f"{here:%Y-%m-%d %H:%M}"
