"""APA's titles, what identifies them (in parentheses) and describes them ([…])."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..names import NameStyle
from ..numbers import is_plural
from ..parts import SILENT, StylePart, found, group, word
from ..work import SERIAL, numbered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..work import Work


def title_and_descriptions(work: Work) -> StylePart:
    """Return title, identifier and description, without what stands elsewhere."""
    described = group(_described(work), before="[", after="]")
    if work.has("title"):
        return group(title(work), identifier(work), described, by=" ")
    number_first = identifier_number(work) if work.type == "report" else SILENT
    return group(number_first, described, identifier(work), by=" ")


def title(work: Work) -> StylePart:
    """Return the title, slanted where the work stands by itself."""
    is_page = work.is_a("post webpage")
    if is_page or is_serial(work):
        alone = is_page or not work.has("container-title")
        return group(_title_and_part(work), slanted=alone)
    if work.has("container-title"):
        return work.get("title")
    return group(work.get("title"), title_volume(work), by=": ", slanted=True)


def _title_and_part(work: Work) -> StylePart:
    reviewed = work.is_a("review review-book") or work.has(REVIEWED)
    if reviewed and not work.has("reviewed-genre reviewed-title"):
        return SILENT
    return group(work.get("title"), _part(work), by=": ")


def _part(work: Work) -> StylePart:
    number = numbered(work, "part-number", "Pt.")
    if work.has("part-title"):
        return group(number, work.get("part-title", case="first"), by=". ")
    return _in_words(work, "part-number")


def _in_words(work: Work, variable: str) -> StylePart:
    if work.is_number(variable):
        return SILENT
    return work.get(variable, case="first")


def _volume(work: Work) -> StylePart:
    return numbered(work, "volume", "Vol.", "Vols.")


def title_volume(work: Work) -> StylePart:
    """Return the volume's own title, or a volume that is named by words."""
    if work.has("volume-title"):
        named = group(_volume(work), work.get("volume-title"), by=". ")
        return group(named, _part(work), by=": ")
    if work.has("part-title"):
        return group(_volume(work), _part(work), by=", ")
    return group(_in_words(work, "volume"), _in_words(work, "part-number"), by=", ")


def identifier(work: Work) -> StylePart:
    """Return what tells the work from others of its name, in parentheses."""
    return group(*_identifiers(work), by="; ", before="(", after=")")


def _identifiers(work: Work) -> Iterator[StylePart]:
    people = _people(work)
    if work.type == "patent":
        kind = work.get("genre", case="first") if work.has("genre") else word("Patent")
        yield group(work.get("authority"), kind, number(work), by=" ")
    elif work.is_a("post webpage"):
        yield from (people, identifier_number(work), identifier_monographic(work))
    elif work.type == "report" and work.has("container-title"):
        yield people
    elif work.type == "report":
        yield people
        if work.has("title"):
            yield identifier_number(work)
        yield identifier_monographic(work)
    elif work.has("container-title"):
        if not work.has("genre title"):
            yield _chapter_number(work)
        yield people
        if work.is_a(PICTURED):
            yield identifier_number(work)
        yield _serial_part(work)
    else:
        yield from (people, identifier_number(work))
        yield from (identifier_monographic(work), _serial_part(work))


def _people(work: Work) -> StylePart:
    is_page = work.is_a("post webpage")
    if is_serial(work):
        roles = "translator narrator"
    elif is_page or not work.has("container-title"):
        roles = "illustrator narrator editor translator"
        if is_page:
            roles = "editor translator illustrator narrator"
        roles += " compiler chair organizer curator series-creator executive-producer"
    else:
        roles = "illustrator narrator"
        if not work.has("editor-translator"):
            roles += " translator"
    if work.has("title"):
        roles = f"interviewer {roles}"
    return group(*_role_parts(work, roles.split()), by="; ")


def _role_parts(work: Work, roles: list[str]) -> Iterator[StylePart]:
    names = work.record.name_list
    both = {"editor", "translator"} <= set(roles) - work.hidden
    same = both and names("editor") == names("translator")
    for role in roles:
        if same and role == "editor":
            yield work.names(role, STRAIGHT, label="editor-translator")
        elif not same or role != "translator":
            yield work.names(role, STRAIGHT)


def identifier_number(work: Work) -> StylePart:
    """Return “Report No. 12”: the genre with its number."""
    if not work.has("number"):
        return SILENT
    kind = work.get("genre", case="title")
    if work.type == "thesis" and kind.text:
        kind = word("Publication")
    return group(kind, number(work), by=" ")


def number(work: Work) -> StylePart:
    """Return the number, with “No.” where it is one."""
    label = SILENT
    if work.type == "standard":
        return work.get("number")
    if work.is_number("number") or work.is_a("legislation patent regulation"):
        many = is_plural(work.value("number"), ranges=False)
        label = word("Nos." if many else "No.")
    return group(label, work.get("number"), by=" ")


def identifier_monographic(work: Work) -> StylePart:
    """Return version, edition, series, volume and pages of what stands alone."""
    alone = "broadcast event patent performance post speech webpage"
    if work.is_a(alone) or is_serial(work):
        return SILENT
    series = SILENT
    if work.is_a("document report standard"):
        name = work.get("collection-title", case="title")
        series = group(name, work.get("collection-number"), by=" ")
    return group(
        numbered(work, "version", "Version", always=True),
        work.edition(),
        series,
        numbered(work, "supplement-number", "Suppl."),
        _volume_number(work),
        _part_number(work),
        numbered(work, "issue", "Issue", "Issues", always=True),
        _locators(work),
        by=", ",
    )


def _volume_number(work: Work) -> StylePart:
    if work.has("volume") and work.has("volume-title part-title"):
        return SILENT
    if work.is_number("volume"):
        return _volume(work)
    volumes = work.get("number-of-volumes")
    if not volumes.text.isdecimal():
        return volumes
    label = "Vols." if volumes.text.lstrip("0") not in ("", "1") else "Vol."
    return group(word(label), found(f"1–{volumes.text}"), by=" ")


def _part_number(work: Work) -> StylePart:
    if work.has("part-title") or not work.is_number("part-number"):
        return SILENT
    return numbered(work, "part-number", "Pt.")


def _serial_part(work: Work) -> StylePart:
    return _part_number(work) if is_serial(work) else SILENT


def _locators(work: Work) -> StylePart:
    if work.has("page"):
        return numbered(work, "page", "p.", "pp.", always=True)
    if work.has("chapter-number") and work.has("genre title"):
        return _chapter_number(work)
    return SILENT


def _chapter_number(work: Work) -> StylePart:
    label = "Track" if work.type == "song" else "Chapter"
    return numbered(work, "chapter-number", label)


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
    "interview": "Interview",
    "personal_communication": "Letter",
}


def _described(work: Work) -> StylePart:
    if work.is_a("review review-book") or work.has(REVIEWED):
        return _review(work)
    if work.type == "thesis":
        school = work.get("publisher") if work.has("archive DOI URL") else SILENT
        kind = group(work.get("genre", case="first"), school, by=", ")
        return group(kind, work.get("medium", case="first"), by="; ")
    if work.is_a(SERIAL):
        section = work.get("section") if not work.has("title") else SILENT
        return group(_format(work), section, by="; ")
    if work.has("container-title") and _is_described_later(work):
        return SILENT
    return _format(work)


def _is_described_later(work: Work) -> bool:
    """Return whether the description stands behind the container's name."""
    if work.is_a("document report software standard"):
        return True
    shown = "event paper-conference performance speech"
    return work.is_a(shown) and not work.has(IDENTIFYING)


def description_of_source(work: Work) -> StylePart:
    """Return the description that stands behind the container's name."""
    if not _is_described_later(work):
        return SILENT
    return group(_format(work), before="[", after="]")


def _format(work: Work) -> StylePart:
    if work.has("genre medium"):
        genre = work.get("genre", case="first") if not work.has("number") else SILENT
        return group(genre, work.get("medium", case="first"), by="; ")
    if work.type == "periodical" and work.has("container-title"):
        if work.has("supplement-number"):
            return word("Supplement")
        return word("Special issue" if work.has("title") else "")
    if work.type == "manuscript":
        return word("" if work.has(REACHABLE) else "Unpublished manuscript")
    return word(GENERIC.get(work.type, ""))


def _review(work: Work) -> StylePart:
    if work.has("reviewed-genre"):
        kind = group(word("Review of the"), work.get("reviewed-genre"), by=" ")
    elif work.has("genre medium") and not work.has("number"):
        kind = work.get("genre" if work.has("genre") else "medium", case="first")
    else:
        kind = word("Review of the book" if work.type == "review-book" else "Review of")
    named = "reviewed-title" if work.has("reviewed-genre reviewed-title") else "title"
    what = group(kind, work.get(named, slanted=True), by=" ")
    by = group(word("by"), work.names("reviewed-author", STRAIGHT), by=" ")
    return group(what, by, by=", ")


NAMES = NameStyle(
    initials=". ", conjunction="&", et_al_min=21, et_al_first=19, et_al_last=True
)
STRAIGHT = replace(NAMES, inverted=False)
BOOK_EDITORS = "collection-editor compiler editor editorial-director"
IDENTIFYING = f"{BOOK_EDITORS} issue page supplement-number volume"
REVIEWED = "reviewed-author reviewed-genre reviewed-title"
#: What makes a work more than words between two people.
REACHABLE = "archive archive-place container-title DOI number publisher references URL"
PICTURED = "broadcast graphic map motion_picture"
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
    return not work.has(BOOK_EDITORS) and work.is_a("interview paper-conference")
