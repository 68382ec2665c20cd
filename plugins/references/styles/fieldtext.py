"""A field's text on its way into a reference: its marks paired, its quotes turned.

Quotes that pair become the pair of the place where they stand: double outside, single
inside. What pairs with nothing stays a letter, and a lone ``'`` is an apostrophe.
"""

from __future__ import annotations

import re
from functools import lru_cache

from .rich import MARKS, NOCASE, QUOTES
from .script import HAS_LATIN

SMALL_CAPS = '<span style="font-variant:small-caps;">'
NO_CASE, NO_DECOR = '<span class="nocase">', '<span class="nodecor">'
#: Opening tag → closing tag.
PAIRS = {
    NO_CASE: "</span>",
    NO_DECOR: "</span>",
    SMALL_CAPS: "</span>",
    "<sc>": "</sc>",
    "<i>": "</i>",
    "<b>": "</b>",
    "<sup>": "</sup>",
    "<sub>": "</sub>",
    ' "': '"',
    " '": "'",
    '("': '"',
    "('": "'",
    "“": "”",
    "‘": "’",
}
STRAIGHT = (' "', " '", '("', "('")
TAG = re.compile(
    "|".join(re.escape(tag) for tag in [*PAIRS, *dict.fromkeys(PAIRS.values())])
)
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
CLOSING = {mark[0]: mark[1] for mark in MARKS.values()}
CLOSING |= {NOCASE[0]: NOCASE[1], "\ue010": "\ue011", "\ue012": "\ue013"}
