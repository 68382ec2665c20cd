"""Scripts: what can be held against what, letter by letter.

“Иванов” and “Ivanov” may be one name; no rule tells, since each journal and language
writes over in its own way. Such texts are not compared, and that is said.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from ..library.titles import clean_text

if TYPE_CHECKING:
    from collections.abc import Sequence

#: First words of Unicode's names of letters, and how the script is called.
SCRIPTS = {"CJK": "Chinese characters", "HANGUL": "Hangul", "LATIN": "Latin letters"}
SCRIPTS |= {"HIRAGANA": "Hiragana", "KATAKANA": "Katakana"}
#: Scripts that write a given name in one to three signs: none is an initial.
SYLLABIC = frozenset(("Chinese characters", "Hangul", "Hiragana", "Katakana"))
#: Scripts whose marks are often left out: accents, vowel points.
POINTED = frozenset(("GREEK", "HEBREW", "ARABIC"))
#: Letters that one name has with and without their sign, and what only stretches words.
LOOSE = str.maketrans("ёأإآٱς", "еااااσ", "\u0640")


@lru_cache(maxsize=4096)
def scripts_of(text: str) -> frozenset[str]:
    """Return the scripts of a text's letters, as people call them.

    >>> sorted(scripts_of("Иванов, I.")), sorted(scripts_of("山田 12"))
    (['Cyrillic letters', 'Latin letters'], ['Chinese characters'])
    """
    kinds = {_kind(c) for c in unicodedata.normalize("NFKC", text) if _is_letter(c)}
    return frozenset(
        SCRIPTS.get(kind, f"{kind.capitalize()} letters") for kind in kinds
    )


def is_latin_text(text: str) -> bool:
    """Return whether a text has no letter of another script."""
    return text.isascii() or scripts_of(text) <= {"Latin letters"}


def is_comparable(mine: str, theirs: Sequence[str]) -> bool:
    """Return whether one of their texts is in the script of most of this one's letters.

    Where one side says nothing there is nothing that could not be compared.
    """
    own, others = _main_script(mine), {_main_script(text) for text in theirs} - {""}
    return not own or not others or own in others


def _main_script(text: str) -> str:
    if text.isascii():
        return "LATIN" if re.search(r"[A-Za-z]", text) else ""
    plain = unicodedata.normalize("NFKC", clean_text(text))
    kinds = Counter(_kind(sign) for sign in plain if _is_letter(sign))
    found = "".join(kind for kind, _ in kinds.most_common(1))
    return "CJK" if found in {"HIRAGANA", "KATAKANA"} else found


def exact_words(text: str) -> tuple[str, ...]:
    """Return a text's words, capitals and what its script leaves optional apart.

    >>> exact_words("Фёдоров-Новый"), exact_words("Γεωργίου") == exact_words("ΓΕΩΡΓΙΟΥ")
    (('федоров', 'новый'), True)
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text))
    kept = []
    before = ""
    for sign in plain.casefold():
        before = _kind(sign) if _is_letter(sign) else before
        if not (unicodedata.combining(sign) and before in POINTED):
            kept.append(sign)
    whole = unicodedata.normalize("NFC", "".join(kept)).translate(LOOSE)
    words = "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in whole)
    return tuple(words.split())


def initial_words(given: str) -> tuple[str, ...]:
    """Return given names as ``exact_words``, capitals that stand together apart."""
    parts = re.split(r"[\s.-]+", given)
    apart = (" ".join(p) if p.isupper() and len(p) <= 3 else p for p in parts)
    return exact_words(" ".join(apart))


def agree_exactly(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Return whether one list of given names is part of the other, in order.

    A letter stands for the names that it begins.
    """
    short, full = sorted((mine, theirs), key=len)
    rest = iter(full)
    return all(any(_is_one(word, other) for other in rest) for word in short)


def _is_one(word: str, other: str) -> bool:
    if 1 in (len(word), len(other)):
        return word[0] == other[0]
    return word == other


def _is_letter(sign: str) -> bool:
    return unicodedata.category(sign) in {"Lu", "Ll", "Lt", "Lo"}


def _kind(sign: str) -> str:
    return unicodedata.name(sign, "unknown").partition(" ")[0].partition("-")[0]
