"""The address of a file as an author knows it: relative to the site's root."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any


def relative_path(path: str, settings: dict[str, Any]) -> str:
    """Return ``path`` relative to the site's root, with forward slashes."""
    root = settings.get("BULLETIN_ROOT") or Path(settings.get("PATH") or ".").parent
    relative = os.path.relpath(path, root)
    if relative.startswith(".."):
        relative = str(Path(path).absolute())
    return relative.replace(os.sep, "/")
