"""Numbers in a text that may be marks and have the shape of none.

Word processors, mail programs and tables leave them: “depression.1,2 Next”,
“relapse1”, “&sup1;”, “ref. 2”. Nothing can be made of them safely, so they are named.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

#: Words that lead to an entry by its number.
SAID = re.compile(
    r"\b(?:refs?\.?|references?|citations?|sources?|footnotes?)[ \t]+(?:nos?\.?\s*|#)?"
    r"(?P<number>\d{1,3})\b(?![\w.%/-]*\w)",
    re.IGNORECASE,
)
#: “…depression.1,2 Next”: what is left of raised numbers that were pasted.
PASTED = re.compile(
    r"(?<=[^\W\d_]{4}[.,;])(?P<number>\d{1,3})(?:[,–-]\d{1,3})*(?=\s+[^\W\d_a-z]|\s*$)",
    re.MULTILINE,
)
#: “relapse1 and”: the same without a mark of a sentence before it.
STUCK = re.compile(
    r"(?<=[^\W\d_A-Z]{4})(?P<number>\d{1,3})(?:[,–-]\d{1,3})*(?=[\s.,;:)]|$)",
    re.MULTILINE,
)
#: Heads of a table's column whose bare numbers are marks.
COLUMN = re.compile(
    r"\W*(?:refs?|references?|sources?|citations?|quellen?|literatur)\W*", re.IGNORECASE
)
CIRCLED = re.compile(r"[①-⑳⑴-⒇❶-❿]")
#: Behind these words a number in brackets counts something in the text itself.
COUNTED = frozenset(
    """appendix arm arms box case category chapter class cohort condition criterion
    criteria day days dose doses eq eqs equation equations fig figs figure figures
    formula grade group groups item items level month number omega option options page
    part parts phase phases point points question reason rule schedule section stage
    stages step steps tab table tables type version visit week weeks year years
    one two three four five six seven eight nine ten eleven
    twelve""".split()  # noqa: SIM905  # a table of words
)
#: Behind these and behind marks of a sentence it does so only in a row: “(1) …, (2) …”.
LINKING = frozenset(
    """a an and are as at be by either for from in into is nor of on or than that the
    then to und versus via vs was were when with""".split()  # noqa: SIM905
)
#: Characters that a page's source spells out, where a mark can be: “sleep&sup1;”.
SPELT = re.compile(
    r"(?<=[^\W\d_]{4})[.,;]?&(?:sup[123]|#(?:185|17[89])|#x[bB][239]);"
    r"|(?:&#91;|&lbrack;|&lsqb;|\{)(?P<number>\d{1,3})(?:&#93;|&rbrack;|&rsqb;|\})"
)
RAISED = str.maketrans("¹²³", "123")
LOST = "may be a mark that lost its shape, and nothing else names its entry"
BARE = "Write [1] if it is a mark, and &#49; for the 1 if it is none."


def find_leftovers(
    text: str, labels: Collection[str], named: Collection[str]
) -> Iterator[tuple[int, str, str, str]]:
    """Yield place, words, what is wrong and the remedy of each.

    ``labels`` are those of the list's entries, ``named`` those that marks name.
    """
    for pattern in (PASTED, STUCK, SPELT):
        for found in pattern.finditer(text):
            number = found["number"] or re.sub(
                r"\D", "", unescape(found[0]).translate(RAISED)
            )
            before = text[max(0, found.start() - 30) : found.start()]
            last = re.search(r"(\w+)\W*$", before)
            is_counted = last is not None and last[1].lower() in COUNTED | LINKING
            is_address = re.search(r"[/#@=<&]\S*$", before)
            if number in labels and not (number in named or is_counted or is_address):
                yield found.start(), _said(text, found), LOST, BARE
    yield from _find_in_columns(text, labels)
    remedy = "Write [1] for it: its number will change."
    for found in SAID.finditer(text):
        if found["number"] in labels:
            what = "names an entry of the list in words"
            yield found.start(), _said(text, found), what, remedy
    for found in CIRCLED.finditer(text):
        remedy = "Write [1] for it, or spell it out."
        yield found.start(), _said(text, found), "may be a mark", remedy
    words = "|".join(one for one in labels if not one.isdecimal())
    for found in re.finditer(rf"\((?:{words})\)", text) if words else ():
        remedy = "Write [1] if it is a mark, and \\(1) if it is none."
        yield found.start(), _said(text, found), "may be a mark", remedy


def _said(text: str, found: re.Match[str]) -> str:
    before = text[max(0, found.start() - 20) : found.start()]
    return (before.rpartition("\n")[2] + found[0]).strip()


def _find_in_columns(
    text: str, labels: Collection[str]
) -> Iterator[tuple[int, str, str, str]]:
    """Yield the bare numbers in a table's column of references."""
    at, columns = 0, set[int]()
    for line in text.split("\n"):
        cells = line.strip().strip("|").split("|") if "|" in line else []
        columns = columns & {*range(len(cells))} or {
            n for n, cell in enumerate(cells) if COLUMN.fullmatch(cell)
        }
        for cell in (cells[n].strip() for n in columns):
            numbers = re.findall(r"\d+", cell)
            is_bare = bool(numbers) and re.fullmatch(r"[\d\s,;–-]+", cell)
            if is_bare and not {*numbers}.isdisjoint(labels):
                what = "stands bare in a table’s column of references"
                yield at, cell, what, "Write [1] for it."
        at += len(line) + 1
