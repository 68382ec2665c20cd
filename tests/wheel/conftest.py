"""A stranger's machine: an empty environment with Pelican, and then with our wheel."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Machine:
    """An environment apart from ours and what is run in it."""

    folder: Path
    wheel: Path

    def run(self, *command: object, cwd: Path | None = None):
        """Run a program of the environment and return what it printed."""
        program = self.folder / "bin" / str(command[0])
        clean = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
        return subprocess.run(
            [program, *map(str, command[1:])],
            cwd=cwd,
            env=clean | {"NO_COLOR": "1", "COLUMNS": "200"},
            capture_output=True,
            text=True,
            check=False,
        )

    def pip(self, *arguments: object) -> None:
        """Let our pip work there: one of its own takes seconds to install."""
        there = ("--python", self.folder / "bin" / "python")
        done = self.run(sys.executable, "-m", "pip", *there, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr

    def install_wheel(self) -> None:
        if not any(self.folder.glob("lib/*/site-packages/pelican_bulletin-*")):
            self.pip("install", "--no-deps", "--no-index", self.wheel)


@pytest.fixture(scope="session", name="wheel")
def _wheel(tmp_path_factory):
    """The wheel as it would be uploaded."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="session", name="machine")
def _machine(tmp_path_factory, wheel):
    """A machine with Pelican and what our wheel asks for, but not yet our wheel."""
    folder = tmp_path_factory.mktemp("machine")
    venv.create(folder)
    machine = Machine(folder, wheel)
    requirements = ROOT / "requirements.txt"
    # Python compiles what is used when it is used; the rest would take seconds too.
    machine.pip("install", "--no-compile", "--require-hashes", "-r", requirements)
    return machine
