"""Links in a text, led to where files and pages have gone.

Code is left alone, and so is everything that leads elsewhere. A link keeps its form:
``{filename}``, an address from the site's root or with its host, or a relative one.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urljoin

from ...post_checks.targets import FILES, INDICATOR, resolve_path
from ...source.header import parse_header
from ...source.prose import without_code
from ..link_targets import find_targets

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ...source.header import Header

#: Texts in which spaces at a line's beginning make no code.
OTHERS = (".rst", ".html", ".htm")
SPLIT = re.compile(r"[#?]")


@dataclass(frozen=True)
class Moved:
    """What has gone where."""

    files: Mapping[str, str] = field(default_factory=dict)  #: paths below ``PATH``
    addresses: Mapping[str, str] = field(default_factory=dict)  #: as ``/blog/sleep/``
    siteurl: str = ""

    def file(self, path: str) -> str:
        """Return where a file is now."""
        return self.files.get(path, path)

    def address(self, address: str) -> str | None:
        """Return where a page is now that was at an address, in the same form of it.

        As servers have it, a folder is found without its slash and by its file.
        """
        for old, new in self.addresses.items():
            if address == old:
                return new
            if old.endswith("/") and new.endswith("/"):
                ends = {old.rstrip("/"): new.rstrip("/")}
                ends[f"{old}index.html"] = f"{new}index.html"
                if address in ends:
                    return ends[address]
        return None


@dataclass(frozen=True)
class Place:
    """Where a text with links stands, before and after."""

    path: str  #: below ``PATH``
    address: str  #: its page's, or an empty text
    moved: Moved

    @property
    def new_path(self) -> str:
        return self.moved.file(self.path)

    @property
    def new_address(self) -> str:
        return self.moved.address(self.address) or self.address


def follow_links(text: str, place: Place, linked_keys: Iterable[str] = ()) -> str:
    """Return a file's text with its links led to where things are now.

    Of its header, the values of ``linked_keys`` may hold links. Everything else stays,
    byte for byte.
    """
    if not _may_lead(text, place):
        return text
    header = parse_header(text)
    parts = re.split(r"(\r\n|\r|\n)", text)
    lines, ends = parts[::2], [*parts[1::2], ""]
    first = header.body_line - 1
    spans = [_lines_of(key, header) for key in linked_keys if key in header.lines]
    for start, end in (*spans, (first, len(lines))):
        block = "\n".join(lines[start:end])
        if block:
            lines[start:end] = _follow(block, place).split("\n")
    return "".join(f"{line}{end}" for line, end in zip(lines, ends, strict=True))


def _lines_of(key: str, header: Header) -> tuple[int, int]:
    """Return the first of a key's lines, from 0, and the one behind its last."""
    first = header.lines[key] - 1
    later = (line - 1 for line in header.lines.values() if line - 1 > first)
    return first, min(later, default=max(header.body_line - 2, first + 1))


def _follow(block: str, place: Place) -> str:
    is_markdown = not place.path.endswith(OTHERS)
    seen = without_code(block) if is_markdown else block
    made, done = list[str](), 0
    for start, target in find_targets(block):
        if seen[start] != block[start]:
            continue
        end = start + len(target)
        made += [block[done:start], move_target(target, place)]
        done = end
    return "".join([*made, block[done:]])


def _may_lead(text: str, place: Place) -> bool:
    """Return whether a text may hold such a link: most hold none."""
    moved = place.moved
    is_moved = place.new_path != place.path or place.new_address != place.address
    names = {posixpath.basename(path) for path in moved.files}
    names |= {_last(address) for address in moved.addresses}
    plain = unquote(text)
    return is_moved or any(name in plain for name in names)


def _last(address: str) -> str:
    return posixpath.basename(address.rstrip("/"))


def move_target(target: str, place: Place) -> str:
    """Return a link's target as it is to be now."""
    found = INDICATOR.match(target)
    if found:
        return _move_file(target, found, place) if found["what"] in FILES else target
    bare, rest = _cut(target)
    host, path = _on_site(bare, place.moved.siteurl)
    if path is None or not bare:
        return target
    if path.startswith("/"):
        moved = place.moved.address(unquote(path))
        return target if moved is None else f"{host}{_like(moved, path)}{rest}"
    return _move_relative(path, rest, place)


def _move_file(target: str, found: re.Match[str], place: Place) -> str:
    path, rest = _cut(found["value"])
    plain = unquote(path)
    if not plain:
        return target
    now = place.moved.file(resolve_path(plain, place.path))
    if resolve_path(plain, place.new_path) == now:
        return target
    if path.startswith("/"):
        new = f"/{now}"
    else:
        new = posixpath.relpath(now, posixpath.dirname(place.new_path) or ".")
    return f"{target[: found.start('value')]}{_like(new, path)}{rest}"


def _move_relative(path: str, rest: str, place: Place) -> str:
    """Return a target that counts from the page itself."""
    if not place.address:
        return path + rest
    meant = unquote(urljoin(place.address, path))
    if meant.startswith(place.address):
        return path + rest  # what lies below the page goes with it
    now = place.moved.address(meant) or meant
    if unquote(urljoin(place.new_address, path)) == now:
        return path + rest
    folder = place.new_address.rpartition("/")[0] or "/"
    new = posixpath.relpath(now, folder)
    slash = "/" if now.endswith("/") else ""
    return f"{_like(new + slash, path)}{rest}"


def _on_site(bare: str, siteurl: str) -> tuple[str, str | None]:
    """Return the host of a target, if it names it, and the path; None elsewhere."""
    own = re.sub(r"^https?:", "", siteurl.rstrip("/"))
    if own:
        found = re.match(rf"(?:https?:)?{re.escape(own)}(?=/|$)", bare)
        if found:
            return found[0], bare[found.end() :] or "/"
    is_elsewhere = bare.startswith("//") or re.match(r"[A-Za-z][\w+.-]*:", bare)
    return "", None if is_elsewhere else bare


def _cut(target: str) -> tuple[str, str]:
    """Return a target up to its ``#`` or ``?``, and the rest."""
    found = SPLIT.search(target)
    return (target[: found.start()], target[found.start() :]) if found else (target, "")


def _like(new: str, old: str) -> str:
    """Return a new path written as the old one, with ``%20`` where that had it."""
    return quote(new) if unquote(old) != old else new
