"""A file's header, YAML between ``---`` lines or ``Key: value``, with every key's line.

The YAML library is fenced into this file: YAML 1.2, so that ``no`` stays a word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

KEY_VALUE = re.compile(r"^(?P<key>[A-Za-z0-9_][A-Za-z0-9_ -]*):\s*(?P<value>.*)$")
CONTINUATION = re.compile(r"^(?: {4,}|\t)(?P<value>.*)$")


@dataclass(frozen=True)
class HeaderFault:
    """A place in a header that cannot be read."""

    line: int
    what: str
    name: str


@dataclass(frozen=True)
class Header:
    """What stands above a post's text, as written: nothing is interpreted here."""

    form: str  #: ``yaml``, ``keys`` or ``none``
    values: dict[str, Any] = field(default_factory=dict)  #: keys folded to lower case
    lines: dict[str, int] = field(default_factory=dict)  #: 1-based line of each key
    duplicates: tuple[tuple[str, int], ...] = ()  #: a key that came again, and where
    faults: tuple[HeaderFault, ...] = ()
    body: str = ""
    body_line: int = 1  #: the line on which the body begins

    def line(self, key: str) -> int:
        """Return the line of ``key``, or the header's first line if it is not there."""
        return self.lines.get(key, 1)


def parse_header(text: str) -> Header:
    r"""Split ``text`` into its header and its body.

    Line ends are folded to ``\\n`` and a byte-order mark is dropped before counting.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    if lines[0].rstrip() == "---":
        return _parse_yaml(lines)
    return _parse_keys(lines)


def _parse_yaml(lines: list[str]) -> Header:
    closing = (n for n, line in enumerate(lines[1:], 1) if line.rstrip() in _CLOSING)
    end = next(closing, None)
    if end is None:
        fault = HeaderFault(1, "The header is never closed.", "header-unclosed")
        return Header("yaml", faults=(fault,), body_line=len(lines) + 1)
    body, body_line = "\n".join(lines[end + 1 :]), end + 2
    yaml = YAML(typ="rt", pure=True)
    yaml.allow_duplicate_keys = True
    try:
        loaded = yaml.load("\n".join(["", *lines[1:end]]))
    except MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 if mark else 1
        what = f"The header is not readable as YAML: {error.problem}."
        fault = HeaderFault(line, what, "header-yaml")
        return Header("yaml", faults=(fault,), body=body, body_line=body_line)
    if loaded is None:
        return Header("yaml", body=body, body_line=body_line)
    if not hasattr(loaded, "lc") or not hasattr(loaded, "items"):
        what = "The header is not a list of “key: value” lines."
        fault = HeaderFault(2, what, "header-yaml")
        return Header("yaml", faults=(fault,), body=body, body_line=body_line)
    places = {str(key).lower(): loaded.lc.key(key)[0] + 1 for key in loaded}
    values = {str(key).lower(): value for key, value in loaded.items()}
    return Header("yaml", values, places, body=body, body_line=body_line)


def _parse_keys(lines: list[str]) -> Header:
    values: dict[str, Any] = {}
    places: dict[str, int] = {}
    duplicates: list[tuple[str, int]] = []
    last = ""
    end = 0
    for end, line in enumerate(lines):
        found = KEY_VALUE.match(line)
        more = CONTINUATION.match(line) if last else None
        if found:
            last = found["key"].strip().lower()
            if last in values:
                duplicates.append((last, end + 1))
            values[last] = found["value"].strip()
            places.setdefault(last, end + 1)
        elif more:
            values[last] = f"{values[last]}\n{more['value'].strip()}".strip("\n")
        else:
            break
    if not values:
        return Header("none", body="\n".join(lines))
    start = end + 1 if not lines[end].strip() else end
    body = "\n".join(lines[start:])
    return Header(
        "keys", values, places, tuple(duplicates), body=body, body_line=start + 1
    )


_CLOSING = ("---", "...")
