"""Marks inside a text: italics, raised letters, quotes, links, and the way to HTML.

Inside the styles a text is a plain string; its marks are single characters of
Unicode's private use area, so that joining and comparing stay simple.
"""

from __future__ import annotations

import re
from html import escape, unescape

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
