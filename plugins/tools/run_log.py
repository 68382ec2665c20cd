"""Pelican's log read as problems: what its plugins said, and its own messages."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ..problem import Level, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

LEVELS = {logging.ERROR: Level.ERROR, logging.WARNING: Level.WARNING}


class Collector(logging.Handler):
    """Keeps every problem that an adapter or Pelican reports."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.problems: list[Problem] = []
        self._settings: dict[str, Any] = {}
        self._swallowed: BaseException | None = None

    def follow(self, settings: dict[str, Any]) -> None:
        """Take the site's folders, so that addresses can be found in messages."""
        self._settings = settings

    def emit(self, record: logging.LogRecord) -> None:
        problem = getattr(record, "problem", None)
        if isinstance(problem, Problem):
            self.problems.append(problem)
        elif record.levelno >= logging.WARNING:
            self.problems.append(self._translate(record))

    def _translate(self, record: logging.LogRecord) -> Problem:
        level = LEVELS.get(record.levelno, Level.ERROR)
        return Problem("pelican", 0, record.getMessage(), "", "pelican", level)

    def annotate(self, error: BaseException) -> None:
        """Note on an exception which post or page was being worked on."""

    def raise_swallowed(self) -> None:
        """Raise the programmer's mistake that Pelican has logged and gone on from."""
        if self._swallowed is not None:
            raise self._swallowed


@contextmanager
def collected() -> Iterator[Collector]:
    """Collect what is logged at level INFO and above."""
    collector = Collector()
    root = logging.getLogger()
    level = root.level
    root.addHandler(collector)
    root.setLevel(min(level or logging.INFO, logging.INFO))
    try:
        yield collector
    finally:
        root.removeHandler(collector)
        root.setLevel(level)
