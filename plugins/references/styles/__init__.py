"""Styles: pure functions of a record, one style a file.

Each follows the branches of the Citation Style Language's own style of that name,
so that a list here reads as it does in Zotero. No fact is altered on the way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .ama import format_ama
from .apa.reference import format_apa
from .nlm import format_nlm_reference
from .parts import to_html, to_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..library.reference import Reference
    from .parts import StylePart

STYLES: dict[str, Callable[[Reference], StylePart]] = {
    "apa": format_apa,
    "ama": format_ama,
    "nlm": format_nlm_reference,
}


def format_reference(record: Reference, style: str) -> tuple[str, str]:
    """Return a reference as HTML and as plain text; never an empty one."""
    text = _compose(record, style)
    return to_html(text), to_text(text)


def format_html(record: Reference, style: str) -> str:
    """Return a reference as HTML alone, which is all that a page prints."""
    return to_html(_compose(record, style))


def _compose(record: Reference, style: str) -> str:
    return STYLES[style](record).text or record.title or record.url or record.key
