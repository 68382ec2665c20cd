"""The lightest file that looks like a picture: exact, of few colours, or with loss."""

from __future__ import annotations

import math
from array import array
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, ImageMath

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The qualities of further tries with loss, where that of the settings shows. A soft
#: photograph in a PNG counts as a drawing, and without loss weighs four times as much.
FINE = (90, 95)
#: How much lower each further try is, where a photograph became heavier than it was.
STEP = 10
#: What a palette can hold, in PNG and in lossless WebP.
COLOURS = 256
#: Drawings are compared by blocks of so many pixels a side, and in strips of so many
#: rows, so that a large one needs no more memory than a small one.
BLOCK, STRIP = 8, 512
#: The bar: structural similarity of each channel (Wang et al., IEEE Transactions on
#: Image Processing 13, 2004), on the whole and in the worst block; and how far the mean
#: of a block may be off, in levels of 255: similarity is blind to a surface's shade.
WHOLE, WORST, SHADE = 0.98, 0.45, 8.5
#: The same paper's constants for 255 levels.
C1, C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2


def encode_photograph(
    image: Image.Image, suffix: str, quality: int, most: float = math.inf
) -> bytes:
    """Return a file with loss; a PNG, which has none, only holds transparent ones.

    The quality is lowered while there are more than ``most`` bytes. Nothing is returned
    where a JPEG would have to be transparent.
    """
    if suffix == "png":
        return _save(image, "PNG")
    if suffix == "jpg" and image.mode == "RGBA":
        return b""
    data = b""
    for level in range(quality, 0, -STEP):
        if suffix == "webp":
            data = _save(image, "WEBP", quality=level, method=2)
        else:
            more = {"optimize": True, "progressive": True}
            data = _save(image, "JPEG", quality=level, **more)
        if len(data) <= most:
            break
    return data


def encode_drawing(
    image: Image.Image, suffix: str, quality: int, palette: Image.Image | None
) -> bytes:
    """Return the lightest file at the bar; nothing where no JPEG is.

    ``palette`` holds the original's colours, if these are few and the picture was made
    narrower: edges get shades in between, which the eye hardly misses.
    """
    best = b""
    if suffix != "jpg":
        for few in _with_few_colours(image, palette):
            if looks_like(few, image):
                data = _save_exactly(few, suffix)
                best = data if _is_lighter(data, best) else best
    if suffix == "png" and image.getcolors(COLOURS):
        data = _save_exactly(image, suffix)  # an even slope is lighter without palette
        best = data if _is_lighter(data, best) else best
    if suffix != "jpg" and not best:
        best = _save_exactly(image, suffix)
    if suffix == "webp" or (suffix == "jpg" and image.mode == "RGB"):
        for level in sorted({quality, *(max(quality, one) for one in FINE)}):
            data = _save_with_loss(image, suffix, level)
            if not _is_lighter(data, best):
                break
            if looks_like(Image.open(BytesIO(data)), image):
                best = data
                break
    return best


def find_palette(image: Image.Image) -> Image.Image | None:
    """Return a picture that holds the colours of another, if these are few."""
    found = image.getcolors(COLOURS) if image.mode == "RGB" else None
    if not found:
        return None
    colours = sorted(colour for _, colour in found if isinstance(colour, tuple))
    palette = Image.new("P", (1, 1))
    palette.putpalette(bytes(level for colour in colours for level in colour))
    return palette


def looks_like(made: Image.Image, wanted: Image.Image) -> bool:
    """Return whether a drawing is at the bar. Both have the same size."""
    sums, blocks = [0.0] * 4, 0
    for top in range(0, wanted.height, STRIP):
        box = (0, top, wanted.width, min(top + STRIP, wanted.height))
        ours, theirs = (_channels(one, wanted.mode, box) for one in (made, wanted))
        for channel, pair in enumerate(zip(ours, theirs, strict=True)):
            likeness, shade = _compare(*pair)
            if min(likeness) < WORST or shade > SHADE:
                return False
            sums[channel] += sum(likeness)
        blocks += len(likeness)
    return min(sums[: len(wanted.getbands())]) >= WHOLE * blocks


def _channels(
    image: Image.Image, mode: str, box: tuple[int, int, int, int]
) -> tuple[Image.Image, ...]:
    """Return a strip's channels; where it is transparent, no colour counts."""
    strip = image.crop(box).convert(mode)
    return (strip.convert("RGBa") if mode == "RGBA" else strip).split()


def _compare(one: Image.Image, other: Image.Image) -> tuple[array[float], float]:
    """Return the similarity of each block of a channel, and how far a mean is off."""
    x, y = one.convert("F"), other.convert("F")
    squares = [
        ImageMath.lambda_eval(lambda of: of["a"] * of["b"], a=a, b=b)
        for a, b in ((x, x), (y, y), (x, y))
    ]
    means = [channel.reduce(BLOCK) for channel in (x, y, *squares)]
    names = dict(zip(("x", "y", "xx", "yy", "xy"), means, strict=True))
    likeness = ImageMath.lambda_eval(
        lambda of: (
            (2 * of["x"] * of["y"] + C1)
            * (2 * (of["xy"] - of["x"] * of["y"]) + C2)
            / (of["x"] * of["x"] + of["y"] * of["y"] + C1)
            / (of["xx"] - of["x"] * of["x"] + of["yy"] - of["y"] * of["y"] + C2)
        ),
        **names,
    )
    off = ImageMath.lambda_eval(lambda of: abs(of["x"] - of["y"]), **names)
    return array("f", likeness.tobytes()), off.getextrema()[1]


def _with_few_colours(
    image: Image.Image, palette: Image.Image | None
) -> Iterator[Image.Image]:
    """Yield a drawing in its own colours, in its original's, and in 256 others."""
    is_opaque = image.mode == "RGB"
    if image.getcolors(COLOURS):
        yield image.quantize(COLOURS, Image.Quantize.MEDIANCUT) if is_opaque else image
        if palette is None and is_opaque:
            return
    if is_opaque and palette:
        yield image.quantize(palette=palette, dither=Image.Dither.NONE)
    yield image.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)


def _save_exactly(image: Image.Image, suffix: str) -> bytes:
    if suffix == "png":
        return _save(image, "PNG", optimize=True)
    return _save(image, "WEBP", lossless=True, quality=80, method=4)


def _save_with_loss(image: Image.Image, suffix: str, quality: int) -> bytes:
    if suffix == "webp":
        return _save(image, "WEBP", quality=quality, method=2)
    # Letters in colour get fringes where colours have half as many pixels.
    more = {"optimize": True, "progressive": True, "subsampling": 0}
    return _save(image, "JPEG", quality=quality, **more)


def _save(image: Image.Image, kind: str, **more: int | bool) -> bytes:
    target = BytesIO()
    image.save(target, kind, **more)
    return target.getvalue()


def _is_lighter(data: bytes, best: bytes) -> bool:
    return not best or len(data) < len(best)
