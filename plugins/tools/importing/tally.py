"""The second reading: what a source holds, counted by other means than it is read.

It shares no code with the readers and the converter: exports are read by expat, HTML
by a scanner of its own. What both say alike is right, or wrong twice in the same way.
"""

from __future__ import annotations

import codecs
import json
import re
import unicodedata
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from xml.parsers import expat

from .old_site import Tally
from .scan import scan

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

WORD = re.compile(r"\w+")
UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
#: What is not read by visitors, with all that it holds.
SILENT = frozenset({"script", "style", "noscript", "template", "form", "svg", "head"})
FRAMES = frozenset({"iframe", "video", "audio", "embed", "object"})
#: What leads elsewhere; not to a place in the same text, and no program.
LINK = re.compile(r"\s*(?!#|(?:javascript|vbscript|data):)\S", re.IGNORECASE)
START = re.compile(r"[0-9]{1,6}")
LISTS = frozenset({"ol", "ul"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
DESCRIPTIONS = ("alt", "title", "aria-label", "data-caption", "data-title")
#: Headings below which works are listed.
SOURCES = re.compile(
    r"(?:references|sources|bibliography|further reading)\W*$", re.IGNORECASE
)
#: Begins an entry of such a list in a plain text.
NUMBER = re.compile(r"\s*\[?(\d{1,3})[.)\]]")
#: Shortcodes of WordPress itself; what others mean nobody knows.
SHORTCODE = re.compile(
    r"\[/?(?:caption|gallery|embed|audio|video|playlist|code)\b[^\[\]]{0,2000}\]",
    re.IGNORECASE,
)
IDS = re.compile(r"\[gallery\b[^\[\]]{0,2000}?\bids=[\"']?([\d,\s]+)", re.IGNORECASE)
EMBED = re.compile(
    r"\[(?:embed|audio|video|playlist)\b[^\[\]]{0,2000}\]", re.IGNORECASE
)
#: What XML 1.0 forbids.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: A bare one, as Squarespace writes it.
AMPERSAND = re.compile(r"&(?!(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z]\w{1,31});)")
LONGEST_NAME = 40  #: characters of a reference
WINDOWS = re.compile("[\udc80-\udcff]+")
PIECE = 1 << 16
#: Fields of an item that are counted; all others are only passed by.
FIELDS = {
    *("title", "content:encoded", "wp:post_type"),
    *("wp:meta_key", "wp:meta_value"),
}
LARGEST = 64_000_000  #: characters of one field


class UnreadError(Exception):
    """The second reading cannot read the source; ``str`` says why."""


@dataclass(frozen=True)
class Counted:
    """What one item or page holds."""

    tally: Tally = field(default_factory=Tally)
    words: Counter[str] = field(default_factory=Counter)
    kind: str = ""
    title: str = ""
    comments: int = 0
    #: Words that no visitor reads, as descriptions of pictures.
    quiet: Counter[str] = field(default_factory=Counter)
    frames: int = 0  #: films, sounds and pages of others inside of it
    #: The numbers of its lists, which HTML makes and texts may have typed.
    marks: Counter[str] = field(default_factory=Counter)


def words_of(text: str) -> list[str]:
    """Return the words of a text, so that quotation marks and capitals do not count."""
    bare = unicodedata.normalize("NFKC", text.translate(UNSEEN))
    return WORD.findall(bare.casefold())


def count_html(html: str, *, is_ours: bool = False) -> Counted:
    """Count what visitors see of HTML.

    In a text that ``is_ours`` the title of a picture is its caption.
    """
    galleries = IDS.findall(html)
    embeds = len(EMBED.findall(html))
    counter = _Counter(is_ours=is_ours)
    counter.feed(SHORTCODE.sub(" ", html))
    shown = sum(len(one.replace(",", " ").split()) for one in galleries)
    tally = counter.tally() + Tally(links=embeds, images=shown)
    told = " ".join([*counter.told, *SHORTCODE.findall(html)])
    quiet = Counter(words_of(told))
    return Counted(
        tally,
        counter.words,
        quiet=quiet,
        frames=counter.frames + embeds,
        marks=counter.marks,
    )


def count_text(text: str) -> Counted:
    """Count a plain text, in which nothing is marked."""
    words, works = Counter(words_of(text)), 0
    lines = iter(text.splitlines())
    if any(SOURCES.match(line.strip()) for line in lines):  # goes on behind it
        for line in lines:
            if (number := NUMBER.match(line)) and int(number[1]) == works + 1:
                works += 1
    return Counted(Tally(words=words.total(), references=works), words)


class _Counter:
    """Counts words, links, pictures and works of a list of references."""

    def __init__(self, *, is_ours: bool) -> None:
        self.words = Counter[str]()
        self.links = self.images = self.references = self.frames = 0
        self.told: list[str] = []
        self.marks = Counter[str]()
        self._lists: list[int] = []  # the next number of each that is open
        self._titled = FRAMES | ({"img"} if is_ours else set())
        self._closed: list[str] = []  # silent elements that are open
        self._heading: list[str] | None = None
        self._is_listing = False
        self._pieces: list[str] = []

    def feed(self, html: str) -> None:
        for piece in scan(html):
            if isinstance(piece, str):
                self._add_text(piece)
            elif piece.is_end:
                self._end(piece.name)
            else:
                self._begin(piece.name, piece.values)
        self.words = Counter(words_of("".join(self._pieces)))

    def _begin(self, tag: str, given: Mapping[str, str]) -> None:
        if tag in SILENT:
            self._closed.append(tag)
        elif tag == "body":
            self._closed.clear()  # many a page never ends its head
        if self._closed:
            return
        if tag not in ("b", "i", "em", "strong", "span", "a", "u", "sup", "sub"):
            self._pieces.append(" ")
        self.links += bool(tag == "a" and LINK.match(given.get("href") or ""))
        self.links += tag in FRAMES
        self.images += tag == "img"
        self.frames += tag in FRAMES
        self.told += (given.get(name) or "" for name in DESCRIPTIONS)
        if tag in self._titled:
            self._pieces.append(f" {given.get('title') or ''} ")
        self.references += tag == "li" and self._is_listing
        if tag in HEADINGS:
            self._heading, self._is_listing = [], False
        elif tag in LISTS:
            start = given.get("start") or "1"
            self._lists.append(int(start) if START.fullmatch(start) else 1)
        elif tag == "li" and self._lists:
            self.marks[str(self._lists[-1])] += 1
            self._lists[-1] += 1

    def _end(self, tag: str) -> None:
        if tag in LISTS and self._lists:
            self._lists.pop()
        if self._closed and tag in self._closed:
            del self._closed[self._closed.index(tag) :]
        if tag in HEADINGS and self._heading is not None:
            name = " ".join("".join(self._heading).split())
            self._is_listing, self._heading = bool(SOURCES.match(name)), None
        if tag not in ("b", "i", "em", "strong", "span", "a", "u", "sup", "sub"):
            self._pieces.append(" ")

    def _add_text(self, data: str) -> None:
        if self._closed:
            return
        self._pieces.append(data)
        if self._heading is not None:
            self._heading.append(data)

    def tally(self) -> Tally:
        return Tally(self.words.total(), self.links, self.images, self.references)


def count_export(path: Path) -> Iterator[Counted]:
    """Yield what each ``<item>`` of an export holds, in its order."""
    reading = _Export()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.text
    parser.EntityDeclHandler = reading.refuse
    # What an export may name without a declaration, such as “&mdash;”, is passed over.
    parser.UseForeignDTD(True)
    parser.ExternalEntityRefHandler = lambda *_: 1
    try:
        for piece in _texts(path):
            parser.Parse(piece)
            yield from reading.take()
        parser.Parse("", True)
    except expat.ExpatError as error:
        raise UnreadError(f"line {error.lineno}: {error}") from error
    yield from reading.take()


def _texts(path: Path) -> Iterator[str]:
    """Yield an export as XML may be, piece by piece.

    Without what XML forbids; a bare ampersand as the sign it is; bytes that are none of
    its encoding as those of Windows.
    """
    with path.open("rb") as file:
        head = file.read(PIECE)
        decoder = codecs.getincrementaldecoder(_encoding_of(head))("surrogateescape")
        kept, piece = "", head
        while piece:
            text = WINDOWS.sub(_read_windows, kept + decoder.decode(piece))
            piece = file.read(PIECE)
            cut = text.rfind("&", -LONGEST_NAME) if piece else -1
            kept = text[cut:] if cut >= 0 else ""
            text = text[:cut] if cut >= 0 else text
            yield AMPERSAND.sub("&amp;", CONTROLS.sub("", text))


def _encoding_of(head: bytes) -> str:
    if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    named = re.match(rb"[^<]{0,3}<\?xml[^>]{0,100}encoding=[\"']([\w.-]{1,40})", head)
    try:
        name = codecs.lookup(named[1].decode()).name if named else "utf-8"
    except LookupError:
        name = "utf-8"
    return "utf-8-sig" if name in ("utf-8", "ascii") else name


def _read_windows(found: re.Match[str]) -> str:
    return found[0].encode("utf-8", "surrogateescape").decode("cp1252", "replace")


class _Export:
    """What expat tells of an export."""

    def __init__(self) -> None:
        self.done: list[Counted] = []
        self.open: list[str] = []
        self.fields: dict[str, list[str]] = {}
        self.size = self.comments = 0

    def start(self, name: str, _attributes: object) -> None:
        self.open.append(name)
        if name == "item":
            self.fields, self.size, self.comments = {}, 0, 0
        self.comments += name == "wp:comment"

    def end(self, name: str) -> None:
        self.open.pop()
        if name == "wp:postmeta":
            self._add_footnotes()
        elif name == "item":
            self.done.append(self._count())

    def text(self, data: str) -> None:
        if self.open[-2:-1] in (["item"], ["wp:postmeta"]) and self.open[-1] in FIELDS:
            self.size += len(data)
            if self.size > LARGEST:
                raise UnreadError("a field is too large to be counted")
            self.fields.setdefault(self.open[-1], []).append(data)

    def refuse(self, *_: object) -> None:
        raise UnreadError("it declares entities, which no export does")

    def take(self) -> Iterator[Counted]:
        while self.done:
            yield self.done.pop(0)

    def _add_footnotes(self) -> None:
        """Count the footnotes of WordPress, which stand beside the text, as of it."""
        key, value = (
            "".join(self.fields.pop(name, ()))
            for name in ("wp:meta_key", "wp:meta_value")
        )
        if key.strip() == "footnotes":
            with suppress(ValueError, TypeError, KeyError):
                texts = [f"<p>{one['content']}</p>" for one in json.loads(value)]
                self.fields.setdefault("content:encoded", []).extend(texts)

    def _count(self) -> Counted:
        given = {name: "".join(texts) for name, texts in self.fields.items()}
        counted = count_html(given.get("content:encoded", ""))
        kind, title = given.get("wp:post_type", "").strip(), given.get("title", "")
        return replace(counted, kind=kind, title=title.strip(), comments=self.comments)


def count_file(path: Path) -> Counted:
    """Count a saved page, or a plain text, with all that stands around its text."""
    text = path.read_bytes().decode("utf-8", "replace")
    is_html = path.suffix.lower() in (".html", ".htm", ".xhtml", ".php")
    return count_html(text) if is_html else count_text(text)
