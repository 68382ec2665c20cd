"""Parts of a reference, joined as the Citation Style Language joins them.

A group vanishes when it asked for fields and none of them had a value; words such as
“In” do not count. Punctuation that meets is merged: “Why?” and “.” give “Why?”.
"""

from __future__ import annotations

import re
from enum import IntEnum
from html import escape, unescape
from typing import NamedTuple

#: Mark in a field → (opening character, closing character, HTML on the way out).
MARKS = {
    "i": ("\ue000", "\ue001", "i"),
    "b": ("\ue002", "\ue003", "b"),
    "sup": ("\ue004", "\ue005", "sup"),
    "sub": ("\ue006", "\ue007", "sub"),
    "sc": ("\ue008", "\ue009", "sc"),
}
NOCASE = ("\ue00a", "\ue00b")
LINK = ("\ue00c", "\ue00d", "\ue00e")  #: before the address, between, after the text
CLOSERS = "".join(mark[1] for mark in MARKS.values()) + NOCASE[1]
ANY_MARK = re.compile("[\ue000-\ue00b]|\ue00c[^\ue00d]*\ue00d|\ue00e")
#: Paired quotes, as characters of our own until print, so that an apostrophe is none.
QUOTES = {"\ue010": "“", "\ue011": "”", "\ue012": "‘", "\ue013": "’"}
TO_QUOTES = str.maketrans(QUOTES)
#: Raised letters that HTML has a mark for.
RAISED = {"™": "TM", "℠": "SM", "ª": "a", "º": "o", "²": "2", "³": "3", "¹": "1"}
RAISED |= {"⁰": "0", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8", "⁹": "9"}
RAISED |= {"⁺": "+", "⁻": "−", "⁼": "=", "⁽": "(", "⁾": ")", "ⁿ": "n", "ⁱ": "i"}
ITALIC = MARKS["i"][:2]


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


NONE = StylePart("", FieldState.EMPTY)
SILENT = StylePart("", FieldState.NOTHING)
#: What becomes of a text's last mark when another follows it.
MEETING = {
    "!": {".": "!", ":": "!"},
    "?": {".": "?", ":": "?"},
    ":": {"!": "!", "?": "?", ".": ":"},
    ";": {"!": "!", "?": "?", ":": ";", ".": ";"},
}
PUNCTUATION = "!?.:,;"
CLOSING_QUOTES = "\ue011\ue013"
TAIL = re.compile(f"((?:[{CLOSERS}\ue00e])*)$")


def word(text: str) -> StylePart:
    """Return words of the style's own."""
    return StylePart(text, FieldState.NOTHING)


def found(text: str) -> StylePart:
    """Return a field's value."""
    return StylePart(text, FieldState.FOUND if text else FieldState.EMPTY)


def group(
    *parts: StylePart,
    by: str = "",
    before: str = "",
    after: str = "",
    slanted: bool = False,
) -> StylePart:
    """Join the parts that have a text; see the module's docstring for when."""
    texts = [part.text for part in parts if part.text]
    if not texts or not _prints(parts):
        last = [part.asked for part in parts if part.asked is not FieldState.NOTHING]
        is_asking = bool(last) and last[-1] is FieldState.EMPTY
        return StylePart("", FieldState.EMPTY if is_asking else FieldState.LOST)
    joined = texts[0]
    for text in texts[1:]:
        joined = join_punctuation(join_punctuation(joined, by), text)
    if slanted:
        joined = italic(joined)
    return StylePart(join_punctuation(before + joined, after), FieldState.FOUND)


def _prints(parts: tuple[StylePart, ...]) -> bool:
    """Return whether a group has a value, or words and asked for none.

    A group inside that is lost makes its neighbours' questions forgotten: the style
    language's engine does so, and “In.” without a book comes of it.
    """
    has_words = is_asking = False
    for part in parts:
        if part.asked is FieldState.FOUND:
            return True
        if part.asked is FieldState.NOTHING:
            has_words = has_words or bool(part.text)
        else:
            is_asking = part.asked is FieldState.EMPTY
    return has_words and not is_asking


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
    ending = TAIL.search(left)
    tail = ending.group(1) if ending else ""
    head = left[: len(left) - len(tail)]
    return head[:-1] + merged + tail + right[1:]


def _into_quotes(left: str, right: str) -> str:
    """Put a full stop or a comma inside the closing quotes, as English print does."""
    at = max(left.rfind(quote) for quote in CLOSING_QUOTES)
    return join_punctuation(left[:at], right[0]) + left[at:] + right[1:]


RAISED_LETTER = re.compile(f"[{''.join(RAISED)}]")


def italic(text: str) -> str:
    """Set a text in italics; what is italic in it already is set upright."""
    if not text:
        return ""
    flipped = text.replace(ITALIC[0], "\ue00f").replace(ITALIC[1], ITALIC[0])
    return ITALIC[0] + flipped.replace("\ue00f", ITALIC[1]) + ITALIC[1]


def link(text: str, address: str) -> str:
    """Return the text as a link."""
    return f"{LINK[0]}{address}{LINK[1]}{text}{LINK[2]}"


def to_text(text: str) -> str:
    """Return what a reader sees, without marks."""
    return ANY_MARK.sub("", text).translate(TO_QUOTES)


def to_html(text: str) -> str:
    """Return the text as HTML."""
    html = escape(text.translate(TO_QUOTES), quote=False)
    html = RAISED_LETTER.sub(lambda one: f"<sup>{RAISED[one[0]]}</sup>", html)
    if not ANY_MARK.search(html):
        return html
    for opening, closing, tag in MARKS.values():
        if tag == "sc":
            start, end = '<span style="font-variant: small-caps">', "</span>"
        else:
            start, end = f"<{tag}>", f"</{tag}>"
        html = html.replace(opening, start).replace(closing, end)
    html = html.replace(NOCASE[0], "").replace(NOCASE[1], "")
    html = html.replace("<i></i>", "").replace("</i><i>", "")

    def anchor(found: re.Match[str]) -> str:
        address = escape(unescape(found["address"]))
        return f'<a href="{address}">{found["text"]}</a>'

    pattern = f"{LINK[0]}(?P<address>[^{LINK[1]}]*){LINK[1]}(?P<text>.*?){LINK[2]}"
    return re.sub(pattern, anchor, html)
