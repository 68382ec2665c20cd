"""Letters at the start of words, where a style asks for them."""

from __future__ import annotations

import re

#: Words that stay small inside a title.
SMALL = frozenset(
    """about above across afore after against al along alongside amid amidst among
    amongst anenst apropos apud around as aside astride at athwart atop barring before
    behind below beneath beside besides between beyond but by circa despite down during
    et except for forenenst from given in inside into lest like modulo near next
    notwithstanding of off on onto out over per plus pro qua sans since than through
    throughout thruout till to toward towards under underneath until unto up upon versus
    vs. v. vs v via vis-à-vis with within without or yet so and nor a an the de d' von
    van c ca""".split()  # noqa: SIM905  # a table of words
)
WORD = re.compile(r"[^\s\ue000-\ue013]+")


def capitalize_first(text: str) -> str:
    """Return the text with its first word capitalised, if that is all in small."""
    found = WORD.search(text)
    if not found or found.group() != found.group().lower():
        return text
    word = found.group()
    return text[: found.start()] + word[:1].upper() + word[1:] + text[found.end() :]


#: Where a title's text falls into pieces, each with words of its own.
PIECE = re.compile("([‘’“”\"']|[-–—/.,;?!:]|[\\[\\]()]|[\ue000-\ue013])")
SHIELDED = {"\ue004": "\ue005", "\ue006": "\ue007", "\ue008": "\ue009"}
SHIELDED["\ue00a"] = "\ue00b"


def title_case(text: str) -> str:
    """Return a title with its words capitalised; capitals in it are left alone."""
    return _Title(PIECE.split(text)).cased()


class _Title:
    """The pieces of one title, on the way through it."""

    def __init__(self, pieces: list[str]) -> None:
        self.pieces = pieces
        self.shields: list[str] = []
        self.first, self.after, self.glued = True, False, False
        self.last: tuple[int, int] | None = None

    def cased(self) -> str:
        for at, piece in enumerate(self.pieces):
            if at % 2:
                self._pass(piece)
            elif piece.strip():
                self._words(at, piece)
        if self.last:
            at, place = self.last
            words = re.split(r"(\s+)", self.pieces[at])
            if len(words[place]) > 1 and words[place].lower() in SMALL:
                words[place] = words[place][:1].upper() + words[place][1:]
                self.pieces[at] = "".join(words)
        return "".join(self.pieces)

    def _pass(self, mark: str) -> None:
        # “You’re”, “l’étude”: an apostrophe begins no word.
        self.glued = mark in "’'"
        if mark in SHIELDED:
            self.shields.append(SHIELDED[mark])
        elif self.shields and mark == self.shields[-1]:
            self.shields.pop()
        elif mark in "?!:":
            self.after = True

    def _words(self, at: int, piece: str) -> None:
        if self.shields:
            self.first, self.after, self.last = False, False, None
            return
        words = re.split(r"(\s+)", piece)
        # “E-Health”: a letter before a hyphen, where that ends the first piece.
        hyphened = at == 0 and self.pieces[1:2] == ["-"]
        for place, word in enumerate(words):
            if self.glued and place == 0:
                continue
            if word and not word.isspace():
                first = self.first or (hyphened and place == len(words) - 1)
                words[place] = _title_word(word, first=first, after=self.after)
                self.first, self.after = False, False
                self.last = (at, place)
        self.pieces[at] = "".join(words)
        self.glued = False


def _title_word(word: str, *, first: bool, after: bool) -> str:
    small = word.lower()
    wanted = (len(word) > 1 and small not in SMALL) or first or after
    is_greek = len(word) == 1 and "\u0370" <= word <= "\u03ff"
    return (
        word[:1].upper() + word[1:]
        if wanted and word == small and not is_greek
        else word
    )
