"""What a camera or a program wrote into a picture's file, removed byte by byte.

The picture itself is not touched: no generation is lost. JPEG: ITU-T T.81, annex B;
PNG: W3C PNG, section 5; WebP: RFC 9649.
"""

from __future__ import annotations

import re
import struct

JPEG, PNG, RIFF = b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"RIFF"
#: APP0 (JFIF), APP2 (colour profile) and APP14 (Adobe's colour transform) are needed to
#: show the picture; APP1 (Exif, XMP), APP13 (IPTC), all others and comments are not.
NEEDED_APPS = {0xE0, 0xE2, 0xEE}
COMMENT, START_OF_SCAN, END = 0xFE, 0xDA, 0xD9
#: An APP2 that says where further pictures lie, which are cut off (CIPA DC-007).
MORE_PICTURES = b"MPF\0"
#: A marker between the bytes of a picture: neither a byte of 255 nor a restart.
MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
TOLD_IN_PNG = {b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"}
TOLD_IN_WEBP = {b"EXIF", b"XMP "}
EXIF_AND_XMP_FLAGS = 0b0000_1100


def clean_picture(data: bytes) -> bytes:
    """Return the file without what it tells; unknown or broken files as they are."""
    try:
        if data.startswith(JPEG):
            return _clean_jpeg(data)
        if data.startswith(PNG):
            return _clean_png(data)
        if data.startswith(RIFF) and data[8:12] == b"WEBP":
            return _clean_webp(data)
    except (struct.error, IndexError, ValueError):
        pass
    return data


def _clean_jpeg(data: bytes) -> bytes:
    kept, at = [JPEG], 2
    while data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        (length,) = struct.unpack_from(">H", data, at + 2)
        end = at + 2 + length
        is_app = 0xE0 <= marker <= 0xEF
        if marker == START_OF_SCAN:
            return b"".join([*kept, data[at : _end_of_picture(data, end)]])
        is_list = data.startswith(MORE_PICTURES, at + 4)
        is_needed = not is_app or (marker in NEEDED_APPS and not is_list)
        if marker != COMMENT and is_needed:
            kept.append(data[at:end])
        at = end
    raise ValueError("no scan")


def _end_of_picture(data: bytes, at: int) -> int:
    """Return where a picture ends, of which a scan begins at a place.

    Telephones put more behind it: a second picture or a film, with words of their own.
    """
    while found := MARKER.search(data, at):
        if data[found.start() + 1] == END:
            return found.end()
        (length,) = struct.unpack_from(">H", data, found.end())
        at = found.end() + length
    return len(data)


def _clean_png(data: bytes) -> bytes:
    kept, at = [PNG], len(PNG)
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        end = at + 12 + length
        kind = data[at + 4 : at + 8]
        if kind not in TOLD_IN_PNG:
            kept.append(data[at:end])
        if kind == b"IEND":
            break
        at = end
    return b"".join(kept)


def _clean_webp(data: bytes) -> bytes:
    kept, at = [], 12
    while at + 8 <= len(data):
        kind = data[at : at + 4]
        (length,) = struct.unpack_from("<I", data, at + 4)
        end = at + 8 + length + length % 2
        chunk = data[at:end]
        if kind == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~EXIF_AND_XMP_FLAGS]) + chunk[9:]
        if kind not in TOLD_IN_WEBP:
            kept.append(chunk)
        at = end
    body = b"WEBP" + b"".join(kept)
    return RIFF + struct.pack("<I", len(body)) + body
