"""Pelican's side of the security headers: a variable for templates, and a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pelican import signals

from .core import format_meta, format_netlify
from .settings import parse_settings


def register() -> None:
    """Connect the security headers to Pelican."""
    signals.initialized.connect(give_meta_policy)
    signals.finalized.connect(write_headers)


def give_meta_policy(pelican: Any) -> None:
    """Check the setting; give templates the policy if it stands in pages too."""
    headers = parse_settings(pelican.settings.get("SECURITY_HEADERS", {}))
    meta = format_meta(headers) if headers and headers.meta else ""
    pelican.settings["META_POLICY"] = meta


def write_headers(pelican: Any) -> None:
    """Write ``_headers`` beside the pages, when everything else is written."""
    headers = parse_settings(pelican.settings.get("SECURITY_HEADERS", {}))
    if headers:
        path = Path(pelican.output_path, "_headers")
        path.write_text(format_netlify(headers), "utf-8")
