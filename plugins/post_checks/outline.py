"""The outline of a post: its headings and the ids that links can lead to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .html import ATTRIBUTE_LIST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..source.prose import Prose
    from .html import Tag

HASHED = re.compile(r"^(?P<marks>#{1,6})")
RAW = re.compile(r"h[1-6]")
GIVEN_ID = re.compile(r"#(?P<id>[\w:.-]+)")


@dataclass(frozen=True)
class Heading:
    """One heading: how deep it is, and its words."""

    level: int
    words: str
    line: int


def find_headings(prose: Prose, tags: tuple[Tag, ...]) -> list[Heading]:
    """Return the headings of a text in their order, raw HTML's too."""
    found = [*_written(prose), *(_raw(tag) for tag in tags if RAW.fullmatch(tag.name))]
    return sorted(found, key=lambda heading: heading.line)


def find_given_ids(prose: Prose, tags: tuple[Tag, ...]) -> list[tuple[str, int]]:
    """Return the ids that the author gave, with their lines."""
    found = [
        (tag.attributes["id"], tag.line) for tag in tags if tag.attributes.get("id")
    ]
    found += [
        (given[-1], prose.line_of(listed.start()))
        for listed in ATTRIBUTE_LIST.finditer(prose.text)
        if (given := GIVEN_ID.findall(listed["inside"]))
    ]
    return sorted(found, key=lambda pair: pair[1])


def _written(prose: Prose) -> Iterator[Heading]:
    lines = prose.lines
    whole = prose.body.split("\n")
    for number, line in enumerate(lines):
        place = number + prose.first_line
        hashed = HASHED.match(line)
        if hashed:
            words = whole[number].strip("# \t")
            yield Heading(len(hashed["marks"]), words, place)
            continue
        under = lines[number + 1] if number + 1 < len(lines) else ""
        above = lines[number - 1].strip() if number else ""
        if line.strip() and not above and re.fullmatch(r"=+ *|-+ *", under):
            yield Heading(1 if under[0] == "=" else 2, line.strip(), place)


def _raw(tag: Tag) -> Heading:
    return Heading(int(tag.name[1]), f"<{tag.name}>", tag.line)
