"""``STRUCTURED_DATA`` in ``pelicanconf.py``, read once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..problem import Problem, SettingsError, did_you_mean

CHOICES = {
    "page_type": ("WebPage", "MedicalWebPage"),
    "audience": ("", "Patient", "Clinician"),
}


@dataclass(frozen=True)
class StructuredDataSettings:
    """What kind of page a post stands on, and for whom."""

    page_type: str = "WebPage"
    audience: str = ""


def parse_settings(given: Any) -> StructuredDataSettings:
    """Return the settings, or raise with one line for each that cannot be used."""
    if not isinstance(given, dict):
        what = "STRUCTURED_DATA is not a dict."
        raise SettingsError([_problem(what, "Write STRUCTURED_DATA = {}.")])
    problems = []
    for key, value in given.items():
        if key not in CHOICES:
            remedy = did_you_mean(str(key), CHOICES) or "Known: page_type, audience."
            problems.append(_problem(f"STRUCTURED_DATA has no key “{key}”.", remedy))
        elif value not in CHOICES[key]:
            what = f"STRUCTURED_DATA[“{key}”] is {value!r}."
            allowed = ", ".join(choice or "empty" for choice in CHOICES[key])
            problems.append(_problem(what, f"Choose one of: {allowed}."))
    if problems:
        raise SettingsError(problems)
    return StructuredDataSettings(**given)


def _problem(what: str, remedy: str) -> Problem:
    return Problem("pelicanconf.py", 0, what, remedy, "structured-data-setting")
