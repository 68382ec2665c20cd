"""Drawing a card; Pillow's fonts are fenced into this file.

A card has sixteen colours: paper, ten steps of ink, four of gold, and the raised paper.
It is drawn as numbers of these, so that nothing has to be reduced afterwards.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont, features

from .core import HEIGHT, WIDTH, Card
from .lines import LINE_HEIGHT, Lines, fit, is_plain

if TYPE_CHECKING:
    from collections.abc import Iterator

FONTS = Path(__file__).parent / "fonts"
#: Each file draws part of the alphabets, as its maker has cut them: the first that has
#: a sign draws it.
NAMES = ("latin", "latin-ext", "vietnamese", "greek", "greek-ext", "cyrillic")
#: Numbers of colours: what is drawn with ink at full strength, with quiet ink (76 %),
#: and hairlines (22 %); gold from its first step to its last.
INK, QUIET, LINE, GOLD, RAISED = 10, 8, 2, 14, 15
GOLD_STEPS = 4
MARGIN, HEAD, FOOT = 88, 152, 520  #: the hairlines stand at HEAD and FOOT
BOTTOM, AIR = 600, 30  #: without a foot; above and below a title
TITLE = (96, 84, 74, 66, 58)
OF_SITE = (84, 74, 66, 58, 50)
PART = (38, 34)
NAME, MARK, RING = (50, 40), 54, 30
#: The large ring: at most as wide; its line and its point are as on the home page.
LARGE, LARGE_LINE, LARGE_POINT = 376, 0.126, 0.126
UNIT = 100  #: the size at which widths are measured
RLE = 3  #: zlib’s way for drawings: half the time, and a tenth more bytes
ABSENT = "\uffff"  #: no font has it (Unicode 23.7)


@lru_cache(1)
def describe_font() -> str:
    """Return a digest of the font's files and of how this Pillow sets them."""
    digest = hashlib.sha256()
    for name in NAMES:
        digest.update(_file(name).read_bytes())
    return f"{digest.hexdigest()} {features.check('raqm')}"


def can_draw(text: str) -> bool:
    """Return whether the font has every sign of a text, and sets it rightly."""
    if text.isascii() and text.isprintable():
        return True
    return is_plain(text) and all(_font_of(sign) is not None for sign in text)


def draw(card: Card, colours: tuple[str, str, str, str]) -> bytes:
    """Return a card as PNG; its words must be such as can be drawn."""
    canvas = _head(card.site).copy()
    has_foot = bool(card.line or card.rings)
    bottom, right = FOOT if has_foot else BOTTOM, WIDTH - MARGIN
    if card.is_of_site or not card.title:
        right = _draw_large_ring(canvas, bottom, is_beside=bool(card.title)) - AIR
    if card.title:
        _draw_title(canvas, card, bottom, right)
    if has_foot:
        _draw_foot(canvas, card)
    canvas.putpalette(_palette(colours))
    file = BytesIO()
    canvas.save(file, "PNG", bits=4, compress_type=RLE)
    return file.getvalue()


@lru_cache(2)
def _head(site: str) -> Image.Image:
    """Return what all cards of a site have."""
    canvas = Image.new("L", (WIDTH, HEIGHT))
    _paste_ring(canvas, (MARGIN, 62), MARK, has_point=True)
    if site and can_draw(site):
        left = MARGIN + MARK + 20
        set_ = fit(site, NAME, WIDTH - MARGIN - left, NAME[0] * 1.2, _measure)
        _draw_text(canvas, (left, 104), set_.lines[0], set_.size, INK)
    _draw_hairline(canvas, HEAD)
    return canvas


def _draw_title(canvas: Image.Image, card: Card, bottom: int, right: int) -> None:
    sizes = OF_SITE if card.is_of_site else TITLE
    room = bottom - HEAD - 2 * AIR
    found = fit(card.title, sizes, right - MARGIN, room, _measure)
    top = HEAD + (bottom - HEAD - _height(found)) / 2
    for number, line in enumerate(found.lines):
        # The middle of a line's letters is a third of their size above its base.
        base = top + (number + 0.5) * found.size * LINE_HEIGHT + found.size * 0.28
        _draw_text(canvas, (MARGIN, round(base)), line, found.size, INK)


def _height(found: Lines) -> float:
    return len(found.lines) * found.size * LINE_HEIGHT


def _draw_foot(canvas: Image.Image, card: Card) -> None:
    _draw_hairline(canvas, FOOT)
    left, middle = MARGIN, (FOOT + HEIGHT) // 2 - 6
    for has_point in card.rings:
        _paste_ring(canvas, (left, middle - RING // 2), RING, has_point=has_point)
        left += RING + 14
    if card.rings:
        left += 14
    if card.line:
        set_ = fit(card.line, PART, WIDTH - MARGIN - left, PART[0] * 1.2, _measure)
        base = middle + round(set_.size * 0.3)
        _draw_text(canvas, (left, base), set_.lines[0], set_.size, QUIET)


def _draw_large_ring(canvas: Image.Image, bottom: int, *, is_beside: bool) -> int:
    """Draw the ring of the home page, and return where it begins."""
    size = min(LARGE, bottom - HEAD - 2 * AIR)
    left = WIDTH - MARGIN - size if is_beside else (WIDTH - size) // 2
    top = HEAD + (bottom - HEAD - size) // 2
    box, line = (left, top, left + size, top + size), round(size * LARGE_LINE)
    ImageDraw.Draw(canvas).ellipse(box, outline=RAISED, width=line)
    point = round(size * LARGE_POINT)
    inner = (size - point) // 2
    _paste(canvas, (left + inner, top + inner), _disc(point))
    return left


def _draw_hairline(canvas: Image.Image, y: int) -> None:
    box = (MARGIN, y, WIDTH - MARGIN - 1, y + 1)
    ImageDraw.Draw(canvas).rectangle(box, fill=LINE)


def _paste_ring(
    canvas: Image.Image, at: tuple[int, int], size: int, *, has_point: bool
) -> None:
    _paste(canvas, at, _ring(size, has_point=has_point))


def _paste(canvas: Image.Image, at: tuple[int, int], gold: Image.Image) -> None:
    canvas.paste(gold, at, gold.point(lambda value: 255 * bool(value)))


@lru_cache
def _ring(size: int, *, has_point: bool) -> Image.Image:
    """Return a ring in the numbers of gold, 0 where there is none.

    Its line is an eighth of it, and its point 36 % of its width, as on pages.
    """
    large = Image.new("L", (size * 4, size * 4))
    paint, last = ImageDraw.Draw(large), size * 4 - 1
    paint.ellipse((0, 0, last, last), outline=255, width=round(size * 0.44))
    if has_point:
        edge = round(last * 0.32)
        paint.ellipse((edge, edge, last - edge, last - edge), fill=255)
    return _in_gold(large)


@lru_cache
def _disc(size: int) -> Image.Image:
    large = Image.new("L", (size * 4, size * 4))
    ImageDraw.Draw(large).ellipse((0, 0, size * 4 - 1, size * 4 - 1), fill=255)
    return _in_gold(large)


def _in_gold(large: Image.Image) -> Image.Image:
    steps = [round(value * GOLD_STEPS / 255) for value in range(256)]
    return large.reduce(4).point([one and one + GOLD - GOLD_STEPS for one in steps])


def _palette(colours: tuple[str, str, str, str]) -> list[int]:
    paper, ink, gold, raised = map(_channels, colours)
    mixed = [_mix(paper, ink, step / INK) for step in range(INK + 1)]
    mixed += [_mix(paper, gold, n / GOLD_STEPS) for n in range(1, GOLD_STEPS + 1)]
    return [channel for colour in (*mixed, raised) for channel in colour]


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


def _mix(one: tuple[int, ...], other: tuple[int, ...], share: float) -> tuple[int, ...]:
    return tuple(round(a + (b - a) * share) for a, b in zip(one, other, strict=True))


# Text, each stretch of it with the file of the font that has its signs.


def _draw_text(
    canvas: Image.Image, at: tuple[int, int], text: str, size: int, colour: int
) -> None:
    paint, (left, base) = ImageDraw.Draw(canvas), at
    x = float(left)
    for name, stretch in _stretches(text):
        font = _font(name, size)
        paint.text((x, base), stretch, fill=colour, font=font, anchor="ls")
        x += font.getlength(stretch)


@lru_cache(4096)
def _measure(text: str) -> float:
    """Return a text's width at size 1."""
    parts = (_font(name, UNIT).getlength(part) for name, part in _stretches(text))
    return sum(parts) / UNIT


def _stretches(text: str) -> Iterator[tuple[str, str]]:
    """Yield a text in stretches that one file of the font can draw."""
    name, stretch = "", ""
    for sign in text:
        own = _font_of(sign) or NAMES[0]
        if stretch and own != name:
            yield name, stretch
            stretch = ""
        name, stretch = own, stretch + sign
    if stretch:
        yield name, stretch


@lru_cache(4096)
def _font_of(sign: str) -> str | None:
    """Return the first file that has a sign; Pillow draws a box for what is absent."""
    for name in NAMES:
        font = _font(name, UNIT)
        if _shape(font, sign) != _shape(font, ABSENT):
            return name
    return None


def _shape(font: ImageFont.FreeTypeFont, sign: str) -> tuple[object, ...]:
    mask = font.getmask(sign)
    return mask.size, bytes(mask), font.getlength(sign)


@lru_cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_file(name), size)


def _file(name: str) -> Path:
    return FONTS / f"eb-garamond-{name}-500-normal.woff2"
