"""Words as Markdown that stay words, here and in the dialects that look like it.

Signs get a backslash where Markdown knows one, and else stand as HTML's numbers: a
backslash that another site's Markdown does not know would be printed. What cannot be
misread is left as it is, since authors will go on with these texts.
"""

from __future__ import annotations

import re
from html import escape as escape_html

#: What is something else in Markdown, in an extension of it, or in another program's.
SIGN = re.compile(
    r"(?P<amp>&(?=[#\w]|\Z))"
    r"|(?P<less><(?=[^\s\d=]|\Z))"
    r"|(?P<escaped>[`*\[{]|!(?=\[))"
    r"|(?P<under>_)"
    r"|(?P<numbered>\\"
    r"|~(?!\d)|(?<=\S)~"
    r"|(?<![\w.])@(?=[\w{])"
    r"|=(?==)|%(?=%)|:(?=::)|\|(?=\|)|'(?='')"
    r"|\^(?=[^\s^]{1,12}\^)|(?<=[\w.!?)] )\^(?=\w)"
    r"|(?<![\w:]):(?=[\w+-]{1,40}:(?![\w:]))|(?<=\"):(?=https?://|/)"
    r"|\((?=\([0-9a-f-]{8,36}\)\))|(?<!\S)!(?=!!)"
    r"|\$(?=[^$\n]{0,200}[\\^_{][^$\n]{0,200}\$))"
)
#: What is something else at the beginning of a line: pattern -> what stands for it.
LINES = (
    (re.compile(r"^(\d{1,9})\.(?=\s|[^\W\d_]|$)"), r"\1\\."),
    (re.compile(r"^(\(?(?:\d{1,3}|[a-z]|[ivx]{1,4}))\)(?=\s)"), r"\1&#41;"),
    (re.compile(r"^([-+])(?=[\s+_=8-]|[^\W\d_]|$)"), r"\\\1"),
    (re.compile(r"^((?:\*{1,2}|<\w+>|\[)*)([#>])"), r"\1\\\2"),
    (re.compile(r"^!(?=!!)"), r"\\!"),
    (re.compile(r"^(h[1-6]|bq)\.(?=\s)"), r"\1&#46;"),
)
#: Likewise, where HTML's number stands for the first sign.
NUMBERED = re.compile(
    r"^(?:[:=|•●▪■◦‣∙·・＃]|\?(?=\?\?)|(?P<quote>['‘’´])(?=(?P=quote){2})|\.(?=\. )"
    r"|[ie](?=(?:mport|xport) .* from ))"
)
#: What Markdown inside of HTML would be made of.
IN_HTML = re.compile(
    r"[*_`\[\]{}~^@=%|$\\#]|(?<=\s)[-+]|^[-+>]|:(?=:)|'(?='')|\((?=\()"
    r"|(?<![\w:]):(?=[\w+-]{1,40}:(?![\w:]))|(?<=\"):(?=https?://|/)"
)
#: What an address does not show as it is.
UNSAFE = re.compile(
    r"[\s<>\"'()\[\]\\^`{}|\x00-\x1f\x7f\u00ad\u200b-\u200f\u2060\ufeff*]"
)
INDICATOR = re.compile(r"\{(?:filename|static|attach|index|category|tag)\}")


def as_number(sign: str) -> str:
    """Return a character as HTML's number of it."""
    return f"&#{ord(sign)};"


def escape_text(text: str) -> str:
    r"""Return words of running text as Markdown.

    >>> escape_text("a_b, _c_, 2 < 3 & <b> [@x]")
    'a_b, \\_c\\_, 2 < 3 & &lt;b> \\[&#64;x]'
    """
    return SIGN.sub(_escaped, text)


def escape_words_of_link(text: str) -> str:
    """Return words between a link's brackets as Markdown."""
    brackets = re.compile(r"\\?[\[\]]")
    return brackets.sub(lambda one: as_number(one[0][-1]), escape_text(text))


def _escaped(found: re.Match[str]) -> str:
    kind, sign = found.lastgroup, found[0]
    if kind == "amp":
        return "&amp;"
    if kind == "less":
        return "&lt;"
    if kind == "numbered":
        return as_number(sign)
    text, at = found.string, found.start()
    is_inside = 0 < at < len(text) - 1 and (text[at - 1] + text[at + 1]).isalnum()
    return sign if kind == "under" and is_inside else f"\\{sign}"


def escape_lines(text: str) -> str:
    """Return a paragraph whose lines begin nothing but lines."""
    return "\n".join(map(_escape_line, text.split("\n")))


def _escape_line(line: str) -> str:
    for pattern, new in LINES:
        line = pattern.sub(new, line, count=1)
    found = NUMBERED.match(line)
    return f"{as_number(line[0])}{line[1:]}" if found else line


def escape_heading(text: str) -> str:
    """Return the words of a heading; number signs at its ends stay."""
    return re.sub(r"^#|(?<!^)#(?=#*$)", r"\\#", text)


def escape_in_html(text: str) -> str:
    """Return words for raw HTML, in which nobody takes a sign for Markdown."""
    return IN_HTML.sub(lambda one: as_number(one[0]), escape_html(text, quote=False))


def escape_value(text: str) -> str:
    """Return the words of a description or a title, between its marks."""
    plain = " ".join(text.split())
    escaped = re.sub(r"[\[\]()\\`<>\"{}|@]", lambda one: as_number(one[0]), plain)
    return re.sub(r"&(?!#\d+;)", "&amp;", escaped)


def write_address(address: str) -> str:
    """Return an address that ends where Markdown sees its end."""
    found = INDICATOR.match(address)
    head = found[0] if found else ""
    rest = UNSAFE.sub(_as_percent, address[len(head) :].strip())
    return head + re.sub(r"&(?=#?\w+;)", "&amp;", rest)


def _as_percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace"))
