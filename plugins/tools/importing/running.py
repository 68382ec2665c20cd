"""Running text as browsers show it: its white space, and what says nothing."""

from __future__ import annotations

import re

from bs4.element import NavigableString, Tag

from .tree import words_of

#: What running text may hold, and what each becomes.
INLINE = {
    **{name: name for name in ("a", "em", "strong", "sub", "sup", "small", "mark")},
    **{name: name for name in ("q", "abbr", "cite", "dfn", "var", "ins", "kbd", "u")},
    **{name: name for name in ("samp", "code", "del", "time")},
    "acronym": "abbr",
    "b": "strong",
    "i": "em",
    "s": "del",
    "strike": "del",
    "tt": "code",
}
NAMES = tuple(dict.fromkeys(INLINE.values()))
#: Stands where a footnote is named: ``<bulletin-note data-note="1">``.
NOTE = "bulletin-note"
SPACES = re.compile(r"[ \t\n\r\f]+")


def tidy(block: Tag) -> None:
    """Give running text the white space that browsers show, in its place."""
    _unwrap(block)
    _merge(block)
    _space(block)
    for tag in reversed(block.find_all(NAMES)):
        if isinstance(tag, Tag) and not says_something(tag):
            tag.unwrap()  # a space or a break may stand in it
    _hoist(block)
    _merge(block)
    _trim(block)


def says_something(tag: Tag) -> bool:
    """Return whether readers see anything of an element, or a link leads to it."""
    if words_of(tag) or tag.find(("img", NOTE)):
        return True
    return any(isinstance(one, Tag) and one.get("id") for one in tag.descendants)


def _unwrap(block: Tag) -> None:
    """Take off emphasis that stands in emphasis of its own kind."""
    for tag in list(block.find_all(NAMES)):
        if tag.name not in ("sub", "sup") and tag.find_parent(tag.name) is not None:
            tag.unwrap()


def _merge(block: Tag) -> None:
    """Make one of neighbours that are marked alike."""
    for tag in list(block.find_all(NAMES)):
        if tag.parent is None:
            continue
        after = tag.next_sibling
        while isinstance(after, Tag) and _is_alike(after, tag):
            for node in list(after.contents):
                tag.append(node)
            after.decompose()
            after = tag.next_sibling
    block.smooth()


def _is_alike(one: Tag, other: Tag) -> bool:
    return one.name == other.name and one.attrs == other.attrs


def _space(block: Tag) -> None:
    """Collapse white space across elements; none is left at the ends and at breaks."""
    is_free = True  #: nothing, or white space, stands before
    last: NavigableString | None = None
    for node in list(block.descendants):
        if isinstance(node, NavigableString):
            text = SPACES.sub(" ", str(node))
            if is_free:
                text = text.removeprefix(" ")
            if text:
                is_free = text.endswith(" ")
                last = _replaced(node, text)
            else:
                node.extract()
        elif isinstance(node, Tag) and node.name == "br":
            _without_end(last)
            is_free, last = True, None
        elif isinstance(node, Tag) and node.name in ("img", NOTE):
            is_free, last = False, None
    _without_end(last)


def _without_end(node: NavigableString | None) -> None:
    if node is not None:
        _replaced(node, str(node).removesuffix(" "))


def _replaced(node: NavigableString, text: str) -> NavigableString:
    if str(node) == text:
        return node
    made = NavigableString(text)
    node.replace_with(made)
    return made


def _hoist(block: Tag) -> None:
    """Put spaces and breaks at the ends of emphasis and links outside of these."""
    for tag in reversed(block.find_all(NAMES)):
        while tag.contents and _is_edge(tag.contents[0]):
            tag.insert_before(tag.contents[0].extract())
        while tag.contents and _is_edge(tag.contents[-1]):
            tag.insert_after(tag.contents[-1].extract())
        first = tag.contents[0] if tag.contents else None
        if isinstance(first, NavigableString) and first.startswith(" "):
            tag.insert_before(NavigableString(" "))
            _replaced(first, first.lstrip(" "))
        last = tag.contents[-1] if tag.contents else None
        if isinstance(last, NavigableString) and last.endswith(" "):
            tag.insert_after(NavigableString(" "))
            _replaced(last, last.rstrip(" "))


def _is_edge(node: object) -> bool:
    is_break = isinstance(node, Tag) and node.name == "br"
    return is_break or (isinstance(node, NavigableString) and not node.strip(" "))


def _trim(block: Tag) -> None:
    """Leave no space and no break at the ends."""
    for place in (0, -1):
        while block.contents and _is_edge(block.contents[place]):
            block.contents[place].extract()
    first = block.contents[0] if block.contents else None
    if isinstance(first, NavigableString):
        _replaced(first, first.lstrip(" "))
    last = block.contents[-1] if block.contents else None
    if isinstance(last, NavigableString):
        _replaced(last, last.rstrip(" "))
