"""A deploy and a rollback, step by step."""

from __future__ import annotations

import ipaddress
import subprocess
import sys
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ...problem import list_some
from ..build.build import build_site, read_settings_of
from ..build.options import BuildOptions
from ..site import RefusedError
from .folder import FolderTransport
from .plan import deletes_much, plan_lines
from .ssh import connected

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
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


def deploy(
    site: Site, target: Target, options: DeployOptions, reporter: Reporter
) -> int:
    """Build, compare, ask, send, switch; return the exit code."""
    siteurl = target.siteurl or str(read_settings_of(site).get("SITEURL", ""))
    refuse_address(siteurl)
    if not options.force:
        refuse_unclean(site.root)
    tree = site.root / ".bulletin" / "deploy" / target.name
    if build_site(BuildOptions(site, output=tree, siteurl=siteurl, quiet=True)):
        return 1
    with ExitStack() as stack:
        transport = stack.enter_context(connect(target))
        plan = transport.plan(tree, transport.releases())
        for line in plan_lines(plan, every=options.plan):
            reporter.print(line)
        if options.plan:
            return 0
        if plan.is_nothing:
            reporter.print(f"{target} has this site already.")
            return 0
        confirm(plan, target, options)
        stack.enter_context(transport.locked(force=options.force))
        releases = transport.releases()
        commit = _git(site.root, "rev-parse", "--short=8", "HEAD").strip()
        name = name_release(commit, releases)
        transport.send(tree, name, releases)
        transport.switch(name)
        transport.prune(transport.releases().surplus(target.keep))
    reporter.print(f"{target} shows release {name}.")
    return 0


def roll_back(target: Target, release: str, reporter: Reporter) -> int:
    """Show an earlier release; the files of all releases stay as they are."""
    with connect(target) as transport, transport.locked(force=False):
        releases = transport.releases()
        name = release or releases.before_current
        if name not in releases.names:
            known = ", ".join(releases.names) or "none"
            what = f"no release “{name}”" if name else "no release before this one"
            raise RefusedError(f"{target} has {what}. Releases: {known}.")
        if name == releases.current:
            reporter.print(f"{target} shows release {name} already.")
            return 0
        transport.switch(name)
    reporter.print(
        f"{target} shows release {name} again, instead of {releases.current}."
    )
    return 0


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
    if options.yes:
        return
    if not sys.stdin.isatty():
        raise RefusedError("Nobody is here to agree. Use --yes, or look with --plan.")
    if input(f"Put this on {target}? [y/N] ").strip().lower() not in {"y", "yes"}:
        raise RefusedError("Nothing was sent.")


def connect(target: Target) -> AbstractContextManager[FolderTransport | SshTransport]:
    """Return the target's transport, for a block."""
    return (
        connected(target) if target.host else nullcontext(FolderTransport(target.path))
    )


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
    changes = _git(root, "status", "--porcelain", "--", ".").splitlines()
    if changes:
        files = list_some([line[3:] for line in changes], 3)
        message = f"Not committed: {files}. Commit first, or use --force."
        raise RefusedError(message)


def _git(root: Path, *words: str) -> str:
    """Return what git prints; nothing without git, or outside of a repository."""
    command = ["git", "-C", str(root), *words]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except (FileNotFoundError, subprocess.CalledProcessError):
        return ""
    return done.stdout
