"""How HTTP packs a text (RFC 9110, 8.4): gzip, and brotli where its library is there.

The library is fenced into this file. It is an extra: no build needs its 5 MB, and nginx
sends what it packs only with a module that is not nginx's own.
"""

from __future__ import annotations

import gzip
import io
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

try:
    import brotli
except ImportError:
    brotli = None

if TYPE_CHECKING:
    from collections.abc import Callable

#: Up to so many bytes brotli takes its time, 1.3 s a megabyte; beyond, a tenth of it.
LONG = 1_000_000


@dataclass(frozen=True)
class Coding:
    """One way to pack bytes."""

    name: str  #: in Accept-Encoding and Content-Encoding
    suffix: str  #: of a file beside the one that it is a copy of
    pack: Callable[[bytes], bytes]
    #: Returns the bytes, cut off behind some more than so many; ValueError where they
    #: are not whole.
    unpack: Callable[[bytes, int], bytes]


def _gzip(data: bytes) -> bytes:
    # Neither a time nor a name nor the system stands in it, unlike gzip.compress.
    packed = io.BytesIO()
    with gzip.GzipFile("", "wb", 9, packed, mtime=0) as file:
        file.write(data)
    return packed.getvalue()


def _gunzip(data: bytes, most: int) -> bytes:
    stream = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        text = stream.decompress(data, most + 1)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if len(text) <= most and (not stream.eof or stream.unused_data):
        raise ValueError("not one whole gzip member")
    return text


def _brotli(data: bytes) -> bytes:
    return bytes(brotli.compress(data, quality=11 if len(data) <= LONG else 9))


def _unbrotli(data: bytes, most: int) -> bytes:
    stream, text = brotli.Decompressor(), b""
    try:
        text = stream.process(data, output_buffer_limit=most + 1)
        while len(text) <= most and not stream.is_finished():
            more = stream.process(b"", output_buffer_limit=most + 1)
            if not more:
                raise ValueError("not a whole brotli stream")
            text += more
    except brotli.error as error:
        raise ValueError(str(error)) from error
    return bytes(text)


#: Those that can be made and read here.
CODINGS = (
    Coding("gzip", ".gz", _gzip, _gunzip),
    *([Coding("br", ".br", _brotli, _unbrotli)] if brotli else []),
)
