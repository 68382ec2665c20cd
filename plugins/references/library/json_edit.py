"""A library's text with works put in or completed; all other bytes stay as they are."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .json_lines import decode, fields_of, skip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .json_lines import Field

WIDTH = 84  #: a value that fits into a line of this length stays on one line
#: A character that another program would write as it is.
ESCAPED = re.compile(r"(?<!\\)(?:\\\\)*\\u(?!00[01])[0-9a-fA-F]{4}")


@dataclass(frozen=True)
class Layout:
    """How records are written."""

    base: str = "  "  #: what stands before a record, which has a line for each field
    step: str | None = "  "  #: what each level is set in by; None: one line for all
    is_short: bool = True  #: whether a value that fits stays on one line
    is_ascii: bool = False  #: whether other characters are escaped
    has_slashes: bool = False  #: whether slashes are escaped
    comma: str = ", "  #: between what stands on one line
    colon: str = ": "
    line_end: str = "\n"

    def write(self, value: object, pad: str) -> str:
        """Return a value that stands in a line which begins with ``pad``."""
        inline = self.dump(value)
        is_record = pad == self.base and isinstance(value, dict)
        fits = self.is_short and len(inline) + len(pad) <= WIDTH and not is_record
        if self.step is None or fits or not value or not isinstance(value, dict | list):
            return inline
        inner = pad + self.step
        if isinstance(value, dict):
            parts = [
                f"{self.dump(str(key))}{self.colon}{self.write(part, inner)}"
                for key, part in value.items()
            ]
        else:
            parts = [self.write(part, inner) for part in value]
        start, end = "{}" if isinstance(value, dict) else "[]"
        lines = f",{self.line_end}".join(f"{inner}{part}" for part in parts)
        return f"{start}{self.line_end}{lines}{self.line_end}{pad}{end}"

    def dump(self, value: object) -> str:
        """Return a value on one line."""
        marks = (self.comma, self.colon)
        text = json.dumps(value, ensure_ascii=self.is_ascii, separators=marks)
        return text.replace("/", "\\/") if self.has_slashes else text


OURS = Layout()


def format_json(value: object, indent: int) -> str:
    """Return a value that stands ``indent`` spaces deep; short ones stay in a line."""
    return OURS.write(value, " " * indent)


def mend(text: str, key: str, fix: Mapping[str, object]) -> str:
    """Return the library's text with these fields of one record written.

    An empty value removes its field. Raises ``ValueError`` where the text cannot be
    read that far, and ``KeyError`` where there is no such record.
    """
    layout = find_layout(text)
    for variable, value in fix.items():
        fields = _find_record(text, key)
        if not value:
            text = _remove(text, fields.get(variable))
        elif variable in fields:
            place = fields[variable]
            written = layout.write(value, _pad(text, place.start))
            text = text[: place.value_start] + written + text[place.end :]
        else:
            text = _insert(text, fields, variable, value, layout)
    return text


def append(text: str, records: Iterable[Mapping[str, object]]) -> str:
    """Return the library's text with records behind the last one, written as that is.

    Raises ``ValueError`` where the text cannot be read to its end.
    """
    layout, spans = find_layout(text), [*_spans(text)]
    for record in records:
        if len(spans) > 1:
            between = text[spans[-2][1] : spans[-1][0]]
        elif spans:
            gap = text[_open(text) : spans[0][0]]
            between = f",{gap}" if "\n" in gap else layout.comma
        else:
            between = f"{layout.line_end}{layout.base}"
        pad = between.rpartition("\n")[2] if "\n" in between else ""
        new = between + layout.write(dict(record), pad)
        at = spans[-1][1] if spans else _open(text)
        rest = text[at:]
        if not spans and rest.lstrip(" \t").startswith("]"):
            rest = layout.line_end + rest
        text = text[:at] + new + rest
        spans.append((at + len(between), at + len(new)))
    return text


def find_layout(text: str) -> Layout:
    """Return how the records of a library's text are written: as its last one is."""
    line_end = "\r\n" if "\r\n" in text else "\n"
    is_ascii = text.isascii() and bool(ESCAPED.search(text))
    layout = Layout(is_ascii=is_ascii, has_slashes="\\/" in text, line_end=line_end)
    spans = [
        (start, end)
        for start, end in _spans(text)
        if text[start] == "{" and any(True for _ in fields_of(text, start))
    ]
    if not spans:
        return layout
    start, _ = spans[-1]
    fields = [*fields_of(text, start)]
    first = fields[0]
    colon = text[first.start + len(_name(text, first)) : first.value_start]
    gap = text[start + 1 : first.start]
    if "\n" not in gap:
        comma = text[first.end : fields[1].start] if fields[1:] else f",{colon[1:]}"
        return replace(layout, base="", step=None, comma=comma, colon=colon)
    base = _pad(text, start)
    step = gap.rpartition("\n")[2].removeprefix(base)
    values = (
        text[one.value_start : one.end]
        for start, _ in reversed(spans)
        for one in fields_of(text, start)
        if one.value and isinstance(one.value, dict | list)
    )
    is_short = "\n" not in next(values, "")
    return replace(layout, base=base, step=step, is_short=is_short, colon=colon)


def _name(text: str, field: Field) -> str:
    return text[field.start : decode(text, field.start)[1]]


def _open(text: str) -> int:
    """Return the place behind the list's first bracket."""
    return skip(text, 0 if text[:1] != "\ufeff" else 1) + 1


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each record begins and ends."""
    position = skip(text, _open(text))
    while text[position : position + 1] not in {"]", ""}:
        _, end = decode(text, position)
        yield position, end
        position = skip(text, end)
        position = skip(text, position + (text[position : position + 1] == ","))


def _find_record(text: str, key: str) -> dict[str, Field]:
    for start, _ in _spans(text):
        value, _ = decode(text, start)
        if isinstance(value, dict) and str(value.get("id")) == key:
            return {one.name: one for one in fields_of(text, start)}
    raise KeyError(key)


def _insert(
    text: str, fields: dict[str, Field], variable: str, value: object, layout: Layout
) -> str:
    """Put a new field before the DOI, else after the record's first field."""
    place = fields.get("DOI") or fields.get("title") or next(iter(fields.values()))
    line_start = text.rfind("\n", 0, place.start) + 1
    before = text[line_start : place.start]
    gap = layout.comma if before.strip() else f",{layout.line_end}{before}"
    written = layout.write(value, _pad(text, place.start))
    new = f"{layout.dump(variable)}{layout.colon}{written}{gap}"
    return text[: place.start] + new + text[place.start :]


def _remove(text: str, place: Field | None) -> str:
    if place is None:
        return text
    after = skip(text, place.end)
    if text[after] == ",":
        return text[: place.start] + text[skip(text, after + 1) :]
    before = text[: place.start].rstrip().removesuffix(",")
    return before + text[place.end :]


def _pad(text: str, position: int) -> str:
    """Return the white space that the line begins with in which something stands."""
    line = text[text.rfind("\n", 0, position) + 1 : position]
    return line[: len(line) - len(line.lstrip(" \t"))]
