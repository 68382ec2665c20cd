"""Braces that are words: only what is surely a list of attributes is read as one.

Python-Markdown's ``attr_list`` takes any words in braces behind a cell, a heading, a
paragraph or emphasis for attributes, so that “5 {mg}” loses its unit.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX, AtomicString

from ..safe_html.policy import NEVER, is_attribute_allowed

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NAME = r"[A-Za-z_][\w:.-]*"
VALUE = r"\"[^\"\n]*\"|'[^'\n]*'|[^\s\"'{}=]+"
TOKEN = re.compile(
    rf" *(?:#(?P<id>[\w:.-]+)|\.(?P<class>{NAME})|(?P<key>{NAME})=(?P<value>{VALUE})"
    rf"|(?P<word>{NAME}))(?= |\Z)"
)
BRACES = re.compile(
    r"\{(?P<colon>:?)(?P<inside>(?:\"[^\"\n]*\"|'[^'\n]*'|[^{}\"'\n])*)\}"
)
#: An opening brace as Markdown keeps an escaped one until the page is written.
ESCAPED = f"{STX}{ord('{')}{ETX}"
SIDE = re.compile("left|right|center|middle|top|bottom|justify")
SIZE = re.compile(r"\d+(?:\.\d+)?(?:%|[a-z]{2,3})?")
#: Attributes of old that are known by their values alone.
FORMS = {"align": SIDE, "valign": SIDE, "width": SIZE, "height": SIZE}
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


class Braces(Treeprocessor):
    """Keeps ``attr_list`` from braces that hold words; it runs right before it."""

    def run(self, root: Element) -> None:
        for parent in root.iter():
            if parent.text and not isinstance(parent.text, AtomicString):
                parent.text = _keep_words(parent.text, parent.tag)
            for child in parent:
                if child.tail and "{" in child.tail:
                    child.tail = _keep_words(child.tail, child.tag, parent.tag)


def _keep_words(text: str, *tags: str) -> str:
    if "{" not in text:
        return text
    out, done = list[str](), 0
    for brace in re.finditer(r"\{", text):
        if brace.start() < done:
            continue
        found = BRACES.match(text, brace.start())
        if found and _is_list(found, tags):
            out.append(text[done : found.end()])
            done = found.end()
        else:
            out += [text[done : brace.start()], ESCAPED]
            done = brace.end()
    return "".join([*out, text[done:]])


def _is_list(braces: re.Match[str], tags: tuple[str, ...]) -> bool:
    inside = braces["inside"].rstrip(" ")
    at = 0
    while at < len(inside):
        token = TOKEN.match(inside, at)
        if not token or not _is_meant(token, tags, is_marked=bool(braces["colon"])):
            return False
        at = token.end()
    return at > 0


def _is_meant(token: re.Match[str], tags: tuple[str, ...], *, is_marked: bool) -> bool:
    """Return whether one of the words in braces is an attribute.

    What no page may have (``style``, ``onclick``) is one too: it is refused by name.
    """
    if token["class"]:
        return True
    if token["id"]:
        return not token["id"].isdigit() or is_marked or bool(HEADINGS & set(tags))
    name, value = (token["key"] or token["word"]).lower(), token["value"]
    if value is None and not is_marked:
        return name == "download" or name.startswith("data-")
    if name in FORMS:
        return bool(FORMS[name].fullmatch((value or "").strip("\"'")))
    is_refused = name in NEVER or re.fullmatch(r"on[a-z]{4,}", name)
    return bool(is_refused) or any(is_attribute_allowed(tag, name, ()) for tag in tags)
