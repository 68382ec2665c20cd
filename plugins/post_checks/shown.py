"""What readers get of a text: the tree that its rendered body is.

A source only proposes what may be wrong, and where; whether it is, is seen here. What
Markdown read as code is no heading, no link and no slip of the pen, whatever it looks
like in the file, and what is printed as it stands was never a link.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from ..safe_html.ordinary import PHRASING
from ..safe_html.policy import ADDRESSES
from ..source.prose import CODE as OBJECT
from .html import find_tags
from .links import plain_target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from ..body import Body

#: What shows signs as they are; its text is nobody's sentence.
CODE = frozenset(
    {"code", "kbd", "math", "pre", "samp", "script", "style", "svg", "textarea", "tt"}
)
#: What is inside of a sentence.
WORDS = PHRASING | CODE
#: What stands in a sentence for an element that is no text.
SIGNS = {"br": "\n"} | dict.fromkeys((*CODE, "img"), OBJECT)
#: Whether a block of code holds more than the colours of a highlighter.
MORE_THAN_COLOURS = etree.XPath("boolean(.//*[not(self::span or self::code)])")
HEADINGS = {f"h{level}": level for level in range(1, 7)}
#: Beginnings of lines that look like items: “- sleep”, “2. mood”, “• weight”.
ITEM = re.compile(r"\s*(?P<mark>[-*+]|\d{1,3}\.|[•●▪■◦‣∙·・])\s*(?P<rest>.*)")
#: What Markdown, typographers and browsers write in more than one way.
VARYING = re.compile(r"[^\w\[\](){}@^|#]|_")
WORD = re.compile(r"[^\W_]+")
TAG = re.compile(r"</?[A-Za-z][^<>]*>")
#: How many headings of the source are looked at for one of the tree.
NEAR = 8


@dataclass(frozen=True)
class Heading:
    """A heading as readers see it."""

    level: int
    words: str


@dataclass
class _Tree:
    """What one walk through the tree collects."""

    links: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    targets: list[str] = field(default_factory=list)
    pictures: dict[str, list[dict[str, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    names: set[str] = field(default_factory=set)
    attributes: set[tuple[str, str]] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    headings: list[Heading] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)  #: without code
    code: list[str] = field(default_factory=list)  #: in blocks of its own


@dataclass(frozen=True)
class Shown:
    """A rendered text; each answer is worked out when it is asked for."""

    body: Body

    @property
    def html(self) -> str:
        """The text as HTML."""
        return self.body.html

    @cached_property
    def tree(self) -> HtmlElement:
        """The text as a tree, the same for all checks of it."""
        return self.body.tree()

    @cached_property
    def _tree(self) -> _Tree:
        found = _Tree()
        blocks = _walk(self.tree, found)
        found.blocks = [block for block in blocks if block.strip()]
        return found

    @cached_property
    def _printed(self) -> str:
        return "\n".join(fold(block) for block in self._tree.blocks)

    @cached_property
    def _items(self) -> set[tuple[str, str, bool]]:
        """Beginnings of printed lines that look like items of a list."""
        return {
            (*beginning, bool(number))
            for block in self._tree.blocks
            for number, line in enumerate(_lines(block))
            if (beginning := item_of(line))
        }

    @cached_property
    def _tags(self) -> tuple[Counter[str], Counter[str]]:
        """Names of the tags that are never closed, and of those never opened."""
        found = find_tags(self.html)
        pair = (found.unclosed, found.unopened)
        unclosed, unopened = (Counter(tag.name for tag in tags) for tags in pair)
        return unclosed, unopened

    @property
    def headings(self) -> list[Heading]:
        """All headings, in order."""
        return self._tree.headings

    def leads_to(self, target: str) -> bool:
        """Return whether a link or a picture has this target."""
        key = key_of(target)
        return key in self._tree.links or key in self._tree.pictures

    @property
    def targets(self) -> list[str]:
        """Where links lead to, in order."""
        return self._tree.targets

    def is_heard(self, target: str, number: int) -> bool:
        """Return whether the link to a target that comes ``number``-th has words."""
        found = self._tree.links.get(key_of(target), [])
        return not found or found[min(number, len(found) - 1)]

    def picture(self, target: str, number: int) -> dict[str, str] | None:
        """Return what is said of the picture that comes ``number``-th, if it is one."""
        found = self._tree.pictures.get(key_of(target), [])
        return found[min(number, len(found) - 1)] if found else None

    def has_element(self, name: str) -> bool:
        """Return whether an element of this name is there."""
        return name in self._tree.names

    def has_attribute(self, element: str, name: str) -> bool:
        """Return whether an element, or any where ``element`` is empty, has this."""
        return (element, name) in self._tree.attributes

    def has_id(self, name: str) -> bool:
        """Return whether something has this id."""
        return name in self._tree.ids

    def is_unclosed(self, name: str) -> bool:
        """Return whether an element of this name is opened and never closed."""
        return bool(self._tags[0][name])

    def is_unopened(self, name: str) -> bool:
        """Return whether an element of this name is closed and never opened."""
        return bool(self._tags[1][name])

    def prints(self, words: str) -> bool:
        """Return whether words are printed outside of code, as one looks at them."""
        return fold(words) in self._printed

    def prints_exactly(self, signs: str) -> bool:
        """Return whether signs are printed outside of code."""
        return any(signs in block for block in self._tree.blocks)

    def prints_item(self, line: str, *, below: bool) -> bool:
        """Return whether a line is printed as it stands, with the mark of an item.

        ``below``: and whether other words stand above it in the same paragraph.
        """
        beginning = item_of(line)
        found = [(*beginning, True), (*beginning, False)][: 1 if below else 2]
        return beginning != () and not self._items.isdisjoint(found)

    def is_block_of_code(self, line: str) -> bool:
        """Return whether a line stands in a block of code."""
        return any(line.strip() in code for code in self._tree.code)

    def hides(self, signs: str) -> bool:
        """Return whether signs are there, and all of them in code or in comments."""
        return signs in self.html and not self.prints_exactly(signs)


def key_of(target: str) -> str:
    """Return a link's target as it is compared: without what Markdown takes off."""
    return re.sub(r"[\s\\]+", "", plain_target(target))


def fold(text: str) -> str:
    """Return text without what may be written in more than one way."""
    return VARYING.sub("", text).lower()


def item_of(line: str) -> tuple[str, str] | tuple[()]:
    """Return the mark and the first word of a line that looks like an item, or ()."""
    found = ITEM.match(line)
    if not found:
        return ()
    word = WORD.search(TAG.sub("", found["rest"]))
    return found["mark"], word[0].lower() if word else ""


def are_same(heading: Heading, words: str) -> bool:
    """Return whether a heading's words are in the source of one."""
    shown = set(WORD.findall(heading.words.lower()))
    return shown <= set(WORD.findall(words.lower())) and bool(shown or not words)


def _collect(element: HtmlElement, found: _Tree) -> None:
    name, given = str(element.tag), element.items()
    found.names.add(name)
    for key, value in given:
        found.attributes |= {(name, key), ("", key)}
        if key == "id":
            found.ids.add(value)
        if key in ADDRESSES and key != "srcset" and name != "img":
            found.links[key_of(value)].append(name != "a" or _is_heard(element))
            found.targets.append(value)
    if name == "img":
        told = dict(given)
        found.pictures[key_of(told.get("src", ""))].append(told)
    elif name in HEADINGS:
        found.headings.append(Heading(HEADINGS[name], _heard_in(element)))
    elif name == "pre":
        found.code.append(str(element.text_content()))


def _is_heard(link: HtmlElement) -> bool:
    """Return whether a link has words; a picture in it is judged for itself."""
    if str(link.text_content()).strip() or _is_labelled(link):
        return True
    inside = islice(link.iterdescendants(etree.Element), NEAR)
    return any(one.tag in ("img", "svg") or _is_labelled(one) for one in inside)


def _is_labelled(element: HtmlElement) -> bool:
    return any(key == "title" or key.endswith("label") for key in element.attrib)


def _heard_in(element: HtmlElement) -> str:
    words = [str(element.text_content())]
    words += [str(one.get("alt") or "") for one in element.iter("img")]
    return " ".join(" ".join(words).split())


def _lines(block: str) -> list[str]:
    return [line for line in block.split("\n") if line.strip()]


def _walk(tree: HtmlElement, found: _Tree) -> Iterator[str]:
    """Collect what elements say, and yield the text of each paragraph, cell and so on.

    Code and comments are no text.
    """
    parts: list[str] = []
    depth = 0  #: of elements of code
    walk = etree.iterwalk(tree, ("start", "end", "comment", "pi"))
    for event, node in walk:
        name = node.tag if isinstance(node.tag, str) else ""
        if name == "pre" or (name and name not in WORDS):
            yield "".join(parts)
            parts.clear()
        if event == "start":
            if node is not tree:
                _collect(node, found)
            if name == "pre" and not MORE_THAN_COLOURS(node):
                walk.skip_subtree()
            if not depth and name in SIGNS:
                parts.append(SIGNS[name])
        if name in CODE:
            depth += 1 if event == "start" else -1
        text = node.text if event == "start" else node.tail
        if text and not depth:
            parts.append(text)
    yield "".join(parts)
