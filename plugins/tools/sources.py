"""The texts of a site, found without building it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..series.settings import parse_settings
from ..source.read import read_source
from .site import has_plugin, list_setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..source.core import Source


def read_sources(settings: dict[str, object]) -> Iterator[Source]:
    """Yield every post and page, as Pelican would find them."""
    content = Path(str(settings["PATH"]))
    files = {
        file
        for kind in ("ARTICLE_PATHS", "PAGE_PATHS")
        for folder in list_setting(settings, kind)
        for file in (content / folder).rglob("*")
        if file.suffix in {".md", ".markdown", ".mkd"} and file.is_file()
    }
    for file in sorted(files):
        yield read_source(file, settings)


def read_series_files(settings: dict[str, object]) -> Iterator[Source]:
    """Yield the files of series, which have words for readers too."""
    if has_plugin(settings, "series"):
        folder = parse_settings(settings.get("SERIES") or {}).path
        if folder:
            for file in sorted(Path(str(settings["PATH"]), folder).glob("*.md")):
                yield read_source(file, settings)
