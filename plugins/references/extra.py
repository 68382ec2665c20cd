"""Fields that Zotero's users write into “Extra”, which CSL-JSON carries as ``note``.

Lines such as ``PMID: 31166571`` or ``{:original-date: 1900}`` at its beginning are
fields where the record has none of its own; other text is a note and stays one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .core import DATE_VARIABLES, NAME_VARIABLES

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

LINE = re.compile(r"^([-_a-z]+|[A-Z]+):\s*(.*?)\s*$")
BRACED = re.compile(r"\{:((?:[-_a-z]+|[A-Z]+):[^}]+)\}")


def read_extra(
    item: Mapping[str, object], known: Container[str]
) -> Mapping[str, object]:
    """Return the item with the fields of its note; ``known`` are CSL's text fields."""
    note = item.get("note")
    if not isinstance(note, str) or ":" not in note:
        return item
    found: dict[str, object] = {}
    names: dict[str, list[dict[str, str]]] = {}
    lines = [line for line in BRACED.sub(r"\n\1\n", note).split("\n") if line.strip()]
    for at, line in enumerate(lines):
        field = LINE.match(line)
        if not field:
            if at:
                break
            continue
        key, value = field.groups()
        if key == "type":
            found[key] = value
        elif item.get(key) or not value:
            continue
        elif key in NAME_VARIABLES:
            parts = re.split(r"\s*\|\|\s*", value)
            name = dict(zip(("family", "given"), parts, strict=False))
            names.setdefault(key, []).append(
                name if len(parts) > 1 else {"literal": value}
            )
        elif key in DATE_VARIABLES or key in known:
            found[key] = value
    return {**item, **found, **names} if found or names else item
