"""Which page a preview sends at an address, and what tells two of them apart."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from .desk_page import format_desk, format_no_pages, format_nothing_here
from .parts import as_bytes, format_parts, format_script, put_into
from .state import digest

if TYPE_CHECKING:
    from .state import State

PAGES = (".html", ".htm")


@dataclass(frozen=True)
class Page:
    """A page as it is sent."""

    code: int
    body: bytes  #: as it was built
    parts: str = ""  #: what the preview puts into it, but for the script
    look: str = ""  #: a digest of what is seen on it beside its text
    is_own: bool = False  #: made by the preview, and not by the site

    @property
    def tag(self) -> str:
        """What is another one as soon as something else is seen."""
        return digest(str(self.code), self.body, self.parts, self.look)

    def complete(self, state: State) -> bytes:
        """Return the whole page."""
        return put_into(self.body, self.parts + format_script(self.tag, state))


def make_desk(state: State) -> Page:
    """Return the desk as it is on the site's day."""
    text = format_desk(state)
    return Page(200, as_bytes(text), is_own=True)


def make_page(folder: Path, file: Path, state: State) -> Page:
    """Return a page of the site."""
    name = file.relative_to(folder).as_posix()
    return _with_parts(200, file.read_bytes(), name, state)


def make_missing(folder: Path, path: str, state: State) -> Page:
    """Return the page for an address at which nothing is."""
    if not state.has_pages and is_page_address(path):
        return Page(503, as_bytes(format_no_pages(state)), is_own=True)
    file = folder / "404.html"
    if file.is_file():
        return _with_parts(404, file.read_bytes(), "404.html", state)
    parts = format_parts(state, None)
    return Page(404, as_bytes(format_nothing_here(path)), parts, is_own=True)


def _with_parts(code: int, body: bytes, name: str, state: State) -> Page:
    source = state.sources.get(name)
    entry = next((one for one in state.entries if one.path == source), None)
    return Page(code, body, format_parts(state, entry), state.look)


def is_page_address(path: str) -> bool:
    """Return whether an address is one of a page, as far as its name tells."""
    return PurePosixPath(path).suffix in ("", *PAGES)
