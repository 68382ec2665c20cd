"""Exports of WordPress and Squarespace: “WordPress eXtended RSS”, an item at a time.

The file is read as a stream: an item is forgotten as soon as the next is asked for. It
is read once before, for what items say of each other: pictures of the library by their
numbers, blocks that several posts share, who stands behind a login.

lxml is told to open nothing: no entity, no document type, no address. What may be
expected of a field is bounded by ``xml_stream``.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from ..files import refuse_os_errors
from ..site import RefusedError
from .addresses import is_whole, join, split
from .old_site import ATTACHMENT, POST, Note
from .wxr_item import Facts, field_of, read_item, text_of_title
from .xml_stream import HOW, LARGEST, XmlStream

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.etree import _Element

    from .old_site import OldItem

WORDPRESS, SQUARESPACE = "WordPress", "Squarespace"
#: Where feeds of each system lie, unless the export says so itself.
FEEDS = {
    WORDPRESS: ("/feed/", "/feed/atom/", "/?feed=rss2"),
    SQUARESPACE: ("?format=rss",),
}
#: Characters of all shared blocks together; more belong to no text.
MOST_SHARED = 5_000_000


@dataclass
class _Survey:
    """What one reading of the whole file has found."""

    base: str = ""
    generator: str = ""
    feeds: list[str] = field(default_factory=list)
    total: int = 0
    is_wxr: bool = False
    facts: Facts = field(default_factory=Facts)
    #: First folders of the posts' addresses, and how many of these are relative.
    folders: Counter[str] = field(default_factory=Counter)
    relative: int = 0
    shared: int = 0


class WxrSite:
    """A site as its export tells of it; see ``OldSite``.

    Raises ``RefusedError`` for what is no export, and where it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self.path, self.name = path, path.name
        self.mended: tuple[Note, ...] = ()
        survey = self._survey()
        self.total = survey.total  #: items, those that nobody wants among them
        self.facts = survey.facts
        self.base = survey.base
        self.system = _system_of(survey)  #: “WordPress” or “Squarespace”
        self.facts.system = self.system
        self.feeds, told = self._find_feeds(survey)
        self.notes: tuple[Note, ...] = (*self.mended, told)

    def items(self) -> Iterator[OldItem]:
        """Yield all items, in the source's order; refuse what cannot be read."""
        number = 0
        for element, line in self._elements():
            if field_of(element) == "item":
                number += 1
                yield read_item(element, number, self.name, line, self.facts)

    def _survey(self) -> _Survey:
        found = _Survey()
        for element, _ in self._elements():
            name = field_of(element)
            if name == "item":
                found.total += 1
                self._survey_item(element, found)
            else:
                _survey_site(name, element, found)
        if not (found.is_wxr and found.total):
            what = f"{self.name} is a feed, which holds the newest posts alone."
            if not found.total:
                what = f"{self.name} holds no item."
            raise RefusedError(f"{what} {HOW}")
        return found

    def _survey_item(self, element: _Element, found: _Survey) -> None:
        fields = {field_of(child): child.text or "" for child in element}
        kind = fields.get("wp:post_type", "").strip()
        found.is_wxr |= any(name.startswith("wp:") for name in fields)
        link = fields.get("link", "").strip()
        if kind == ATTACHMENT:
            found.facts.add_picture(element)
        elif kind == "wp_block":
            body = fields.get("content:encoded", "")
            found.shared += len(body)
            if found.shared <= MOST_SHARED:
                found.facts.blocks[fields.get("wp:post_id", "").strip()] = body
        elif kind == POST and link:
            found.relative += not split(link).netloc
            path = split(link).path.strip("/")
            found.folders[path.split("/")[0] if "/" in path else ""] += 1

    def _find_feeds(self, survey: _Survey) -> tuple[tuple[str, ...], Note]:
        if survey.feeds:
            feeds = tuple(dict.fromkeys(survey.feeds))
            return feeds, Note("brought", f"{self.name} names its feed, {feeds[0]}.")
        paths = FEEDS.get(self.system, ())
        if self.system == SQUARESPACE:
            (folder, _), *_ = survey.folders.most_common(1) or [("blog", 0)]
            paths = tuple(f"/{folder}{path}" for path in paths)
        if not (survey.base and paths):
            what = f"{self.name} does not say where its feed was."
            return (), Note("missing", what)
        feeds = tuple(f"{survey.base}{path}" for path in paths)
        what = (
            f"{self.name} does not say where its feed was; the usual place of"
            f" {self.system} is supposed, {feeds[0]}."
        )
        return feeds, Note("changed", what)

    def _elements(self) -> Iterator[tuple[_Element, int]]:
        """Yield what a channel holds, each with its line, and forget it then."""
        doing = f"{self.name} could not be read"
        with (
            refuse_os_errors(doing, "Nothing was brought."),
            self.path.open("rb") as file,
        ):
            stream = XmlStream(file, self.name)
            try:
                yield from _walk(stream)
            except etree.XMLSyntaxError as error:
                raise RefusedError(self._sentence(error, stream)) from error
            self.mended = stream.notes()

    def _sentence(self, error: etree.XMLSyntaxError, stream: XmlStream) -> str:
        line = error.lineno or stream.line
        what = " ".join((error.msg or "").split())
        where = f"{self.name}:{line}: it cannot be read as XML"
        if stream.is_cut:
            return (
                f"{self.name}:{line}: it ends in the middle, as if its export had been"
                f" broken off. Nothing was brought. {HOW}"
            )
        if "huge" in what.lower():
            most = f"{LARGEST // 1_000_000} megabytes"
            return (
                f"{where}: a field of the item below line {stream.begun} is too large"
                f" ({most} at most for an item). Nothing was brought. Take it out of"
                " the export, and bring it by hand."
            )
        return f"{where} ({what}). Nothing was brought. Mend that line, or: {HOW}"


def _walk(stream: XmlStream) -> Iterator[tuple[_Element, int]]:
    events = etree.iterparse(
        stream,
        events=("start", "end"),
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    depth = 0
    for event, element in events:
        if event == "start":
            depth += 1
            continue
        depth -= 1
        if depth == len(("rss", "channel")):
            yield element, element.sourceline or 0
            stream.end_item(element.sourceline or 0)
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]


def _survey_site(name: str, element: _Element, found: _Survey) -> None:
    text = (element.text or "").strip()
    if name == "atom:link" and element.get("rel") == "self" and element.get("href"):
        found.feeds.append(join(f"{found.base}/", element.get("href", "")))
    elif name in ("link", "wp:base_blog_url") and is_whole(text):
        # The blog's own address counts more than the site's, and stands below it.
        found.base = found.facts.base = text.rstrip("/")
    elif name == "generator":
        found.generator = text.lower()
    elif name == "wp:wxr_version":
        found.is_wxr = True
    elif name == "wp:author":
        parts = {field_of(child): child.text or "" for child in element}
        login = parts.get("wp:author_login", "").strip()
        names = (
            parts.get("wp:author_display_name", ""),
            " ".join(
                parts.get(f"wp:author_{one}_name", "") for one in ("first", "last")
            ),
        )
        shown = next(filter(None, (text_of_title(one) for one in names)), "")
        if shown and shown != login:
            mail = parts.get("wp:author_email", "").strip()
            found.facts.authors |= {one: shown for one in (login, mail) if one}


def _system_of(survey: _Survey) -> str:
    if "wordpress" in survey.generator:
        return WORDPRESS
    host = split(survey.base).netloc
    is_squarespace = "squarespace" in f"{survey.generator} {host}"
    return SQUARESPACE if is_squarespace or survey.relative else WORDPRESS
