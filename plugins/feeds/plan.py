"""Which feeds a site has, which posts are in each, and the documents of each."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from .core import TYPES, Feed, Person, newest_first, with_archives
from .text import as_uri, join

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ..ledger import Lookup
    from .core import KeptEntry
    from .settings import Address, FeedSettings, FeedSite

FORMATS = {"atom": "Atom", "rss": "RSS", "json": "JSON Feed"}
#: The order of the groups on the page for people. “posts” are shown with “site”.
KINDS = ("site", "posts", "series", "category", "tag", "author", "language")


@dataclass(frozen=True)
class FeedLink:
    """A feed as a template names it."""

    title: str  #: unique on the site
    type: str  #: media type
    format: str  #: for people: ``Atom``, ``RSS``, ``JSON Feed``
    url: str  #: absolute
    path: str  #: in the output
    kind: str
    name: str
    address: Address  #: what the site's settings say of it


@dataclass(frozen=True)
class FeedSubject:
    """What a feed is about: the site, a series, a category, …, its posts, its feeds."""

    kind: str
    name: str
    slug: str
    url: str  #: its own page, absolute; empty where there is none
    lang: str
    summary: str = ""
    posts: tuple[str, ...] = ()  #: the sources of its posts, in any order
    home: str = ""  #: its page, or the site's
    title: str = ""  #: of its feeds, without their format
    feeds: tuple[FeedLink, ...] = ()

    @property
    def count(self) -> int:
        """Return how many posts it has."""
        return len(self.posts)


@dataclass(frozen=True)
class FeedGroup:
    """All subjects of one kind, for the page that lists them."""

    kind: str
    heading: str
    subjects: tuple[FeedSubject, ...]


def list_feeds(
    subjects: Iterable[FeedSubject],
    wanted: Sequence[Address],
    site: FeedSite,
    words: Mapping[str, str],
) -> list[FeedSubject]:
    """Return every subject that has a feed, in the order of the page for people."""
    listed = []
    only_one = len({a.kind for a in wanted if a.kind in ("site", "posts")}) < 2
    for subject in sorted(subjects, key=_order):
        title = _title(subject, site.name, words, only_one=only_one)
        mine = (address for address in wanted if address.kind == subject.kind)
        feeds = tuple(_link(a, subject, title, site.domain) for a in mine)
        if feeds:
            home = subject.url or site.address("/")
            listed.append(replace(subject, home=home, title=title, feeds=feeds))
    return listed


def _order(subject: FeedSubject) -> tuple[int, str, str]:
    return KINDS.index(subject.kind), subject.name.casefold(), subject.slug


def groups(listed: Sequence[FeedSubject], words: Mapping[str, str]) -> list[FeedGroup]:
    """Return the subjects, which are in the order of their kinds, by kind."""
    found = []
    for kind, mine in groupby(listed, lambda s: s.kind.replace("posts", "site")):
        heading = words.get(f"{kind}_many") or words[kind]
        found.append(FeedGroup(kind, heading, tuple(mine)))
    return found


def index_links(listed: Iterable[FeedSubject]) -> dict[str, tuple[FeedLink, ...]]:
    """Return the feeds of each subject by its kind and its name or slug."""
    found: dict[str, tuple[FeedLink, ...]] = {}
    for subject in listed:
        for name in (subject.name, subject.slug):
            found.setdefault(f"{subject.kind}:{name}", subject.feeds)
    return found


def feeds_of(
    links: Lookup[tuple[FeedLink, ...]], about: Iterable[tuple[str, str]]
) -> list[FeedLink]:
    """Return the feeds of the named subjects, in their order, each once.

    ``links`` is what ``index_links`` gives; ``about`` holds pairs of a kind and a name.
    """
    found = (links.get(f"{kind}:{name}") or () for kind, name in about)
    return list(dict.fromkeys(link for feeds in found for link in feeds))


def fill(pattern: str, subject: FeedSubject) -> str:
    """Put a subject into a path or address of the settings."""
    return pattern.format(slug=subject.slug, lang=subject.slug)


def _title(
    subject: FeedSubject, site: str, words: Mapping[str, str], *, only_one: bool
) -> str:
    if subject.kind == "site" or (subject.kind == "posts" and only_one):
        return site
    if subject.kind == "posts":
        return f"{site} – {words['posts']}"
    return f"{site} – {words[subject.kind]}: {subject.name}"


def _link(address: Address, subject: FeedSubject, title: str, domain: str) -> FeedLink:
    return FeedLink(
        title=f"{title} ({FORMATS[address.format]})",
        type=TYPES[address.format],
        format=FORMATS[address.format],
        url=as_uri(join(domain, fill(address.url, subject))),
        path=fill(address.path, subject),
        kind=subject.kind,
        name=subject.name,
        address=address,
    )


def name_of(value: object) -> str:
    """Return the name by which a template's object is known here."""
    for key in ("slug", "name"):
        if hasattr(value, key):
            return str(getattr(value, key))
    if isinstance(value, dict) and "name" in value:
        return str(value["name"])
    return str(value)


def documents(
    subject: FeedSubject,
    entries: Mapping[str, KeptEntry],
    options: FeedSettings,
    site: FeedSite,
) -> Iterator[tuple[Feed, Sequence[KeptEntry]]]:
    """Yield every document of a subject, in each format, with its entries beside it."""
    members = newest_first(entries[key] for key in subject.posts)
    limit, archive = options.extent(subject.kind, site.limit)
    archived = _archived(subject, options)
    for link in subject.feeds:
        form, sheet = link.address.format, options.stylesheet
        if is_ours(sheet):
            sheet = posixpath.relpath(sheet, posixpath.dirname(link.path) or ".")
        feed = Feed(
            id=link.url,
            format=form,
            path=link.path,
            url=link.url,
            title=subject.title,
            home=subject.home,
            # RSS must have one, and its title twice tells nobody more.
            subtitle=subject.summary or (site.subtitle if form == "rss" else ""),
            lang=subject.lang,
            authors=(Person(site.author),),
            copyright=options.copyright,
            hub=options.hub,
            logo=site.address(options.logo),
            icon=site.address(options.icon),
            stylesheet=sheet,
            summary_only=form == "rss" and site.summary_only,
            kind=subject.kind,
            name=subject.name,
        )
        has, shared = archive and link.url in archived, archived.get(link.url, "")
        yield from with_archives(feed, members, limit, archive=has, shared=shared)


def _archived(subject: FeedSubject, options: FeedSettings) -> dict[str, str]:
    """Return the feeds of a subject that lead to archives, by their addresses.

    With each stands the address of the Atom feed whose archives it names, or nothing
    where it has its own. RSS may name those of Atom (RFC 5005); JSON Feed names its own
    or none. A subject of which no format is to have archives has them in all.
    """
    formats = {link.address.format for link in subject.feeds}
    wanted = formats.intersection(options.archive_formats) or formats
    atom = [link.url for link in subject.feeds if link.address.format == "atom"]
    found = {}
    for link in subject.feeds:
        form = link.address.format
        if form in wanted:
            found[link.url] = ""
        elif form == "rss" and "atom" in wanted:
            found[link.url] = atom[0]
    return found


def is_ours(sheet: str) -> bool:
    """Return whether a style sheet is a file that we write, not somebody's address."""
    return bool(sheet) and "://" not in sheet and not sheet.startswith("/")
