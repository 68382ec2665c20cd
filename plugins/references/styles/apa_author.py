"""Who stands first in an APA reference, and who stands in for an author."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from .apa_terms import REVIEWED, ROLES
from .apa_title import identifier, title, title_and_descriptions
from .parts import SILENT, Part, group
from .work import first_of

if TYPE_CHECKING:
    from .work import Work

#: Those who may stand in an author's place, in this order.
FIRST = ("composer", "author", "illustrator", "director", "guest", "host", "producer")
AFTER_TITLE = (
    "executive-producer",
    "series-creator",
    "editor-translator",
    "editor",
    "editorial-director",
    "compiler",
)
ON_STAGE = "event performance speech"
STAGE = ("chair", "organizer")
LAST = ("curator", "collection-editor")


def format_author(work: Work) -> Part:
    """Return who comes first, or what stands in for an unnamed author."""
    return first_of(
        *(partial(_labelled, work, role) for role in FIRST),
        lambda: _dictionary(work),
        *(partial(_labelled, work, role) for role in AFTER_TITLE),
        *(partial(_labelled, work, role) for role in STAGE if work.is_a(ON_STAGE)),
        *(partial(_labelled, work, role) for role in LAST),
        lambda: _organisation(work),
        lambda: _title_first(work),
    )


def _labelled(work: Work, role: str) -> Part:
    label = ROLES.get(role, ("", ""))
    return work.names(role, label=label, before=" (", after=")")


def _dictionary(work: Work) -> Part:
    if work.is_a("entry-dictionary entry-encyclopedia") and work.has("publisher"):
        return work.get("publisher")
    wholes = "book classic entry entry-dictionary entry-encyclopedia"
    if work.has("container-title") and work.is_a(wholes):
        return _title_first(work)
    return SILENT


def _organisation(work: Work) -> Part:
    if work.is_a("software webpage"):
        return work.get("publisher")
    return work.get("authority") if work.type == "standard" else SILENT


def _title_first(work: Work) -> Part:
    if work.is_a("review review-book") or work.has(*REVIEWED):
        if work.has("reviewed-genre", "reviewed-title") and work.has("title"):
            return title(work)
        return title_and_descriptions(work)
    if work.has("title"):
        return group(title(work), identifier(work), by=" ")
    return title_and_descriptions(work)


def contributors(work: Work) -> Part:
    """Return who else stands on the cover: “(with A. Smith)”."""
    if not work.has(
        "author", "compiler", "composer", "editor", "editor-translator", "illustrator"
    ):
        return SILENT
    if not work.is_a("book musical_score pamphlet report standard"):
        return SILENT
    names = work.names(
        "contributor", label=("with", "with"), after=" ", label_first=True
    )
    return group(names, before="(", after=")")
