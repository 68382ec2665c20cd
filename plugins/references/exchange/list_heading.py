"""How the heading of a list of references reads; most texts have none."""

from __future__ import annotations

import re

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


def names_a_list(text: str) -> bool:
    """Return whether a line of a text begins as such a heading does."""
    return bool(HEADING_WORD.search(text))
