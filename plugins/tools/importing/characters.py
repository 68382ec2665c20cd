"""Characters that editors and databases leave in a text, and what is meant by them.

Only what is surely damage is mended: “â€™” is “’”, and “Ã©” is “é”, as nobody writes
them so; a word that only looks odd stays. Invisible signs go where they hide something
or join nothing; a no-break space stays between a number and its unit.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import ftfy
from ftfy.badness import is_bad

from ...problem import LOST, UNWANTED
from .old_site import Note

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What bytes above 127 are in Windows-1252 and Latin 1, two of them at least.
RUN = re.compile(
    "[\x80-\xff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014"
    "\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]{2,}"
)
#: What damaged text becomes: letters of Europe, punctuation, signs, pictures. Three
#: such signs are also one of China now and then, which nobody has written.
MEANT = re.compile(
    "[\x20-\u024f\u0370-\u05ff\u1e00-\u26ff\ufe0f\U0001f000-\U0001faff]+"
)
#: What UTF-8 was read as, in ftfy's words. Others, such as that of old Macs, make a
#: letter of Armenian of an apostrophe and an “é”.
CODES = {"latin-1", "windows-1252", "sloppy-windows-1252"}
INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
#: They join letters and pictures of other scripts, and hide between those of ours.
JOINERS = re.compile(
    "(?<![^\x00-\u024f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\u024f])"
)
MARKS = re.compile("[\u200e\u200f]")
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]")
SPACE = re.compile("[\xa0\u202f]")
#: Where such a space is meant: “5 mg”, “10 000”, “« oui »”.
KEPT = re.compile(
    "(?<=\\d)[\xa0\u202f](?=[\\w%°€$£µ‰])|(?<=«)[\xa0\u202f]|[\xa0\u202f](?=[»:;!?%€])"
)
WORDS = {
    "damaged": "a damaged sign (such as “â€™” for “’”) was mended",
    "invisible": "an invisible sign was left out",
    "space": "a no-break space became a plain one",
}


class Characters:
    """Mends the texts of one item, and counts what it did."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.lost = 0

    def mend(self, text: str) -> str:
        """Return a text as it was meant; control characters are no part of it."""
        if text.isascii() and text.replace("\n", "").isprintable():
            return text
        text = RUN.sub(self._undamaged, text)
        self.lost += text.count(LOST)
        unwanted = UNWANTED.sub(lambda one: LOST if one[0] == LOST else "", text)
        self.counts["invisible"] += len(text) - len(unwanted)
        text = self._without(INVISIBLE, unwanted)
        text = self._without(JOINERS, text)
        if not RIGHT_TO_LEFT.search(text):
            text = self._without(MARKS, text)
        return self._with_spaces(text)

    def notes(self) -> Iterator[Note]:
        """Yield what was done, each kind once."""
        for kind, number in sorted(self.counts.items()):
            if number:
                yield Note("changed", f"{number:,} × {WORDS[kind]}")
        if self.lost:
            what = "a character was lost before the export; it stands as “\ufffd”"
            yield Note("missing", f"{self.lost:,} × {what}")

    def _undamaged(self, found: re.Match[str]) -> str:
        run = found[0]
        if not is_bad(run):
            return run
        mended, steps = ftfy.fix_encoding_and_explain(run)
        codes = {step.parameter for step in steps or () if step.action == "encode"}
        is_meant = MEANT.fullmatch(mended) and codes <= CODES
        if mended == run or len(mended) >= len(run) or not is_meant:
            return run
        self.counts["damaged"] += len(mended)
        return mended

    def _without(self, pattern: re.Pattern[str], text: str) -> str:
        text, number = pattern.subn("", text)
        self.counts["invisible"] += number
        return text

    def _with_spaces(self, text: str) -> str:
        kept = {found.start() for found in KEPT.finditer(text)}

        def plain(found: re.Match[str]) -> str:
            if found.start() in kept:
                return found[0]
            self.counts["space"] += 1
            return " "

        return SPACE.sub(plain, text) if SPACE.search(text) else text


def mend_characters(text: str) -> str:
    r"""Return a text as it was meant, such as a title.

    >>> mend_characters("Itâ€™s 5\xa0mg of\xa0cafÃ©s\u200b")
    'It’s 5\xa0mg of cafés'
    """
    return Characters().mend(text)
