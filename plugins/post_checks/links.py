"""Links, images and references of a post's text, each with its line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

from ..source.prose import CODE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..source.prose import Prose

DEFINITION = re.compile(
    r"^ {0,3}\[(?P<id>[^\]\n]+)\]:[ \t]*+(?:\n[ \t]*+)?(?P<target><[^>\n]*>|\S+)",
    re.MULTILINE,
)
FOOTNOTE = re.compile(r"^ {0,3}\[\^(?P<id>[^\]\n]+)\]:", re.MULTILINE)
#: How the targets begin that are looked for without their brackets.
TARGETS = ("(http", "({", "(/", "(#", "(mailto:")
NEVER_CLOSED = re.compile(r"\[[^\]\[\n]+?(?P<target>\((?:https?://|\{|/|#)[^\s)]*\)?)")
SPACED = re.compile(
    r"\[(?P<words>[^\[\]\n]*)\] +(?P<target>\((?:https?://|\{|/|#|mailto:)[^)\s]*\))"
)
#: Brackets that only hold a number or a remark: “[1]”, “[2, 3]”, “[…]”, “[sic]”.
REMARK = re.compile(r"[\W\d_]*|sic", re.IGNORECASE)
#: What a bracket right behind makes a place in a list, not words: “a[i][j]”, “f(x)[0]”.
GLUED = re.compile(r"[A-Za-z0-9_$)\]\"'\\]\Z")
#: A footnote's name; “[^a-z]” and “[^0-9]+” are patterns.
PATTERN = re.compile(r"(?:\w-\w)+|.*[\\\"'<>/,;.]")


@dataclass(frozen=True)
class Link:
    """One place that leads to another."""

    target: str  #: as written
    line: int
    text: str  #: the words between the brackets; for an image, its description
    is_image: bool = False
    is_named: bool = False  #: its target is written elsewhere, under a name


@dataclass(frozen=True)
class LinkMistake:
    """A link that Markdown will not see, if readers see its brackets."""

    line: int
    words: str
    name: str
    printed: str  #: the part of it that is printed as it stands


def find_links(prose: Prose) -> tuple[list[Link], list[LinkMistake]]:
    """Return a text's links and images, and what was meant as one and is none."""
    if "[" not in prose.text:
        return [], []
    scan = _Scan(prose)
    links = list(scan.definitions.values())
    slips = list(scan.slips())
    for found in scan.found():
        if isinstance(found, Link):
            links.append(found)
        else:
            slips.append(found)
    return links, slips


def plain_target(target: str) -> str:
    """Return a target as a browser reads it: no entities, no hidden white space."""
    text = unescape(target.strip())
    return re.sub(r"[\x00-\x20]+", "", text) if _has_scheme(text) else text.strip()


def _has_scheme(text: str) -> bool:
    if ":" not in text:
        return False
    bare = re.sub(r"[\x00-\x20]+", "", text)
    return bool(re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", bare))


class _Scan:
    """A walk over every bracket of a text."""

    def __init__(self, prose: Prose) -> None:
        self.prose, self.text = prose, prose.text
        self.definitions = {
            _fold(found["id"]): Link(
                found["target"].strip("<>"),
                prose.line_of(found.start("target")),
                found["id"],
            )
            for found in self._named(DEFINITION)
            if not found["id"].startswith("^")
        }
        self.square = _pair_up(self.text, "[", "]")
        self.round = _pair_up(self.text, "(", ")") if "](" in self.text else {}
        self.footnotes = {_fold(found["id"]) for found in self._named(FOOTNOTE)}

    def _named(self, pattern: re.Pattern[str]) -> Iterable[re.Match[str]]:
        """Return what a pattern for lines such as “[name]:” finds."""
        return pattern.finditer(self.text) if "]:" in self.text else ()

    def slips(self) -> Iterator[LinkMistake]:
        """Yield links without a closing bracket, or with a space in their middle."""
        if not any(sign in self.text for sign in TARGETS):
            return
        for found in NEVER_CLOSED.finditer(self.text):
            is_escaped = self.text[: found.start()].endswith("\\")
            if not is_escaped and found.start() + 1 not in self.square:
                target = found["target"]
                yield self._mistake(*found.span(), "link-unclosed", target)
        for found in SPACED.finditer(self.text):
            if not REMARK.fullmatch(found["words"]):
                target = found["target"]
                yield self._mistake(*found.span("target"), "link-spaced", f"]{target}")

    def _mistake(
        self, start: int, end: int, name: str, printed: str = ""
    ) -> LinkMistake:
        line, words = self.prose.line_of(start), self.prose.body[start:end]
        return LinkMistake(line, words, name, printed or self.text[start:end])

    def found(self) -> Iterator[Link | LinkMistake]:
        """Yield what each opening bracket begins."""
        for found in re.finditer(r"\[(?<!\\\[)", self.text):
            opened = found.end()
            end = self.square.get(opened, -1)
            if end < 0:
                continue
            before = self.text[max(0, opened - 3) : opened - 1]
            is_image = before.endswith("!") and before != "\\!"
            start = opened - 1 - is_image
            words = self.text[opened:end]
            line = self.prose.line_of(start)
            after = self.text[end + 1 : end + 2]
            if after == "(":
                yield self._inline(end + 2, words, line, is_image=is_image)
            elif after == "[":
                if not GLUED.match(self.text[max(0, start - 1) : start]):
                    yield from self._reference(opened, end, is_image)
            elif words.startswith("^") and self._lacks_note(words[1:], after):
                yield self._mistake(opened - 1, end + 1, "reference-undefined")
            elif is_image and _fold(words) in self.definitions:
                target = self.definitions[_fold(words)].target
                yield Link(target, line, words, is_image=True, is_named=True)

    def _inline(
        self, start: int, words: str, line: int, *, is_image: bool
    ) -> Link | LinkMistake:
        end = self.round.get(start, -1)
        if end < 0:
            shown = self.text[start : start + 40].split("\n")[0]
            begin, printed = start - len(words) - 3, f"]({shown.split(' ')[0]}"
            return self._mistake(begin, start + len(shown), "link-unclosed", printed)
        inside = self.prose.body[start:end].strip()
        if inside.startswith("<") and ">" in inside:
            target = inside[1 : inside.index(">")]
        else:
            target = _without_title(inside)
        return Link(target, line, self._words(words), is_image)

    def _reference(
        self, opened: int, closed: int, is_image: bool
    ) -> Iterator[Link | LinkMistake]:
        """Yield what two pairs of brackets are; the first has its words between."""
        end = self.square.get(closed + 2, -1)
        words = self.text[opened:closed]
        name = self.text[closed + 2 : end] if end > 0 else ""
        known = self.definitions.get(_fold(name or words))
        if end > 0 and not REMARK.fullmatch((words + name).replace(CODE, "a")):
            yield self._mistake(opened - 1, end + 1, "reference-undefined")
        if known is not None and is_image:
            line = self.prose.line_of(opened)
            words = self._words(words)
            yield Link(known.target, line, words, is_image=True, is_named=True)

    def _lacks_note(self, name: str, after: str) -> bool:
        """Return whether a note is called that the text does not have."""
        is_pattern = PATTERN.fullmatch(name) or after in {*"*+?{"}
        return not is_pattern and _fold(name) not in self.footnotes

    def _words(self, words: str) -> str:
        return " ".join(words.split())


def _without_title(inside: str) -> str:
    """Return what stands in a link's brackets before its title in quotation marks."""
    opening = {'"': '"', "'": "'", ")": r"\("}.get(inside[-1:])
    found = re.search(rf"(?<=\s){opening}", inside[:-1]) if opening else None
    return inside[: found.start()].rstrip() if found else inside


def _pair_up(text: str, opening: str, closing: str) -> dict[int, int]:
    """Return where each bracket closes; those that do not in a paragraph are absent.

    A bracket is known by the place after it.
    """
    pairs: dict[int, int] = {}
    stack: list[int] = []
    # Each part begins with a sign of its own, so that the search knows where to look.
    signs = rf"\\.|\n[ \t]*(?=\n)|\{opening}|\{closing}"
    for found in re.finditer(signs, text, re.DOTALL):
        sign = found[0]
        if sign.startswith("\n"):
            stack.clear()
        elif sign == opening:
            stack.append(found.end())
        elif sign == closing and stack:
            pairs[stack.pop()] = found.start()
    return pairs


def _fold(name: str) -> str:
    return " ".join(name.split()).lower()
