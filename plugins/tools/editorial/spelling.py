"""Words that are written wrongly, by codespell's list and by the site's own.

codespell is asked by its command, which is its promise to others; it knows mistakes
that are common in English, and says nothing of words that it does not know.
"""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ...problem import Level, Problem, join_words
from .plain import QUOTED, blank, header_pieces, plain
from .readability import is_english

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from ...source.core import Source

FOUND = re.compile(r"(?P<file>\d+)\.txt:(?P<line>\d+): (?P<word>.+?) ==> (?P<right>.+)")
#: Inside a sentence a capital begins a name; a word of capitals is short for something.
NAME = re.compile(r"(?<=[\w,;)’”] )[^\W\d_a-z][\w’'-]*|\b[A-Z][A-Z0-9]+s?\b")
ARROW = re.compile(r"\s*->\s*")
#: What codespell answers with where it has found something.
FINDS = 65


@dataclass
class WordList:
    """A site's own words: what is right, and what the house corrects."""

    path: str = ""  #: as problems name it
    right: set[str] = field(default_factory=set)  #: in small letters
    wrong: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_words(source: Source) -> WordList:
    """Return the words of a list: a line is a right word, or ``wrong->right``."""
    found = WordList(source.path)
    for number, line in enumerate(source.lines, 1):
        words = line.split("#")[0].strip()
        wrong, *right = ARROW.split(words)
        if not words:
            continue
        if not right:
            found.right.add(words.lower())
        elif len(right) == 1 and wrong and right[0]:
            found.wrong[" ".join(wrong.split())] = right[0]
        else:
            what = f"“{words}” is neither a word nor a correction."
            remedy = "Write a right word, or “wrong->right”, a line each."
            found.problems.append(_problem(source.path, number, what, remedy))
    return found


#: A text's lines with their numbers, without markup and titles of works.
_Lines = list[tuple[int, str]]


def find_misspellings(
    sources: Iterable[tuple[Source, str]], own: WordList, titles: Collection[str] = ()
) -> Iterator[Problem]:
    """Yield what is written wrongly in texts, each beside its language.

    Those that are not English are held to the house's corrections alone. ``titles``
    are those of cited works, whose words are as they were published.
    """
    yield from own.problems
    english = dict[str, _Lines]()
    needed = {wrong: _words_of(wrong) for wrong in own.wrong}
    for source, lang in sources:
        lines = list(_lines(source, titles))
        yield from _find_own(source.path, lines, own, needed)
        if is_english(lang):
            english[source.path] = lines
    for path, line, word, right in _ask_codespell(english, own):
        words = join_words(f"“{one}”" for one in right.split(", "))
        what = f"“{word}” looks misspelt; {words} would be right."
        remedy = f"Correct it, or add {word} to {own.path} if it is right."
        yield _problem(path, line, what, remedy)


def _words_of(text: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"\w+", text)}


def _find_own(
    path: str, lines: _Lines, own: WordList, needed: Mapping[str, set[str]]
) -> Iterator[Problem]:
    """Yield what the house writes otherwise, in whatever language.

    A text without the words that a correction needs is not searched for it.
    """
    there = _words_of("\n".join(text for _, text in lines))
    for wrong, right in own.wrong.items():
        if not needed[wrong] <= there:
            continue
        words = r"\s+".join(map(re.escape, wrong.split()))
        words = words if wrong != wrong.lower() else f"(?i:{words})"
        # The longer first: what is right may hold what is wrong, or begin it.
        either = [re.escape(right), f"(?P<wrong>{words})"]
        either = either[:: -1 if len(wrong) > len(right) else 1]
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(either)})(?!\w)")
        for line, text in lines:
            for found in pattern.finditer(text):
                if found["wrong"]:
                    what = f"“{found[0]}” is “{right}” in this house."
                    yield _problem(path, line, what, f"Write “{right}”.")


def _lines(source: Source, titles: Collection[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines that have words, without the titles of cited works."""
    for piece in header_pieces(source):
        yield piece.line, _without_titles(piece.text, titles)
    lines = _without_titles(plain(source), titles).split("\n")
    yield from enumerate(lines, source.header.body_line)


def _without_titles(text: str, titles: Collection[str]) -> str:
    def hide(found: re.Match[str]) -> str:
        is_title = fold_title(found[0]) in titles
        return blank(found) if is_title else found[0]

    return QUOTED.sub(hide, text) if titles else text


def fold_title(title: str) -> str:
    """Return a title by which two are compared: its words alone, in small letters."""
    return " ".join(re.findall(r"\w+", title.lower()))


def _ask_codespell(
    texts: Mapping[str, _Lines], own: WordList
) -> Iterator[tuple[str, int, str, str]]:
    """Yield path, line, word and what would be right of all that codespell finds."""
    paths = list(texts)
    with TemporaryDirectory(prefix="bulletin-words-") as top:
        folder = Path(top)
        for number, path in enumerate(paths):
            text = "\n".join(NAME.sub(blank, text) for _, text in texts[path])
            (folder / f"{number}.txt").write_text(text, "utf-8")
        known = own.right | {wrong.lower() for wrong in own.wrong}
        (folder / "known").write_text("\n".join(sorted(known)), "utf-8")
        # In a folder of its own it finds no settings of the site's other programs.
        command = [sys.executable, "-m", "codespell_lib", "--disable-colors"]
        command += ["--ignore-words", "known", "--skip", "known", "."]
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, check=False
        )
    if done.returncode not in (0, FINDS):
        raise RuntimeError(f"codespell failed: {done.stderr.strip()}")
    for line in done.stdout.splitlines():
        if found := FOUND.search(line):
            path = paths[int(found["file"])]
            place, _ = texts[path][int(found["line"]) - 1]
            right = found["right"].split(" | ")[0].strip(" ,")
            yield path, place, found["word"], right


def _problem(path: str, line: int, what: str, remedy: str) -> Problem:
    return Problem(path, line, what, remedy, "spelling", Level.WARNING)
