"""Pelican's side of the security headers: a variable for templates, and a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican import signals

from ..report import run_state
from .core import MADE, format_meta, format_netlify, has_hash
from .settings import parse_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Where a run keeps what templates get.
STATE = "SECURITY_HEADERS_CONTEXT"


def register() -> None:
    """Connect the security headers to Pelican."""
    signals.initialized.connect(give_meta_policy)
    signals.generator_init.connect(keep_context)
    signals.finalized.connect(write_headers)


def give_meta_policy(pelican: Any) -> None:
    """Check the setting; give templates the policy if it stands in pages too."""
    headers = parse_settings(pelican.settings.get("SECURITY_HEADERS", {}))
    meta = format_meta(headers) if headers and headers.meta else ""
    pelican.settings["META_POLICY"] = meta


def keep_context(generator: Any) -> None:
    """Keep what templates get: the theme's bundled sheets have their names there."""
    run_state(generator.settings)[STATE] = generator.context


def write_headers(pelican: Any) -> None:
    """Write ``_headers`` beside the pages, when everything else is written."""
    headers = parse_settings(pelican.settings.get("SECURITY_HEADERS", {}))
    context = run_state(pelican.settings).pop(STATE, {})
    if headers:
        output = Path(pelican.output_path)
        text = format_netlify(headers, tuple(_hashed_in(output, context)))
        (output / "_headers").write_text(text, "utf-8")


def _hashed_in(output: Path, context: dict[str, Any]) -> Iterator[str]:
    """Yield the addresses that may be kept: of bundles, and of pictures made.

    Other sheets may lie beside the bundles, and other plugins may still write and
    remove files when this one is asked.
    """
    folder = str(context.get("THEME_STATIC_DIR", "")).strip("/")
    more = context.get("STYLESHEET_OF") or {}
    for name in dict.fromkeys((context.get("STYLESHEET"), *more.values())):
        sheet = f"/{folder}/{name}"
        if has_hash(sheet) and (output / sheet[1:]).is_file():
            yield sheet
    files = [one for one in (output / MADE[1:]).rglob("*") if one.is_file()]
    if all(has_hash(one.name) for one in files):
        yield f"{MADE}*"
