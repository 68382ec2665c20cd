"""The commands of this repository: those of plugins/tools and of dev, test and lint."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from invoke.collection import Collection
from invoke.exceptions import Exit

from dev.needs import require
from dev.tasks import audit, screenshots
from plugins.tools.command_line import NumberTask, in_one_line, is_dry, task
from plugins.tools.tasks import namespace as commands

if TYPE_CHECKING:
    from invoke.context import Context

ROOT = Path(__file__).parent
BIN = Path(sys.executable).parent
REPORT = ROOT / ".cache" / "tests.xml"
LINT = ("ruff check .", "ruff format --check .", "mypy", "codespell")
LINTERS = ("ruff", "mypy", "codespell")
#: Each file of tests stays in one process, which builds its sites and starts its
#: browser once. Three keep two cores busy while one waits for a disk or a server.
PYTEST = "pytest -n 3 --dist loadfile --no-loadscope-reorder"
#: Whatever a machine says: else each process of each run compiles all tests anew.
BYTECODE = {"PYTHONDONTWRITEBYTECODE": ""}


@task
def lint(context: Context) -> None:
    """Check the code's form: ruff, mypy and codespell."""
    with in_one_line():
        require("invoke lint", python=LINTERS)
    run_all(LINT, dry=is_dry(context))


@task(
    name="test",
    help={
        "long": "run the long campaigns too, which take minutes",
        "only": "folders, files or tests, by spaces; tests unless told, which is all",
    },
)
def run_tests(context: Context, *, long: bool = False, only: str = "tests") -> None:
    """Check the code's form, then run every test.

    Examples:
      invoke test --only tests/law
    """
    with in_one_line():
        require("invoke test", python=(*LINTERS, "pytest", "pytest-xdist"))
    chosen = "" if long else " -m 'not long'"
    if not is_dry(context):
        REPORT.unlink(missing_ok=True)
    pytest = f"{PYTEST}{chosen} --junit-xml={REPORT} {only}"
    try:
        run_all((*LINT, pytest), dry=is_dry(context))
    finally:
        for line in missing_programs(REPORT):
            print(line)


def run_all(commands: tuple[str, ...], *, dry: bool = False) -> None:
    """Run every command from the root, and end with exit 1 if one of them failed.

    With ``dry`` they are only named.

    They print by themselves: invoke's ``run`` would copy what they print, and end in a
    traceback where nobody reads on.
    """
    failed = []
    with in_one_line():
        for command in commands:
            print(f"$ {command}", flush=True)
            if dry:
                continue
            program, *words = shlex.split(command)
            done = subprocess.run(
                [BIN / program, *words],
                cwd=ROOT,
                env=os.environ | BYTECODE,
                check=False,
            )
            if done.returncode:
                failed.append(program)
    if failed:
        raise Exit(f"Failed: {', '.join(dict.fromkeys(failed))}.", code=1)


def missing_programs(report: Path) -> list[str]:
    """Return a line for each program that tests were skipped for (tests/needs.py)."""
    if not report.is_file():
        return []
    skips = ET.parse(report).iter("skipped")  # noqa: S314  # pytest's own file
    reasons = Counter(re.sub(r"^Skipped: ", "", s.get("message", "")) for s in skips)
    return [
        f"Skipped {number} tests: {reason}"
        for reason, number in sorted(reasons.items())
        if " install " in reason
    ]


@task(
    klass=NumberTask,
    help={
        "peers": "beside Pelican, Hugo and Eleventy too, installed below .cache/",
        "rows": "what is measured, by commas: cold, edit, changes, unchanged, serve,"
        " seen, clinic (these unless told) and plugins",
        "posts": "how many posts the corpora have, by commas; 100,1000 unless told",
        "rounds": "how often each contender runs; 3 unless told",
    },
)
def bench(
    context: Context,
    *,
    peers: bool = False,
    rows: str = "",
    posts: str = "100,1000",
    rounds: int = 3,
) -> None:
    """Measure our build, with --peers in turn with others, into benchmarks/results/.

    Examples:
      invoke bench --posts 100 --rows cold,edit --rounds 1
    """
    words = [f"--posts={posts}", f"--rounds={rounds}"]
    words += ["--peers"] if peers else []
    words += [f"--rows={rows}"] if rows else []
    command = [sys.executable, "-m", "benchmarks.bench", *words]
    if is_dry(context):
        print(f"$ {shlex.join(command)}")
        return
    with in_one_line():
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
    if code:
        raise Exit(code=code)


namespace = Collection(
    *commands.tasks.values(), audit, screenshots, lint, run_tests, bench
)
