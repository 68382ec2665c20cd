"""``STYLESHEETS`` in ``pelicanconf.py``, read once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..problem import Problem, SettingsError, did_you_mean

KEYS = ("entry", "browsers")


@dataclass(frozen=True)
class StylesheetsSettings:
    """Which sheet is the entry, and for which browsers it is rewritten."""

    entry: str = "css/main.css"
    browsers: tuple[str, ...] = ()


def parse_settings(given: Any) -> StylesheetsSettings:
    """Return the settings, or raise with one line for each that cannot be used."""
    if not isinstance(given, dict):
        what = "STYLESHEETS is not a dict."
        raise SettingsError([_problem(what, "Write STYLESHEETS = {}.")])
    problems = [
        _problem(
            f"STYLESHEETS has no key “{key}”.",
            did_you_mean(str(key), KEYS) or f"Known keys: {', '.join(KEYS)}.",
        )
        for key in given
        if key not in KEYS
    ]
    entry, browsers = given.get("entry", "css/main.css"), given.get("browsers", ())
    if not isinstance(entry, str) or not entry.endswith(".css"):
        what = f"STYLESHEETS[“entry”] is {entry!r}, not the path of a .css file."
        problems.append(_problem(what, "Write “css/main.css” or leave it out."))
    if isinstance(browsers, str) or not all(isinstance(one, str) for one in browsers):
        what = "STYLESHEETS[“browsers”] is not a list of text."
        problems.append(_problem(what, "Write it in square brackets."))
    if problems:
        raise SettingsError(problems)
    return StylesheetsSettings(entry, tuple(browsers))


def _problem(what: str, remedy: str) -> Problem:
    return Problem("pelicanconf.py", 0, what, remedy, "stylesheets-setting")
