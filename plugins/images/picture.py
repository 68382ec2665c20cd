"""Measuring and making pictures; Pillow is fenced into this file."""

from __future__ import annotations

import struct
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from warnings import catch_warnings

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

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
#: What Pillow raises for broken files.
BROKEN = (UnidentifiedImageError, OSError, SyntaxError, ValueError, struct.error)


class UnreadableError(Exception):
    """A file that is not a picture, or a broken one."""


class TooLargeError(UnreadableError):
    """A picture of more pixels than this machine shall hold in memory."""


@dataclass(frozen=True)
class ImageSize:
    """A picture's size as it is seen, and what kind of file it is."""

    width: int
    height: int
    own_suffix: str  #: of its format; empty where nothing can be made of it
    suffix: str  #: of files for browsers without WebP
    is_turned: bool  #: the camera only noted that the picture is to be turned
    is_drawing: bool = False  #: few colours, sharp edges: made without loss
    may_be_kept: bool = False  #: browsers show the file itself as it is
    is_deep: bool = False  #: grey in 16 bits, as scans and X-rays are


def measure(path: Path) -> ImageSize:
    """Return a picture's size without reading all of it."""
    with _opened(path) as image:
        turn = image.getexif().get(ORIENTATION, 1)
        width, height = image.size
        if turn in (5, 6, 7, 8):
            width, height = height, width
        moving = getattr(image, "is_animated", False) and image.format != "MPO"
        own = suffix = "" if moving else FORMATS.get(image.format or "", "")
        is_drawing = own == "png" and path.stat().st_size <= width * height
        if own == "png" and not is_drawing and not image.has_transparency_data:
            suffix = "jpg"  # a photograph in a PNG
        is_plain = turn == 1 and image.mode in ("RGB", "RGBA", "L", "LA", "P")
        is_kept = is_plain and suffix == own
        is_deep, turned = image.mode.startswith("I"), turn != 1
        return ImageSize(
            width, height, own, suffix, turned, is_drawing, is_kept, is_deep
        )


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


def make(path: Path, width: int, suffix: str, quality: int) -> bytes:
    """Return a picture ``width`` pixels wide, upright, in sRGB, and without a word."""
    return next(make_all(path, measure(path), [(width, suffix)], quality))


def make_all(
    path: Path, found: ImageSize, wanted: list[tuple[int, str]], quality: int
) -> Iterator[bytes]:
    """Yield a measured picture in each of the wanted widths and kinds of file.

    It is decoded once; of a JPEG, only as many pixels as the widest needs.
    """
    largest = max(width for width, _ in wanted)
    try:
        with Image.open(path) as opened:
            share = largest / found.width
            width, height = opened.size
            opened.draft(None, (round(width * share), round(height * share)))
            whole = _to_srgb(ImageOps.exif_transpose(opened))
        for width, suffix in wanted:
            height = max(1, round(found.height * width / found.width))
            gap = None if found.is_drawing else GAP
            image = whole
            if (width, height) != whole.size:
                image = whole.resize(
                    (width, height), Image.Resampling.LANCZOS, None, gap
                )
            yield _encode(image, suffix, quality, lossless=found.is_drawing)
    except BROKEN as error:
        raise UnreadableError(str(error)) from error


def _encode(image: Image.Image, suffix: str, quality: int, *, lossless: bool) -> bytes:
    target = BytesIO()
    if suffix == "webp":
        method = 4 if lossless else 2
        image.save(target, "WEBP", quality=quality, method=method, lossless=lossless)
    elif suffix == "png":
        image.save(target, "PNG", optimize=lossless)
    else:
        image.convert("RGB").save(
            target, "JPEG", quality=quality, optimize=True, progressive=True
        )
    return target.getvalue()


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
    made.info.clear()
    return made
