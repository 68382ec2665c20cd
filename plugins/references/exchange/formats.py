"""Files of references: BibTeX, RIS, PubMed's and CSL-JSON, read in one way.

What a file holds is seen in it; its name only decides where that leaves a doubt.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .bibtex import read_bibtex
from .csl_json import read_csl_json
from .nbib import read_nbib
from .recognise import KINDS, OTHERS, decode, kind_of, name_foreign
from .ris import read_ris
from .shared import Exchange
from .tagged import unify_lines

if TYPE_CHECKING:
    from collections.abc import Callable

READERS: dict[str, Callable[[str], Exchange]] = {
    "BibTeX": read_bibtex,
    "RIS": read_ris,
    "PubMed": read_nbib,
    "CSL-JSON": read_csl_json,
}
#: What reads a file, by the suffix of its name.
FORMATS = {suffix: READERS[kind] for suffix, kind in KINDS.items()}
#: What files of references are called, readable or not.
SUFFIXES = frozenset((*KINDS, *OTHERS))


def read_file(data: bytes, suffix: str) -> Exchange:
    """Return what a file holds; one without works is said, with what it looks like."""
    text, doubt = decode(data)
    text = unify_lines(text)
    kind, own = kind_of(text, suffix), KINDS.get(suffix)
    found = Exchange()
    if doubt and kind:
        found.ask(1, doubt)
    if not re.search(r"[^\s\ufeff\0]", text):
        found.report(1, "This file is empty.", lost=True)
    elif not kind:
        found.report(1, name_foreign(text, suffix), lost=True)
    else:
        if own and kind != own:
            found.ask(1, f"This is a file of {kind}, and was read as such.")
        read = READERS[kind](text)
        found = Exchange(read.items, read.faults, [*found.doubts, *read.doubts])
        if not read.items and not any(fault.is_loss for fault in read.faults):
            found.report(1, f"There is no work in this file of {kind}.", lost=True)
    return found
