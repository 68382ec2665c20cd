"""Deleting what builds have made, and nothing else."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from .order import PREVIEW

if TYPE_CHECKING:
    from .site import Site


def clean_site(site: Site) -> None:
    """Delete the output, the preview and the area beside them."""
    for name in ("output", PREVIEW, ".bulletin"):
        shutil.rmtree(site.root / name, ignore_errors=True)
