"""Titles as publishers deposit them, and what may be printed of them."""

from __future__ import annotations

import re
from html import unescape

from .characters import without_unseen

#: What CSL allows inside a title, and how publishers spell it.
MARKUP = {"i": "i", "em": "i", "italic": "i", "b": "b", "strong": "b", "bold": "b"}
MARKUP |= {"sub": "sub", "inf": "sub", "sup": "sup"}
TAG = re.compile(
    r"<(?P<end>/?)\s*+(?:[a-z]++:)?(?P<name>[a-zA-Z][\w.-]*+)(?P<rest>[^<>]*+)>"
)
# An element ends before the next of its kind begins: each character is looked at once,
# however many of them are never closed.
#: MathML and JATS often carry their formula a second time, as TeX.
TWIN = re.compile(
    r"<((?:[a-z]{1,9}:)?(?:annotation|tex-math))\b[^<]*+"
    r"(?:<(?!/\1>|(?:[a-z]{1,9}:)?(?:annotation|tex-math)\b)[^<]*+)*+</\1>"
)
MATH = re.compile(r"<((?:mml:)?math)\b[^<]*+(?:<(?!/\1>|(?:mml:)?math\b)[^<]*+)*+</\1>")
FALLEN = re.compile(
    r"^\W*(?:(?:article|paper)\s+)?(?P<what>retracted|withdrawn|removed)"
    r"(?:\s+(?:article|paper|chapter|and\s+replaced))?\s*(?:[:\].)–—-]+)\s*",
    re.IGNORECASE,
)
NOTICE = re.compile(
    r"^\W*(?:(?:notice of|statement of|editorial)\s+)?"
    r"(?:partial retraction|retraction|expression of concern|correction|corrigendum|"
    r"erratum|addendum|withdrawal|removal)\b"
    r"(?:\s+(?:note|notice|statement))?\s*(?:to|of|for|[:.—–-]|$)",
    re.IGNORECASE,
)


def clean_title(deposited: str) -> str:
    r"""Return a title on one line, with CSL's markup only, in the case deposited.

    >>> clean_title("Of  <jats:italic>N</jats:italic>-acetyl\\n cysteine &amp; more")
    'Of <i>N</i>-acetyl cysteine & more'
    """
    text = unescape(unescape(TWIN.sub("", deposited)))
    text = MATH.sub(lambda found: re.sub(r"\s+|<[^>]*>", "", found[0]), text)
    text = TAG.sub(_keep_or_drop, text)
    text = re.sub(r"\s+", " ", without_unseen(text)).strip()
    for name in ("i", "b", "sub", "sup"):
        if text.count(f"<{name}>") != text.count(f"</{name}>"):
            text = re.sub(rf"</?{name}>", "", text)
    return re.sub(r"<(i|b|sub|sup)>\s*</\1>", "", text)


def clean_text(deposited: str) -> str:
    """Return a name or a journal on one line, without any markup."""
    text = without_unseen(unescape(unescape(TWIN.sub("", deposited))))
    return re.sub(r"\s+", " ", TAG.sub("", text)).strip()


def join_subtitle(title: str, subtitle: str) -> str:
    """Return “title: subtitle”, unless the title says it already."""
    if not subtitle or _letters(subtitle) in _letters(title):
        return title
    if not title:
        return subtitle
    return f"{title} {subtitle}" if title[-1] in "?!:.—–" else f"{title}: {subtitle}"


def retraction_prefix(title: str) -> str:
    """Return ``retracted``, ``withdrawn`` or ``removed`` where the title begins so."""
    found = FALLEN.match(title)
    return found["what"].lower() if found else ""


def without_prefix(title: str) -> str:
    """Return a title without “RETRACTED:” and its like."""
    return FALLEN.sub("", title) or title


def is_notice(title: str) -> bool:
    """Return whether a title is that of a notice: “Retraction: …”, “Erratum to …”."""
    return bool(NOTICE.match(title))


def _keep_or_drop(found: re.Match[str]) -> str:
    name = MARKUP.get(found["name"].lower())
    if name is None:
        return ""
    return f"<{found['end']}{name}>"


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", TAG.sub("", text)).casefold()
