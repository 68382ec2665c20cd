"""A post that was copied as plain text: its title, its neighbours, what is between.

Who copies a page takes along what stands around the text: by-lines, “Previous /
Previous / a title”, buttons. That is read where it is surely no part of the text, and
taken out; everything else stays.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from ...problem import UNWANTED, count
from ...source.encoding import decode
from ...source.free_dates import explain
from ..files import refuse_os_errors
from ..site import RefusedError
from .old_site import POST, TEXT, Note, OldItem
from .text_blocks import ENDED, is_underlined, list_numbers, split_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from .text_blocks import Block

#: Bytes of a text: some hundred times as many as the longest post has.
LARGEST = 5_000_000
#: Files of programs that do not write plain text, by how they begin.
FOREIGN = {
    b"PK\x03\x04": "a packed file, as Word and Pages write",
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "a file of an old Word",
    b"{\\rtf": "a text with marks of its own (RTF)",
}
MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
LONGEST_TITLE = 200
#: Signs that nobody sees, and blanks of other widths.
UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
BLANKS = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000\t]")
BREAKS = re.compile("\r\n?|[\u2028\u2029\x0b\x0c\x85]")
#: What pages call the posts beside them.
POST_WORD = r"(?:\s+(?:post|article|entry|story|blog post))?"
PREVIOUS = rf"(?:previous|prev|older){POST_WORD}|vorheriger beitrag|zurück|anterior"
NEXT = rf"(?:next|newer){POST_WORD}|nächster beitrag|weiter|siguiente"
LABEL = re.compile(
    rf"[←→«»‹›<>\s]*(?:(?P<previous>{PREVIOUS})|(?P<next>{NEXT}))[←→«»‹›<>\s]*"
    r"(?::\s*(?P<title>\S.*)?)?",
    re.IGNORECASE,
)
#: So many lines with words can tell of both neighbours.
MOST_LINES = 8
BUTTONS = re.compile(
    r"(?:(?:share(?: this| on)?|tweet|pin it|facebook|twitter|linkedin|pinterest|reddit"
    r"|tumblr|whatsapp|e-?mail|print|\d++|likes?|comments?)[\s:,|·]*+)+",
    re.IGNORECASE,
)
TERMS = re.compile(
    r"(?:(?P<tags>tags?|tagged)|(?:category|categories|filed under)):?\s+"
    r"(?P<names>\S.*)",
    re.IGNORECASE,
)
BYLINE = re.compile(
    r"(?:(?:written |posted |words )?by:?|authors?:)\s+(?P<names>\S.*)", re.IGNORECASE
)
NAME = re.compile(
    r"(?:(?:Dr|Prof|Mr|Ms|Mrs)\.? )?[^\W\d_a-z][\w.'’-]*(?: [\w.'’-]+){0,4}"
)
UPDATED = re.compile(
    r"(?:last )?(?:updated|modified|edited)(?: on)?:?\s+", re.IGNORECASE
)
DATED = re.compile(r"(?:published|posted|date|on)(?: on)?:?\s+", re.IGNORECASE)
READING = re.compile(r"\d+[- ]min(?:ute)?s?(?: read)?", re.IGNORECASE)
BETWEEN = re.compile(r"\s+[|·•–—/]\s+")
#: So many places are looked at where a second copy may begin.
MOST_COPIES = 5
#: A second copy has so many of its words in the first.
NEARLY = 0.5


@dataclass
class Reading:
    """What has been read of a text so far, and the lines that are left."""

    lines: list[str]
    notes: list[Note] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)  #: lines that are no text
    title: str = ""
    date: datetime | None = None
    modified: datetime | None = None
    authors: tuple[str, ...] = ()
    terms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    neighbours: dict[str, str] = field(default_factory=dict)

    def full(self) -> list[int]:
        """Return the numbers, from 0, of the lines that hold something."""
        return [at for at, line in enumerate(self.lines) if line.strip()]

    def take(self, numbers: Sequence[int]) -> None:
        """Empty lines, so that all others keep their numbers."""
        self.taken += (self.lines[at] for at in numbers)
        for at in numbers:
            self.lines[at] = ""


class PlainText:
    """A site of one post, as a text tells of it; see ``OldSite``.

    Raises ``RefusedError`` for what is no text, and where it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self.path, self.name = path, path.name
        self.base, self.total = "", 1
        self.feeds: tuple[str, ...] = ()
        text, mended = clean_text(_read(path), path.name)
        reading = Reading(text.split("\n"))
        read_text(reading, path.stem)
        self.notes = (*mended, *reading.notes)
        body = "\n".join(reading.lines).rstrip()
        self._item = OldItem(
            kind=POST,
            number=1,
            source=path.name,
            line=1,
            title=reading.title,
            body=body,
            form=TEXT,
            date=reading.date,
            modified=reading.modified,
            authors=reading.authors,
            categories=reading.terms.get("categories", ()),
            tags=reading.terms.get("tags", ()),
            previous=reading.neighbours.get("previous", ""),
            following=reading.neighbours.get("next", ""),
            apart="\n".join([*reading.taken, *list_numbers(body)]),
        )

    def items(self) -> Iterator[OldItem]:
        """Yield the one post. Lines of its body have the numbers of the file's."""
        yield self._item


def _read(path: Path) -> bytes:
    with refuse_os_errors(f"{path.name} cannot be read", "Nothing was imported."):
        if (size := path.stat().st_size) > LARGEST:
            message = f"{path.name} has {size:,} bytes, which no post has."
            raise RefusedError(f"{message} Import texts of at most {LARGEST:,} bytes.")
        return path.read_bytes()


def clean_text(data: bytes, name: str) -> tuple[str, tuple[Note, ...]]:
    """Return bytes as a text with plain blanks and line ends, and what was mended.

    Raises ``RefusedError`` for files of programs and for what holds no words.
    """
    text = _decode(data, name)
    notes = []
    is_foreign = "�" not in text and not data.startswith(MARKS)
    if is_foreign and (codecs.BOM_UTF8 + text.encode()) != codecs.BOM_UTF8 + (
        data.removeprefix(codecs.BOM_UTF8)
    ):
        notes.append(
            Note("changed", f"{name} is no UTF-8: it was read as Windows-1252")
        )
    text, unseen = UNSEEN.subn("", BREAKS.sub("\n", text))
    text, blanks = BLANKS.subn(" ", text)
    text, controls = UNWANTED.subn("", text)
    for number, what in (
        (unseen, "invisible sign"),
        (blanks, "blank of another width"),
        (controls, "control character"),
    ):
        if number:
            became = "became plain" if what.startswith("blank") else "taken out"
            notes.append(Note("changed", f"{count(number, what)} {became}"))
    if not text.strip():
        raise RefusedError(f"{name} holds no words.")
    return text, tuple(notes)


def _decode(data: bytes, name: str) -> str:
    for mark, what in FOREIGN.items():
        if data.startswith(mark):
            message = f"{name} is {what}, and no plain text."
            raise RefusedError(
                f"{message} Save it as plain text (.txt), and import that."
            )
    if data.startswith(MARKS):
        return decode(data)[0]
    if b"\0" in data:
        raise RefusedError(f"{name} is no text: it holds bytes that no text has.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def read_text(reading: Reading, stem: str) -> None:
    """Read what stands around a text, and take it out."""
    _take_end(reading)
    _take_copy(reading)
    _take_end(reading)
    _take_head(reading, stem)


def _take_head(reading: Reading, stem: str) -> None:
    """Take the title, and what stands between it and the text."""
    full = reading.full()
    first = reading.lines[full[0]].strip() if full else ""
    title = re.sub(r"^(?:#{1,6}\s+|title:\s*)", "", first, flags=re.IGNORECASE)
    if title and len(title) <= LONGEST_TITLE and not re.search(r"[.;:,]$", title):
        reading.title = title
        top = [reading.lines[at] for at in full[:2]]
        number = 2 if is_underlined(top) and full[1] == full[0] + 1 else 1
        reading.take(full[:number])
        full = full[number:]
    else:
        reading.title = re.sub(r"[-_]+", " ", stem).strip().capitalize()
        what = f"no title stands above the text: it got “{reading.title}” from its file"
        reading.notes.append(Note("missing", what))
    for at in full:
        if not _take_line(reading, reading.lines[at].strip()):
            break
        reading.take([at])


def _take_line(reading: Reading, line: str) -> bool:
    """Read a by-line, a date or terms; return whether the line is nothing else."""
    if len(line) > LONGEST_TITLE:
        return False
    if READING.fullmatch(line) or _take_terms(reading, line):
        return True
    parts = BETWEEN.split(line)
    known = [_read_part(part) for part in parts]
    if not any(known) or not all(
        one or (len(parts) > 1 and NAME.fullmatch(part))
        for one, part in zip(known, parts, strict=True)
    ):
        return False
    for (key, value), part in zip(
        (one or ("authors", None) for one in known), parts, strict=True
    ):
        if key == "authors":
            reading.authors = _names(BYLINE.sub(r"\g<names>", part))
        elif key in ("date", "modified") and value is not None:
            setattr(reading, key, value)
    said = "who wrote it and when" if reading.authors else "its date"
    reading.notes.append(Note("brought", f"“{line}” went into the header: {said}"))
    return True


def _read_part(part: str) -> tuple[str, datetime | None] | None:
    if READING.fullmatch(part):
        return "reading", None
    if (found := BYLINE.fullmatch(part)) and all(
        map(NAME.fullmatch, _names(found["names"]))
    ):
        return "authors", None
    key = "modified" if UPDATED.match(part) else "date"
    moment = explain(DATED.sub("", UPDATED.sub("", part, count=1), count=1)).meant
    return (key, moment.at) if moment else None


def _names(text: str) -> tuple[str, ...]:
    parts = re.split(r"\s*(?:;|&|\band\b)\s*", text)
    # “Jane Doe, MD” is one person; “Jane Doe, John Doe” are two.
    split = [
        piece
        for part in parts
        for piece in (part.split(", ") if re.search(r", \S+ \S", part) else [part])
    ]
    return tuple(re.sub(r",\s*[A-Z][\w.-]*$", "", one).strip() for one in split if one)


def _take_terms(reading: Reading, line: str) -> bool:
    found = TERMS.fullmatch(line)
    if not found or ENDED.search(line):
        return False
    key = "tags" if found["tags"] else "categories"
    names = (name.strip(" #") for name in re.split(r"[,;]", found["names"]))
    reading.terms[key] = tuple(name for name in names if name)
    reading.notes.append(Note("brought", f"“{line}” went into the header"))
    return True


def _take_end(reading: Reading) -> None:
    """Take neighbours, terms and buttons from the end, for as long as there are any."""
    for _ in range(MOST_LINES):
        if not (full := reading.full()):
            return
        last = reading.lines[full[-1]].strip()
        if taken := _read_neighbours([reading.lines[at].strip() for at in full]):
            number, names = taken
            reading.take(full[-number:])
            reading.neighbours |= names
            for key, title in names.items():
                what = f"“{title}” stood below the text as its {key} post"
                reading.notes.append(Note("changed", what))
        elif _is_button(last):
            reading.take(full[-1:])
            reading.notes.append(Note("left", f"“{last}” is no part of the text"))
        elif _take_terms(reading, last):
            reading.take(full[-1:])
        else:
            return


def _is_button(line: str) -> bool:
    is_short = len(line) <= LONGEST_TITLE and not line.isdecimal()
    return is_short and bool(BUTTONS.fullmatch(line))


def _read_neighbours(lines: list[str]) -> tuple[int, dict[str, str]] | None:
    """Return how many lines at the end name neighbours, and the titles there."""
    for number in range(min(MOST_LINES, len(lines) - 1), 0, -1):
        names = _read_labels(lines[-number:])
        if names is not None:
            return number, names
    return None


def _read_labels(lines: list[str]) -> dict[str, str] | None:
    """Return the titles that lines of labels and titles name; None for other lines.

    A label that stands there once could be a heading: its title is no sentence then.
    """
    found: dict[str, str] = {}
    at = 0
    while at < len(lines):
        label = LABEL.fullmatch(lines[at])
        if not label:
            return None
        key = "previous" if label["previous"] else "next"
        if key in found:
            return None
        at += 1
        if label["title"]:
            found[key] = label["title"]
            continue
        again = at < len(lines) and lines[at].lower() == lines[at - 1].lower()
        at += again
        if at < len(lines) and not LABEL.fullmatch(lines[at]):
            title = lines[at]
            if len(title) > LONGEST_TITLE or (not again and title.endswith(".")):
                return None
            found[key] = title
            at += 1
        elif not again and len(lines) < 2:
            return None
    return found


def _take_copy(reading: Reading) -> None:
    """Take the second of two copies where it holds nothing more, else name it."""
    blocks = split_blocks("\n".join(reading.lines))
    keys = [_key(block) for block in blocks]
    begun = (
        at
        for at in range(2, len(blocks) - 1)
        if keys[at] == keys[0] or keys[at : at + 2] == keys[1:3]
    )
    for at in islice(begun, MOST_COPIES):
        one, other = blocks[:at], blocks[at:]
        if _has_all(one, other) or _has_all(other, one):
            again = other if _has_all(one, other) else one
            number = sum(len(block.text.split()) for block in again)
            reading.take(
                [
                    block.first - 1 + n
                    for block in again
                    for n in range(len(block.lines))
                ]
            )
            what = "the text stands in the file twice: of its copy at line "
            what += (
                f"{again[0].first}, {count(number, 'word')} stand in the other one too"
            )
            reading.notes.append(Note("left", what))
            return
        if _share(one, other) >= NEARLY:
            what = f"from line {other[0].first} on the file has nearly the same text a "
            what += "second time: all of it was brought; take out what is double"
            reading.notes.append(Note("brought", what))
            return


def _key(block: Block) -> str:
    return re.sub(r"\W+", " ", block.text).strip().casefold()


def _has_all(one: Sequence[Block], other: Sequence[Block]) -> bool:
    """Return whether each block of the other is one of these, sign for sign."""
    return {block.text for block in other} <= {block.text for block in one}


def _share(one: Sequence[Block], other: Sequence[Block]) -> float:
    """Return what share of the words of the other stands in blocks of these."""
    keys = set(map(_key, one))
    words = [(len(block.text.split()), _key(block) in keys) for block in other]
    return sum(n for n, is_there in words if is_there) / sum(n for n, _ in words)
