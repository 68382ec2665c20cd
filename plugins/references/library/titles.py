"""Titles as publishers deposit them, and what may be printed of them."""

from __future__ import annotations

import re
from html import unescape

from .characters import without_unseen

#: What CSL allows inside a title, and how publishers spell it.
MARKUP = {"i": "i", "em": "i", "italic": "i", "b": "b", "strong": "b", "bold": "b"}
MARKUP |= {"sub": "sub", "inf": "sub", "sup": "sup"}
TAG = re.compile(
    r"<(?P<end>/?)\s*+(?P<space>[a-z]++:)?(?P<name>[a-zA-Z][\w.-]*+)(?P<rest>[^<>]*+)>"
)
#: Elements of HTML, JATS and MathML in titles; “<Kiva>” and “a<b and c>d” are words.
ELEMENTS = frozenset(
    """a abbr alternatives annotation b bdi bdo bold br center cite code dfn
    disp-formula div em ext-link font formula h1 h2 h3 h4 h5 h6 hr i inf
    inline-formula inline-graphic ins italic italics kbd li list-item
    maction math menclose merror mfenced mfrac mglyph mi mmultiscripts mn mo monospace
    mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup
    msup mtable mtd mtext mtr munder munderover named-content nobr ol overline p pre q
    roman s samp sans-serif sc scp sec semantics small span strike strong
    styled-content sub sup tex-math tt u ul underline var wbr
    xref""".split()  # noqa: SIM905  # a table of words
)
ATTRIBUTES = re.compile(r"(?:\s+[\w:.-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"']+))*\s*/?")
#: CSL's own marks beside those of ``MARKUP``.
SPAN = re.compile(
    r"<span\s+(?:class=\"no(?:case|decor)\"|style=\"font-variant:\s*small-caps;?\")"
)
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z]\w{1,30});")
# An element ends before the next of its kind begins: each character is looked at once,
# however many of them are never closed.
# (Python before 3.11.5 forgets a group in what takes all and gives nothing back.)
#: MathML and JATS often carry their formula a second time, as TeX.
TWIN = re.compile(
    r"<((?:[a-z]{1,9}:)?(?:annotation|tex-math))\b[^<]*+"
    r"(?:<(?!/\1>|(?:[a-z]{1,9}:)?(?:annotation|tex-math)\b)[^<]*+)*</\1>"
)
MATH = re.compile(r"<((?:mml:)?math)\b[^<]*+(?:<(?!/\1>|(?:mml:)?math\b)[^<]*+)*</\1>")
_THING = r"(?:\s+(?:article|paper|chapter|publication|preprint|study))?"
_FATE = (
    rf"(?P<what>retracted(?:\s+and\s+(?:republished|replaced))?{_THING}(?:\s+and\s+"
    rf"(?:republished|replaced))?|withdrawn{_THING}(?:\s+and\s+replaced)?|"
    rf"removed{_THING}(?:\s+and\s+replaced)?|(?:temporary\s+)?removal)"
)
#: What a title says that a work is → Crossref's word for what happened to it.
FATES = {"retracted": "retraction", "withdrawn": "withdrawal", "removed": "removal"}
#: “RETRACTED: …”, “[Retracted] …”, “Retracted Article. …”
FALLEN = re.compile(
    rf"^\W*(?:(?:article|paper|chapter)\s+)?{_FATE}\s*(?:[:\].)–—-]+)\s*",
    re.IGNORECASE,
)
#: “… (Retracted article. See vol. 5, p. 10)”, as indexes have it.
FALLEN_LAST = re.compile(
    rf"[\[(]\s*{_FATE}(?:[\s.,:;][^()\[\]]*)?[\])]\s*\.?\s*$", re.IGNORECASE
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


def clean_field(text: str) -> str:
    """Return a field's text as it is printed: CSL's own marks, no others, no entities.

    >>> clean_field("R&amp;D of <jats:italic>N</jats:italic> <p>p &lt; 0.05</p>")
    'R&D of <i>N</i> p < 0.05'
    """
    if "&" in text:
        text = decode_entities(text)
    if "<" not in text:
        return text
    text = TWIN.sub("", text)
    text = MATH.sub(lambda found: re.sub(r"\s+|<[^>]*>", "", found[0]), text)
    own: list[bool] = []  # of each span that is open: whether it is CSL's

    def keep(found: re.Match[str]) -> str:
        if found["space"] or found["name"].lower() != "span":
            return _keep_or_drop(found)
        if found["end"]:
            return found[0] if own and own.pop() else ""
        own.append(bool(SPAN.match(found[0])))
        return found[0] if own[-1] else ""

    return TAG.sub(keep, text)


def decode_entities(text: str) -> str:
    """Return the characters that “&amp;”, or “&amp;lt;” of two exports, stand for."""
    for _ in range(2):
        text = ENTITY.sub(lambda found: unescape(found[0]), text)
    return text


def clean_text(deposited: str) -> str:
    """Return a name or a journal on one line, without any markup."""
    text = without_unseen(unescape(unescape(TWIN.sub("", deposited))))
    return re.sub(r"\s+", " ", TAG.sub(_drop, text)).strip()


def join_subtitle(title: str, subtitle: str) -> str:
    """Return “title: subtitle”, unless the title says it already."""
    if not subtitle or _letters(subtitle) in _letters(title):
        return title
    if not title:
        return subtitle
    return f"{title} {subtitle}" if title[-1] in "?!:.—–" else f"{title}: {subtitle}"


def retraction_prefix(title: str) -> str:
    """Return ``retracted``, ``withdrawn`` or ``removed`` where the title says so."""
    title = " ".join(title.split())
    found = FALLEN.match(title) or FALLEN_LAST.search(title)
    if not found:
        return ""
    word = found["what"].lower().split()[0]
    return word if word in ("retracted", "withdrawn") else "removed"


def without_prefix(title: str) -> str:
    """Return a title without “RETRACTED:” and its like."""
    return FALLEN_LAST.sub("", FALLEN.sub("", title)).rstrip() or title


def is_notice(title: str) -> bool:
    """Return whether a title is that of a notice: “Retraction: …”, “Erratum to …”."""
    return bool(NOTICE.match(title))


def _keep_or_drop(found: re.Match[str]) -> str:
    if not _is_markup(found):
        return found[0]
    name = MARKUP.get(found["name"].lower())
    return f"<{found['end']}{name}>" if name else ""


def _is_markup(found: re.Match[str]) -> bool:
    known = found["space"] or found["name"].lower() in ELEMENTS
    return bool(known and ATTRIBUTES.fullmatch(found["rest"]))


def _drop(found: re.Match[str]) -> str:
    return "" if _is_markup(found) else found[0]


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", TAG.sub("", text)).casefold()
