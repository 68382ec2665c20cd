"""What a work is, in brackets, as APA describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .apa_terms import IDENTIFYING, REVIEWED, SERIAL, STRAIGHT
from .parts import SILENT, Part, group, word

if TYPE_CHECKING:
    from .work import Work

#: What a thing is called that says nothing of itself.
GENERIC = {
    "broadcast": "Broadcast",
    "collection": "Collection",
    "dataset": "Dataset",
    "figure": "Figure",
    "graphic": "Graphic",
    "map": "Map",
    "motion_picture": "Video recording",
    "song": "Audio recording",
    "software": "Computer software",
    "post": "Online post",
    "review": "Review",
    "review-book": "Book review",
}


def description(work: Work) -> Part:
    """Return what the work is, in brackets."""
    return group(_described(work), before="[", after="]")


def _described(work: Work) -> Part:
    if work.is_a("review review-book") or work.has(*REVIEWED):
        return _review(work)
    if work.type == "thesis":
        return _thesis(work)
    if work.is_a(SERIAL):
        section = work.get("section") if not work.has("title") else SILENT
        return group(_format(work), section, by="; ")
    shown = "event paper-conference performance speech"
    stands_later = work.is_a("document report software standard") or (
        work.is_a(shown) and not work.has(*IDENTIFYING)
    )
    return (
        _format(work) if not (work.has("container-title") and stands_later) else SILENT
    )


def _thesis(work: Work) -> Part:
    school = work.get("publisher") if work.has("archive", "DOI", "URL") else SILENT
    kind = group(work.get("genre", case="first"), school, by=", ")
    return group(kind, work.get("medium", case="first"), by="; ")


def description_of_source(work: Work) -> Part:
    """Return the description that stands behind the container's name."""
    if work.is_a("document report software standard"):
        return group(_format(work), before="[", after="]")
    if work.has(*IDENTIFYING) or not work.is_a(
        "event paper-conference performance speech"
    ):
        return SILENT
    return group(_format(work), before="[", after="]")


def _format(work: Work) -> Part:
    if work.has("genre", "medium"):
        genre = work.get("genre", case="first") if not work.has("number") else SILENT
        return group(genre, work.get("medium", case="first"), by="; ")
    return _term(work)


def _term(work: Work) -> Part:
    if work.type == "periodical" and work.has("container-title"):
        if work.has("supplement-number"):
            return word("Supplement")
        return word("Special issue" if work.has("title") else "")
    reachable = "archive archive-place container-title DOI number publisher references"
    if work.type == "manuscript":
        is_kept = work.has(*reachable.split(), "URL")
        return word("" if is_kept else "Unpublished manuscript")
    names = {"interview": "Interview", "personal_communication": "Letter"}
    return word(GENERIC.get(work.type, names.get(work.type, "")))


def _review(work: Work) -> Part:
    if work.has("reviewed-genre"):
        kind = group(word("Review of the"), work.get("reviewed-genre"), by=" ")
    elif work.has("genre") and not work.has("number"):
        kind = work.get("genre", case="first")
    elif work.has("medium") and not work.has("number"):
        kind = work.get("medium", case="first")
    else:
        kind = word("Review of the book" if work.type == "review-book" else "Review of")
    named = (
        "reviewed-title" if work.has("reviewed-genre", "reviewed-title") else "title"
    )
    what = group(kind, work.get(named, slanted=True), by=" ")
    label = ("by", "by")
    names = work.names(
        "reviewed-author", STRAIGHT, label=label, after=" ", label_first=True
    )
    return group(what, names, by=", ")
