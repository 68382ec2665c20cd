"""HTML as a run of texts and tags, in one pass from the left to the right.

It is for counting alone. What a browser would still make of markup that is broken is
not its affair, but its time: it grows as a text does, whatever stands in it, which
cannot be said of ``html.parser``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: Elements whose contents are no markup.
RAW = {
    name: re.compile(f"</{name}", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title", "xmp", "noembed")
}
NAME = re.compile(r"/?([A-Za-z][^\s/>]{0,60})")
#: What may end a tag, and the sign at which a value begins that may hold “>”.
END = re.compile(r"=\s{0,20}([\"'])|>")
ATTRIBUTE = re.compile(
    r"([^\s=\"'<>/]{1,60})\s{0,20}=\s{0,20}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))"
)


@dataclass(frozen=True)
class Tag:
    """A tag: its name in small letters, and what its attributes say."""

    name: str
    is_end: bool = False
    values: Mapping[str, str] = field(default_factory=dict)


def scan(html: str) -> Iterator[str | Tag]:
    """Yield the texts of HTML, with their references read, and its tags.

    What is never ended (a comment, a tag, a program) holds the rest, as in browsers.

    >>> [*scan("<p title='a > b'>Tea &amp; <b")]
    [Tag(name='p', is_end=False, values={'title': 'a > b'}), 'Tea & ']
    """
    at = 0
    while (begin := html.find("<", at)) >= 0:
        if begin > at:
            yield unescape(html[at:begin])
        named = NAME.match(html, begin + 1)
        at = _end_of_tag(html, named.end()) if named else _end_of_other(html, begin)
        if not at:
            return
        if named:
            tag = _tag(named[1].lower(), html[begin:at])
            yield tag
            if tag.name in RAW and not tag.is_end:
                closed = RAW[tag.name].search(html, at)
                if not closed:
                    return
                if tag.name in ("textarea", "title"):
                    yield unescape(html[at : closed.start()])
                at = closed.start()
        elif at == begin + 1:
            yield "<"
    if at < len(html):
        yield unescape(html[at:])


def _end_of_other(html: str, begin: int) -> int:
    """Return where a comment or declaration is over; of a bare “<” its own end.

    0 where it holds all the rest.
    """
    if html.startswith("<!--", begin):
        end = html.find("-->", begin + 4)
        return end + 3 if end >= 0 else 0
    if html[begin + 1 : begin + 2] in ("!", "?", "/"):
        return html.find(">", begin) + 1
    return begin + 1


def _end_of_tag(html: str, at: int) -> int:
    """Return where a tag is over; 0 where it holds all the rest."""
    while found := END.search(html, at):
        if not found[1]:
            return found.end()
        at = html.find(found[1], found.end()) + 1
        if not at:
            return 0
    return 0


def _tag(name: str, text: str) -> Tag:
    if text.startswith("</"):
        return Tag(name, is_end=True)
    values = dict[str, str]()
    for found in ATTRIBUTE.finditer(text):
        value = found[2] or found[3] or found[4] or ""
        values.setdefault(found[1].lower(), unescape(value))
    return Tag(name, values=values)
