"""A folder of files that are made once, and kept by what they are made of."""

from __future__ import annotations

import os
import re
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

OURS = re.compile(r"[0-9a-f]{64}\.(?:(?:webp|jpg|png)|(?P<part>[\d-]+\.part))")
DAY = 24 * 60 * 60


class CacheError(Exception):
    """Nothing can be kept in the cache; its words say why."""


@dataclass(frozen=True)
class MadeFiles:
    """The files in one folder; a name is a digest of 64 digits, and a suffix."""

    folder: Path
    is_own: bool  #: nobody else's files are in there, so what is left over may go

    @classmethod
    def beside(cls, site: Path, content: Path, folder: str) -> MadeFiles:
        """Return those of a site; a folder outside of it may be shared with others."""
        own, place = site.resolve(), site / folder
        inside = content.resolve(), place.resolve()
        return cls(place, all(one.is_relative_to(own) for one in inside))

    def has(self, name: str) -> bool:
        """Return whether a file is kept."""
        return (self.folder / name).is_file()

    def read(self, name: str) -> bytes:
        """Return a file that is kept; nothing where another run has removed it."""
        try:
            return (self.folder / name).read_bytes()
        except OSError:
            return b""

    def write(self, name: str, data: bytes) -> None:
        """Keep a file, whole or not at all. Raises ``CacheError``."""
        # Another run, or a thing with the same bytes, may make it at the same time.
        mine = f"{os.getpid()}-{threading.get_ident()}"
        part = self.folder / f"{name.partition('.')[0]}.{mine}.part"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            part.write_bytes(data)
            part.replace(self.folder / name)
        except OSError as error:
            with suppress(OSError):
                part.unlink()
            raise CacheError(error.strerror) from error

    def all(self) -> Iterator[Path]:
        """Yield every file in the folder."""
        if self.folder.is_dir():
            yield from (one for one in self.folder.iterdir() if one.is_file())

    def remove_unused(self, used: Collection[str]) -> None:
        """Remove our files but those with these names, where nobody else needs them."""
        if not self.is_own:
            return
        for one in self.all():
            if one.name not in used and self.is_left_over(one):
                with suppress(OSError):  # another run may remove it too
                    one.unlink()

    @staticmethod
    def is_left_over(file: Path) -> bool:
        """Return whether an unused file is a made one, or the rest of a killed run."""
        found = OURS.fullmatch(file.name)
        is_old = time.time() - file.stat().st_mtime > DAY
        return bool(found and (is_old or not found["part"]))
