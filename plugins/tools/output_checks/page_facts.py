"""What a built page says, read once: title, headings, ids, links, words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import lxml.html
from lxml.etree import XPath

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.html import HtmlElement

#: The attributes beside ``href`` that hold one address each.
LINKS = ("src", "poster", "action", "formaction", "cite", "data")
#: Elements that show something without any words.
SHOWN = ("img", "svg", "video", "audio", "iframe", "object", "form", "canvas")
PHRASES = ("a", "li", "h1", "h2", "h3", "h4", "title", "cite", "dt", "dd", "td", "p")

#: How a feed begins: at an old address it may stand in a folder's ``index.html``.
FEED = re.compile(rb"\s*(?:\{|(?:<\?[^>]*\?>\s*)+<(?:feed|rss|rdf:RDF)\b)")


def _find(path: str) -> Callable[[HtmlElement], list[str]]:
    """Compile a way to attributes; their texts are plain, as smart ones keep a tree."""
    return cast("Callable[[HtmlElement], list[str]]", XPath(path, smart_strings=False))


IDS = _find("//@id")
NAMES = _find("//a/@name")
#: Every address but those of hosts that a page only makes ready for (``preconnect``).
ADDRESSES = _find(
    "//@href[not(parent::link[@rel='preconnect' or @rel='dns-prefetch'])]"
    + "".join(f" | //@{name}" for name in LINKS)
)
SOURCE_SETS = _find("//@srcset")
REFRESH = _find("//@http-equiv[. = 'refresh']")


@dataclass(frozen=True)
class PageFacts:
    """One page, as far as it is examined."""

    title: str
    headings: int  #: how many h1
    ids: tuple[str, ...]
    anchors: frozenset[str]  #: what a fragment can lead to
    links: tuple[str, ...]
    is_empty: bool
    is_redirect: bool


@dataclass(frozen=True)
class PageWords:
    """What a page says."""

    text: str  #: everything that is read
    phrases: frozenset[str]  #: what single elements say


def is_feed(data: bytes) -> bool:
    """Return whether a file that is called a page is a feed."""
    return bool(FEED.match(data))


def parse_page(data: bytes) -> HtmlElement:
    """Parse a page; bytes that are no HTML at all make an empty one."""
    parser = lxml.html.HTMLParser(encoding="utf-8")
    html = data if data.strip() else b"<html>"
    return lxml.html.document_fromstring(html, parser=parser, ensure_head_body=True)


def read_page(root: HtmlElement) -> PageFacts:
    """Return the facts of a parsed page."""
    ids = tuple(filter(None, IDS(root)))
    body, title = root.find("body"), root.find(".//title")
    parts = body.itertext() if body is not None else ()
    says_nothing = not any(str(part).strip() for part in parts)
    return PageFacts(
        title=_words(title) if title is not None else "",
        headings=sum(1 for _ in root.iter("h1")),
        ids=ids,
        anchors=frozenset((*ids, *NAMES(root))),
        links=tuple(_links(root)),
        is_empty=says_nothing and next(root.iter(*SHOWN), None) is None,
        is_redirect=bool(REFRESH(root)),
    )


def read_words(root: HtmlElement) -> PageWords:
    """Return the words of a parsed page."""
    body = root.find("body")
    return PageWords(
        text=_words(body) if body is not None else "",
        phrases=frozenset(_words(element) for element in root.iter(*PHRASES)),
    )


def _links(root: HtmlElement) -> Iterator[str]:
    for value in ADDRESSES(root):
        if value.strip():
            yield value.strip()
    for value in SOURCE_SETS(root):
        for part in re.split(r",\s+", value):
            if part.strip():
                yield part.split()[0]


def _words(element: HtmlElement) -> str:
    return " ".join("".join(str(part) for part in element.itertext()).split())
