"""What a saved page says of itself: kind, title, date, authors, terms, address.

Pages say it in many ways, each for another machine: JSON-LD (https://schema.org),
Open Graph (https://ogp.me), microformats (https://microformats.org/wiki/h-entry), links
and classes of systems. The ways are asked in that order.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from ...source.free_dates import explain
from .addresses import is_whole, split
from .old_site import LIST, PAGE, POST
from .wxr_item import text_of_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.html import HtmlElement

#: Kinds of saved pages that are not brought.
ERROR, REDIRECT = "error page", "redirect"
ARTICLES = frozenset(
    {"Article", "BlogPosting", "NewsArticle", "ScholarlyArticle", "Report"}
    | {"MedicalScholarlyArticle", "TechArticle", "SocialMediaPosting"}
)
LISTS = frozenset({"CollectionPage", "SearchResultsPage", "ProfilePage", "ItemList"})
#: Classes of bodies: of WordPress, Squarespace, Ghost, Blogger.
SINGLE = frozenset({"single", "single-post", "post-template", "item-view"})
LISTING = frozenset(
    {"archive", "search", "search-results", "blog", "category", "tag", "author", "date"}
    | {"view-list", "home-template", "tag-template", "author-template", "attachment"}
)
PAGES = frozenset({"page", "page-template", "page-template-default", "static_page"})
#: WordPress's own mark of a page; some of its plugins call a page an article.
NUMBERED = re.compile(r"page-id-\d+")
PUBLISHED = frozenset({"published", "dt-published", "entry-published"})
#: Longest text of a page that only leads on.
BARE = 400
REFRESH = re.compile(r"\s*\d*\s*[;,]?\s*url\s*=\s*['\"]?([^'\"]+)", re.IGNORECASE)
SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d+\)(\S{1,2000})\s*-->")
LABELS = re.compile(
    r"^[←→«»‹›<>\s]*(?:previous|next|older|newer)(?: post)?\b[:\s]*", re.IGNORECASE
)
CDATA = re.compile(r"^\s*(?://)?\s*<!\[CDATA\[|(?://)?\s*\]\]>\s*$")
FEEDS = re.compile(r"application/(?:rss|atom)\+xml", re.IGNORECASE)
DEEPEST = 8  #: how deep records of a page are looked into
BY = re.compile(r"^by[:\s]\s*", re.IGNORECASE)
MAIL = re.compile(r"\S+@\S+\.\w+")


@dataclass(frozen=True)
class PageFacts:
    """What is known of a page but for its text."""

    kind: str
    title: str = ""
    address: str = ""  #: whole; empty where the page does not name it
    others: tuple[str, ...] = ()
    date: datetime | None = None
    modified: datetime | None = None
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    excerpt: str = ""
    image: str = ""
    image_alt: str = ""
    previous: str = ""
    following: str = ""
    feeds: tuple[str, ...] = ()  #: as the page links them
    leads_to: str = ""  #: of a page that only leads on


def read_facts(tree: HtmlElement, data: bytes) -> PageFacts:
    """Return what a page says of itself; ``data`` are its bytes."""
    page = _Page(tree, data)
    kind, leads_to = page.kind()
    return PageFacts(
        kind=kind,
        title=page.title(),
        address=page.address(),
        others=tuple(page.others()),
        date=page.date("datePublished", ("article:published_time",), "published"),
        modified=page.date("dateModified", ("article:modified_time",), "updated"),
        authors=page.authors(),
        categories=page.terms("articleSection", "article:section", "category"),
        tags=page.terms("keywords", "article:tag", "tag"),
        excerpt=page.excerpt(),
        image=page.image(),
        image_alt=page.meta("og:image:alt"),
        previous=page.neighbour("prev"),
        following=page.neighbour("next"),
        feeds=tuple(page.feeds()),
        leads_to=leads_to,
    )


def tokens(element: HtmlElement) -> frozenset[str]:
    """Return the classes of an element, in small letters."""
    return frozenset((element.get("class") or "").lower().split())


def words_of(element: HtmlElement) -> str:
    """Return an element's text in one line."""
    return " ".join(str(element.text_content()).split())


class _Page:
    """One page, and its records for machines."""

    def __init__(self, tree: HtmlElement, data: bytes) -> None:
        self.tree, self.data = tree, data
        self.metas = self._read_metas()
        self.records = [*_records(tree)]
        self.types = frozenset(kind for one in self.records for kind in _types(one))
        articles = [one for one in self.records if _types(one) & ARTICLES]
        titles = {
            _text(one.get("headline")) or _text(one.get("name")) for one in articles
        }
        #: That of the post; a page that has those of several is a list of them.
        self.record: Mapping[str, object] = articles[0] if len(titles) == 1 else {}
        self.has_several = len(titles) > 1
        bodies = (tree, *tree.xpath("//body"))
        self.classes = frozenset[str]().union(*map(tokens, bodies))
        self.entries = [
            one
            for one in tree.iter("article", "div", "li", "section")
            if (one.tag == "article" or tokens(one) & {"h-entry", "hentry"})
            and not any(up.tag == "article" for up in one.iterancestors())
        ]

    def _read_metas(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for one in self.tree.xpath("//meta[@content]"):
            name = one.get("property") or one.get("name") or one.get("itemprop") or ""
            found.setdefault(name.lower(), []).append(
                " ".join(one.get("content").split())
            )
        return found

    def meta(self, *names: str) -> str:
        """Return the first value of these, as plain text."""
        values = (self.metas.get(name, [""])[0] for name in names)
        return text_of_title(next(filter(None, values), ""))

    def kind(self) -> tuple[str, str]:
        """Return what the page is, and where it leads on."""
        if (to := self._refresh()) and len(words_of(self.tree)) < BARE:
            return REDIRECT, to
        if "error404" in self.classes or "error-page" in self.classes:
            return ERROR, ""
        return self._kind_by_marks(), ""

    def _kind_by_marks(self) -> str:
        is_item = "view-item" in self.classes
        is_page = self.classes & PAGES or "collection-type-page" in self.classes
        is_single = bool(self.classes & SINGLE) and "attachment" not in self.classes
        if any(map(NUMBERED.fullmatch, self.classes)):
            return PAGE
        if self.record or is_single or (is_item and not is_page):
            return POST
        if is_page:
            return PAGE
        is_listed = self.has_several or self.types & LISTS or self.classes & LISTING
        if is_listed or len(self.entries) > 1:
            return LIST
        if self.meta("og:type") == "article":
            return POST
        dated = (one for entry in self.entries for one in entry.iter("time", "abbr"))
        is_dated = any(one.tag == "time" or tokens(one) & PUBLISHED for one in dated)
        return POST if is_dated else PAGE

    def _refresh(self) -> str:
        for one in self.tree.xpath("//meta[@http-equiv and @content]"):
            if one.get("http-equiv").lower() == "refresh":
                found = REFRESH.match(one.get("content"))
                return found[1].strip() if found else ""
        return ""

    def title(self) -> str:
        """Return the title without the name of the site behind it."""
        own = _text(self.record.get("headline")) or _text(self.record.get("name"))
        headings = [words_of(one) for one in self.tree.xpath("//h1")]
        inside = [words_of(one) for one in self.tree.xpath("//article//h1|//main//h1")]
        first = next(filter(None, [*inside, *headings]), "")
        shown = self.meta("og:title", "twitter:title") or next(
            (words_of(one) for one in self.tree.xpath("//head/title")), ""
        )
        shown = self._without_site(shown)
        # JSON-LD may be cut at 110 signs; the page's own heading is not.
        if first and (first in (own, shown) or (own and first.startswith(own[:100]))):
            return first
        return own or (shown if not inside else inside[0]) or first

    def _without_site(self, title: str) -> str:
        site = self.meta("og:site_name")
        for mark in ("—", "–", "|", "-", "·", "»", ":"):
            title = title.removesuffix(f" {mark} {site}") if site else title
        return title.strip()

    def address(self) -> str:
        """Return the address that the page gives itself, whole, or nothing."""
        saved = SAVED_FROM.search(self.data[:5000])
        links = self.tree.xpath("//link[@href and @rel='canonical']/@href")
        marked = {*self.tree.xpath("//h1//a[@rel='bookmark']/@href")}
        given = (
            _text(self.record.get("url")),
            _address(self.record.get("mainEntityOfPage")),
            *map(str, links),
            self.meta("og:url"),
            *(map(str, marked) if len(marked) == 1 else ()),
            saved[1].decode("utf-8", "replace") if saved else "",
        )
        return next((one.partition("#")[0] for one in given if is_whole(one)), "")

    def others(self) -> Iterator[str]:
        """Yield other addresses of the page, such as the short one of WordPress."""
        for one in self.tree.xpath("//link[@href and @rel='shortlink']/@href"):
            if is_whole(str(one)):
                yield str(one)

    def date(self, key: str, names: tuple[str, ...], word: str) -> datetime | None:
        """Return a date: by its record, its meta, or the element that shows it."""
        given = [_text(self.record.get(key)), self.meta(*names, key.lower())]
        classes = {word, f"dt-{word}", f"entry-{word}"}
        classes |= {"entry-date", "post-date"} if word == "published" else set()
        for one in self.tree.xpath("//time|//abbr|//span[@class]"):
            is_named = tokens(one) & classes or one.get("itemprop") == key
            is_first = one.tag == "time" and word == "published"
            if is_named or (
                is_first and tokens(one).isdisjoint({"updated", "dt-updated"})
            ):
                given.append(one.get("datetime") or one.get("title") or words_of(one))
        return next(filter(None, map(read_moment, given)), None)

    def authors(self) -> tuple[str, ...]:
        """Return names as readers see them; never an address that mail reaches."""
        given = self.record.get("author")
        people = given if isinstance(given, list) else [given]
        names = [*filter(None, map(_text, people))]
        names = names or [self.meta("author", "article:author", "dc.creator")]
        if not any(names):
            path = "//*[@rel='author' or @itemprop='author']|//*[@class]"
            found = (one for one in self.tree.xpath(path) if _names_author(one))
            names = [_name_in(one) for one in found][:1]
        kept = (name for name in names if name and not is_whole(name))
        return tuple(dict.fromkeys(one for one in kept if not MAIL.fullmatch(one)))

    def terms(self, key: str, name: str, word: str) -> tuple[str, ...]:
        """Return categories or tags."""
        given = self.record.get(key)
        listed = given if isinstance(given, list) else str(given or "").split(",")
        names = [*map(_text, listed), *map(text_of_title, self.metas.get(name, ()))]
        for one in self.tree.xpath("//a[@href and (@rel or @class)]"):
            rel = (one.get("rel") or "").lower().split()
            path = split(one.get("href")).path.lower()
            is_own = "tag" in rel or f"p-{word}" in tokens(one)
            is_own = is_own or f"blog-item-{word}" in tokens(one)
            if is_own and (f"/{word}" in path or (word in rel and word != "tag")):
                names.append(words_of(one).lstrip("#"))
        return tuple(dict.fromkeys(filter(None, (one.strip() for one in names))))

    def excerpt(self) -> str:
        """Return the description, as HTML."""
        found = self.meta("description", "og:description")
        found = found or _text(self.record.get("description"))
        return found.replace("&", "&amp;").replace("<", "&lt;")

    def image(self) -> str:
        """Return the address of the picture that stands for the page, as written."""
        given = self.record.get("image")
        first = given[0] if isinstance(given, list) and given else given
        return self.meta("og:image", "twitter:image") or _address(first)

    def neighbour(self, rel: str) -> str:
        """Return the title of the previous or next post, if a link there names it."""
        for one in self.tree.xpath("//a[@href and (@rel or @class or ../@class)]"):
            names = {*(one.get("rel") or "").lower().split()}
            parent = one.getparent()
            classes = tokens(one) | (
                tokens(parent) if parent is not None else frozenset()
            )
            marks = {f"nav-{rel}", f"nav-{rel}ious", f"item-pagination-link--{rel}"}
            if rel in names or classes & marks:
                titles = [words_of(each) for each in one.xpath(".//*[@class]")
                          if any("title" in name for name in tokens(each))]  # fmt: skip
                return LABELS.sub("", titles[-1] if titles else words_of(one))
        return ""

    def feeds(self) -> Iterator[str]:
        """Yield the addresses of feeds as they are written; not those of comments."""
        for one in self.tree.xpath("//link[@href and @type]"):
            is_feed = re.fullmatch(
                r"application/(?:rss|atom)\+xml", one.get("type").lower()
            )
            said = f"{one.get('title') or ''} {one.get('href')}".lower()
            if is_feed and "comment" not in said:
                yield one.get("href")


def read_moment(text: str) -> datetime | None:
    """Return what a page writes as a date, or None where it can mean two.

    >>> read_moment("2020-03-14T12:00:00-0700").isoformat(), read_moment("3/4/2020")
    ('2020-03-14T12:00:00-07:00', None)
    """
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        moment = explain(text).meant if text.strip() else None
        return moment.at if moment else None


def _names_author(element: HtmlElement) -> bool:
    marks = {"p-author", "byline", "author", "entry-author", "blog-author-name", "fn"}
    is_marked = bool(tokens(element) & marks) or bool(element.get("rel"))
    return is_marked and 0 < len(words_of(element)) < 60


def _name_in(element: HtmlElement) -> str:
    """Return the name in a by-line, as hCard marks it, or all but the word “by”."""
    marked = (one for one in element.iter() if isinstance(one.tag, str))
    card = next((one for one in marked if tokens(one) & {"fn", "p-name"}), element)
    return BY.sub("", words_of(card))


def _records(tree: HtmlElement) -> Iterator[Mapping[str, object]]:
    """Yield the records of JSON-LD, at any depth that pages have."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        text = CDATA.sub("", script.text or "")
        try:
            found = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _nested(found, DEEPEST)


def _nested(value: object, depth: int) -> Iterator[Mapping[str, object]]:
    if depth and isinstance(value, list):
        for one in value:
            yield from _nested(one, depth - 1)
    elif depth and isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _nested(value.get(key), depth - 1)


def _types(record: Mapping[str, object]) -> frozenset[str]:
    given = record.get("@type")
    listed = given if isinstance(given, list) else [given]
    return frozenset(str(one).rpartition("/")[2] for one in listed if one)


def _text(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value")
    return text_of_title(value) if isinstance(value, str) else ""


def _address(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("@id") or value.get("url")
    return value if isinstance(value, str) else ""
