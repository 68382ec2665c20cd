"""A CSL-JSON item, at the door: the record it becomes, and what is wrong with it."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from ...problem import UNWANTED
from ...source.encoding import name_character
from .dates import EDTF_SEASONS, date_ends, month_of, parse_date, usual_parts
from .reference import (
    DATE_VARIABLES,
    NAME_VARIABLES,
    Evidence,
    Name,
    Parts,
    Reference,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: CSL 1.0.2's types of item.
TYPES = frozenset(
    """article article-journal article-magazine article-newspaper bill book broadcast
    chapter classic collection dataset document entry entry-dictionary
    entry-encyclopedia event figure graphic hearing interview legal_case legislation
    manuscript map motion_picture musical_score pamphlet paper-conference patent
    performance periodical personal_communication post post-weblog regulation report
    review review-book software song speech standard thesis treaty webpage""".split()  # noqa: SIM905  # a table of words
)
#: CSL 1.0.2's variables that hold text or a number.
TEXT_VARIABLES = frozenset(
    """DOI ISBN ISSN PMCID PMID URL abstract annote archive archive-place
    archive_collection archive_location authority call-number chapter-number
    citation-key citation-label citation-number collection-number collection-title
    container-title container-title-short dimensions division edition event
    event-place event-title first-reference-note-number genre issue
    journalAbbreviation jurisdiction keyword language license locator medium note
    number number-of-pages number-of-volumes original-publisher
    original-publisher-place original-title page page-first part part-number
    part-title printing-number publisher publisher-place references reviewed-genre
    reviewed-title scale section shortTitle source status supplement
    supplement-number title title-short translated-title version volume volume-title
    volume-title-short year-suffix""".split()  # noqa: SIM905  # a table of words
)
FIELDS = TEXT_VARIABLES | NAME_VARIABLES | DATE_VARIABLES
FIELDS |= {"id", "type", "custom", "categories"}
#: The problem of a character that no page may hold; it ends the build.
CONTROL = "library-control"
#: White space that no publisher means, and that patterns would go over again.
GAP = re.compile(r"\s{20,}")
WIDE = " " * 20
MONTHS = {f"{month:{form}}" for month in range(1, 13) for form in ("d", "02d")}
MONTHS |= set(map(str, EDTF_SEASONS))
NAME_PARTS = {
    "family": "family",
    "given": "given",
    "suffix": "suffix",
    "dropping-particle": "dropping",
    "non-dropping-particle": "particle",
    "literal": "literal",
    "name": "literal",  # Crossref's word for an organisation
}


def parse_item(
    item: Mapping[str, object],
    path: str = "",
    line: int = 0,
    lines: Mapping[str, int] | None = None,
) -> Reference:
    """Return the record of one item; what cannot be read is left out of it."""
    key, own = _text(item.get("id")), MappingProxyType(dict(item))
    return Reference(key, own, path, line, {} if lines is None else lines, read_parts)


def read_parts(item: Mapping[str, object]) -> Parts:
    """Return what an item says."""
    texts, names, dates = {}, {}, {}
    said = item.get("custom")
    whole = _with_note(item)
    for variable, value in whole.items():
        if variable in NAME_VARIABLES:
            names[variable] = parse_names(value)
        elif variable in DATE_VARIABLES:
            dates[variable] = parse_date(value)
        elif variable not in ("id", "type", "custom"):
            texts[variable] = _text(value)
    return Parts(
        type=_text(whole.get("type")),
        texts=MappingProxyType({key: text for key, text in texts.items() if text}),
        names=MappingProxyType({key: some for key, some in names.items() if some}),
        dates=MappingProxyType({key: date for key, date in dates.items() if date}),
        evidence=_evidence(said.get("evidence") if isinstance(said, dict) else None),
    )


def parse_names(value: object) -> tuple[Name, ...]:
    """Return the names of a CSL name list, without empty ones."""
    names = []
    for one in value if isinstance(value, list) else ():
        if isinstance(one, dict):
            parts = {
                ours: _text(said)
                for theirs, ours in NAME_PARTS.items()
                if (said := one.get(theirs))
            }
            if any(parts.values()):
                names.append(Name(**parts))
    return tuple(names)


def find_faults(
    item: Mapping[str, object], *, is_plain: bool = False
) -> Iterator[tuple[str, str, str]]:
    """Yield (field, what is wrong, problem's name) for what a record should not say.

    In one that ``is_plain`` (``json_lines.Block``) no character is looked for.
    """
    said = item.get("type")
    if not isinstance(said, str) or said not in TYPES:
        yield "type", f"type {said!r} is not one of CSL's types", "library-type"
    for variable, value in item.items():
        if not is_plain and (sign := find_unwanted([variable, value])):
            yield variable, f"{variable} holds {name_character(sign)}", CONTROL
        if variable not in FIELDS:
            yield variable, f"unknown field {variable!r}", "library-field"
        elif variable in DATE_VARIABLES:
            if what := _date_fault(variable, value):
                yield variable, what, "library-date"
        elif what := _field_fault(variable, value):
            yield variable, what, "library-field"
    if not item.get("title"):
        yield "title", "there is no title", "library-field"


def find_unwanted(value: object) -> str:
    """Return the first character of a JSON value that no page may hold, or ""."""
    if isinstance(value, str):
        found = UNWANTED.search(value)
        return found[0] if found else ""
    inner = [*value, *value.values()] if isinstance(value, dict) else value
    if not isinstance(inner, list):
        return ""
    return next(filter(None, map(find_unwanted, inner)), "")


def drop_unwanted(value: object) -> object:
    """Return a JSON value without the characters that no page may hold."""
    if isinstance(value, str):
        return UNWANTED.sub("", value)
    if isinstance(value, dict):
        return {UNWANTED.sub("", k): drop_unwanted(v) for k, v in value.items()}
    return [*map(drop_unwanted, value)] if isinstance(value, list) else value


def _field_fault(variable: str, value: object) -> str:
    if variable in NAME_VARIABLES:
        if isinstance(value, list) and len(parse_names(value)) == len(value):
            return ""
        return f"{variable} is not a list of names with “family” or “literal”"
    if variable == "custom":
        return "" if isinstance(value, dict) else "custom is not an object"
    if isinstance(value, str) or variable == "categories":
        return ""
    if isinstance(value, int | float):
        return ""
    return f"{variable} is not a text"


def _date_fault(variable: str, value: object) -> str:
    if usual_parts(value):
        return ""
    if not parse_date(value):
        return f"{variable} holds no date"
    for parts in date_ends(value) if isinstance(value, dict) else ():
        month, day = [*map(_text, parts[1:3]), "1", "1"][:2]
        known = month_of(month) or month in MONTHS
        if not (known and day.isdecimal() and len(day) < 3 and 1 <= int(day) <= 31):
            return f"{variable} is not a date: {'-'.join(map(_text, parts))}"
    return ""


NO_EVIDENCE = Evidence()


def _evidence(said: object) -> Evidence:
    if not isinstance(said, dict):
        return NO_EVIDENCE
    known = Evidence.__dataclass_fields__
    return Evidence(**{key: _text(said[key]) for key in known if key in said})


def _text(value: object) -> str:
    """Return a value as text; of Crossref's lists, which hold one title, the first.

    Characters that no page may hold are left out; ``find_faults`` names them.
    """
    if isinstance(value, str) and is_tidy(value):
        return value
    if isinstance(value, list):
        return _text(value[0]) if value else ""
    if isinstance(value, bool) or value is None or isinstance(value, dict):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return GAP.sub(" ", UNWANTED.sub("", str(value)))


def is_tidy(text: str) -> bool:
    """Return whether a text surely holds no unwanted character and no wide gap.

    Of the characters that can be printed, the replacement character alone is unwanted,
    and the space alone is white.
    """
    return text.isprintable() and "\ufffd" not in text and WIDE not in text


LINE = re.compile(r"^([-_a-z]+|[A-Z]+):\s*(.*?)\s*$")
BRACED = re.compile(r"\{:((?:[-_a-z]+|[A-Z]+):[^}]+)\}")


def _with_note(item: Mapping[str, object]) -> Mapping[str, object]:
    """Return the item with the fields that its note holds, as Zotero's “Extra” does."""
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
        if key == "type" and value in TYPES:
            found[key] = value
        elif item.get(key) or not value:
            continue
        elif key in NAME_VARIABLES:
            family, *given = re.split(r"\s*\|\|\s*", value)
            name = (
                {"family": family, "given": given[0]} if given else {"literal": value}
            )
            names.setdefault(key, []).append(name)
        elif key in DATE_VARIABLES or key in TEXT_VARIABLES:
            found[key] = value
    return {**item, **found, **names} if found or names else item
