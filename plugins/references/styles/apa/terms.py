"""APA's words: roles and their labels, names, and which works are serial."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..names import NameStyle

if TYPE_CHECKING:
    from ..work import Work

NAMES = NameStyle(
    initials=". ", conjunction="&", et_al_min=21, et_al_first=19, et_al_last=True
)
STRAIGHT = replace(NAMES, inverted=False)
SERIAL = (
    "article-journal article-magazine article-newspaper periodical post-weblog review"
    " review-book"
)
BOOK_EDITORS = ("collection-editor", "compiler", "editor", "editorial-director")
IDENTIFYING = (*BOOK_EDITORS, "issue", "page", "supplement-number", "volume")
REVIEWED = ("reviewed-author", "reviewed-genre", "reviewed-title")
#: Labels in title case, for one and for several.
ROLES = {
    "editor": ("Ed.", "Eds."),
    "editorial-director": ("Ed.", "Eds."),
    "collection-editor": ("Ed.", "Eds."),
    "editor-translator": ("Ed. & Trans.", "Eds. & Trans."),
    "translator": ("Trans.", "Trans."),
    "illustrator": ("Illus.", "Illus."),
    "narrator": ("Narr.", "Narrs."),
    "interviewer": ("Interviewer", "Interviewers"),
    "compiler": ("Compiler", "Compilers"),
    "chair": ("Chair", "Chairs"),
    "curator": ("Curator", "Curators"),
    "director": ("Director", "Directors"),
    "guest": ("Guest Expert", "Guest Experts"),
    "host": ("Host", "Hosts"),
    "organizer": ("Organizer", "Organizers"),
    "producer": ("Producer", "Producers"),
    "executive-producer": ("Executive Producer", "Executive Producers"),
    "series-creator": ("Series Creator", "Series Creators"),
}


def is_serial(work: Work) -> bool:
    """Return whether the work is part of something that appears again and again."""
    if work.is_a(SERIAL):
        return True
    return not work.has(*BOOK_EDITORS) and work.is_a("interview paper-conference")
