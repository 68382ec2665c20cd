"""Measuring and making pictures; Pillow is fenced into this file and ``encoding``."""

from __future__ import annotations

import math
import struct
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from warnings import catch_warnings

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from .encoding import encode_drawing, encode_photograph, find_palette
from .svg import HEAD, measure_svg

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: Pixels of a picture that is decoded: as many megabytes, four times, in memory.
MOST_PIXELS = 80_000_000
#: MPO is a JPEG with more pictures behind it, as telephones make them.
FORMATS = {"JPEG": "jpg", "MPO": "jpg", "PNG": "png", "WEBP": "webp"}
ORIENTATION = 0x0112
#: Exif's directory of places, and its first line; where Pillow puts XMP.
GPS, LATITUDE, XMP = 0x8825, 2, ("xmp", "XML:com.adobe.xmp")
#: A picture is first made smaller in whole steps, to so many times what is wanted.
GAP = 3.0
#: A lossless file of more than this share of its values' bytes is a photograph.
DENSE = 1 / 3
#: How a WebP without loss begins, behind twelve bytes (RFC 9649, section 2.6).
LOSSLESS_WEBP = b"VP8L"
LANCZOS = Image.Resampling.LANCZOS
#: What Pillow raises for broken files.
BROKEN = (UnidentifiedImageError, OSError, SyntaxError, ValueError, struct.error)


class UnreadableError(Exception):
    """A file that is not a picture, or a broken one."""


class TooLargeError(UnreadableError):
    """A picture of more pixels than this machine shall hold in memory."""


@dataclass(frozen=True)
class ImageSize:
    """A picture's size as it is seen, and what kind of file it is."""

    width: int  #: in pixels; 0 for a drawing (SVG) that does not say
    height: int
    own_suffix: str = ""  #: of its format; empty where nothing can be made of it
    fallbacks: tuple[str, ...] = ()  #: of files for browsers without WebP
    is_turned: bool = False  #: the camera only noted that the picture is to be turned
    is_drawing: bool = False  #: few colours, sharp edges: made without visible loss
    may_be_kept: bool = False  #: browsers show the file itself as it is
    is_deep: bool = False  #: grey in 16 bits, as scans and X-rays are


def measure(path: Path) -> ImageSize:
    """Return a picture's size without reading all of it."""
    if path.suffix.lower() == ".svg":
        with path.open("rb") as file:
            return ImageSize(*measure_svg(file.read(HEAD)))
    with _opened(path) as image:
        turn = image.getexif().get(ORIENTATION, 1)
        width, height = image.size
        if turn in (5, 6, 7, 8):
            width, height = height, width
        moving = getattr(image, "is_animated", False) and image.format != "MPO"
        own = "" if moving else FORMATS.get(image.format or "", "")
        is_deep, turned = image.mode.startswith("I"), turn != 1
        is_drawing = _is_without_loss(path, own) and not _is_dense(path, image)
        fallbacks = ("jpg",) if own == "jpg" else ("png", "jpg") if own else ()
        if own and not is_drawing and not image.has_transparency_data:
            fallbacks = ("jpg",)  # a photograph, whatever its file
        is_plain = turn == 1 and image.mode in ("1", "RGB", "RGBA", "L", "LA", "P")
        return ImageSize(
            width, height, own, fallbacks, turned, is_drawing, is_plain, is_deep
        )


def _is_without_loss(path: Path, suffix: str) -> bool:
    if suffix != "webp":
        return suffix == "png"
    with path.open("rb") as file:
        return file.read(16)[12:] == LOSSLESS_WEBP


def _is_dense(path: Path, image: Image.Image) -> bool:
    depth = 2 if image.mode.startswith("I") else 1
    values = image.width * image.height * len(image.getbands())
    return path.stat().st_size > values * depth * DENSE


def tells_place(path: Path) -> bool:
    """Return whether a picture says where it was taken, in Exif or in XMP."""
    try:
        with _opened(path) as image:
            place = image.getexif().get_ifd(GPS)
            words = [image.info.get(name) or b"" for name in XMP]
    except UnreadableError:
        return False
    texts = (one if isinstance(one, bytes) else str(one).encode() for one in words)
    return bool(LATITUDE in place or any(b"GPSLatitude" in one for one in texts))


@contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    """Open a picture whose header promises what can be held in memory.

    Pillow warns of such pictures in words of its own, and decodes them all the same.
    """
    try:
        with catch_warnings(action="ignore", category=Image.DecompressionBombWarning):
            image = Image.open(path)
        with image:
            if image.width * image.height > MOST_PIXELS:
                raise TooLargeError
            yield image
    except Image.DecompressionBombError as error:
        raise TooLargeError from error
    except BROKEN as error:
        raise UnreadableError(str(error)) from error


def make_all(
    path: Path,
    found: ImageSize,
    wanted: list[tuple[int, str]],
    quality: int,
    most: float = math.inf,
) -> Iterator[bytes]:
    """Yield a measured picture in each of the wanted widths and kinds of file.

    They are upright, in sRGB, and without a word. The picture is decoded once; of a
    JPEG, only as many pixels as the widest needs. With loss none has more than ``most``
    bytes, if a lower quality can help.
    """
    largest = max(width for width, _ in wanted)
    try:
        with Image.open(path) as opened:
            share = largest / found.width
            width, height = opened.size
            opened.draft(None, (round(width * share), round(height * share)))
            whole = _to_srgb(ImageOps.exif_transpose(opened))
        palette = find_palette(whole) if found.is_drawing else None
        at_hand = {whole.size: whole}  # most widths are wanted in two formats
        for width, suffix in wanted:
            size = width, max(1, round(found.height * width / found.width))
            if size not in at_hand:
                gap = None if found.is_drawing else GAP
                at_hand[size] = whole.resize(size, LANCZOS, None, gap)
            image = at_hand[size]
            if found.is_drawing:
                own = None if image is whole else palette
                yield encode_drawing(image, suffix, quality, own)
            else:
                yield encode_photograph(image, suffix, quality, most)
    except BROKEN as error:
        raise UnreadableError(str(error)) from error


def _to_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):  # 16 bits of grey, which Pillow cuts off at 255
        image = image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    mode = "RGBA" if image.mode in ("RGBA", "LA", "PA", "P") else "RGB"
    if profile and image.mode in ("RGB", "RGBA", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            keep = "RGBA" if image.mode == "RGBA" else "RGB"
            image = (
                ImageCms.profileToProfile(image, source, srgb, outputMode=keep) or image
            )
        except ImageCms.PyCMSError:
            pass  # a broken profile: the colours stay as they are
    made = image.convert(mode)
    if mode == "RGBA" and made.getchannel("A").getextrema()[0] == 255:
        made = made.convert("RGB")  # transparent only by its format
    made.info.clear()
    return made
