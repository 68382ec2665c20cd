"""Texts that are written once, whole, and never over what an author has changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from ...front_matter.record import render
from ..files import write_whole
from .pictures import refuse_outside

if TYPE_CHECKING:
    from pathlib import Path

    from ...front_matter.record import FrontMatter
    from .house import House

#: Stock Pelican wants names in one line, and an item of a list four signs in.
NAMES = re.compile(r"^(tags|authors):\n((?:  - .*\n)+)", re.MULTILINE)
LISTED = re.compile(r"^  - ", re.MULTILINE)
#: What became of a file.
WRITTEN, RENEWED, SAME, KEPT = "written", "renewed", "same", "kept"


@dataclass(frozen=True)
class Writing:
    """What became of one file."""

    state: str
    digest: str  #: of the text that an import has written last


def digest_of(data: bytes) -> str:
    """Return what tells a text from one that somebody has edited."""
    return sha256(data).hexdigest()


def text_of(record: FrontMatter, body: str, house: House) -> str:
    """Return a whole post: its header, an empty line, its text."""
    form = "yaml" if house.is_yaml else "keys"
    header = render(record, form=form, zone=house.zone)
    if not house.is_yaml:
        header = LISTED.sub("    ", NAMES.sub(_in_one_line, header))
    return f"{header}\n{body.strip()}\n"


def _in_one_line(found: re.Match[str]) -> str:
    """Return names behind semicolons, as one of them may hold a comma."""
    names = LISTED.sub("", found[2]).splitlines()
    return f"{found[1]}: {'; '.join(names)};\n"


def write_text(
    path: Path, text: str, before: str, house: House, *, dry: bool
) -> Writing:
    """Write a text, unless another lies there than the import ``before`` has written.

    ``before`` is that one's digest, or nothing.
    """
    digest = digest_of(text.encode())
    refuse_outside(path, house.content)
    there = _read(path)
    if there is not None and digest_of(there) == digest:
        return Writing(SAME, digest)
    if there is not None and digest_of(there) != before:
        return Writing(KEPT, before)
    if not dry:
        write_whole(path, text)
    return Writing(WRITTEN if there is None else RENEWED, digest)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
