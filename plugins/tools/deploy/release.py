"""A deploy and a rollback, step by step."""

from __future__ import annotations

import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
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
from .assets import find_kept
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
from .plan import deletes_much, make_plan, plan_lines
from .record import ReleaseRecord, format_record
from .released import keep_seen
from .ssh import connected
from .staging import stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ...problem import Problem
    from ..build.output import Output
    from ..build.pelican_run import PelicanSite
    from ..reporter import Reporter
    from ..site import Site
    from .plan import Plan, Releases
    from .ssh import SshTransport
    from .targets import Target


@dataclass(frozen=True)
class DeployOptions:
    """What the author said on the command line."""

    plan: bool = False
    yes: bool = False
    force: bool = False
    unlock: bool = False
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
    siteurl = target.siteurl or str(settings.get("SITEURL", ""))
    repository = Repository(site.root)
    why_not = reasons(partial(refuse_address, siteurl))
    compared = ""
    if options.due:
        end_on(why_not, options)
        compared = look(site, target, options, settings, reporter)
        if not compared:
            return 0
    if not options.force:
        why_not += reasons(partial(refuse_unclean, repository))
    end_on(why_not, options)
    area = site.root / ".bulletin"
    tree = area / "deploy" / target.name
    state = repository.head, repository.branch, not repository.changes
    built = BuiltSite(*state)
    try:
        build = BuildOptions(
            site,
            output=tree,
            siteurl=siteurl,
            quiet=True,
            now=options.now,
            is_clean=not options.incremental,
        )
        if build_site(build, stay=built) or built.record is None:
            return 1
    except StoppedLateError as late:
        raise StoppedError(late.number) from None  # the target is as it was
    staged = stage(tree, area / "staged" / target.name, target.kind)
    with connect(target) as transport:
        record = compare_and_put(
            (staged, built.record),
            target,
            transport,
            options,
            reporter,
            compared=compared,
        )
    if options.plan:
        reporter.print_all(f"The deploy itself would be refused: {w}" for w in why_not)
    if record:
        keep_seen(site.root, target, record)
    return 0


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
    plan = plan_at(transport, tree, releases, target)
    if releases.astray:
        what = f"{target}/current {releases.astray}: visitors get the new one then."
        reporter.print(what)
    is_nothing = plan.changes.is_nothing
    lines = list(plan_lines(plan, every=options.plan))
    lines = lines if options.plan or not options.due else lines[-1:]
    is_said = options.plan or options.due or not (options.quiet and is_nothing)
    reporter.print_all(lines if is_said else ())
    if options.plan:
        if deletes_much(plan.changes) and not options.force:
            reporter.print(
                f"The deploy itself would be refused: {too_many(plan, target)}"
            )
        return None
    if is_nothing and releases.current:
        transport.give_modes(releases.current)
        newest = record_of(transport, releases.current).newest
        newest = newest if options.due else releases.names[-1]
        record = replace(
            record, release=releases.current, newest=newest, kept=plan.kept
        )
        transport.write_record(record.release, format_record(record))
        if is_said:
            reporter.print(f"{target} has this site already.")
        print_faults(transport, reporter)
        return record
    confirm(plan, target, options)
    with transport.locked(reporter.print, unlock=options.unlock):
        return put((tree, record), target, transport, reporter, compared)


def plan_at(
    transport: FolderTransport | SshTransport,
    tree: Path,
    releases: Releases,
    target: Target,
) -> Plan:
    """Return what a tree would change at a target."""
    changes = transport.plan(tree, releases)
    last = record_of(transport, releases.current)
    return make_plan(changes, last, datetime.now(UTC), target.grace_days)


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
    kept = plan_at(transport, tree, releases, target).kept
    name = name_release(record.commit[:8], releases)
    record = replace(record, release=name, newest=name, kept=kept)
    try:
        transport.send(tree, name, releases, kept)
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
    with connect(target) as transport, transport.locked(reporter.print, unlock=unlock):
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
            kept = keep_assets(transport, releases.current, name, target)
            transport.switch(name)
            # An author has gone back: what is scheduled waits for one.
            record = replace(record_of(transport, name), newest=name, kept=kept)
            with suppress(OSError, RefusedError):  # a full disk is no reason to stay
                transport.write_record(name, format_record(record))
    keep_seen(root, target, record)
    before = releases.current or releases.link or "none"
    reporter.print(f"{target} shows release {name} again, instead of {before}.")
    return 0


def keep_assets(
    transport: FolderTransport | SshTransport, current: str, name: str, target: Target
) -> dict[str, datetime]:
    """Give a release what pages of the current one need that are in caches.

    Return all that it has for such pages, and since when.
    """
    kept = dict(record_of(transport, name).kept)
    if current:
        gone = sorted({*transport.files(current)}.difference(transport.files(name)))
        since, now_ = record_of(transport, current).kept, datetime.now(UTC)
        fresh = find_kept(gone, since, now_, target.grace_days)
        transport.keep(fresh, current, name)
        kept |= fresh
    return kept


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


def confirm(plan: Plan, target: Target, options: DeployOptions) -> None:
    """Go on only if the author wants this plan."""
    if deletes_much(plan.changes) and not options.force:
        raise RefusedError(too_many(plan, target))
    if options.due and not sys.stdin.isatty():
        return
    alone = "Nobody is here to agree. Use --yes, or look with --plan."
    if not agrees(f"Put this on {target}?", yes=options.yes, alone=alone):
        raise RefusedError("Nothing was sent.")


def too_many(plan: Plan, target: Target) -> str:
    """Return why a plan that deletes much is refused."""
    count = len(plan.changes.deleted)
    return (
        f"This would delete {count} files from {target}. If it is right, use --force."
    )


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
