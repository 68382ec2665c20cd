"""APA's titles, what identifies them (in parentheses) and describes them ([…])."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .apa_description import description
from .apa_terms import REVIEWED, ROLES, SERIAL, STRAIGHT, is_serial
from .numbers import ordinal
from .parts import Part, field, group, word
from .rich import italic
from .work import Work, numbered, when

if TYPE_CHECKING:
    from collections.abc import Iterator


def title_and_descriptions(work: Work, used: frozenset[str]) -> Part:
    """Return title, identifier and description, without what stands elsewhere."""
    if "all" in used:
        return word("")
    if work.has("title"):
        own = word("") if "title" in used else title(work)
        known = word("") if "identifier" in used else identifier(work, used)
        return group(own, known, description(work), by=" ")
    if work.is_a("bill report"):
        return group(
            identifier_number(work), description(work), identifier(work, used), by=" "
        )
    return group(description(work), identifier(work, used), by=" ")


def title(work: Work) -> Part:
    """Return the title, slanted where the work stands by itself."""
    if work.is_a("post webpage"):
        return _slanted(_title_and_part(work))
    if is_serial(work):
        whole = _title_and_part(work)
        return whole if work.has("container-title") else _slanted(whole)
    if work.has("container-title"):
        return work.get("title")
    return _slanted(group(work.get("title"), title_volume(work), by=": "))


def _title_and_part(work: Work) -> Part:
    reviewed = work.is_a("review review-book") or work.has(*REVIEWED)
    if reviewed and not work.has("reviewed-genre", "reviewed-title"):
        return word("")
    return group(work.get("title"), _part(work), by=": ")


def _part(work: Work) -> Part:
    number = numbered(work, "part-number", "Pt.")
    if work.has("part-title"):
        return group(number, work.get("part-title", case="first"), by=". ")
    return when(
        not work.is_number("part-number"), work.get("part-number", case="first")
    )


def volume(work: Work) -> Part:
    """Return “Vol. 2”, or the volume's words."""
    return numbered(work, "volume", "Vol.", "Vols.")


def title_volume(work: Work) -> Part:
    """Return the volume's own title, or a volume that is named by words."""
    if work.has("volume-title"):
        named = group(volume(work), work.get("volume-title"), by=". ")
        return group(named, _part(work), by=": ")
    if work.has("part-title"):
        return group(volume(work), _part(work), by=", ")
    words = when(not work.is_number("volume"), work.get("volume", case="first"))
    part = when(
        not work.is_number("part-number"), work.get("part-number", case="first")
    )
    return group(words, part, by=", ")


def identifier(work: Work, used: frozenset[str]) -> Part:
    """Return what tells the work from others of its name, in parentheses."""
    return group(*_identifiers(work, used), by="; ", before="(", after=")")


def _identifiers(work: Work, used: frozenset[str]) -> Iterator[Part]:
    people = _people(work, used)
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
        if not work.has("genre", "title"):
            yield _chapter_number(work)
        yield people
        if work.is_a("broadcast graphic map motion_picture"):
            yield identifier_number(work)
        yield _serial_part(work)
    else:
        yield from (people, identifier_number(work))
        yield from (identifier_monographic(work), _serial_part(work))


def _people(work: Work, used: frozenset[str]) -> Part:
    roles: tuple[str, ...]
    if is_serial(work):
        roles = ("translator", "narrator")
    elif work.is_a("post webpage") or not work.has("container-title"):
        roles = ("editor", "translator", "illustrator", "narrator")
        if not work.is_a("post webpage"):
            roles = ("illustrator", "narrator", "editor", "translator")
        roles += ("compiler", "chair", "organizer", "curator", "series-creator")
        roles += ("executive-producer",)
    else:
        roles = ("illustrator", "narrator")
        roles += () if work.has("editor-translator") else ("translator",)
    if work.has("title"):
        roles = ("interviewer", *roles)
    return group(*_role_parts(work, [one for one in roles if one not in used]), by="; ")


def _role_parts(work: Work, roles: list[str]) -> Iterator[Part]:
    names = work.record.name_list
    same = {"editor", "translator"} <= set(roles) and names("editor") == names(
        "translator"
    )
    for role in roles:
        if same and role == "editor":
            label = ROLES["editor-translator"]
        elif same and role == "translator":
            continue
        else:
            label = ROLES[role]
        yield work.names(role, STRAIGHT, label=label, before=", ")


def identifier_number(work: Work) -> Part:
    """Return “Report No. 12”: the genre with its number."""
    kind = word("")
    if work.type == "thesis" and work.has("genre"):
        kind = word("Publication")
    elif work.has("number"):
        kind = work.get("genre", case="title")
    return when(work.has("number"), group(kind, number(work), by=" "))


def number(work: Work) -> Part:
    """Return the number, with “No.” where it is one."""
    if work.is_number("number") and work.is_a("legislation patent regulation"):
        return group(word("No."), work.get("number"), by=" ")
    return work.get("number", case="first")


def identifier_monographic(work: Work) -> Part:
    """Return version, edition, series, volume and pages of what stands alone."""
    alone = "broadcast event patent performance post speech webpage"
    if work.is_a(SERIAL) or work.is_a(alone) or is_serial(work):
        return word("")
    series = group(
        work.get("collection-title", case="title"),
        work.get("collection-number"),
        by=" ",
    )
    return group(
        numbered(work, "version", "Version", always=True),
        edition(work),
        when(work.is_a("document report standard"), series),
        numbered(work, "supplement-number", "Suppl."),
        _volume_number(work),
        _part_number(work),
        numbered(work, "issue", "Issue", "Issues", always=True),
        _locators(work),
        by=", ",
    )


def edition(work: Work) -> Part:
    """Return “2nd ed.”, or the edition's words."""
    if not work.is_number("edition"):
        return work.get("edition")
    return group(field(ordinal(work.value("edition"))), word("ed."), by=" ")


def _volume_number(work: Work) -> Part:
    if work.has("volume") and work.has("volume-title", "part-title"):
        return word("")
    if work.is_number("volume"):
        return volume(work)
    count = work.value("number-of-volumes")
    if count.isdigit():
        return group(
            word("Vols." if int(count) > 1 else "Vol."), field(f"1–{count}"), by=" "
        )
    return work.get("number-of-volumes")


def _part_number(work: Work) -> Part:
    if work.has("part-title") or not work.is_number("part-number"):
        return word("")
    return numbered(work, "part-number", "Pt.")


def _serial_part(work: Work) -> Part:
    return when(is_serial(work), _part_number(work))


def _locators(work: Work) -> Part:
    if work.has("page"):
        return numbered(work, "page", "p.", "pp.", always=True)
    if work.has("chapter-number") and work.has("genre", "title"):
        return _chapter_number(work)
    return word("")


def _chapter_number(work: Work) -> Part:
    label = "Track" if work.type == "song" else "Chapter"
    return numbered(work, "chapter-number", label)


def _slanted(part: Part) -> Part:
    return Part(italic(part.text), part.asked)
