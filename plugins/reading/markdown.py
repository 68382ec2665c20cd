"""Callouts that say in a word what their colour repeats, and tables in a frame."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from .attributes import Braces
from .dialects import read_dialects
from .lists import read_lists

if TYPE_CHECKING:
    from markdown import Markdown

HIDDEN = "visually-hidden"
FRAME = "table-frame"


class ReadingExtension(Extension):
    """Marks up what the ``admonition`` extension has found, and frames every table."""

    def __init__(self, words: dict[str, str], titles: dict[str, str]) -> None:
        super().__init__()
        self.words, self.titles = words, titles

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # markdown's name
        md.treeprocessors.register(_Callouts(md, self), "bulletin_callouts", 15)
        md.treeprocessors.register(_Tables(md), "bulletin_tables", 14)
        # Other extensions may still be to come: each looks for its partner later.
        md.treeprocessors.register(Braces(md), "bulletin_braces", 9)
        read_lists(md)
        read_dialects(md, self.words)


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

    def run(self, root: Element) -> None:
        bare = [
            (parent, place, child)
            for parent in root.iter()
            for place, child in enumerate(parent)
            if child.tag == "table" and parent.get("class") != FRAME
        ]
        for parent, place, child in bare:
            parent[place] = _frame(child)


def _frame(table: Element) -> Element:
    heads = ["".join(cell.itertext()).strip() for cell in table.iter("th")]
    frame = Element("div", {"class": FRAME, "role": "group", "tabindex": "0"})
    frame.set("aria-label", ", ".join(filter(None, heads)) or "Table")
    frame.tail, table.tail = table.tail, None
    frame.append(table)
    return frame
