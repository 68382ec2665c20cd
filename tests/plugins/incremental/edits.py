"""All edits of a small site."""

from __future__ import annotations

from tests.plugins.incremental import post_edits, site_edits
from tests.plugins.incremental.editing import EDITS, apply

__all__ = ["EDITS", "apply", "post_edits", "site_edits"]
