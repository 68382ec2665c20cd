"""``STYLESHEETS`` in ``pelicanconf.py``."""

from __future__ import annotations

from dataclasses import dataclass

from ..settings import read_settings, text, words


@dataclass(frozen=True)
class StylesheetsSettings:
    """Which sheets are entries, and for which browsers they are rewritten."""

    entry: str = text(
        "css/main.css",
        wanted="the path of a .css file",
        fits=lambda path: path.endswith(".css"),
    )
    more: tuple[str, ...] = words(
        (),
        wanted="a list of paths of .css files",
        fits=lambda path: path.endswith(".css"),
    )
    browsers: tuple[str, ...] = words(())


def parse_settings(given: object) -> StylesheetsSettings:
    """Return the settings, or raise with every mistake in them."""
    name = "stylesheets-setting"
    return read_settings(StylesheetsSettings, "STYLESHEETS", given, name)
