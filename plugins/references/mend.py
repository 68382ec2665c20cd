"""Changing single fields of the library's text, every other byte left as it is."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .json_lines import format_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SPACE = re.compile(r"[ \t\r\n]*")


@dataclass(frozen=True)
class _Field:
    """Where one field of a record stands in the text."""

    start: int  #: of its name's quotation mark
    value: int
    end: int


def mend(text: str, key: str, fix: Mapping[str, Any]) -> str:
    """Return the library's text with these fields of one record written.

    An empty value removes its field. Raises ``ValueError`` where the text cannot be
    read that far, and ``KeyError`` where there is no such record.
    """
    for variable, value in fix.items():
        fields = _find_record(text, key)
        if not value:
            text = _remove(text, fields.get(variable))
        elif variable in fields:
            place = fields[variable]
            written = format_json(value, _depth(text, place.start))
            text = text[: place.value] + written + text[place.end :]
        else:
            text = _insert(text, fields, variable, value)
    return text


def _find_record(text: str, key: str) -> dict[str, _Field]:
    position = _skip(text, 0 if text[:1] != "\ufeff" else 1) + 1
    while True:
        position = _skip(text, position)
        if text[position : position + 1] in {"]", ""}:
            raise KeyError(key)
        value, end = json.JSONDecoder().raw_decode(text, position)
        if isinstance(value, dict) and str(value.get("id")) == key:
            return dict(_fields(text, position))
        position = _skip(text, end)
        position += text[position : position + 1] == ","


def _fields(text: str, start: int) -> Iterator[tuple[str, _Field]]:
    """Yield each field of the object that begins at ``start``."""
    decode = json.JSONDecoder().raw_decode
    position = _skip(text, start + 1)
    while text[position] != "}":
        name, end = decode(text, position)
        value = _skip(text, _skip(text, end) + 1)
        _, after = decode(text, value)
        yield name, _Field(position, value, after)
        position = _skip(text, after)
        position = _skip(text, position + (text[position] == ","))


def _insert(text: str, fields: dict[str, _Field], variable: str, value: Any) -> str:
    """Put a new field before the DOI, else after the record's first field."""
    place = fields.get("DOI") or fields.get("title") or next(iter(fields.values()))
    line_start = text.rfind("\n", 0, place.start) + 1
    before = text[line_start : place.start]
    gap = " " if before.strip() else "\n" + before
    written = format_json(value, _depth(text, place.start))
    new = f'"{variable}": {written},{gap}'
    return text[: place.start] + new + text[place.start :]


def _remove(text: str, place: _Field | None) -> str:
    if place is None:
        return text
    after = _skip(text, place.end)
    if text[after] == ",":
        return text[: place.start] + text[_skip(text, after + 1) :]
    before = text[: place.start].rstrip().removesuffix(",")
    return before + text[place.end :]


def _depth(text: str, position: int) -> int:
    line = text[text.rfind("\n", 0, position) + 1 : position]
    return len(line) - len(line.lstrip())


def _skip(text: str, position: int) -> int:
    found = SPACE.match(text, position)
    return found.end() if found else position
