"""A Pelican article as records: its dates, authors, topics, and its lasting id.

Metadata may be plain text (stock Pelican) or typed (our own front matter).
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from ..ledger import Value, identity
from ..source.reviews import changed_at
from ..words import direction
from .core import Entry, Person, Topic
from .plan import FeedSubject
from .text import (
    as_language,
    as_uri,
    join,
    plain_line,
    plain_name,
    unsafe_points,
    xml_safe,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime

    from .cleaner import Cleaner
    from .core import Picture
    from .settings import FeedSite


@dataclass(frozen=True)
class SeriesPlace:
    """A post's place in a series."""

    series: FeedSubject  #: without its posts
    number: int
    of: int

    def line(self, words: Mapping[str, str]) -> str:
        """Return “Part 2 of 5 in Sleep” in the site's words."""
        form = words["part" if self.of else "part_alone"]
        return form.format(part=self.number, of=self.of, series=self.series.name)


class Article(Protocol):
    """What is taken from Pelican's articles."""

    title: str
    summary: str
    date: datetime
    lang: str
    url: str
    save_as: str
    source_path: str
    metadata: Mapping[str, object]

    def get_content(self, siteurl: str) -> str:
        """Return the text with every link made for this address of the site."""


def key_of(article: Article, save_as: str = "") -> str:
    """Return what names an article among all others of a site.

    Pelican works out ``save_as`` each time: who has it already hands it over.
    """
    return f"{article.source_path or ''}|{save_as or article.save_as}"


def is_withdrawn(article: Article) -> bool:
    """Return whether a post was published and then withdrawn with a reason."""
    is_marked = str(getattr(article, "status", "")).lower() == "withdrawn"
    return is_marked or bool(getattr(article, "withdrawn_because", ""))


@dataclass(frozen=True)
class FeedPost(Value):
    """A post that feeds carry."""

    article: Article
    page: str  #: its absolute address
    uid: str  #: the author's; empty without one
    id: str  #: in every feed
    part: SeriesPlace | None

    @property
    def shown(self) -> str:
        """All that an entry shows of it beside the article, as a text to compare."""
        part = self.part
        series = (part.series.name, part.series.url) if part else ()
        place = (part.number, part.of, *series) if part else ()
        return repr((self.page, self.id, guid_of(self.uid), place))


def read_posts(
    articles: Iterable[Article], site: FeedSite, slugify: Callable[[str], str]
) -> dict[str, FeedPost]:
    """Return, of articles that feeds carry, what they need before they are planned.

    Those are published and not withdrawn; they stand under their keys.
    """
    found, known = dict[str, FeedPost](), dict[int, FeedSubject]()
    for article in articles:
        save_as = article.save_as
        if save_as and not is_withdrawn(article):
            part = part_of(article, site, slugify, known)
            found[key_of(article, save_as)] = _read_post(article, part, site)
    return found


def _read_post(article: Article, part: SeriesPlace | None, site: FeedSite) -> FeedPost:
    given, link = article.metadata.get("uid"), join(site.url, article.url)
    uid = "" if given is None else xml_safe(str(given)).strip()
    return FeedPost(article, as_uri(link), uid, entry_id(uid, link, article.date), part)


def shown_link(page: str, site: FeedSite) -> str:
    """Return the address that a feed names, with Pelican's mark where it is wanted."""
    return f"{page}?ref=feed" if site.append_ref else page


def authors_of(article: Article, site: FeedSite) -> tuple[Person, ...]:
    """Return all authors of an article; the site's where it names none."""
    people = []
    for author in getattr(article, "authors", None) or []:
        name = plain_name(str(author))
        page = site.address(author.url) if "author" in site.paged else ""
        if name:
            people.append(Person(name, page))
    return tuple(dict.fromkeys(people)) or (Person(site.author),)


def topics_of(
    article: Article, part: SeriesPlace | None, site: FeedSite
) -> tuple[Topic, ...]:
    """Return category, series and tags; a name that comes again counts once."""
    named = [
        ("category", getattr(article, "category", None) or ""),
        ("series", part.series.name if part else ""),
        *(("tag", tag) for tag in getattr(article, "tags", None) or []),
    ]
    first: dict[str, Topic] = {}
    for kind, thing in named:
        name = plain_name(str(thing))
        first.setdefault(name.casefold(), Topic(name, site.schemes[kind]))
    return tuple(topic for topic in first.values() if topic.name)


def part_of(
    article: Article,
    site: FeedSite,
    slugify: Callable[[str], str],
    known: dict[int, FeedSubject],
) -> SeriesPlace | None:
    """Return an article's place in a series: ours, or pelican-series' dict.

    ``known`` are series by the identity of what their places have in common.
    """
    place = getattr(article, "series", None)
    if not isinstance(place, Mapping) or not place.get("name"):
        return None
    whole = place.get("series")
    series = known.get(identity(whole)) if whole else None
    if series is None:
        series = known[identity(whole)] = _series_of(place, whole, site, slugify)
    number = int(place.get("part") or place.get("index") or 0)
    return SeriesPlace(
        series, number, int(place.get("of") or len(place.get("all") or ()))
    )


def _series_of(
    place: Mapping[str, object],
    whole: object,
    site: FeedSite,
    slugify: Callable[[str], str],
) -> FeedSubject:
    name = plain_line(str(place.get("name")))
    return FeedSubject(
        kind="series",
        name=plain_line(str(place.get("title") or name)),
        slug=str(place.get("slug") or slugify(name)),
        url=site.address(str(place.get("url") or "")),
        lang=as_language(getattr(whole, "lang", "") or site.lang),
        summary=plain_line(str(getattr(whole, "summary", "") or "")),
    )


def unsafe_points_of(article: Article) -> set[int]:
    """Return the characters of a post that no feed may hold."""
    names = [article.title, str(getattr(article, "category", ""))]
    names += [str(tag) for tag in getattr(article, "tags", None) or []]
    names += [str(author) for author in getattr(article, "authors", None) or []]
    names.append(str(article.metadata.get("summary", "")))
    text = str(getattr(article, "_content", "") or "")
    # A line end begins and ends nothing that is looked for.
    return unsafe_points("\n".join((text, *map(str, names))))


def read_entry(
    post: FeedPost,
    site: FeedSite,
    cleaner: Cleaner,
    whole: str,
    picture: Picture | None,
) -> Entry:
    """Return a post as a record; ``whole`` is all that its entry shows, unclean."""
    article, page = post.article, post.page
    lang = as_language(article.lang)

    def clean(html: str) -> str:
        return directed(cleaner.clean(html, page), lang)

    published = article.date.replace(microsecond=0)
    changed = changed_at(article) or published
    summary = article.summary
    says_more = summary != article.get_content(site.url)
    return Entry(
        id=post.id,
        guid=guid_of(post.uid),
        url=shown_link(page, site),
        title=plain_line(str(article.title)) or page,
        content=clean(whole),
        summary=clean(summary) if says_more else "",
        published=published,
        updated=changed.replace(microsecond=0),
        authors=authors_of(article, site),
        topics=topics_of(article, post.part, site),
        lang=lang,
        picture=picture,
    )


def directed(html: str, lang: str) -> str:
    """Return a text that says itself that it is written from right to left.

    No format of feeds has a place for that, and readers open each text in a page of
    their own. Others stay as they are, which is from left to right.
    """
    if not html or direction(lang) == "ltr":
        return html
    return f'<div dir="rtl" lang="{escape(lang)}">{html}</div>'


#: Addresses that are ids as they stand: schemes that are registered and lasting.
ADDRESS = re.compile(r"(?:tag|urn|https?|info|ni):[^\s<>\"{}|\\^`]+\Z", re.IGNORECASE)
#: The usual form, without ``urn:uuid:``.
UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
#: Where texts that are neither addresses nor UUIDs become UUIDs. Never change it.
TEXTS = uuid.UUID("7a0e5b52-9f0d-5c0c-8b3e-2f6b7a1d4c90")


#: Begins a ``uid`` that another program's RSS feed gave; the rest is its guid.
GUID = "guid:"


def guid_of(uid: str) -> str:
    """Return what RSS and JSON Feed know a post by, where it is no address.

    RSS takes any text, and readers compare it sign by sign; Atom wants an address.
    """
    uid = uid.strip()
    return uid.removeprefix(GUID).strip() if uid.startswith(GUID) else ""


def mint_uid() -> str:
    """Return a new id for a new post."""
    return f"urn:uuid:{uuid.uuid4()}"


def entry_id(uid: str, link: str, day: date) -> str:
    """Return a post's id: from its ``uid``, else the one that stock Pelican gives."""
    uid = guid_of(uid) or uid.strip()
    if not uid:
        return stock_id(link, day)
    if UUID.fullmatch(uid):
        return f"urn:uuid:{uuid.UUID(uid)}"
    if ADDRESS.match(uid):
        return uid
    return f"urn:uuid:{uuid.uuid5(TEXTS, uid)}"


def stock_id(link: str, day: date) -> str:
    """Return the tag URI that Pelican's own feeds carry for this address and date.

    Pelican takes the date in its own zone, and drops the query.
    """
    parts = urlsplit(link)
    fragment = f"/{parts.fragment}" if parts.fragment else ""
    at = f"{day.year}-{day.month:02}-{day.day:02}"  # Pelican formats dates slowly
    return f"tag:{parts.hostname},{at}:{parts.path}{fragment}"


def find_duplicate_ids(ids: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Return ``(id, first post, other post)`` for every id that comes again.

    ``ids`` maps posts to ids; the first post is the first in alphabetical order.
    """
    first: dict[str, str] = {}
    again = []
    for post, uid in sorted(ids.items()):
        if uid in first:
            again.append((uid, first[uid], post))
        else:
            first[uid] = post
    return again
