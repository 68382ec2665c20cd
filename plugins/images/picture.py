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
FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
ORIENTATION = 0x0112
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
    suffix: str  #: of files that can be made of it; empty where none can
    is_turned: bool  #: the camera only noted that the picture is to be turned


def measure(path: Path) -> ImageSize:
    """Return a picture's size without reading all of it."""
    with _opened(path) as image:
        turn = image.getexif().get(ORIENTATION, 1)
        width, height = image.size
        if turn in (5, 6, 7, 8):
            width, height = height, width
        moving = getattr(image, "is_animated", False)
        suffix = "" if moving else FORMATS.get(image.format or "", "")
        return ImageSize(width, height, suffix, turn != 1)


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
    with _opened(path) as opened:
        lossless = opened.format == "PNG"
        image = ImageOps.exif_transpose(opened)
        image = _to_srgb(image)
    if width < image.width:
        height = max(1, round(image.height * width / image.width))
        image = image.resize((width, height), Image.Resampling.LANCZOS)
    target = BytesIO()
    if suffix == "webp":
        image.save(target, "WEBP", quality=quality, method=4, lossless=lossless)
    elif suffix == "png":
        image.save(target, "PNG", optimize=True)
    else:
        image.convert("RGB").save(
            target, "JPEG", quality=quality, optimize=True, progressive=True
        )
    return target.getvalue()


def _to_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
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
