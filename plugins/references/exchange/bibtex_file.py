"""The grammar of BibTeX files: entries, strings and preambles, with their lines.

Mistakes cost as little as can be: a missing comma nothing, a field that is never closed
its entry. The library bibtexparser splits files too, but takes the field behind a
missing comma into the one before it, and what stands behind a brace too many as a
comment, without a word; so of it only the reading of names is used.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from ...source.dates import MONTHS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

START = re.compile(r"(?<![\w.@])@+[ \t]*([A-Za-z][\w:.+/-]*)[ \t]*\n?[ \t]*([{(])")
#: Where the next entry begins, whatever is still open.
NEXT = re.compile(r"\n[ \t]*@[ \t]*[A-Za-z]\w*[ \t]*[{(]")
NAME = re.compile(r"[^\s=,{}\"#%()]+")
FIELD = re.compile(r"[ \t]*[A-Za-z][\w:.+/-]*[ \t]*=[ \t]*[{\"\w]")
FIELD_LINE = re.compile(rf"^{FIELD.pattern}", re.MULTILINE)
#: … also behind a comma on the same line.
ANY_FIELD = re.compile(rf"(?:^|(?<=,)){FIELD.pattern}", re.MULTILINE)
#: What stands without braces: a number, or the name of a ``@string``.
BARE = re.compile(r"[^\s,#{}()\"=]+")
#: The rest of a value without braces that should have them.
WORDS = re.compile(r"[^\n,{}\"=#]*")
#: Space, and comments where a field can begin.
GAP = re.compile(r"(?:\s+|%[^\n]*)*")
SPACE = re.compile(r"\s*")
BRACE = re.compile(r"[{}]")
ESCAPED_BRACE = re.compile(r"(?<!\\)[{}]")
QUOTE_OR_BRACE = re.compile(r"[{}\"]")
#: Predefined by every style: BibTeX’s months.
MONTH_STRINGS = {name[:3].lower(): name for name in MONTHS}
LONGEST = 200_000  #: characters of one value
NOT_IMPORTED = "Close it; the entry was not imported."
AS_IF = "It is read as if there were one."
CLOSING = {"{": "}", "(": ")"}


class BibField(NamedTuple):
    """A field's value, still in LaTeX."""

    value: str
    line: int


@dataclass(eq=False)
class BibEntry:
    """An entry of the file, its macros resolved."""

    key: str
    kind: str  #: ``article``, in small letters
    line: int
    fields: dict[str, BibField] = field(default_factory=dict)  #: by lower-case name

    def text(self, name: str) -> str:
        """Return a field's value, or an empty string."""
        found = self.fields.get(name)
        return found.value if found else ""

    def line_of(self, name: str) -> int:
        """Return a field's line, or that of the entry."""
        found = self.fields.get(name)
        return found.line if found else self.line


class _BrokenError(Exception):
    """What follows cannot be read as a part of the entry."""

    def __init__(self, at: int, what: str) -> None:
        super().__init__(what)
        self.at = at
        self.what = what


#: A piece of a value: its text, and whether it is the name of a ``@string``.
Piece = tuple[str, bool]


class BibFile:
    """A BibTeX file's entries, and the commands that its preambles define.

    ``report`` is called with the line and the sentence of every mistake.
    """

    def __init__(self, text: str, report: Callable[[int, str], None]) -> None:
        text = text.removeprefix("\ufeff")
        self.text = text.replace("\r\n", "\n").replace("\r", "\n")
        self.report = report
        self.newlines = [found.start() for found in re.finditer("\n", self.text)]
        self.at = 0
        self.closing = "}"
        self.spans: list[tuple[str, int, int]] = []  #: of the fields of this entry
        self.following = 0  #: where the next entry begins
        self.strings: dict[str, str] = {}
        self.preamble = ""
        self.entries = [*self._resolved([*self._blocks()])]

    def line(self, at: int) -> int:
        """Return the line of a place in the file, from 1."""
        return bisect_right(self.newlines, at - 1) + 1

    def _blocks(self) -> Iterator[tuple[BibEntry, list[tuple[str, int, list[Piece]]]]]:
        """Yield the entries with the pieces of their fields."""
        search_from = 0
        while begin := START.search(self.text, max(self.at, search_from)):
            search_from = begin.end()
            line_start = max(self.text.rfind("\n", 0, begin.start()) + 1, self.at)
            if self.text[line_start : begin.start()].lstrip().startswith("%"):
                continue  # an entry that its author has commented out
            self._check_between(begin.start())
            kind = begin[1].lower()
            self.closing = CLOSING[begin[2]]
            self.at = begin.end()
            self.spans = []
            if kind == "comment":
                self._skip_comment()
                continue
            line = self.line(begin.start(1))
            entry = BibEntry("", kind, line)
            fields: list[tuple[str, int, list[Piece]]] = []
            try:
                if kind == "preamble":
                    value = self._value("preamble")
                    self.preamble += self._resolve(value, "@preamble", "preamble", line)
                    continue
                if kind != "string":
                    entry.key = self._key(begin)
                fields.extend(self._fields(entry))
            except _BrokenError as error:
                self._give_up(begin, entry, error)
                continue
            if kind != "string":
                yield entry, fields
                continue
            for name, place, value in fields:
                self.strings[name] = self._resolve(value, "@string", name, place)
        self._check_between(len(self.text))

    def _check_between(self, end: int) -> None:
        """Name what looks like an entry among the words between two of them."""
        if not (found := FIELD_LINE.search(self.text, self.at, end)):
            return
        before = self.text[self.at : found.start()].rstrip()
        start = before.rfind("\n") + 1 if before else len(before)
        at = self.at + start if before else found.start()
        first = self.text[at : at + 200].strip().split("\n")[0]
        what = f"This entry cannot be read (“{_cut(first)}”): it does not begin with"
        self.report(self.line(at), f"{what} “@article{{key,” or the like. Write that.")

    def _give_up(
        self, begin: re.Match[str], entry: BibEntry, error: _BrokenError
    ) -> None:
        first = " ".join(self.text[begin.start() :][:60].split("\n")[0].split())
        name = f"“{entry.key}”" if entry.key else f"“{first}”"
        what = f"This entry cannot be read ({name}): {error.what}"
        self.report(self.line(error.at), what)
        self.at = self._limit(max(begin.end(), self.at - 1))

    def _limit(self, at: int) -> int:
        """Return where the next entry begins on a line of its own, or the end."""
        if self.following < at:
            found = NEXT.search(self.text, at)
            self.following = found.start() if found else len(self.text)
        return self.following

    def _skip_comment(self) -> None:
        line_end = self.text.find("\n", self.at)
        line_end = line_end if line_end >= 0 else len(self.text)
        try:
            at = self._matching(self.at, "comment") if self.closing == "}" else line_end
        except _BrokenError:
            at = line_end
        self.at = at

    def _sign(self, skipped: re.Pattern[str] = SPACE) -> str:
        """Return the next character behind spaces, or ""."""
        self.at = skipped.match(self.text, self.at).end()  # type: ignore[union-attr]  # matches everywhere
        return self.text[self.at : self.at + 1]

    def _key(self, begin: re.Match[str]) -> str:
        """Return an entry's key, "" where it has none."""
        start = self.at
        self.at = re.compile(r"[^,={}\"#\n]*").match(self.text, start).end()  # type: ignore[union-attr]  # matches everywhere
        key = self.text[start : self.at].strip()
        sign = self._sign()
        if not key and sign not in ("=", self.closing, ","):
            # The key stands on a line of its own.
            start = self.at
            self.at = re.compile(r"[^,={}\"#\n]*").match(self.text, start).end()  # type: ignore[union-attr]  # matches everywhere
            key = self.text[start : self.at].strip()
            sign = self._sign()
        if sign == ",":
            self.at += 1
        elif sign == "=":
            self.at, key = start, ""
        elif FIELD.match(self.text, self.at):
            what = f"Behind the key “{key}” a comma is missing. {AS_IF}"
            self.report(self.line(start), what)
        elif sign != self.closing:
            what = f"behind the key a comma is expected, and “{sign}” follows."
            raise _BrokenError(self.at, what if sign else "the file ends in its key.")
        if not key:
            what = "This entry has no key; it gets one. Write a key before its fields."
            self.report(self.line(begin.start(1)), what)
        return key

    def _fields(self, entry: BibEntry) -> Iterator[tuple[str, int, list[Piece]]]:
        """Yield the fields up to the end of the entry."""
        last = ""
        while True:
            sign = self._sign(GAP)
            if sign == ",":
                self.at += 1
            elif sign == self.closing:
                self.at += 1
                if not self._goes_on(entry, last):
                    return
            elif not sign or (sign == "@" and self._begins_entry()):
                self._find_unclosed(self.spans)
                where = f"“{entry.key}”" if entry.key else f"@{entry.kind}"
                what = f"{where} is never closed; it is read as far as it goes."
                self.report(entry.line, f"{what} Close it with “{self.closing}”.")
                return
            elif found := self._named():
                last, line = found
                start = self.at
                yield last, line, self._value(last)
                self.spans.append((last, start, self.at))
                if self._sign() not in (",", self.closing, ""):
                    self._behind(last)
            else:
                self._skip_junk(entry)

    def _begins_entry(self) -> bool:
        line_start = max(self.text.rfind("\n", 0, self.at), 0)
        return bool(NEXT.match(self.text, line_start))

    def _named(self) -> tuple[str, int] | None:
        """Return the name and the line of the field that begins here."""
        name = NAME.match(self.text, self.at)
        if not name:
            return None
        after = SPACE.match(self.text, name.end())
        if not after or self.text[after.end() : after.end() + 1] != "=":
            return None
        line = self.line(self.at)
        self.at = after.end() + 1
        return name[0].lower(), line

    def _goes_on(self, entry: BibEntry, last: str) -> bool:
        """Return whether fields follow the brace that ends the entry."""
        following = re.compile(r"[\s,]*").match(self.text, self.at)
        if not following or not FIELD.match(self.text, following.end()):
            return False
        what = f"{entry.key}: a “{self.closing}” too many behind the field “{last}”"
        self.report(self.line(self.at - 1), f"{what}. Take it away.")
        return True

    def _find_unclosed(self, spans: list[tuple[str, int, int]]) -> None:
        """Refuse an entry in which one field has taken the following ones in."""
        for name, start, end in spans:
            if FIELD_LINE.search(self.text, start, end):
                sign = self.text[start:end].lstrip()[:1]
                what = f"the “{sign}” of its field “{name}” is never closed."
                raise _BrokenError(start, f"{what} {NOT_IMPORTED}")

    def _behind(self, name: str) -> None:
        """Say what stands between a value and the next field."""
        if FIELD.match(self.text, self.at):
            line = self.line(self.at)
            what = f"Before “{self._word()}” a comma is missing, behind the field"
            self.report(line, f"{what} “{name}”. {AS_IF}")

    def _word(self) -> str:
        found = NAME.match(self.text, self.at)
        return found[0] if found else ""

    def _skip_junk(self, entry: BibEntry) -> None:
        """Go to the next field, and say what is passed."""
        self._find_unclosed(self.spans[-1:])
        start = self.at
        limit = self._limit(start)
        if following := ANY_FIELD.search(self.text, start + 1, limit):
            limit = following.start()
        self.at = max(self._entry_end(start, limit), start + 1)
        junk = " ".join(self.text[start : self.at].split())
        what = f"{entry.key}: “{_cut(junk)}” is no field and is not read."
        self.report(self.line(start), f"{what} A field is “name = {{words}},”.")

    def _entry_end(self, start: int, limit: int) -> int:
        """Return the place of the sign that closes the entry, or the limit."""
        depth = 0
        for found in re.compile(r"[{})]").finditer(self.text, start, limit):
            if found[0] == self.closing and depth == 0:
                return found.start()
            depth += {"{": 1, "}": -1}.get(found[0], 0)
        return limit

    def _value(self, name: str) -> list[Piece]:
        """Return the pieces of a value, which “#” joins."""
        pieces: list[Piece] = []
        while True:
            sign = self._sign()
            start = self.at
            if sign == "{":
                self.at = self._matching(start + 1, name)
                pieces.append((self.text[start + 1 : self.at - 1], False))
            elif sign == '"':
                self.at = self._quote_end(start, name)
                pieces.append((self.text[start + 1 : self.at - 1], False))
            elif bare := BARE.match(self.text, start):
                self.at = bare.end()
                pieces.append((bare[0], True))
            elif not pieces:
                return [("", False)]  # “name = ,”
            if self._sign() != "#":
                break
            self.at += 1
        if pieces[-1][1] and len(pieces) == 1:
            self._take_words(pieces)
        return pieces

    def _take_words(self, pieces: list[Piece]) -> None:
        """Add the words behind a value without braces: “Some Journal”."""
        words = WORDS.match(self.text, self.at)
        is_field = FIELD.match(self.text, self.at)
        if words and words[0].strip() and not is_field and words[0][:1] != "@":
            said = words[0].partition(self.closing)[0]
            self.at += len(said)
            if said.strip():
                pieces[0] = (f"{pieces[0][0]} {said.strip()}", True)

    def _matching(self, start: int, name: str) -> int:
        """Return the place behind the brace that closes what begins before a place."""
        end = len(self.text) if name == "comment" else self._limit(start)
        # BibTeX counts “\{” as well; where that does not come out, it is a sign.
        ends = [self._balanced(start, end, brace) for brace in (BRACE, ESCAPED_BRACE)]
        for place in ends:
            if place and self.text[place:].lstrip()[:1] in (",", "#", self.closing):
                return place
        if place := ends[0] or ends[1]:
            return place
        what = f"the “{{” of its field “{name}” is never closed."
        raise _BrokenError(start, f"{what} {NOT_IMPORTED}")

    def _balanced(self, start: int, end: int, brace: re.Pattern[str]) -> int:
        """Return the place behind the brace that closes the first, or 0."""
        depth = 1
        for found in brace.finditer(self.text, start, end):
            depth += 1 if found[0] == "{" else -1
            if not depth:
                return found.end()
        return 0

    def _quote_end(self, start: int, name: str) -> int:
        end = self._limit(start)
        depth = 0
        for found in QUOTE_OR_BRACE.finditer(self.text, start + 1, end):
            if found[0] != '"':
                depth += 1 if found[0] == "{" else -1
            elif depth <= 0 and not self._is_accent(found.start()):
                return found.end()
        what = f'the “"” of its field “{name}” is never closed.'
        raise _BrokenError(start, f"{what} {NOT_IMPORTED}")

    def _is_accent(self, at: int) -> bool:
        r"""Return whether a “"” belongs to ``\"u``, and ends nothing."""
        after = re.compile(r"\s*[,#})]|\s*$").match(self.text, at + 1)
        return self.text[at - 1] == "\\" and not after

    def _resolved(
        self, blocks: list[tuple[BibEntry, list[tuple[str, int, list[Piece]]]]]
    ) -> Iterator[BibEntry]:
        """Yield the entries with words for macros; of doubled fields the first."""
        for entry, fields in blocks:
            for name, line, pieces in fields:
                said = self._resolve(pieces, entry.key, name, line)
                value = " ".join(said.split())
                if name not in entry.fields:
                    entry.fields[name] = BibField(value, line)
                elif value and value != entry.text(name):
                    kept = f"“{_cut(entry.text(name))}” is kept, “{_cut(value)}” is not"
                    what = f"{entry.key}: the field “{name}” comes twice; {kept}."
                    self.report(line, what)
            yield entry

    def _resolve(self, pieces: list[Piece], key: str, name: str, line: int) -> str:
        """Return a value with what its macros stand for."""
        out, length = [], 0
        for text, is_bare in pieces:
            said = self._macro(text, key, name, line) if is_bare else text
            length += len(said)
            if length > LONGEST:
                what = f"{key}: the field “{name}” is longer than any text; it is cut."
                self.report(line, f"{what} Look at its @string macros.")
                break
            out.append(said)
        return "".join(out)

    def _macro(self, text: str, key: str, name: str, line: int) -> str:
        known = self.strings.get(text.lower(), MONTH_STRINGS.get(text.lower()))
        if known is not None:
            return known
        if name != "month" and not re.fullmatch(r"[\d.,/:–-]+", text):
            where = f"{key}: {name} = {_cut(text)}"
            if re.search(r"[\s/]|^\d", text):
                what = "is without braces; it is read as it stands."
            else:
                what = (
                    f"names no @string of the file; “{_cut(text)}” itself is printed."
                )
            self.report(line, f"{where} {what} Write {name} = {{…}}, or define it.")
        return text


def _cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
