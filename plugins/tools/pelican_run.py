"""One run of Pelican: settings in, problems out, and no trace left in the process."""

from __future__ import annotations

import logging
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican import Pelican, signals
from pelican.settings import read_settings

from ..problem import Level, Problem, SettingsError
from ..report import BuildStoppedError

if TYPE_CHECKING:
    from collections.abc import Iterator

LEVELS = {logging.ERROR: Level.ERROR, logging.WARNING: Level.WARNING}
PARTS_OF_A_SIGNAL = ("receivers", "_by_receiver", "_by_sender", "_weak_senders")


@dataclass(frozen=True)
class Run:
    """What one run of Pelican left behind."""

    problems: tuple[Problem, ...]  #: sorted; those of the plugins and Pelican's own
    output: Path  #: where Pelican wrote

    @property
    def is_good(self) -> bool:
        """Say whether nothing ended the build."""
        return all(problem.level < Level.ERROR for problem in self.problems)


class _Collector(logging.Handler):
    """Keeps every problem that an adapter or Pelican reports."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.problems: list[Problem] = []

    def emit(self, record: logging.LogRecord) -> None:
        problem = getattr(record, "problem", None)
        if isinstance(problem, Problem):
            self.problems.append(problem)
        elif record.levelno >= logging.WARNING:
            level = LEVELS.get(record.levelno, Level.ERROR)
            what = record.getMessage()
            self.problems.append(Problem("pelican", 0, what, "", "pelican", level))


def run_pelican(conf: Path | None, **overrides: Any) -> Run:
    """Build a site once and return its problems.

    Author's mistakes come back as problems; a programmer's mistake raises.
    """
    with _own_signals(), _collected() as collector:
        settings = read_settings(str(conf) if conf else None, override=overrides)
        try:
            Pelican(settings).run()
        except SettingsError as error:
            collector.problems.extend(error.problems)
        except BuildStoppedError:
            pass  # every error behind it has been collected
    return Run(tuple(sorted(set(collector.problems))), Path(settings["OUTPUT_PATH"]))


@contextmanager
def _collected() -> Iterator[_Collector]:
    collector = _Collector()
    root = logging.getLogger()
    level = root.level
    root.addHandler(collector)
    root.setLevel(min(level or logging.INFO, logging.INFO))
    try:
        yield collector
    finally:
        root.removeHandler(collector)
        root.setLevel(level)


@contextmanager
def _own_signals() -> Iterator[None]:
    """Give this run its own listeners and put the former ones back."""
    named = [s for s in vars(signals).values() if hasattr(s, "receivers")]
    before = [{part: getattr(s, part) for part in PARTS_OF_A_SIGNAL} for s in named]
    for signal in named:
        signal.receivers = {}
        signal._by_receiver = defaultdict(set)  # noqa: SLF001  # blinker has no copy
        signal._by_sender = defaultdict(set)  # noqa: SLF001
        signal._weak_senders = {}  # noqa: SLF001
    try:
        yield
    finally:
        for signal, parts in zip(named, before, strict=True):
            for part, value in parts.items():
                setattr(signal, part, value)
