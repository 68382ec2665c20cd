"""What was measured, and what could not be: records and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

OURS = "Bulletin"
PELICAN = "Pelican"
HUGO = "Hugo"
ELEVENTY = "Eleventy"


class Case(NamedTuple):
    """One thing that was done: by whom, with how many posts."""

    row: str  #: cold, edit, post, title, tag, record, unchanged, serve, seen, clinic
    posts: int
    who: str


class Cost(NamedTuple):
    """What one run took."""

    wall: float  #: seconds
    processor: float = 0.0  #: seconds, of the process and all that it started
    peak: float = 0.0  #: MiB of its largest process


class Output(NamedTuple):
    """What a cold build wrote."""

    files: int
    size: int  #: bytes


class Spread(NamedTuple):
    """A median, and between which values it lies."""

    median: float
    least: float
    most: float


@dataclass
class Figures:
    """All that a run of the bench found."""

    costs: dict[Case, list[Cost]] = field(default_factory=dict)
    outputs: dict[tuple[int, str], Output] = field(default_factory=dict)
    failures: dict[Case, str] = field(default_factory=dict)

    def add(self, case: Case, cost: Cost) -> None:
        self.costs.setdefault(case, []).append(cost)

    def walls(self, case: Case) -> Spread | None:
        """Return the wall seconds of a case."""
        return spread([cost.wall for cost in self.costs.get(case, ())])

    def processors(self, case: Case) -> Spread | None:
        """Return the processor seconds of a case."""
        return spread([cost.processor for cost in self.costs.get(case, ())])

    def peak(self, case: Case) -> Spread | None:
        """Return the MiB of a case."""
        return spread([cost.peak for cost in self.costs.get(case, ())])

    def wall_ratio(self, one: Case, other: Case) -> Spread | None:
        """Return the ratios of the rounds in which both were measured."""
        return self._ratio(one, other, "wall")

    def processor_ratio(self, one: Case, other: Case) -> Spread | None:
        """Return the ratios of processor time of the rounds with both."""
        return self._ratio(one, other, "processor")

    def _ratio(self, one: Case, other: Case, what: str) -> Spread | None:
        pairs = zip(self.costs.get(one, ()), self.costs.get(other, ()), strict=False)
        return spread([getattr(a, what) / getattr(b, what) for a, b in pairs])

    def why_not(self, *cases: Case) -> str:
        """Say why there is no figure of these cases."""
        reasons = [self.failures[case] for case in cases if case in self.failures]
        return "; ".join(dict.fromkeys(reasons)) or "not measured in this run"


def spread(values: list[float]) -> Spread | None:
    """Return the median, the least and the most; None where there are no values."""
    if not values:
        return None
    return Spread(median(values), min(values), max(values))
