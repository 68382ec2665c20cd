"""Tables that are too wide for a phone scroll in a frame that the keyboard reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

if TYPE_CHECKING:
    from markdown import Markdown


class TableExtension(Extension):
    """Frames every table; its first row's words are the frame's name."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # markdown's name
        md.treeprocessors.register(_Tables(md), "bulletin_tables", 14)


class _Tables(Treeprocessor):
    def run(self, root: Element) -> None:
        for parent in list(root.iter()):
            for place, child in enumerate(list(parent)):
                if child.tag == "table" and parent.get("class") != FRAME:
                    parent[place] = _frame(child)


FRAME = "table-frame"


def _frame(table: Element) -> Element:
    heads = ["".join(cell.itertext()).strip() for cell in table.iter("th")]
    frame = Element("div", {"class": FRAME, "role": "group", "tabindex": "0"})
    frame.set("aria-label", ", ".join(filter(None, heads)) or "Table")
    frame.tail, table.tail = table.tail, None
    frame.append(table)
    return frame
