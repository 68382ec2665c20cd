"""Names that a reader of a file took for one person and that are likely none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..library.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


@dataclass(frozen=True)
class NameRules:
    """What an author of one format can do about a doubtful name, as sentences."""

    organisation: str  #: what makes a name an organisation; ``{}`` is the name
    several: str  #: what stands between two persons
    others: str  #: what says that the list goes on


BIBTEX = NameRules(
    "Put an organisation in braces of its own: {{{}}}.",
    "Write “ and ” between two persons, and an organisation in braces of its own.",
    "Write “and others” after the last name.",
)
RIS = NameRules(
    "Write an organisation without a comma: {}.",
    "Give each person a line of their own.",
    "Leave it out, or give the other names.",
)
CSL = NameRules(
    'Write an organisation as {{"literal": "{}"}}.',
    "Give each person a name of their own.",
    'Leave it out, and say "custom": {"authors_complete": false}.',
)

#: Words, folded, that organisations have in their names, and persons next to never.
ORGANISATION = re.compile(
    r"""\b(?:organi[sz]ations?|organizacion|organisationen|institut[eo]?s?|instituut|
    istituto|universit(?:y|ies|at|aet|e|a|eit|atea)|universida(?:d|de)|ministry|
    minister(?:ium|e|io)|ministero|bundes(?:amt|ministerium|institut|regierung|anstalt)|
    association|asociacion|associacao|associazione|society|gesellschaft|societe|
    sociedade?|societa|committee|subcommittee|department|departamento|departement|
    agency|agencia|agenzia|agence|council|foundation|fundacion|fundacao|fondazione|
    fondation|stiftung|centers|centres|cent(?:er|re)\s+for|comm?issi?on|
    consortium|consorcio|collaborations?|collaborative|collaborators|network|investigators|
    trialists|task\s+force|working\s+(?:group|party)|study\s+group|group|team|
    administration|academy|akademie|academie|academia|college\s+of|federation|
    federacion|confederation|initiative|laborator(?:y|ies)|(?<!\bl\s)hospitals?|krankenhaus|
    klinikum|clinics?|parliament|government|library|authority|alliance|coalition|
    programme|corporation|incorporated|inc|ltd|limited|llc|gmbh|pharmaceuticals?|
    therapeutics|autorite|autorita|autoridad|arztekammer|fachgesellschaft|verband|
    ausschuss|health|research|statistics|sciences|medicine|psychiatrists|physicians|
    surgeons|services|registry|project|nations|contributors|developers|editors|news|
    school\s+of|bureau\s+of|office\s+of)\b""",
    re.VERBOSE,
)
#: What no person is called by the first of their names.
AT_FIRST = re.compile(
    r"(?:world|national|international|european|united|federal|global)\s"
)
#: Words between persons; “y” and “e” stand within names of one.
BETWEEN = re.compile(r"[;&/|]|(?<!\S)(?:and|und|et(?!\s+al\b))(?!\S)", re.IGNORECASE)
#: Words that say that the list goes on.
OTHERS = re.compile(
    r"(?:^|[\s,;&(]|\band\b)(?:et\.?\s*al\b\.?|(?:and|&)\s+others\b|u\.\s?a\.$|"
    r"others\.?$|and\s+colleagues\b|…|\.\.\.)",
    re.IGNORECASE,
)
INITIALS = r"(?!(?:II|III|IV|VI)\b)(?:[^\W\d_a-z]\.?[\s-]?){1,4}"
#: “Smith J” and “Smith, J.”: a person and their initials.
CUT_PERSON = re.compile(rf"[^\W\d_][^\W\d_]+(?:[\s’'-][^\W\d_]+)*,?\s{INITIALS}")
#: What may stand after a name, degrees among it.
SUFFIX = re.compile(
    r"""(?:jr|jnr|sr|snr|junior|senior|j[uú]nior|filho|neto|sobrinho|p[èe]re|
    [ivx]{1,4}|\d(?:st|nd|rd|th)|[dj]\.?\s?[äj]|esq(?:uire)?|ph\.?\s?d|d\.?\s?phil|
    [mbd]\.?\s?(?:d|a|s|sc|ed|ph|b\.?a|pharm)|m\.?\s?p\.?\s?h|r\.?\s?n|d\.?\s?o|
    p\.?\s?e|s\.?\s?j|o\.?\s?p|frcp\w*|f\.?r\.?s|pharm\.?\s?d|j\.?\s?d|d\.?\s?d\.?\s?s|
    deceased)\.?""",
    re.VERBOSE | re.IGNORECASE,
)
NOBODY = re.compile(
    r"n\.?/?a\.?|none|null|nan|nil|unknown|undefined|\[?no authors? .*|\?+|-+|\.+",
    re.IGNORECASE,
)


def doubtful_names(
    names: Iterable[Mapping[str, str]], rules: NameRules = BIBTEX
) -> list[str]:
    """Return a sentence for each CSL name that is likely not one person's.

    Such are organisations without a mark that says so, two or more persons in one
    name, “et al.” as part of a name, and names that say that there is none. A name
    in ``literal`` is an organisation's, so only the last three are asked of it.
    """
    return [said for name in names for said in _doubt(name, rules)][:20]


def _doubt(name: Mapping[str, str], rules: NameRules) -> Iterator[str]:
    """Yield at most one sentence about a name."""
    text, typed = _joined(name, " "), _joined(name, ", ")
    literal = name.get("literal", "")
    given, family = name.get("given", ""), name.get("family", "")
    if OTHERS.search(text) and not re.fullmatch(r"\s*(?:…|\.\.\.)\s*", literal):
        yield f"“et al.” is read as part of the name “{_cut(typed)}”. {rules.others}"
    elif NOBODY.fullmatch(text) and text not in ("Na", "NA", "Nan"):
        yield f"“{_cut(text)}” is read as a name. Leave the field out if there is none."
    elif given and not family:
        yield f"“{_cut(text)}” has no family name; it begins with a comma. Look at it."
    elif _is_several(name):
        yield f"“{_cut(typed)}” is read as one name. {rules.several}"
    elif family and given and _is_organisation(fold(text)):
        printed = f"{family}, {given[:1]}."
        yield (
            f"“{_cut(text)}” is read as a person and printed as “{_cut(printed)}”."
            f" {rules.organisation.format(_cut(text))}"
        )


def _is_organisation(folded: str) -> bool:
    return bool(ORGANISATION.search(folded) or AT_FIRST.match(folded))


def _is_several(name: Mapping[str, str]) -> bool:
    """Return whether a name holds two persons, or what stands between two."""
    literal, given = name.get("literal", ""), name.get("given", "")
    if literal:
        persons = re.split(r"\s+and\s+", literal)
        if len(persons) > 1 and all(one.count(",") == 1 for one in persons):
            return True  # “{Smith, John and Jones, Ann}”
        parts = [part.strip() for part in re.split(r"[,;]", literal) if part.strip()]
        initials = sum(bool(re.fullmatch(INITIALS, part)) for part in parts)
        whole = sum(bool(CUT_PERSON.fullmatch(part)) for part in parts)
        return len(parts) > 1 and whole + initials * 2 >= len(parts)
    suffix, family = name.get("suffix", ""), name.get("family", "")
    if suffix and not SUFFIX.fullmatch(suffix):
        return True
    if any(BETWEEN.search(part) for part in (given, family)):
        return True
    _, comma, behind = family.partition(",")
    if comma and not SUFFIX.fullmatch(behind.strip()):
        return True
    both = CUT_PERSON.fullmatch(family) and CUT_PERSON.fullmatch(given)
    return "," in given or bool(both and not comma)


def _joined(name: Mapping[str, str], sign: str) -> str:
    """Return a name in reading order, or by “, ” as a list of names has it."""
    if literal := name.get("literal", ""):
        return literal
    particles = (name.get("dropping-particle"), name.get("non-dropping-particle"))
    family = " ".join(part for part in (*particles, name.get("family")) if part)
    given, suffix = name.get("given"), name.get("suffix")
    order = (given, family, suffix) if sign == " " else (family, suffix, given)
    return sign.join(part for part in order if part)


def _cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
