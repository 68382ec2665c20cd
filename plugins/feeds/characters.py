"""Characters that cannot stand in a feed, and text without markup."""

from __future__ import annotations

import html
import re
from urllib.parse import quote, urlsplit, urlunsplit

#: What XML 1.0 forbids; and control characters and the replacement character, which
#: are legal but always the trace of a broken file, and which feed checkers refuse.
UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffd-\uffff]"
)
REFERENCE = re.compile(r"&#(?:[xX]([0-9A-Fa-f]+)|([0-9]+));?")
TAG = re.compile(r"<!--.*?-->|</?[A-Za-z][^<>]*>", re.DOTALL)


def fit(text: str) -> str:
    """Return the text without the characters that cannot stand in a feed."""
    return UNFIT.sub("", text)


def unfit_places(source: str) -> list[tuple[int, str]]:
    """Return ``(line, name)`` of every character in a source file that is unfit.

    A character counts whether it stands there itself or as ``&#11;``. Each is named
    once per line, as ``U+000B``.
    """
    found: list[tuple[int, str]] = []
    for number, line in enumerate(_lines(source), 1):
        points = {ord(match[0]) for match in UNFIT.finditer(line)}
        for match in REFERENCE.finditer(line):
            point = int(match[1], 16) if match[1] else int(match[2])
            if UNFIT.match(chr(point)) if point <= 0x10FFFF else False:
                points.add(point)
        found.extend((number, f"U+{point:04X}") for point in sorted(points))
    return found


def plain(text: str) -> str:
    """Return HTML or plain text as one line of plain text.

    Only what looks like a tag is a tag: “a < b” stays.
    """
    return " ".join(html.unescape(TAG.sub("", fit(text))).split())


def as_uri(address: str) -> str:
    """Return an address with only the characters that a URI may have."""
    parts = urlsplit(address)
    host = parts.netloc
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    return urlunsplit(
        (
            parts.scheme,
            host,
            quote(parts.path, safe="/%:=&?~#+!$,;'@()*[]"),
            quote(parts.query, safe="/%:=&?~#+!$,;'@()*[]"),
            quote(parts.fragment, safe="/%:=&?~#+!$,;'@()*[]"),
        )
    )


def _lines(source: str) -> list[str]:
    return source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
