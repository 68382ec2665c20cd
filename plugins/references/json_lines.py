"""A JSON file that is a list of objects: read with the line of each field, written."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from json.decoder import JSONDecodeError

SPACE = re.compile(r"[ \t\r\n]*")
WIDTH = 84  #: a value that fits into a line of this length stays on one line


@dataclass(frozen=True)
class Block:
    """One element of the list, and where it is."""

    value: object
    line: int
    lines: dict[str, int] = field(default_factory=dict)  #: of each of its fields
    repeated: tuple[tuple[str, int], ...] = ()  #: fields that came again
    fault: str = ""  #: why it could not be read; then ``value`` is None


def read_blocks(text: str) -> tuple[list[Block], list[tuple[int, str]]]:
    """Return the elements of the list in ``text``, and faults outside of them.

    An element that is not JSON costs only itself: reading goes on at the next one.
    """
    text = text.removeprefix("\ufeff")
    reader = _Reader(text)
    position = _skip(text, 0)
    if text[position : position + 1] != "[":
        return [], [(reader.line(position), "The file is not a list of records.")]
    return reader.elements(position + 1)


def write_blocks(values: list[object]) -> str:
    """Return the list as JSON: a line for each field that is short enough."""
    if not values:
        return "[]\n"
    inner = ",\n".join("  " + format_json(value, 2) for value in values)
    return f"[\n{inner}\n]\n"


def format_json(value: object, indent: int) -> str:
    """Return a value that stands ``indent`` spaces deep; short ones stay in a line."""
    inline = json.dumps(value, ensure_ascii=False)
    if len(inline) + indent <= WIDTH and not (indent == 2 and isinstance(value, dict)):
        return inline
    pad = " " * (indent + 2)
    if isinstance(value, dict) and value:
        parts = [
            f"{pad}{json.dumps(str(key), ensure_ascii=False)}: "
            f"{format_json(inner, indent + 2)}"
            for key, inner in value.items()
        ]
        return "{\n" + ",\n".join(parts) + "\n" + " " * indent + "}"
    if isinstance(value, list) and value:
        parts = [f"{pad}{format_json(inner, indent + 2)}" for inner in value]
        return "[\n" + ",\n".join(parts) + "\n" + " " * indent + "]"
    return inline


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.decode = json.JSONDecoder().raw_decode
        self._counted = (0, 1)

    def line(self, position: int) -> int:
        at, line = self._counted
        if position < at:
            at, line = 0, 1
        line += self.text.count("\n", at, position)
        self._counted = (position, line)
        return line

    def elements(self, position: int) -> tuple[list[Block], list[tuple[int, str]]]:
        text, blocks = self.text, list[Block]()
        faults: list[tuple[int, str]] = []
        while True:
            position = _skip(text, position)
            if position >= len(text):
                last = self.line(len(text.rstrip()))
                faults.append((last, "The list is never closed."))
                return blocks, faults
            if text[position] == "]":
                rest = _skip(text, position + 1)
                if rest < len(text):
                    faults.append((self.line(rest), "Text stands after the list."))
                return blocks, faults
            block, position = self._element(position)
            blocks.append(block)
            position = _skip(text, position)
            if text[position : position + 1] == ",":
                position = _skip(text, position + 1)
                if text[position : position + 1] == "]":
                    faults.append((self.line(position), "A comma too many."))
            elif text[position : position + 1] not in ("]", "") and not block.fault:
                faults.append((self.line(position), "A comma is missing before this."))

    def _element(self, start: int) -> tuple[Block, int]:
        line = self.line(start)
        try:
            if self.text[start] == "{":
                return self._object(start, line)
            value, end = self.decode(self.text, start)
        except JSONDecodeError as error:
            fault = f"{error.msg} (line {self.line(error.pos)})"
            return Block(None, line, fault=fault), self._next(start)
        return Block(value, line), end

    def _object(self, start: int, line: int) -> tuple[Block, int]:
        text, value, lines = self.text, dict[str, object](), dict[str, int]()
        repeated: list[tuple[str, int]] = []
        position = _skip(text, start + 1)
        while text[position : position + 1] != "}":
            if text[position : position + 1] != '"':
                raise JSONDecodeError("A field's name is expected", text, position)
            key, end = self.decode(text, position)
            if key in lines:
                repeated.append((key, self.line(position)))
            lines[key] = self.line(position)
            position = _skip(text, end)
            if text[position : position + 1] != ":":
                raise JSONDecodeError("A colon is expected", text, position)
            value[key], end = self.decode(text, _skip(text, position + 1))
            position = _skip(text, end)
            if text[position : position + 1] == ",":
                position = _skip(text, position + 1)
                if text[position : position + 1] == "}":
                    raise JSONDecodeError("A comma too many", text, position)
            elif text[position : position + 1] != "}":
                raise JSONDecodeError("A comma is expected", text, position)
        return Block(value, line, lines, tuple(repeated)), position + 1

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


def _skip(text: str, position: int) -> int:
    found = SPACE.match(text, position)
    return found.end() if found else position
