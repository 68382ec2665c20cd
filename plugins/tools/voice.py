"""How a build speaks: problems, progress on a terminal, one line at the end."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TextIO

from ..problem import Level, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable


class Voice:
    """The two streams of a command: results to standard output, the rest to error."""

    def __init__(self, form: str = "text", quiet: bool = False) -> None:
        self.form = form
        self.quiet = quiet

    def tell(self, line: str) -> None:
        """Say something that is no problem; ``--quiet`` leaves it out."""
        if not self.quiet and self.form == "text":
            _say(sys.stdout, line)

    def problems(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            level = "" if problem.level is Level.ERROR else f"{problem.level}: "
            _say(sys.stderr, f"{level}{problem}")

    def error(self, line: str) -> None:
        _say(sys.stderr, line)


def _say(stream: TextIO, line: str) -> None:
    stream.write(f"{line}\n")
    stream.flush()
