"""Names in references: particles, initials, lists and their ends."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING

from ..library.reference import Name
from .parts import join, join_punctuation
from .text import HAS_LATIN, STARTS_LATIN, read_field

if TYPE_CHECKING:
    from collections.abc import Sequence

INITIAL = re.compile(
    r"([A-Z\u00c0-\u017f\u0400-\u042f\u0590-\u05ff\u0600-\u06ff\u0370-\u03ab])"
    r"([a-zA-Z\u00c0-\u017f\u0400-\u052f\u0600-\u06ff\u0370-\u03ff\u1f00-\u1fff]*)(\.)?"
)
FAMILY_PARTICLE = re.compile(r"([^ ]+(?:-|ʻ|’| |') *)(.+)$")
GIVEN_PARTICLE = re.compile(r"^(.+?)((?: | ʻ| ’| ')[^ ]+)$")


@dataclass(frozen=True)
class NameStyle:
    """How a style prints names."""

    initials: str = ""  #: what follows each initial
    hyphen: bool = True  #: keep the hyphen between two initials
    separator: str = ", "  #: between family name and initials
    inverted: bool = True  #: the family name first
    conjunction: str = ""  #: before the last name: “&”
    et_al_min: int = 7  #: from this many names on, the list is cut
    et_al_first: int = 6  #: to this many names
    et_al_last: bool = False  #: then “. . .” and the last name


def format_names(
    names: Sequence[Name], style: NameStyle, language: str = "", *, whole: bool = True
) -> str:
    """Return a list of names; ``whole`` is false when more people belong to it."""
    printed = [*filter(None, (format_name(name, style, language) for name in names))]
    if not printed:
        return ""
    is_cut = len(printed) >= style.et_al_min
    shown = join(printed[: style.et_al_first] if is_cut else printed, ", ")
    if is_cut and style.et_al_last and whole:
        return join_punctuation(join_punctuation(shown, ", … "), printed[-1])
    if is_cut or not whole:
        return join_punctuation(shown, ", et al.")
    if len(printed) == 1 or not style.conjunction:
        return shown
    # Between two names, an organisation at the end gets no comma.
    is_person = style.inverted and not (names[-1].literal and not names[-1].family)
    comma = "," if len(printed) > 2 or is_person else ""
    first = join(printed[:-1], ", ")
    return join((first, printed[-1]), f"{comma} {style.conjunction} ")


@lru_cache(maxsize=4096)
def format_name(name: Name, style: NameStyle, language: str = "") -> str:
    """Return one name in a style's order."""
    if name.literal and not name.family:
        return read_field(name.literal)
    name = split_particles(name)
    family, particle = read_field(name.family), read_field(name.particle)
    if not family:
        return read_field(name.given)
    given = read_field(initials(name.given, style.initials, hyphen=style.hyphen))
    joint = "" if particle[-1:] in ("’", "'", "-", "") else " "
    whole = f"{particle}{joint}{family}"
    is_latin = bool(HAS_LATIN.search(name.family.replace('"', "")))
    if not is_latin and not (name.given and STARTS_LATIN.match(name.given)):
        return f"{particle}{family}{given}"
    if not is_latin or language[:2] in ("ja", "zh") or language in ("vi", "hu"):
        return " ".join(part for part in (whole, given) if part)
    suffix = read_field(initials(name.suffix, style.initials, only_tidy=True))
    second = f"{given} {read_field(name.dropping)}".rstrip() if given else ""
    separator, parts = " ", (second, whole, suffix)
    if style.inverted:
        separator = ", " if given in ("Lord", "Lady") else style.separator
        parts = (whole, second, suffix)
    return separator.join(part for part in parts if part)


def split_particles(name: Name) -> Name:
    """Return the name with its small particles in places of their own.

    “van der Berg, A.” has a particle that stays; “Beethoven, Ludwig van” one that goes.
    """
    if name.particle or not name.family or not name.given:
        return name
    if name.family[:1] == '"' == name.family[-1:]:
        return replace(name, family=name.family[1:-1])
    particle, family = "", name.family
    while (found := FAMILY_PARTICLE.match(family)) and _is_small(found.group(1)):
        particle, family = particle + found.group(1), found.group(2)
    suffix, given = name.suffix, name.given
    if not suffix and (comma := re.search(r"\s*,!*\s*", given)):
        given, suffix = given[: comma.start()], given[comma.end() :]
    small: list[str] = []
    while (found := GIVEN_PARTICLE.match(given)) and _is_small(found.group(2).strip()):
        small.insert(0, found.group(2).strip())
        given = found.group(1)
    dropping = " ".join(small) or name.dropping
    return Name(family, given, dropping, _trim(particle), suffix)


def initials(
    given: str, after: str, *, hyphen: bool = True, only_tidy: bool = False
) -> str:
    """Return initials: “Yu-Wei” gives “Y.-W.” or, without hyphens, “YW”."""
    if not given or given in ("Lord", "Lady"):
        return given
    if not STARTS_LATIN.match(re.sub(r"^(?:<[^>]+>)*", "", given)):
        return given
    if not hyphen:
        given = given.replace("-", " ")
    given = re.sub(r"\s+", " ", re.sub(r"\s*-\s*", "-", given))
    given = re.sub(r"-([a-z])", r"–\1", given)
    given = re.sub(r"\.(?=[^ ])", ". ", given)
    words = re.split(r"([-\s]+)", given)
    found = re.search(r"[^.]+$", words[0]) if len(words) == 1 else None
    if found and len(found.group()) == 1 and found.group() != found.group().lower():
        words[0] += "."
    done = _tidy(words, after) if only_tidy else _shorten(words, after)
    done = re.sub(r"[\s\ufeff\u00a0]+$", "", done)
    done = re.sub(r"\s+", " ", re.sub(r"\s*-\s*", "-", done))
    return re.sub(r"–([a-z])", r"-\1", done)


def _shorten(words: list[str], after: str) -> str:
    out = list(words)
    for at in range(0, len(words), 2):
        one = words[at]
        found = INITIAL.match(one)
        if found and found.group(1) == found.group(1).upper():
            first, rest, stop = found.groups()
            if rest and stop:
                first, rest = first + rest, ""  # “Wm.” is an abbreviation: it stays
            kept = "".join(takewhile(lambda one: one == one.upper(), rest))
            small = kept.lower() if len(kept) < len(rest) else ""
            out[at] = first + small
            if at < len(words) - 1:
                joint = words[at + 1]
                out[at + 1] = after + "-" if "-" in joint else after
            else:
                out.append(after)
        elif HAS_LATIN.search(one):
            out[at] = f" {one}"
    return "".join(out)


def _tidy(words: list[str], after: str) -> str:
    out = [one.removesuffix(".") if len(one) > 1 else one for one in words]
    short = [
        kept != one or (len(one) == 1 and one.upper() == one)
        for kept, one in zip(out, words, strict=True)
    ]
    for at in range(0, len(words), 2):
        if not short[at]:
            continue
        if at < len(words) - 2:
            out[at + 1] = after if short[at + 2] else after + " "
        elif at == len(words) - 1:
            out[at] += after
    return "".join(out)


def _is_small(particle: str) -> bool:
    first = re.sub(r"^[-'ʻ’\s]*(.).*$", r"\1", particle)
    return first.upper() != first


def _trim(particle: str) -> str:
    trimmed = particle.strip()
    ends = particle.endswith(" ") and trimmed.endswith(("'", "’"))
    return f"{trimmed} " if ends else trimmed
