"""``cite --render``: a file of references, formatted in one of the styles."""

from __future__ import annotations

import json
import sys
from html import escape
from typing import TYPE_CHECKING

from ..problem import did_you_mean
from ..references.library.item import parse_item
from ..references.settings import STYLES
from ..references.styles import format_reference
from .cite_file import read_references
from .site import RefusedError

if TYPE_CHECKING:
    from pathlib import Path

    from .voice import Voice

FORMATS = ("text", "html", "json")


def render_file(path: Path, style: str, form: str, voice: Voice) -> int:
    """Print every record of a file, in its order; 1 where one could not be read."""
    for name, value, known in (("style", style, STYLES), ("format", form, FORMATS)):
        if value not in known:
            hint = did_you_mean(value, known) or f"Known: {', '.join(known)}."
            raise RefusedError(f"--{name} {value}: there is no such {name}. {hint}")
    found = read_references(path)
    records = [parse_item(item) for item in found.items]
    printed = [format_reference(record, style) for record in records]
    if form == "json":
        ids = [record.key for record in records]
        bib = [html for html, _ in printed]
        text = json.dumps({"ids": ids, "bib": bib}, ensure_ascii=False, indent=1)
    elif form == "html":
        lines = [
            f'<li id="ref-{escape(record.key)}">{html}</li>'
            for record, (html, _) in zip(records, printed, strict=True)
        ]
        text = "\n".join(["<ol>", *lines, "</ol>"])
    else:
        text = "\n".join(plain for _, plain in printed)
    sys.stdout.write(f"{text}\n" if text else "")
    sys.stdout.flush()
    for fault in found.faults:
        voice.error(f"{path.name}:{fault.line}: {fault.what}")
        if form != "text":
            sys.stderr.write(f"{path.name}:{fault.line}: {fault.what}\n")
    lost = any(
        "cannot be read" in one.what or "not readable" in one.what
        for one in found.faults
    )
    return 1 if lost else 0
