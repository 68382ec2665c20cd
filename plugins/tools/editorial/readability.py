"""How old a reader has to be: Flesch and Kincaid's grade, plus five.

J. P. Kincaid and others, “Derivation of new readability formulas”, 1975 (the formula);
syllables are counted by the rules of thumb of Greg Fast's Lingua::EN::Syllable, and by
how “-ed” and “-es” are spoken. English alone can be measured so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .plain import HEADING, UNDERLINE, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...source.core import Source

#: A school's first year is that of children who are six.
AGE_OF_GRADE = 5
#: Beyond a university's last year the formula says nothing more.
OLDEST = 25
#: Shorter texts have no age: one long name would decide it.
FEWEST_WORDS = 100
#: A shorter sentence is hard by a name alone, which nobody can take out of it.
FEWEST_IN_HARD = 8
ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+|^\s*>\s?|^:\s+")
TABLE = re.compile(r"^\s*\||^[^|\n]*\|[^|\n]*\|")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
END = re.compile(r"[.!?…]+[\"”’')\]]*(?=\s+[\"“‘'(\[]*[A-Z0-9]|\s*\Z)|:(?=\s*\Z)")
#: What ends in a full stop and no sentence: “et al.”, “Dr.”, “J.”, “U.S.”, “e.g.”.
SHORT = re.compile(
    r"(?:\b(?:al|approx|c|ca|cf|ch|dr|drs|e\.g|ed|eds|esp|etc|fig|figs|i\.e|jr|mr|mrs"
    r"|ms|no|nos|p|pp|prof|sec|sr|st|vol|vs)|\b[A-Z]|\.[A-Za-z])\.$",
    re.IGNORECASE,
)
VOWELS = re.compile(r"[aeiouy]+")
#: Vowels side by side that are spoken apart: “psychiatry”, “serious”, “area”, “being”.
APART = re.compile(
    r"""
      (?<![tcsg])ia | [ct]iat | io(?![nu]) | (?<![tcgx])iou | iu | ii
    | iet | (?<![tc])ien | scien
    | (?<=[aeiouy][^aeiouy])eas?$ | ^re(?=a[cps]) | creat(?!u) | eos?$ | heor
    | (?<![gq])ua(?!r[dn]) | (?<![gq])uen | sui | (?<![gqb])ui(?=[dn]s?$) | nai
    | oe[mt] | [aeiouy](?=ing) | ^mc | ism$ | thm$ | [sd]n$
    """,
    re.VERBOSE,
)
#: An “e” that is written and not spoken: “side”, “asked”, “makes”, “safely”.
SILENT = re.compile(
    r"""
      (?:(?<=[^aeiouyl])|(?<=[aeiouy]l))e$
    | (?:(?<=[^aeiouytdl])|(?<=[aeiouy]l)|(?<=ll))ed$
    | (?:(?<=[^aeiouysxzcghl])|(?<=[^cs]h)|(?<=[aeiouy]l))es$
    | (?<=[^aeiouy])ely$ | (?<=[^aeiouyl])e(?=men[t]|ness|less|ful)
    | ^(?:some|there|where|here|time|life|home|side)(?=[^aeiouyrds])
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Sentence:
    """One sentence of an author."""

    text: str
    line: int  #: of the file
    words: tuple[str, ...]

    @property
    def grade(self) -> float:
        """The grade of this sentence alone."""
        return grade([self])


def is_english(lang: str) -> bool:
    """Return whether a language is one whose readers can be told by a formula."""
    return lang.lower().startswith("en")


def reading_age(sentences: Iterable[Sentence]) -> int | None:
    """Return the age in whole years; None where there is too little to measure."""
    found = list(sentences)
    if sum(len(one.words) for one in found) < FEWEST_WORDS:
        return None
    return min(OLDEST, max(AGE_OF_GRADE, round(grade(found) + AGE_OF_GRADE)))


def grade(sentences: list[Sentence]) -> float:
    """Return Flesch and Kincaid's grade of some sentences, at least one."""
    words = [word for one in sentences for word in one.words]
    spoken = sum(map(count_syllables, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * spoken / len(words) - 15.59


def hardest(sentences: Iterable[Sentence], most: int = 3) -> list[Sentence]:
    """Return the hardest sentences, the hardest first."""
    long = [one for one in sentences if len(one.words) >= FEWEST_IN_HARD]
    return sorted(long, key=lambda one: (-one.grade, one.line))[:most]


def read_sentences(source: Source) -> Iterator[Sentence]:
    """Yield the sentences of a text; headings, tables and code have none.

    An item of a list ends its last sentence, with a full stop or without.
    """
    marked, words = source.prose.text.split("\n"), plain(source).split("\n")
    block, first = list[str](), 0
    for number, line in enumerate([*words, ""]):
        raw = marked[number] if number < len(marked) else ""
        if UNDERLINE.match(raw):
            block = []  # what stands above it is a heading
        is_left_out = bool(TABLE.match(raw) or HEADING.match(raw))
        item = ITEM.match(raw)
        if not raw.strip() or is_left_out or item:
            yield from _split("\n".join(block), first + source.header.body_line)
            block = []
        if raw.strip() and not is_left_out:
            first = first if block else number
            block.append(line[item.end() :] if item else line)


def _split(text: str, line: int) -> Iterator[Sentence]:
    start = 0
    for found in (*END.finditer(text), None):
        end = found.end() if found else len(text)
        said = text[start:end]
        if found and SHORT.search(said.rstrip("\"”’')]")) and end < len(text.rstrip()):
            continue
        if spoken := tuple(WORD.findall(said)):
            blank = len(said) - len(said.lstrip())
            at = line + text.count("\n", 0, start + blank)
            yield Sentence(" ".join(said.split()), at, spoken)
        start = end


def count_syllables(word: str) -> int:
    """Return how many syllables an English word has, nearly.

    >>> [count_syllables(one) for one in ("ketamine", "asked", "studies", "side")]
    [3, 1, 2, 1]
    """
    return sum(_count(part) for part in re.split(r"[-'’]", word.lower()) if part) or 1


def _count(word: str) -> int:
    number = len(VOWELS.findall(word))
    if len(word) < 3:  # what an apostrophe leaves has a vowel or is none
        return number
    apart, silent = len(APART.findall(word)), len(SILENT.findall(word))
    return max(1, number + apart - silent)
