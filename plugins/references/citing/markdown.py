"""The notation inside Python-Markdown: it marks places, and decides nothing else.

What a place cites is decided later, when the whole site is read: so the marks stay
true when Pelican takes a post from its cache and the library has changed since.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from .grammar import BARE, GROUP, MalformedGroupError, is_locator, parse_group

if TYPE_CHECKING:
    from markdown import Markdown

CLASS = "citation"
SOURCE = "data-cite"
OPEN_TAG = re.compile(r"<(?:[A-Za-z/][^<>]*|!--(?:(?!-->).)*)$", re.DOTALL)
#: What Markdown puts in the place of something it has read, and of an escaped sign.
PLACEHOLDER = re.compile(r"\x02klzzwxh:\d+\x03")
ESCAPED = re.compile(r"\x02(\d+)\x03")
KEPT = {f"\x02{ord('@')}\x03": f"\x02{ord('@')}\x03"}
NOT_INSIDE = ("a", "code", "pre", "kbd", "samp")


class CitationExtension(Extension):
    """Mark ``[@key]`` and ``@key``; name it in Pelican's Markdown settings."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # Markdown's name
        """Read groups before links do, and bare keys after everything else."""
        if "@" not in md.ESCAPED_CHARS:
            md.ESCAPED_CHARS = [*md.ESCAPED_CHARS, "@"]
        md.inlinePatterns.register(_Group(GROUP, md), "citation_group", 172)
        md.inlinePatterns.register(_Bare(BARE, md), "citation_bare", 65)


class _Group(InlineProcessor):
    ANCESTOR_EXCLUDES = NOT_INSIDE
    SIGNS = "@"

    def handleMatch(  # type: ignore[override]  # noqa: N802  # as Markdown has it
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element | None, int | None, int | None]:
        rest = data[m.end(0) :]
        if rest.startswith(("(", "[")) or re.match(r"[ \n]?\[(?![^\]]*@)", rest):
            return None, None, None
        before, inside = data[: m.start(0)], self._without_escapes(m["inside"])
        if before.endswith(("!", "[")) or "\x02" in inside or _in_list(before):
            return None, None, None
        name = " ".join(inside.split()).lower()
        if name in self.md.references or name.startswith("^"):
            return None, None, None
        try:
            if not parse_group(inside):
                return None, None, None
        except MalformedGroupError:
            pass  # whether that is a mistake depends on the library
        return _place(f"[{inside}]", ""), m.start(0), m.end(0)

    def _without_escapes(self, text: str) -> str:
        """Return a group as its author means it: editors put a backslash before “_”.

        An escaped ``@`` stays what it is, so that it cites nobody.
        """
        if "\x02" not in text:
            return text
        codes = PLACEHOLDER.sub(lambda one: self.unescape(one[0]), text)
        return ESCAPED.sub(lambda one: KEPT.get(one[0]) or chr(int(one[1])), codes)


class _Bare(InlineProcessor):
    ANCESTOR_EXCLUDES = NOT_INSIDE
    SIGNS = "@"

    def handleMatch(  # type: ignore[override]  # noqa: N802  # as Markdown has it
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element | None, int | None, int | None]:
        if _in_list(data[: m.start(0)]):
            return None, None, None
        end = m.end(0)
        if m["inside"] is not None and not is_locator(m["inside"]):
            end = m.start("inside") - 2
        source = m.string[m.start(0) : end]
        return _place(source, source), m.start(0), end


def _in_list(before: str) -> bool:
    """Return whether a tag, a comment or ``{: title="@x" }`` is still open."""
    return "{:" in before[before.rfind("}") + 1 :] or bool(OPEN_TAG.search(before))


def _place(source: str, text: str) -> ET.Element:
    place = ET.Element("span", {"class": CLASS, SOURCE: source})
    place.text = AtomicString(text)
    return place


def makeExtension(**options: object) -> CitationExtension:  # noqa: N802  # Markdown's name
    """Return the extension, as Python-Markdown's loader expects."""
    return CitationExtension(**options)
