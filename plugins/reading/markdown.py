"""Callouts that say in a word what their colour repeats; tables and code in reach."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from ..words import choose_words
from .attributes import Braces
from .code import reach_code
from .dialects import read_dialects
from .footnotes import Footnotes
from .lists import read_lists

if TYPE_CHECKING:
    from markdown import Markdown

HIDDEN = "visually-hidden"
FRAME = "table-frame"


class ReadingExtension(Extension):
    """Marks up what ``admonition`` has found, and names what may be scrolled.

    Names are those of the site's language: Markdown does not know that of a post.
    """

    def __init__(
        self, words: dict[str, str], titles: dict[str, str], lang: str = "en"
    ) -> None:
        super().__init__()
        self.words, self.titles = words, titles
        self.box_words = choose_words({}, lang)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # markdown's name
        md.treeprocessors.register(_Callouts(md, self), "bulletin_callouts", 15)
        md.treeprocessors.register(
            _Tables(md, self.box_words["table"]), "bulletin_tables", 14
        )
        # Behind those that make footnotes and count how often each is named.
        footnotes = Footnotes(md, self.box_words)
        md.treeprocessors.register(footnotes, "bulletin_footnotes", 13)
        # Other extensions may still be to come: each looks for its partner later.
        md.treeprocessors.register(Braces(md), "bulletin_braces", 9)
        read_lists(md)
        read_dialects(md, self.words)
        reach_code(md, self.box_words["code"])


class _Callouts(Treeprocessor):
    def __init__(self, md: Markdown, wanted: ReadingExtension) -> None:
        super().__init__(md)
        self.words, self.titles = wanted.words, wanted.titles

    def run(self, root: Element) -> None:
        for box in root.iter("div"):
            classes = (box.get("class") or "").split()
            if classes[:1] == ["admonition"]:
                box.set("role", "note")
                self._name(box, classes[1:])

    def _name(self, box: Element, kinds: list[str]) -> None:
        if not kinds or not len(box) or box[0].get("class") != "admonition-title":
            return
        title, first = box[0], kinds[0]
        is_untitled = title.text in (first.capitalize(), None)
        if is_untitled and first in self.titles:
            title.text = self.titles[first]
            return
        kind = next((kind for kind in kinds if kind in self.words), None)
        if kind is None or (is_untitled and kind == first):
            return  # what Markdown calls it says in a word what it is
        word = self.words[kind]
        hidden = Element("span", {"class": HIDDEN})
        hidden.text, hidden.tail = f"{word}: ", title.text
        title.text = None
        title.insert(0, hidden)


class _Tables(Treeprocessor):
    """Frames every table; its first row's words are the frame's name."""

    def __init__(self, md: Markdown, name: str) -> None:
        super().__init__(md)
        self.name = name

    def run(self, root: Element) -> None:
        bare = [
            (parent, place, child)
            for parent in root.iter()
            for place, child in enumerate(parent)
            if child.tag == "table" and parent.get("class") != FRAME
        ]
        for parent, place, child in bare:
            parent[place] = _frame(child, self.name)


def _frame(table: Element, name: str) -> Element:
    heads = ["".join(cell.itertext()).strip() for cell in table.iter("th")]
    frame = Element("div", {"class": FRAME, "role": "group", "tabindex": "0"})
    frame.set("aria-label", ", ".join(filter(None, heads)) or name)
    frame.tail, table.tail = table.tail, None
    frame.append(table)
    return frame
