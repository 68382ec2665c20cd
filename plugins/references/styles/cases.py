"""Letters at the start of words, where a style asks for them."""

from __future__ import annotations

import re

from .rich import ANY_MARK

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
WORD = re.compile(r"[^\s\ue000-\ue00e]+")


def capitalize_first(text: str) -> str:
    """Return the text with its first word capitalised, if that is all in small."""
    found = WORD.search(text)
    if not found or found.group() != found.group().lower():
        return text
    word = found.group()
    return text[: found.start()] + word[:1].upper() + word[1:] + text[found.end() :]


#: Where a title's text falls into pieces, each with words of its own.
PIECE = re.compile("([‘’“”\"']|[-–—/.,;?!:]|[\\[\\]()]|[\ue000-\ue00e])")
SHIELDED = {"\ue004": "\ue005", "\ue006": "\ue007", "\ue008": "\ue009"}
SHIELDED["\ue00a"] = "\ue00b"


def title_case(text: str) -> str:
    """Return a title with its words capitalised; capitals in it are left alone."""
    pieces = PIECE.split(text)
    shields: list[str] = []
    state = {"first": True, "after": False}
    last: tuple[int, int] | None = None
    for at, piece in enumerate(pieces):
        if at % 2:
            if piece in SHIELDED:
                shields.append(SHIELDED[piece])
            elif shields and piece == shields[-1]:
                shields.pop()
            if piece in "?!:":
                state["after"] = True
        elif shields:
            if piece.strip():
                state["first"] = state["after"] = False
                last = None
        elif piece.strip():
            words = re.split(r"(\s+)", piece)
            for place, word in enumerate(words):
                if word and not word.isspace():
                    words[place] = _title_word(word, **state)
                    state["first"] = state["after"] = False
                    last = (at, place)
            pieces[at] = "".join(words)
    if last:
        words = re.split(r"(\s+)", pieces[last[0]])
        word = words[last[1]]
        if len(word) > 1 and word.lower() in SMALL:
            words[last[1]] = word[:1].upper() + word[1:]
            pieces[last[0]] = "".join(words)
    return "".join(pieces)


def _title_word(word: str, *, first: bool, after: bool) -> str:
    small = word.lower()
    wanted = (len(word) > 1 and small not in SMALL) or first or after
    is_greek = len(word) == 1 and "\u0370" <= word <= "\u03ff"
    return (
        word[:1].upper() + word[1:]
        if wanted and word == small and not is_greek
        else word
    )
