"""A field's text on its way into a reference: its marks paired, its quotes turned.

Quotes that pair become the pair of the place where they stand: double outside, single
inside. What pairs with nothing stays a letter, and a lone ``'`` is an apostrophe.
"""

from __future__ import annotations

import re
from functools import lru_cache

from .parts import MARKS, NOCASE, QUOTES

#: Letters of alphabets with initials and spaces between names.
LATIN = (
    r"a-zA-Z\u0e01-\u0e5b\u00c0-\u017f\u0370-\u03ff\u0400-\u052f\u0590-\u05d4"
    r"\u05d6-\u05ff\u1f00-\u1fff\u0600-\u06ff\u200c-\u200e\u0218-\u021b"
    r"\u202a-\u202e"
)
STARTS_LATIN = re.compile(f"[&{LATIN}]")
HAS_LATIN = re.compile(f"[-0-9{LATIN}]")
SMALL_CAPS = '<span style="font-variant:small-caps;">'
NO_CASE, NO_DECOR = '<span class="nocase">', '<span class="nodecor">'
#: Opening tag → closing tag.
PAIRS = dict.fromkeys((NO_CASE, NO_DECOR, SMALL_CAPS), "</span>")
PAIRS |= {f"<{name}>": f"</{name}>" for name in MARKS}
STRAIGHT = {' "': '"', " '": "'", '("': '"', "('": "'"}
PAIRS |= STRAIGHT | {"“": "”", "‘": "’"}
TAG = re.compile("|".join(re.escape(tag) for tag in (*PAIRS, *PAIRS.values())))
SPECIAL = re.compile(r"[<\"'“‘”’]")
SPAN_SMALL = re.compile(r'<span\s+style="font-variant:\s*small-caps;?"[^>]*>')
SPAN_PLAIN = re.compile(r'<span\s+class="(no(?:case|decor))"[^>]*>')
WORD_QUOTE = re.compile(f"(?<={HAS_LATIN.pattern})’(?={HAS_LATIN.pattern})")


@lru_cache(maxsize=4096)
def read_field(text: str) -> str:
    """Return a field's text with its marks as characters and its quotes curled."""
    text = " ".join(text.split())
    if not SPECIAL.search(text):
        return text
    text = SPAN_SMALL.sub(SMALL_CAPS, text)
    text = SPAN_PLAIN.sub(r'<span class="\1">', text)
    return _Pairing(" " + WORD_QUOTE.sub("'", text)).paired()


class _Pairing:
    """The tags of one text, and the strings between them."""

    def __init__(self, text: str) -> None:
        self.tags = TAG.findall(text)
        self.strings = TAG.split(text)
        self.forced = [False] * len(self.tags)
        self.open: list[int] = []  #: places of tags that wait for their end
        for at in range(len(self.tags) - 1):
            is_quote = self.tags[at + 1] in ("'", '"')
            if self.tags[at] in PAIRS and not self.strings[at + 1] and is_quote:
                self.tags[at + 1] = " " + self.tags[at + 1]
                self.forced[at + 1] = True

    def paired(self) -> str:
        for at, tag in enumerate(self.tags):
            following = self.strings[at + 1]
            if tag == "'" and following and following[0] not in ",.?:; ":
                self._give_up(at, "’")
            elif tag == " '" and following.startswith(" "):
                self._give_up(at, " ’")
            elif tag in PAIRS:
                self.open.append(at)
            else:
                self._close(at, tag)
        for at in self.open:
            tag = self.tags[at]
            self._give_up(at, " ’" if tag in ("'", " '") else tag)
        return self._printed()

    def _close(self, at: int, tag: str) -> None:
        while self.open:
            if PAIRS[self.tags[self.open[-1]]] == tag:
                self.open.pop()
                return
            if tag == "'":
                break
            failed = self.open.pop()
            lost = self.tags[failed]
            self._give_up(failed, lost[1:] if self.forced[failed] else lost)
        self._give_up(at, "’" if tag == "'" else tag)

    def _give_up(self, at: int, text: str) -> None:
        self.strings[at + 1] = text + self.strings[at + 1]
        self.tags[at] = ""

    def _printed(self) -> str:
        out, stack = [self.strings[0]], list[str]()
        outer = next((tag for tag in self.tags if tag in STRAIGHT), "")
        single_outside = outer.endswith("'")
        for at, tag in enumerate(self.tags):
            if tag in PAIRS:
                if tag in STRAIGHT and not self.forced[at]:
                    out.append(tag[0])
                mark = _opening(tag, stack, single_outside=single_outside)
                out.append(mark)
                stack.append(mark)
            elif tag and stack:
                out.append(CLOSING[stack.pop()])
            out.append(self.strings[at + 1])
        return "".join(out).strip()


def _opening(tag: str, stack: list[str], *, single_outside: bool) -> str:
    if tag in PLAIN:
        return PLAIN[tag]
    around = next((mark for mark in reversed(stack) if mark in QUOTES), "")
    if around:
        return "\ue012" if around == "\ue010" else "\ue010"
    if tag in ("“", "‘"):
        return "\ue010" if tag == "“" else "\ue012"
    return "\ue010" if tag.endswith("'") == single_outside else "\ue012"


PLAIN = {f"<{name}>": mark[0] for name, mark in MARKS.items()}
PLAIN |= {NO_CASE: NOCASE[0], NO_DECOR: NOCASE[0], SMALL_CAPS: MARKS["sc"][0]}
CLOSING = dict((*MARKS.values(), NOCASE, ("\ue010", "\ue011"), ("\ue012", "\ue013")))


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
    at = found.start()
    return text[:at] + text[at].upper() + text[at + 1 :]


#: What stands between a title's words, each time one character: signs and marks.
BREAKS = "‘’“”\"'-–—/.,;?!:[]()" + "".join(map(chr, range(0xE000, 0xE014)))
PIECE = re.compile(rf"[{re.escape(BREAKS)}]|\s+|[^\s{re.escape(BREAKS)}]+")
#: Marks inside which a text stays as it is.
SHIELDED = dict((MARKS["sup"], MARKS["sub"], MARKS["sc"], NOCASE))


def title_case(text: str) -> str:
    """Return a title with its words capitalised; capitals in it are left alone."""
    pieces = PIECE.findall(text)
    shields: list[str] = []
    first, after, glued, unbroken, last = True, False, False, True, -1
    for at, piece in enumerate(pieces):
        if piece in BREAKS:
            # “You’re”, “l’étude”: an apostrophe begins no word.
            glued = piece in "’'"
            unbroken = False
            if piece in SHIELDED:
                shields.append(SHIELDED[piece])
            elif shields and piece == shields[-1]:
                shields.pop()
            elif piece in "?!:":
                after = True
        elif piece.isspace():
            glued = False
        elif shields:
            first, after, last = False, False, -1
        elif not glued:
            # “E-Health”: a letter before a hyphen, where that is the first sign.
            first = first or (unbroken and pieces[at + 1 : at + 2] == ["-"])
            pieces[at] = _title_word(piece, first=first, after=after)
            first, after, last = False, False, at
    if last >= 0 and len(pieces[last]) > 1 and pieces[last].lower() in SMALL:
        pieces[last] = pieces[last][:1].upper() + pieces[last][1:]
    return "".join(pieces)


def _title_word(word: str, *, first: bool, after: bool) -> str:
    small = word.lower()
    wanted = (len(word) > 1 and small not in SMALL) or first or after
    is_greek = len(word) == 1 and "\u0370" <= word <= "\u03ff"
    if wanted and word == small and not is_greek:
        return word[:1].upper() + word[1:]
    return word
