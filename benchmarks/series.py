"""What single plugins of ours cost beside Pelican's own and the two peers of series.

Each round runs every contender once, one after the other, and a ratio is the median of
the rounds' own ratios.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from filecmp import cmpfiles
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.install import AREA, HERE, ROOT

if TYPE_CHECKING:
    from pathlib import Path

PEERS = "Pelican, pelican-series, pelican-neighbors"
PLACES = (1000, 10_000)


@dataclass
class Contender:
    """A way to build the corpus, and what it took."""

    name: str
    command: list[str]
    output: Path
    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def run(self) -> None:
        """Build once into an empty folder and keep the seconds."""
        shutil.rmtree(self.output, ignore_errors=True)
        used, began = _processor_seconds(), time.monotonic()
        subprocess.run(
            self.command,
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            check=True,
            stdout=subprocess.DEVNULL,
        )
        self.wall.append(time.monotonic() - began)
        self.processor.append(_processor_seconds() - used)


def measure_plugins(python: Path, posts: int, rounds: int) -> list[str]:
    """Return the tables: whole builds, places and neighbours, feeds."""
    corpus = make_corpus(posts)
    contenders = line_up(python, corpus, posts)
    for number in range(rounds):
        for contender in contenders:
            contender.run()
            seconds = contender.wall[-1]
            print(f"round {number + 1}: {seconds:7.2f} s  {contender.name}", flush=True)
    costs = [(count, *measure_places(python, count)) for count in PLACES]
    files, same = compare(contenders[0].output, contenders[1].output)
    return [
        "## What single plugins cost",
        "",
        *build_table(contenders),
        "",
        f"Of the {files} pages that the first two wrote, {same} are equal.",
        "",
        *places_table(costs),
        "",
        *measure_feeds(corpus, rounds),
    ]


def make_corpus(posts: int) -> Path:
    """Return the folder of a corpus of so many posts."""
    folder = AREA / f"corpus-{posts}"
    shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, str(HERE / "corpus.py"), str(folder), str(posts)]
    subprocess.run(command, check=True)
    return folder


def line_up(python: Path, corpus: Path, posts: int) -> list[Contender]:
    """Return who runs, the peers first."""
    output = AREA / f"output-{posts}"

    def pelican(name: str, *extra: str) -> Contender:
        folder = output / str(len(contenders))
        options = ["-s", str(HERE / "stockconf.py"), "-t", str(HERE / "theme")]
        command = [str(python), "-m", "pelican", str(corpus), *options, "--quiet"]
        return Contender(name, [*command, "-o", str(folder), "-e", *extra], folder)

    contenders: list[Contender] = []
    peers = 'PLUGINS=["pelican.plugins.series","pelican.plugins.neighbors"]'
    ours = 'PLUGINS=["plugins.series"]'
    contenders.append(pelican(PEERS, peers))
    contenders.append(pelican("Pelican, our series", ours))
    contenders.append(pelican("Pelican, our series with its pages", ours, "SERIES={}"))
    return contenders


def measure_places(python: Path, posts: int) -> tuple[float, float]:
    """Return what places and neighbours cost for a post: the peers' way, and ours."""
    command = [str(python), str(HERE / "places.py"), str(posts)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    run = subprocess.run(
        command, check=True, capture_output=True, text=True, env=environment
    )
    theirs, ours = map(float, run.stdout.split())
    return theirs, ours


def measure_feeds(corpus: Path, rounds: int) -> list[str]:
    """Return the table of what feeds cost: stock Pelican's, and ours."""
    run = subprocess.run(
        [sys.executable, str(HERE / "feeds.py"), str(corpus), str(rounds)],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    return run.stdout.splitlines()


def compare(one: Path, other: Path) -> tuple[int, int]:
    """Return how many pages one output has, and how many the other has the same."""
    pages = [str(path.relative_to(one)) for path in one.rglob("*.html")]
    same, _, _ = cmpfiles(one, other, pages, shallow=False)
    return len(pages), len(same)


def build_table(contenders: list[Contender]) -> list[str]:
    """Return the table of whole builds."""
    first = contenders[0]
    rows = ["| whole build | wall, s | processor, s | against the first |"]
    rows.append("|---|---|---|---|")
    for one in contenders:
        pairs = zip(one.processor, first.processor, strict=True)
        ratios = sorted(mine / theirs for mine, theirs in pairs)
        ratio = f"{median(ratios):.2f} ({ratios[0]:.2f}–{ratios[-1]:.2f})"
        wall, processor = median(one.wall), median(one.processor)
        rows.append(f"| {one.name} | {wall:.2f} | {processor:.2f} | {ratio} |")
    return rows


def places_table(costs: list[tuple[int, float, float]]) -> list[str]:
    """Return the table of what the handlers alone cost."""
    rows = ["| places and neighbours, µs for a post | the two peers | ours | ratio |"]
    rows.append("|---|---|---|---|")
    for posts, theirs, ours in costs:
        ratio = ours / theirs
        rows.append(f"| {posts:,} posts | {theirs:.2f} | {ours:.2f} | {ratio:.2f} |")
    return rows


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
