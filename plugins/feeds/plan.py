"""Which feeds a site has, which posts are in each, and the documents of each."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .core import TYPES, Feed, Person, newest_first, with_archives
from .text import as_uri, join

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from .core import Entry
    from .posts import SeriesPlace
    from .settings import Address, FeedSettings, FeedSite

FORMATS = {"atom": "Atom", "rss": "RSS", "json": "JSON Feed"}
#: The order of the groups on the page for people. “posts” are shown with “site”.
KINDS = ("site", "posts", "series", "category", "tag", "author", "language")


@dataclass(frozen=True)
class FeedSubject:
    """What a feed is about: the site, a series, a category, …, and its posts."""

    kind: str
    name: str
    slug: str
    home: str  #: its page, absolute
    posts: tuple[str, ...]  #: the sources of its posts, in any order
    lang: str
    summary: str = ""
    page: str = ""  #: as ``home``, but empty where the subject has no page of its own


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


@dataclass(frozen=True)
class ListedFeed:
    """A subject with its feeds."""

    name: str
    title: str  #: of the feed, without its format
    url: str  #: the subject's own page; empty where there is none
    home: str
    count: int
    feeds: tuple[FeedLink, ...]
    subject: FeedSubject
    addresses: tuple[Address, ...]

    @property
    def kind(self) -> str:
        """Return the subject's kind."""
        return self.subject.kind


@dataclass(frozen=True)
class FeedGroup:
    """All subjects of one kind, for the page that lists them."""

    kind: str
    heading: str
    subjects: tuple[ListedFeed, ...]


def list_feeds(
    subjects: Iterable[FeedSubject],
    wanted: Sequence[Address],
    site: FeedSite,
    words: Mapping[str, str],
) -> list[ListedFeed]:
    """Return every subject that has a feed, in the order of the page for people."""
    listed = []
    only_one = len({a.kind for a in wanted if a.kind in ("site", "posts")}) < 2
    for subject in sorted(subjects, key=lambda s: KINDS.index(s.kind)):
        mine = [address for address in wanted if address.kind == subject.kind]
        if not mine:
            continue
        title = _title(subject, site.name, words, only_one=only_one)
        listed.append(
            ListedFeed(
                name=subject.name,
                title=title,
                url=subject.page,
                home=subject.home,
                count=len(subject.posts),
                feeds=tuple(_link(a, subject, title, site.domain) for a in mine),
                subject=subject,
                addresses=tuple(mine),
            )
        )
    return listed


def groups(listed: Sequence[ListedFeed], words: Mapping[str, str]) -> list[FeedGroup]:
    """Return the subjects by kind."""
    found = []
    for kinds in (("site", "posts"), *((kind,) for kind in KINDS[2:])):
        mine = tuple(item for item in listed if item.kind in kinds)
        if mine:
            heading = words.get(f"{kinds[0]}_many") or words[kinds[0]]
            found.append(FeedGroup(kinds[0], heading, mine))
    return found


def feeds_for(
    listed: Sequence[ListedFeed], about: Sequence[tuple[str, str]]
) -> list[FeedLink]:
    """Return the feeds of the named subjects, in their order, then the site's.

    ``about`` holds pairs of a kind and a name or slug.
    """
    found: list[FeedLink] = []
    for kind, name in about:
        found.extend(feeds_of(listed, kind, name))
    for item in listed:
        if item.kind in ("site", "posts"):
            found.extend(item.feeds)
    return list(dict.fromkeys(found))


def feeds_of(listed: Sequence[ListedFeed], kind: str, name: str) -> list[FeedLink]:
    """Return the feeds of one subject, known by its name or slug."""
    for item in listed:
        if item.kind == kind and name in (item.name, item.subject.slug):
            return list(item.feeds)
    return []


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
    )


def name_of(value: object) -> str:
    """Return the name by which a template's object is known here."""
    for key in ("slug", "name"):
        if hasattr(value, key):
            return str(getattr(value, key))
    if isinstance(value, dict) and "name" in value:
        return str(value["name"])
    return str(value)


def site_subject(kind: str, site: FeedSite, keys: Iterable[str]) -> FeedSubject:
    """Return the whole site as a subject, with these posts."""
    home, posts = site.home, tuple(keys)
    return FeedSubject(kind, site.name, "", home, posts, site.lang, site.subtitle, home)


def series_subjects(
    parts: Mapping[str, SeriesPlace], site: FeedSite
) -> list[FeedSubject]:
    """Return each series as a subject, with the posts that are its parts."""
    members: dict[str, list[str]] = defaultdict(list)
    first: dict[str, SeriesPlace] = {}
    for key, part in parts.items():
        members[part.slug].append(key)
        first.setdefault(part.slug, part)
    return [
        FeedSubject(
            kind="series",
            name=first[slug].name,
            slug=slug,
            home=first[slug].url or site.home,
            posts=tuple(keys),
            lang=first[slug].lang or site.lang,
            summary=first[slug].summary,
            page=first[slug].url,
        )
        for slug, keys in members.items()
    ]


def documents(
    item: ListedFeed,
    entries: Mapping[str, Entry],
    options: FeedSettings,
    site: FeedSite,
) -> Iterator[Feed]:
    """Yield every document of a subject, in every format that the site wants."""
    members = newest_first(entries[key] for key in item.subject.posts)
    for address, link in zip(item.addresses, item.feeds, strict=True):
        feed = _live(item, address.format, link, options, site)
        yield from with_archives(feed, members, site.limit, archive=options.archives)


def is_ours(sheet: str) -> bool:
    """Return whether a style sheet is a file that we write, not somebody's address."""
    return bool(sheet) and "://" not in sheet and not sheet.startswith("/")


def _live(
    item: ListedFeed, form: str, link: FeedLink, options: FeedSettings, site: FeedSite
) -> Feed:
    sheet = options.stylesheet
    if is_ours(sheet):
        sheet = posixpath.relpath(sheet, posixpath.dirname(link.path) or ".")
    return Feed(
        id=link.url,
        format=form,
        path=link.path,
        url=link.url,
        title=item.title,
        home=item.home,
        subtitle=item.subject.summary,
        lang=item.subject.lang,
        authors=(Person(site.author),),
        copyright=options.copyright,
        hub=options.hub,
        logo=site.address(options.logo),
        icon=site.address(options.icon),
        stylesheet=sheet,
        summary_only=form == "rss" and site.summary_only,
        kind=item.kind,
        name=item.name,
    )
