"""Raw HTML in a post: what may stand there, and what is refused with its line."""

from __future__ import annotations

import re
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
    is_list: bool = False  #: written as ``{: … }`` behind Markdown


@dataclass(frozen=True)
class Markup:
    """The raw HTML of a text."""

    tags: tuple[Tag, ...]
    unclosed: tuple[Tag, ...]
    unopened: tuple[Tag, ...]


def find_markup(prose: Prose) -> Markup:
    """Return every tag of a text, and those that are not closed or never opened."""
    if "<" in prose.text:
        reader = _TagReader(prose.first_line)
        # Behind the last “>” no tag ends; the library would look for it from each “<”.
        reader.feed(prose.text[: prose.text.rfind(">") + 1])
        reader.close()
        tags, opened, unopened = reader.tags, reader.opened, reader.unopened
    else:
        tags, opened, unopened = [], [], []
    for found in ATTRIBUTE_LIST.finditer(prose.text):
        given = {
            a["name"].lower(): a["value"] for a in ASSIGNED.finditer(found["inside"])
        }
        if given:
            line = prose.line_of(found.start())
            tags.append(Tag("", line, given, is_list=True))
    return Markup(tuple(tags), tuple(opened), tuple(unopened))


class _TagReader(HTMLParser):
    """Collects tags with their lines, and those without a partner."""

    def __init__(self, first_line: int) -> None:
        super().__init__(convert_charrefs=True)
        self.first_line = first_line
        self.tags: list[Tag] = []
        self.opened: list[Tag] = []
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
            self.opened.append(found)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append(Tag(tag, self._line(), given))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or tag in LOOSE:
            return
        for number in range(len(self.opened) - 1, -1, -1):
            if self.opened[number].name == tag:
                del self.opened[number]
                return
        self.unopened.append(Tag(tag, self._line()))
