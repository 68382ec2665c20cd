"""A JSON file that is a list of objects: read with the line of each field."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from json.decoder import JSONDecodeError
from sys import intern
from typing import TYPE_CHECKING, NamedTuple

from ...problem import UNWANTED

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST = 50  #: lists and objects inside each other
DIGITS = 20  #: of a number; no year, volume or page has more
SPACE = re.compile(r"[ \t\r\n]*")
#: What stands in a text for a character that it does not show, and signs of markup.
HIDING = re.compile(r"\\[^\"/\\]|[&<\x7f]")


@dataclass(frozen=True)
class Block:
    """One element of the list, and where it is."""

    value: object
    line: int
    lines: Mapping[str, int] = field(default_factory=dict)  #: of each of its fields
    repeated: tuple[tuple[str, int], ...] = ()  #: fields that came again
    fault: str = ""  #: that it could not be read, and why; then ``value`` is None
    #: Whether no text in it can hold an unwanted character, an entity or markup.
    is_plain: bool = False


class FieldLines(Mapping[str, int]):
    """The line of each field of an object, counted when one of them is asked for."""

    def __init__(self, text: str, start: int, line: int) -> None:
        """Remember the object that begins at ``start``, which is on this line."""
        self._text, self.start, self._line = text, start, line

    @cached_property
    def _lines(self) -> dict[str, int]:
        text, start, line = self._text, self.start, self._line
        fields = fields_of(text, start)
        return {one.name: line + text.count("\n", start, one.start) for one in fields}

    def __getitem__(self, name: str) -> int:
        """Return the line of a field."""
        return self._lines[name]

    def __iter__(self) -> Iterator[str]:
        """Yield the fields' names."""
        return iter(self._lines)

    def __len__(self) -> int:
        """Return how many fields there are."""
        return len(self._lines)


def read_blocks(text: str) -> tuple[list[Block], list[tuple[int, str]]]:
    """Return the elements of the list in ``text``, and faults outside of them.

    An element that is not JSON costs only itself: reading goes on at the next one.
    """
    text = text.removeprefix("\ufeff")
    reader = _Reader(text)
    position = skip(text, 0)
    if text[position : position + 1] != "[":
        return [], [(reader.line(position), "The file is not a list of records.")]
    return reader.elements(position + 1)


def decode(text: str, position: int) -> tuple[object, int]:
    """Return the value that begins at a place, and where it ends.

    Raises ``JSONDecodeError`` for what is no JSON and for what no record needs: values
    deep inside each other, endless numbers.
    """
    try:
        value, end = _DECODER.raw_decode(text, position)
    except JSONDecodeError:
        raise
    except ValueError as error:
        raise JSONDecodeError(str(error), text, position) from None
    except RecursionError:
        value, end = None, -1
    if end < 0 or _is_deep(value):
        message = "Lists and objects lie too deep inside each other"
        raise JSONDecodeError(message, text, position)
    return value, end


def _is_deep(value: object) -> bool:
    level = [value]
    for _ in range(DEEPEST):
        lists = [one for one in level if isinstance(one, list)]
        objects = [one for one in level if isinstance(one, dict)]
        level = [inner for one in lists for inner in one]
        level += [inner for one in objects for inner in one.values()]
        if not level:
            return False
    return True


def _whole(digits: str) -> int:
    if len(digits) > DIGITS:
        raise ValueError("A number has too many digits")
    return int(digits)


def _real(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("A number is too large")
    return number


def _constant(word: str) -> float:
    raise ValueError(f"{word} is no number")


def _distinct(pairs: list[tuple[str, object]]) -> dict[str, object]:
    # A library has thousands of records with the same names: each is kept once.
    value = {intern(name): inner for name, inner in pairs}
    if len(value) < len(pairs):
        raise ValueError("A field comes twice")
    return value


_DECODER = json.JSONDecoder(
    parse_int=_whole, parse_float=_real, parse_constant=_constant
)
_STRICT = json.JSONDecoder(
    object_pairs_hook=_distinct,
    parse_int=_whole,
    parse_float=_real,
    parse_constant=_constant,
)


def _decode_at_once(text: str, start: int) -> tuple[dict[str, object], int] | None:
    """Return an object in which nothing is wrong, and its end; None for others.

    Those are read field by field, so that what is wrong has its place.
    """
    try:
        value, end = _STRICT.raw_decode(text, start)
    except (ValueError, RecursionError):
        return None
    brackets = text.count("{", start, end) + text.count("[", start, end)
    if brackets > DEEPEST and any(map(_is_deep, value.values())):
        return None
    return value, end


def _is_plain(raw: str) -> bool:
    """Return whether JSON's text can hold nothing that must be cleaned or reported."""
    return not HIDING.search(raw) and (raw.isascii() or not UNWANTED.search(raw))


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = self.line_ends = 0  # where lines were counted last, and how many

    def line(self, position: int) -> int:
        if position >= self.at:
            self.line_ends += self.text.count("\n", self.at, position)
        else:
            self.line_ends -= self.text.count("\n", position, self.at)
        self.at = position
        return self.line_ends + 1

    def elements(self, position: int) -> tuple[list[Block], list[tuple[int, str]]]:
        text, blocks = self.text, list[Block]()
        faults: list[tuple[int, str]] = []
        while True:
            position = skip(text, position)
            if position >= len(text):
                last = self.line(len(text.rstrip()))
                faults.append((last, "The list is never closed."))
                return blocks, faults
            if text[position] == "]":
                rest = skip(text, position + 1)
                if rest < len(text):
                    faults.append((self.line(rest), "Text stands after the list."))
                return blocks, faults
            block, position = self._element(position)
            blocks.append(block)
            position = skip(text, position)
            if text[position : position + 1] == ",":
                position = skip(text, position + 1)
                if text[position : position + 1] == "]":
                    faults.append((self.line(position), "A comma too many."))
            elif text[position : position + 1] not in ("]", "") and not block.fault:
                faults.append((self.line(position), "A comma is missing before this."))

    def _element(self, start: int) -> tuple[Block, int]:
        line = self.line(start)
        try:
            if self.text[start] == "{":
                return self._object(start, line)
            value, end = decode(self.text, start)
        except JSONDecodeError as error:
            why = f"{error.msg} (line {self.line(error.pos)})"
            fault = f"This record is not readable as JSON: {why}."
            return Block(None, line, fault=fault), self._next(start)
        return Block(value, line), end

    def _object(self, start: int, line: int) -> tuple[Block, int]:
        if whole := _decode_at_once(self.text, start):
            known, end = whole
            lines_of = FieldLines(self.text, start, line)
            is_plain = _is_plain(self.text[start:end])
            return Block(known, line, lines_of, is_plain=is_plain), end
        fields = [*fields_of(self.text, start)]
        lines: dict[str, int] = {}
        repeated: list[tuple[str, int]] = []
        for one in fields:
            if one.name in lines:
                repeated.append((one.name, self.line(one.start)))
            lines[one.name] = self.line(one.start)
        value = {one.name: one.value for one in fields}
        end = skip(self.text, fields[-1].end if fields else start + 1)
        return Block(value, line, lines, tuple(repeated)), end + 1

    def _next(self, start: int) -> int:
        """Return where reading goes on after an element that could not be read.

        Files are written with each record's brace at the same indent: the next line
        with a brace there begins the next record, or ends the broken one.
        """
        begin = self.text.rfind("\n", 0, start) + 1
        indent = re.escape(self.text[begin:start]) if begin else r"[ \t]*"
        if not re.fullmatch(r"[ \t\\]*", indent):
            indent = r"[ \t]*"
        closing = re.compile(rf"^{indent}\}}(?=\s*(?:,|\]|$))", re.MULTILINE)
        opening = re.compile(rf"^{indent}\{{", re.MULTILINE)
        closed = closing.search(self.text, start)
        opened = opening.search(self.text, start + 1)
        if closed and (not opened or closed.start() < opened.start()):
            return closed.end()
        return opened.start() if opened else len(self.text.rstrip().rstrip("]"))


def skip(text: str, position: int) -> int:
    """Return where the next character stands that is no white space."""
    found = SPACE.match(text, position)
    return found.end() if found else position


class Field(NamedTuple):
    """One field of an object, and where it stands in the text."""

    name: str
    value: object
    start: int  #: of its name's quotation mark
    value_start: int
    end: int


def fields_of(text: str, start: int) -> Iterator[Field]:
    """Yield each field of the object that begins at ``start``."""
    position = skip(text, start + 1)
    while text[position : position + 1] != "}":
        if text[position : position + 1] != '"':
            raise JSONDecodeError("A field's name is expected", text, position)
        name, end = decode(text, position)
        colon = skip(text, end)
        if text[colon : colon + 1] != ":":
            raise JSONDecodeError("A colon is expected", text, colon)
        value_start = skip(text, colon + 1)
        value, end = decode(text, value_start)
        yield Field(str(name), value, position, value_start, end)
        position = skip(text, end)
        if text[position : position + 1] == ",":
            position = skip(text, position + 1)
            if text[position : position + 1] == "}":
                raise JSONDecodeError("A comma too many", text, position)
        elif text[position : position + 1] != "}":
            raise JSONDecodeError("A comma is expected", text, position)
