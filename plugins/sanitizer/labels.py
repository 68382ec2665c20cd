"""Titles, names and other short texts: what themes print between quotation marks.

Themes without autoescape print them as they are, in elements and in attributes, and
often by way of a filter that takes tags out and turns references into signs.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from ..safe_html.judge import Unsafe, find_unsafe
from ..safe_html.policy import IN_LABELS, Policy

if TYPE_CHECKING:
    from collections.abc import Iterator

KEYS = (
    r"(?:on[a-z]{3,}|style|http-equiv|href|src(?:doc|set)?|formaction|accesskey|ping)"
    r"\s*="
)
#: What ends an attribute and begins one that runs, fetches or leads away. Themes write
#: double quotes; an apostrophe ends a word more often than an attribute.
ATTRIBUTE = re.compile(rf"\"[^<>]*?(?<![\w-]){KEYS}|'[\s/]*{KEYS}", re.IGNORECASE)
#: An address of a person, as mail programs write it.
PERSON = re.compile(r"<[^<>\s@]+@[^<>\s@]+>")
WORDS = Policy(elements=IN_LABELS)


def find_unsafe_label(text: str, policy: Policy = WORDS) -> Iterator[Unsafe]:
    """Yield what of a short text may not reach a page, as it is and unescaped."""
    plain = PERSON.sub("", text)
    for form in dict.fromkeys((plain, unescape(plain))):
        yield from find_unsafe(form, policy)
        if found := ATTRIBUTE.search(form):
            what = f"“{found[0][:60]}” would end an attribute and begin another."
            yield Unsafe(what, "Leave out the quotation mark or the sign “=”.", ())
