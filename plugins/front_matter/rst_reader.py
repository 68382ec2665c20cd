"""Pelican's reader for reStructuredText, where a strict site turns it on."""

from __future__ import annotations

import re
from typing import Any

from docutils.utils import SystemMessage
from pelican.readers import RstReader

from ..problem import Problem
from ..report import relative_path, report


class SafeRstReader(RstReader):  # type: ignore[misc]
    """reStructuredText whose mistakes are named instead of losing the post."""

    def read(self, source_path: str) -> tuple[Any, dict[str, Any]]:
        """Return the text as HTML; nothing where docutils cannot read it."""
        try:
            content, metadata = super().read(source_path)
        except SystemMessage as error:
            said = str(error).rsplit(") ", 1)[-1].strip().rstrip(".")
            line = int((re.findall(r":(\d+): \(", str(error)) or ["1"])[-1])
            what = f"The text cannot be read here: {said}."
            path = relative_path(source_path, self.settings)
            remedy = "Correct it, or write the post in Markdown."
            report(Problem(path, line, what, remedy, "rst-unreadable"), self.settings)
            return None, {"status": "skip"}
        return content, dict(metadata)
