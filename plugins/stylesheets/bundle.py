"""One sheet from an entry and its imports; lightningcss is fenced into this file."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import lightningcss

from .sheet import CHARSET, find_imports, move, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: How lightningcss ends what it says: with a line, counted from 0, and a column.
PLACE = re.compile(r" at [^\n]*?:(?P<line>\d+):\d+$")
NAMESPACE = re.compile(r"^@namespace\b", re.MULTILINE)


class SheetError(Exception):
    """A sheet of which no bundle can be made; its words go on from the sheet's name."""

    def __init__(self, sheet: str, line: int, message: str) -> None:
        super().__init__(message)
        self.sheet = sheet
        self.line = line


class BrokenSheetError(SheetError):
    """A sheet that cannot be read, or that imports one that is not there."""


class LooseSheetError(SheetError):
    """A sheet that does what one file cannot do; browsers take it as it stands."""


@dataclass
class Bundle:
    """One sheet, and those that it was made of, by their addresses."""

    css: str = ""
    imports: dict[str, set[str]] = field(default_factory=dict)

    def needed_by(self, sheets: Iterable[str]) -> set[str]:
        """Return these sheets and all that they import."""
        needed: set[str] = set()
        waiting = [one for one in sheets if one in self.imports]
        while waiting:
            sheet = waiting.pop()
            if sheet not in needed:
                needed.add(sheet)
                waiting += self.imports[sheet]
        return needed


def bundle_sheets(
    entry: str, sheets: Mapping[str, bytes], browsers: tuple[str, ...] = ()
) -> Bundle:
    """Return the entry with everything it imports, made small.

    ``sheets`` are those of the site by their addresses below the output. An import
    becomes the text that it brings in, where it stands: that is how browsers read it.
    """
    bundle = Bundle()
    whole = _flatten(entry, entry, sheets, bundle, ())
    bundle.css = _process(whole, entry, browsers, minify=True)
    return bundle


def _flatten(
    sheet: str,
    entry: str,
    sheets: Mapping[str, bytes],
    bundle: Bundle,
    around: tuple[str, ...],
) -> str:
    css = CHARSET.sub("", _read(sheet, sheets))
    imports = find_imports(css)
    inner = bundle.imports.setdefault(sheet, set())
    parts, at = [], 0
    for one in imports:
        parts.append(move(css[at : one.start], sheet, entry))
        at, address = one.end, resolve(one.address, sheet)
        if not address:
            message = f"imports “{one.address}” from elsewhere"
            raise LooseSheetError(sheet, one.line, message)
        if address not in sheets:
            message = f"imports “{one.address}”, which is not there"
            raise BrokenSheetError(sheet, one.line, message)
        inner.add(address)
        if address not in (*around, sheet):  # a circle ends where it closes
            text = _flatten(address, entry, sheets, bundle, (*around, sheet))
            parts.append(one.wrap(text))
    rest = _process(css[at:], sheet)
    if NAMESPACE.search(rest):
        raise LooseSheetError(sheet, 0, "has a @namespace of its own")
    return "".join([*parts, move(rest, sheet, entry)])


def _read(sheet: str, sheets: Mapping[str, bytes]) -> str:
    """Return a sheet's text, if it can be read."""
    try:
        css = sheets[sheet].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"is not written in UTF-8 (at byte {error.start})"
        raise BrokenSheetError(sheet, 0, message) from error
    _process(css, sheet)
    return css


def _process(
    css: str, sheet: str, browsers: tuple[str, ...] = (), *, minify: bool = False
) -> str:
    """Return what a text means, with everything in it closed."""
    try:
        done = lightningcss.process_stylesheet(
            css, browsers_list=list(browsers) or None, minify=minify
        )
    except Exception as error:  # the library raises bare exceptions
        found = PLACE.search(str(error))
        line = int(found["line"]) + 1 if found else 0
        message = PLACE.sub("", str(error)).rpartition("failed: ")[2]
        raise BrokenSheetError(sheet, line, f"cannot be read: {message}") from error
    return str(done)


HASH_LENGTH = 10


def name_bundle(entry: str, css: str) -> str:
    """Put a hash of the content before the suffix: the name is new when a byte is.

    >>> name_bundle("css/main.css", "p{}")
    'css/main.da86f94c79.css'
    """
    stem, _, suffix = entry.rpartition(".")
    digest = hashlib.sha256(css.encode()).hexdigest()[:HASH_LENGTH]
    return f"{stem}.{digest}.{suffix}"
