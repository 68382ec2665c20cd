"""Pictures as they are sent to readers, and what they tell of where they were taken."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ...images.picture import UnreadableError, measure, tells_place
from ...problem import Level, Problem
from ...report import relative_path
from ...source.core import digest
from ...source.read import list_files as list_content
from ..files import list_files
from ..output_checks.links import Addresses
from ..output_checks.page_facts import parse_page, read_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .passes import CheckedSite, Text
    from .settings import CheckSettings

PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".tif", ".tiff")
#: What of a made picture's name is not its own: “room-1200.3f2a.webp”.
MADE = re.compile(r"(?:-\d+)?(?:\.[0-9a-f]{6,})?\.\w+$")


@dataclass(frozen=True)
class _Sent:
    """A picture that a page may load."""

    name: str  #: of its file
    kilobytes: int
    pixels: int  #: of its longer side; 0 where nobody can measure it


def find_large(
    texts: Iterable[Text], settings: dict[str, object], own: CheckSettings
) -> Iterator[Problem]:
    """Yield a problem for each picture of a text that takes long to load.

    What is published counts: a large file in ``content`` of which smaller ones are made
    is none. Of each the largest that a browser may choose is measured.
    """
    trees = dict[Path, Addresses]()
    for text in texts:
        if text.stage is None:
            continue
        if text.stage not in trees:
            home, files = str(settings.get("SITEURL") or ""), list_files(text.stage)
            trees[text.stage] = Addresses(home, frozenset(files))
        worst = dict[int, _Sent]()
        for sent in _sent(text, text.stage, trees[text.stage]):
            line = _line_of(sent.name, text)
            is_large = sent.kilobytes > own.image_kilobytes
            is_large |= sent.pixels > own.image_pixels
            if line and is_large and sent.kilobytes > worst.get(line, _NONE).kilobytes:
                worst[line] = sent
        for line, sent in sorted(worst.items()):
            size = f"{sent.kilobytes:,} kB"
            size += f", {sent.pixels:,} pixels on a side" if sent.pixels else ""
            what = f"“{sent.name}” is sent to readers with {size}."
            most = f"{own.image_kilobytes:,} kB and {own.image_pixels:,} pixels"
            remedy = f"Make the picture smaller: at most {most}."
            yield Problem(text.path, line, what, remedy, "image-heavy", Level.WARNING)


_NONE = _Sent("", -1, 0)


def _sent(text: Text, stage: Path, addresses: Addresses) -> Iterator[_Sent]:
    """Yield the site's own pictures that a finished page may load."""
    facts = read_page(parse_page((stage / text.page).read_bytes()))
    targets = addresses.resolve_all(text.page, facts.links)
    places = {target.path for target in targets if target}
    for place in sorted(places & addresses.files):
        if place.lower().endswith(PICTURES):
            path = stage / place
            try:
                size = measure(path)
                pixels = max(size.width, size.height)
            except UnreadableError:
                pixels = 0
            kilobytes = round(path.stat().st_size / 1000)
            yield _Sent(path.name, kilobytes, pixels)


def _line_of(name: str, text: Text) -> int:
    """Return the line on which a text shows a picture; 0 where the theme does."""
    stem = re.escape(MADE.sub("", name))
    pattern = re.compile(rf"(?<![\w-]){stem}\.(?:\w{{3,4}})\b", re.IGNORECASE)
    lines = enumerate(text.source.lines, 1)
    return next((number for number, line in lines if pattern.search(line)), 0)


def find_places(checked: CheckedSite) -> Iterator[Problem]:
    """Yield a problem for each picture that says where it was taken.

    That is what an author commits, whatever is made of it, and what is published.
    """
    settings = checked.settings
    root, told = Path(str(settings["PATH"])), set[str]()
    files, _, _ = list_content(settings)
    for path in (root / name for name in files):
        if _tells(path, told):
            yield _place_told(relative_path(path, settings))
    for name in list_files(checked.published):
        if _tells(checked.published / name, told):
            yield _place_told(f"{Path(str(settings['OUTPUT_PATH'])).name}/{name}")


def _tells(path: Path, told: set[str]) -> bool:
    """Return whether a file says a place that no other file with its bytes has."""
    is_told = path.suffix.lower() in PICTURES and path.is_file() and tells_place(path)
    mark = digest(path.read_bytes()) if is_told else ""
    is_new = is_told and mark not in told
    told.add(mark)
    return is_new


def _place_told(path: str) -> Problem:
    what = "The picture says where it was taken."
    remedy = "Export it again without location before it is committed or sent."
    return Problem(path, 0, what, remedy, "image-location", Level.WARNING)
