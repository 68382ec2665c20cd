"""The heading of a list of references typed by hand: “References”, “## Quellen”.

It is asked of every post; what a list holds is read by ``typed_list``, which only a
post with such a heading needs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...source.prose import Prose

WORDS = (
    r"references?(?: list| cited| and notes)?|list of references|sources|bibliography"
    r"|works cited|literature(?: cited)?|cited literature"
    r"|literatur(?:verzeichnis|angaben|nachweise)?|quellen(?:verzeichnis|angaben)?"
    r"|einzelnachweise|referenzen|(?:referencias|bibliograf[ií]a|références"
    r"|riferimenti|referências)(?: bibliogr[aá][fp]h?i[a-z]+)?|fuentes|bibliographie"
)
HEADING_WORD = re.compile(
    rf"^(?:[^\w\n]|_){{0,40}}(?:\w{{1,9}}[^\w\n]{{1,40}}){{0,2}}(?:{WORDS})(?![^\W_])",
    re.IGNORECASE | re.MULTILINE,
)
HEADING = re.compile(rf"(?:\d{{1,2}}[.)] )?(?:{WORDS})", re.IGNORECASE)
#: Around a heading's words: signs of Markdown, tags, attributes.
AROUND = re.compile(
    r"</?(?:h[1-6]|p|b|strong|em|i|u|a|span|center|br)\b[^<>]*>|\{[^{}]*\}|[#*_:]"
)
LONGEST_HEADING = 120  #: characters of a line
BULLET = re.compile(r"^\s{0,3}(?:[-*+]|[•‣◦·]|–)\s+(?P<rest>\S.*)$")


def has_heading(prose: Prose) -> bool:
    """Return whether a post has a line that could be the heading of a list."""
    return bool(HEADING_WORD.search(prose.body)) and any(map(is_heading, prose.lines))


def find_heading(prose: Prose) -> int:
    """Return the line of a heading that could have a list, quoted ones too, or 0."""
    for number, line in enumerate(prose.lines, prose.first_line):
        if is_heading(re.sub(r"^[\s>]+|^!!!.*?(?=\")|</?summary\b[^<>]*>", "", line)):
            return number
    return 0


def is_heading(line: str) -> bool:
    """Return whether a line says “References” and nothing else."""
    if len(line) > LONGEST_HEADING:
        return False
    words = " ".join(AROUND.sub(" ", line).split())
    if not BULLET.match(line):
        words = re.sub(r"^[^\w(]+", "", words)  # as in “## 📚 References”
    return bool(HEADING.fullmatch(words))
