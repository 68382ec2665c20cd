"""Footnotes with letters, so that none is taken for the number of a reference.

``[1]`` is a reference and a raised ``[a]`` a note, in the HTML itself: so they are told
apart where no style sheet reaches, in feeds, on paper and in what is copied.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown.treeprocessors import Treeprocessor

from ..words import to_letters

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

    from markdown import Markdown

MARK, BACK, NOTES = "footnote-ref", "footnote-backref", "footnote"
NUMBER = re.compile(r"[1-9]\d{0,5}")


class Footnotes(Treeprocessor):
    """Gives what ``footnotes`` has made letters, roles and names.

    A site that has marks of its own (``SUPERSCRIPT_TEXT``) keeps them.
    """

    def __init__(self, md: Markdown, words: Mapping[str, str]) -> None:
        super().__init__(md)
        self.footnote_words = words

    def run(self, root: Element) -> None:
        marks = [link for link in root.iter("a") if link.get("class") == MARK]
        if not all(NUMBER.fullmatch(mark.text or "") for mark in marks):
            return
        for mark in marks:
            letter = to_letters(int(mark.text or ""))
            mark.text = f"[{letter}]"
            mark.set("role", "doc-noteref")
            mark.set("aria-label", self.footnote_words["note"].format(letter=letter))
        for box in root.iter("div"):
            if box.get("class") == NOTES:
                self._name(box)

    def _name(self, box: Element) -> None:
        box.set("role", "doc-endnotes")
        box.set("aria-label", self.footnote_words["footnotes"])
        for listed in box.findall("ol"):
            listed.set("type", "a")
            for number, item in enumerate(listed.findall("li"), 1):
                backs = [one for one in item.iter("a") if one.get("class") == BACK]
                for at, back in enumerate(backs, 1):
                    self._lead_back(back, to_letters(number), at, len(backs))

    def _lead_back(self, back: Element, letter: str, at: int, of: int) -> None:
        back.attrib.pop("title", None)  # it said a number
        back.set("role", "doc-backlink")
        label = self.footnote_words["note_back"]
        if of > 1:
            back.text = f"{back.text}{at}"
            back.tail = " " if at < of else back.tail
            label = self.footnote_words["note_back_one"]
        back.set("aria-label", label.format(letter=letter, number=at))
