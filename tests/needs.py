"""What tests need beside Python: skipped where it is missing, never in CI."""

from __future__ import annotations

import os
import shutil

import pytest

#: Program -> the Debian package that brings it.
PACKAGES = {
    "chromium": "chromium",
    "crontab": "cron",
    "curl": "curl",
    "java": "default-jre-headless",
    "newsboat": "newsboat",
    "nginx": "nginx-light",
    "npm": "npm",
    "r2e": "rss2email",
    "rsync": "rsync",
    "sfeed_update": "sfeed",
    "sqlite3": "sqlite3",
    "sshd": "openssh-server",
    "systemd-analyze": "systemd",
}


def find(program: str) -> str | None:
    """Return a program's path, also from where Debian keeps servers."""
    return shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def needs(*programs: str):
    """Mark a test that needs these programs; with ``CI`` set it runs and fails."""
    missing = [program for program in programs if find(program) is None]
    packages = " ".join(PACKAGES[program] for program in missing)
    reason = f"needs {', '.join(missing)}: apt-get install {packages}"
    return pytest.mark.skipif(bool(missing) and "CI" not in os.environ, reason=reason)
