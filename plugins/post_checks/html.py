"""Raw HTML in a post: what may stand there, and what is refused with its line."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..source.prose import Prose

VOID_NAMES = "area base br col embed hr img input link meta source track wbr"
LOOSE_NAMES = "p li dt dd tr td th thead tbody tfoot caption colgroup rt rp"
VOID = frozenset(VOID_NAMES.split())
#: Elements that HTML closes by itself.
LOOSE = frozenset(LOOSE_NAMES.split())
ATTRIBUTE_LIST = re.compile(r"\{:?(?P<inside>[^{}\n]*)\}")
ASSIGNED = re.compile(
    r"(?:^|\s)(?P<name>[A-Za-z][\w:-]*)\s*=\s*(?P<value>\"[^\"]*\"|\S+)"
)


@dataclass(frozen=True)
class Tag:
    """One opening tag, or an attribute list, with what it says."""

    name: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    list: str = ""  #: ``{: … }`` as it is written behind Markdown


@dataclass(frozen=True)
class Markup:
    """The raw HTML of a text."""

    tags: tuple[Tag, ...]
    unclosed: tuple[Tag, ...]
    unopened: tuple[Tag, ...]


def find_tags(text: str, first_line: int = 1) -> Markup:
    """Return every tag of HTML, and those that are not closed or never opened."""
    if "<" not in text:
        return Markup((), (), ())
    reader = _TagReader(first_line)
    # Behind the last “>” no tag ends; the library would look for it from each “<”.
    reader.feed(text[: text.rfind(">") + 1])
    reader.close()
    return Markup(
        tuple(reader.tags), tuple(reader.opened.values()), tuple(reader.unopened)
    )


def find_markup(prose: Prose) -> Markup:
    """Return the same of a post's text, attribute lists among the tags."""
    raw = find_tags(prose.text, prose.first_line)
    tags = [*raw.tags]
    for found in ATTRIBUTE_LIST.finditer(prose.text):
        given = {
            a["name"].lower(): a["value"] for a in ASSIGNED.finditer(found["inside"])
        }
        if given:
            line = prose.line_of(found.start())
            tags.append(Tag("", line, given, found[0]))
    return Markup(tuple(tags), raw.unclosed, raw.unopened)


class _TagReader(HTMLParser):
    """Collects tags with their lines, and those without a partner."""

    def __init__(self, first_line: int) -> None:
        super().__init__(convert_charrefs=True)
        self.first_line = first_line
        self.tags: list[Tag] = []
        self.opened: dict[int, Tag] = {}  #: by their numbers, in order
        self.numbers = defaultdict[str, list[int]](list)  #: of those, by their names
        self.unopened: list[Tag] = []

    def _line(self) -> int:
        return self.getpos()[0] - 1 + self.first_line

    def parse_html_declaration(self, i: int) -> int:
        """Pass over ``<!…>``: the library raises for some that authors write."""
        return self.rawdata.find(">", i) + 1 or -1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        found = Tag(tag, self._line(), given)
        self.tags.append(found)
        if tag not in VOID and tag not in LOOSE:
            self.opened[len(self.tags)] = found
            self.numbers[tag].append(len(self.tags))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append(Tag(tag, self._line(), given))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or tag in LOOSE:
            return
        if self.numbers[tag]:
            del self.opened[self.numbers[tag].pop()]
        else:
            self.unopened.append(Tag(tag, self._line()))
