"""Names of BibTeX and biblatex as CSL's; their library is fenced in here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from bibtexparser.middlewares.names import parse_single_name_into_parts

from .names import is_joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    CslName = dict[str, str]

#: A name that says that the list goes on, and such words behind a name.
OTHERS = re.compile(
    r"(?:and\s+)?others\.?|et\.?\s*al\.?,?|\.\.\.|…|\\l?dots(?:\{\})?", re.IGNORECASE
)
#: DBLP's “Wei Wang 0001”.
INDEX_NUMBER = re.compile(r"(?<=\w)\s+0\d{3}$")
#: “Smith JA”, as PubMed writes names; BibTeX would read a family “JA”.
BARE_INITIALS = re.compile(
    r"((?:[^{}\\,;&|]*\s)?[^\W\d_a-z][^\W\d_A-Z][\w’'-]*)"
    r"\s+(?!(?:II|III|IV|VI)$)([A-Z]{1,3})"
)
#: biblatex's own form: “given=Jan, family=Berg, prefix=van den”.
NAMED_PART = re.compile(r"\s*\"?(family|given|prefix|suffix)(?:-i)?\s*=", re.IGNORECASE)
AND = re.compile(r"[{}]|(?:^|\s)and(?=\s)", re.IGNORECASE)
#: “~” parts two names, but not as an accent.
TILDE = re.compile(r"\\~\s*(\{|\\[A-Za-z]+|[^\W\d_])")
PART_NAMES = {"prefix": "non-dropping-particle"}


class Names(NamedTuple):
    """The names of a field, and what an author should know of them."""

    names: list[CslName]
    is_complete: bool  #: False behind “and others”
    doubts: list[str]


def read_names(value: str, to_text: Callable[[str], str]) -> Names:
    """Return the names of a field; ``to_text`` reads the LaTeX of a part.

    >>> read_names("Smith, J. and Jones, A. and others", str).names
    [{'family': 'Smith', 'given': 'J.'}, {'family': 'Jones', 'given': 'A.'}]
    """
    names: list[CslName] = []
    doubts: list[str] = []
    is_complete = True
    for said in _split_at_and(TILDE.sub(_accent, value)):
        if OTHERS.fullmatch(said):
            is_complete = False
            continue
        whole = said
        if number := INDEX_NUMBER.search(said):
            whole = said[: number.start()]
            what = f"“{said}” ends in a number that tells two people apart in an index"
            doubts.append(f"{what}; it is left out. Leave it out of the file too.")
        elif found := BARE_INITIALS.fullmatch(said):
            whole = f"{found[1]}, {found[2]}"
            what = f"“{to_text(said)}” is read as “{to_text(whole)}”"
            doubts.append(f"{what}. Write a comma before the initials.")
        if name := _read_name(whole, to_text):
            names.append(name)
    return Names(names, is_complete, doubts)


def _split_at_and(value: str) -> Iterator[str]:
    r"""Yield the names between “and” outside braces.

    bibtexparser's own way loses the accent of a name that begins with ``\v{C}``.
    """
    depth = start = 0
    for found in AND.finditer(f"{value} and "):
        if found[0] in ("{", "}"):
            depth += 1 if found[0] == "{" else -1
        elif depth <= 0:
            if said := value[start : found.start()].strip():
                yield said
            start = found.end()
    if start < len(value) and (said := value[start:].strip()):
        yield said  # its braces do not pair


def _accent(found: re.Match[str]) -> str:
    letter = found[1]
    return f"\\tilde{letter}" if letter == "{" else f"\\tilde{{{letter}}}"


def _read_name(said: str, to_text: Callable[[str], str]) -> CslName:
    if NAMED_PART.match(said):
        return _read_named_parts(said, to_text)
    # What may be several is parted, or asked about, where the names of all are.
    if _is_braced(said) or is_joined(_outside(said)):
        text = to_text(said)
        return {"literal": text} if text else {}
    parts = parse_single_name_into_parts(said, strict=False)
    columns = {"family": parts.last, "given": parts.first, "suffix": parts.jr}
    columns["non-dropping-particle"] = parts.von
    texts = {key: to_text(" ".join(words)) for key, words in columns.items()}
    return {key: text for key, text in texts.items() if text}


def _outside(said: str) -> str:
    """Return what stands outside braces."""
    while (outside := re.sub(r"\{[^{}]*\}", "x", said)) != said:
        said = outside
    return said


def _is_braced(said: str) -> bool:
    r"""Return whether one pair of braces holds the whole name, and no accent."""
    if not said.startswith("{") or not said.endswith("}") or said.startswith("{\\"):
        return False
    depth = 0
    for at, sign in enumerate(said):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if not depth:
            return at == len(said) - 1
    return False


def _read_named_parts(said: str, to_text: Callable[[str], str]) -> CslName:
    name: CslName = {}
    for part in re.split(r",(?![^{]*\})", said):
        key, _, value = part.strip().strip('"').partition("=")
        key = key.strip().lower().removesuffix("-i")
        text = to_text(value.strip().strip('"'))
        if key in ("family", "given", "prefix", "suffix") and text:
            name.setdefault(PART_NAMES.get(key, key), text)
    return name
