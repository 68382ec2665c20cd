"""Who stands first in an APA reference, and who stands in for an author."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .apa_terms import ROLES
from .apa_title import identifier, title, title_and_descriptions
from .parts import Part, group, word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .work import Work

#: Those who may stand in an author's place, in this order.
BEFORE_TITLE = ("director", "guest", "host", "producer")
AFTER_TITLE = (
    "executive-producer",
    "series-creator",
    "editor-translator",
    "editor",
    "editorial-director",
    "compiler",
)
STAGE = ("chair", "organizer")
LAST = ("curator", "collection-editor")


def format_author(work: Work) -> tuple[Part, frozenset[str]]:
    """Return who comes first, and which fields have been used for it."""
    for role, part in _authors(work):
        if part.text:
            return part, frozenset((role,))
    if work.is_a("software webpage") and work.has("publisher"):
        return work.get("publisher"), frozenset(("publisher",))
    if work.type == "standard" and work.has("authority"):
        return work.get("authority"), frozenset(("authority",))
    return _title_first(work)


def _authors(work: Work) -> Iterator[tuple[str, Part]]:
    for role in ("composer", "author", "illustrator"):
        yield (
            role,
            work.names(role, label=ROLES.get(role, ("", "")), before=" (", after=")"),
        )
    for role in BEFORE_TITLE:
        yield role, _labelled(work, role)
    if work.is_a("entry-dictionary entry-encyclopedia"):
        yield "publisher", work.get("publisher")
    if work.has("container-title") and work.is_a(
        "book classic entry entry-dictionary entry-encyclopedia"
    ):
        yield "title", _title_first(work)[0]
    roles = (
        *AFTER_TITLE,
        *(STAGE if work.is_a("event performance speech") else ()),
        *LAST,
    )
    for role in roles:
        yield role, _labelled(work, role)


def _labelled(work: Work, role: str) -> Part:
    return work.names(role, label=ROLES.get(role, ("", "")), before=" (", after=")")


def _title_first(work: Work) -> tuple[Part, frozenset[str]]:
    if work.has("title"):
        found = group(title(work), identifier(work, frozenset()), by=" ")
        return found, frozenset(("title", "identifier"))
    return title_and_descriptions(work, frozenset()), frozenset(("title", "all"))


def contributors(work: Work) -> Part:
    """Return who else stands on the cover: “(with A. Smith)”."""
    if not work.has(
        "author", "compiler", "composer", "editor", "editor-translator", "illustrator"
    ):
        return word("")
    if not work.is_a("book musical_score pamphlet report standard"):
        return word("")
    names = work.names(
        "contributor", label=("with", "with"), after=" ", label_first=True
    )
    return group(names, before="(", after=")")
