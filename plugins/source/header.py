"""A file's header, YAML between ``---`` lines or ``Key: value``, with every key's line.

The YAML library is fenced into this file and asked for events only, so that no value is
ever interpreted: ``no`` stays a word, ``0123`` keeps its zero and a date is the text
that was written. Where PyYAML was built without libyaml, its slower parser reads the
same values, but refuses tabs between words and ``?`` in ``[lists]``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import TYPE_CHECKING, TypeGuard

import yaml
from yaml.reader import ReaderError

from .faults import KEY_VALUE, HeaderFault, explain_refusal, explain_yaml, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .values import Value

__all__ = [
    "KEY_VALUE",
    "Header",
    "HeaderFault",
    "needs_no_quotes",
    "parse_header",
    "split_body",
]

CONTINUATION = re.compile(r"^(?: {4,}|\t)\s*(?P<value>.*)$")
LIST_ITEM = re.compile(r"^\s*-\s+(?P<value>.*)$")
CLOSING = ("---", "...")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
NULLS = ("~", "null", "Null", "NULL", "")
#: Kinds that YAML itself gives to values; written out as ``!!str`` they change nothing.
KINDS = ("str", "int", "float", "bool", "null", "timestamp", "seq", "map")
USUAL = (None, *(f"tag:yaml.org,2002:{kind}" for kind in KINDS))
DEEPEST = 50  #: lists and mappings inside each other
#: Line ends to YAML 1.1, and to authors signs that they pasted unseen. Within a line,
#: noncharacters, which no source may hold, take their places for the library.
BREAKS = "\x85\u2028\u2029"
STAND_INS = "\ufdd0\ufdd1\ufdd2"
HIDE = str.maketrans(BREAKS, STAND_INS)
RESTORE = str.maketrans(STAND_INS, BREAKS)


@dataclass(frozen=True)
class Header:
    """What stands above a post's text, as written: nothing is interpreted here.

    A value is text; an empty one is empty text. YAML may give a list or a mapping of
    such values instead, and so may ``Key:`` with ``- item`` lines or ``[a, b]``.
    """

    form: str  #: ``yaml``, ``keys`` or ``none``
    values: dict[str, Value] = field(default_factory=dict)  #: keys folded to lower case
    lines: dict[str, int] = field(default_factory=dict)  #: 1-based line of each key
    duplicates: tuple[tuple[str, int], ...] = ()  #: a key that came again, and where
    faults: tuple[HeaderFault, ...] = ()
    body: str = ""
    body_line: int = 1  #: the line on which the body begins
    quoted: frozenset[str] = frozenset()  #: keys with a value in straight quotes
    items: dict[str, tuple[int, ...]] = field(default_factory=dict)  #: items' lines

    @property
    def is_closed(self) -> bool:
        """Return whether the header ends, so that the body is known."""
        return not any(fault.name == "header-unclosed" for fault in self.faults)

    def line(self, key: str, item: int | None = None) -> int:
        """Return the line of ``key`` or of its item; the first line if it is absent."""
        if item is not None and item < len(self.items.get(key, ())):
            return self.items[key][item]
        return self.lines.get(key, 1)


def fold_lines(text: str) -> str:
    r"""Return text without a byte-order mark and with ``\n`` as the only line end."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def parse_header(text: str) -> Header:
    r"""Split ``text`` into its header and its body.

    Line ends are folded to ``\\n`` and a byte-order mark is dropped before counting.
    """
    lines = fold_lines(text).split("\n")
    if lines[0].rstrip() == "---":
        return _parse_yaml(lines)
    return _parse_keys(lines)


def split_body(text: str) -> tuple[str, int]:
    """Return the body alone and its first line; cheaper than reading the header.

    Line 0 says that the header is never closed, so that there is no body.
    """
    lines = fold_lines(text).split("\n")
    if lines[0].rstrip() != "---":
        header = _parse_keys(lines)
        return header.body, header.body_line
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() in CLOSING:
            return "\n".join(lines[number + 1 :]), number + 2
    return "", 0


def needs_no_quotes(text: str) -> bool:
    """Return whether a text can stand behind a key, for us and other YAML readers."""
    is_read = _read_yaml([f"k: {text}"]).values == {"k": text}
    return is_read and set(text).isdisjoint(f"\t{BREAKS}")


def _parse_yaml(lines: list[str]) -> Header:
    closing = (n for n, line in enumerate(lines[1:], 1) if line.rstrip() in CLOSING)
    end = next(closing, None)
    if end is None:
        what = "The header that begins here is never closed."
        remedy = "Put a line with --- below the header's last line."
        fault = HeaderFault(1, what, "header-unclosed", remedy)
        return Header("yaml", faults=(fault,), body_line=len(lines) + 1)
    body = "\n".join(lines[end + 1 :])
    return replace(_read_yaml(lines[1:end]), body=body, body_line=end + 2)


def _read_yaml(head: list[str]) -> Header:
    try:
        return _Reading(head).header
    except yaml.MarkedYAMLError as error:
        fault = explain_yaml(error, head)
    except _Refused as refused:
        fault = explain_refusal(refused.line, head)
    except ReaderError as error:  # a sign that YAML forbids, and its place in bytes
        above = "\n".join(head).partition(chr(error.character))[0]
        fault = unreadable(above.count("\n") + 2, head)
    except (yaml.YAMLError, ValueError, OverflowError):
        fault = unreadable(2, head)
    return Header("yaml", faults=(fault,))


class _Refused(Exception):  # noqa: N818  # a reading that was refused
    """YAML that no author writes on purpose: anchors, tags, keys that are lists."""

    def __init__(self, event: yaml.Event) -> None:
        super().__init__()
        self.line = _line(event)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 2 if event.start_mark else 2


def _events(text: str) -> Iterator[yaml.Event]:
    """Yield the library's events as long as they are those of a header."""
    depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        if isinstance(event, yaml.NodeEvent):
            depth += isinstance(event, yaml.CollectionStartEvent)
            is_usual = not event.anchor and getattr(event, "tag", None) in USUAL
            if not is_usual or depth > DEEPEST:
                raise _Refused(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        yield event


class _Reading:
    """The values, lines and quotes of one mapping, read event by event."""

    def __init__(self, head: list[str]) -> None:
        text = "\n".join(head)
        self.has_breaks = any(sign in text for sign in BREAKS)
        if self.has_breaks:
            text = "\n".join(line.strip(BREAKS) for line in head).translate(HIDE)
        self.events = _events(text)
        self.values: dict[str, Value] = {}
        self.lines: dict[str, int] = {}
        self.items: dict[str, tuple[int, ...]] = {}
        self.duplicates: list[tuple[str, int]] = []
        self.quoted: set[str] = set()
        self._read()
        self.header = Header(
            "yaml",
            self.values,
            self.lines,
            tuple(self.duplicates),
            quoted=frozenset(self.quoted),
            items=self.items,
        )

    def _read(self) -> None:
        next(self.events)  # the stream's beginning
        if isinstance(next(self.events), yaml.StreamEndEvent):
            return
        root = next(self.events)
        if not isinstance(root, yaml.MappingStartEvent):
            for _ in self.events:
                continue  # a fault of the library's says more
            raise _Refused(root)
        for name in self._inside():
            self._take(self._text(name).strip().lower(), _line(name))
        next(self.events)  # the document's end
        end = next(self.events)
        if isinstance(end, yaml.DocumentStartEvent):
            raise _Refused(end)

    def _take(self, key: str, line: int) -> None:
        """Read the value of a key; only the first is kept of a key that comes again."""
        event = next(self.events)
        starts: tuple[int, ...] = ()
        value: Value
        if isinstance(event, yaml.SequenceStartEvent):
            items = [(_line(item), self._value(item)) for item in self._inside()]
            starts, value = tuple(n for n, _ in items), [item for _, item in items]
        else:
            value = self._value(event)
        if key in self.lines:
            self.duplicates.append((key, line))
            return
        self.values[key], self.lines[key] = value, line
        if isinstance(value, list):
            self.items[key] = starts
        elif isinstance(event, yaml.ScalarEvent) and event.style in ("'", '"'):
            self.quoted.add(key)

    def _inside(self) -> Iterator[yaml.Event]:
        """Yield what each part of a list or a mapping begins with, up to its end."""
        return takewhile(
            lambda event: not isinstance(event, yaml.CollectionEndEvent), self.events
        )

    def _value(self, event: yaml.Event) -> Value:
        if isinstance(event, yaml.SequenceStartEvent):
            return [self._value(item) for item in self._inside()]
        if isinstance(event, yaml.MappingStartEvent):
            return {
                self._text(key): self._value(next(self.events))
                for key in self._inside()
            }
        return self._text(event)

    def _text(self, event: yaml.Event) -> str:
        """Return a scalar as written; ``null`` and ``~`` are empty."""
        if not isinstance(event, yaml.ScalarEvent):
            raise _Refused(event)
        text = str(event.value)
        if self.has_breaks:
            text = text.translate(RESTORE)
        if event.style:
            return text
        text = text.strip()  # also of spaces that YAML takes for signs
        return "" if text in NULLS else text


def _parse_keys(lines: list[str]) -> Header:
    reading = _KeyReading()
    end = next((n for n, line in enumerate(lines) if not reading.take(line, n + 1)), -1)
    values, items = reading.values, reading.items
    if not values:
        return Header("none", body="\n".join(lines))
    end = len(lines) if end < 0 else end
    closes = end < len(lines) and lines[end].rstrip() in ("", *CLOSING)
    start = end + 1 if closes else end
    return Header(
        "keys",
        {key: _unwrap(value, items, key) for key, value in values.items()},
        reading.lines,
        tuple(reading.duplicates),
        (),
        "\n".join(lines[start:]),
        start + 1,
        frozenset(key for key, value in values.items() if _is_quoted(value)),
        items,
    )


class _KeyReading:
    """What has been read of ``Key: value`` lines, which are taken one by one."""

    def __init__(self) -> None:
        self.values: dict[str, Value] = {}
        self.lines: dict[str, int] = {}
        self.items: dict[str, tuple[int, ...]] = {}
        self.duplicates: list[tuple[str, int]] = []
        self._last = ""
        self._is_again = False

    def take(self, line: str, number: int) -> bool:
        """Take one line; False where the header has ended."""
        value = self.values.get(self._last, "")
        item, found = LIST_ITEM.match(line), KEY_VALUE.match(line)
        if item and self._last and (not value or isinstance(value, list)):
            self._keep([*(value or []), item["value"].strip()])
            if not self._is_again:
                self.items[self._last] = (*self.items.get(self._last, ()), number)
        elif found:
            self._begin(found["key"].lower(), found["value"].strip(), number)
        elif CONTINUATION.match(line) and isinstance(value, str) and line.strip():
            if not self._last:
                return False
            self._keep(f"{value}\n{line.strip()}".strip("\n"))
        else:
            return False
        return True

    def _begin(self, key: str, value: str, number: int) -> None:
        self._last, self._is_again = key, key in self.values
        if self._is_again:
            self.duplicates.append((key, number))
        else:
            self.values[key], self.lines[key] = value, number

    def _keep(self, value: Value) -> None:
        if not self._is_again:
            self.values[self._last] = value


def _is_quoted(value: Value) -> TypeGuard[str]:
    return (
        isinstance(value, str)
        and len(value) > 1
        and value[0] in "'\""
        and value[0] == value[-1]
        and value[0] not in value[1:-1]
    )


def _unwrap(value: Value, items: dict[str, tuple[int, ...]], key: str) -> Value:
    """Read quotes and a list in brackets as YAML would."""
    if isinstance(value, list):
        return [item[1:-1] if _is_quoted(item) else item for item in value]
    if _is_quoted(value):
        return value[1:-1]
    is_list = isinstance(value, str) and value[:1] == "[" and value[-1:] == "]"
    if is_list and key not in items:
        inner = _read_yaml([f"{key}: {value}"]).values.get(key)
        if isinstance(inner, list):
            return inner
    return value
