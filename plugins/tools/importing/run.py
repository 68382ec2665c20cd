"""``invoke import``: a source is planned, shown, brought and counted."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ...problem import count
from ...references.settings import parse_settings as parse_references
from ...sanitizer.settings import parse_settings as parse_sanitizer
from ..asking import agrees
from ..build.build import read_settings_of
from ..command_line import UNCHANGED
from ..commands.library_files import open_library
from ..editorial.settings import parse_settings as parse_check
from ..site import RefusedError, has_plugin
from .addresses import split
from .bring import Bringer, SecondReading
from .citations import TypedReferences
from .fetching import Fetcher, Manners
from .house import House
from .item_facts import DRAFT, MISSING
from .lists import is_same_place
from .new_places import PICTURE
from .old_addresses import bare_host, hostname
from .old_feed import read_feed
from .old_site import Note
from .pictures import Files, Journal, Pictures
from .plan import MovePlan, Wishes, old_host, plan_move
from .report import (
    COMMENTS,
    JSON,
    MARKDOWN,
    ItemReport,
    MoveReport,
    read_earlier,
    write_report,
)
from .series_titles import listed
from .sources import convert, open_source
from .writing import RENEWED, WRITTEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..reporter import Reporter
    from ..site import Site
    from .old_site import OldSite
    from .report import Earlier

#: Where systems keep the pictures of all their sites.
CDNS = (
    *("images.squarespace-cdn.com", "static1.squarespace.com"),
    *("i0.wp.com", "i1.wp.com", "i2.wp.com", "i3.wp.com"),
)
PLACE_OF_ANY = "uploads"
#: What a browser calls the folder of a page that it saves, behind the page's name.
SAVED_WITH = "_files"
#: What plugins of ours do for a move.
NEEDED = {
    "addresses": "old addresses will not lead on",
    "feeds": "feeds will not keep the old ids, and show old posts again",
    "front_matter": "headers are not checked, and drafts are built",
}
SHOWN = 10  #: differences that are printed; the report has all
TIMEOUT = 60.0  #: seconds for one picture


@dataclass(frozen=True)
class ImportOptions:
    """What the author has typed."""

    source: Path
    content: Path | None = None  #: instead of PATH
    files: Path | None = None  #: a folder with the old site's pictures
    feed: Path | None = None  #: the old feed, saved
    category: str = ""
    series: bool = False
    fetch: bool = False
    cite: bool = True
    yes: bool = False
    dry: bool = False


def import_site(site: Site, options: ImportOptions, reporter: Reporter) -> int:
    """Bring a source over, and return the exit code: 1 where numbers do not add up."""
    for folder, option in ((options.files, "files"), (options.content, "content")):
        if folder and not folder.is_dir() and (option == "files" or folder.exists()):
            what = f"--{option} {site.relative(folder)}: there is no such folder."
            raise RefusedError(f"{what} Nothing was brought.")
    settings = read_settings_of(site)
    content = options.content or Path(str(settings["PATH"]))
    house, beside = House(content, settings), content.parent
    earlier = read_earlier(beside)
    old = open_source(options.source)
    with reporter.step(f"Reading {old.name}"):
        plan = plan_move(old, house, _wishes(old, options, earlier))
    reporter.print_all(_summary(plan))
    if not options.dry and not agrees(
        f"Bring this into {site.relative(content)}?", yes=options.yes
    ):
        reporter.print("Nothing was changed.")
        return 1
    with ExitStack() as stack:
        journal = Journal(site.root / ".bulletin" / "import-fetched.jsonl")
        pictures = _pictures(house, plan, options, stack)
        pictures.known = {**earlier.pictures, **journal.read()}
        pictures.journal = journal
        bringer = Bringer(plan, house, pictures, convert, earlier, dry=options.dry)
        if not options.dry:
            write_report(beside, _begun(old, plan, earlier))
            if options.cite and has_plugin(settings, "references"):
                own = settings | {"PATH": str(content)}
                files = open_library(site, own, dry=False)
                turned = stack.enter_context(TypedReferences(files, reporter))
                bringer.cite = turned.cite
        with reporter.step(f"Bringing {count(plan.total, 'item')}") as move:
            second = SecondReading(options.source)
            bringer.bring(old, second, beside / COMMENTS, move)
    report = _report(old, bringer, second, earlier)
    if not options.dry:
        write_report(beside, report)
        journal.path.unlink(missing_ok=True)
    reporter.print_all(_ending(site, report, beside, dry=options.dry))
    return 0 if report.adds_up else 1


def _wishes(old: OldSite, options: ImportOptions, earlier: Earlier) -> Wishes:
    ids = dict[str, str]()
    if options.feed:
        host = old_host(old)
        for entry in read_feed(options.feed).entries:
            if key := host.key(entry.url):
                ids.setdefault(key, entry.id)
    return Wishes(options.category, options.series, ids, earlier.brought)


def _summary(plan: MovePlan) -> Iterator[str]:
    kinds = Counter(one.kind for one in plan.planned.values())
    drafts = sum(one.record.status == DRAFT for one in plan.planned.values())
    parts = [
        count(number, kind) for kind, number in sorted(kinds.items(), reverse=True)
    ]
    files = plan.total - len(plan.planned) - len(plan.left)
    of = f" ({count(drafts, 'draft')} among them)" if drafts else ""
    yield (
        f"{count(plan.total, 'item')}: {', '.join(parts) or 'no text'} to bring{of},"
        f" {count(files, 'file')} that texts may show."
    )
    for kind, number in sorted(Counter(one.why for one in plan.left).items()):
        yield f"Left: {number} × {kind}."


def _pictures(
    house: House,
    plan: MovePlan,
    options: ImportOptions,
    stack: ExitStack,
) -> Pictures:
    own = parse_sanitizer(house.settings.get("SANITIZER") or {})
    source = options.source
    beside = (
        source,
        source.parent / PLACE_OF_ANY,
        source.with_name(f"{source.stem}{SAVED_WITH}"),
    )
    folders = [one for one in (options.files, *beside) if one and one.is_dir()]
    pictures = Pictures(
        house.content,
        tuple(Files(one) for one in dict.fromkeys(folders)),
        own.megabytes,
        own.files,
        dry=options.dry,
    )
    if options.fetch and not options.dry:
        pictures.fetcher = Fetcher(_manners(house.settings, plan, own.megabytes))
        stack.callback(pictures.fetcher.close)
    return pictures


def _manners(settings: dict[str, object], plan: MovePlan, megabytes: int) -> Manners:
    """Return how pictures are asked for: of the old site's hosts, with pauses."""
    check = parse_check(settings.get("CHECK") or {})
    agent = parse_references(settings.get("REFERENCES") or {}).services.agent
    named = {bare_host(hostname(split(file))) for _, file in plan.files.values()}
    hosts = frozenset({*plan.host.hosts, *named, *CDNS} - {""})
    services, pause = check.link_services, check.link_pause
    return Manners(agent, hosts, services, TIMEOUT, pause, megabytes)


def _begun(old: OldSite, plan: MovePlan, earlier: Earlier) -> MoveReport:
    """Return what is known before anything is written: which files are to be ours.

    Where the import is stopped, the next one knows by it what it has begun.
    """
    items = tuple(
        ItemReport(
            one.number,
            one.kind,
            one.where,
            one.title,
            "begun",
            file=one.file,
            slug=one.slug,
            url=one.url,
            status=one.record.status,
            has_old_id=one.has_old_id,
            identity=one.identity,
            digest=earlier.digests.get(one.file, ""),
        )
        for one in plan.planned.values()
    )
    return MoveReport(
        source=old.name,
        items=items,
        pictures=earlier.pictures,
        unread="the import was stopped",
        earlier=earlier.others(items),
    )


def _missing_plugins(house: House) -> Iterator[Note]:
    """Yield what will not hold, since the site lacks a plugin for it."""
    for name, what in NEEDED.items():
        if not has_plugin(house.settings, name):
            yield Note(MISSING, f"The plugin {name} is not in PLUGINS: {what}.")


def _report(
    old: OldSite, bringer: Bringer, second: SecondReading, earlier: Earlier
) -> MoveReport:
    plan, house = bringer.plan, bringer.house
    differences = [] if second.unread else list(bringer.differences)
    counted = second.rest() if second.is_export else len(bringer.items)
    if counted != len(bringer.items) and not second.unread:
        what = f"items: {counted} by the second reading, {len(bringer.items)} here"
        differences.insert(0, what)
    return MoveReport(
        source=old.name,
        items=tuple(bringer.items),
        notes=(*old.notes, *_missing_plugins(house)),
        pictures={**earlier.pictures, **bringer.pictures.placed},
        missing=bringer.missing,
        settings=tuple(settings_lines(old, plan, bringer.pictures.placed, house)),
        series=tuple(listed(plan.parts.values())),
        counted=counted,
        unread=second.unread,
        differences=tuple(differences),
        comments=bringer.comments,
        earlier=earlier.others(bringer.items),
    )


def settings_lines(
    old: OldSite, plan: MovePlan, placed: Mapping[str, str], house: House
) -> Iterator[str]:
    """Yield lines for ``ADDRESSES["aliases"]``: old feeds, lists and documents."""
    lines = dict[str, str]()
    for url in old.feeds:
        form = "atom" if "atom" in url.lower() else "rss"
        new = house.feeds.get(form) or next(iter(house.feeds.values()), "")
        path = plan.host.path(url)
        if path and new and path != new:
            lines.setdefault(path, new)
    places = {one.url for one in plan.planned.values()}
    for one in plan.lists:
        is_page = f"{one.old.rstrip('/')}/" in places
        if not is_page and not is_same_place(one.old, one.new):
            lines.setdefault(one.old, one.new)
    for key, path in sorted(placed.items()):
        here = plan.host.path(f"{plan.host.base.partition(':')[0]}:{key}")
        if here and not PICTURE.search(path) and here != f"/{path}":
            lines.setdefault(here, f"/{path}")
    given = aliases_of(house.settings)
    lines = {path: new for path, new in lines.items() if given.get(path) != new}
    if lines:
        if not isinstance(house.settings.get("ADDRESSES"), Mapping):
            yield "ADDRESSES = {}"
        yield f'ADDRESSES["aliases"] {"|" if given else ""}= {{'
        yield from (f"    {_quoted(a)}: {_quoted(b)}," for a, b in lines.items())
        yield "}"


def aliases_of(settings: Mapping[str, object]) -> dict[str, str]:
    """Return the old addresses that the site's own settings know."""
    own = settings.get("ADDRESSES")
    given = own.get("aliases") if isinstance(own, Mapping) else None
    known = given if isinstance(given, Mapping) else {}
    return {str(old): str(new) for old, new in known.items()}


def _quoted(text: str) -> str:
    """Return a text as it stands in a Python file."""
    return json.dumps(text, ensure_ascii=False)


def _ending(
    site: Site, report: MoveReport, folder: Path, *, dry: bool
) -> Iterator[str]:
    found = report.outcomes
    yield f"{', '.join(f'{number} {one}' for one, number in sorted(found.items()))}."
    said = {WRITTEN: "to write", RENEWED: "to renew"} if dry else {}
    states = Counter(
        said.get(item.state, item.state) for item in report.brought if item.state
    )
    yield f"Files: {', '.join(f'{n} {one}' for one, n in sorted(states.items()))}."
    yield from (note.what for note in report.notes if note.outcome == MISSING)
    if report.missing:
        files = count(len(report.missing), "file")
        yield f"Missing: {files} that texts show: give a folder (--files), or --fetch."
    if report.comments:
        yield f"{count(report.comments, 'comment')} of readers: {COMMENTS}."
    if report.unread:
        yield f"Nothing was compared: {report.unread}."
    elif report.adds_up:
        yield "A second reading of the source adds up to the same."
    else:
        yield from report.differences[:SHOWN]
        number = count(len(report.differences), "difference")
        yield f"A second reading of the source finds {number}."
    if dry:
        for item in (one for one in report.brought if one.state):
            state = said.get(item.state, item.state)
            draft = ", a draft" if item.status == DRAFT else ""
            yield f"{item.file}: {state}{draft} ({item.where})"
        yield UNCHANGED
        return
    if report.settings:
        yield "Old feeds, lists and documents lead on by these lines of pelicanconf.py:"
        yield from report.settings
    yield f"Each item: {site.relative(folder / MARKDOWN)}, and {JSON} for programs."
