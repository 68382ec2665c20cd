"""What a built page says, read once: title, headings, ids, links, words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import lxml.html

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

LINKS = ("href", "src", "poster", "action", "formaction", "cite", "data")
#: Elements that show something without any words.
SHOWN = ("img", "svg", "video", "audio", "iframe", "object", "form", "canvas")
PHRASES = ("a", "li", "h1", "h2", "h3", "h4", "title", "cite", "dt", "dd", "td", "p")
#: Their links are no addresses of pages.
NO_LINK = {("link", "preconnect"), ("link", "dns-prefetch")}


@dataclass(frozen=True)
class PageFacts:
    """One page, as far as it is examined."""

    title: str
    headings: int  #: how many h1
    ids: tuple[str, ...]
    anchors: frozenset[str]  #: what a fragment can lead to
    links: tuple[str, ...]
    text: str  #: everything that is read
    phrases: frozenset[str]  #: what single elements say
    is_empty: bool
    is_redirect: bool


def read_page(data: bytes) -> PageFacts:
    """Read a page; bytes that are no HTML at all make an empty one."""
    parser = lxml.html.HTMLParser(encoding="utf-8")
    html = data if data.strip() else b"<html>"
    root = lxml.html.document_fromstring(html, parser=parser, ensure_head_body=True)
    elements = [e for e in root.iter() if isinstance(e.tag, str)]
    ids = tuple(e.get("id", "") for e in elements if e.get("id"))
    names = (e.get("name", "") for e in elements if e.tag == "a")
    body = root.find("body")
    text = _words(body) if body is not None else ""
    title = root.find(".//title")
    return PageFacts(
        title=_words(title) if title is not None else "",
        headings=sum(e.tag == "h1" for e in elements),
        ids=ids,
        anchors=frozenset((*ids, *names)),
        links=tuple(_links(elements)),
        text=text,
        phrases=frozenset(_words(e) for e in root.iter(*PHRASES)),
        is_empty=not text and next(root.iter(*SHOWN), None) is None,
        is_redirect=any(e.get("http-equiv") == "refresh" for e in elements),
    )


def _links(elements: list[HtmlElement]) -> Iterator[str]:
    for element in elements:
        relation = element.get("rel", "")
        if (element.tag, relation) in NO_LINK:
            continue
        for name in LINKS:
            value = element.get(name)
            if value is not None and value.strip():
                yield value.strip()
        for part in re.split(r",\s+", element.get("srcset", "")):
            if part.strip():
                yield part.split()[0]


def _words(element: HtmlElement) -> str:
    return " ".join("".join(str(part) for part in element.itertext()).split())
