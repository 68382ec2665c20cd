"""Files of references: BibTeX, RIS and CSL-JSON, read in one way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..library.json_lines import read_blocks
from .bibtex import read_bibtex
from .ris import read_ris
from .shared import Exchange, ImportFault

if TYPE_CHECKING:
    from collections.abc import Callable


def read_csl_json(text: str) -> Exchange:
    """Return the items of a CSL-JSON file: a list, one item, or ``{"items": […]}``."""
    start = text.removeprefix("\ufeff").lstrip()
    if start.startswith("{"):
        blocks, faults = read_blocks(f"[{start}]")
        whole = blocks[0].value if blocks else None
        if isinstance(whole, dict) and isinstance(whole.get("items"), list):
            return Exchange([_item(one, n) for n, one in enumerate(whole["items"], 1)])
    else:
        blocks, faults = read_blocks(text)
    found = Exchange(faults=[ImportFault(line, what) for line, what in faults])
    for number, block in enumerate(blocks, 1):
        if block.fault:
            found.report(block.line, block.fault)
        else:
            found.items.append(_item(block.value, number))
    return found


def _item(value: object, number: int) -> dict[str, object]:
    item = dict(value) if isinstance(value, dict) else {"title": str(value)}
    if item.get("id") in (None, ""):
        item["id"] = item.get("citation-key") or f"item{number}"
    return item


#: What reads a file, by the suffix of its name.
FORMATS: dict[str, Callable[[str], Exchange]] = {
    ".bib": read_bibtex,
    ".bibtex": read_bibtex,
    ".ris": read_ris,
    ".json": read_csl_json,
}
