"""The wheels of pelican-series and pelican-neighbors, from the package index."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).parents[3]
PINNED = Path(__file__).parent / "cases" / "peers.txt"
KEPT = ROOT / ".cache" / "peers"


def fetch_peers() -> list[Path]:
    """Return the pinned wheels; skip where the index is out of reach, but not in CI."""
    names = ("pelican_neighbors-1.2.0", "pelican_series-3.1.1")
    wheels = [KEPT / f"{name}-py3-none-any.whl" for name in names]
    if all(wheel.is_file() for wheel in wheels):
        return wheels
    run = subprocess.run(
        [
            *(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"),
            *("--disable-pip-version-check", "--only-binary", ":all:"),
            *("--require-hashes", "-r", PINNED, "--dest", KEPT),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    if run.returncode:
        reason = (
            "the package index is out of reach: the peers' suites need their wheels"
        )
        if os.environ.get("CI"):
            pytest.fail(f"{reason}\n{run.stderr}")
        pytest.skip(reason)
    return wheels


def load_peer(name: str, folder: Path) -> ModuleType:
    """Return a peer's code as a module that Pelican takes as a plugin."""
    wheel = next(wheel for wheel in fetch_peers() if name in wheel.name)
    source = unpack(wheel, folder / name) / f"{name}.py"
    known = {"series": "pelican.plugins.series", "neighbors": "neighbors"}[name]
    spec = spec_from_file_location(known, source)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def unpack(wheel: Path, folder: Path) -> Path:
    """Return the folder of the one plugin in a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return next((folder / "pelican" / "plugins").iterdir())
