"""Where a text shows pictures, which sizes of them are wanted, and their markup."""

from __future__ import annotations

import dataclasses
import math
import re
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

IMAGE = re.compile(
    r"<p>\s*(?P<alone><img\b[^>]*>)\s*</p>|(?P<inline><img\b[^>]*>)", re.IGNORECASE
)
TAG = re.compile(r"<[^<>]*>")
#: A width beyond this share of the original's is not worth a file of its own.
CLOSE = 0.9
#: What the author's tag may not say twice.
OWN = {"src", "srcset", "sizes", "width", "height", "loading", "decoding", "alt"}


@dataclass(frozen=True)
class ImageTag:
    """A picture as an author placed it."""

    attributes: dict[str, str]
    is_alone: bool  #: it is all that its paragraph has
    words_before: int

    @property
    def source(self) -> str:
        return self.attributes.get("src", "")

    @property
    def caption(self) -> str:
        return self.attributes.get("title", "").strip() if self.is_alone else ""


@dataclass(frozen=True)
class Picture:
    """A picture in all its sizes, or one that is shown as it is."""

    url: str  #: of a JPEG or PNG for other sites; empty where there is none
    width: int  #: of that file, in pixels, or of the one shown; 0 where it is unknown
    height: int
    srcset: str = ""  #: the made files as HTML lists them: address and width
    sizes: str = ""
    alt: str = ""
    fetch: str = "lazy"  #: ``lazy`` or ``eager``
    more: tuple[tuple[str, str], ...] = ()  #: further attributes of the author's
    shown: str = ""  #: the address that ``img`` names, where it is another than ``url``
    length: int = 0  #: of the file at ``url``, in bytes
    is_shrunk: bool = False  #: the original itself is published smaller than it is
    is_kept: bool = False  #: nothing is made of it: an SVG, a GIF, an animation

    @property
    def html(self) -> str:
        """The markup, without a caption."""
        lazy = 'loading="lazy" ' if self.fetch == "lazy" else ""
        room = f'width="{self.width}" height="{self.height}" ' if self.width else ""
        more = "".join(f' {name}="{escape(value)}"' for name, value in self.more)
        image = (
            f'<img src="{escape(self.shown or self.url)}" alt="{escape(self.alt)}" '
            f'{room}{lazy}decoding="async"{more}>'
        )
        if not self.srcset:
            return image
        offers = f'srcset="{escape(self.srcset)}" sizes="{escape(self.sizes)}"'
        return f'<picture><source type="image/webp" {offers}>{image}</picture>'


def choose_widths(original: int, wanted: Iterable[int]) -> tuple[int, ...]:
    """Return the widths to make: never wider than the original, which counts itself.

    >>> choose_widths(1000, (480, 800, 1200))
    (480, 800, 1000)
    >>> choose_widths(4000, (480, 800, 1200))
    (480, 800, 1200)
    >>> choose_widths(300, (480, 800))
    (300,)
    >>> choose_widths(1250, (480, 800, 1200, 1600))
    (480, 800, 1250)
    """
    widths = sorted(set(wanted))
    below = [width for width in widths if width < original]
    if len(below) == len(widths):
        return tuple(below)
    return (*(width for width in below if width <= CLOSE * original), original)


def drop_useless(sizes: Mapping[int, int], most: float = math.inf) -> tuple[int, ...]:
    """Return the widths that are not heavier than a wider one, nor than ``most``.

    All are in bytes; ``most`` is what the original has. Drawings of few colours get
    many, and become heavy, when they are made narrow.

    >>> drop_useless({480: 44_000, 800: 91_000, 1080: 16_000})
    (1080,)
    >>> drop_useless({480: 14_000, 800: 27_000, 1200: 49_000}, 42_000)
    (480, 800)
    """
    return tuple(
        width
        for width in sorted(sizes)
        if sizes[width] <= most
        and all(sizes[width] <= size for wide, size in sizes.items() if wide > width)
    )


def place_kept(picture: Picture, shown: ImageTag) -> Picture:
    """Return a picture that stays as it is, at the author's address and size."""
    own = {name: shown.attributes.get(name) for name in ("width", "height")}
    said = tuple((name, value) for name, value in own.items() if value)
    width, height = (0, 0) if said else (picture.width, picture.height)
    return dataclasses.replace(
        picture,
        shown=shown.source,
        width=width,
        height=height,
        more=(*said, *picture.more),
    )


def show(shown: ImageTag, picture: Picture) -> str:
    """Return what stands in the text instead of the author's picture."""
    if not shown.is_alone:
        return picture.html
    if not shown.caption:
        return f"<p>{picture.html}</p>"
    caption = f"<figcaption>{escape(shown.caption, quote=False)}</figcaption>"
    return f"<figure>{picture.html}{caption}</figure>"


def replace_images(body: str, replace: Callable[[ImageTag], str | None]) -> str:
    """Return ``body`` with each picture replaced; None leaves one as it is."""
    # Most texts have none; to write one small takes longer than to look for signs.
    if ("<i" not in body and "<I" not in body) or "<img" not in body.lower():
        return body  # the search below looks at each character
    done, parts, words = 0, [], 0
    for found in IMAGE.finditer(body, 0, body.rfind(">") + 1):
        between = body[done : found.start()]
        words += len(TAG.sub(" ", between).split())
        tag = found["alone"] or found["inline"]
        shown = ImageTag(parse_tag(tag), found["alone"] is not None, words)
        new = None if _is_authors_own(body, found.start(), shown) else replace(shown)
        parts += [between, found[0] if new is None else new]
        done = found.end()
    return "".join([*parts, body[done:]])


def parse_tag(tag: str) -> dict[str, str]:
    """Return the attributes of one ``img`` tag.

    >>> parse_tag('<img src="a.png" alt="Tom &amp; Ann" hidden>')
    {'src': 'a.png', 'alt': 'Tom & Ann', 'hidden': ''}
    """
    reader = _Tag()
    reader.feed(tag)
    return reader.attributes


def keep_attributes(shown: ImageTag) -> tuple[tuple[str, str], ...]:
    """Return the author's attributes that our markup does not set itself."""
    leave = OWN | ({"title"} if shown.caption else set())
    return tuple(
        (name, value) for name, value in shown.attributes.items() if name not in leave
    )


def name_file(path: str) -> str:
    """Return the name for addresses: no folders, no suffix, nothing to be quoted.

    >>> name_file("images/Der Raum (1).JPG")
    'der-raum-1'
    """
    stem = path.rpartition("/")[2].rpartition(".")[0].lower()
    return re.sub(r"[^a-z0-9]+", "-", stem).strip("-") or "picture"


def _is_authors_own(body: str, start: int, shown: ImageTag) -> bool:
    before = body[:start]
    within = before.rfind("<picture") > before.rfind("</picture")
    return within or "srcset" in shown.attributes


class _Tag(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.attributes: dict[str, str] = {}

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes = {name: value or "" for name, value in attrs}
