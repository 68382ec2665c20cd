"""A rendered body, parsed once: its words, its length, its headings."""

from __future__ import annotations

import html
import math
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from lxml import html as markup

from .ledger import Value
from .problem import UNWANTED, is_printable
from .source.core import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .safe_html.policy import Policy

#: Characters that are words, or nearly, where a script writes no spaces.
IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
IDEOGRAPHS_PER_WORD = 2.3
ELEMENT = re.compile(r"</?[A-Za-z][^<>]*>")
TAG = re.compile(rf"<!--.*?-->|{ELEMENT.pattern}", re.DOTALL)
#: References to characters that no tree holds: “&#27;”, “&#x1b;”.
CONTROL = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]))"
    r"(?![0-9a-fA-F]);?"
)
#: Marks in a heading that are no words of it.
MARKS = frozenset({"citation", "headerlink"})
#: A list of references below a text is looked up, not read.
REFERENCES = "doc-bibliography"


@dataclass(frozen=True)
class Heading:
    """A heading that a list of contents can link to."""

    id: str
    text: str


class Headings(tuple[Heading, ...], Value):
    """The headings of a body, compared as one text."""

    __slots__ = ()

    @property
    def ledger_value(self) -> object:
        """What they say."""
        return repr([(one.id, one.text) for one in self])


#: The headings of a body, as id and text, and how many words are read.
Facts = tuple[tuple[tuple[str, str], ...], int]


@dataclass(frozen=True)
class Body:
    """The text of a post or page as HTML; each answer is worked out once."""

    html: str
    #: The policies of ``safe_html`` that found nothing in it.
    cleared: set[Policy] = field(default_factory=set, compare=False, repr=False)
    #: Returns what is read of the HTML of a mark, or has been in an earlier run.
    recall: Callable[[str, Callable[[], Facts]], Facts] = field(
        default=lambda _mark, read: read(), repr=False, compare=False
    )

    def __reduce__(self) -> tuple[type[Body], tuple[str]]:
        return Body, (self.html,)  # Pelican's cache takes it along

    @cached_property
    def mark(self) -> str:
        """What stands for this HTML alone, however often it is compared."""
        return digest(self.html.encode("utf-8", "surrogatepass"))

    def tree(self) -> markup.HtmlElement:
        """Return the HTML as a new tree inside one ``div``.

        It is not kept, for a site has many; what others ask of it is read on the way.
        """
        tree = self._parse()
        if "_facts" not in vars(self):
            vars(self)["text"] = _text(tree, self.html)
            vars(self)["_facts"] = self.recall(self.mark, lambda: self._read(tree))
        return tree

    def _parse(self) -> markup.HtmlElement:
        html = CONTROL.sub("", self.html) if "&#" in self.html else self.html
        html = html if is_printable(html) else UNWANTED.sub("", html)
        return markup.fragment_fromstring(html or " ", create_parent="div")

    def _read(self, tree: markup.HtmlElement) -> Facts:
        if "text" not in vars(self):
            vars(self)["text"] = _text(tree, self.html)
        return _headings(tree), _count(self.text)

    @cached_property
    def text(self) -> str:
        """The text without tags, comments and the list of references."""
        return _text(self.tree(), self.html)

    @cached_property
    def _facts(self) -> Facts:
        return self.recall(self.mark, lambda: self._read(self._parse()))

    @cached_property
    def headings(self) -> Headings:
        """The second-level headings that have an id, in order."""
        return Headings(Heading(*one) for one in self._facts[0])

    @property
    def words(self) -> int:
        """How many words are read; Chinese and Japanese are counted by characters."""
        return self._facts[1]

    def minutes(self, words_per_minute: int) -> int:
        """Return the time of reading in whole minutes, rounded up, at least 1."""
        return max(1, math.ceil(self.words / words_per_minute))


def plain_text(text: str) -> str:
    """Return HTML or plain text as one line of plain text.

    Only what looks like a tag is a tag: “a < b” stays.
    """
    if "<" not in text and "&" not in text:
        return " ".join(text.split())
    head, end, tail = text.rpartition("-->")  # behind it no comment ends
    bare = TAG.sub("", head + end) + ELEMENT.sub("", tail)
    return " ".join(html.unescape(bare).split())


def _headings(tree: markup.HtmlElement) -> tuple[tuple[str, str], ...]:
    return tuple(
        (node.get("id", ""), _heading_text(node))
        for node in tree.iter("h2")
        if node.get("id")
    )


def _count(text: str) -> int:
    signs = 0 if text.isascii() else len(IDEOGRAPHS.findall(text))
    spaced = len((IDEOGRAPHS.sub(" ", text) if signs else text).split())
    return spaced + round(signs / IDEOGRAPHS_PER_WORD)


def _text(tree: markup.HtmlElement, html: str) -> str:
    if REFERENCES not in html:
        return str(tree.text_content())
    read = f'.//text()[not(ancestor::*[@role="{REFERENCES}"])]'
    return "".join(tree.xpath(read))


def _heading_text(node: markup.HtmlElement) -> str:
    return " ".join("".join(_unmarked(node)).split())


def _unmarked(node: markup.HtmlElement) -> Iterator[str]:
    yield node.text or ""
    for child in node:
        if not MARKS & set((child.get("class") or "").split()):
            yield from _unmarked(child)
        yield child.tail or ""
