"""An old site as its source tells of it: items in order, and nothing mended yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

#: Kinds of items that are brought; all others are named, and left.
POST, PAGE, ATTACHMENT = "post", "page", "attachment"
#: A page of a saved site that is not brought, and whose visitors are led on.
LIST = "list of posts"
#: How a body is written.
HTML, TEXT = "html", "text"


@dataclass(frozen=True)
class Comment:
    """What a reader wrote below an item."""

    author: str
    date: datetime | None
    text: str  #: HTML, as the source has it
    is_shown: bool  #: visitors of the old site saw it


@dataclass(frozen=True)
class Picture:
    """A picture of the old site's library, as an item may name it by its number."""

    number: str  #: by which the source calls it
    address: str  #: whole
    alt: str = ""
    caption: str = ""  #: HTML
    is_attached: bool = False  #: it was put there for this item


@dataclass(frozen=True)
class OldItem:
    """One item of a source: a post, a page, a file, or what else it has."""

    kind: str  #: POST, PAGE, ATTACHMENT, or the source's own word
    number: int  #: its place among the items, from 1
    source: str  #: the file that it stands in, as messages name it
    line: int  #: where it begins there, from 1; 0 where that is not known
    title: str = ""  #: plain text: entities are read
    body: str = ""
    form: str = HTML
    #: In WordPress's words: publish, future, draft, pending, private, trash, inherit …
    status: str = "publish"
    has_password: bool = False
    date: datetime | None = None  #: with an offset where the source has one
    modified: datetime | None = None
    authors: tuple[str, ...] = ()  #: names as readers know them
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    excerpt: str = ""  #: HTML
    image: str = ""  #: the address of the picture that stands for it
    image_alt: str = ""
    #: Those of the library that the body may mean by a number.
    pictures: tuple[Picture, ...] = ()
    slug: str = ""
    #: What its feed called it: the feed's own if it is there, else the item's guid.
    guid: str = ""
    address: str = ""  #: where visitors found it, whole; empty where it had none
    #: Other addresses that led to it, such as ``https://a.org/?p=12``.
    others: tuple[str, ...] = ()
    #: What relative links in its body count from, whole; empty where nobody knows.
    base: str = ""
    #: Of an attachment: where its file is.
    file: str = ""
    comments: tuple[Comment, ...] = ()
    is_sticky: bool = False
    #: Titles of what a page names as previous and next.
    previous: str = ""
    following: str = ""
    #: What its reader supposed, or left out.
    notes: tuple[Note, ...] = ()
    #: What visitors saw of it beside its body, word for word, so that all adds up.
    apart: str = ""
    #: What else the source says of it, by its own names; nobody has read it yet.
    fields: Mapping[str, str] = field(default_factory=dict)


class OldSite(Protocol):
    """A source that can be read as often as is wanted, an item at a time."""

    name: str  #: of the file or folder, as messages name it
    base: str  #: the address of its home page, without a last slash; or nothing
    feeds: tuple[str, ...]  #: addresses of its feeds, whole
    notes: tuple[Note, ...]  #: what was mended or supposed about the source as a whole

    def items(self) -> Iterator[OldItem]:
        """Yield all items, in the source's order; refuse what cannot be read."""


@dataclass(frozen=True)
class Note:
    """What became of a part of an item, for the report and for its author."""

    #: brought: as it was; changed: in another form; left: not brought, and why;
    #: missing: the source does not hold it.
    outcome: str
    what: str  #: a sentence, or its end: “the shortcode [gallery] became 3 pictures”


@dataclass(frozen=True)
class Tally:
    """How much there is of what must not be lost, in one item or in all."""

    words: int = 0
    links: int = 0
    images: int = 0
    references: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.words + other.words,
            self.links + other.links,
            self.images + other.images,
            self.references + other.references,
        )


class Places(Protocol):
    """Where things of the old site will be, for the links of one item."""

    def link(self, url: str) -> str:
        """Return how a link to this address is written in the new post.

        ``{filename}…`` for an item that is brought, ``{static}…`` for a file, else the
        address itself, whole.
        """

    def picture(self, url: str) -> str:
        """Return the same for a picture; nothing where it cannot be had."""


@dataclass(frozen=True)
class Converted:
    """The body of an item as Markdown."""

    text: str
    notes: tuple[Note, ...] = ()
    #: What of the source was meant to be brought, counted while it was read.
    found: Tally = Tally()
    #: Words of the source that are no part of the text, each named in a note: forms of
    #: old plugins, parts that nobody saw, marks of lists that were typed.
    apart: str = ""
    #: Words of the text that stand for others, which are ``apart``: for damaged ones,
    #: for a film that the old site’s programs showed.
    mended: str = ""
    unlinked: int = 0  #: links of the source that became none, each named in a note
