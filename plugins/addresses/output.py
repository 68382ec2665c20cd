"""The finished site: which of its files have an address, and where they come from."""

from __future__ import annotations

import os
import posixpath
import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..places import Address, fold_path, folders_of
from ..report import run_state
from ..site import (
    DRAFTS,
    THEME,
    address_of,
    addresses_of,
    contents_of,
    ledger_of,
    today,
)
from ..source.dates import parse_date
from ..source.moments import Moment
from ..source.read import read_source
from .record import DOCUMENTS, FEED, SITE, Standing, address_name, is_document
from .redirects import REDIRECTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from .redirects import Redirect

#: In a run's state: the pages at forgotten addresses.
GONE = "GONE"
PAGES = (".html", ".htm", ".xhtml")
#: Pages that servers send for other addresses, at any depth.
SENT_ANYWHERE = frozenset(
    ["401.html", "403.html", "404.html", "410.html", "500.html", "50x.html"]
)
ROBOTS = "robots.txt"
#: Lists whose names authors give, by the settings of their addresses.
KINDS = {
    "CATEGORY_SAVE_AS": "category",
    "TAG_SAVE_AS": "tag",
    "AUTHOR_SAVE_AS": "author",
}
FEEDS = (".xml", ".atom", ".rss", ".json", ".opml")
ARCHIVE = re.compile(r"\.archive-\d+\.")


def find_standing(
    generators: list[Any], settings: dict[str, Any], files: Iterable[str]
) -> Standing:
    """Return what a site with these files has at its addresses, and from where."""
    places: dict[str, tuple[str, int]] = {}
    sources: dict[str, str] = {}
    firsts: set[tuple[str, str]] = set()
    others: set[str] = set()
    drafts = [*map(address_of, contents_of(generators, DRAFTS))]
    previewed = drafts if settings.get("BULLETIN_PREVIEW") else ()
    for one in (*addresses_of(generators), *previewed):
        is_first = not one.setting or (one.setting, one.owner) not in firsts
        firsts.add((one.setting, one.owner))
        if not is_first or not counts(one):
            others.add(one.save_as)
            continue
        sources.setdefault(one.save_as, name_source(one))
        if one.line:
            places[one.owner] = address_name(one.save_as), one.line
    for one in told_of(generators[0].context):
        if is_page(one.save_as):
            sources[one.save_as] = f"series: {_quoted(one.owner)}"
    redirects = redirects_of(settings)
    sources |= {one.place: one.source for one in redirects if one.goal and one.place}
    others |= gone_of(settings)
    # Pelican writes drafts of itself, at addresses that only their author knows.
    others |= {one.save_as for one in drafts} - sources.keys()
    theme = f"{settings[THEME]}/"
    files = sorted(files)
    kept = {
        address_name(path): sources.get(path) or (FEED if is_feed(path) else SITE)
        for path in files
        if path not in others
        and not path.startswith(theme)
        and (path in sources or path.endswith(PAGES) or is_feed(path))
    }
    asked = {one.asked: _source_of(one) for one in redirects if one.query}
    kept |= asked
    answering = frozenset([*map(address_name, files), *asked])
    return Standing(kept, answering, places, partial(why_held_back, settings))


def _source_of(one: Redirect) -> str:
    """Return what a record calls the source of an old address that no file has."""
    return one.source if one.goal else FEED if is_feed(one.new_path) else SITE


def told_of(context: dict[str, Any]) -> Iterator[Address]:
    """Yield what the plugins ``series`` and ``feeds`` will write, as templates hear."""
    for main in context.get("all_series", ()):
        for one in (main, *main.translations):
            for place in (one.save_as, one.whole_save_as):
                yield Address(str(place), f"a page of the series “{one.name}”")
    for group in context.get("site_feeds", ()):
        for subject in group.subjects:
            for feed in subject.feeds:
                yield Address(str(feed.path), f"the feed “{feed.title}”")


def list_planned(generators: list[Any], settings: dict[str, Any]) -> frozenset[str]:
    """Return the files that a site will have, before any of them is written.

    What other plugins write of themselves is not among them.
    """
    known = [*addresses_of(generators), *told_of(generators[0].context)]
    places = [one.place for one in redirects_of(settings) if one.place]
    return frozenset([*(one.save_as for one in known if one.save_as), *places])


def find_taken(planned: Iterable[str]) -> Callable[[str], bool]:
    """Return what says whether a file would be in the way of a planned one.

    Disks know no file and folder of one name, and some tell no capitals apart.
    """
    files = {fold_path(one) for one in planned}
    folders = {above for one in files for above in folders_of(one)}

    def is_taken(place: str) -> bool:
        own = fold_path(place)
        return own in files or own in folders or not files.isdisjoint(folders_of(own))

    return is_taken


def redirects_of(settings: dict[str, Any]) -> list[Redirect]:
    """Return the old addresses of the run that lead on."""
    found: list[Redirect] = run_state(settings).get(REDIRECTS, [])
    return found


def gone_of(settings: dict[str, Any]) -> set[str]:
    """Return the files of the run that only say why a page is gone."""
    found: set[str] = run_state(settings).setdefault(GONE, set())
    return found


def name_source(one: Address) -> str:
    """Return what a record calls the source of a file of the site.

    >>> name_source(Address("a.html", "the page of the tag “A”", setting="TAG_SAVE_AS"))
    'tag: A'
    """
    if not one.setting:
        return one.owner
    kind = KINDS.get(one.setting)
    return f"{kind}: {_quoted(one.owner)}" if kind else SITE


def _quoted(words: str) -> str:
    return words.partition("“")[2].removesuffix("”")


def counts(one: Address) -> bool:
    """Return whether a file of the site is one that readers come back to."""
    if one.save_as == ROBOTS:
        return False
    is_read = one.is_file and one.save_as.lower().endswith(DOCUMENTS)
    return is_read or is_page(one.save_as)


def is_page(path: str) -> bool:
    """Return whether a file is a page that has an address of its own."""
    return path.endswith(PAGES) and posixpath.basename(path) not in SENT_ANYWHERE


def is_feed(path: str) -> bool:
    """Return whether a file may be a feed; archives lead nobody back."""
    return path.endswith(FEEDS) and not ARCHIVE.search(path)


def why_held_back(settings: dict[str, Any], source: str) -> tuple[str, int] | None:
    """Return why an author's file is not published, and the line that says so.

    None where there is no such file. ``source`` is its path as problems name it.
    """
    root = Path(settings.get("BULLETIN_ROOT") or Path(settings["PATH"]).parent)
    if not (root / source).is_file():
        return None
    if is_document(source):
        return "is not published", 0
    header = read_source(root / source, settings).header
    status = str(header.values.get("status") or "published").lower()
    if status != "published":
        return f"has “status: {status}” now", header.line("status")
    moment = parse_date(str(header.values.get("date") or ""))
    if isinstance(moment, Moment) and moment.at.date() >= today(settings):
        return f"is not published before {moment.at:%Y-%m-%d}", header.line("date")
    return "is not published", 0


def list_finished(settings: dict[str, Any]) -> Iterator[str]:
    """Yield the paths of the finished site's files; some stand where they stood."""
    output = str(settings["OUTPUT_PATH"])
    for folder, _folders, names in os.walk(output):
        inside = os.path.relpath(folder, output).replace(os.sep, "/")
        yield from (name if inside == "." else f"{inside}/{name}" for name in names)
    yield from ledger_of(settings).left()
