"""Places in a Markdown source, found without Markdown: the line of each mistake."""

from __future__ import annotations

import re

FENCE = re.compile(
    r"^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL
)
CODE = re.compile(r"(?<!`)(`+)(?!`)(?:.|\n)+?(?<!`)\1(?!`)")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
HEADING_WORD = re.compile(
    r"^\W*(?:references|sources|bibliography|works cited)\b",
    re.IGNORECASE | re.MULTILINE,
)
HEADING = re.compile(
    r"^(?:#{1,6}\s*|\*\*)?(?:references|sources|bibliography|works cited)\s*:?"
    r"\s*(?:\*\*)?:?\s*#*$",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"^\s{0,3}(?:\d+[.)]|\[\d+\]|[-*])\s+\S")
UNDERLINE = re.compile(r"^[-=]+\s*$")


def blank_code(text: str) -> str:
    """Return the text with code and comments as spaces; lines stay where they are."""

    def blank(found: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", found.group())

    for pattern in (COMMENT, FENCE, CODE):
        text = pattern.sub(blank, text)
    return text


def find_lines(text: str, source: str, *, start: int = 1) -> list[int]:
    """Return the lines on which an author's words stand, outside of code.

    Line ends and spaces in them may differ, as a paragraph may be wrapped anew.
    """
    words = r"\s+".join(re.escape(part) for part in source.split())
    # A bare “@smith” is not found inside “@smith2020”, nor inside an address.
    pattern = re.compile(rf"(?<![\w.]){words}(?!\w)") if words else None
    if not pattern:
        return []
    plain = blank_code(text)
    return [
        start + plain.count("\n", 0, hit.start()) for hit in pattern.finditer(plain)
    ]


def find_plain_list(text: str) -> tuple[int, int] | None:
    """Return the first and last line of a list of references typed by hand.

    Such a list has a heading of its own, “References:”, and entries below it.
    """
    if not HEADING_WORD.search(text):
        return None
    lines = blank_code(text).split("\n")
    for at, line in enumerate(lines):
        if not HEADING.match(line.strip()):
            continue
        rest = [
            n
            for n, one in enumerate(lines[at + 1 :], at + 1)
            if one.strip() and not UNDERLINE.match(one)
        ]
        if rest and (
            NUMBERED.match(lines[rest[0]])
            or re.search(r"\b10\.\d{4,9}/", lines[rest[0]])
        ):
            last = rest[0]
            for n in rest:
                is_entry = NUMBERED.match(lines[n]) or lines[n].startswith((" ", "\t"))
                near = n - last <= 1
                has_doi = re.search(r"\b10\.\d{4,9}/", lines[n])
                if not (is_entry or near or has_doi):
                    break
                last = n
            return at + 1, last + 1
    return None
