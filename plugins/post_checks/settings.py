"""The plugin's settings: ``POST_CHECKS``, read and checked once in a run."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from ..problem import Problem, SettingsError, did_you_mean

SHAPES = {
    "strict": "Write True or False.",
    "allow_html": "Write a list such as [“video”, “a.ping”].",
    "page_ids": "Write a list of ids.",
    "elsewhere": "Write a list of paths such as [“shop/”].",
}


@dataclass(frozen=True)
class PostCheckSettings:
    """``POST_CHECKS`` as it holds for one run."""

    strict: bool = False
    allow_html: tuple[str, ...] = ()
    page_ids: tuple[str, ...] = ("references", "content", "main", "top")
    elsewhere: tuple[str, ...] = ()


def parse_settings(given: Any) -> PostCheckSettings:
    """Return the settings, or raise with every mistake in them."""
    names = [field.name for field in fields(PostCheckSettings)]
    problems = []
    values: dict[str, Any] = {}
    if not isinstance(given, dict):
        given = {}
        problems.append(_problem("POST_CHECKS is no dict.", "Write {}."))
    for name, value in given.items():
        if name not in names:
            what = f"POST_CHECKS has no key “{name}”."
            remedy = did_you_mean(str(name), names) or f"It has {', '.join(names)}."
            problems.append(_problem(what, remedy))
        elif not _fits(name, value):
            what = f'POST_CHECKS["{name}"] cannot be {value!r}.'
            problems.append(_problem(what, SHAPES[name]))
        else:
            values[name] = tuple(value) if isinstance(value, list | tuple) else value
    if problems:
        raise SettingsError(problems)
    return PostCheckSettings(**values)


def _fits(name: str, value: Any) -> bool:
    if name == "strict":
        return isinstance(value, bool)
    return isinstance(value, list | tuple) and all(isinstance(v, str) for v in value)


def _problem(what: str, remedy: str) -> Problem:
    return Problem("pelicanconf.py", 0, what, remedy, "post-checks-setting")
