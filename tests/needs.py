"""What tests need beside Python: skipped where it is missing, never in CI."""

from __future__ import annotations

import os

import pytest

from dev.needs import PACKAGES, find_missing, install_command
from dev.needs import find_program as find

__all__ = ["PACKAGES", "find", "needs"]


def needs(*programs: str):
    """Mark a test that needs these programs; with ``CI`` set it runs and fails."""
    missing = find_missing(*programs)
    reason = f"needs {', '.join(missing)}: {install_command(missing)}"
    return pytest.mark.skipif(bool(missing) and "CI" not in os.environ, reason=reason)
