"""A saved site: a folder of pages, as ``wget``, a crawler or a browser leaves them.

The folder is read once before, for what pages say of each other: where each was found,
so that links among them hold however they were rewritten, and what stands on many of
them, which is no page's own text.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from lxml import etree
from lxml import html as markup

from ...problem import count
from ...source.read import leads_outside
from ..files import list_files, refuse_os_errors
from ..site import RefusedError
from .addresses import is_whole, join, split
from .old_feed import OldFeed, read_feed
from .old_site import PAGE, POST, Note, OldItem
from .page_content import read_content
from .page_facts import REDIRECT, read_facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from lxml.html import HtmlElement

    from .old_feed import FeedEntry
    from .page_content import Content
    from .page_facts import PageFacts

#: Bytes of a page; pages with pictures inside have some millions.
LARGEST = 16_000_000
PAGES = re.compile(r"\.(?:x?html?|php|aspx?|jsp)$", re.IGNORECASE)
#: Names without an ending, or with a question, are looked into.
BARE = re.compile(r"(?:^|/)[^./]+$|\?")
#: What may stand above the first element; a comment ends at its first end.
ABOVE = rb"(?:\s|<!--(?:(?!-->).)*-->|<\?(?:(?!\?>).)*\?>)*"
FLAGS = re.IGNORECASE | re.DOTALL
IS_HTML = re.compile(ABOVE + rb"<(?:!doctype\s+html|html|head)\b", FLAGS)
IS_FEED = re.compile(ABOVE + rb"<(?:rss|feed|rdf:RDF)\b", FLAGS)
CHARSET = re.compile(
    rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([A-Za-z0-9_-]{2,30})", re.IGNORECASE
)
HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?", re.IGNORECASE)
#: The page of a folder, which visitors ask for without its name.
INDEX = re.compile(r"(/)index\.html?(?=[?#]|$)", re.IGNORECASE)
#: What an element names that lies elsewhere.
LINKS = ("href", "src", "data-src", "data-image", "poster", "cite")
#: So many parts of a page alone, outside of its text, are told, and so much of each.
MOST_TOLD, LONGEST_TOLD = 5, 80
COPY = "copy of a page"


@dataclass
class _Survey:
    """What one reading of all pages has found."""

    facts: dict[str, PageFacts] = field(default_factory=dict)  #: by path
    weights: dict[str, int] = field(default_factory=dict)  #: words of a page's text
    #: On how many pages a text stands outside of theirs, by its digest.
    outside: Counter[bytes] = field(default_factory=Counter)
    feeds: list[str] = field(default_factory=list)  #: files
    refused: list[str] = field(default_factory=list)


class SavedSite:
    """A site as a folder of its pages tells of it, or one page; see ``OldSite``.

    Raises ``RefusedError`` where no page is in it.
    """

    def __init__(self, path: Path) -> None:
        self.folder, self.name = path if path.is_dir() else path.parent, path.name
        with refuse_os_errors(f"{self.name} cannot be read", "Nothing was imported."):
            self._files = [one for one in _files(path) if self._is_inside(one)]
            survey = self._read_all()
        if not survey.facts:
            what = f"{self.name} holds no page (.html) of a site"
            raise RefusedError(f"{what}. Name the folder that a site was saved into.")
        self._survey, self._known = survey, frozenset(self._files)
        self.total = len(survey.facts)
        self.feeds_read = list[OldFeed]()  #: those that were saved too
        self._entries, unread = self._read_feeds()
        self.base, supposed = self._find_base()
        self._addresses = {path: self._address(path) for path in survey.facts}
        self._hear_feeds()
        self._copies = self._find_copies()
        told, shared = self._find_shared()
        self._shared = frozenset(shared)
        self.feeds = tuple(dict.fromkeys(self._feeds()))
        refused = [
            Note("left", f"{path} is larger than any page") for path in survey.refused
        ]
        self.notes: tuple[Note, ...] = (*supposed, *told, *unread, *refused)

    def _is_inside(self, path: str) -> bool:
        return not leads_outside(self.folder / path, self.folder)

    def _read_all(self) -> _Survey:
        survey, seen = _Survey(), set[str]()
        for path in self._files:
            if not (PAGES.search(path) or BARE.search(path) or _may_be_feed(path)):
                continue
            data = self._bytes(path)
            if data is None:
                survey.refused.append(path)
            elif IS_FEED.match(data[:5000]):
                survey.feeds.append(path)
            elif PAGES.search(path) or IS_HTML.match(data[:5000]):
                tree = parse_page(data)
                if tree is None:
                    continue
                facts = read_facts(tree, data)
                content = read_content(tree, facts)
                survey.facts[path] = facts
                survey.weights[path] = len(content.html.split())
                if facts.address not in seen:
                    survey.outside.update({_digest(text) for text in content.outside})
                seen |= {facts.address} - {""}
        return survey

    def _bytes(self, path: str) -> bytes | None:
        file = self.folder / path
        return file.read_bytes() if file.stat().st_size <= LARGEST else None

    def _find_base(self) -> tuple[str, tuple[Note, ...]]:
        """Return the address of the home page: that which most pages or feeds name."""
        own = _host_of(facts.address for facts in self._survey.facts.values())
        if own:
            return own, ()
        if own := _host_of(entry.url for entry in self._entries.values()):
            what = (
                f"no page names its address: the site was taken for its feed’s, {own}"
            )
            return own, (Note("changed", what),)
        tops = {path.partition("/")[0] for path in self._files if "/" in path}
        for name in (*sorted(tops), self.folder.resolve().name):
            if HOST.fullmatch(name) and not PAGES.search(name):
                what = (
                    f"no page names its address: the site was taken for https://{name}"
                )
                return f"https://{name}", (Note("changed", what),)
        what = "no page names its address, so that no old address can lead on"
        return "", (Note("missing", what),)

    def _local(self, path: str) -> str:
        """Return a file's path from the root of its site."""
        host = split(self.base).netloc
        return path.removeprefix(f"{host}/") if host else path

    def _address(self, path: str) -> str:
        facts = self._survey.facts.get(path)
        return facts.address if facts and facts.address else self._place(path)

    def _place(self, path: str) -> str:
        """Return where a file's own path says that it was found."""
        if not self.base:
            return ""
        local = INDEX.sub(r"\1", f"/{self._local(path)}")
        return f"{self.base}{quote(local, safe='/?=&%~:@!$,;()+-._')}"

    def _find_copies(self) -> dict[str, str]:
        """Return which page a page says again, as under another address."""
        first: dict[str, str] = {}
        copies = {}
        weights, facts_of = self._survey.weights, self._survey.facts

        def rank(path: str) -> tuple[int, bool, str]:
            # Where two have the same text, the one that lies at its own address.
            return -weights[path], self._place(path) != facts_of[path].address, path

        for path in sorted(weights, key=rank):
            facts = facts_of[path]
            if facts.address and facts.kind in (POST, PAGE):
                known = first.setdefault(facts.address, path)
                if known != path:
                    copies[path] = known
        return copies

    def _find_shared(self) -> tuple[list[Note], list[str]]:
        """Return the pictures and descriptions that are the site's, and no page's own.

        Systems name those of the site where a page has none.
        """
        own = [
            facts
            for path, facts in self._survey.facts.items()
            if facts.kind in (POST, PAGE) and path not in self._copies
        ]
        counted = Counter(one for facts in own for one in (facts.image, facts.excerpt))
        most = max(2, len(own) // 2)
        shared = [one for one, number in counted.items() if one and number > most]
        what = "is named by most pages: it is the site's, and no post's own"
        return [
            Note("left", f"“{one[:LONGEST_TOLD]}” {what}") for one in shared
        ], shared

    def _feeds(self) -> Iterator[str]:
        for path, facts in self._survey.facts.items():
            for one in facts.feeds:
                if found := self._whole(one, path):
                    yield found
        for path in self._survey.feeds:
            if self.base:
                yield self._address(path)

    def _read_feeds(self) -> tuple[dict[str, FeedEntry], list[Note]]:
        """Return what the saved feeds say of posts, by the posts' addresses."""
        found: dict[str, FeedEntry] = {}
        notes = []
        for path in self._survey.feeds:
            try:
                feed = read_feed(self.folder / path)
            except RefusedError as error:
                notes.append(Note("left", f"the feed {path}: {error}"))
                continue
            self.feeds_read.append(feed)
            for entry in feed.entries:
                if "#" not in entry.url:  # as that of a comment has
                    found.setdefault(_key(entry.url), entry)
        return found, notes

    def _hear_feeds(self) -> None:
        """Let a page that a feed knows be the post that it is, of the feed's date."""
        for path, facts in self._survey.facts.items():
            entry = self._entries.get(_key(self._addresses[path]))
            if entry and facts.kind in (POST, PAGE):
                date = facts.date or entry.at
                self._survey.facts[path] = replace(facts, kind=POST, date=date)

    def items(self) -> Iterator[OldItem]:
        """Yield all pages, by their paths; each is read again."""
        others = self._leading_on()
        for number, path in enumerate(sorted(self._survey.facts), 1):
            facts = self._survey.facts[path]
            item = self._item(path, facts, number)
            if path in self._copies:
                what = f"it is the same page as {self._copies[path]}"
                yield replace(item, kind=COPY, notes=(Note("left", what),))
            elif facts.kind not in (POST, PAGE):
                yield item
            else:
                more = others.get(path, [])
                found = dict.fromkeys((*item.others, *more))
                others_ = tuple(one for one in found if one != item.address)
                yield replace(self._with_text(item, path, facts), others=others_)

    def _leading_on(self) -> Mapping[str, list[str]]:
        """Return old addresses by the page to which they lead: copies, redirects."""
        found: dict[str, list[str]] = {}
        own = {path: url for path, url in self._addresses.items() if url}
        by_address = {
            url: path for path, url in own.items() if path not in self._copies
        }
        for copy, path in self._copies.items():
            found.setdefault(path, []).extend(filter(None, [self._place(copy)]))
        for path, facts in self._survey.facts.items():
            if facts.kind == REDIRECT:
                to = by_address.get(self._whole(facts.leads_to, path))
                if to and self._addresses[path]:
                    found.setdefault(to, []).append(self._addresses[path])
        return found

    def _item(self, path: str, facts: PageFacts, number: int) -> OldItem:
        address = self._addresses[path]
        entry = self._entries.get(_key(address))
        slug = unquote(split(address).path or f"/{path}").rstrip("/").rpartition("/")[2]
        excerpt = "" if facts.excerpt in self._shared else facts.excerpt
        image = "" if facts.image in self._shared else facts.image
        return OldItem(
            kind=facts.kind,
            number=number,
            source=path,
            line=1,
            title=facts.title,
            date=facts.date,
            modified=facts.modified,
            authors=facts.authors,
            categories=facts.categories,
            tags=tuple(one for one in facts.tags if one not in facts.categories),
            excerpt=excerpt,
            image=self._whole(image, path) if image else "",
            image_alt=facts.image_alt,
            slug=PAGES.sub("", slug),
            guid=entry.id if entry else "",
            address=address,
            others=facts.others,
            base=address or path,
            previous=facts.previous,
            following=facts.following,
        )

    def _with_text(self, item: OldItem, path: str, facts: PageFacts) -> OldItem:
        data = self._bytes(path)
        tree = parse_page(data) if data is not None else None
        if tree is None:
            raise RefusedError(f"{self.name}/{path} has changed while it was read.")
        for one in tree.iter():
            if isinstance(one.tag, str):
                self._mend(one, path)
        alt = item.image_alt or _alt_of(tree, item.image)
        content = read_content(tree, facts)
        notes = tuple(self._tell(content))
        return replace(
            item, body=content.html, image_alt=alt, notes=notes, apart=content.apart
        )

    def _mend(self, element: HtmlElement, path: str) -> None:
        """Let what an element names be named by its old address, whole."""
        for name in LINKS:
            if value := element.get(name):
                element.set(name, self._whole(value, path))
        if sources := element.get("srcset"):
            pieces = (piece.split() for piece in sources.split(","))
            found = [
                " ".join([self._whole(one[0], path), *one[1:]]) for one in pieces if one
            ]
            element.set("srcset", ", ".join(found))

    def _whole(self, url: str, path: str) -> str:
        """Return the old address of what a page names, as it can be known.

        A link to a saved file leads to where that file was; any other counts from
        the page's own address.
        """
        url = url.strip()
        parts = split(url)
        if parts.scheme or url.startswith(("#", "//")) or not url:
            return url
        end = f"#{parts.fragment}" if parts.fragment else ""
        top = "" if url.startswith("/") else posixpath.dirname(path)
        host = split(self.base).netloc
        for root in (top, posixpath.join(host, "") if url.startswith("/") else top):
            bare = posixpath.normpath(posixpath.join(root, parts.path.lstrip("/")))
            asked = f"{bare}?{parts.query}" if parts.query else bare
            for one in (unquote(asked), unquote(bare), f"{unquote(bare)}/index.html"):
                if one in self._survey.facts and self._addresses[one]:
                    return f"{self._addresses[one]}{end}"
                if one in self._known:
                    return f"{self._address(one)}{end}" if self.base else one
        found = join(self._address(path) or f"{self.base}/", url)
        return INDEX.sub(r"\1", found)

    def _tell(self, content: Content) -> Iterator[Note]:
        """Yield what stands on this page alone, and outside of its text."""
        alone = [
            text for text in content.outside if self._survey.outside[_digest(text)] < 2
        ]
        for text in alone[:MOST_TOLD]:
            said = text if len(text) <= LONGEST_TOLD else f"{text[:LONGEST_TOLD]}…"
            number = count(len(text.split()), "word")
            what = f"outside of the text, on this page alone: “{said}” ({number})"
            yield Note("left", what)
        if (more := len(alone) - MOST_TOLD) > 0:
            yield Note("left", f"{count(more, 'more part')} outside of the text")


def _alt_of(tree: HtmlElement, address: str) -> str:
    """Return how a page describes a picture, where it shows it."""
    for one in tree.xpath("//img[@alt]") if address else ():
        shown = {one.get("src"), one.get("data-src"), one.get("data-image")}
        if address in shown and one.get("alt").strip():
            return " ".join(one.get("alt").split())
    return ""


def _files(path: Path) -> list[str]:
    """Return the files of a folder, or a page with those that were saved with it."""
    if path.is_dir():
        return list_files(path)
    beside = path.with_name(f"{path.stem}_files")
    found = list_files(beside) if beside.is_dir() else []
    return [path.name, *(f"{beside.name}/{one}" for one in found)]


def _host_of(addresses: Iterable[str]) -> str:
    """Return the host that most addresses name, with its protocol; or nothing."""
    parts = [split(one) for one in addresses if is_whole(one)]
    named = Counter(f"{one.scheme}://{one.netloc}" for one in parts)
    return named.most_common(1)[0][0] if named else ""


def _key(address: str) -> str:
    """Return what addresses of one page share, by any protocol, with a slash or not."""
    return re.sub(r"^\w+://(?:www\.)?|/$", "", address)


def _may_be_feed(path: str) -> bool:
    return path.lower().endswith((".xml", ".rss", ".atom"))


def _digest(text: str) -> bytes:
    return blake2b(text.casefold().encode("utf-8", "replace"), digest_size=8).digest()


def parse_page(data: bytes) -> HtmlElement | None:
    """Return a page as a tree; None where there is nothing in it.

    Nothing is fetched or expanded: HTML has no entities of its own making.
    """
    declared = CHARSET.search(data[:4096])
    encoding = declared[1].decode("ascii") if declared else "utf-8"
    for name in (encoding, "utf-8", "cp1252"):
        try:
            text = data.decode("utf-8-sig" if name.lower() == "utf-8" else name)
        except (LookupError, UnicodeDecodeError):
            continue
        break
    else:
        text = data.decode("cp1252", "replace")
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", "", text)
    text = re.sub(r"^\s*<\?xml[^>]*>", "", text)
    try:
        parser = markup.HTMLParser(no_network=True, huge_tree=False)
        return markup.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
