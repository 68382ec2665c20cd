"""What ``REFERENCES`` in ``pelicanconf.py`` may say."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from ..problem import Problem, SettingsError, did_you_mean
from .services import Services, parse_services

STYLES = ("apa", "ama", "nlm")
#: The keys that ``services.py`` reads.
ASKING = ("services", "contact", "timeout")


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
    check_max_age: int = 60  #: days after which a check of the library counts as old
    services: Services = field(default_factory=Services)  #: where works are looked up


def parse_settings(values: object) -> Settings:
    """Return the settings, or raise ``SettingsError`` with every mistake at once."""
    if not isinstance(values, dict):
        raise SettingsError([_problem("REFERENCES is not a dict.", "Write {}.")])
    known = {
        one.name: one.default for one in fields(Settings) if one.name != "services"
    }
    services, problems = parse_services(values)
    for key, value in values.items():
        if key in ASKING:
            continue
        if key not in known:
            what = f"REFERENCES has an unknown key {key!r}."
            hint = (
                did_you_mean(str(key), [*known, *ASKING])
                or f"Known: {', '.join([*known, *ASKING])}."
            )
            problems.append(_problem(what, hint))
        elif type(value) is not type(known[key]):
            kind = type(known[key]).__name__
            what = f"REFERENCES[{key!r}] is {value!r}, not a {kind}."
            problems.append(_problem(what, f"The default is {known[key]!r}."))
    problems.extend(_wrong_values(values))
    if problems:
        raise SettingsError(problems)
    own = {key: value for key, value in values.items() if key not in ASKING}
    return Settings(**own, services=services)


def _wrong_values(values: dict[str, Any]) -> list[Problem]:
    problems = []
    style, level = values.get("style", "apa"), values.get("heading_level", 2)
    if isinstance(style, str) and style not in STYLES:
        what = f"REFERENCES['style'] is {style!r}."
        problems.append(_problem(what, f"Known styles: {', '.join(STYLES)}."))
    age = values.get("check_max_age", 1)
    if type(age) is int and age < 1:
        what = f"REFERENCES['check_max_age'] is {age!r}."
        problems.append(_problem(what, "Give a number of days, 1 or more."))
    if type(level) is int and not 2 <= level <= 6:
        what = f"REFERENCES['heading_level'] is {level!r}."
        problems.append(_problem(what, "Give a level from 2 to 6."))
    return problems


def _problem(what: str, remedy: str) -> Problem:
    return Problem("pelicanconf.py", 0, what, remedy, "references-setting")
