"""What stands in a text for words that are still to be written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ..problem import Level, Problem
from ..source.values import as_lines, as_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..source.core import Source

#: What ``invoke new`` writes for a body.
NEW_BODY = "Write here what the reader learns from this post."
#: “[insert a number]”, but not “[insert](address)”.
BRACKETS = (
    r"\[(?:(?:insert|add|put|fill in|write|todo|tbd|tbc|placeholder)\b[^\[\]\n]*"
    r"|your [^\[\]\n]*|citation needed|(?:name|date|link|text|source)s?(?: here)?)"
    r"\](?![(\[:])"
)
#: Standing where they do, nobody means these words for readers.
LEFT = re.compile(
    rf"\blorem ipsum\b|{BRACKETS}|(?<![\w/.#@-])(?:TODO|TBD|TBC|FIXME)(?!\.?\w|[/@-])",
    re.IGNORECASE,
)
#: Words that mean this in capitals alone.
CAPITALS = re.compile(r"todo|tbd|tbc|fixme", re.IGNORECASE)
VERBS = "(?:write|type|enter|put|add|paste)"
TEXTS = (
    "(?:text|content|body|post|title|summary|description|article|words|introduction)"
)
#: A paragraph, a title or a summary that tells its author what to write.
ORDER = re.compile(
    rf"[ \t]*(?:{re.escape(NEW_BODY)}"
    rf"|{VERBS} (?:(?:your|some|the|a) (?:own )?{TEXTS}(?: \w+)? )?here\b"
    r"[^\n.!?]*[.…!]?"
    rf"|(?:your |the )?{TEXTS}(?: of (?:the|this|your) post)?"
    r" (?:goes |comes |stands )?here[.…!]*)[ \t]*",
    re.IGNORECASE,
)
#: Titles that a program gives.
UNTITLED = re.compile(
    r"(?:untitled|new|my new|my first|a new)(?: (?:post|page|article|draft))?"
    r"|(?:post |page )?title(?: of (?:the|this|your) post)?|hello,? world!?",
    re.IGNORECASE,
)
KEYS = ("title", "summary", "series_title", "image_alt")


class Placeholder(NamedTuple):
    """One such place."""

    line: int  #: of the file
    words: str
    key: str = ""  #: of the header


def find_placeholders(source: Source) -> Iterator[Placeholder]:
    """Yield what is still to be written in a header and in a text; code is left out."""
    values = source.header.values
    for key in KEYS:
        words = as_text(values.get(key))
        is_template = key == "title" and UNTITLED.fullmatch(words)
        if is_template or _is_left(words):
            yield Placeholder(source.line(key), words, key)
    for number, words in enumerate(as_lines(values.get("key_points"))):
        if _is_left(words):
            yield Placeholder(source.line("key_points", number), words, "key_points")
    is_above_empty = True
    for number, line in enumerate(source.prose.lines, source.prose.first_line):
        if is_above_empty and ORDER.fullmatch(line):
            yield Placeholder(number, " ".join(line.split()))
        else:
            for found in filter(_is_meant, LEFT.finditer(line)):
                yield Placeholder(number, found[0])
        is_above_empty = not line.strip()


def explain_placeholders(
    source: Source, prints: Callable[[str], bool] = bool
) -> Iterator[Problem]:
    """Yield a problem for each of them; in a draft they are warnings.

    ``prints`` says whether readers see words of the text.
    """
    status = as_text(source.header.values.get("status")).lower()
    level = Level.WARNING if status in ("draft", "skip") else Level.ERROR
    for line, words, key in find_placeholders(source):
        if not (key or prints(words)):
            continue
        what = f"“{words}” is still to be written."
        if words.lower() == NEW_BODY.lower():
            what = f"The text is still what invoke new wrote, “{words}”"
        remedy = (
            f"Write the {key.replace('_', ' ')}."
            if key
            else "Write it, or take it out."
        )
        yield Problem(source.path, line, what, remedy, "placeholder", level)


def _is_left(words: str) -> bool:
    return bool(ORDER.fullmatch(words) or any(map(_is_meant, LEFT.finditer(words))))


def _is_meant(found: re.Match[str]) -> bool:
    return not CAPITALS.fullmatch(found[0]) or found[0].isupper()
