"""YAML that needs no library: single lines whose meaning nobody can mistake.

Most headers are of this kind, and the library takes a hundred times as long.
"""

from __future__ import annotations

import re
from typing import Any

#: YAML that needs no library: text without any sign that YAML gives a meaning to, a
#: text in simple quotes, a list of simple texts in brackets, and items below a key.
FIRST = r"[^\s\-?:,\[\]{}#&*!|>'\"%@`]"
REST = r"(?:[^:#\t\x85\u2028\u2029]|:(?=\S)|(?<! )#)"
PLAIN = re.compile(rf"^([A-Za-z_][\w-]*):(?: +({FIRST}{REST}*))? *$")
BREAKS = r"\x85\u2028\u2029"
QUOTED = re.compile(
    rf"^([A-Za-z_][\w-]*): +(?:\"([^\"\\{BREAKS}]*)\"|'([^'{BREAKS}]*)') *$"
)
WORD = rf" *({FIRST}[^:#,\[\]{{}}\t\x85\u2028\u2029]*)"
BRACKETS = re.compile(rf"^([A-Za-z_][\w-]*): +\[({WORD}(?:,{WORD})*)?\] *$")
ITEM = re.compile(rf"^( *)- +({FIRST}{REST}*)$")
NULLS = ("~", "null", "Null", "NULL", "")


def read_plain(head: list[str]) -> dict[str, Any] | None:
    """Read a header of simple lines; None where the library is needed."""
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    items: dict[str, tuple[int, ...]] = {}
    quoted: set[str] = set()
    last, margin = "", ""
    for number, line in enumerate(head, 2):
        item = ITEM.match(line)
        if item:
            if not last or item[2].endswith(":") or item[2].rstrip() in NULLS:
                return None
            if not values[last]:
                values[last], margin = [], item[1]
            if item[1] != margin:
                return None
            values[last].append(item[2].rstrip())
            items[last] = (*items.get(last, ()), number)
            continue
        read = _plain_line(line)
        if read is None or read[0] in values:
            return None
        key, value, is_quoted = read
        values[key], lines[key] = value, number
        last = "" if value or is_quoted else key
        quoted |= {key} if is_quoted else set()
        if isinstance(value, list):
            items[key] = (number,) * len(value)
    return {
        "values": values,
        "lines": lines,
        "items": items,
        "quoted": frozenset(quoted),
    }


def _plain_line(line: str) -> tuple[str, Any, bool] | None:
    """Return the key, the value, and whether it was quoted, of a simple line."""
    found = PLAIN.match(line)
    if found:
        value = (found[2] or "").rstrip()
        is_odd = value.endswith(":") or (value and value in NULLS)
        return None if is_odd else (found[1].lower(), value, False)
    found = QUOTED.match(line)
    if found:
        value = found[2] if found[2] is not None else found[3]
        return found[1].lower(), value, True
    found = BRACKETS.match(line)
    if found:
        words = [word.strip() for word in (found[2] or "").split(",")]
        words = [word for word in words if word]
        return None if set(words) & set(NULLS) else (found[1].lower(), words, False)
    return None
