"""Folding texts for comparing: case, accents, markup, dashes and entities away.

Digits are never folded: a changed digit is always a difference.
"""

from __future__ import annotations

import re
import unicodedata

from .titles import clean_text

#: Letters that Unicode does not take apart, and Greek as it is spelled out.
LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe"}
    | {"ı": "i", "ħ": "h", "ŋ": "n", "&": " and ", "ʹ": "", "ʼ": ""}
    | {"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon"}
    | {"ζ": "zeta", "η": "eta", "θ": "theta", "κ": "kappa", "λ": "lambda", "μ": "mu"}
    | {"ν": "nu", "π": "pi", "ρ": "rho", "σ": "sigma", "ς": "sigma", "τ": "tau"}
    | {"φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega"}
)
#: How German and Nordic names are written where there are no such letters.
SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})


def fold(text: str) -> str:
    """Return words of small letters and digits, with single spaces between.

    >>> fold("Effects of <i>β</i>-Blockers &amp; CO<sub>2</sub> — Müller’s view")
    'effects of beta blockers and co2 muller s view'
    """
    text = unicodedata.normalize("NFKD", clean_text(text)).casefold()
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = re.sub(r"\bvs\b", "versus", text.translate(LETTERS))
    return " ".join(re.findall(r"[^\W_]+", text))


def fold_compact(text: str) -> str:
    """Return the folded text without spaces: “pre-treatment” is “pretreatment”."""
    return fold(text).replace(" ", "")


def expand_umlauts(text: str) -> str:
    """Return “Mueller” for “Müller”, as it is written where there is no “ü”."""
    composed = unicodedata.normalize("NFC", clean_text(text)).casefold()
    return composed.translate(SPELLED)


def initials(given: str) -> str:
    """Return the first letters of given names: “Jean-Luc M.” gives “jlm”.

    Capitals that stand together, as in “JL”, are initials of their own.
    """
    words = re.findall(r"[^\W\d_]+", given)
    parts = (word if word.isupper() and len(word) <= 3 else word[0] for word in words)
    return fold("".join(parts))
