"""Raw HTML in a post: what may stand there, and what is refused with its line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..source.prose import Prose

ELEMENT_NAMES = (
    "a abbr address article aside b bdi bdo blockquote br caption cite code col"
    " colgroup dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr"
    " i img ins kbd li mark ol p pre q rp rt ruby s samp section small span strong sub"
    " summary sup table tbody td tfoot th thead time tr u ul var wbr"
)
ELEMENTS = frozenset(ELEMENT_NAMES.split())
EVERYWHERE_NAMES = "class dir hidden id lang markdown role tabindex title"
EVERYWHERE = frozenset(EVERYWHERE_NAMES.split())
ATTRIBUTES = {
    "a": "href rel hreflang target type download",
    "blockquote": "cite",
    "col": "span",
    "colgroup": "span",
    "del": "cite datetime",
    "details": "open name",
    "img": "src alt width height loading decoding srcset sizes",
    "ins": "cite datetime",
    "li": "value",
    "ol": "start reversed type",
    "q": "cite",
    "table": "border",
    "td": "colspan rowspan headers align valign",
    "th": "colspan rowspan headers scope abbr align valign",
    "time": "datetime",
}
VOID_NAMES = "area base br col embed hr img input link meta source track wbr"
LOOSE_NAMES = "p li dt dd tr td th thead tbody tfoot caption colgroup rt rp"
ADDRESS_NAMES = "href src cite srcset poster action formaction data"
VOID = frozenset(VOID_NAMES.split())
#: Elements that HTML closes by itself.
LOOSE = frozenset(LOOSE_NAMES.split())
#: Attributes that hold an address.
ADDRESSES = frozenset(ADDRESS_NAMES.split())
ATTRIBUTE_LIST = re.compile(r"\{:?(?P<inside>[^{}\n]*)\}")
ASSIGNED = re.compile(
    r"(?:^|\s)(?P<name>[A-Za-z][\w:-]*)\s*=\s*(?P<value>\"[^\"]*\"|\S+)"
)
UNSAFE_NAMES = (
    "script iframe frame frameset object embed applet form input button select"
    " textarea base meta link style portal"
)
UNSAFE = frozenset(UNSAFE_NAMES.split())
SUSPECT = re.compile(
    rf"<(?:{'|'.join(sorted(UNSAFE))})\b|<[^>]*\son[a-z]+\s*=|(?:java|vb)script\s*:",
    re.IGNORECASE,
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
        reader.feed(prose.text)
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


def is_allowed(name: str, more: Iterable[str]) -> bool:
    """Return whether an element may stand in a post."""
    return name in ELEMENTS or name in more


def is_attribute_allowed(element: str, name: str, more: Iterable[str]) -> bool:
    """Return whether an element may have an attribute; event handlers never."""
    if f"{element}.{name}" in more:
        return True
    if name.startswith("on") or name == "style":
        return False
    if name.startswith(("aria-", "data-")) or name in EVERYWHERE or not element:
        return True
    if element in more:
        return True
    return name in ATTRIBUTES.get(element, "").split()


def is_unsafe(content: str) -> str:
    """Return what a finished page must not hold, or nothing."""
    found = SUSPECT.search(re.sub(r"<!--.*?-->", "", content, flags=re.DOTALL))
    return found[0] if found else ""


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
