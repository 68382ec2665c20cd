"""Names of an export: one a person, and what stands in one name that is several.

What is clear is taken apart; what could be meant in two ways stays as it is. Either is
said, so that an editor looks.
"""

from __future__ import annotations

import re
from typing import NamedTuple

#: No one's name is longer; how much of an end is looked at.
LONGEST, LOOKED_AT = 200, 60
#: What stands at the end of a list that goes on.
ET_AL = re.compile(
    r"(?:^|[\s,;&]+)(?:et\.?\s?al(?:ii|iae|ia)?\b\.?|and\s+others|(?:et|y)\s+coll?\.|"
    r"u\.\s?a\.|и\s+др\.?|\.{3,}|…|等)[\s.,;)\]]*$",
    re.IGNORECASE,
)
#: Nouns that organisations are called by, and that no person is.
NOUNS = re.compile(
    r"""(?:academy|academies|administration|agency|agencies|alliance|association|
    authority|cent(?:er|re)s?|clinics?|coalition|college|collaborati(?:on|ve)|
    collaborators|commission|committee|community|company|confederation|consortium|cooperation|
    corporation|council|departments?|division|federation|foundation|group|hospital|
    initiative|instituti?on|institut(?:e|o|os|et)?s?|investigators|laborator(?:y|ies)|
    ministry|network|observatory|organi[sz]ations?|panel|partnership|
    program(?:me)?|registry|secretariat|services|societ(?:y|ies|à)|task\ force|teams?|
    trialists|universit(?:y|ies|ät|é|à|eit)|universidade?|workgroup|
    gesellschaft|bundesinstitut|bundesamt|ministerium|ministère|ministerio|société|
    sociedade?|associação|asociación|fundación|fondation|stiftung|verband|agence|
    agencia|organización|organização|inc\.?|ltd\.?|llc|gmbh|nations|excellence|
    prevention|medicines)""",
    re.IGNORECASE | re.VERBOSE,
)
HAS_NOUN = re.compile(rf"\b{NOUNS.pattern}(?!\w)", NOUNS.flags)
#: Words inside names of organisations alone.
JOINTS = re.compile(r"\b(?:of|for|on|and|the|für|und|pour|sur)\b|&")
SUFFIX = re.compile(
    r"(?:jr|sr|junior|senior|[ivx]+|\d(?:nd|rd|th)|esq|m\.?d|ph\.?d|d\.?o|rn|msc?|mph|"
    r"mba|dr|prof|facp)\.?(?:[\s,]+(?:m\.?d|ph\.?d)\.?)?",
    re.IGNORECASE,
)
INITIALS = r"[A-ZÀ-ÖØ-ÞĀ-ŽА-Я]\.?(?:[\s-]?[A-ZÀ-ÖØ-ÞĀ-ŽА-Я]\.?){0,3}"
FAMILY = (
    r"(?:(?:van|von|der|den|de|la|le|di|da|dos|del|al|el|bin|ten|ter|zu|du)[\s-]){0,3}"
    r"[^\W\d_][\w'’ʼ-]*[a-zß-öø-ÿ][\w'’ʼ-]*(?:\s(?!and\b|y\b|und\b)[^\W\d_][\w'’-]*"
    r"[a-zß-ÿ][\w'’-]*){0,2}"
)
#: “Daly EJ”, “Daly E. J.”: Vancouver's way, without a comma.
VANCOUVER = re.compile(rf"({FAMILY})\s+({INITIALS})")
#: “E. J. Daly”, “Ella J. Daly”: reading order, with an initial in it.
STRAIGHT = re.compile(rf"((?:[A-ZÀ-Þ][\w'’-]+\s+)?(?:[A-ZÀ-Þ]\.\s?-?)+)\s*({FAMILY})")
#: “Jane Roe”, “Jane A. Roe”: words that begin with capitals.
WHOLE = re.compile(
    r"([A-ZÀ-Þ][\w'’-]+(?:\s[A-ZÀ-Þ][\w'’-]*\.?)?)\s([A-ZÀ-Þ][\w'’-]*[a-zß-ÿ])"
)
#: Initials, or one or two given names.
GIVEN = re.compile(rf"{INITIALS}|[A-ZÀ-Þ][\w'’-]*[a-zß-ÿ](?:\s[A-ZÀ-Þ][\w'’-]*\.?)?")
#: What follows a company's name and looks like initials.
COMPANY = re.compile(r"AG|NV|BV|KG|UK|US|USA|EU|UN|PLC")
BETWEEN = re.compile(r"\s*[;|\n]\s*|\s+//\s+")
LAST = re.compile(r",?\s+(?:&|and|und|et|y|e)\s+")


#: “Zarate Jr.”, a family name with what belongs behind the given names.
ENDED = re.compile(r"(\S.*?),?\s([JS]r\.?|II|III|(?<=[a-z.]\s)IV)")
#: Things at the end of half an organisation's name, parted at its “and”: nobody's name.
THING = re.compile(
    r"\b(?:abuse|alcohol|complementary|development|diseases?|drugs?|education|excellence|"
    r"food|health|humanities|medicines?|mood|prevention|quality|research|reviews?|safety|"
    r"sciences?|services|surgeons|technology|treatments?|welfare)$",
    re.IGNORECASE,
)
JUNIOR = re.compile(r"[JS]r\.?|III?|IV")
#: “EJ” of “Daly, EJ”: initials without stops.
BARE_INITIALS = re.compile(r"[A-ZÀ-ÖØ-Þ]{2,3}(?=\s|$)")


class Names(NamedTuple):
    """The people of one role."""

    names: list[dict[str, str]]
    said: list[str]  #: what an editor should look at
    whole: bool  #: whether nobody was left out


def read_name(text: str) -> dict[str, str]:
    """Read “Family, Given, Suffix”, “Daly EJ” or “E. J. Daly”; else a name as it is.

    >>> read_name("Daly EJ")
    {'family': 'Daly', 'given': 'E. J.'}
    """
    text = " ".join(text.split())
    if len(text) > LONGEST:
        return {"literal": text}
    parts = [part.strip() for part in text.split(",", 2)]
    family, given, suffix = [*parts, "", ""][:3]
    if given:
        name = {"family": family, "given": given}
        return name | {"suffix": suffix} if suffix else name
    text = text.rstrip(", ")
    if HAS_NOUN.search(text) or JOINTS.search(text):
        return {"literal": text}
    if (found := VANCOUVER.fullmatch(text)) and not COMPANY.fullmatch(found[2]):
        return {"family": found[1], "given": _spaced(found[2])}
    if found := STRAIGHT.fullmatch(text):
        given = found[1].replace(" -", "-").strip()  # IEEE's “J. -P.”
        return {"family": found[2], "given": given}
    return {"literal": text}


def read_names(texts: list[str]) -> list[dict[str, str]]:
    """Read names that come as text; one in reading order says how the others are."""
    names = [read_name(text) for text in texts]
    if not any("," not in text and STRAIGHT.fullmatch(text) for text in texts):
        return names
    for at, name in enumerate(names):
        if _is_bare_person(name) and (found := WHOLE.fullmatch(name["literal"])):
            names[at] = {"family": found[2], "given": found[1]}
    return names


def tidy_names(names: list[dict[str, str]]) -> Names:
    """Return one name for each person, and what had to be put right or asked."""
    kept: list[dict[str, str]] = []
    said: list[str] = []
    whole = True
    for one in names:
        name = read_name(one["family"]) if one.keys() == {"family"} else one
        name = one if "literal" in name and "family" in one else name
        text = _written(name)
        bare = "" if text in ("others", "al.", "al") else _without_end(text)
        if bare != text:
            whole = False
            said.append(f"“{text}” says that there are more authors than are named")
        parts = _split(bare, _without_et_al(name)) if bare else []
        if len(parts) > 1:
            said.append(f"“{text}” is {len(parts)} people in one name, and was parted")
        elif parts and (what := _doubt(parts[0])):
            said.append(what)
        kept += [_in_its_places(_whole_again(one)) for one in parts]
        if len(parts) == 1 and _is_one_organisation(kept[-2:], parts[0]):
            first, second = map(_straight, kept[-2:])
            pieces = (f"“{first}” was", f"“{second}” was")
            said = [what for what in said if not what.startswith(pieces)]
            kept[-2:] = [{"literal": f"{first} and {second}"}]
            said.append(
                f"“{first} and {second}” was parted at its “and”; it is whole"
                " again, and in BibTeX two pairs of braces keep it so"
            )
    return Names(kept, said, whole)


def _in_its_places(name: dict[str, str]) -> dict[str, str]:
    """Return “EJ” as initials, and “Jr.” where it belongs, of a person's name."""
    family, given = name.get("family", ""), name.get("given", "")
    suffix = name.get("suffix", "")
    if JUNIOR.fullmatch(given) and suffix:  # “Daly, EJ, Jr.” in BibTeX's order
        given, suffix = suffix, given
        name = {**name, "given": given, "suffix": suffix}
    if JUNIOR.fullmatch(family) and " " in given:
        given, _, last = given.rpartition(" ")  # BibTeX's “John Q. Public Jr.”
        name = {**name, "family": last, "given": given, "suffix": family}
    elif given and not suffix:
        if found := ENDED.fullmatch(family):
            name = {**name, "family": found[1], "suffix": found[2]}
        elif found := ENDED.fullmatch(given):
            given = found[1]
            name = {**name, "given": given, "suffix": found[2]}
    letters = None if THING.search(family) else BARE_INITIALS.match(given)
    is_loud = name.get("family", "").isupper()  # “KIM, MIN” is written in capitals
    if letters and not (is_loud and len(letters[0]) > 2):
        name = {**name, "given": f"{_spaced(letters[0])}{given[letters.end() :]}"}
    return name


def is_joined(text: str) -> bool:
    """Return whether a name, as it is written, may hold several: “A, B., C, D.”."""
    parts = [part.strip() for part in text.strip(", ").split(",")]
    is_suffixed = any(SUFFIX.fullmatch(part) for part in parts[1:])
    if len(parts) > 3 or (len(parts) == 3 and not is_suffixed):
        return True
    return bool(re.search(r"[;&|]", text))


def ask_for_commas(names: list[dict[str, str]]) -> str:
    """Return what to ask of “organisations” of two words, as people have them.

    Only of names that came as plain text: who writes braces or ``literal`` means it.
    """
    bare = [one["literal"] for one in names if _is_bare_person(one)]
    if not bare or len(names) < 2:
        return ""
    which = f"“{'”, “'.join(bare[:3])}”"
    return f"{which}, without a comma, was taken for an organisation; is it a person?"


def _is_one_organisation(ends: list[dict[str, str]], last: dict[str, str]) -> bool:
    """Return whether two names are “Food” and “Drug Administration” of one name."""
    if len(ends) < 2:
        return False
    first, second = ends
    begins, end = _straight(first), _straight(second)
    if first.keys() == {"family"}:
        return _is_torn(last)
    if THING.search(begins) and not HAS_NOUN.search(begins):
        return _is_torn(last)
    is_torn = "literal" in first and bool(JOINTS.search(begins))
    # “Human Services”, “Anxiety Treatments” and “Prevention” are the end of a name.
    is_thing = THING.search(end) and not HAS_NOUN.search(end.rpartition(" ")[0])
    return is_torn and (second.keys() == {"family"} or bool(is_thing))


def _straight(name: dict[str, str]) -> str:
    """Return a name in reading order."""
    keys = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    return name.get("literal") or " ".join(name[key] for key in keys if name.get(key))


def _written(name: dict[str, str]) -> str:
    """Return a name as an export has it, the family name first."""
    if name.get("literal"):
        return name["literal"]
    family = f"{name.get('non-dropping-particle', '')} {name.get('family', '')}"
    given = f"{name.get('given', '')} {name.get('dropping-particle', '')}"
    parts = (family.strip(), given.strip(), name.get("suffix", ""))
    return ", ".join(part for part in parts if part)


def _without_end(text: str) -> str:
    """Return a name without “et al.” at its end."""
    text = " ".join(text.split())
    return text[:-LOOKED_AT] + ET_AL.sub("", text[-LOOKED_AT:])


def _without_et_al(name: dict[str, str]) -> dict[str, str]:
    if "literal" in name:
        bare = _without_end(name["literal"])
        return name if bare == name["literal"] else read_name(bare)
    kept = {key: _without_end(value) for key, value in name.items()}
    return {key: value for key, value in kept.items() if value}


def _split(text: str, name: dict[str, str]) -> list[dict[str, str]]:
    """Return the people that one name holds; ``name`` itself where it is one."""
    if len(parts := [part for part in BETWEEN.split(text) if part.strip(" ,.")]) > 1:
        return [one for part in parts for one in _split(part, read_name(part))]
    if len(ends := LAST.split(text)) > 1:
        people = [one for end in ends for one in _by_commas(end.strip(" ,"))]
        if all(people) and len(people) > 1:
            return [one for one in people if one]
        if all(end.count(",") == 1 for end in ends) and not HAS_NOUN.search(text):
            return [read_name(end) for end in ends]
    people = _by_commas(text)
    return [one for one in people if one] if len(people) > 1 and all(people) else [name]


def _by_commas(text: str) -> list[dict[str, str] | None]:
    """Return the people between commas; None stands for what is not clearly one."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) == 2 and re.fullmatch(INITIALS, parts[1]):
        return [{"family": parts[0], "given": parts[1]}]
    single = [_by_itself(part, straight=len(parts) > 2) for part in parts]
    if all(single) or len(parts) < 4 or len(parts) % 2:
        return list(single) or [None]
    pairs = [*zip(parts[::2], parts[1::2], strict=True)]
    if all(GIVEN.fullmatch(given) for _, given in pairs):
        return [{"family": family, "given": given} for family, given in pairs]
    return [None]


def _by_itself(part: str, *, straight: bool) -> dict[str, str] | None:
    """Return a person without a comma; of three and more, also “Jane Roe”."""
    name = read_name(part)
    if straight and (found := WHOLE.fullmatch(part)) and not HAS_NOUN.search(part):
        name = {"family": found[2], "given": found[1]}
    return name if "family" in name else None


def _doubt(name: dict[str, str]) -> str:
    """Return what is doubtful of one name, or an empty text."""
    text, suffix = _written(name), name.get("suffix", "")
    if _is_torn(name):
        whole = _whole_again(name).get("literal")
        if whole:
            return f"“{whole}” was taken apart like a person’s name; it is whole again"
        advice = "write it whole: without a comma, in BibTeX in two pairs of braces"
        return f"“{text}” is an organisation’s name taken apart; {advice}"
    if suffix and not SUFFIX.fullmatch(suffix):
        return f"“{text}” has two commas and may not be one person"
    ends = LAST.split(text)
    is_pair = len(ends) > 1 and all(len(end.split()) > 1 for end in ends)
    # “de Oliveira e Silva, M.” and “Ortega y Gasset, J.” are one person each.
    is_family = bool(re.search(r"\s[ey]\s.*,", text)) and text.count(",") == 1
    joined = is_pair and not HAS_NOUN.search(text) and not is_family
    return f"“{text}” may be two people in one name" if joined else ""


def _is_torn(name: dict[str, str]) -> bool:
    """Return whether family and given names are pieces of an organisation's name."""
    family, given = name.get("family", ""), name.get("given", "")
    if not family:
        return False
    particles = f"{name.get('non-dropping-particle', '')} "
    particles += name.get("dropping-particle", "")
    whole = f"{given} {particles} {family}"
    inside = re.search(r"\b(?:of|for|on|für|pour|sur)\b", whole)
    ends = [text.split()[-1] for text in (family, given) if text]
    return bool(inside or (given and any(NOUNS.fullmatch(end) for end in ends)))


def _whole_again(name: dict[str, str]) -> dict[str, str]:
    """Return an organisation's name in one piece, where its words are all there."""
    given, family = name.get("given", ""), name.get("family", "")
    initial = re.search(r"\b[A-Z]\b\.?", re.sub(r"\bU\.?\s?[SK]\b\.?", "", given))
    if not _is_torn(name) or not given or initial:
        return name
    # “Organization, World Health” was turned round; “Department of X, Yale” never was.
    particle = name.get("non-dropping-particle", "")
    is_straight = particle[:1].isupper()
    if not particle:
        is_straight = bool(HAS_NOUN.search(family)) and " " in family
        is_last = NOUNS.fullmatch(given.split()[-1]) and not NOUNS.fullmatch(family)
        is_straight = is_straight or bool(is_last)
    if is_straight:
        return {"literal": _written(name)}
    return {"literal": _straight(name)}


def _is_bare_person(name: dict[str, str]) -> bool:
    """Return whether an “organisation” is two words, as people have them."""
    text = name.get("literal", "")
    words = re.fullmatch(r"[A-ZÀ-Þ][\w'’-]+\s[A-ZÀ-Þ][\w'’-]+", text)
    is_company = COMPANY.fullmatch(text.rpartition(" ")[2])
    return bool(words) and not HAS_NOUN.search(text) and not is_company


def _spaced(letters: str) -> str:
    """Return “E. J.” for “EJ” and “E.J.”; a hyphen between them stays."""
    found = re.findall(r"(-?)([^\W\d_])\.?", letters)
    joined = "".join(f"{'-' if hyphen else ' '}{one}." for hyphen, one in found)
    return joined.strip()
