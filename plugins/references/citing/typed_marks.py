r"""Numbers in a text that stand for entries of a list typed by hand.

They come in many shapes: ``[1]``, ``[1–3, 5]``, ``<sup>1</sup>``, ``¹⁻³``, ``(1)``,
``[^1]``, ``\[1\]`` and links to the list. Each is turned into a citation or is a
fault: a mark that stayed behind would point nowhere, since the list goes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from ..exchange.typed_entry import YEAR
from ..exchange.typed_list import DIGITS, SUPER, ListFault
from ..library.doi import clean_doi
from .grammar import split_locator
from .typed_leftovers import COUNTED, LINKING, find_leftovers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...source.prose import Prose
    from ..exchange.typed_list import PlainList

DASH = r"[-‐‑‒–—−⁻]"
ONE = r"#?\d{1,3}"
AND, TO = r"\b(?:and|und|y|et|e)\b", r"\b(?:to|bis)\b"
NUMBERS = re.compile(
    rf"{ONE}(?:\s*(?:[,;&]|{DASH}|{AND}|{TO})+\s*{ONE})*", re.IGNORECASE
)
UP_TO = re.compile(rf"\s*(?:{DASH}|{TO})\s*", re.IGNORECASE)
#: What can be a mark, or holds one, the longer first.
TOKEN = re.compile(
    r"(?P<image>!\[(?:[^\[\]]|\[[^\[\]]{0,80}\]){0,400}\](?:\([^()\n]*\)|\[[^\[\]\n]*\]))"
    r"|(?P<link>\[(?P<label>(?:[^\[\]\n]|\\?\[[^\[\]\n]{0,80}\]){1,400})\]"
    r"\((?P<to>(?:[^()\s]|\([^()\s]*\))*)(?:\s+[\"'][^\"'\n]*[\"'])?\s*\))"
    r"|(?P<anchor><a\b[^<>]*>(?:(?!</?a\b)[\s\S]){0,400}</a>)"
    r"|(?P<sup><sup\b[^<>]*>(?:(?!</?sup\b)[\s\S]){0,200}</sup>)"
    r"|(?P<code><(?P<element>code|kbd|samp|pre)\b[^<>]*>(?:(?!</(?P=element))[\s\S])*)"
    r"|(?P<tag></?[a-zA-Z][^<>]*>)"
    r"|(?P<defined>^ {0,3}\[(?:\^[^\]\n]{1,200}\]:|[^\]\n]{1,200}\]:.*$))"
    r"|(?P<foot>\[\^[^\]\s]{1,40}\])"
    r"|(?P<bracket>\\?[\[［【]{1,2}[^\[\]［］【】]{1,80}(?:\\?[\]］】]){1,2})"
    rf"|(?P<super>⁽?(?:[{SUPER}](?:[{SUPER}⁻˒,–-]|,\s)*[{SUPER}]|[{SUPER}])⁾?)"
    r"|(?P<caret>\^[^\^\s]{1,20}\^)"
    rf"|(?P<round>\\?[(（]\s*{NUMBERS.pattern}\s*\\?[)）])",
    re.MULTILINE | re.IGNORECASE,
)
#: Words in brackets that lead to an entry, as no citation can be made of them safely.
WORDED = re.compile(
    r"^(?:see|cf|e\.g|vgl|siehe|refs?|references?|sources?|nos?)\b.*?\b(?P<see>\d{1,3})\b"
    r"|^(?P<first>\d{1,3})(?:[a-z](?:\s*[,;–-]\s*\d{0,3}[a-z])*|\s*[,;]?\s*[†*‡§].*"
    r"|\s*(?:[,;]\s*[^\W\d]|:\s*\w).*|\s+(?:pp?|s|pages?|seiten?|see|ch)\b.*"
    r"|(?:\s*[/|+]\s*\d{1,3})+)$",
    re.IGNORECASE | re.DOTALL,
)
#: A number among other raised signs: “1, *”, “a, 1”; no power, charge or ordinal.
ASIDE = re.compile(
    r"^(?:(?P<first>\d{1,3})(?:[\s,;*†‡§#]+(?:[a-z]|\d{1,3}))*[\s,;.*†‡§#]*"
    r"|(?:[a-z]\s?|\W*)[\s,;*†‡§#](?P<see>\d{1,3}))$",
    re.IGNORECASE,
)
#: Words whose raised 2 or 3 is a power, and signs whose raised 2 is.
UNITS = frozenset(
    "m cm mm km nm µm μm dm ft in yd mi kg s h g l dl".split()  # noqa: SIM905
)
SQUARED = frozenset(
    "I R r χ chi Chi η ω ε τ T x y z n d s p q f F σ".split()  # noqa: SIM905
)
NAMED_BEFORE = re.compile(
    r"(?:\bet al\.?|\bcolleagues|\bco-?workers|[A-Z]\w+ (?:and|&) [A-Z]\w+)\s*$"
)
BEGINS = re.compile(r"(?:^|:|\n[ \t]*(?:[-*+>]|\d+\.)?)\s*$")
INTERVAL = re.compile(r"\b(?:CI|CrI|IQR|interval|range)\W{0,3}$")


KINDS = (
    *("image", "link", "anchor", "sup", "code", "tag", "defined", "foot", "bracket"),
    *("super", "caret", "round"),
)
RAISED = ("sup", "super", "caret")
NO_MARK = {
    "sup": "Correct the number, or write &#185; where it is no mark.",
    "round": "Write [1] if it is a mark, and \\(1) if it is none.",
    "": "Correct the number, or write \\[1] where it is no mark.",
}


@dataclass(frozen=True)
class TypedMark:
    """One place of a text that names entries of the list."""

    start: int  #: in the body
    end: int
    kind: str  #: how it is written: “bracket”, “sup”, “round”, “link” …
    inside: str  #: its numbers, without what stands around them
    labels: tuple[str, ...] = ()  #: of the entries
    locator: str = ""


@dataclass
class Marks:
    """The marks of a text, what keeps them from being turned, and what is none."""

    marks: list[TypedMark] = field(default_factory=list)
    faults: list[ListFault] = field(default_factory=list)


def find_marks(prose: Prose, place: PlainList) -> Marks:
    """Return every mark outside of the list, code and comments."""
    return _Finder(prose, place).find()


def turn_marks(
    body: str, marks: Sequence[TypedMark], names: Sequence[Sequence[str]] | None
) -> str:
    """Return a body with citations of these keys for its marks, or nothing for them."""
    out, at = [], 0
    for number, mark in enumerate(marks):
        # “!” and “[” before a citation would make it a picture or a link.
        last, behind = body[mark.start - 1 : mark.start], body[mark.end : mark.end + 1]
        is_raised = mark.kind in RAISED and last.strip(" \n\t([—–") != ""
        space = " " * (last in ("!", "[") or is_raised)
        cited = " "
        if names is not None:
            locator = f", {mark.locator}" if mark.locator else ""
            keys = "; ".join(f"@{key}" for key in dict.fromkeys(names[number]))
            cited = f"{space}[{keys}{locator}]" + " " * (behind in ("(", "["))
        out += [body[at : mark.start], cited]
        at = mark.end
    return "".join([*out, body[at:]])


class _Finder:
    def __init__(self, prose: Prose, place: PlainList) -> None:
        self.prose, self.place = prose, place
        self.labels = {one.label: one for one in place.entries}
        lines = prose.text.split("\n")
        first, last = (n - prose.first_line for n in (place.first, place.last))
        listed = "\n".join(prose.body.split("\n")[first : last + 1])
        for number in range(first, last + 1):
            lines[number] = " " * len(lines[number])
        self.text = "\n".join(lines)
        self.found = Marks()
        tokens = [*TOKEN.finditer(self.text)]
        #: Footnotes and links that are defined outside of the list.
        self.defined = {
            one[0].strip()[1:].partition("]:")[0].lower()
            for one in tokens
            if one["defined"]
        }
        #: Where links into the list lead.
        self.targets = _anchors(listed) - _anchors(self.text)
        self.tokens = tokens

    def find(self) -> Marks:
        runs: list[list[TypedMark]] = []
        rounds: list[TypedMark] = []
        for token in self.tokens:
            piece = self._read(token)
            if piece is None:
                continue
            if piece.kind == "round":
                rounds.append(piece)
            elif runs and (joint := self._joint(runs[-1][-1], piece)):
                runs[-1] += [replace(piece, inside=joint + piece.inside)]
            else:
                runs.append([piece])
        for run in runs:
            inside = "".join(one.inside for one in run)
            self._decide(replace(run[0], end=run[-1].end, inside=inside))
        self._decide_rounds(rounds)
        named = {one for mark in self.found.marks for one in mark.labels}
        for left in find_leftovers(self.text, self.labels.keys(), named):
            self._fault(*left)
        self.found.marks.sort(key=lambda one: one.start)
        return self.found

    def _joint(self, one: TypedMark, other: TypedMark) -> str:
        """Return what joins two marks that are one: “[1]–[3]”, “[1][2]”, “¹,²”."""
        gap = self.text[one.end : other.start].strip()
        if self.text[one.end : other.start] == "":
            return " " if ",-–".count(other.inside[:1]) else ","
        if re.fullmatch(DASH, gap):
            return "–"
        raised = one.kind in RAISED and other.kind in RAISED
        return "," if gap == "," and raised else ""

    def _read(self, token: re.Match[str]) -> TypedMark | None:
        """Return a token as a mark to be; faults are noted on the way."""
        kind = next(name for name in KINDS if token[name])
        if kind in ("code", "tag", "defined", "image"):
            self._check_hidden(kind, token[0], token.start())
            return None
        inside = self._peel(token["label"] if kind == "link" else token[0])
        parts = {*re.split(r"[,;]\s*", inside)}
        is_number = bool(NUMBERS.fullmatch(inside)) or parts <= self.labels.keys()
        if self._is_other(token, kind, inside, is_number=is_number):
            return None
        joins = kind in RAISED and bool(re.fullmatch(rf"[,;]|{DASH}", inside))
        if is_number or joins:
            return TypedMark(*token.span(), kind, inside)
        return self._read_worded(token, kind, inside)

    def _is_other(
        self, token: re.Match[str], kind: str, inside: str, *, is_number: bool
    ) -> bool:
        """Return whether a token is a footnote, a power or a link of its own."""
        said, start, end = token[0], *token.span()
        if kind == "foot":
            return said[1:-1].lower() in self.defined
        if kind in RAISED:
            return not self._is_mark_raised(token, inside)
        behind = re.match(r"\[([^\[\]]+)\]", self.text[end : end + 99])
        is_link = kind == "bracket" and behind and behind[1].lower() in self.defined
        if kind in ("link", "anchor"):
            is_link = not (is_number and self._leads_there(said, inside))
        if is_link:
            self._check_link(said, start, is_number=is_number)
        return bool(is_link)

    def _peel(self, text: str) -> str:
        """Return what a mark says without all that stands around it."""
        text = re.sub(r"<[^<>]*>", "", text)
        text = re.sub(r"\]\([^()\s]*\)", "]", text)
        text = re.sub(r"(\*\*|__)([^*_]+)\1", r"\2", text)
        text = re.sub(r"[\\\[\]［］【】()（）⁽⁾^]", "", text).translate(DIGITS)
        return " ".join(text.replace("&#8211;", "–").split())

    def _leads_there(self, said: str, inside: str) -> bool:
        """Return whether a link on a number leads to its entry or to its DOI."""
        entry = self.labels.get(inside.lstrip("#"))
        if re.search(r"\]\(#|href=[\"']?#", said):
            return True
        return entry is not None and clean_doi(said) == entry.doi != ""

    def _check_link(self, said: str, start: int, *, is_number: bool) -> None:
        goal = re.search(r"(?:\]\(|href=[\"']?)#([^)\"'\s>]+)", said)
        inner = re.search(r"\[(?:[^\[\]]*\[)?\\?\d{1,3}\\?\]|<sup", said[1:])
        if goal and goal[1] in self.targets:
            self._fault(start, said, "leads into the list", "Write [1] for it.")
        elif is_number and self._labels(self._peel(said.partition("](")[0]))[0]:
            what = "is a link elsewhere on a number of the list"
            self._fault(start, said, what, "Write [1] for it, and the link in words.")
        elif inner and not is_number:
            what = "is a link with a mark inside, where nothing can be cited"
            self._fault(start, said, what, "Put the mark behind the link.")

    def _check_hidden(self, kind: str, said: str, start: int) -> None:
        """Refuse marks where no citation can stand: definitions, tags, pictures."""
        if kind == "code":
            return
        label = re.match(r"\s*\[(\d{1,3})\]:", said)
        inner = re.search(r"\[(\d{1,3})\]", said[2:]) if not label else None
        if label and label[1] in self.labels:
            what = "makes a link of a number of the list"
            self._fault(start, said.strip(), what, "Put this line into the list.")
        elif inner and inner[1] in self.labels:
            what = "holds a mark where nothing can be cited"
            self._fault(start, said, what, "Put the mark into the text.")

    def _read_worded(
        self, token: re.Match[str], kind: str, inside: str
    ) -> TypedMark | None:
        """Read “[1, p. 5]”; refuse what else names an entry among other words."""
        first, comma, rest = inside.partition(",")
        locator, more = split_locator(f",{rest}") if comma else ("", "x")
        is_page = not more and locator.startswith(("p. ", "pp. "))
        is_page = is_page and bool(re.match(r"\s*pp?\.?\s", rest))
        if first in self.labels and is_page and kind == "bracket":
            return TypedMark(*token.span(), kind, first, locator=rest.strip())
        worded = WORDED.match(inside)
        if kind in ("sup", "bracket") and not worded:
            worded = ASIDE.match(inside)
        if worded and (worded["see"] or worded["first"]) in self.labels:
            what = "names an entry of the list among other words"
            self._fault(
                token.start(), token[0], what, "Write [1], and the words apart."
            )
        return None

    def _labels(self, inside: str) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
        """Return the labels that are entries', those that are not, and if it reads."""
        if inside in self.labels:
            return (inside,), (), True
        found: list[str] = []
        for part in re.split(rf"[,;&]|{AND}", inside.replace("#", "")):
            ends = UP_TO.split(part.strip())
            if len(ends) == 2 and all(end.isdecimal() for end in ends):
                first, last = map(int, ends)
                if not first < last < first + 100:
                    return (), (part.strip(),), False
                found += map(str, range(first, last + 1))
            else:
                found += [end.lstrip("0") or end for end in ends if end]
        known = tuple(one for one in found if one in self.labels)
        return known, tuple(one for one in found if one not in self.labels), True

    def _decide(self, mark: TypedMark) -> None:
        """Take a mark whose every number is an entry's; else say what is wrong."""
        inside = re.sub(
            rf"[,;\s]+({DASH})[,;\s]*|[,;\s]*({DASH})[,;\s]+", "–", mark.inside
        )
        inside = re.sub(r"\s*[,;][\s,;]*", ",", inside).strip(", ")
        known, unknown, is_read = self._labels(inside)
        said = self.text[mark.start : mark.end]
        remedy = NO_MARK["sup" if mark.kind in RAISED else ""]
        if not is_read:
            self._fault(mark.start, said, "does not count upwards", "Correct it.")
        elif "0" in unknown or (said.startswith("\\") and unknown):
            return  # an interval, or words that are escaped on purpose
        elif said.startswith("\\[") and not said.endswith(("\\]", "\\)")):
            return
        elif known and INTERVAL.search(self.text[max(0, mark.start - 40) : mark.start]):
            self._fault(mark.start, said, "may be an interval or a mark", remedy)
        elif unknown:
            what = f"has no entry in the list of references: {', '.join(unknown)}"
            self._fault(mark.start, said, what, remedy)
        elif known:
            self.found.marks.append(replace(mark, labels=known))

    def _is_mark_raised(self, token: re.Match[str], inside: str) -> bool:
        """Return whether raised numbers are a mark: no power, isotope or charge."""
        if not re.search(r"\d", inside):
            return inside in self.labels or bool(re.fullmatch(rf"[,;]|{DASH}", inside))
        before = self.text[max(0, token.start() - 30) : token.start()]
        behind = self.text[token.end() : token.end() + 2]
        base = re.search(r"[^\W_]+$", before)
        word = base[0] if base else ""
        if before.endswith(("⁻", "⁺", "^")) or re.match(r"[⁺⁻⁄]|/[<₀-₉]", behind):
            return False  # a charge, or ¹/₂
        if (
            not word
            and behind[:1].isalnum()
            and not re.search(r"[.,;:!?”\")]$", before)
        ):
            return False  # ¹³C
        is_year = re.fullmatch(YEAR, word)
        if word in UNITS or (word in SQUARED and inside == "2"):
            return inside not in ("2", "3")
        known, _, _ = self._labels(inside)
        if re.search(r"\]\(#|href=[\"']?#", token[0]):
            return True  # it leads into the list
        # “10⁶” is a power; “COVID-19¹”, “in 2019²” and what names several are not.
        is_number = word.isdecimal() and not re.search(r"[^\W\d_]-\d+$", before)
        is_doubtful = (
            is_number and not is_year and re.fullmatch(r"[2-9]", inside)
        ) or (len(word) == 1 and word.isalpha() and inside in ("2", "3"))
        if is_doubtful and known and word != "10":
            what = "may be a power or a mark"
            remedy = "Write [1] if it is a mark, and &sup2; or x^2^ if it is a power."
            self._fault(token.start(), f"{word}{token[0]}", what, remedy)
        return not is_doubtful

    def _decide_rounds(self, rounds: list[TypedMark]) -> None:
        """Take “(1)” for a mark where no others are used and it is one beyond doubt."""
        are_others = bool(self.found.marks or self.found.faults)
        counted, rows = self._count_rounds(rounds)
        in_row, others = [one for one in rounds if one.start in rows], counted | rows
        rounds = [
            one
            for one in rounds
            if self.text[one.start] != "\\" and one.start not in others
        ]
        sure = [one for one in rounds if self._is_sure(one)]
        starts = {one.start for one in sure}
        unsure = [one for one in rounds if one.start not in starts]
        if are_others:
            unsure, sure = sure, []
        elif any(self._labels(one.inside)[0] for one in sure):
            known = (one for one in unsure if self._labels(one.inside)[0])
            for one in (*sure, *known):
                self._decide(one)
            unsure = in_row  # “(1) this and (2) that” among marks
        for one in unsure:
            known_labels, unknown, _ = self._labels(one.inside)
            if known_labels and not unknown:
                said = self.text[one.start : one.end]
                what = "may be a mark or a number of your own"
                self._fault(one.start, said, what, NO_MARK["round"])

    def _count_rounds(self, rounds: list[TypedMark]) -> tuple[set[int], set[int]]:
        """Return where “(1)” numbers the text's own things: “(1) first, (2) then”.

        The first are so by the words before them, the second by their row alone.
        """
        counted, maybe = set[int](), set[int]()
        for one in rounds:
            before = self.text[max(0, one.start - 60) : one.start]
            words = re.search(r"([^\W_]+)(\.?)\s*$", before)
            word, point = words.groups() if words else ("", "")
            goes_on = re.match(r"\s+[^\W_]", self.text[one.end : one.end + 3])
            if word.lower() in COUNTED or word.isdecimal() or BEGINS.search(before):
                counted.add(one.start)
            elif goes_on and (
                (word in LINKING and not point)
                or re.search(r"[,;.?!(/—–]\s*$", before)
                or (one.inside == "1" and not NAMED_BEFORE.search(before))
            ):
                maybe.add(one.start)
        rows, either = set[int](), counted | maybe
        row = [one for one in rounds if one.start in either]
        for one, other in pairwise(row):
            between = self.text[one.end : other.start]
            numbers = (one.inside.isdecimal(), other.inside.isdecimal())
            follows = all(numbers) and int(other.inside) == int(one.inside) + 1
            if follows and "\n\n" not in between:
                rows |= {one.start, other.start}
        return counted, rows - counted

    def _is_sure(self, one: TypedMark) -> bool:
        before = self.text[max(0, one.start - 60) : one.start]
        behind = self.text[one.end : one.end + 2]
        ends = re.match(r"\s*(?:[.,;:)]|$|\n\n)", behind)
        return bool(
            ends or re.search(r"[.!?”\"]$", before) or NAMED_BEFORE.search(before)
        )

    def _fault(self, start: int, said: str, what: str, remedy: str) -> None:
        line = self.prose.line_of(start)
        said = " ".join(said.split())
        self.found.faults.append(ListFault(line, f"“{said}” {what}.", remedy))


def _anchors(text: str) -> set[str]:
    return {one for found in ANCHOR.findall(text) for one in found if one}


#: What a link can lead to: ids, names, footnotes of the list.
ANCHOR = re.compile(
    r"\b(?:id|name)=[\"']?([^\"'\s>]+)|\{[^{}]{0,99}#([\w:.-]+)[^{}]{0,99}\}"
)
