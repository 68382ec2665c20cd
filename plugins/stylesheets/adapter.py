"""Pelican's side of stylesheets: a generator that publishes static files."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import Generator

from ..problem import Problem
from ..report import end_on_errors, report
from .bundle import BrokenSheetError, bundle_sheets, name_bundle
from .settings import parse_settings

#: Where the site's own THEME_STATIC_PATHS are kept while this plugin publishes them.
PATHS = "STYLESHEETS_STATIC_PATHS"


def register() -> None:
    """Connect stylesheets to Pelican."""
    signals.initialized.connect(take_static_paths_over)
    signals.get_generators.connect(offer_generator)
    signals.get_writer.connect(end_on_errors)


def take_static_paths_over(pelican: Any) -> None:
    """Check the settings; publish the theme's files ourselves if it has an entry."""
    settings = pelican.settings
    if PATHS not in settings and find_entry(settings, settings["THEME_STATIC_PATHS"]):
        settings[PATHS] = settings["THEME_STATIC_PATHS"]
        settings["THEME_STATIC_PATHS"] = []


def offer_generator(_pelican: Any) -> type[Generator]:
    """Name the class that bundles and publishes."""
    return StylesheetGenerator


def find_entry(settings: Any, folders: list[str]) -> Path | None:
    """Return the entry's file, if the theme has one."""
    entry = parse_settings(settings.get("STYLESHEETS", {})).entry
    paths = (Path(settings["THEME"], folder, entry) for folder in folders)
    return next((path for path in paths if path.is_file()), None)


class StylesheetGenerator(Generator):  # type: ignore[misc]  # Pelican is untyped
    """Bundles before anything is rendered, publishes when everything is written."""

    bundle = ""
    name = ""

    def generate_context(self) -> None:
        """Bundle the sheets and tell templates the name."""
        entry = find_entry(self.settings, self.settings.get(PATHS, []))
        if entry is None:
            return
        settings = parse_settings(self.settings.get("STYLESHEETS", {}))
        try:
            self.bundle = bundle_sheets(entry, settings.browsers)
        except BrokenSheetError as error:
            path = f"{Path(self.theme).name}/{settings.entry}"
            what = f"The theme's sheets cannot be bundled: {error}."
            remedy = "Put the sheet right."
            problem = Problem(path, error.line, what, remedy, "stylesheet-broken")
            report(problem, self.settings)
            return
        self.name = name_bundle(settings.entry, self.bundle)
        self.context["STYLESHEET"] = self.name

    def generate_output(self, _writer: Any) -> None:
        """Publish the theme's static files, and the bundle for the entry's folder."""
        target = Path(self.output_path, self.settings["THEME_STATIC_DIR"])
        for folder in self.settings.get(PATHS, []):
            self._publish(Path(self.theme, folder), target)
        if self.name:
            (target / self.name).parent.mkdir(parents=True, exist_ok=True)
            (target / self.name).write_text(self.bundle, "utf-8")

    def _publish(self, source: Path, target: Path) -> None:
        entry = parse_settings(self.settings.get("STYLESHEETS", {})).entry
        sheets = (source / entry).parent
        base = source.parent if source.is_file() else source
        files = [source] if source.is_file() else sorted(source.rglob("*"))
        for file in files:
            is_sheet = file.suffix == ".css" and file.is_relative_to(sheets)
            if file.is_file() and not is_sheet:
                place = target / file.relative_to(base)
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(file, place)
