"""A file's header, YAML between ``---`` lines or ``Key: value``, with every key's line.

The YAML library is fenced into this file: YAML 1.2, and no value is ever interpreted:
``no`` stays a word, ``0123`` keeps its nought and a date is the text that was written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from warnings import catch_warnings, simplefilter

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError, YAMLWarning
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from .faults import KEY_VALUE, HeaderFault, explain_refusal, explain_yaml, unreadable
from .header_quick import NULLS, read_plain

__all__ = ["KEY_VALUE", "Header", "HeaderFault", "parse_header", "split_body"]

CONTINUATION = re.compile(r"^(?: {4,}|\t)\s*(?P<value>.*)$")
LIST_ITEM = re.compile(r"^\s*-\s+(?P<value>.*)$")
CLOSING = ("---", "...")


@dataclass(frozen=True)
class Header:
    """What stands above a post's text, as written: nothing is interpreted here.

    A value is text; an empty one is empty text. YAML may give a list or a mapping of
    such values instead, and so may ``Key:`` with ``- item`` lines or ``[a, b]``.
    """

    form: str  #: ``yaml``, ``keys`` or ``none``
    values: dict[str, Any] = field(default_factory=dict)  #: keys folded to lower case
    lines: dict[str, int] = field(default_factory=dict)  #: 1-based line of each key
    duplicates: tuple[tuple[str, int], ...] = ()  #: a key that came again, and where
    faults: tuple[HeaderFault, ...] = ()
    body: str = ""
    body_line: int = 1  #: the line on which the body begins
    quoted: frozenset[str] = frozenset()  #: keys with a value in straight quotes
    items: dict[str, tuple[int, ...]] = field(default_factory=dict)  #: items' lines

    @property
    def is_closed(self) -> bool:
        """Say whether the header ends, so that the body is known."""
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


def _parse_yaml(lines: list[str]) -> Header:
    closing = (n for n, line in enumerate(lines[1:], 1) if line.rstrip() in CLOSING)
    end = next(closing, None)
    if end is None:
        what = "The header that begins here is never closed."
        remedy = "Put a line with --- below the header's last line."
        fault = HeaderFault(1, what, "header-unclosed", remedy)
        return Header("yaml", faults=(fault,), body_line=len(lines) + 1)
    body, head = "\n".join(lines[end + 1 :]), lines[1:end]
    loaded = read_plain(head) or _composed(head)
    return Header("yaml", **loaded, body=body, body_line=end + 2)


def _composed(head: list[str]) -> dict[str, Any]:
    try:
        with catch_warnings():
            simplefilter("error", YAMLWarning)
            root = YAML(typ="rt", pure=True).compose("\n".join(head))
        if root is None:
            return {}
        return _Reading(root).parts
    except MarkedYAMLError as error:
        return {"faults": (explain_yaml(error, head),)}
    except _Refused as refused:
        return {"faults": (explain_refusal(refused.line, head),)}
    except _UNREADABLE:
        return {"faults": (unreadable(2, head),)}


class _Refused(Exception):  # noqa: N818  # a reading that was refused
    """A header in YAML that no author writes: anchors, tags, keys that are lists."""

    def __init__(self, line: int = 2) -> None:
        super().__init__(line)
        self.line = line


#: What the library raises for headers beside faults with a place.
_UNREADABLE = (
    *(YAMLError, YAMLWarning),
    *(ValueError, TypeError, RecursionError, IndexError),
)


class _Reading:
    """The values, lines and quotes of one mapping of YAML nodes."""

    def __init__(self, root: Any) -> None:
        self.seen: set[int] = set()
        self.parts: dict[str, Any]
        if not isinstance(root, MappingNode):
            raise _Refused
        values: dict[str, Any] = {}
        lines: dict[str, int] = {}
        items: dict[str, tuple[int, ...]] = {}
        duplicates, quoted = [], set()
        for name, node in root.value:
            key, line = self.text(name).strip().lower(), name.start_mark.line + 2
            if key in lines:
                duplicates.append((key, line))
                continue
            values[key], lines[key] = self.value(node), line
            if isinstance(node, SequenceNode):
                items[key] = tuple(item.start_mark.line + 2 for item in node.value)
            elif isinstance(node, ScalarNode) and node.style in ("'", '"'):
                quoted.add(key)
        self.parts = {
            "values": values,
            "lines": lines,
            "items": items,
            "duplicates": tuple(duplicates),
            "quoted": frozenset(quoted),
        }

    def value(self, node: Any) -> Any:
        """Return a node's value; a node that comes twice was an alias."""
        if id(node) in self.seen or node.anchor or not _is_usual(str(node.tag or "")):
            raise _Refused(node.start_mark.line + 2)
        self.seen.add(id(node))
        if isinstance(node, SequenceNode):
            return [self.value(item) for item in node.value]
        if isinstance(node, MappingNode):
            return {self.text(key): self.value(item) for key, item in node.value}
        return self.text(node)

    def text(self, node: Any) -> str:
        """Return a scalar as written; ``null`` and ``~`` are empty."""
        if not isinstance(node, ScalarNode):
            raise _Refused
        if node.style is None and node.value in NULLS:
            return ""
        return str(node.value)


def _is_usual(tag: str) -> bool:
    """Say whether a value has the kind that YAML itself gives it."""
    return not tag or tag.rpartition(":")[2] in _USUAL


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
        self.values: dict[str, Any] = {}
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

    def _keep(self, value: Any) -> None:
        if not self._is_again:
            self.values[self._last] = value


def _is_quoted(value: Any) -> bool:
    return (
        isinstance(value, str)
        and len(value) > 1
        and value[0] in "'\""
        and value[0] == value[-1]
        and value[0] not in value[1:-1]
    )


def _unwrap(value: Any, items: dict[str, tuple[int, ...]], key: str) -> Any:
    """Read quotes and a list in brackets as YAML would."""
    if isinstance(value, list):
        return [item[1:-1] if _is_quoted(item) else item for item in value]
    if _is_quoted(value):
        return value[1:-1]
    if value.startswith("[") and value.endswith("]") and key not in items:
        inner = _composed([f"{key}: {value}"]).get("values", {}).get(key)
        if isinstance(inner, list):
            return inner
    return value


_USUAL = frozenset(
    [
        "str",
        "int",
        "float",
        "bool",
        "null",
        "timestamp",
        "seq",
        "map",
        "merge",
        "value",
        "binary",
    ]
)
