"""Entries and feeds: what is published, in which order, and what goes into archives."""

from __future__ import annotations

import hashlib
import pickle
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ..source.core import digest
from .text import plain_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

One = TypeVar("One", "Entry", "KeptEntry")
#: The media type of each format.
TYPES = {
    "atom": "application/atom+xml",
    "rss": "application/rss+xml",
    "json": "application/feed+json",
}
#: The date of a feed without entries: a feed must have one, and it must not be “now”.
NEVER = datetime(2000, 1, 1, tzinfo=UTC)
#: So many posts are kept as they were printed last, for the next feed may have them.
AT_HAND = 512
#: What follows a feed's own name in its file's name.
ENDINGS = re.compile(r"(?:\.(?:atom|rss|rdf|feed))?(?:\.(?:xml|atom|rss|json))?$")


@dataclass(frozen=True)
class Person:
    """An author."""

    name: str
    url: str = ""  #: the author's page, absolute; may be empty


@dataclass(frozen=True)
class Topic:
    """A category, tag or series that an entry belongs to."""

    name: str
    scheme: str = ""  #: what kind of topic it is, as an absolute address


@dataclass(frozen=True)
class Picture:
    """An entry's picture."""

    url: str  #: absolute
    type: str = ""  #: media type; empty where unknown
    length: int = 0  #: bytes; 0 where unknown

    @property
    def is_enclosure(self) -> bool:
        """Return whether enough is known for an enclosure."""
        return bool(self.type and self.length)


@dataclass(frozen=True, eq=False)
class Entry:
    """A post as every format of every feed has it; known by itself, not its text."""

    id: str
    url: str
    title: str  #: plain text
    content: str  #: clean HTML, every address absolute
    published: datetime  #: with its zone, to the second
    updated: datetime
    summary: str = ""  #: clean HTML; empty where it adds nothing to the content
    authors: tuple[Person, ...] = ()
    topics: tuple[Topic, ...] = ()
    lang: str = "en"
    picture: Picture | None = None
    guid: str = ""  #: what RSS and JSON Feed know it by; empty where that is the id

    @property
    def summary_text(self) -> str:
        """Return the summary as plain text."""
        return plain_line(self.summary)

    @property
    def moment(self) -> datetime:
        """Return ``updated`` with a fraction of a second that is the entry's own.

        A day's bulk edit gives many entries one time, which feed checkers warn of.
        The fraction comes from the id alone, so that no other entry can change it.
        """
        own_digest = hashlib.blake2b(self.id.encode(), digest_size=8).digest()
        own = int.from_bytes(own_digest, "big") % 999_999 + 1
        return self.updated.replace(microsecond=0) + timedelta(microseconds=own)


@dataclass(frozen=True)
class Archives:
    """The neighbours of a document among a feed's archives, as absolute addresses."""

    previous: str = ""  #: the next older archive
    next: str = ""  #: the next newer archive
    current: str = ""  #: the live feed; set in archives only
    type: str = ""  #: media type of the older one, where its format is another


@dataclass(frozen=True)
class Feed:
    """One document: a live feed, or one of its archives, in one format."""

    id: str
    format: str  #: ``atom``, ``rss`` or ``json``
    path: str  #: in the output
    url: str  #: its own address, absolute
    title: str
    home: str  #: the page that it follows, absolute
    subtitle: str = ""
    lang: str = "en"
    authors: tuple[Person, ...] = ()
    entries: tuple[Entry, ...] = ()
    archives: Archives = field(default_factory=Archives)
    copyright: str = ""
    hub: str = ""
    logo: str = ""
    icon: str = ""
    stylesheet: str = ""
    summary_only: bool = False
    kind: str = "site"
    name: str = ""

    @property
    def updated(self) -> datetime:
        """Return when an entry was last updated; never “now”."""
        return max((entry.updated for entry in self.entries), default=NEVER)

    @property
    def feed(self) -> dict[str, str]:
        """Return what listeners of stock Pelican read of a feed."""
        return {
            "title": self.title,
            "link": self.home,
            "feed_url": self.url,
            "description": self.subtitle,
            "language": self.lang,
            "id": self.id,
        }

    @property
    def items(self) -> list[dict[str, object]]:
        """Return what listeners of stock Pelican read of a feed's items."""
        return [
            {
                "title": entry.title,
                "link": entry.url,
                "unique_id": entry.id,
                "description": entry.summary,
                "content": entry.content,
                "author_name": ", ".join(person.name for person in entry.authors),
                "categories": [topic.name for topic in entry.topics],
                "pubdate": entry.published,
                "updateddate": entry.updated,
            }
            for entry in self.entries
        ]

    @property
    def is_archive(self) -> bool:
        """Return whether this document holds older entries only."""
        return bool(self.archives.current)


class KeptEntry(NamedTuple):
    """An entry as the ledger keeps it: it is opened where a feed is written."""

    id: str
    published: float  #: seconds
    mark: str  #: digest of all that it says
    packed: bytes

    def open(self) -> Entry:
        """Return the entry."""
        found: Entry = pickle.loads(self.packed)  # noqa: S301  # made below
        return found


def keep(entry: Entry) -> KeptEntry:
    """Return an entry as it is kept."""
    known = repr(vars(entry) | {"content": ""})
    said = f"{known}\0{entry.content}".encode("utf-8", "surrogatepass")
    seconds, packed = entry.published.timestamp(), pickle.dumps(entry)
    return KeptEntry(entry.id, seconds, digest(said), packed)


def newest_first(entries: Iterable[One]) -> tuple[One, ...]:
    """Return the entries by date, newest first; the id decides between equals."""
    return tuple(sorted(entries, key=lambda e: (e.published, e.id), reverse=True))


def with_archives(
    feed: Feed,
    entries: Sequence[One],
    limit: int | None,
    *,
    archive: bool,
    shared: str = "",
) -> Iterator[tuple[Feed, Sequence[One]]]:
    """Yield the live feed and, where entries are left over, its archives.

    Beside each stand its entries. Archives are filled from the oldest entry on,
    ``limit`` in each, so that a new entry changes none of them. The newest archive may
    share entries with the feed. ``shared`` is the address of an Atom feed with the same
    entries: its archives serve for this feed too.
    """
    held = entries[:limit]
    left_over = len(entries) - len(held)
    if not archive or not limit or left_over <= 0:
        yield feed, held
        return
    count = -(-left_over // limit)
    if shared:
        older = Archives(archive_path(shared, count), type=TYPES["atom"])
        yield replace(feed, archives=older), held
        return
    urls: list[str] = [archive_path(feed.url, n) for n in range(1, count + 1)]
    around = ["", *urls, ""]
    yield replace(feed, archives=Archives(previous=urls[-1])), held
    for number, url in enumerate(urls, 1):
        end = len(entries) - (number - 1) * limit
        archived = replace(
            feed,
            id=url,
            path=archive_path(feed.path, number),
            url=url,
            archives=Archives(around[number - 1], around[number + 1], feed.url),
        )
        yield archived, entries[end - limit : end]


def archive_path(path: str, number: int | str) -> str:
    """Return the name of a feed's archive.

    >>> archive_path("feeds/all.atom.xml", 2)
    'feeds/all.archive-2.atom.xml'
    """
    folder, slash, name = path.rpartition("/")
    end = ENDINGS.search(name)
    at = end.start() if end and end.start() else len(name)
    return f"{folder}{slash}{name[:at]}.archive-{number}{name[at:]}"
