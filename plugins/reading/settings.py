"""``READING`` in ``pelicanconf.py``, read once."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from ..problem import Problem, SettingsError, did_you_mean

CONF = "pelicanconf.py"


@dataclass(frozen=True)
class ReadingSettings:
    """How pages are measured and which of them name a risk."""

    words_per_minute: int = 220
    contents_from: int = 4
    risk_words: tuple[str, ...] = ("depress", "suicid", "self-harm", "crisis")
    crisis_mark: str = "988"
    crisis_html: str = ""
    callouts: dict[str, str] = field(
        default_factory=lambda: {"warning": "Important", "urgent": "Urgent"}
    )


def parse_settings(given: Any) -> ReadingSettings:
    """Return the settings, or raise with one line for each that cannot be used."""
    if not isinstance(given, dict):
        raise SettingsError([_problem("READING is not a dict.", "Write READING = {}.")])
    known = {one.name for one in fields(ReadingSettings)}
    problems = [
        _problem(
            f"READING has no key “{key}”.",
            did_you_mean(str(key), known) or f"Known keys: {', '.join(sorted(known))}.",
        )
        for key in given
        if key not in known
    ]
    for key in ("words_per_minute", "contents_from"):
        value = given.get(key, 1)
        if not isinstance(value, int) or value < 1:
            what = f"READING[“{key}”] is {value!r}, not a whole number from 1."
            problems.append(_problem(what, f"Write {key!r}: 220 or leave it out."))
    words = given.get("risk_words", ())
    if isinstance(words, str) or not all(isinstance(word, str) for word in words):
        what = "READING[“risk_words”] is not a list of words."
        problems.append(_problem(what, "Write it in square brackets."))
    for key in ("crisis_mark", "crisis_html"):
        if not isinstance(given.get(key, ""), str):
            what = f"READING[“{key}”] is not text."
            problems.append(_problem(what, "Write it in quotes."))
    if not isinstance(given.get("callouts", {}), dict):
        what = "READING[“callouts”] is not a dict."
        problems.append(_problem(what, "Write kind: word pairs in braces."))
    if problems:
        raise SettingsError(problems)
    values = dict(given)
    if "risk_words" in values:
        values["risk_words"] = tuple(values["risk_words"])
    return ReadingSettings(**values)


def _problem(what: str, remedy: str) -> Problem:
    return Problem(CONF, 0, what, remedy, "reading-setting")
