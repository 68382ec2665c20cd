"""Words by which a clinic would promise what no study can."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...problem import Level, Problem
from .plain import pieces, without_quotes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...source.core import Source

#: Words that turn a promise into its opposite, so many words before it at most.
NEGATION = re.compile(
    r"(?:\b(?:no|not|never|neither|nor|none|nobody|nothing|without|cannot|hardly)\b"
    r"|n[’']t\b)(?:\W+[\w’'-]+){0,5}\W*\Z",
    re.IGNORECASE,
)
#: Behind these a new thought begins: “It is no drug. It cures.”
CLAUSE = re.compile(
    r"[.;:!?]\s|,?\s(?:but|although|though)\s|\n\s*(?:[-*+]|\d+[.)])\s", re.IGNORECASE
)


def find_promises(source: Source, words: Iterable[str]) -> Iterator[Problem]:
    """Yield a problem for each promise in a title, a summary or a text.

    Words in quotation marks, which somebody else has said, and those that are negated
    are none.
    """
    if not (patterns := "|".join(map(with_endings, words))):
        return
    promise = re.compile(rf"(?<![\w-])(?:{patterns})(?![\w-])", re.IGNORECASE)
    for piece in pieces(source):
        text = without_quotes(piece.text)
        for found in promise.finditer(text):
            before = CLAUSE.split(text[: found.start()])[-1]
            if NEGATION.search(before):
                continue
            said = " ".join(found[0].split())
            line = piece.line + text.count("\n", 0, found.start())
            what = f"“{said}” is a promise."
            remedy = "Say what was found, in whom; or quote who says it, in “…”."
            yield Problem(source.path, line, what, remedy, "promise", Level.WARNING)


def with_endings(words: str) -> str:
    """Return a pattern of a word, or of several, with the last one's endings.

    >>> [bool(re.fullmatch(with_endings("cure"), one)) for one in ("cured", "curette")]
    [True, False]
    """
    *first, last = words.split() or [""]
    stem, endings = re.escape(last), "(?:s|es|d|ed|ing|ly)?"
    if last.endswith("e"):
        stem, endings = re.escape(last[:-1]), "(?:e|es|ed|er|ing|ely)"
    elif re.search(r"[^aeiou]y$", last):
        stem, endings = re.escape(last[:-1]), "(?:y|ies|ied|ying)"
    parts = [*map(re.escape, first), stem + endings]
    return r"\s+".join(parts).replace("%", r"\s?%").replace(r"\-", r"[-‑\s]")
