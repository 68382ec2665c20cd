"""Characters that no feed may hold, and text without markup."""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from urllib.parse import quote, urlsplit, urlunsplit

from ..body import plain_text
from ..source.header import fold_lines

#: What XML 1.0 forbids; and control characters and the replacement character, which
#: are legal but always the trace of a broken file, and which feed checkers refuse.
UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffd-\uffff]"
)
#: The same in UTF-8, to look at a whole text at once: single bytes, and the first bytes
#: of longer ones. Where those occur, the slower search decides.
BYTES = bytes(n for n in (*range(32), 127) if n not in b"\t\n\r")
FIRST_BYTES = (b"\xc2", b"\xed", b"\xef")
USUAL = re.compile(r"[A-Za-z0-9/%:=&?~#+!$,;'@()*\[\]._-]*\Z")
KEPT = "/%:=&?~#+!$,;'@()*[]"
REFERENCE = re.compile(r"&#(?:[xX]([0-9A-Fa-f]+)|([0-9]+));?")


def xml_safe(text: str) -> str:
    """Return the text without the characters that no feed may hold."""
    return text if is_xml_safe(text) else UNFIT.sub("", text)


def xml_safe_html(text: str) -> str:
    """Return HTML without those characters, and without references to them."""
    text = xml_safe(text)
    if not _may_refer(text):
        return text
    return REFERENCE.sub(lambda m: "" if _references(m[0]) else m[0], text)


def is_xml_safe(text: str) -> bool:
    """Return whether a feed may hold every character of a text."""
    if text.isascii() and text.isprintable():
        return True
    raw = text.encode("utf-8", "surrogatepass")
    if len(raw.translate(None, BYTES)) < len(raw):
        return False
    return not any(b in raw for b in FIRST_BYTES) or not UNFIT.search(text)


def xml_bytes(text: str) -> bytes:
    """Return a feed's text as bytes; raises ``ValueError`` for a control character."""
    raw = text.encode()
    if len(raw.translate(None, BYTES)) < len(raw):
        raise ValueError("A feed cannot hold control characters.")
    return raw


def unsafe_points(html: str) -> set[int]:
    """Return the unfit characters that HTML shows, themselves or as ``&#11;``."""
    points = set() if is_xml_safe(html) else {ord(m[0]) for m in UNFIT.finditer(html)}
    return points | _references(html)


def find_unsafe(source: str, shown: set[int]) -> list[tuple[int, str]]:
    """Return ``(line, name)`` of every character in a source file that is unfit.

    ``shown`` are those that its page shows: ``&#11;`` in code is a text like others.
    Each is named once per line, as ``U+000B``.
    """
    return [
        (number, f"U+{point:04X}")
        for number, line in enumerate(fold_lines(source).split("\n"), 1)
        for point in sorted(unsafe_points(line) & shown)
    ]


def _may_refer(text: str) -> bool:
    """Return whether a text may refer to characters by number.

    One sign is found far quicker than two, and few texts have it.
    """
    return "&" in text and "&#" in text


def _references(text: str) -> set[int]:
    if not _may_refer(text):
        return set()
    matches = REFERENCE.finditer(text)
    points = {int(m[1], 16) if m[1] else int(m[2]) for m in matches}
    # HTML takes the references from 128 to 159 for those of Windows: &#128; is €.
    points = {p for p in points if p <= sys.maxunicode and not 128 <= p < 160}
    return {p for p in points if UNFIT.match(chr(p))}


@lru_cache(maxsize=1024)
def plain_name(name: str) -> str:
    """Return the name of a person or a topic as one line; many posts share it."""
    return plain_line(name)


def plain_line(text: str) -> str:
    """Return HTML or plain text as one line of plain text that fits a feed."""
    return plain_text(xml_safe(text))


def as_language(lang: object) -> str:
    """Return a language as a feed names it: ``en_US`` is ``en-US`` there."""
    return str(lang or "en").replace("_", "-")


def join(site: str, address: str) -> str:
    """Return an address of the site as an absolute one.

    Without ``SITEURL`` it counts from the root, as stock Pelican has it.
    """
    if "://" in address or not address:
        return address
    return f"{site.rstrip('/')}/{address.lstrip('/')}"


def as_uri(address: str) -> str:
    """Return an address with only the characters that a URI may have."""
    if USUAL.match(address):
        return address
    parts = urlsplit(address)
    host = parts.netloc
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    quoted = (quote(part, safe=KEPT) for part in parts[2:])
    return urlunsplit((parts.scheme, host, *quoted))
