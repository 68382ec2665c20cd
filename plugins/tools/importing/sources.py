"""What kind of source a path is, and who reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..site import RefusedError
from .body import convert as convert_html
from .old_site import TEXT
from .plain_text import PlainText
from .saved_site import SavedSite
from .text_to_markdown import convert as convert_text
from .wxr import WxrSite

if TYPE_CHECKING:
    from pathlib import Path

    from .old_site import Converted, OldItem, OldSite, Places

BLANK = b"\xef\xbb\xbf \t\r\n"


def open_source(path: Path) -> OldSite:
    """Return a source's reader: of a saved site, an export or a plain text."""
    if path.is_dir():
        return SavedSite(path)
    if not path.is_file():
        what = f"{path.name}: there is no such file or folder."
        raise RefusedError(f"{what} Name an export, a saved site or a text.")
    if is_page(path):
        return SavedSite(path)
    return WxrSite(path) if is_export(path) else PlainText(path)


def convert(item: OldItem, places: Places) -> Converted:
    """Return an item's body as Markdown."""
    if item.form == TEXT:
        return convert_text(item, places)
    return convert_html(item, places)


def is_page(path: Path) -> bool:
    """Return whether a file is a saved page, by its name."""
    return path.suffix.lower() in (".html", ".htm", ".xhtml")


def is_export(path: Path) -> bool:
    """Return whether a file is one that ``WxrSite`` reads, or refuses."""
    return is_xml(path) and not is_page(path)


def is_xml(path: Path) -> bool:
    """Return whether a file begins as XML does."""
    with path.open("rb") as file:
        return file.read(4096).lstrip(BLANK)[:1] == b"<"
