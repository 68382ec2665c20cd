"""The finished text of a post without its code, and the way back to its source."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from ..source.prose import Prose

#: Stands where code was.
CODE = "\ufffc"
#: Stands between blocks; no notation goes on behind it.
BETWEEN = "\n\x1e\n"
#: Without one of these no block is worth keeping.
SUSPECT = re.compile(
    r"[\[{}%:=^~|$\\*#`'+?!@\xa0\u2000-\u200f\u202f\u2060\u3000\ufeff\u00ad［【＃\")]"
    r"|^\s*(?:[-+]|\d+\.|h\d\.|bq\.|[ai]\.) |^(?:[-+]|1\.)[^\W\d_]"
    r"|[ ]_(?!\w)",
    re.MULTILINE,
)
OPAQUE_NAMES = "code pre kbd samp tt math script style svg textarea"
OPAQUE = frozenset(OPAQUE_NAMES.split())
#: Classes of what plugins have made of an author's marks.
MADE = frozenset({"citation", "math", "arithmatex", "katex", "footnote-ref"})
BLOCK_NAMES = (
    "address article aside blockquote body caption center dd details div dl dt"
    " fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav"
    " ol p section summary table tbody td tfoot th thead tr ul"
)
BLOCKS = frozenset(BLOCK_NAMES.split())
WRITTEN_NAMES = "dd dt h1 h2 h3 h4 h5 h6 li p td th"
#: Where Markdown itself puts words; those of any other element are raw HTML.
WRITTEN = frozenset(WRITTEN_NAMES.split())
#: What may stand before a block's text on its line.
BEFORE = r"^[ \t>]*(?:[-*+:]|\d+\.|#+|\|)?[ \t]*(?:<[^<>\n]*>)*"
BEHIND = r"(?=(?:<[^<>\n]*>)*[ \t|#]*$)"
MOST_SIGNS = 300  #: of words that are looked for
LONGEST = 80  #: signs of words that are looked for with emphasis inside
#: How exporters write the end of a bracket, at least one that they have escaped.
CLOSING, ESCAPED = r"\\?\]", r"\\\]"
#: Signs that an extension of Markdown or an editor changes or escapes.
VARIED = {
    "_": r"\\?_",
    "\\": r"\\{1,2}",
    "]": CLOSING,
    **dict.fromkeys('"“”„‟″', '["“”„‟″]'),
    **dict.fromkeys("'‘’‚", "['‘’‚]"),
}


class Rendered:
    """A finished text, block by block."""

    def __init__(self, tree: HtmlElement, prose: Prose) -> None:
        self.prose, self.tree = prose, tree
        self.starts, self.tags, parts, at = list[int](), list[str](), list[str](), 0
        for element in self.tree.iter():
            if element is self.tree or element.tag in BLOCKS:
                words = "".join(_words(element, is_first=True)).strip("\n")
                if SUSPECT.search(words):
                    self.starts.append(at)
                    self.tags.append(str(element.tag))
                    parts.append(words)
                    at += len(words) + len(BETWEEN)
        self.text = BETWEEN.join(parts)  #: code is one sign in it
        self.places: dict[tuple[str, str, bool], tuple[int, Iterator[int]]] = {}

    def block_at(self, place: int) -> int:
        """Return the number of the block that holds a place of the text."""
        return bisect_right(self.starts, place) - 1

    def tag_at(self, place: int) -> str:
        """Return the element that is that block."""
        return self.tags[self.block_at(place)]

    def lines(
        self, found: re.Match[str] | str, *, is_exported: bool = False
    ) -> Iterator[int]:
        """Yield the next line of the file on which words stand, unless escaped.

        Words that readers see twice have two lines. ``is_exported``: a backslash before
        each bracket was put there by a program.
        """
        words = (found if isinstance(found, str) else found[0]).strip()
        whole = [] if isinstance(found, str) else _line_of(found)
        for text, is_line in (*whole, (words, False)):
            key = (text, words, is_line)
            if key not in self.places:
                places = self._find(text, is_line=is_line, is_exported=is_exported)
                self.places[key] = (len(places), iter(places))
            count, rest = self.places[key]
            if count:
                place = next(rest, -1)
                if place >= 0:
                    yield self.prose.line_of(place)
                return

    def _find(self, words: str, *, is_line: bool, is_exported: bool) -> list[int]:
        words, is_line = words[:MOST_SIGNS], is_line and len(words) <= MOST_SIGNS
        usual = _as_written(words)
        exported = rf"\\{usual.replace(CLOSING, ESCAPED)}" if is_exported else ""
        for written in (usual, exported, _as_emphasised(words)):
            pattern = rf"(?<!\\)(?P<words>{written})"
            if is_line:
                pattern = rf"{BEFORE}(?P<words>{written}){BEHIND}"
            sought = re.compile(pattern, re.MULTILINE)
            for text in (self.prose.text, self.prose.body) if written else ():
                if found := [hit.start("words") for hit in sought.finditer(text)]:
                    return found
        return []


def _line_of(found: re.Match[str]) -> list[tuple[str, bool]]:
    """Return the whole line of a match; its words may stand elsewhere, too."""
    text, words = found.string, found[0].strip()
    at = found.start() + found[0].index(words)
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", found.end())
    line = text[start : end if end >= 0 else None]
    if CODE in line:
        line = words if start == at else ""
    return [(line.strip(), True)] if line else []


def _words(element: HtmlElement, *, is_first: bool = False) -> Iterator[str]:
    """Yield an element's own words, and those of what is no block in it."""
    if not isinstance(element.tag, str):
        return
    if element.tag == "br":
        yield "\u2028"
    elif not is_first and element.tag in BLOCKS:
        yield "\n\n"
    elif element.tag in OPAQUE or MADE & set((element.get("class") or "").split()):
        yield CODE
    else:
        yield element.text or ""
        for child in element:
            yield from _words(child)
            yield child.tail or ""


def _as_written(words: str) -> str:
    """Return a pattern for words as an author may have written them; "" for none."""
    pieces = max(words.split(CODE), key=len).split()
    texts = ["".join(VARIED.get(one, re.escape(one)) for one in x) for x in pieces]
    return r"[\s>]+".join(texts)


def _as_emphasised(words: str) -> str:
    """Return likewise a pattern where Markdown took marks of emphasis off."""
    if len(words) > LONGEST or CODE in words:
        return ""
    return r"[*_]*".join(r"\s+" if one.isspace() else re.escape(one) for one in words)
