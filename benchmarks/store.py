"""How long a deploy to an S3 store takes: ``python -m benchmarks.store``.

Our whole procedure (plan, guard, order, lock, record) and a bare ``rclone sync``, in
turn, whole processes, on the same tree and the same store: rclone's own, on this
machine. Neither has to wait for a network, so that it is the worst case for ours.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.bench import free_name
from benchmarks.serving import free_port
from plugins.tools.deploy.built import Sent
from plugins.tools.deploy.live import Delivery
from plugins.tools.deploy.options import DeployOptions
from plugins.tools.deploy.record import ReleaseRecord
from plugins.tools.deploy.s3.transport import S3Transport
from plugins.tools.deploy.targets import find_target
from plugins.tools.reporter import Reporter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RCLONE = Path(sys.executable).parent / "rclone"
KEY, SECRET = "KEYOFTHEBENCH0001", "secret-of-the-bench-and-of-nobody"
SMALL, LARGE = 2_000, 15_000  #: bytes of a file, at least and at most
CHANGED = 100  #: files of an edit
OURS, BARE = "invoke deploy", "rclone sync"
CASES = ("cold", "nothing changed", f"{CHANGED} files changed")


@dataclass
class Store:
    """rclone's store, with a bucket for each contender."""

    endpoint: str
    tree: Path
    seconds: dict[tuple[str, str], list[float]] = field(default_factory=dict)

    def measure(self, case: str) -> None:
        """Bring the tree to both, and take down how long each took."""
        for who, bring in ((OURS, self.deploy), (BARE, self.sync)):
            began = time.perf_counter()
            bring()
            took = time.perf_counter() - began
            self.seconds.setdefault((case, who), []).append(took)

    def deploy(self) -> None:
        words = [sys.executable, "-m", "benchmarks.store", "--tree", str(self.tree)]
        run([*words, "--endpoint", self.endpoint])

    def sync(self) -> None:
        run([str(RCLONE), "sync", "--checksum", str(self.tree), ":s3:bare"], self)


def run(words: list[str], store: Store | None = None) -> None:
    """Run a program whose store is given by the environment."""
    env = {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET}
    if store:
        env |= {"RCLONE_S3_PROVIDER": "Rclone", "RCLONE_S3_ENV_AUTH": "true"}
        env |= {"RCLONE_S3_ENDPOINT": store.endpoint, "RCLONE_CONFIG": "/dev/null"}
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(
            words, env=os.environ | env, stdout=said, stderr=said, check=False
        )
        if done.returncode:
            said.seek(0)
            raise SystemExit(said.read().decode()[-2000:])


def deliver(tree: Path, endpoint: str) -> None:
    """Do what ``invoke deploy`` does with a tree that has been built."""
    config = {"bench": {"bucket": "ours", "endpoint": endpoint}}
    target = find_target(config, "bench", tree)
    record = ReleaseRecord("", datetime.now(UTC))
    sent = Sent(tree, tree, "https://a.org", record, {"the home page": "index.html"})
    options = DeployOptions(yes=True)
    Delivery(sent, target, S3Transport(target), options, Reporter()).deliver()


def write(tree: Path, numbers: range, chance: random.Random) -> None:
    """Write pages of a site, no two the same."""
    for number in numbers:
        place = tree / f"blog/{number % 100}/post-{number}/index.html"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(chance.randbytes(chance.randint(SMALL, LARGE)))


@contextlib.contextmanager
def a_store(folder: Path) -> Iterator[str]:
    """Run rclone's store on this machine; yield its endpoint."""
    for bucket in ("ours", "bare"):
        (folder / bucket).mkdir(parents=True)
    port = free_port()
    words = [str(RCLONE), "serve", "s3", "--config", "/dev/null"]
    words += ["--addr", f"127.0.0.1:{port}", "--auth-key", f"{KEY},{SECRET}"]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen([*words, str(folder)], stdout=quiet, stderr=quiet)
    try:
        time.sleep(1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def measure(objects: int, rounds: int) -> dict[tuple[str, str], list[float]]:
    """Return the seconds of each round, by case and contender."""
    chance = random.Random(18)  # noqa: S311  # the same tree each time
    seconds: dict[tuple[str, str], list[float]] = {}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as top:
            tree, folder = Path(top) / "tree", Path(top) / "store"
            write(tree, range(objects - 1), chance)
            (tree / "index.html").write_text("Home.")
            with a_store(folder) as endpoint:
                store = Store(endpoint, tree, seconds)
                store.measure(CASES[0])
                store.measure(CASES[1])
                write(tree, range(CHANGED), chance)
                store.measure(CASES[2])
            shutil.rmtree(folder)
    return seconds


def compose(
    seconds: dict[tuple[str, str], list[float]], objects: int, began: datetime
) -> str:
    """Return what was measured as Markdown."""
    version = subprocess.check_output([str(RCLONE), "version"], text=True).split()[1]
    load = os.getloadavg()[0]
    lines = [
        f"# {began:%Y-%m-%d}: {objects:,} objects to an S3 store",
        "",
        (
            f"{began:%Y-%m-%d %H:%M} UTC, {os.cpu_count()} processors, "
            f"{platform.machine()}, CPython {platform.python_version()}; load at the "
            f"end {load:.1f}. Whole processes, in turn, on the same tree (2–15 kB a "
            f"file) and the same store, that of rclone {version} on this machine. "
            "`invoke deploy` without the build: plan, guard, lock, order, comparison, "
            "record. `rclone sync --checksum` with its defaults."
        ),
        "",
        f"| {objects:,} objects; medians (least–most) | {OURS} | {BARE} | ratio |",
        "|---|---|---|---|",
    ]
    for case in CASES:
        ours, bare = (seconds[case, who] for who in (OURS, BARE))
        ratios = [one / other for one, other in zip(ours, bare, strict=True)]
        cells = (*(f"{spread(one)} s" for one in (ours, bare)), spread(ratios))
        lines.append(f"| {case} | {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


def spread(values: list[float]) -> str:
    """Return a median, with the least and the most."""
    return f"{statistics.median(values):.2f} ({min(values):.2f}–{max(values):.2f})"


def main(words: list[str], write_down: Callable[[str], None]) -> None:
    """Measure, or do what is measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.store")
    parser.add_argument("--objects", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--tree", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--endpoint", help=argparse.SUPPRESS)
    options = parser.parse_args(words)
    if options.tree:
        deliver(options.tree, options.endpoint)
        return
    began = datetime.now(UTC)
    seconds = measure(options.objects, options.rounds)
    write_down(compose(seconds, options.objects, began))


def keep(text: str) -> None:
    """Print what was measured, and keep it beside other results."""
    path = free_name(datetime.now(UTC))
    path.write_text(text, "utf-8")
    print(f"{text}\nKept in {path}.")


if __name__ == "__main__":
    main(sys.argv[1:], keep)
