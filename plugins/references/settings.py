"""What ``REFERENCES`` in ``pelicanconf.py`` may say."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from ..problem import Problem, SettingsError, did_you_mean

STYLES = ("apa", "ama", "nlm")


@dataclass(frozen=True)
class Settings:
    """The plugin's dict, parsed once."""

    append: bool = True
    style: str = "apa"
    library: str = "references/library.json"
    checked: str = "references/checked.json"
    evidence: bool = True
    heading: str = "References"
    further_heading: str = "Further reading"
    heading_level: int = 2


def parse_settings(values: object) -> Settings:
    """Return the settings, or raise ``SettingsError`` with every mistake at once."""
    if not isinstance(values, dict):
        raise SettingsError([_problem("REFERENCES is not a dict.", "Write {}.")])
    known = {one.name: one.default for one in fields(Settings)}
    problems = []
    for key, value in values.items():
        if key not in known:
            what = f"REFERENCES has an unknown key {key!r}."
            hint = did_you_mean(str(key), known) or f"Known: {', '.join(known)}."
            problems.append(_problem(what, hint))
        elif type(value) is not type(known[key]):
            kind = type(known[key]).__name__
            what = f"REFERENCES[{key!r}] is {value!r}, not a {kind}."
            problems.append(_problem(what, f"The default is {known[key]!r}."))
    problems.extend(_wrong_values(values))
    if problems:
        raise SettingsError(problems)
    return Settings(**values)


def _wrong_values(values: dict[str, Any]) -> list[Problem]:
    problems = []
    style, level = values.get("style", "apa"), values.get("heading_level", 2)
    if isinstance(style, str) and style not in STYLES:
        what = f"REFERENCES['style'] is {style!r}."
        problems.append(_problem(what, f"Known styles: {', '.join(STYLES)}."))
    if type(level) is int and not 2 <= level <= 6:
        what = f"REFERENCES['heading_level'] is {level!r}."
        problems.append(_problem(what, "Give a level from 2 to 6."))
    return problems


def _problem(what: str, remedy: str) -> Problem:
    return Problem("pelicanconf.py", 0, what, remedy, "references-setting")
