"""Changes of a header that keep every other byte of a file: a value, a list, a key.

Both forms are written, YAML between ``---`` lines and ``Key: value``. A change is tried
in the ways in which authors write it, the least one first, and each is read again: only
a text of which everything else says what it said before is given back.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .header import CLOSING, Header, needs_no_quotes, parse_header
from .values import split_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from .values import Value

ENDS = re.compile(r"(\r\n|\n|\r)")
MARK = "\ufeff"  #: a byte-order mark
#: A key and its colon, the space behind it, and all the rest of the line.
KEY_LINE = re.compile(
    r"""(?P<key>\s*(?:"[^"]*"|'[^']*'|[^\s:#"'][^:]*?)\s*:)"""
    r"(?P<gap>[ \t]*)(?P<rest>.*)",
    re.DOTALL,
)
ITEM = re.compile(r"\s*-\s+")


class HeaderEditError(ValueError):
    """A change that a header cannot take; its text says what is in the way."""


def set_value(text: str, key: str, value: str) -> str:
    """Return a file's text with a value of one line for a key, in its place or last.

    Raises ``HeaderEditError`` where the header cannot take it.
    """
    block = _open(text, key)

    def is_right(header: Header) -> bool:
        return header.values.get(key) == value

    spelled = dict.fromkeys(_spell(block, value))
    return block.first_right(
        is_right, (block.with_value(one) for one in spelled), f"{key}: {value}"
    )


def set_items(text: str, key: str, items: Iterable[str]) -> str:
    """Return a file's text with a list for a key; an empty one takes the key away.

    What stays in the list keeps its line and the comment there, and so does what has
    another name in its place. Raises
    ``HeaderEditError`` where the header cannot take it.
    """
    wanted = list(items)
    if not wanted:
        return remove_key(text, key)
    block = _open(text, key)

    def is_right(header: Header) -> bool:
        return split_list(header.values.get(key)) == split_list(wanted)

    return block.first_right(
        is_right, block.with_items(wanted), f"{key}: {', '.join(wanted)}"
    )


def remove_key(text: str, key: str) -> str:
    """Return a file's text without a key; the same text where there is none."""
    block = _open(text, key)
    if not block.is_there:
        return text
    return block.first_right(
        lambda header: key not in header.values, [[]], f"a header without “{key}”"
    )


def _open(text: str, key: str) -> _Block:
    """Return where a key stands, or would; refuse a header that cannot be read."""
    header = parse_header(text)
    if header.form == "none":
        raise HeaderEditError("it has no header")
    if header.faults:
        raise HeaderEditError(header.faults[0].what.rstrip("."))
    if any(again == key for again, _ in header.duplicates):
        raise HeaderEditError(f"“{key}” stands there twice")
    mark = MARK if text.startswith(MARK) else ""
    parts = ENDS.split(text.removeprefix(MARK))
    block = _Block(key, header, parts[::2], [*parts[1::2], ""], mark)
    block.last = block.find_last()
    if key in header.values:
        block.first, block.end = block.find_extent()
    return block


@dataclass
class _Block:
    """The lines of a key in a file, counted from 0."""

    key: str
    header: Header
    lines: Sequence[str]
    ends: Sequence[str]  #: what ends each line
    mark: str
    first: int = -1  #: -1: the key is not there
    end: int = -1  #: the line behind its last one
    last: int = 0  #: behind the header's last line that is not its closing one

    @property
    def is_there(self) -> bool:
        return self.first >= 0

    @property
    def value(self) -> Value:
        return self.header.values.get(self.key, "")

    @property
    def own(self) -> Sequence[str]:
        """The key's lines."""
        return self.lines[self.first : self.end] if self.is_there else ()

    def find_last(self) -> int:
        """Return the number of lines above the one that closes the header."""
        last = min(self.header.body_line - 1, len(self.lines))
        if self.header.form == "yaml":
            return last - 1
        while last and self.lines[last - 1].strip() in ("", *CLOSING):
            last -= 1
        return last

    def find_extent(self) -> tuple[int, int]:
        """Return the key's first line, and the one behind its last.

        A comment above the next key is that one's.
        """
        header, first = self.header, self.header.lines[self.key] - 1
        others = [*header.lines.values(), *(line for _, line in header.duplicates)]
        end = min((n - 1 for n in others if n - 1 > first), default=self.last)
        while end - 1 > first and self._is_idle(end - 1):
            shorter = [*self._around(), *self.lines[first : end - 1], *self._around()]
            found = parse_header("\n".join(shorter)).values.get(self.key)
            if _bare(found) != _bare(self.value):
                break
            end -= 1
        return first, end

    def _is_idle(self, number: int) -> bool:
        line = self.lines[number].strip()
        return not line or (self.header.form == "yaml" and line.startswith("#"))

    def _around(self) -> list[str]:
        return ["---"] if self.header.form == "yaml" else []

    def with_value(self, spelled: str) -> list[str]:
        """Return lines for the key with a value as it is to be spelled."""
        found = self.is_there and KEY_LINE.fullmatch(self.own[0])
        if not found:
            return [f"{self.key}: {spelled}"]
        comment = self._comment(found["rest"], self.value) if len(self.own) == 1 else ""
        is_usual = not found["gap"] or found["rest"][:1] in ("", "#")
        gap = " " if is_usual else found["gap"]
        return [f"{found['key']}{gap}{spelled}{comment}"]

    def _comment(self, rest: str, value: Value) -> str:
        """Return the comment behind a value, with the space before it."""
        for at, sign in enumerate(rest if self.header.form == "yaml" else ""):
            before = rest[:at]
            if sign != "#" or not (not before or before[-1].isspace()):
                continue
            lone = parse_header(f"---\nk: {before}\n---\n")
            if not lone.faults and _bare(lone.values.get("k")) == _bare(value):
                bare = before.rstrip()
                return rest[len(bare) :] if bare else f"  {rest}"
        return ""

    def with_items(self, items: list[str]) -> Iterator[list[str]]:
        """Yield lines for the key with a list, in the form that stands there first."""
        starts = [n - 1 for n in self.header.items.get(self.key, ())]
        if starts and all(ITEM.match(self.lines[n]) for n in starts):
            yield self._as_lines(items, starts)
        is_text = isinstance(self.value, str)
        if is_text and (self.header.form == "keys" or self.value):
            sign = ";" if ";" in str(self.value) else ","
            yield self.with_value(f"{sign} ".join(items))
        if self.is_there and not is_text:
            yield self.with_value(f"[{', '.join(map(_in_brackets, items))}]")
        name = KEY_LINE.match(self.own[0]) if self.is_there else None
        head = name["key"] if name else f"{self.key}:"
        for spell in (str, _quoted):
            yield [head, *(f"  - {spell(one)}" for one in items)]

    def _as_lines(self, items: list[str], starts: list[int]) -> list[str]:
        """Return an item a line; what was there keeps its lines, wherever it goes."""
        bounds = [*starts[1:], self.end]
        own = [
            (text, list(self.lines[first:end]))
            for text, first, end in zip(
                split_list(self.value), starts, bounds, strict=False
            )
        ]
        begin = ITEM.match(self.lines[starts[0]])
        dash = begin[0] if begin else "- "
        before = list(own) if len(own) == len(items) else []
        made = list(self.lines[self.first : starts[0]])
        for n, item in enumerate(items):
            known = next((one for one in own if one[0] == item), None)
            if known:
                own.remove(known)
            spelled = item if needs_no_quotes(item) else _quoted(item)
            if known:
                made += known[1]
            elif before and before[n][0] not in items:
                made += self._renamed(*before[n], spelled)
            else:
                made.append(f"{dash}{spelled}")
        return made

    def _renamed(self, text: str, lines: list[str], spelled: str) -> list[str]:
        """Return an item's lines with another text; comments there stay."""
        dash = ITEM.match(lines[0])
        head = dash[0] if dash else "- "
        comment = self._comment(lines[0][len(head) :], text)
        below = [line for line in lines[1:] if line.strip()[:1] in ("", "#")]
        return [f"{head}{spelled}{comment}", *below]

    def first_right(
        self,
        is_right: Callable[[Header], bool],
        candidates: Iterable[list[str]],
        wanted: str,
    ) -> str:
        """Return the text with the first lines that say what is wanted, no more."""
        for lines in candidates:
            for text in self._placed(lines):
                found = parse_header(text)
                if is_right(found) and self._keeps_rest(found):
                    return text
        raise HeaderEditError(f"it cannot hold “{wanted}”")

    def _placed(self, lines: list[str]) -> Iterator[str]:
        """Yield the text with lines in the key's place, or as the header's last."""
        if self.is_there:
            yield self._with_lines(lines, self.first, self.end)
            return
        yield self._with_lines(lines, self.last, self.last)
        # Behind a text of several lines, which would get one more.
        if self.header.lines:
            before = max(self.header.lines.values()) - 1
            yield self._with_lines(lines, before, before)

    def _with_lines(self, lines: list[str], first: int, end: int) -> str:
        newline = self.ends[0] or "\n"
        old = list(zip(self.lines[first:end], self.ends[first:end], strict=True))
        ends = dict(reversed(old))
        made = [(line, ends.get(line) or newline) for line in lines]
        above = list(zip(self.lines[:first], self.ends[:first], strict=True))
        below = list(zip(self.lines[end:], self.ends[end:], strict=True))
        if made and above and not above[-1][1]:
            above[-1] = (above[-1][0], newline)
        if len(old) == len(made):  # a line keeps its end, as the file's last has none
            made = [(line, end) for (line, _), (_, end) in zip(made, old, strict=True)]
        elif made and not below:
            made[-1] = (made[-1][0], "")
        whole = [*above, *made, *below]
        return self.mark + "".join(f"{line}{end}" for line, end in whole)

    def _keeps_rest(self, found: Header) -> bool:
        """Return whether all else is as it was."""
        return (
            found.form == self.header.form
            and not found.faults
            and found.body == self.header.body
            and len(found.duplicates) == len(self.header.duplicates)
            and self._others(found) == self._others(self.header)
        )

    def _others(self, header: Header) -> dict[str, object]:
        return {k: _bare(v) for k, v in header.values.items() if k != self.key}


def _bare(value: Value | None) -> Value | None:
    """Return a value as it counts: a text at the end may gain an end of line."""
    return value.rstrip("\n") if isinstance(value, str) else value


def _spell(block: _Block, value: str) -> Iterator[str]:
    """Yield the ways in which a value may be written, the least of them first."""
    if block.header.form != "yaml":
        yield from (value, f"'{value}'", f'"{value}"')
        return
    rest = KEY_LINE.fullmatch(block.own[0]) if block.own else None
    if rest and rest["rest"][:1] == "'" and block.key in block.header.quoted:
        doubled = value.replace("'", "''")
        yield f"'{doubled}'"
    elif block.key in block.header.quoted:
        yield _quoted(value)
    if needs_no_quotes(value):
        yield value
    yield _quoted(value)


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _in_brackets(item: str) -> str:
    """Return an item as it is to stand in ``[a, b]``."""
    known = parse_header(f"---\nk: [{item}]\n---\n")
    return item if known.values == {"k": [item]} else _quoted(item)
