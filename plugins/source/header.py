"""A file's header, YAML between ``---`` lines or ``Key: value``, with every key's line.

The YAML library is fenced into this file and asked for events only, so that no value is
ever interpreted: ``no`` stays a word, ``0123`` keeps its zero and a date is the text
that was written. Where PyYAML was built without libyaml, its slower parser reads the
same values, but refuses tabs between words and ``?`` in ``[lists]``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, TypeGuard

import yaml
from yaml.reader import ReaderError

from ..problem import UNWANTED
from .encoding import MOST, name_character
from .faults import (
    KEY_VALUE,
    YAML_WORDS,
    HeaderFault,
    explain_refusal,
    explain_sign,
    unreadable,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .values import Value

__all__ = [
    "KEY_VALUE",
    "Header",
    "HeaderFault",
    "needs_no_quotes",
    "parse_header",
]

CONTINUATION = re.compile(r"^(?: {4,}|\t)\s*(?P<value>.*)$")
LIST_ITEM = re.compile(r"^\s*-\s+(?P<value>.*)$")
TIGHT = re.compile(r"^[A-Za-z_][\w-]*:[^\s:/]")
OPENED = ("quoted scalar", "simple key", "flow sequence", "flow mapping")
CLOSING = ("---", "...")
#: What begins a part of a header that can be read alone, and what its lines begin with.
BEGINNING = re.compile(r"(?!-(?:\s|--|$))[^\s#?:%]")
WORD = re.compile(r"\s*([\w-]+)")
MOST_PARTS = 100
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
NULLS = ("~", "null", "Null", "NULL", "")
#: Kinds that YAML itself gives to values; written out as ``!!str`` they change nothing.
KINDS = ("str", "int", "float", "bool", "null", "timestamp", "seq", "map")
USUAL = (None, *(f"tag:yaml.org,2002:{kind}" for kind in KINDS))
DEEPEST = 50  #: lists and mappings inside each other
#: Signs that begin a list or a mapping, and how many of them a header may have: the
#: library's time grows with their square.
OPENING = re.compile(r"[\[{]|[-?:](?=\s)")
MOST_OPENING = 2000
LONGEST = 100_000  #: characters of a header
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
    items: dict[str, list[int]] = field(default_factory=dict)  #: lines of lists' items
    #: A key that came again, and where.
    duplicates: list[tuple[str, int]] = field(default_factory=list)
    quoted: set[str] = field(default_factory=set)  #: keys whose value is in quotes
    faults: tuple[HeaderFault, ...] = ()
    unread: frozenset[str] = frozenset()  #: keys whose lines cannot be read
    body: str = ""
    body_line: int = 1  #: the line on which the body begins

    @property
    def is_closed(self) -> bool:
        """Return whether the header ends, so that the body is known."""
        return not any(fault.name == "header-unclosed" for fault in self.faults)

    def line(self, key: str, item: int | None = None) -> int:
        """Return the line of ``key`` or of its item; the first line if it is absent."""
        if item is not None and item < len(self.items.get(key, ())):
            return self.items[key][item]
        return self.lines.get(key, 1)


def below(text: str, line: int) -> str:
    """Return what stands in a text from a line on, which is counted from 1."""
    lines = fold_lines(text).split("\n", line - 1)
    return lines[line - 1] if len(lines) >= line else ""


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


def _find_excess(head: list[str]) -> HeaderFault | None:
    """Return the fault of a header that is more than any post has to say."""
    length, opening = 0, 0
    for number, line in enumerate(head, 2):
        length += len(line) + 1
        opening += len(OPENING.findall(line))
        if length > LONGEST or opening > MOST_OPENING:
            what = "The header cannot be read: no post has so much to say of itself."
            remedy = "Put a line with --- below its last key."
            return HeaderFault(number, what, "header-yaml", remedy)
    return None


def _read_yaml(head: list[str]) -> Header:
    """Read a header; where a line breaks it, what stands beside that line is read."""
    if fault := _find_excess(head):
        return Header("yaml", faults=(fault,))
    whole = _read_at_once(head)
    starts = [n for n, line in enumerate(head) if BEGINNING.match(line)]
    is_broken = whole.faults and not whole.values
    if not is_broken or not 2 <= len(starts) <= MOST_PARTS:
        return whole
    first = whole.faults[0]  # of the whole header, the library says more
    faults: list[HeaderFault] = []
    unread: set[str] = set()
    sound = [*head]
    for start, end in pairwise([*starts, len(head)]):
        part = _read_at_once([""] * start + head[start:end])
        if part.faults and not part.values:
            has_first = start <= first.line - 2 < end
            faults += [first] if has_first else part.faults
            unread |= {
                one[1].lower() for one in map(WORD.match, head[start:end]) if one
            }
            sound[start:end] = [""] * (end - start)
    read = _read_at_once(sound)
    if not faults or not read.values:
        return whole
    found = tuple(sorted((*faults, *read.faults), key=lambda one: one.line))
    return replace(read, faults=found[:MOST], unread=frozenset(unread))


def _read_at_once(head: list[str]) -> Header:
    try:
        return _Reading(head).read()
    except yaml.MarkedYAMLError as error:
        fault = _explain_yaml(error, head)
    except _Refused as refused:
        fault = explain_refusal(refused.line, head)
    except ReaderError as error:  # a sign that YAML forbids, and its place in bytes
        above = "\n".join(head).partition(chr(error.character))[0]
        fault = unreadable(above.count("\n") + 2, head)
    except (yaml.YAMLError, ValueError, OverflowError):
        fault = unreadable(2, head)
    return Header("yaml", faults=(fault,))


def _explain_yaml(error: yaml.MarkedYAMLError, head: list[str]) -> HeaderFault:
    """Return the fault where a header stops being YAML; the library names the place."""
    context, problem = str(error.context or ""), str(error.problem or "")
    early = error.context_mark and any(sign in context for sign in OPENED)
    mark = error.context_mark if early else error.problem_mark or error.context_mark
    line = min(mark.line, max(len(head) - 1, 0)) if mark else 0
    tight = next((n for n, words in enumerate(head) if TIGHT.match(words)), None)
    if tight is not None and tight <= line:
        words = head[tight].strip().replace(":", ": ", 1)
        what = f"There is no space after the colon in “{head[tight].strip()}”."
        return HeaderFault(tight + 2, what, "header-yaml", f"Write “{words}”.")
    text = head[line].strip() if head else ""
    if head and head[line][:1] == " " and "mapping values" in problem:
        what = f"“{text}” does not begin at the left edge."
        remedy = "Remove the spaces before it, or put the value above it in quotes."
        return HeaderFault(line + 2, what, "header-yaml", remedy)
    if context.endswith((" alias", " anchor", " tag")):
        return explain_refusal(line + 2, head)
    said = f"{context}, {problem}, {_sign_at(error.problem_mark, head)}"
    sign = next((sign for sign in YAML_WORDS if sign in said), None)
    return explain_sign(sign, line + 2, text) if sign else unreadable(line + 2, head)


def _sign_at(mark: yaml.Mark | None, head: list[str]) -> str:
    """Return “a tab” where the library stumbled over one; libyaml does not name it."""
    is_tab = mark and "\n".join(head)[mark.index :].startswith("\t")
    return "a tab" if is_tab else ""


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
        self.raw = text = "\n".join(head)
        self.has_breaks = any(sign in text for sign in BREAKS)
        if self.has_breaks:
            text = "\n".join(line.strip(BREAKS) for line in head).translate(HIDE)
        self.events = _events(text)
        self.header = Header("yaml")
        self.faults: list[HeaderFault] = []

    def read(self) -> Header:
        next(self.events)  # the stream's beginning
        if isinstance(next(self.events), yaml.StreamEndEvent):
            return self.header
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
        return replace(self.header, faults=tuple(self.faults[:MOST]))

    def _take(self, key: str, line: int) -> None:
        """Read the value of a key; only the first is kept of a key that comes again."""
        header, event = self.header, next(self.events)
        starts: list[int] = []
        value: Value
        if isinstance(event, yaml.SequenceStartEvent):
            items = [(_line(item), self._value(item)) for item in self._inside()]
            starts, value = [n for n, _ in items], [item for _, item in items]
        else:
            value = self._value(event)
        if key in header.lines:
            header.duplicates.append((key, line))
            return
        header.values[key], header.lines[key] = value, line
        if isinstance(value, list):
            header.items[key] = starts
        elif isinstance(event, yaml.ScalarEvent) and event.style in ("'", '"'):
            header.quoted.add(key)

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
        found = UNWANTED.search(text)
        if found and found[0] not in self.raw:  # the file's own are told as such
            what = f"“{text}” holds {name_character(found[0])}, written as an escape."
            remedy = "Delete that escape, which begins with a backslash."
            fault = HeaderFault(_line(event), what, "file-control", remedy)
            self.faults.append(fault)
            text = UNWANTED.sub("", text)
        if event.style:
            return text
        text = text.strip()  # also of spaces that YAML takes for signs
        return "" if text in NULLS else text


def _parse_keys(lines: list[str]) -> Header:
    reading = _KeyReading()
    end = next((n for n, line in enumerate(lines) if not reading.take(line, n + 1)), -1)
    header, values = reading.header, reading.header.values
    if not values:
        return Header("none", body="\n".join(lines))
    end = len(lines) if end < 0 else end
    closes = end < len(lines) and lines[end].rstrip() in ("", *CLOSING)
    start = end + 1 if closes else end
    return replace(
        header,
        values={key: _unwrap(key, value) for key, value in values.items()},
        quoted={key for key, value in values.items() if _is_quoted(value)},
        body="\n".join(lines[start:]),
        body_line=start + 1,
    )


class _KeyReading:
    """What has been read of ``Key: value`` lines, which are taken one by one."""

    def __init__(self) -> None:
        self.header = Header("keys")
        self._last = ""
        self._is_again = False

    def take(self, line: str, number: int) -> bool:
        """Take one line; False where the header has ended."""
        header, value = self.header, self.header.values.get(self._last, "")
        item, found = LIST_ITEM.match(line), KEY_VALUE.match(line)
        if item and self._last and (not value or isinstance(value, list)):
            self._keep([*(value or []), item["value"].strip()])
            if not self._is_again:
                header.items.setdefault(self._last, []).append(number)
        elif found:
            self._last = found["key"].lower()
            self._is_again = self._last in header.values
            if self._is_again:
                header.duplicates.append((self._last, number))
            else:
                header.lines[self._last] = number
                self._keep(found["value"].strip())
        elif CONTINUATION.match(line) and isinstance(value, str) and line.strip():
            if not self._last:
                return False
            self._keep(f"{value}\n{line.strip()}".strip("\n"))
        else:
            return False
        return True

    def _keep(self, value: Value) -> None:
        if not self._is_again:
            self.header.values[self._last] = value


def _is_quoted(value: Value) -> TypeGuard[str]:
    return (
        isinstance(value, str)
        and len(value) > 1
        and value[0] in "'\""
        and value[0] == value[-1]
        and value[0] not in value[1:-1]
    )


def _unwrap(key: str, value: Value) -> Value:
    """Read quotes and a list in brackets as YAML would."""
    if isinstance(value, list):
        return [item[1:-1] if _is_quoted(item) else item for item in value]
    if _is_quoted(value):
        return value[1:-1]
    if isinstance(value, str) and value[:1] == "[" and value[-1:] == "]":
        inner = _read_yaml([f"{key}: {value}"]).values.get(key)
        if isinstance(inner, list):
            return inner
    return value
