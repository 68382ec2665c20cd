"""``IMAGES`` in ``pelicanconf.py``, read once."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from ..problem import Problem, SettingsError, did_you_mean


@dataclass(frozen=True)
class ImagesSettings:
    """Which pictures are made, and how."""

    widths: tuple[int, ...] = (480, 800, 1200, 1600)
    quality: int = 80
    sizes: str = "(min-width: 42rem) 37rem, 92vw"
    fallback_width: int = 1200
    eager_words: int = 40
    url: str = "images/made/{name}-{width}.{hash}.{suffix}"
    cache: str = ".cache/images"


NUMBERS = {"quality": (1, 100), "fallback_width": (1, 20000), "eager_words": (0, 10**6)}
PARTS_OF_URL = ("{name}", "{width}", "{hash}", "{suffix}")


def parse_settings(given: Any) -> ImagesSettings:
    """Return the settings, or raise with one line for each that cannot be used."""
    if not isinstance(given, dict):
        raise SettingsError([_problem("IMAGES is not a dict.", "Write IMAGES = {}.")])
    known = [one.name for one in fields(ImagesSettings)]
    problems = [
        _problem(
            f"IMAGES has no key “{key}”.",
            did_you_mean(str(key), known) or f"Known keys: {', '.join(known)}.",
        )
        for key in given
        if key not in known
    ]
    problems += _wrong_numbers(given) + _wrong_texts(given)
    if problems:
        raise SettingsError(problems)
    values = dict(given)
    if "widths" in values:
        values["widths"] = tuple(sorted(set(values["widths"])))
    return ImagesSettings(**values)


def _wrong_numbers(given: dict[str, Any]) -> list[Problem]:
    problems = []
    for key, (least, most) in NUMBERS.items():
        value = given.get(key, least)
        if not _is_number(value) or not least <= value <= most:
            what = f"IMAGES[“{key}”] is {value!r}."
            remedy = f"Write a whole number from {least} to {most}."
            problems.append(_problem(what, remedy))
    widths = given.get("widths", [480])
    good = isinstance(widths, (list, tuple)) and widths
    if not good or not all(_is_number(one) and one > 0 for one in widths):
        what = f"IMAGES[“widths”] is {widths!r}, not a list of whole numbers."
        problems.append(_problem(what, "Write widths in pixels, [480, 800, 1200]."))
    return problems


def _wrong_texts(given: dict[str, Any]) -> list[Problem]:
    problems = []
    for key in ("sizes", "url", "cache"):
        if not isinstance(given.get(key, "x"), str) or not given.get(key, "x"):
            what = f"IMAGES[“{key}”] is not text."
            problems.append(_problem(what, "Write it in quotes."))
    url = str(given.get("url", "".join(PARTS_OF_URL)))
    for part in PARTS_OF_URL:
        if part not in url:
            what = f"IMAGES[“url”] has no {part}."
            remedy = "Without it two pictures would have one address."
            problems.append(_problem(what, remedy))
    return problems


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _problem(what: str, remedy: str) -> Problem:
    return Problem("pelicanconf.py", 0, what, remedy, "images-setting")
