"""One author's file as it was read: its text, its header, its body, its faults."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from ..problem import UNWANTED
from .encoding import decode
from .header import Header, below, fold_lines, parse_header
from .prose import Prose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .faults import HeaderFault

#: Shorter texts stand everywhere, so that finding one says nothing.
SHORTEST = 3
#: Faults of a file whose text nobody has seen, or whose text is a guess.
UNREAD = frozenset({"file-unreadable", "file-outside", "file-encoding"})


@dataclass(frozen=True)
class Source:
    """One file, read once in a run; everybody who asks gets the same record."""

    path: str  #: as problems name it
    text: str = ""  #: with the line ends of the file
    faults: tuple[HeaderFault, ...] = ()  #: of the file and its characters
    digest: str = ""  #: of its bytes; empty where it was not read

    @cached_property
    def header(self) -> Header:
        """The header as written, with the line of each key.

        Characters that no file may hold are named as faults; without them the rest can
        be read, so that all mistakes are told in one run.
        """
        return parse_header(self._clean)

    @property
    def bare_header(self) -> Header:
        """The header without the body, if that is all that stands below a line."""
        header = self.header
        is_below = below(self._clean, header.body_line) == header.body
        return replace(header, body="") if is_below and header.body else header

    def know(self, bare: Header, faults: tuple[HeaderFault, ...]) -> None:
        """Take for known what was read of the same bytes: ``bare_header`` and faults.

        The text below the header is cut off when somebody asks for it.
        """
        vars(self).setdefault("faults", faults)
        if "header" not in vars(self):
            vars(self)["header"] = _HeaderAbove(bare, lambda: self._clean)

    @property
    def _clean(self) -> str:
        return UNWANTED.sub("", self.text) if self.faults else self.text

    @property
    def body(self) -> str:
        """The text below the header, with one kind of line end."""
        return self.header.body

    @cached_property
    def prose(self) -> Prose:
        """The body and what Markdown reads of it as prose, by the file's lines."""
        return Prose(self.header.body, self.header.body_line)

    def let_go(self) -> None:
        """Forget the prose: hardly anybody asks for it once the text is checked."""
        vars(self).pop("prose", None)

    @property
    def lines(self) -> list[str]:
        """The file, line by line; few want them, so nobody keeps them."""
        return fold_lines(self.text).split("\n")

    @property
    def is_read(self) -> bool:
        """Return whether the text is what the author wrote."""
        return not any(fault.name in UNREAD for fault in self.faults)

    def line(self, key: str, item: int | None = None) -> int:
        """Return the line of a key of the header, or of its item; 1 if it is absent."""
        return self.header.line(key, item)

    @property
    def key_of_address(self) -> str:
        """Return the key of the header that decides the post's address, or nothing."""
        keys = ("save_as", "url", "slug", "title")
        return next((key for key in keys if key in self.header.lines), "")

    @property
    def line_of_address(self) -> int:
        """Return the line of the header that decides the post's address."""
        return self.header.line(self.key_of_address)

    def find_line(self, words: Iterable[str]) -> int:
        """Return the first line that holds one of these texts; 0 where none does."""
        lines = self.lines
        for word in words:
            sought = word.rstrip("…")
            if len(sought) >= SHORTEST:
                found = (n for n, line in enumerate(lines, 1) if sought in line)
                if number := next(found, 0):
                    return number
        return 0


class _FileSource(Source):
    """The record of a file's bytes, which become text when somebody asks for that."""

    def __init__(self, path: str, data: bytes) -> None:
        vars(self).update(path=path, digest=digest(data), _data=data)

    @cached_property
    def text(self) -> str:
        return self._decode()[0]

    @cached_property
    def faults(self) -> tuple[HeaderFault, ...]:
        return self._decode()[1]

    def _decode(self) -> tuple[str, tuple[HeaderFault, ...]]:
        text, faults = decode(vars(self).pop("_data"))
        vars(self).update(text=text, faults=faults)
        return text, faults


class _HeaderAbove(Header):
    """A header that is known, above a text that is not cut off yet."""

    def __init__(self, bare: Header, give_text: Callable[[], str]) -> None:
        vars(self).update(vars(bare), _give_text=give_text)
        if not bare.body:
            del vars(self)["body"]

    @cached_property
    def body(self) -> str:
        return below(vars(self)["_give_text"](), self.body_line)


def make_source(path: str, data: bytes) -> Source:
    """Return the record of a file's bytes."""
    return _FileSource(path, data)


def new_hash(data: bytes = b"") -> hashlib.blake2b:
    """Return what makes digests of a site's files."""
    return hashlib.blake2b(data, digest_size=16)


def digest(data: bytes) -> str:
    """Return a short digest that no two files of a site share by chance."""
    return new_hash(data).hexdigest()
