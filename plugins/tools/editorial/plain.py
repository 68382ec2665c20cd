"""An author's words without their markup, each where it stands in the file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...problem import Level, Problem
from ...source.prose import CODE
from ...source.values import as_lines, as_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...source.core import Source

#: What of a text is markup and no word of it; the first that fits takes its signs.
MARKUP = re.compile(
    r"""
      ^[ ]{0,3}\[[^\]\n]+\]:[^\n]*         # [name]: https://…
    | \[(?:[^\[\]]*[\s;(])?-?@[\w{][^\[\]]*\]  # [see @smith2020, p. 5]
    | (?<![\w.])-?@[A-Za-z][\w:.#$%&+?<>~/-]*  # @smith2020
    | \[\^[^\]\n]+\]:?                     # [^1]
    | \]\(\s*<?[^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*>?\)?  # ](address)
    | \]\[[^\]\n]*\]                       # ][name]
    | (?:https?://|www\.|mailto:)[^\s<>()“”"]+
    | [\w.+-]+@[\w-]+\.[\w.-]+             # me@example.org
    | </?[A-Za-z!][^<>]*>
    | &\#?\w+;
    | \{[:\#.|][^{}\n]*\}                  # {#harms .wide}
    | \{(?:static|filename|attach|tag|category|author|index)\}\S*
    | ^[ ]*(?:!!!|\?\?\?\+?)[ ]+[\w -]+    # !!! warning "Title"
    """,
    re.VERBOSE | re.MULTILINE,
)
#: Signs that Markdown puts round words.
SIGNS = re.compile(r"[`\\|\[\]]|\*(?!\s)|(?<=\S)\*|!(?=\[)|(?<!\w)_+|_+(?!\w)")
#: Words in quotation marks; an apostrophe is none.
QUOTED = re.compile(
    r"“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|\"[^\"\n]*\"|(?<!\w)[‘'][^‘’'\n]*[’'](?!\w)"
)
#: A link as Markdown has it, and an address in braces: in a header both are printed.
LINK = re.compile(r"\[[^\[\]]+\]\([^()\s]+\)|\{(?:filename|static|attach)\}\S*")
HEADING = re.compile(r"^ {0,3}#{1,6}\s")
UNDERLINE = re.compile(r"^ {0,3}(?:=+|-+)\s*$")
#: The keys whose values readers see as sentences.
TEXTS = ("title", "summary", "series_title", "image_alt", "withdrawn_because")
LISTS = ("key_points", "corrections")


@dataclass(frozen=True)
class Piece:
    """Words that belong together, such as a summary or a text's line."""

    text: str
    line: int  #: of the file
    key: str = ""  #: of the header; empty in the text


def plain(source: Source) -> str:
    """Return a body with its markup blanked, sign for sign; code is blank too."""
    text = source.prose.text.replace(CODE, " ")
    return SIGNS.sub(" ", MARKUP.sub(blank, text))


def blank(found: re.Match[str]) -> str:
    """Return spaces for what was found; lines stay lines."""
    return re.sub(r"[^\n]", " ", found[0])


def header_pieces(source: Source) -> Iterator[Piece]:
    """Yield what a header tells readers."""
    values = source.header.values
    for key in TEXTS:
        if words := as_text(values.get(key)):
            yield Piece(words, source.line(key), key)
    for key in LISTS:
        for number, words in enumerate(as_lines(values.get(key))):
            yield Piece(words, source.line(key, number), key)


def pieces(source: Source) -> Iterator[Piece]:
    """Yield what a header tells readers, and each paragraph of the text."""
    yield from header_pieces(source)
    line = source.header.body_line
    for number, words in paragraphs(plain(source)):
        yield Piece(words, line + number)


def paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Yield blocks of lines without an empty one, and how many lines stand above."""
    for found in re.finditer(r"(?:^.*\S.*\n?)+", text, re.MULTILINE):
        yield text.count("\n", 0, found.start()), found[0]


def without_quotes(text: str) -> str:
    """Return a text in which words in quotation marks are blank."""
    return QUOTED.sub(blank, text)


def find_plain_links(source: Source) -> Iterator[Problem]:
    """Yield a problem for each link in a header, whose values are no Markdown."""
    for piece in header_pieces(source):
        for found in LINK.finditer(piece.text):
            what = f"“{found[0]}” is printed as it stands: a {piece.key} has no links."
            remedy = "Write its words alone, and put the link into the text."
            name, level = "link-plain", Level.WARNING
            yield Problem(source.path, piece.line, what, remedy, name, level)
