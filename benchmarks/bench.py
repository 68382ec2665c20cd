"""``invoke bench``: our build against stock Pelican with the two peers, in turn.

Only ratios taken in one run count: each round runs every contender once, one after
the other, and a ratio is the median of the rounds' own ratios. The peers are
installed into an environment of their own below ``.cache/``.
"""

from __future__ import annotations

import os
import platform
import resource
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from filecmp import cmpfiles
from pathlib import Path
from statistics import median
from venv import EnvBuilder

HERE = Path(__file__).parent
ROOT = HERE.parent
AREA = ROOT / ".cache" / "bench"
RESULTS = HERE / "RESULTS.md"
PEERS = "Pelican, pelican-series, pelican-neighbors"


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


def bench(posts: int, rounds: int, places: list[int]) -> None:
    """Measure, print a table, and add it to the results that are kept."""
    python = install_peers()
    corpus = make_corpus(posts)
    contenders = line_up(python, corpus, posts)
    for number in range(rounds):
        for contender in contenders:
            contender.run()
            seconds = contender.wall[-1]
            print(f"round {number + 1}: {seconds:7.2f} s  {contender.name}", flush=True)
    costs = [(count, *measure_places(python, count)) for count in places]
    files, same = compare(contenders[0].output, contenders[1].output)
    text = "\n".join(
        (
            heading(posts, rounds),
            "",
            *build_table(contenders),
            "",
            f"Of the {files} pages that the first two wrote, {same} are equal.",
            "",
            *places_table(costs),
            "",
            *measure_feeds(corpus, rounds),
            "",
        )
    )
    print(f"\n{text}")
    with RESULTS.open("a", encoding="utf-8") as file:
        file.write(f"\n{text}")


def install_peers() -> Path:
    """Return the Python of the peers' environment; make it the first time."""
    folder = AREA / "peers"
    python = folder / "bin" / "python"
    pinned = (HERE / "peers.txt").read_text("utf-8")
    mark = folder / "installed.txt"
    if not mark.is_file() or mark.read_text("utf-8") != pinned:
        print("Installing the peers.", flush=True)
        EnvBuilder(clear=True, with_pip=True).create(folder)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--require-hashes"]
        subprocess.run([*pip, "-r", str(HERE / "peers.txt")], check=True)
        mark.write_text(pinned, "utf-8")
    return python


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
    folder = output / "bulletin" / "site"
    command = [sys.executable, "-m", "invoke", "build", "--quiet"]
    command += ["--content", str(corpus), "--output", str(folder)]
    contenders.append(Contender("invoke build, all plugins and theme", command, folder))
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


def heading(posts: int, rounds: int) -> str:
    """Return the line that says when and on what kind of machine."""
    day = datetime.now(UTC).date().isoformat()
    machine = f"{os.cpu_count()} processors, {platform.machine()}"
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"## {day}: {posts:,} posts, {rounds} rounds\n\n{machine}, {python}."


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


if __name__ == "__main__":
    sizes = [int(size) for size in sys.argv[3].split(",")]
    bench(int(sys.argv[1]), int(sys.argv[2]), sizes)
