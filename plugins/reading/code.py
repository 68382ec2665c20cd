"""Code that may be wider than its place: the keyboard reaches and scrolls it."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from markdown.postprocessors import Postprocessor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown import Markdown

#: A line of so many columns fits a phone at twice the size of text.
NARROW = 16
#: Comments and tags; what stands in the quotes of an attribute is no tag.
PIECE = re.compile(r"""<!--.*?-->|<[a-zA-Z/](?:"[^"]*"|'[^']*'|[^'">])*>""", re.DOTALL)
OPENS, CLOSES = re.compile(r"<pre[\s>]", re.IGNORECASE), "</pre"
NAMED = re.compile(r"\s(tabindex|role|aria-label(?:ledby)?)\s*=", re.IGNORECASE)


def reach_code(md: Markdown, label: str) -> None:
    """Let the keyboard reach code that may scroll; ``label`` is what it is called."""
    # Behind what puts raw HTML and fenced code back into the text.
    md.postprocessors.register(_Code(md, label), "bulletin_code", 5)


class _Code(Postprocessor):
    def __init__(self, md: Markdown, label: str) -> None:
        super().__init__(md)
        self.label = label

    def run(self, text: str) -> str:
        return make_reachable(text, self.label)


def make_reachable(html: str, label: str) -> str:
    """Return HTML whose wide ``pre`` can be focused, as groups with a name.

    What an author has said of one stays. Engines that let every scrolling box be
    focused do so without a name, and WebKit does not.
    """
    if "<pre" not in html and "<PRE" not in html:
        return html
    parts, at = [], 0
    for opening, inner in _blocks(html):
        if _is_wide(inner):
            tag = opening[0]
            parts += [html[at : opening.start()], _named(tag, label)]
            at = opening.end()
    return "".join((*parts, html[at:]))


def _blocks(html: str) -> Iterator[tuple[re.Match[str], str]]:
    """Yield the start tag of each block of code, and what stands in it."""
    opening = None
    for piece in PIECE.finditer(html):
        if opening is None and OPENS.match(piece[0]):
            opening = piece
        elif opening and piece[0].lower().startswith(CLOSES):
            yield opening, html[opening.end() : piece.start()]
            opening = None


def _is_wide(inner: str) -> bool:
    text = unescape(PIECE.sub("", inner))
    return any(_columns(line) > NARROW for line in text.splitlines())


def _columns(line: str) -> int:
    line = line.expandtabs(8)
    return len(line) + sum(east_asian_width(sign) in "WF" for sign in line)


def _named(tag: str, label: str) -> str:
    said = {name.lower() for name in NAMED.findall(tag)}
    more = "" if "tabindex" in said else ' tabindex="0"'
    if said.isdisjoint(("role", "aria-label", "aria-labelledby")):
        more += f' role="group" aria-label="{label}"'
    return f"{tag[:-1]}{more}>"
