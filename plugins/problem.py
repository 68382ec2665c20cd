"""Problems: what is wrong in an author's file, as values with an address."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import asdict, dataclass, replace
from difflib import get_close_matches
from enum import IntEnum
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


#: What no page and no feed may hold (XML 1.0), what hides in an editor (C1, direction
#: overrides, a byte-order mark in the middle), and what is left of a lost character.
UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff"
    "\ufdd0-\ufdef\ufeff\ufffd\ufffe\uffff\U000e0000-\U000e007f]"
)
#: The only one of them that Unicode calls printable.
LOST = "\ufffd"
#: What a terminal would obey or cannot print; a lost character's sign it can.
OBEYED = re.compile(rf"\r(?!\n)|(?!\ufffd){UNWANTED.pattern}")
#: How much of an author's words a sentence quotes, and how long a sentence may be.
QUOTED, COPIED, SENTENCE = 60, 120, 400
#: Nobody means another word by one of so many characters.
LONGEST_WORD = 300


def is_printable(text: str) -> bool:
    """Return whether a text surely holds nothing unwanted; False says only maybe.

    Where all of it is printable, but for line ends, that is known at once.
    """
    return LOST not in text and text.replace("\n", "").isprintable()


class Level(IntEnum):
    """How grave a problem is; a higher level is graver."""

    NOTICE = 1  #: depends on the clock alone; printed and counted, never raised
    WARNING = 2  #: the result is doubtful; ``--strict`` makes it an error
    ERROR = 3  #: ends the build

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake: where it is, what is wrong, what to do, and its stable name.

    Problems sort by path, then line. Long quotations are cut, and control characters
    shown by their numbers, so that a problem can be printed anywhere.
    """

    path: str  #: relative to the site's root, with forward slashes
    line: int  #: 1-based; 0 where the whole file is meant
    what: str  #: one sentence that quotes the author's own words
    remedy: str  #: one sentence that says what to do next; may be empty
    name: str  #: kebab-case, listed in the plugin's manual
    level: Level = Level.ERROR

    def __post_init__(self) -> None:
        object.__setattr__(self, "what", _shorten(self.what, QUOTED))
        object.__setattr__(self, "remedy", _shorten(self.remedy, COPIED))

    def __str__(self) -> str:
        return f"{self.address}: {self.message} [{self.name}]"

    @property
    def address(self) -> str:
        """Where the problem is, in the form that terminals and editors open."""
        path = printable(self.path)
        return f"{path}:{self.line}" if self.line else path

    @property
    def message(self) -> str:
        """What is wrong and what to do, as one line."""
        sentences = " ".join(part for part in (self.what, self.remedy) if part)
        return " ".join(sentences.split())

    def at_level(self, level: Level) -> Problem:
        """Return the same problem with another level."""
        return replace(self, level=level)


class SettingsError(ValueError):
    """A value in ``pelicanconf.py`` that a plugin cannot work with.

    Raised while a run starts, with one line per mistake, so that nothing is written.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def printable(text: str) -> str:
    """Return a text whose control characters are shown as U+001B and not obeyed."""
    return OBEYED.sub(lambda found: f"U+{ord(found[0]):04X}", text)


def _shorten(text: str, longest: int) -> str:
    """Return a sentence with quotations of at most ``longest`` characters."""
    text = printable(text)
    if len(text) > longest:
        pattern = rf"“([^“”]{{{longest - 1}}})[^“”]{{2,}}”"
        text = re.sub(pattern, r"“\1…”", text)
    return text if len(text) <= SENTENCE else f"{text[: SENTENCE - 1]}…"


def find_nearest(word: str, known: Iterable[str], cutoff: float = 0.7) -> str:
    """Return the known word that is most like ``word``, or an empty string."""
    if len(word) > LONGEST_WORD:
        return ""
    return next(iter(get_close_matches(word, list(known), n=1, cutoff=cutoff)), "")


def suggest(word: str) -> str:
    """Return ``Did you mean “…”?`` for a word, and nothing for none."""
    return f"Did you mean “{word}”?" if word else ""


def did_you_mean(word: str, known: Iterable[str], cutoff: float = 0.7) -> str:
    """Return ``Did you mean “…”?`` for the nearest known word, or an empty string."""
    return suggest(find_nearest(word, known, cutoff))


def join_words(words: Iterable[str]) -> str:
    """Return “a”, “a and b” or “a, b and c”."""
    *first, last = list(words)
    return f"{', '.join(first)} and {last}" if first else last


def list_some(words: Sequence[str], most: int) -> str:
    """Return the first ``most`` words: “a, b, c” or “a, b, c and 2 more”."""
    shown, more = ", ".join(words[:most]), len(words) - most
    return f"{shown} and {more} more" if more > 0 else shown


def count(number: int, noun: str) -> str:
    """Return “1 error” or “2 errors”."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def format_problems(
    problems: Iterable[Problem],
    form: str = "text",
    *,
    colour: bool = False,
    has_sum: bool = True,
) -> str:
    """Write problems for people, for editors (``json``) or for GitHub's annotations.

    As text they are grouped by file and end with their counts, unless those are not
    wanted; only there is colour used. No problems are no text at all, and an empty list
    in JSON.
    """
    ordered = sorted(set(problems))
    if form == "json":
        return _as_json(ordered)
    if form == "github":
        return "".join(f"{_as_annotation(problem)}\n" for problem in ordered)
    groups = groupby(ordered, key=lambda problem: problem.path)
    texts = [
        "".join(f"{_as_line(problem, colour=colour)}\n" for problem in group)
        for _, group in groups
    ]
    counts = [f"{count_problems(ordered)}\n"] if has_sum else []
    return "\n".join([*texts, *counts]) if ordered else ""


def count_problems(problems: Iterable[Problem]) -> str:
    """Return “2 errors and 1 notice in 3 files.”, or that there is nothing to mend."""
    problems = list(problems)
    if not problems:
        return "No problems."
    counts = Counter(problem.level for problem in problems)
    levels = sorted(counts, reverse=True)
    listed = join_words(count(counts[level], str(level)) for level in levels)
    return f"{listed} in {count(len({one.path for one in problems}), 'file')}."


def _as_line(problem: Problem, *, colour: bool) -> str:
    level = "" if problem.level is Level.ERROR else f"{problem.level}: "
    if not colour:
        return f"{problem.address}: {level}{problem.message} [{problem.name}]"
    shade = _SHADES[problem.level]
    return (
        f"\033[1m{problem.address}\033[0m: \033[{shade}m{problem.level}\033[0m: "
        f"{problem.message} \033[2m[{problem.name}]\033[0m"
    )


def _as_json(problems: list[Problem]) -> str:
    counts = Counter(str(problem.level) for problem in problems)
    listed = [asdict(problem) | {"level": str(problem.level)} for problem in problems]
    document = {"problems": listed, "counts": {str(k): counts[str(k)] for k in Level}}
    return write_json(document) + "\n"


def write_json(document: object) -> str:
    """Return JSON in which control characters are escaped, also those it lets pass."""
    text = json.dumps(document, ensure_ascii=False, indent=2)
    return OBEYED.sub(lambda found: json.dumps(found[0])[1:-1], text)


def _as_annotation(problem: Problem) -> str:
    line = f",line={problem.line}" if problem.line else ""
    place = (
        f"file={_escape(printable(problem.path))}{line},title={_escape(problem.name)}"
    )
    message = problem.message.replace("%", "%25")
    return f"::{problem.level} {place}::{message}"


def _escape(text: str) -> str:
    """Escape a property of an annotation, where a comma or colon would end it."""
    for sign in "%\r\n:,":
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text


_SHADES = {Level.ERROR: 31, Level.WARNING: 33, Level.NOTICE: 36}
