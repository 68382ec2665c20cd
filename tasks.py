"""The commands of this repository: those of plugins/tools, and test, lint, clean."""

from __future__ import annotations

from plugins.tools.tasks import namespace

__all__ = ["namespace"]
