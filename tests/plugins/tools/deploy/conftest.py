"""What deploys of all kinds are tried on."""

from __future__ import annotations

import subprocess

import pytest


@pytest.fixture(name="small_disk")
def _small_disk(tmp_path):
    """Mount a disk of 200 kB, where the machine lets us."""
    disk = tmp_path / "www"
    disk.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=200k", "none", str(disk)]
    if subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)
