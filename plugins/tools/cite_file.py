"""Files of references on disk: BibTeX, RIS and CSL-JSON, read in one way."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..references.bibtex import read_bibtex
from ..references.exchange import Exchange, Fault
from ..references.json_lines import read_blocks
from ..references.ris import read_ris
from .site import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

SUFFIXES: dict[str, Callable[[str], Exchange]] = {".bib": read_bibtex}
SUFFIXES |= {".bibtex": read_bibtex, ".ris": read_ris}


def is_file_name(text: str) -> bool:
    """Say whether an argument names a file of references."""
    return Path(text).suffix.lower() in (*SUFFIXES, ".json")


def read_references(path: Path) -> Exchange:
    """Return a file's entries as CSL-JSON, in its order, and its faults."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise RefusedError(f"There is no file {path}.") from None
    except IsADirectoryError:
        raise RefusedError(f"{path} is a folder, not a file.") from None
    except UnicodeDecodeError:
        # Older programs export in the alphabet of Windows.
        text = path.read_bytes().decode("cp1252", errors="replace")
    suffix = path.suffix.lower()
    if suffix == ".json":
        return read_csl_json(text)
    if suffix not in SUFFIXES:
        message = f"{path.name}: not a .bib, .ris or .json file."
        raise RefusedError(message)
    return SUFFIXES[suffix](text)


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
    found = Exchange(faults=[Fault(line, what) for line, what in faults])
    for number, block in enumerate(blocks, 1):
        if block.fault:
            what = f"This record is not readable as JSON: {block.fault}."
            found.faults.append(Fault(block.line, what))
        else:
            found.items.append(_item(block.value, number))
    return found


def _item(value: Any, number: int) -> dict[str, object]:
    item = dict(value) if isinstance(value, dict) else {"title": str(value)}
    if item.get("id") in (None, ""):
        item["id"] = item.get("citation-key") or f"item{number}"
    return item
