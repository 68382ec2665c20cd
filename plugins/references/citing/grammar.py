"""The notation of citations, as pandoc has it.

::

    group    = "[" item (";" item)* "]"
    item     = [prefix " "] ["-"] "@" key ["," locator] [suffix]
    key      = "{" any "}" | letters and digits, joined by one of :.#$%&-+?<>~/
    locator  = [label] numbers           such as “pp. 895-897, 901”, “fig. 2”, “33”
    bare     = "@" key [" [" locator "]"]
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..library.keys import KEY

#: DOIs hold brackets and end marks that other keys do not.
DOI_KEY = r"(?:doi|DOI):10\.[^\s\]@]*[^\s\]@,;.?!]"
#: What may stand before ``@`` where it begins a citation.
BEFORE = r"(?<![\w@.:/&=+%~#$\\\x03-])"
CITED = rf"@(?:\{{(?P<braced>[^{{}}\s]+)\}}|(?P<key>{DOI_KEY}|{KEY}))"
IN_ITEM = re.compile(rf"(?:(?<=^)|(?<=[\s(\"“'‘]))(?P<alone>-?){CITED}")
ALONE = re.compile(rf"@(?P<key>{KEY})")
#: A group on one or two lines; brackets inside it belong to a prefix or a suffix.
GROUP = r"\[(?P<inside>[^\[\]@]*@[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*)\]"
BARE = rf"{BEFORE}{CITED}(?:[ \n]\[(?P<inside>[^\[\]@]+)\](?![(\[:]))?"
LABELS = {
    "app.": "appendix app. appendices apps.",
    "chap.": "chapter chapters chap. chaps. ch. chs. chap ch",
    "col.": "column columns col. cols.",
    "fig.": "figure figures fig. figs. fig figs",
    "l.": "line lines",
    "n.": "note notes n. nn.",
    "no.": "no. nos. number numbers",
    "p.": "page pages p. pp. p pp",
    "para.": "paragraph paragraphs para. paras. ¶ ¶¶",
    "part": "part parts pt. pts.",
    "sec.": "section sections sec. secs. § §§",
    "suppl.": "supplement supplements supp. suppl. supps. suppls.",
    "table": "table tables tab. tabs.",
    "v.": "verse verses v. vv.",
    "vol.": "volume volumes vol. vols.",
}
PLURALS = {"p.": "pp.", "fig.": "figs.", "chap.": "chaps.", "table": "tables"}
NUMBER = r"(?:[A-Za-z]?\d+[A-Za-z]?(?:\.\d+)*|[ivxlc]+)"
NUMBERS = rf"{NUMBER}(?:\s*(?:--?|–|,|&|and)\s*{NUMBER})*"
WORDS = {word: label for label, words in LABELS.items() for word in words.split()}
_ANY_LABEL = "|".join(
    re.escape(word) + (r"(?!\w)" if word[-1].isalpha() else "")
    for word in sorted(WORDS, key=len, reverse=True)
)
LOCATOR = re.compile(
    rf"^\s*,?\s*(?:\{{(?P<braced>[^{{}}]*)\}}|"
    rf"(?:(?P<label>{_ANY_LABEL})\s*(?P<numbers>{NUMBERS})"
    rf"|(?<=[,\s])(?P<pages>\d+(?:\s*(?:--?|–|,|&|and)\s*\d+)*))(?!\w))"
)


@dataclass(frozen=True)
class Citation:
    """One work, named at one place of a text."""

    key: str  #: as written: a key, ``doi:…`` or ``pmid:…``
    prefix: str = ""
    locator: str = ""  #: as it is printed: “pp. 895–897”
    suffix: str = ""
    alone: bool = False  #: ``-@key``: without the author's name


class MalformedGroupError(ValueError):
    """A group that names works, but not as the notation says."""


def parse_group(inside: str) -> tuple[Citation, ...]:
    """Return the citations between two brackets, none where nobody is cited.

    >>> parse_group("see @daly2019, pp. 3-4")[0].locator
    'pp. 3–4'
    """
    if found_alone := ALONE.fullmatch(inside):
        return (Citation(found_alone["key"]),)  # most groups: one key and no words
    if not IN_ITEM.search(inside):
        return ()
    citations, items = [], _split(inside)
    for item in items:
        found = list(IN_ITEM.finditer(item))
        if not found:
            message = f"“{item.strip()}” names no work"
            raise MalformedGroupError(message)
        if len(found) > 1:
            message = f"“{item.strip()}” names two works without “;” between them"
            raise MalformedGroupError(message)
        cited = found[0]
        prefix = item[: cited.start()].strip()
        locator, suffix = split_locator(item[cited.end() :])
        key, alone = cited["braced"] or cited["key"], bool(cited["alone"])
        citations.append(Citation(key, prefix, locator, suffix, alone))
    return tuple(citations)


def names_a_work(citation: Citation) -> bool:
    """Return whether a work is meant, also where no library tells; no person.

    >>> groups = ("@ana", "see @ana2020", "in @pmid:1", "photo: @ana")
    >>> [names_a_work(parse_group(group)[0]) for group in groups]
    [True, True, True, False]
    """
    is_alone = not (citation.prefix or citation.locator or citation.suffix)
    return is_alone or bool(re.match(r"(?i:doi|pmid):|.*\d{4}", citation.key))


def parse_bare(source: str) -> Citation | None:
    """Return the citation that ``@key`` or ``@key [p. 3]`` is."""
    found = re.fullmatch(BARE, source)
    if not found:
        return None
    inside = found["inside"] or ""
    locator, suffix = split_locator(f", {inside}" if inside else "")
    return Citation(found["braced"] or found["key"], "", locator, suffix)


def is_locator(text: str) -> bool:
    """Return whether a text in brackets after ``@key`` says where in the work."""
    locator, suffix = split_locator(f", {text}")
    return bool(locator) and not suffix


def split_locator(text: str) -> tuple[str, str]:
    """Return the locator at the start of what follows a key, and the rest."""
    found = LOCATOR.match(text)
    if not found:
        return "", text.strip().removeprefix(",").strip()
    rest = text[found.end() :].strip().removeprefix(",").strip()
    if found["braced"] is not None:
        return found["braced"].strip(), rest
    numbers = re.sub(r"\s*(?:--?|–)\s*", "–", found["numbers"] or found["pages"])
    label = WORDS[found["label"]] if found["label"] else "p."
    if label in PLURALS and re.search(r"[–,&]|\band\b", numbers):
        label = PLURALS[label]
    return f"{label} {numbers}", rest


def _split(inside: str) -> list[str]:
    """Split at the semicolons that stand between items, not at those of a DOI."""
    parts, start, depth = [], 0, 0
    for at, character in enumerate(inside):
        if character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
        elif (
            character == ";"
            and depth <= 0
            and inside[at + 1 : at + 2] in (" ", "\n", "@", "-", "")
        ):
            parts.append(inside[start:at])
            start = at + 1
    return [*parts, inside[start:]]
