"""A source file's bytes as text, and every place in them that no reader can take."""

from __future__ import annotations

import re
import sys
from itertools import islice
from typing import TYPE_CHECKING

from ..problem import UNWANTED, is_printable
from .faults import HeaderFault

if TYPE_CHECKING:
    from collections.abc import Iterator

#: “’” and “é” that were read as Windows-1252 and saved again: two or three signs.
MANGLED_SIGNS = ("â€", "Ã")
MANGLED = re.compile("â€[\u2122\u0153\u017e\u201c\u201d\u2020\u00a6˜™œ“”¢]|Ã[©¨¡±¶¼¤]")
REFERENCE = re.compile(
    r"&#(?:[xX]0*(?P<hex>[0-9a-fA-F]{1,6})|0*(?P<number>[0-9]{1,7}))(?![0-9a-fA-F])"
)
MOST = 3  #: places named for one file; more of the same help nobody
SAVE = "Save the file again with the encoding UTF-8."


def decode(data: bytes) -> tuple[str, tuple[HeaderFault, ...]]:
    """Return a file's text, and its faults; with a fault the text is a best guess."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _other_encoding(data, name)
    if data.count(0) * 4 > len(data):
        guess = "utf-16-be" if data[:1] == b"\x00" else "utf-16-le"
        return _other_encoding(data, guess)
    text, faults = _as_utf8(data)
    text = text.removeprefix("\ufeff")
    if not text.strip(" \t\r\n\f\v\u200b\ufeff\xa0"):
        what = "The file is empty."
        remedy = "Write the post, or delete the file."
        return text, (HeaderFault(1, what, "file-empty", remedy),)
    return text, faults or _unwanted(text)


def place_of(text: str, index: int) -> tuple[int, int]:
    """Return the 1-based line and column of a character."""
    before = text[:index].replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _other_encoding(data: bytes, name: str) -> tuple[str, tuple[HeaderFault, ...]]:
    what = f"The file is saved as {name.upper()[:6]}."
    text = data.decode(name, "replace").removeprefix("\ufeff")
    return text, (HeaderFault(1, what, "file-encoding", SAVE),)


def _as_utf8(data: bytes) -> tuple[str, tuple[HeaderFault, ...]]:
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8").removeprefix("\ufeff")
        line, column = place_of(before, len(before))
        byte = data[error.start]
        old = bytes([byte]).decode("cp1252", "replace")
        guess = f", “{old}” in Windows-1252" if old.isprintable() else ""
        what = (
            f"Column {column} holds a byte that is not UTF-8 (0x{byte:02X}{guess}),"
            " so the text would be damaged."
        )
        fault = HeaderFault(line, what, "file-encoding", SAVE)
        return data.decode("utf-8", "replace"), (fault,)


def _unwanted(text: str) -> tuple[HeaderFault, ...]:
    faults = []
    if is_printable(text) and not any(sign in text for sign in MANGLED_SIGNS):
        return ()
    for found in islice(UNWANTED.finditer(text), MOST):
        line, column = place_of(text, found.start())
        what = f"Column {column} holds {name_character(found[0])}."
        remedy = "Delete that character, or the line and type it again."
        name = "file-control"
        if found[0] == "\ufffd":
            name, remedy = "file-encoding", "Type the character that belongs there."
        faults.append(HeaderFault(line, what, name, remedy))
    for found in islice(MANGLED.finditer(text), MOST):
        line, column = place_of(text, found.start())
        what = f"Column {column} holds “{found[0]}”, a character that was damaged."
        remedy = "Type the character that belongs there, such as ’ or é."
        faults.append(HeaderFault(line, what, "file-encoding", remedy))
    return tuple(faults[:MOST])


def find_references(text: str) -> Iterator[tuple[int, str]]:
    """Yield where HTML's ``&#27;`` stands for a character that no page may hold."""
    for found in REFERENCE.finditer(text) if "&#" in text else ():
        code = int(found["hex"], 16) if found["hex"] else int(found["number"] or "0")
        # Browsers read 128 to 159 as Windows did: those are dashes and quotation marks.
        is_control = code not in range(0x80, 0xA0) and code <= sys.maxunicode
        if is_control and UNWANTED.match(chr(code)):
            yield found.start(), chr(code)


def name_character(sign: str) -> str:
    """Return what to call a character that no text may hold."""
    code = ord(sign)
    if code in _NAMES:
        return _NAMES[code]
    if code < 0xA0:
        return f"an invisible control character (U+{code:04X})"
    return f"an invisible character (U+{code:04X}) that can hide or reverse text"


_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_NAMES = {
    0: "a NUL character (U+0000)",
    0xFEFF: "an invisible byte-order mark (U+FEFF)",
    0xFFFD: "“\ufffd”, which stands where a character was lost",
}
