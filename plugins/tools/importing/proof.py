"""``invoke import --verify``: a built site is asked for what the old one answered."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urldefrag

from ..build.build import read_settings_of
from ..host_files import find_redirect, parse_redirects, read_text
from ..site import RefusedError
from .addresses import join, split
from .house import House
from .item_facts import OPEN, PUBLISHED
from .old_addresses import TELLING, OldHost, host_of, hostname
from .old_feed import FeedEntry, OldFeed, read_feed
from .old_site import LIST, PAGE, POST
from .plan import old_host
from .report import read_earlier
from .saved_site import SavedSite
from .sources import is_xml, open_source

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from ..host_files import Redirect
    from ..reporter import Reporter
    from ..site import Site
    from .old_site import OldSite

ANSWERED, REDIRECTED, LOST = "answered", "redirected", "lost"
REFRESH = re.compile(
    r"<meta\s+http-equiv=[\"']refresh[\"']\s+content=[\"']\d+;\s*url=([^\"']+)",
    re.IGNORECASE,
)
GONE = re.compile(r"<body[^>]*\bdata-page=[\"']gone[\"']", re.IGNORECASE)
ADDRESS = re.compile(r"(?:https?:/)?/\S*")
LOCATION = re.compile(rb"<loc>\s*([^<\s]+)\s*</loc>")
HOPS = 5
#: Statuses of what visitors have seen already.
SEEN = frozenset(OPEN) - {"future", "scheduled"}
HEAD = 4096  #: bytes of a page in which it says that it leads on
#: Archives of a feed, beside it.
ARCHIVE = "{}.archive-*{}"


@dataclass(frozen=True)
class Known:
    """What subscribers and visitors know of an old site."""

    name: str
    host: OldHost
    #: Old address -> what must be there, as ``Asked.identity`` has it; "" for anything.
    addresses: Mapping[str, str]
    entries: tuple[FeedEntry, ...]
    form: str  #: of the feed; empty where the entries are of every feed
    feeds: tuple[str, ...]  #: addresses of feeds


@dataclass(frozen=True)
class Found:
    """What became of an old address."""

    outcome: str
    path: str = ""  #: where a visitor is in the end, from the site's root
    why: str = ""


@dataclass
class BuiltSite:
    """A finished site in a folder, as a host sends it."""

    output: Path
    siteurl: str
    redirects: list[Redirect] = field(init=False)

    def __post_init__(self) -> None:
        self.redirects = parse_redirects(read_text(self.output / "_redirects"))

    def ask(self, path: str) -> Found:
        """Return what becomes of an address from the root, with what it asks."""
        here, outcome = path, ANSWERED
        for _ in range(HOPS):
            parts = split(here)
            rule = find_redirect(
                self.redirects,
                parts.path,
                parts.query,
                is_there=partial(self._is_page, parts.path),
            )
            new = rule[1] if rule else ""
            file = self.file_of(parts.path)
            if not new and file:
                head = self._head(file)
                if GONE.search(head):
                    return Found(LOST, here, "it was given up: a page says why")
                led = REFRESH.search(head)
                new = unescape(led[1]) if led else ""
                if not new:
                    return self._answer(path, here, outcome)
            if not new:
                return Found(LOST, here, "nothing lies there")
            here, outcome = self._from_root(new, here), REDIRECTED
        return Found(LOST, here, "it leads in a circle")

    def _answer(self, path: str, here: str, outcome: str) -> Found:
        told = {name for name, _ in parse_qsl(split(here).query)} & TELLING
        if told and outcome == ANSWERED:
            return Found(LOST, here, f"no rule knows “?{split(path).query}”")
        return Found(outcome, split(here).path)

    def _is_page(self, path: str) -> bool:
        """Return whether something lies there that leads nowhere else."""
        file = self.file_of(path)
        return file is not None and not REFRESH.search(self._head(file))

    def file_of(self, path: str) -> Path | None:
        """Return the file that hosts send for a path, as all of them do."""
        bare = unquote(path).lstrip("/")
        if ".." in bare.split("/") or "\0" in bare:
            return None
        for one in (bare, f"{bare.rstrip('/')}/index.html".lstrip("/")):
            file = self.output / one
            if one and not one.endswith("/") and file.is_file():
                return file
        return None

    @staticmethod
    def _head(file: Path) -> str:
        with file.open("rb") as stream:
            return stream.read(HEAD).decode("utf-8", "replace")

    def _from_root(self, url: str, here: str) -> str:
        """Return where a redirect leads, from the site's root."""
        bare = urldefrag(url).url.removeprefix(self.siteurl)
        if bare.startswith("/") or "://" in bare:
            return bare or "/"
        return join(here, bare)


def read_known(path: Path) -> Known:
    """Return what OLD tells: an export, a saved site, a feed, or a list."""
    if path.is_dir() or _is_export(path):
        return _known_of_site(open_source(path))
    if not path.is_file():
        message = f"--verify {path.name}: there is no such file."
        raise RefusedError(message)
    with path.open("rb") as file:
        head = file.read(4096)
    if b"<urlset" in head or b"<sitemapindex" in head:
        found = [unescape(one.decode()) for one in LOCATION.findall(path.read_bytes())]
        return _known_of_list(path.name, found)
    if is_xml(path) or path.suffix == ".json":
        return _known_of_feed(path.name, read_feed(path))
    lines = path.read_bytes().decode("utf-8", "replace").splitlines()
    return _known_of_list(path.name, [one for line in lines if (one := line.strip())])


def _is_export(path: Path) -> bool:
    if not path.is_file() or not is_xml(path):
        return False
    with path.open("rb") as file:
        head = file.read(1 << 16)
    return b"wordpress.org/export" in head or b"<wp:" in head


def _known_of_list(name: str, lines: list[str]) -> Known:
    """Return the addresses of a list, one a line; what is none is refused."""
    wrong = [one for one in lines if not ADDRESS.fullmatch(one) and one[:1] != "#"]
    if wrong:
        what = f"{name}: “{wrong[0][:80]}” is no address."
        raise RefusedError(f"{what} Write one a line: https://old.example/sleep.")
    found = [one for one in lines if one[:1] != "#"]
    hosts = Counter(hostname(split(one)) for one in found)
    most = max(hosts, key=lambda one: (bool(one), hosts[one]), default="")
    own = [one for one in found if hostname(split(one)) == most]
    return Known(name, host_of("", own), dict.fromkeys(found, ""), (), "", ())


def _known_of_feed(name: str, feed: OldFeed) -> Known:
    urls = [one.url for one in feed.entries if one.url]
    host = host_of("", [*urls, *filter(None, [feed.own])])
    feeds = (feed.own,) if feed.own else ()
    own = {one.url: one.id for one in feed.entries if one.url}
    return Known(name, host, own, feed.entries, feed.form, feeds)


def _known_of_site(old: OldSite) -> Known:
    host, addresses = old_host(old), dict[str, str]()
    entries = list[FeedEntry]()
    for item in old.items():
        is_seen = item.status in SEEN and not item.has_password
        if item.kind not in (POST, PAGE, LIST) or not is_seen:
            continue
        for one in (item.address, *item.others, item.guid):
            if "/" in one and host.key(one):
                addresses.setdefault(one, item.guid or item.address)
        if item.kind == POST and item.guid:
            entries.append(FeedEntry(item.guid, item.address, item.title, item.date))
    # What a saved site knows of ids is in the feeds that were saved with it.
    forms = {one.form for one in old.feeds_read} if isinstance(old, SavedSite) else {""}
    form = forms.pop() if len(forms) == 1 else ""
    return Known(old.name, host, addresses, tuple(entries), form, old.feeds)


def verify_move(site: Site, old: Path, reporter: Reporter) -> int:
    """Replay what an old site's visitors know against the output; 1 if any is lost."""
    settings = read_settings_of(site)
    output = Path(str(settings["OUTPUT_PATH"]))
    if not (output / "index.html").is_file():
        what = f"{site.relative(output)} holds no built site."
        raise RefusedError(f"{what} First: invoke build")
    known = read_known(old)
    built = BuiltSite(output, str(settings.get("SITEURL") or "").rstrip("/"))
    brought, house = _brought(settings, site), House(output, settings)
    lost = list(_lost_addresses(known, built, brought.urls, reporter))
    again = list(_seen_again(known, built, house, brought, reporter))
    reporter.print_all([*lost, *again])
    return 1 if lost or again else 0


@dataclass(frozen=True)
class Brought:
    """What the report of the import says."""

    urls: Mapping[str, str] = field(default_factory=dict)  #: identity -> address
    #: Addresses of posts whose old feed's id is not known, so that one was made.
    unknown: frozenset[str] = frozenset()


def _brought(settings: dict[str, object], site: Site) -> Brought:
    """Return what was brought, and where it should be; nothing without a report."""
    for folder in (Path(str(settings["PATH"])).parent, site.root):
        try:
            files = read_earlier(folder).files
        except RefusedError:
            continue
        seen = [one for one in files if one["url"] and one["status"] == PUBLISHED]
        if seen:
            return Brought(
                {str(one["identity"]): str(one["url"]) for one in seen},
                frozenset(str(one["url"]) for one in seen if not one["has_old_id"]),
            )
    return Brought()


def _lost_addresses(
    known: Known, built: BuiltSite, wanted: Mapping[str, str], reporter: Reporter
) -> Iterator[str]:
    outcomes = Counter[str]()
    elsewhere = 0
    for address, identity in known.addresses.items():
        path = known.host.path(address)
        if not path:
            elsewhere += 1
            continue
        found = built.ask(path)
        goal = wanted.get(identity) or wanted.get(address, "")
        goal = goal if path != "/" else ""
        if found.outcome != LOST and goal and not _is_same(found.path, goal):
            found = Found(LOST, why=f"it leads to {found.path}, not to {goal}")
        outcomes[found.outcome] += 1
        if found.outcome == LOST:
            yield f"Lost: {path}: {found.why}."
    for address in known.feeds:
        path = known.host.path(address)
        found = built.ask(path) if path else Found(ANSWERED)
        outcomes[found.outcome] += 1
        if found.outcome == LOST:
            yield f"Lost: the feed {path}: {found.why}. Its subscribers hear no more."
    total = outcomes.total()
    parts = ", ".join(f"{outcomes[o]} {o}" for o in (ANSWERED, REDIRECTED, LOST))
    reporter.print(f"Old addresses of {known.name}: {total} asked: {parts}.")
    if elsewhere:
        reporter.print(f"Addresses of other hosts, not asked: {elsewhere}.")


def _is_same(path: str, other: str) -> bool:
    return unquote(path).rstrip("/") == unquote(other).rstrip("/")


def _seen_again(
    known: Known,
    built: BuiltSite,
    house: House,
    brought: Brought,
    reporter: Reporter,
) -> Iterator[str]:
    """Yield each entry that a subscriber would see a second time."""
    forms = [known.form] if known.form in house.feeds else list(house.feeds)
    if not known.entries:
        reporter.print("Feed entries: none are known, so nothing was compared.")
        return
    for form in forms:
        live, archived = _our_feeds(built.output, house.feeds[form])
        name = house.feeds[form]
        if not live:
            yield f"{name}: there is no such feed in the output."
            continue
        again = dict(_again(known, built, [*live, *archived], brought.urls))
        if known.form:
            again |= dict(_unknown(known, built, live, brought.unknown))
        same = {one.id for one in (*live, *archived)} & {e.id for e in known.entries}
        parts = f"{len(same)} known again, {len(again)} shown twice"
        number = len(known.entries)
        reporter.print(f"Entries of the old feed in {name}: {number}: {parts}.")
        for entry, why in again.items():
            yield f"Twice in {name}: “{entry.title}”: {why}."


def _our_feeds(output: Path, address: str) -> tuple[list[FeedEntry], list[FeedEntry]]:
    """Return the entries of one of our feeds, and those of its archives."""
    path = output / address.lstrip("/")
    if not path.is_file():
        return [], []
    stem, dot, ending = path.name.partition(".")
    archives = path.parent.glob(ARCHIVE.format(stem, f"{dot}{ending}"))
    kept = [entry for one in sorted(archives) for entry in read_feed(one).entries]
    return list(read_feed(path).entries), kept


def _again(
    known: Known,
    built: BuiltSite,
    ours: list[FeedEntry],
    wanted: Mapping[str, str],
) -> Iterator[tuple[FeedEntry, str]]:
    """Yield the old entries whose posts we have under another id."""
    ids = {one.id for one in ours}
    by_path = {split(one.url.removeprefix(built.siteurl)).path: one for one in ours}
    for entry in known.entries:
        path = known.host.path(entry.url)
        if entry.id in ids or not path:
            continue
        here = wanted.get(entry.id) or wanted.get(entry.url) or built.ask(path).path
        if own := by_path.get(here):
            yield entry, f"it was “{entry.id}”, and is “{own.id}” now"


def _unknown(
    known: Known,
    built: BuiltSite,
    live: Iterable[FeedEntry],
    unknown: Collection[str],
) -> Iterator[tuple[FeedEntry, str]]:
    """Yield the old posts that our feed shows under an id that was made for them.

    The old feed had let them go: nobody knows by which ids it had shown them.
    """
    ids = {one.id for one in known.entries}
    for one in live:
        path = split(one.url.removeprefix(built.siteurl)).path
        if one.id not in ids and path in unknown:
            what = "the old feed, as it was saved, did not hold it any more: with"
            yield one, f"{what} FEED_MAX_ITEMS = {len(ids)} ours does not either"
