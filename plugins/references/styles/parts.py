"""Parts of a reference, joined as the Citation Style Language joins them.

A group vanishes when it asked for fields and none of them had a value; words such as
“In” do not count. Punctuation that meets is merged: “Why?” and “.” give “Why?”.
"""

from __future__ import annotations

import re
from enum import IntEnum
from typing import NamedTuple

from .rich import ANY_MARK, CLOSERS, italic


class Asked(IntEnum):
    """Whether a part asked for a field, and whether there was one."""

    NOTHING = 0  #: only words of the style's own
    EMPTY = 1
    FOUND = 2


class Part(NamedTuple):
    """A piece of a reference."""

    text: str
    asked: Asked


NONE = Part("", Asked.EMPTY)
#: What becomes of a text's last mark when another follows it.
MEETING = {
    "!": {".": "!", ":": "!"},
    "?": {".": "?", ":": "?"},
    ":": {"!": "!", "?": "?", ".": ":"},
    ";": {"!": "!", "?": "?", ":": ";", ".": ";"},
}
PUNCTUATION = "!?.:,;"
CLOSING_QUOTES = "\ue011\ue013"
TAIL = re.compile(f"((?:[{CLOSERS}\ue00e])*)$")


def word(text: str) -> Part:
    """Return words of the style's own."""
    return Part(text, Asked.NOTHING)


def field(text: str) -> Part:
    """Return a field's value."""
    return Part(text, Asked.FOUND if text else Asked.EMPTY)


def group(
    *parts: Part, by: str = "", before: str = "", after: str = "", slanted: bool = False
) -> Part:
    """Join the parts that have a text; see the module's docstring for when."""
    asked = max((part.asked for part in parts), default=Asked.NOTHING)
    texts = [part.text for part in parts if part.text]
    if asked is Asked.EMPTY or not texts:
        return Part("", asked)
    joined = texts[0]
    for text in texts[1:]:
        joined = meet(meet(joined, by), text)
    if slanted:
        joined = italic(joined)
    return Part(meet(before + joined, after), asked)


def meet(left: str, right: str) -> str:
    """Append; where two marks of punctuation meet, keep what a printer would."""
    if not left or not right:
        return left + right
    first, second = ANY_MARK.sub("", left[-200:])[-1:], right[0]
    if first in CLOSING_QUOTES and second in ".,!?":
        return _into_quotes(left, right)
    if second == first and (second == " " or second in PUNCTUATION):
        return left + right[1:]
    merged = MEETING.get(first, {}).get(second)
    if merged is None:
        return left + right
    if merged == first:
        return left + right[1:]
    found = TAIL.search(left)
    tail = found.group(1) if found else ""
    head = left[: len(left) - len(tail)]
    return head[:-1] + merged + tail + right[1:]


def _into_quotes(left: str, right: str) -> str:
    """Put a full stop or a comma inside the closing quotes, as English print does."""
    at = max(left.rfind(quote) for quote in CLOSING_QUOTES)
    return meet(left[:at], right[0]) + left[at:] + right[1:]
