"""A deploy and a rollback, step by step."""

from __future__ import annotations

import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ...places import is_nowhere
from ...site import now
from ..asking import agrees
from ..build.build import build_site, read_settings_of
from ..build.options import BuildOptions
from ..command_line import UNCHANGED
from ..files import refuse_os_errors
from ..git import Repository, refuse_unclean
from ..site import RefusedError
from ..stopping import StoppedError, StoppedLateError, undisturbed
from .due import (
    by_hand,
    calm_line,
    digest_of_check,
    due_lines,
    find_due,
    read_current,
    record_of,
)
from .folder import FolderTransport
from .plan import deletes_much, plan_lines
from .record import ReleaseRecord, format_record
from .released import keep_seen
from .ssh import connected

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ...problem import Problem
    from ..build.output import Output
    from ..build.pelican_run import PelicanSite
    from ..files import Changes
    from ..reporter import Reporter
    from ..site import Site
    from .plan import Releases
    from .ssh import SshTransport
    from .targets import Target


@dataclass(frozen=True)
class DeployOptions:
    """What the author said on the command line."""

    plan: bool = False
    yes: bool = False
    force: bool = False
    incremental: bool = False  #: makes what has changed since the last such build
    due: bool = False  #: only where something has come due
    quiet: bool = False  #: says nothing where there is nothing to do
    now: datetime | None = None  #: naive means the site's own time zone


@dataclass
class BuiltSite:
    """Takes down what a release says of itself while the built site is still open."""

    commit: str  #: before anything was read: a later one is not in what is built
    branch: str
    is_committed: bool
    record: ReleaseRecord | None = None

    def hear(self, problems: tuple[Problem, ...]) -> None:
        """See ``Stay``."""

    def find_newer(self) -> tuple[str, ...]:
        """See ``Stay``."""
        return ()

    def stay(self, opened: PelicanSite, _output: Output) -> None:
        """See ``Stay``."""
        self.record = ReleaseRecord(
            release="",
            now=now(opened.settings),
            commit=self.commit,
            branch=self.branch,
            is_committed=self.is_committed,
            checked=digest_of_check(opened.settings),
            out={due.path: due.uid for due in opened.contents.out},
            coming=tuple(opened.contents.coming),
        )


def deploy(
    site: Site, target: Target, options: DeployOptions, reporter: Reporter
) -> int:
    """Build, compare, ask, send, switch; return the exit code."""
    settings = read_settings_of(site)
    refuse_address(target.siteurl or str(settings.get("SITEURL", "")))
    compared = ""
    if options.due:
        compared = look(site, target, options, settings, reporter)
        if not compared:
            return 0
    repository = Repository(site.root)
    if not options.force:
        refuse_unclean(repository)
    tree = site.root / ".bulletin" / "deploy" / target.name
    state = repository.head, repository.branch, not repository.changes
    built = BuiltSite(*state)
    try:
        build = BuildOptions(
            site,
            output=tree,
            siteurl=target.siteurl or str(settings.get("SITEURL", "")),
            quiet=True,
            now=options.now,
            is_clean=not options.incremental,
        )
        if build_site(build, stay=built) or built.record is None:
            return 1
    except StoppedLateError as late:
        raise StoppedError(late.number) from None  # the target is as it was
    with connect(target) as transport:
        record = compare_and_put(
            (tree, built.record),
            target,
            transport,
            options,
            reporter,
            compared=compared,
        )
    if record:
        keep_seen(site.root, target, record)
    return 0


def look(
    site: Site,
    target: Target,
    options: DeployOptions,
    settings: dict[str, object],
    reporter: Reporter,
) -> str:
    """Say what came due; return the release that was looked at, if something did."""
    with connect(target) as transport:
        found = read_current(transport, target)
    keep_seen(site.root, target, found[1])
    given = {"BULLETIN_NOW": options.now} if options.now else {}
    findings = find_due(site, target, found, settings | given)
    if not findings.dues and findings.is_known:
        if not options.quiet:
            reporter.print(calm_line(findings, target))
        return ""
    reporter.print_all(due_lines(findings, target))
    if findings.held:
        message = f"Nothing was built: {findings.held}. When it is right, once by hand:"
        raise RefusedError(f"{message} {by_hand(target)}")
    return found[0].current


def compare_and_put(
    built: tuple[Path, ReleaseRecord],
    target: Target,
    transport: FolderTransport | SshTransport,
    options: DeployOptions,
    reporter: Reporter,
    *,
    compared: str,
) -> ReleaseRecord | None:
    """Say what would change, ask, and put it there; return what visitors get then.

    ``compared`` names the release that something has come due since, if that matters.
    """
    tree, record = built
    releases = transport.releases()
    plan = transport.plan(tree, releases)
    if releases.astray:
        what = f"{target}/current {releases.astray}: visitors get the new one then."
        reporter.print(what)
    lines = list(plan_lines(plan, every=options.plan))
    lines = lines if options.plan or not options.due else lines[-1:]
    is_said = options.plan or options.due or not (options.quiet and plan.is_nothing)
    reporter.print_all(lines if is_said else ())
    if options.plan:
        return None
    if plan.is_nothing and releases.current:
        transport.give_modes(releases.current)
        newest = record_of(transport, releases.current).newest
        newest = newest if options.due else releases.names[-1]
        record = replace(record, release=releases.current, newest=newest)
        transport.write_record(record.release, format_record(record))
        if is_said:
            reporter.print(f"{target} has this site already.")
        print_faults(transport, reporter)
        return record
    confirm(plan, target, options)
    with transport.locked(reporter.print, force=options.force):
        return put((tree, record), target, transport, reporter, compared)


def put(
    built: tuple[Path, ReleaseRecord],
    target: Target,
    transport: FolderTransport | SshTransport,
    reporter: Reporter,
    compared: str,
) -> ReleaseRecord:
    """Send a built site as a release and show it; the target is locked."""
    (tree, record), releases = built, transport.releases()
    if compared and releases.current != compared:
        message = f"{target} shows {releases.current or 'none'} by now: somebody else"
        raise RefusedError(f"{message} was quicker. Nothing was sent.")
    name = name_release(record.commit[:8], releases)
    record = replace(record, release=name, newest=name)
    try:
        transport.send(tree, name, releases)
        with undisturbed(f"{target} shows release {name}."):
            transport.write_record(name, format_record(record))
            transport.finish(name)
            transport.switch(name)
            transport.prune(transport.releases().surplus(target.keep))
    except BaseException:  # Ctrl-C too leaves no half release
        transport.discard(name)
        raise
    reporter.print(f"{target} shows release {name}.")
    print_faults(transport, reporter)
    return record


def roll_back(
    root: Path, target: Target, release: str, reporter: Reporter, *, dry: bool = False
) -> int:
    """Show an earlier release; the files of all releases stay as they are.

    With ``dry`` it is only named. ``root`` is the site's, where it is kept what
    visitors get now.
    """
    with connect(target) as transport, transport.locked(reporter.print, force=False):
        releases = transport.releases()
        name = release or releases.before_current
        if name not in releases.names:
            raise RefusedError(f"{target}{_no_release(name, releases)}")
        if name == releases.current:
            reporter.print(f"{target} shows release {name} already.")
            return 0
        if dry:
            shown = releases.current or releases.link or "none"
            reporter.print(f"{target} would show release {name} instead of {shown}.")
            reporter.print(UNCHANGED)
            return 0
        with undisturbed(f"{target} shows release {name}."):
            transport.switch(name)
            # An author has gone back: what is scheduled waits for one.
            record = replace(record_of(transport, name), newest=name)
            with suppress(OSError, RefusedError):  # a full disk is no reason to stay
                transport.write_record(name, format_record(record))
    keep_seen(root, target, record)
    before = releases.current or releases.link or "none"
    reporter.print(f"{target} shows release {name} again, instead of {before}.")
    return 0


def _no_release(name: str, releases: Releases) -> str:
    """Return the end of a sentence on why there is nothing to go back to."""
    known = ", ".join(releases.names) or "none"
    if name:
        return f" has no release “{name}”. Releases: {known}."
    if releases.current or not releases.names:
        return f" has no release before this one. Releases: {known}."
    lost = releases.astray or "is not there"
    return f"/current {lost}. Choose one with --release. Releases: {known}."


def print_faults(transport: FolderTransport | SshTransport, reporter: Reporter) -> None:
    """Print what keeps visitors out though the deploy went well."""
    if fault := transport.faults():
        reporter.error(fault)


def name_release(commit: str, releases: Releases) -> str:
    """Return a name that tells time and commit, and sorts after all others.

    A clock can be set back; then the last name grows.
    """
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%f")[:-3]
    name = f"{moment}-{commit}" if commit else moment
    last = max(releases.names, default="")
    return name if name > last else f"{last}.1"


def confirm(plan: Changes, target: Target, options: DeployOptions) -> None:
    """Go on only if the author wants this plan."""
    if deletes_much(plan) and not options.force:
        count = len(plan.deleted)
        message = f"This would delete {count} files from {target}. If it is right, use"
        raise RefusedError(f"{message} --force.")
    if options.due and not sys.stdin.isatty():
        return
    alone = "Nobody is here to agree. Use --yes, or look with --plan."
    if not agrees(f"Put this on {target}?", yes=options.yes, alone=alone):
        raise RefusedError("Nothing was sent.")


@contextmanager
def connect(target: Target) -> Iterator[FolderTransport | SshTransport]:
    """Yield the target's transport; what the machine refuses meanwhile is one line."""
    with refuse_os_errors(
        "The target could not be used", f"See with --plan what {target} holds."
    ):
        if target.host:
            with connected(target) as transport:
                yield transport
        else:
            yield FolderTransport(target.path)


def refuse_address(siteurl: str) -> None:
    """Refuse a SITEURL that visitors cannot reach."""
    host = urlsplit(siteurl).hostname or ""
    if not siteurl.startswith(("http://", "https://")) or not host:
        why = "is no address"
    elif is_nowhere(host):
        why = "cannot be reached by visitors"
    else:
        return
    message = f"SITEURL “{siteurl}” {why}. Set the real one in pelicanconf.py"
    raise RefusedError(f"{message}, or as siteurl of the target in invoke.yaml.")
