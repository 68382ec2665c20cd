"""The people of a reference typed by hand, however its style writes names."""

from __future__ import annotations

import re

from ..checking.people import GROUP

CAPITAL = "[A-ZÀ-ÖØ-ÞĀ-ŽΑ-ΩА-Я]"
SUFFIX = r"(?:Jr|Sr|II|III|IV|2nd|3rd|MD|PhD)\.?"
#: “E. J.”, “E.J.”, “EJ”, “J.-L.”, “R L”.
INITIALS = rf"(?:{CAPITAL}\.?[\s-]?){{1,5}}"
ONLY_INITIALS = re.compile(rf"{INITIALS}(?:\s+{SUFFIX})?")
#: “van der Berg EJ”, “Silva RC da”.
FAMILY_FIRST = re.compile(
    rf"(?P<family>(?:St\. )?[^\s.][^.]*?)\s+(?P<given>(?:{CAPITAL}\.?-?\s?){{1,5}})"
    rf"(?P<particle>(?:\s+(?:de|da|do|dos|das|del|van|von|der|den|la))*)(?:\s+{SUFFIX})?"
)
INITIALS_FIRST = re.compile(rf"(?P<given>(?:{CAPITAL}\.[\s-]?)+)\s*(?P<family>\S.*)")
PARTICLES = frozenset(
    """van von der den de del della di da do dos du la le ten ter zu al el bin
    ibn""".split()  # noqa: SIM905  # a table of words
)
ELIDED = re.compile(
    r"\.\s?\.\s?\.|…|\bet\.? al\b\.?|\band (?:others|colleagues|\d+ others?)\b"
    r"|\bu\. ?a\.",
    re.IGNORECASE,
)
AND = re.compile(r"\s*,?\s*(?:\s&\s|\band\b|\bund\b)\s*,?\s*")
EDITORS = re.compile(r"[,\s]*\(?\beds?\b\.?\)?", re.IGNORECASE)
MOST = 400  #: names of one reference
DOTS = "…"


def read_people(text: str, *, by_initials: bool = False) -> list[dict[str, str]]:
    """Return the names of a list; none where one of them is no name, or unclear.

    ``by_initials`` reads only the names of styles that give no more of first names.

    >>> read_people("Daly EJ, Singh JB, et al")[-1]
    {'literal': '…'}
    >>> read_people("Daly, Ella J., and Jaskaran B. Singh")[1]
    {'family': 'Singh', 'given': 'Jaskaran B.'}
    """
    text = AND.sub(", ", ELIDED.sub(f", {DOTS}, ", EDITORS.sub("", text)))
    lists = [_parts(part) for part in text.split(";")]
    people = [_read(parts, by_initials=by_initials) for parts in lists if parts]
    return [] if [] in people else [name for names in people for name in names]


def are_names(text: str) -> bool:
    """Return whether a text can be a list of people, though who is who is unclear."""
    return all(map(_is_name, _parts(AND.sub(", ", text))))


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip(" .:")]


def _read(parts: list[str], *, by_initials: bool) -> list[dict[str, str]]:
    names: list[dict[str, str]] = []
    at = 0
    while at < len(parts) <= MOST:
        part, behind = parts[at], parts[at + 1] if at + 1 < len(parts) else ""
        at += 1
        if part == DOTS:
            names.append({"literal": DOTS})
        elif not (names and re.fullmatch(SUFFIX, part)):
            name = _by_initials(part, behind)
            if not name and not by_initials:
                name = _by_words(part, "" if names else behind)
            if not name or not _is_name(part) or GROUP.search(part):
                return []
            at += name["given"] in (behind, _spaced(behind))
            names.append(name)
    return names


def _by_initials(part: str, behind: str) -> dict[str, str]:
    """Read “Daly EJ”, “E. J. Daly”, or “Daly” with “E. J.” behind it."""
    if behind and ONLY_INITIALS.fullmatch(behind) and not ONLY_INITIALS.fullmatch(part):
        return {"family": part, "given": _spaced(behind)} if "." not in part else {}
    found = INITIALS_FIRST.fullmatch(part) or FAMILY_FIRST.fullmatch(part)
    if not found:
        return {}
    particle = found.groupdict().get("particle") or ""
    family = f"{particle} {found['family']}".strip()
    return {"family": family, "given": _spaced(found["given"])}


def _by_words(part: str, behind: str) -> dict[str, str]:
    """Read “Jaskaran B. Singh”, or of the first name “Daly” with “Ella J.” behind it.

    Of two words with two behind them nobody can tell: “Garcia Lopez, Maria Elena”.
    """
    words, others = part.rstrip(".").split(), behind.split()
    small = [word.lower() in PARTICLES for word in words]
    cut = small.index(True) if True in small[1:-1] else len(words) - 1
    cut = cut or len(words) - 1
    is_whole = True in small[1:-1] or any(map(ONLY_INITIALS.fullmatch, words[:-1]))
    follows_whole = any(map(ONLY_INITIALS.fullmatch, others[:-1])) and not (
        ONLY_INITIALS.fullmatch(others[-1])
    )
    plain = len(words) - sum(small)
    if (
        behind
        and not is_whole
        and _is_name(behind)
        and (plain == 1 or not follows_whole)
    ):
        if plain > 1 and len(others) > 1 and not ONLY_INITIALS.fullmatch(others[-1]):
            return {}
        if plain == 1 or len(others) > 1:
            return {"family": part, "given": behind}
    if len(words) < 2:
        return {}
    return {"family": " ".join(words[cut:]), "given": " ".join(words[:cut])}


def _is_name(text: str) -> bool:
    """Return whether a text can be a name: few words, capitals but for particles."""
    words = text.split()
    if len(words) > 7 or re.search(r"[\d?!:;()\[\]/]|[A-Z]{2}\.\s", text):
        return False
    return all(
        word[:1].isupper() or word.lower() in PARTICLES or word[:2] in ("d’", "d'")
        for word in words
    )


def _spaced(initials: str) -> str:
    """Write “EJ” as “E. J.”; what has full stops stays as it is."""
    bare = re.sub(rf"\s+{SUFFIX}$", "", initials.strip())
    if bare.isalpha():
        return " ".join(f"{letter}." for letter in bare)
    return f"{bare}." if bare[-1:].isalpha() else bare
