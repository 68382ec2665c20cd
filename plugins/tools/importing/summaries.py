"""A summary for lists and feeds: the old site's own, or how the text begins."""

from __future__ import annotations

import re

from ...body import plain_text
from .characters import mend_characters

#: What is no text of the post: comments, programs, styles, code; a tag without end.
NO_TEXT = re.compile(
    r"<!--.*?-->|<(script|style|noscript|pre|figure|iframe|form|sup|button)\b.*?"
    r"</\1\s*>|\[(code|sourcecode|caption)\b[^\[\]]*\].*?\[/\2\]|</?[a-z][^<>]*\Z",
    re.DOTALL | re.IGNORECASE,
)
#: What serves for a beginning only where there is no other text.
ASIDE = re.compile(
    r"<(ul|ol|dl|table|blockquote|details)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE
)
SHORTCODE = re.compile(r"\[/?[a-z][\w-]*(?:\s[^\[\]]*)?/?\]")
BLOCK = re.compile(
    r"</?(?:p|div|section|h[1-6]|li|ul|ol|dl|d[dt]|br|blockquote|t[dhr]|table)\b[^>]*>"
    r"|\n[ \t]*\n",
    re.IGNORECASE,
)
HEADING = re.compile(r"<(h[1-6])\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
#: Ends of sentences, with what may stand behind the sign.
SENTENCE = re.compile(r"[.!?…][\"”’)\]]*(?=\s|$)")
ADDRESS = re.compile(r"https?://[^\s<>]+")
MORE = re.compile(r"<!--\s*more\b")
BEGUN = 20_000  #: characters of a text in which its beginning is looked for


def shorten(text: str, least: int, most: int) -> str:
    """Return a text of at most so many characters, to the end of a sentence if it can.

    >>> shorten("One is here. Two is far too long for it.", 5, 20)
    'One is here.'
    >>> shorten("One two three four five", 5, 12)
    'One two…'
    """
    if len(text) <= most:
        return text
    ends = [one.end() for one in SENTENCE.finditer(text) if one.end() <= most]
    if ends and ends[-1] >= least:
        return text[: ends[-1]]
    return f"{text[: most - 1].rpartition(' ')[0] or text[: most - 1]}".rstrip(
        " ,;:–—-"
    ) + ("…")


def begin(body: str, least: int, most: int) -> str:
    """Return how a text begins, as plain words; HTML or text.

    So many of its first paragraphs as are enough; to the mark “more” where its author
    has set one, unless that is too little.

    >>> begin("<p>It’s cafÃ© time.</p><ul><li>One</li></ul><p>Two.</p>", 5, 60)
    'It’s café time.'
    """
    body = body[:BEGUN]
    for one in (*MORE.split(body, 1)[:-1], body):
        bare = HEADING.sub("\n\n", NO_TEXT.sub(" ", one))
        for text in (ASIDE.sub("\n\n", bare), bare):
            begun = _first(text, least)
            if len(begun) >= least:
                return shorten(begun, least, most)
    return shorten(begun, least, most)


def _first(html: str, least: int) -> str:
    """Return the words of the first paragraphs that have enough of them together."""
    begun = ""
    for piece in BLOCK.split(SHORTCODE.sub(" ", html)):
        words = mend_characters(ADDRESS.sub(" ", plain_text(piece)))
        if plain_text(words) != " ".join(words.split()):
            continue  # it tells of tags, which no header may hold
        begun = " ".join(f"{begun} {words}".replace("\xa0", " ").split())
        if len(begun) >= least:
            break
    return begun
