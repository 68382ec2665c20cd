"""``invoke bench``: our build against what else people build blogs with, in turn.

Only ratios taken in one run count: a machine's seconds belong to its moment. What
was found stands in ``benchmarks/results/``, a file for each run.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from benchmarks.contenders import own_peak
from benchmarks.figures import PELICAN, Figures
from benchmarks.install import HERE, ROOT, Peers, find_peers
from benchmarks.rows import ROWS, RUN, Bench, measure_clinic
from benchmarks.series import measure_plugins
from benchmarks.table import detail, list_outputs, summarize

if TYPE_CHECKING:
    from pathlib import Path

RESULTS = HERE / "results"
USUAL = tuple(row for row in ROWS if row != "plugins")
HOW = """\
Whole processes, one after the other in each round, on the same posts in each one’s \
form; the ratio is the median of the rounds’ own ratios, Bulletin’s to the other’s. \
Bulletin cites 4.5 works a post from a library that has as many for each, checks \
what it publishes, and writes more pages and feeds; every edit is another one. Peak \
memory is that of the largest process."""


def main(words: list[str]) -> int:
    """Measure, print the tables and keep them; return the exit code."""
    options = parse(words)
    began = datetime.now(UTC)
    peers = find_peers() if options.peers else None
    for name, reason in (peers.missing if peers else {}).items():
        print(f"{name} is missing: {reason}", flush=True)
    figures = Figures()
    RUN.mkdir(parents=True, exist_ok=True)
    try:
        for posts in options.posts:
            bench = Bench(posts, options.rounds, peers, figures)
            if set(options.rows) - {"clinic", "plugins"}:
                bench.measure(options.rows)
            for site in bench.contenders.values():
                shutil.rmtree(site.folder)
        if "clinic" in options.rows:
            measure_clinic(options.rounds, figures)
        more = plugins_of(options, peers) if "plugins" in options.rows else []
    except KeyboardInterrupt:
        print("Stopped; nothing was kept.")
        return 130
    text = compose(figures, options, peers, began, more)
    path = free_name(began)
    path.write_text(text, "utf-8")
    print(f"\n{text}\nKept in {path.relative_to(ROOT)}.")
    return 0


def parse(words: list[str]) -> argparse.Namespace:
    """Return what was asked for."""
    parser = argparse.ArgumentParser(prog="invoke bench")
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--rows", type=parse_rows, default=USUAL)
    parser.add_argument("--posts", type=parse_numbers, default=(100, 1000))
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args(words)


def parse_rows(text: str) -> tuple[str, ...]:
    """Return the rows that are named, in the order in which they are measured."""
    named = {word.strip() for word in text.split(",") if word.strip()}
    if unknown := sorted(named - set(ROWS)):
        known = ", ".join(ROWS)
        message = f"no row is called {', '.join(unknown)}; there are {known}"
        raise argparse.ArgumentTypeError(message)
    return tuple(row for row in ROWS if row in named)


def parse_numbers(text: str) -> tuple[int, ...]:
    """Return the sizes of corpora, the least first."""
    try:
        numbers = sorted({int(word.replace("_", "")) for word in text.split(",")})
    except ValueError:
        numbers = [0]
    if numbers[0] < 1:
        message = f"“{text}” is no list of sizes such as 100,1000"
        raise argparse.ArgumentTypeError(message)
    return tuple(numbers)


def plugins_of(options: argparse.Namespace, peers: Peers | None) -> list[str]:
    """Return the tables of what single plugins cost, or why there are none."""
    why = peers.missing.get(PELICAN, "") if peers else "it needs --peers"
    if peers is not None and peers.python is not None:
        try:
            return measure_plugins(peers.python, options.posts[-1], options.rounds)
        except subprocess.CalledProcessError as error:
            why = f"{error}"
    return [f"What single plugins cost was not measured: {why.rstrip('.')}."]


def compose(
    figures: Figures,
    options: argparse.Namespace,
    peers: Peers | None,
    began: datetime,
    more: list[str],
) -> str:
    """Return the text of a file of results."""
    clinic = len(list((ROOT / "content" / "posts").glob("*.md")))
    sizes = ", ".join(f"{posts:,}" for posts in options.posts)
    rounds = "1 round" if options.rounds == 1 else f"{options.rounds} rounds"
    title = f"# {began:%Y-%m-%d}: {sizes} posts, {rounds}"
    parts = [
        [title],
        [machine(began)],
        [versions(peers)],
        [HOW],
        summarize(figures, clinic),
        ["## Everything that was measured"],
        detail(figures),
        ["## What cold builds wrote"],
        list_outputs(figures),
    ]
    parts += [more] if more else []
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def machine(began: datetime) -> str:
    """Return the line that says when and on what kind of machine."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    cores = f"{os.cpu_count()} processors, {platform.machine()}"
    load = os.getloadavg()[0]
    when = f"{began:%Y-%m-%d %H:%M} UTC, {cores}, {python}; load at the end {load:.1f}."
    return f"{when} No peak below the bench’s own {own_peak():.0f} MiB can be seen."


def versions(peers: Peers | None) -> str:
    """Return the line that says what was measured."""
    if peers is None:
        return f"Bulletin {checkout()}, without peers."
    missing = "".join(f" {name}: {why}" for name, why in peers.missing.items())
    return f"{', '.join((f'Bulletin {checkout()}', *peers.versions))}.{missing}"


def checkout() -> str:
    """Return the commit that stands in this checkout, and whether it was changed."""
    command = ["git", "describe", "--always", "--dirty=, with changes"]
    with suppress(OSError, subprocess.CalledProcessError):
        run = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, check=True
        )
        return run.stdout.strip()
    return "of no known commit"


def free_name(began: datetime) -> Path:
    """Return the file that a run's results go into: its date, numbered if it must."""
    day = f"{began:%Y-%m-%d}"
    path, number = RESULTS / f"{day}.md", 1
    while path.exists():
        number += 1
        path = RESULTS / f"{day}-{number}.md"
    return path


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
