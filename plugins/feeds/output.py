"""Feeds on disk, so that a server can answer 304: same bytes, same file, same date."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pelican.utils import sanitised_join

from ..source.core import digest

if TYPE_CHECKING:
    from collections.abc import Iterable

BLANK = re.compile(r"\{[^}]*\}")


@dataclass
class FeedOutput:
    """The output folder, and what its feeds were before Pelican emptied it."""

    folder: Path
    former: dict[str, tuple[str, int]] = field(default_factory=dict)

    def remember(self, patterns: Iterable[str]) -> None:
        """Note the date and the bytes' digest of every file that a pattern names.

        A pattern is a path of the settings, with ``{slug}`` or ``{lang}`` in it.
        """
        for pattern in patterns:
            for path in self.folder.glob(BLANK.sub("*", pattern.lstrip("/"))):
                if path.is_file():
                    name = path.relative_to(self.folder).as_posix()
                    changed = path.stat().st_mtime_ns
                    self.former[name] = (digest(path.read_bytes()), changed)

    def write(self, name: str, text: bytes) -> Path:
        """Write a file unless it holds these bytes; return where it is.

        A file that Pelican deleted and that comes back the same keeps its date.
        """
        path = Path(sanitised_join(str(self.folder), name))
        try:
            if path.read_bytes() == text:
                return path
        except OSError:
            path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.new")
        beside.write_bytes(text)
        former = self.former.get(name)
        if former and former[0] == digest(text):
            os.utime(beside, ns=(former[1], former[1]))
        beside.replace(path)
        return path
