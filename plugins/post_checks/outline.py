"""The outline of a post: its headings and the ids that links can lead to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .html import ATTRIBUTE_LIST
from .shown import NEAR, are_same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..source.prose import Prose
    from .html import Tag
    from .shown import Heading, Shown

HASHED = re.compile(r"^#")
RAW = re.compile(r"h[1-6]")
GIVEN_ID = re.compile(r"#(?P<id>[\w:.-]+)")


@dataclass(frozen=True)
class Written:
    """A line that begins a heading, if Markdown sees one there."""

    line: int
    words: str
    tag: str = ""  #: of raw HTML


def find_headings(
    prose: Prose, tags: tuple[Tag, ...], shown: Shown
) -> Iterator[tuple[Heading, int]]:
    """Yield the headings that readers see and that the text has, with their lines."""
    raw = (Written(tag.line, "", tag.name) for tag in tags if RAW.fullmatch(tag.name))
    written = sorted((*_written(prose), *raw), key=lambda one: one.line)
    at = 0
    for heading in shown.headings:
        for number, one in enumerate(written[at : at + NEAR], at):
            is_this = one.tag == f"h{heading.level}"
            if is_this or (not one.tag and are_same(heading, one.words)):
                yield heading, one.line
                at = number + 1
                break


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


def _written(prose: Prose) -> Iterator[Written]:
    lines = prose.lines
    whole = prose.body.split("\n")
    for number, line in enumerate(lines):
        place = number + prose.first_line
        hashed = HASHED.match(line)
        if hashed:
            yield Written(place, whole[number].strip("# \t"))
            continue
        under = lines[number + 1] if number + 1 < len(lines) else ""
        above = lines[number - 1].strip() if number else ""
        is_ruled = under[:1] in ("=", "-") and re.fullmatch(r"=+ *|-+ *", under)
        if line.strip() and not above and is_ruled:
            yield Written(place, whole[number].strip())
