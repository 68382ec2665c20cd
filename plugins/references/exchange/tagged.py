"""Files of tagged lines, such as RIS and PubMed's: records with the line of each field.

Real files have one space or three, tabs, no ``ER``, small letters, fields above ``TY``,
blank lines inside a record and texts that go on in the next line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

SPACE = "[ \t\xa0]"
#: A tag, a dash, its text.
LINE = re.compile(
    rf"(?P<indent>{SPACE}*)(?P<tag>[A-Za-z][A-Za-z0-9]{{1,3}})(?P<gap>{SPACE}*)"
    rf"[-‐‑–—](?P<text>.*)"
)
#: Tags by which a file shows how it writes its lines.
COMMON = frozenset("TY AU A1 TI T1 PY Y1 DO JO JF VL PMID OWN FAU DP".split())  # noqa: SIM905  # a table of words
#: Tags with names in them: a line that goes on, with a comma, is one more of them.
NAMES = frozenset("AU A1 A2 A3 A4 ED FAU FED".split())  # noqa: SIM905  # a table of words


class TaggedLine(NamedTuple):
    """One field: its tag in capitals, its text in one line."""

    tag: str
    text: str
    line: int


@dataclass
class TaggedRecord:
    """The fields of one record, in the file's order."""

    line: int
    fields: list[TaggedLine] = field(default_factory=list)
    is_ended: bool = False

    @property
    def tags(self) -> set[str]:
        """Return the tags that it has."""
        return {one.tag for one in self.fields}


class Dialect(NamedTuple):
    """How a file writes its tags, seen from those that every file has."""

    indents: frozenset[str]
    gaps: frozenset[str]
    is_small: bool


def unify_lines(text: str) -> str:
    """Return a text with plain line ends, however the program wrote them."""
    text = text.replace("\ufeff", "").replace("\r\n", "\n").replace("\r", "\n")
    return re.sub("[\u2028\u2029\x0b\x0c\x85]", "\n", text)


def read_lines(text: str, known: frozenset[str]) -> Iterator[TaggedLine | None]:
    """Yield the fields of a text; None stands for a blank line.

    A line that is no field goes on with the one before; before the first it is none.
    """
    dialect = _dialect(text)
    last: TaggedLine | None = None
    before = ""  #: the tag above a blank line, to which a paragraph may belong
    for number, line in enumerate(text.split("\n"), 1):
        found = LINE.fullmatch(line)
        tag = _tag(found, known, dialect) if found else ""
        if found and tag:
            if last:
                yield last
            last = TaggedLine(tag, found["text"].strip(" \t\xa0"), number)
        elif not line.strip(" \t\xa0"):
            if last:
                yield last
                before, last = last.tag, None
            yield None
        elif last:
            more = line.strip(" \t\xa0")
            is_next = last.tag == "KW" or (last.tag in NAMES and "," in more)
            if is_next and last.text:
                yield last
                last = TaggedLine(last.tag, more, number)
            else:
                last = last._replace(text=f"{last.text} {more}".strip())
        elif before:
            last = TaggedLine(before, line.strip(" \t\xa0"), number)
    if last:
        yield last


def _dialect(text: str) -> Dialect:
    found = [LINE.fullmatch(line) for line in text.split("\n")]
    said = [one for one in found if one and one["tag"].upper() in COMMON]
    upper = [one for one in said if one["tag"].isupper()]
    kept = upper or said
    gaps = {one["gap"] for one in kept}
    # “DO-it-yourself” is no tag, unless records begin with “TY-”.
    if not any(one["tag"].upper() in ("TY", "PMID") and not one["gap"] for one in kept):
        gaps.discard("")
    indents = frozenset(one["indent"] for one in kept if one["gap"] in gaps)
    return Dialect(indents, frozenset(gaps), is_small=not upper)


def _tag(found: re.Match[str], known: frozenset[str], dialect: Dialect) -> str:
    """Return the tag of a line, or an empty text where it only looks like one."""
    tag = found["tag"].upper()
    if not (found["tag"].isupper() or dialect.is_small):
        return ""
    if found["indent"] not in dialect.indents:
        return ""
    if tag in ("TY", "ER") and (found["gap"] or not found["text"].strip()):
        return tag
    if tag not in known:
        is_usual = found["gap"] == "  " and found["text"][:1] in ("", " ")
        return tag if is_usual and len(tag) == 2 else ""
    return tag if found["gap"] in dialect.gaps or len(tag) > 2 else ""
