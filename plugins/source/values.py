"""A header's values as text, as lines and as lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias

#: A value of a header as it was written: nothing in it is interpreted.
Value: TypeAlias = "str | list[Value] | dict[str, Value]"

#: What may stand before a line of a text that was meant as a list.
BULLET = re.compile(r"^[-*]\s+")


def as_text(value: object) -> str:
    """Return a value as one line of text; a list or mapping is none."""
    return " ".join(value.split()) if isinstance(value, str) else ""


def as_lines(value: object) -> list[str]:
    """Return the texts of a list, or the lines of a text without their bullets.

    ``- date: text``, which YAML takes apart, is given as it was written.
    """
    lines: Iterable[str]
    if isinstance(value, str):
        lines = (BULLET.sub("", line.strip()) for line in value.split("\n"))
    elif isinstance(value, Mapping):
        lines = (f"{key}: {as_text(text)}" for key, text in value.items())
    elif isinstance(value, Iterable):
        lines = (line for item in value for line in _lines_of_item(item))
    else:
        lines = () if value is None else (str(value),)
    return [line for line in map(as_text, lines) if line]


def _lines_of_item(item: object) -> list[str]:
    if isinstance(item, Mapping):
        return as_lines(item)
    return [str(item)] if isinstance(item, str | int | float) else []


def split_list(value: object) -> list[str]:
    """Split as Pelican does: a list is kept, text is cut at ``;`` or else at ``,``."""
    if isinstance(value, str):
        value = value.split(";" if ";" in value else ",")
    return list(dict.fromkeys(as_lines(value)))


def part_number(text: str) -> int | None:
    """Return the number of a series' part, from 1 to 9999; None where it is none."""
    is_number = len(text) < 10 and text.isascii() and text.isdecimal()
    number = int(text) if is_number else 0
    return number if 0 < number < 10_000 else None
