"""Where links stand in an author's text, in Markdown, HTML or reStructuredText."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Where a target stands: behind words in brackets or a name, in a tag, in the sharp
#: brackets of reStructuredText, or anywhere as a whole address.
PLACES = re.compile(
    r"""
    \]\(\s*<(?P<angle>[^<>\n]*)>
    | \]\(\s*(?P<plain>(?:[^\s()<>]|\([^\s()<>]*\))+)
    | ^[ ]{0,3}\[(?!\^)[^\]\n]+\]:[ \t]*\n?[ \t]*<?(?P<named>[^\s<>]+)
    | \b(?:href|src|poster|cite|data)\s*=\s*
      (?:"(?P<double>[^"\n]*)"|'(?P<single>[^'\n]*)'|(?P<bare>[^\s"'<>]+))
    | <(?P<automatic>https?://[^\s<>]+)>
    | <(?P<sharp>[{|][^<>\n]+)>
    | (?<![\w(<"'])(?P<lone>[{|](?:filename|static|attach)[|}][^\s<>()"']+)
    | (?<![\w/])(?P<whole>https?://
      (?:[^\s<>()"'\]\[]|'(?=\w)|\([^\s<>()"'\]\[]*\))+)
    """,
    re.VERBOSE | re.MULTILINE,
)
#: What ends a sentence and no address.
CLOSING = ".,;:!?*_…”’"


def find_targets(text: str) -> Iterator[tuple[int, str]]:
    """Yield where each link's target begins in a text, and the target, code or not."""
    for found in PLACES.finditer(text):
        name = found.lastgroup or ""
        target = found[name].rstrip(CLOSING if name == "whole" else "")
        if target.strip():
            yield found.start(name), target
