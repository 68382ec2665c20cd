"""The judge: what a browser would make of a text, by the HTML standard's own algorithm.

html5lib builds the tree; lxml's parser follows no standard and misses what browsers
see. The text is read where a theme puts it, inside other elements and with a mark
behind it, so that what would reach beyond the text is seen as well: an end tag too
many, an element, comment or quotation mark that is never closed.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .ordinary import is_ordinary
from .policy import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from .policy import Policy

HTML = "{http://www.w3.org/1999/xhtml}"
XLINK = "{http://www.w3.org/1999/xlink}"
#: What a text may stand in; an end tag of one of these could close the theme's.
AROUND_NAMES = (
    "table tbody tr td main details article aside section header footer nav address"
    " blockquote figure dl dd ul li div div"
)
AROUND = tuple(AROUND_NAMES.split())
PAGE = ("html", "head", "body")
MARK = "bulletin-behind"
BEFORE = f"<!doctype html><body>{''.join(f'<{name}>' for name in AROUND)}"
BEHIND = (
    f'</div><span id="{MARK}"></span>'
    f"{''.join(f'</{name}>' for name in reversed(AROUND[:-1]))}"
)
#: Where each parser ends a comment elsewhere, or words are taken for one.
COMMENTS = frozenset(
    {
        "expected-closing-tag-but-got-char",
        "expected-dashes-or-doctype",
        "expected-tag-name-but-got-question-mark",
        "incorrect-comment",
        "unexpected-bang-after-double-dash-in-comment",
    }
)
#: What an item stands in; elsewhere it would end an item of the theme's.
LISTS = {"li": ("ol", "ul"), "dd": ("dl",), "dt": ("dl",)}
#: Bounds beyond every post; what is larger is refused before it is read.
LARGEST = 2_000_000
MOST_ATTRIBUTES = 200
MOST_EMPHASIS = 2000
DEEPEST = 150
TOKEN = re.compile(r"[^\s/>=]+")
EMPHASIS = re.compile(
    r"<(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)\b", re.IGNORECASE
)
TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]*)[^<>]*?(/?)>")
#: What needs no end tag, so that it makes nothing deeper.
FLAT_NAMES = (
    "area base br col dd dt hr img input li link meta option p rp rt source tbody td"
    " tfoot th thead tr wbr"
)
FLAT = frozenset(FLAT_NAMES.split())
#: How much of a long value is shown.
SHOWN = 60


@dataclass(frozen=True)
class Unsafe:
    """One thing that may not reach a page."""

    what: str  #: one sentence
    remedy: str
    sought: tuple[str, ...]  #: texts to look for in the author's file, best first


def find_unsafe(html: str, policy: Policy) -> tuple[Unsafe, ...]:
    """Return what of a rendered text may not reach a page, each once, in order."""
    if "<" not in html or is_ordinary(html, policy):
        return ()
    if len(html) > LARGEST or _is_overloaded(html):
        what = "The text has more markup, or more of it in one place, than any post."
        return (Unsafe(what, "Write it in Markdown, or divide it.", ()),)
    return tuple(dict.fromkeys(Reading(html, policy).faults()))


def _is_overloaded(html: str) -> bool:
    """Return whether the standard's algorithm would take long over a text.

    It looks at all attributes of an element for each of them, and at all open elements
    and emphasis for each that is closed in the wrong order.
    """
    # Behind a tag's last “>” stands what is read, however long a paragraph is.
    tags = (piece[: piece.rfind(">") + 1] or piece for piece in html.split("<")[1:])
    return (
        any(len(TOKEN.findall(tag)) > MOST_ATTRIBUTES for tag in tags if len(tag) > 999)
        or len(EMPHASIS.findall(html)) > MOST_EMPHASIS
        or _depth(html) > DEEPEST
    )


def _depth(html: str) -> int:
    """Return how deep elements can lie in each other at most."""
    deepest = depth = 0
    for end, name, slash in TAG.findall(html):
        if name.lower() not in FLAT and not slash:
            depth = max(0, depth + (-1 if end else 1))
            deepest = max(deepest, depth)
    return deepest


class Reading:
    """One text as browsers read it."""

    def __init__(self, html: str, policy: Policy) -> None:
        # Here, as few texts are not cleared without it.
        from html5lib import HTMLParser  # noqa: PLC0415  # as it says
        from html5lib.treebuilders import getTreeBuilder  # noqa: PLC0415  # same

        parser = HTMLParser(getTreeBuilder("etree"))
        self.html, self.policy = html, policy
        self.page: Element = parser.parse(f"{BEFORE}{html}{BEHIND}")
        self.errors = {code for _, code, _ in parser.errors}

    def faults(self) -> Iterator[Unsafe]:
        """Yield what may not stand there."""
        text = self._find_text()
        # Where the text has broken out of its place, it may be anywhere in the page.
        known = (*PAGE, *AROUND) if text is None else ()
        for element in (self.page if text is None else text).iter():
            if element is not text:
                yield from self._check(element, known)
        for element in (self.page, *self.page):
            for key, value in element.attrib.items():
                yield from self._check_attribute("", key, value)
        if self.errors & COMMENTS:
            what = "Words are hidden in a comment that not every browser ends alike."
            remedy = "Write it as <!-- words -->, or “&lt;” where “<” is meant."
            yield Unsafe(what, remedy, ("<!", "<?", "</"))
        if text is None or not all(_is_in_list(*pair) for pair in _pairs(text)):
            what = "The text is not closed in itself: it would take in the page around."
            remedy = "Close each element and comment, and nothing that is not open."
            yield Unsafe(what, remedy, tuple(_find_unpaired(self.html)))

    def _find_text(self) -> Element | None:
        """Return what holds the text, or None where the page around it is not whole."""
        place: Element | None = self.page.find(f"{HTML}body")
        for name in AROUND[:-1]:
            place = _only_child(place, name)
        if _tags(place) != [f"{HTML}div", f"{HTML}span"] or place is None:
            return None
        text, behind = place
        is_whole = behind.get("id") == MARK and not len(behind)
        return (
            text if is_whole and not (place.text or text.tail or behind.tail) else None
        )

    def _check(self, element: Element, known: tuple[str, ...]) -> Iterator[Unsafe]:
        if not isinstance(element.tag, str):
            if (element.text or "").startswith("#"):
                what = "A comment that begins with “#” is an order to some servers."
                yield Unsafe(what, "Put a space before the “#”.", ("<!--#",))
            return
        space, _, name = element.tag.rpartition("}")
        is_html = f"{space}}}" == HTML
        if name in known and not element.attrib:
            return
        if not (self.policy.allows(name) if is_html else name in self.policy.more):
            what = f"The element <{name}> may not be in a text."
            remedy = f"Leave it out; if <{name}> is meant as text, put it in backticks."
            yield Unsafe(what, remedy, (f"<{name}",))
            return
        for key, value in element.attrib.items():
            # What is behind a text that has broken out may have become a part of it.
            if not known or (MARK not in key and MARK not in value):
                yield from self._check_attribute(name, key, value)

    def _check_attribute(self, element: str, key: str, value: str) -> Iterator[Unsafe]:
        name = key.replace(XLINK, "xlink:")
        fault = self.policy.fault_of(element, name, value)
        if fault is None and element:
            return
        short = value if len(value) <= SHOWN else f"{value[:SHOWN]}…"
        if fault is Fault.ADDRESS:
            what = f"An address begins in a way that is not allowed: “{short}”."
            remedy = "Link a page that begins with https:, or leave it out."
        elif fault is Fault.HOST:
            what = f"“{short}” would be fetched from another site, which learns of it."
            remedy = "If you may use it, put it into images/ and show it from there."
        elif fault is Fault.CLASS:
            what = f"The theme keeps a class in “{short}” for parts of its own."
            remedy = "Leave it out; the theme decides how things look."
        elif fault is Fault.ID:
            what = f"Every page has the id “{value}” already."
            remedy = "Give it another: {#another}."
        else:
            what = f"The attribute “{name}” may not be on <{element or 'body'}>."
            remedy = "Leave it out."
            if name == "name" and element == "a":
                remedy = f'Write id="{short}" instead.'
        yield Unsafe(what, remedy, (value, f"{name}=", f"<{element}"))


def _only_child(parent: Element | None, name: str) -> Element | None:
    """Return the child of an element that holds it alone, else None."""
    if parent is None or _tags(parent) != [HTML + name]:
        return None
    return None if parent.text or parent[0].tail else parent[0]


def _tags(parent: Element | None) -> list[str]:
    return [] if parent is None else [str(child.tag) for child in parent]


def _pairs(text: Element) -> Iterator[tuple[str, str]]:
    """Yield the name of each element inside another, and of what it stands in.

    A ``div`` may group items, so that it counts as what it stands in itself.
    """
    waiting = [(text, "")]
    while waiting:
        parent, name = waiting.pop()
        for child in parent:
            inner = str(child.tag).removeprefix(HTML)
            yield inner, name
            waiting.append((child, name if inner == "div" else inner))


def _find_unpaired(html: str) -> Iterator[str]:
    """Yield the beginnings of tags that are not opened as often as they are closed."""
    counts: Counter[str] = Counter()
    for end, name, slash in TAG.findall(html):
        if name.lower() not in FLAT and not slash:
            counts[name.lower()] += -1 if end else 1
    yield from (f"</{name}" if n < 0 else f"<{name}" for name, n in counts.items() if n)
    yield from ("<!--", "<li", "<dd", "<dt", "<td", "<tr")


def _is_in_list(name: str, parent: str) -> bool:
    return parent in LISTS.get(name, (parent,))
