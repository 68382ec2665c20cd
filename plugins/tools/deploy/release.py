"""A deploy and a rollback, step by step."""

from __future__ import annotations

import ipaddress
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ...problem import list_some
from ..asking import agrees
from ..build.build import build_site, read_settings_of
from ..build.options import BuildOptions
from ..files import refuse_os_errors
from ..git import ask_git, find_uncommitted
from ..site import RefusedError
from ..stopping import StoppedError, StoppedLateError, undisturbed
from .folder import FolderTransport
from .plan import deletes_much, plan_lines
from .ssh import connected

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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


def deploy(
    site: Site, target: Target, options: DeployOptions, reporter: Reporter
) -> int:
    """Build, compare, ask, send, switch; return the exit code."""
    siteurl = target.siteurl or str(read_settings_of(site).get("SITEURL", ""))
    refuse_address(siteurl)
    if not options.force:
        refuse_unclean(site.root)
    tree = site.root / ".bulletin" / "deploy" / target.name
    try:
        build = BuildOptions(
            site,
            output=tree,
            siteurl=siteurl,
            quiet=True,
            is_clean=not options.incremental,
        )
        if build_site(build):
            return 1
    except StoppedLateError as late:
        raise StoppedError(late.number) from None  # the target is as it was
    with ExitStack() as stack:
        transport = stack.enter_context(connect(target))
        releases = transport.releases()
        plan = transport.plan(tree, releases)
        if releases.astray:
            what = f"{target}/current {releases.astray}: visitors get the new one then."
            reporter.print(what)
        for line in plan_lines(plan, every=options.plan):
            reporter.print(line)
        if options.plan:
            return 0
        if plan.is_nothing and releases.current:
            transport.give_modes(releases.current)
            reporter.print(f"{target} has this site already.")
            print_faults(transport, reporter)
            return 0
        confirm(plan, target, options)
        lock = transport.locked(reporter.print, force=options.force)
        stack.enter_context(lock)
        releases = transport.releases()
        commit = (ask_git(site.root, "rev-parse", "--short=8", "HEAD") or "").strip()
        name = name_release(commit, releases)
        try:
            transport.send(tree, name, releases)
            with undisturbed(f"{target} shows release {name}."):
                transport.finish(name)
                transport.switch(name)
                transport.prune(transport.releases().surplus(target.keep))
        except BaseException:  # Ctrl-C too leaves no half release
            transport.discard(name)
            raise
        reporter.print(f"{target} shows release {name}.")
        print_faults(transport, reporter)
    return 0


def roll_back(target: Target, release: str, reporter: Reporter) -> int:
    """Show an earlier release; the files of all releases stay as they are."""
    with connect(target) as transport, transport.locked(reporter.print, force=False):
        releases = transport.releases()
        name = release or releases.before_current
        if name not in releases.names:
            raise RefusedError(f"{target}{_no_release(name, releases)}")
        if name == releases.current:
            reporter.print(f"{target} shows release {name} already.")
            return 0
        with undisturbed(f"{target} shows release {name}."):
            transport.switch(name)
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


#: Names that no visitor can reach (RFC 2606, RFC 6761, RFC 6762, RFC 8375).
NOWHERE = (
    *(".example", ".test", ".invalid", ".localhost", ".local", ".internal", ".lan"),
    *(".example.com", ".example.net", ".example.org", ".home.arpa"),
)


def refuse_address(siteurl: str) -> None:
    """Refuse a SITEURL that visitors cannot reach."""
    host = urlsplit(siteurl).hostname or ""
    if not siteurl.startswith(("http://", "https://")) or not host:
        why = "is no address"
    elif _is_nowhere(host):
        why = "cannot be reached by visitors"
    else:
        return
    message = f"SITEURL “{siteurl}” {why}. Set the real one in pelicanconf.py"
    raise RefusedError(f"{message}, or as siteurl of the target in invoke.yaml.")


def _is_nowhere(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        pass
    name = host.lower().rstrip(".")
    return "." not in name or f".{name}".endswith(NOWHERE)


def refuse_unclean(root: Path) -> None:
    """Refuse a site with work that is not committed; outside git nothing is known."""
    changes = find_uncommitted(root)
    if changes:
        files = list_some(changes, 3)
        message = f"Not committed: {files}. Commit first, or use --force."
        raise RefusedError(message)
