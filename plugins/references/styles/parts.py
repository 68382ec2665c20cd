"""Parts of a reference, joined as the Citation Style Language joins them.

A group vanishes when it asked for fields and none of them had a value; words such as
“In” do not count. Punctuation that meets is merged: “Why?” and “.” give “Why?”.
"""

from __future__ import annotations

import re
from enum import IntEnum
from html import escape, unescape
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Mark in a field, which is its name in HTML → (opening character, closing character).
MARKS = {
    "i": ("\ue000", "\ue001"),
    "b": ("\ue002", "\ue003"),
    "sup": ("\ue004", "\ue005"),
    "sub": ("\ue006", "\ue007"),
    "sc": ("\ue008", "\ue009"),
}
NOCASE = ("\ue00a", "\ue00b")
LINK = ("\ue00c", "\ue00d", "\ue00e")  #: before the address, between, after the text
CLOSERS = "".join(mark[-1] for mark in (*MARKS.values(), NOCASE, LINK))
ANY_MARK = re.compile("[\ue000-\ue00b]|\ue00c[^\ue00d]*\ue00d|\ue00e")
#: Paired quotes, as characters of our own until print, so that an apostrophe is none.
QUOTES = {"\ue010": "“", "\ue011": "”", "\ue012": "‘", "\ue013": "’"}
TO_QUOTES = str.maketrans(QUOTES)
#: Raised letters that HTML has a mark for.
RAISED = "™℠ªº²³¹⁰⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ"


class FieldState(IntEnum):
    """What a part asked for, and whether that was there."""

    NOTHING = 0  #: only words of the style's own, or nothing at all
    EMPTY = 1  #: a field without a value
    FOUND = 2  #: a field's value, or a group that prints
    LOST = 3  #: a group that prints nothing and asked for nothing


class StylePart(NamedTuple):
    """A piece of a reference."""

    text: str
    asked: FieldState


#: Asking the class for its members takes longer than all else that a group does.
NOTHING, EMPTY, FOUND = FieldState.NOTHING, FieldState.EMPTY, FieldState.FOUND
NONE = StylePart("", EMPTY)
SILENT = StylePart("", NOTHING)
LOST = StylePart("", FieldState.LOST)
#: What becomes of a text's last mark when another follows it.
MEETING = {
    "!": {".": "!", ":": "!"},
    "?": {".": "?", ":": "?"},
    ":": {"!": "!", "?": "?", ".": ":"},
    ";": {"!": "!", "?": "?", ":": ";", ".": ";"},
}
PUNCTUATION = "!?.:,;"
CLOSING_QUOTES = "\ue011\ue013"


def word(text: str) -> StylePart:
    """Return words of the style's own."""
    return StylePart(text, NOTHING)


def found(text: str) -> StylePart:
    """Return a field's value."""
    return StylePart(text, FOUND) if text else NONE


def group(
    *parts: StylePart,
    by: str = "",
    before: str = "",
    after: str = "",
    slanted: bool = False,
) -> StylePart:
    """Join the parts that have a text; see the module's docstring for when.

    A group inside that is lost makes its neighbours' questions forgotten: the style
    language's engine does so, and “In.” without a book comes of it.
    """
    texts = [text for text, _ in parts if text]
    last, is_found = NOTHING, False
    for _, asked in parts:
        if asked is not NOTHING:
            last = asked
            is_found = is_found or asked is FOUND
    if not texts or (last is EMPTY and not is_found):
        return NONE if last is EMPTY else LOST
    joined = join(texts, by) if len(texts) > 1 else texts[0]
    if slanted:
        joined = italic(joined)
    if before or after:
        joined = join_punctuation(before + joined, after)
    return StylePart(joined, FOUND)


def join(texts: Sequence[str], by: str) -> str:
    """Join texts as their punctuation wants it."""
    joined = texts[0]
    for text in texts[1:]:
        joined = join_punctuation(join_punctuation(joined, by), text)
    return joined


def join_punctuation(left: str, right: str) -> str:
    """Append; where two marks of punctuation meet, keep what a printer would."""
    if not left or not right:
        return left + right
    first, second = left[-1], right[0]
    if "\ue000" <= first <= "\ue00e":
        first = ANY_MARK.sub("", left[-200:])[-1:]
    if first in CLOSING_QUOTES and second in ".,!?":
        return _into_quotes(left, right)
    if second == first and (second == " " or second in PUNCTUATION):
        return left + right[1:]
    merged = MEETING.get(first, {}).get(second)
    if merged is None:
        return left + right
    if merged == first:
        return left + right[1:]
    bare = left.rstrip(CLOSERS)
    return bare[:-1] + merged + left[len(bare) :] + right[1:]


def _into_quotes(left: str, right: str) -> str:
    """Put a full stop or a comma inside the closing quotes, as English print does."""
    at = max(left.rfind(quote) for quote in CLOSING_QUOTES)
    return join_punctuation(left[:at], right[0]) + left[at:] + right[1:]


def italic(text: str) -> str:
    """Set a text in italics; what is italic in it already is set upright."""
    opening, closing = MARKS["i"]
    flip = str.maketrans(opening + closing, closing + opening)
    return opening + text.translate(flip) + closing


def link(text: str, address: str) -> str:
    """Return the text as a link."""
    return f"{LINK[0]}{address}{LINK[1]}{text}{LINK[2]}"


def to_text(text: str) -> str:
    """Return what a reader sees, without marks."""
    text = ANY_MARK.sub("", text)
    for mark, quote in QUOTES.items():
        text = text.replace(mark, quote)
    return text


TO_HTML = (
    {opening: f"<{name}>" for name, (opening, _) in MARKS.items()}
    | {closing: f"</{name}>" for name, (_, closing) in MARKS.items()}
    | {MARKS["sc"][0]: '<span style="font-variant: small-caps">'}
    | {MARKS["sc"][1]: "</span>", NOCASE[0]: "", NOCASE[1]: ""}
    | {letter: f"<sup>{normalize('NFKC', letter)}</sup>" for letter in RAISED}
    | QUOTES
)
TO_BE_HTML = re.compile(f"[{''.join(TO_HTML)}]")
LINKED = re.compile(
    f"{LINK[0]}(?P<address>[^{LINK[1]}]*){LINK[1]}(?P<text>.*?){LINK[2]}"
)


def to_html(text: str) -> str:
    """Return the text as HTML."""
    html = TO_BE_HTML.sub(lambda one: TO_HTML[one[0]], escape(text, quote=False))
    html = html.replace("<i></i>", "").replace("</i><i>", "")

    def anchor(found: re.Match[str]) -> str:
        address = escape(unescape(found["address"]))
        return f'<a href="{address}">{found["text"]}</a>'

    return LINKED.sub(anchor, html)
