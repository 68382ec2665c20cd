"""Lighthouse, from npm, run by Node: scores and the time of the first paint."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.tools.site import RefusedError

from ..needs import MODULES, find_missing, install_command

if TYPE_CHECKING:
    from pathlib import Path

#: Where npm puts it, below the site's root.
INDEX = MODULES / "lighthouse" / "cli" / "index.js"
#: A loaded machine makes Chromium miss its first connection now and then.
TRIES = 3
CHROME_FLAGS = (
    "--chrome-flags=--headless=new --no-sandbox --disable-gpu "
    "--disable-background-networking"
)
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


@dataclass(frozen=True)
class Scores:
    """One page in Lighthouse's phone profile."""

    scores: tuple[int, ...]  #: in the order of CATEGORIES, 0 to 100
    first_paint: float  #: milliseconds
    largest_paint: float
    bytes: int
    faults: tuple[str, ...]  #: audits that did not pass


def find_lighthouse(root: Path) -> tuple[str, Path] | None:
    """Return Node and Lighthouse, or None where one of them is missing."""
    node, index = shutil.which("node"), root / INDEX
    return (node, index) if node and index.is_file() else None


def how_to_install() -> str:
    """Return the command that brings Lighthouse, with Node where that is missing."""
    programs = ["npm"] if find_missing("node") else []  # npm's package needs it
    return install_command(programs, npm=["lighthouse"])


def measure_page(url: str, root: Path) -> Scores:
    """Audit one page."""
    program = find_lighthouse(root)
    if program is None:
        raise RefusedError(f"Lighthouse is not there. Install: {how_to_install()}")
    command = [*map(str, program), url, "--quiet", "--output=json", CHROME_FLAGS]
    environment = os.environ | {"CHROME_PATH": shutil.which("chromium") or ""}
    said = ""
    for _ in range(TRIES):
        run = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            timeout=180,
            env=environment,
        )
        if run.returncode == 0:
            return read_report(json.loads(run.stdout))
        said = (run.stderr.strip().splitlines() or ["it said nothing"])[-1]
    raise RefusedError(f"Lighthouse could not measure {url}: {said}")


def read_report(report: dict[str, object]) -> Scores:
    """Return what matters of Lighthouse's JSON."""
    categories: dict[str, dict[str, float]] = report["categories"]  # type: ignore[assignment]  # its own form
    audits: dict[str, dict[str, float]] = report["audits"]  # type: ignore[assignment]  # its own form
    return Scores(
        tuple(round((categories[name]["score"] or 0) * 100) for name in CATEGORIES),
        audits["first-contentful-paint"]["numericValue"],
        audits["largest-contentful-paint"]["numericValue"],
        int(audits["total-byte-weight"]["numericValue"]),
        tuple(name for name, audit in audits.items() if audit["score"] == 0),
    )
