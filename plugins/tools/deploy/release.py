"""A deploy, step by step."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from getpass import getuser
from typing import TYPE_CHECKING

from ..build.build import build_site, read_settings_of
from ..build.lock import PATIENCE, hold_lock
from ..build.options import BuildOptions
from ..files import digest_tree, refuse_os_errors
from ..git import Repository, refuse_unclean
from ..site import RefusedError
from ..stopping import StoppedError, StoppedLateError
from .built import BuiltSite, Sent
from .connect import connect
from .due import by_hand, calm_line, due_lines, find_due, read_current
from .live import Delivery
from .precompress import precompress
from .preflight import end_on, reasons, refuse_address
from .preview import (
    HIDDEN,
    SHOWN,
    find_folders,
    hides_own,
    make_folder,
    preview_of,
    refuse_preview,
    until,
)
from .previews import tidy
from .released import keep_seen
from .staging import ROBOTS_HEADER, keep_from_search, stage
from .targets import PRECOMPRESSED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..reporter import Reporter
    from ..site import Site
    from .options import DeployOptions
    from .targets import Target


def deploy(
    site: Site, target: Target, options: DeployOptions, reporter: Reporter
) -> int:
    """Build, compare, ask, send, switch; return the exit code."""
    settings = read_settings_of(site)
    siteurl = target.siteurl or str(settings.get("SITEURL", ""))
    target = replace(target, siteurl=siteurl)
    if options.preview:
        return put_preview(site, target, options, reporter)
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
    with alone_here(site, target, reporter):
        sent = build_for(site, target, options, repository)
        if sent is None:
            return 1
        with connect(target, site.root) as transport:
            reasons_not = tuple(why_not)
            delivery = Delivery(
                sent, target, transport, options, reporter, compared, reasons_not
            )
            record = delivery.deliver()
            if record:
                tidy(transport, target, reporter)
    if record:
        keep_seen(site.root, target, record)
    return 0


def put_preview(
    site: Site, target: Target, options: DeployOptions, reporter: Reporter
) -> int:
    """Build with drafts, and put that where only those find it who are told.

    A preview of a name that is there keeps its address. What is not committed may be in
    it, and no other deploy waits for it.
    """
    refuse_preview(target, options.preview)
    if options.due:
        message = "--due deploys what is to be out by now, and a preview has drafts."
        raise RefusedError(f"{message} Leave one of them out.")
    with alone_here(site, target, reporter), connect(target, site.root) as transport:
        found = find_folders(transport.previews(), options.preview)
        folder = found[0] if found else make_folder(options.preview)
        place = preview_of(target, folder)
        address = place.siteurl  # empty where the host has yet to give it
        why_not = reasons(partial(refuse_address, address or target.siteurl))
        end_on(why_not, options)
        place = replace(place, siteurl=address or target.siteurl)
        sent = build_for(site, place, options, Repository(site.root))
        if sent is None:
            return 1
        if (sent.tree / SHOWN).exists() and hides_own(target):
            reporter.error(f"warning: {HIDDEN.format(target=target.name)}")
        shown = address and f"{address}/"
        sent = replace(sent, record=replace(sent.record, address=shown), hub="")
        asked = replace(options, force=True)  # nobody else's pages are there
        inside = transport.inside(place)
        delivery = Delivery(
            sent, place, inside, asked, reporter, why_not=tuple(why_not)
        )
        if (record := delivery.deliver()) is None:
            return 0
        tidy(transport, target, reporter)
    days_end = until(target, record.release)
    where = f": {shown}" if shown else ""
    reporter.print(f"Preview {options.preview}{where} (until {days_end:%Y-%m-%d})")
    return 0


@contextmanager
def alone_here(site: Site, target: Target, reporter: Reporter) -> Iterator[None]:
    """Wait for another deploy of this site to this target, whose files would change."""
    lock = site.root / ".bulletin" / "staged" / f".{target.name}.lock"
    with refuse_os_errors("The site could not be staged", f"{target} is as it was."):
        lock.parent.mkdir(parents=True, exist_ok=True)
    with hold_lock(lock, "deploy", reporter.print, patience=PATIENCE):
        yield


def build_for(
    site: Site,
    target: Target,
    options: DeployOptions,
    repository: Repository,
) -> Sent | None:
    """Build the site as a target gets it; None where it has a mistake.

    A preview has drafts, and posts to come.
    """
    area = site.root / ".bulletin"
    name = f".{target.name}.preview" if target.preview else target.name
    tree = area / "deploy" / name
    built = BuiltSite(repository.head, repository.branch, not repository.changes)
    try:
        build = BuildOptions(
            site,
            output=tree,
            siteurl=target.siteurl,
            drafts=bool(target.preview),
            quiet=True,
            now=options.now,
            is_clean=not options.incremental,
        )
        if build_site(build, stay=built) or built.record is None:
            return None
    except StoppedLateError as late:
        raise StoppedError(late.number) from None  # the target is as it was
    with refuse_os_errors("The site could not be staged", f"{target} is as it was."):
        folder = area / "staged" / name
        drafts = () if target.preview else built.drafts
        staged = stage(tree, folder, target.kind, target.domain, without=drafts)
        if target.preview:
            keep_from_search(staged, target.kind)
        digest = digest_tree(staged)  # packers differ from machine to machine
        if target.precompress:
            precompress(staged, area / "packed")
    record = replace(built.record, who=find_account(repository), digest=digest)
    is_asked = target.preview and target.kind in PRECOMPRESSED
    headers = frozenset({ROBOTS_HEADER} if is_asked else ())
    given = staged, tree, target.siteurl, record, built.landmarks, built.hub
    return Sent(*given, headers, drafts)


def find_account(repository: Repository) -> str:
    """Return who deploys: the name that git knows, or else the account's."""
    if name := repository.ask("config", "user.name").strip():
        return name
    try:
        return getuser()
    except (KeyError, OSError):  # a container may run as a number without a name
        return ""


def look(
    site: Site,
    target: Target,
    options: DeployOptions,
    settings: dict[str, object],
    reporter: Reporter,
) -> str:
    """Say what came due; return the release that was looked at, if something did."""
    with connect(target, site.root) as transport:
        found = read_current(transport, target)
        tidy(transport, target, reporter, dry=options.plan)
    keep_seen(site.root, target, found[1])
    given = {"BULLETIN_NOW": options.now} if options.now else {}
    findings = find_due(site, target, found, settings | given)
    half = found[0].half
    if not findings.dues and findings.is_known and not half:
        if not options.quiet:
            reporter.print(calm_line(findings, target))
        return ""
    reporter.print_all([half] if half else [])
    if findings.dues or not findings.is_known:
        reporter.print_all(due_lines(findings, target))
    if findings.held:
        message = f"Nothing was built: {findings.held}. When it is right, once by hand:"
        raise RefusedError(f"{message} {by_hand(target)}")
    return found[0].current
