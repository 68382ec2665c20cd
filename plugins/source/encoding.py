"""A source file's bytes as text, and every place in them that no reader can take."""

from __future__ import annotations

import re

from .header import HeaderFault

#: What no page and no feed may hold (XML 1.0), what hides in an editor (C1, direction
#: overrides, a byte-order mark in the middle), and what is left of a lost character.
UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069"
    "\ufdd0-\ufdef\ufeff\ufffd\ufffe\uffff\U000e0000-\U000e007f]"
)
#: “’” and “é” that were read as Windows-1252 and saved again: two or three signs.
MANGLED = re.compile("â€[\u2122\u0153\u017e\u201c\u201d\u2020\u00a6˜™œ“”¢]|Ã[©¨¡±¶¼¤]")
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
    for found in UNWANTED.finditer(text):
        line, column = place_of(text, found.start())
        code = ord(found[0])
        what = f"Column {column} holds {_NAMES.get(code, _a_control(code))}."
        remedy = "Delete that character, or the line and type it again."
        name = "file-control"
        if found[0] == "\ufffd":
            name, remedy = "file-encoding", "Type the character that belongs there."
        faults.append(HeaderFault(line, what, name, remedy))
    for found in MANGLED.finditer(text):
        line, column = place_of(text, found.start())
        what = f"Column {column} holds “{found[0]}”, a character that was damaged."
        remedy = "Type the character that belongs there, such as ’ or é."
        faults.append(HeaderFault(line, what, "file-encoding", remedy))
    return tuple(faults[:MOST])


def _a_control(code: int) -> str:
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
