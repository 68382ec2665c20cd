"""HTML as browsers read it, within bounds, and small things asked of its tree.

html5lib builds the tree by the standard's own algorithm, which takes long over what is
never closed: whatever comes near that is read as words alone.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Bounds that no post comes near.
LARGEST = 2_000_000
DEEPEST = 120
MOST_ATTRIBUTES = 200
MOST_OPEN = 100
MOST_MARKS = 60_000
MARK = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]*)[^<>]*?(/?)>")
#: A tag up to its end, whatever its quoted values hold; what it has none for, too.
TAG = re.compile(r"<[A-Za-z](?:[^\"'>]|\"[^\"]*\"|'[^']*')*+")
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
BETWEEN = re.compile(r"[\s/=]+")
LONG = 999
TAG_ALONE = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][\w:-]*)[^<>]*>?")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
EMPHASIS = frozenset(
    "a b big code em font i nobr s small strike strong tt u".split()  # noqa: SIM905  # as a list of words
)
FLAT_NAMES = (
    "area base br col dd dt embed hr img input li link meta option p param rp rt source"
    " tbody td tfoot th thead tr track wbr"
)
FLAT = frozenset(FLAT_NAMES.split())
BLOCK_NAMES = (
    "address article aside blockquote body center dd details dialog div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li"
    " main menu nav ol p pre search section summary table tbody td tfoot th thead tr ul"
)
BLOCKS = frozenset(BLOCK_NAMES.split())
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def parse(html: str) -> Tag | None:
    """Return the body of a tree, or None where its building might take for ever."""
    if is_overloaded(html):
        return None
    soup = BeautifulSoup(f"<!doctype html><body>{html}", "html5lib")
    return soup.body


def is_overloaded(html: str) -> bool:
    """Return whether a text has more markup in one place than any post."""
    if len(html) > LARGEST or max(map(len, html.split("<"))) > LARGEST // 2:
        return True
    depth = opened = 0
    marks = MARK.findall(html)
    if len(marks) > MOST_MARKS:
        return True
    for end, name, slash in marks:
        lower = name.lower()
        if lower in FLAT or slash:
            continue
        step = -1 if end else 1
        depth = max(depth + step, 0)
        if lower in EMPHASIS:
            opened = max(opened + step, 0)
        if depth > DEEPEST or opened > MOST_OPEN:
            return True
    tags = (one[0] for one in TAG.finditer(html) if len(one[0]) > LONG)
    return any(
        len(BETWEEN.findall(QUOTED.sub("", one))) > MOST_ATTRIBUTES for one in tags
    )


def words_alone(html: str) -> str:
    """Return HTML of the paragraphs of a text that is too much to be read whole."""
    if html.count("<!--") <= html.count("-->"):
        html = COMMENT.sub("", html)
    parts, done, silent = list[str](), 0, ""
    for mark in TAG_ALONE.finditer(html):
        name = mark["name"].lower()
        parts.append("" if silent else html[done : mark.start()])
        parts.append("\n\n" if name in BLOCKS or name == "br" else "")
        done = mark.end()
        if not silent and not mark["end"] and name in ("script", "style"):
            silent = name
        elif mark["end"] and name == silent:
            silent = ""
    parts.append("" if silent else html[done:])
    text = unescape("".join(parts))
    paragraphs = (" ".join(one.split()) for one in text.split("\n\n"))
    return "".join(f"<p>{escape(one)}</p>" for one in paragraphs if one)


def classes_of(tag: Tag) -> set[str]:
    """Return an element's classes."""
    value = tag.get("class")
    return set(value.split() if isinstance(value, str) else value or ())


def value_of(tag: Tag, *names: str) -> str:
    """Return the first attribute of these that says something."""
    values = (tag.get(name) for name in names)
    texts = (one if isinstance(one, str) else " ".join(one or ()) for one in values)
    return next((text.strip() for text in texts if text.strip()), "")


def is_text(node: object) -> bool:
    """Return whether a node is words, and no comment or the like."""
    return isinstance(node, NavigableString) and not isinstance(
        node, PreformattedString
    )


def texts_in(tag: Tag) -> Iterator[NavigableString]:
    """Yield the texts of an element."""
    for node in tag.descendants:
        if isinstance(node, NavigableString) and is_text(node):
            yield node


def words_of(tag: Tag) -> str:
    """Return an element's words on one line; a line break is a space."""
    parts = list[str]()
    for node in tag.descendants:
        if is_text(node):
            parts.append(str(node))
        elif isinstance(node, Tag) and (node.name == "br" or node.name in BLOCKS):
            parts.append(" ")
    return " ".join("".join(parts).split())


def has_block(tag: Tag) -> bool:
    """Return whether an element holds more than running text."""
    return any(isinstance(one, Tag) and one.name in BLOCKS for one in tag.descendants)


def new_tag(name: str, **attributes: str) -> Tag:
    """Return an element of no tree yet."""
    return Tag(name=name, attrs=dict(attributes))
