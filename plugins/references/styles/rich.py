"""A field's text with its few marks, typographic quotes, and the way out to HTML.

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
OPENERS = "".join(mark[0] for mark in MARKS.values()) + NOCASE[0]
CLOSERS = "".join(mark[1] for mark in MARKS.values()) + NOCASE[1]
ANY_MARK = re.compile("[\ue000-\ue00b]|\ue00c[^\ue00d]*\ue00d|\ue00e")
TAG = re.compile(
    r"<(?P<close>/?)(?P<name>i|b|sup|sub|sc|span)\b(?P<rest>[^<>]*)>", re.IGNORECASE
)
ITALIC = MARKS["i"][:2]


def read_field(text: str) -> str:
    """Return a field's text with its marks as characters and its quotes curled."""
    text = re.sub(r"\s+", " ", text.strip())
    stack: list[str] = []

    def mark(found: re.Match[str]) -> str:
        name = found["name"].lower()
        if name == "span" and not found["close"]:
            if "small-caps" in found["rest"]:
                name = "sc"
            elif "nocase" in found["rest"] or "nodecor" in found["rest"]:
                name = "nocase"
        if found["close"]:
            if not stack:
                return found.group()
            name = stack.pop()
            return NOCASE[1] if name == "nocase" else MARKS[name][1]
        if name == "span":
            return found.group()
        stack.append(name)
        return NOCASE[0] if name == "nocase" else MARKS[name][0]

    opens = len(re.findall(r"<(?:i|b|sup|sub|sc|span)\b[^<>]*>", text, re.IGNORECASE))
    closes = len(re.findall(r"</(?:i|b|sup|sub|sc|span)>", text, re.IGNORECASE))
    if opens == closes:
        text = TAG.sub(mark, text)
    return curl_quotes(text)


def curl_quotes(text: str) -> str:
    """Turn typewriter quotes and apostrophes into those of English print."""
    if '"' not in text and "'" not in text:
        return text
    text = re.sub(r"(?<=\w)'(?=\w)", "’", text)
    out: list[str] = []
    for at, character in enumerate(text):
        if character not in "\"'":
            out.append(character)
            continue
        before = ANY_MARK.sub("", text[:at])[-1:]
        after = ANY_MARK.sub("", text[at + 1 :])[:1]
        opens = (not before or before in " ([{“‘—–-/") and bool(after) and after != " "
        if character == '"':
            out.append("“" if opens else "”")
        elif opens and "'" in text[at + 1 :]:
            out.append("‘")
        else:
            out.append("’")
    return "".join(out)


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
    return ANY_MARK.sub("", text)


def to_html(text: str) -> str:
    """Return the text as HTML."""
    html = escape(text, quote=False)
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
