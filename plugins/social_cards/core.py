"""What a card says, and what a page announces: the post's own picture, or its card."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from posixpath import splitext
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from ..ledger import Value

if TYPE_CHECKING:
    from collections.abc import Sequence

#: A card's size in pixels, which Facebook asks for sharp displays, and the least that
#: it shows large: developers.facebook.com/docs/sharing/webmasters/images. X asks for
#: less: 300 × 157 for ``summary_large_image``.
WIDTH, HEIGHT = 1200, 630
LEAST_WIDTH, LEAST_HEIGHT = 600, 315
#: A row of more rings cannot be counted at a glance.
MOST_RINGS = 8
TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
TYPES |= {".webp": "image/webp", ".gif": "image/gif"}
#: Written into every hash: a new way of drawing gives cards new names.
WAY = "1"


@dataclass(frozen=True)
class Card:
    """What stands on a card: plain text, and rings."""

    site: str
    title: str = ""
    line: str = ""  #: “Part 2 of 4 in …”
    rings: tuple[bool, ...] = ()  #: True for a ring with a point
    is_of_site: bool = False  #: with the large ring beside its title

    @property
    def alt(self) -> str:
        """The words of the card, as its text alternative."""
        return " – ".join(filter(None, (self.title, self.line, self.site)))

    def digest(self, *look: str) -> str:
        """Return the name of the card as drawn with this look, in 64 digits."""
        words = repr((WAY, self, look))
        return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True)
class SocialPicture(Value):
    """The picture that a page announces; the manual says what themes do with it."""

    url: str  #: absolute
    width: int
    height: int
    alt: str
    type: str = ""
    card: str = "summary_large_image"


class PictureOfPost(Protocol):
    """What is taken from ``article.picture``."""

    @property
    def url(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def alt(self) -> str: ...


def announce(card: Card, url: str) -> SocialPicture:
    """Return what a page says of its card."""
    return SocialPicture(url, WIDTH, HEIGHT, card.alt, TYPES[".png"])


def announce_own(picture: PictureOfPost | None) -> SocialPicture | None:
    """Return what a page says of the post's own picture; None where its card is better.

    That is where it would be shown as a thumbnail beside the link, and where it has no
    file for other sites: no address.
    """
    if picture is None or not picture.url:
        return None
    width, height = picture.width, picture.height
    if width < LEAST_WIDTH or height < LEAST_HEIGHT:
        return None
    suffix = splitext(urlsplit(picture.url).path)[1].lower()
    kind = TYPES.get(suffix, "")
    return SocialPicture(picture.url, width, height, picture.alt, kind)


def rings_of_part(part: int, of: int) -> tuple[bool, ...]:
    """Return a ring for each part, with a point in that of this one.

    >>> rings_of_part(2, 4), rings_of_part(2, 9), rings_of_part(1, 1)
    ((False, True, False, False), (), ())
    """
    return keep_few([number == part for number in range(1, of + 1)])


def keep_few(rings: Sequence[bool]) -> tuple[bool, ...]:
    """Return the rings, none where they say nothing or are too many."""
    return tuple(rings) if 1 < len(rings) <= MOST_RINGS else ()
