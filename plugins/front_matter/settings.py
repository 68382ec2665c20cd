"""The plugin's settings: ``FRONT_MATTER`` and what else decides what a post may say."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any

from ..problem import Problem, SettingsError, did_you_mean
from ..source.dates import Moment, parse_date
from .schema import NAMES

WHERE = "pelicanconf.py"


@dataclass(frozen=True)
class Settings:
    """``FRONT_MATTER`` as it holds for one run."""

    strict: bool = False
    keys: tuple[str, ...] = ()
    required: tuple[str, ...] = ("title", "date", "summary", "category")
    page_required: tuple[str, ...] = ("title",)
    folders: tuple[str, ...] = ("series", "references")
    summary_length: tuple[int, int] = (50, 300)
    withdrawn_notice: bool = True
    #: From the site's other settings.
    now: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    preview: bool = False
    people: tuple[str, ...] = ()
    zone: str = "UTC"


def parse_settings(settings: dict[str, Any], clock: datetime) -> Settings:
    """Return the plugin's settings, or raise with every mistake in them."""
    given = settings.get("FRONT_MATTER") or {}
    own = [f.name for f in fields(Settings)][:7]
    problems = []
    values: dict[str, Any] = {}
    if not isinstance(given, dict):
        given = {}
        problems.append(_problem("FRONT_MATTER is no dict.", "Write {}."))
    for name, value in given.items():
        if name not in own:
            what = f"FRONT_MATTER has no key “{name}”."
            remedy = did_you_mean(str(name), own) or f"It has {', '.join(own)}."
            problems.append(_problem(what, remedy))
        elif not _fits(name, value):
            what = f'FRONT_MATTER["{name}"] cannot be {value!r}.'
            problems.append(_problem(what, _SHAPES[_kind(name)]))
        else:
            values[name] = tuple(value) if isinstance(value, list | tuple) else value
    zone = str(settings.get("TIMEZONE") or "UTC")
    now = clock
    if settings.get("BULLETIN_NOW"):
        moment = parse_date(str(settings["BULLETIN_NOW"]))
        if isinstance(moment, Moment):
            now = moment.placed(zone)
        else:
            what = f"BULLETIN_NOW “{settings['BULLETIN_NOW']}” {moment.what}"
            problems.append(_problem(what, moment.remedy))
    if problems:
        raise SettingsError(problems)
    return replace(
        Settings(**values),
        now=now,
        preview=bool(settings.get("BULLETIN_PREVIEW")),
        people=tuple(settings.get("PEOPLE") or ()),
        zone=zone,
    )


def _problem(what: str, remedy: str) -> Problem:
    return Problem(WHERE, 0, what, remedy, "front-matter-setting")


def _kind(name: str) -> str:
    if name in ("strict", "withdrawn_notice"):
        return "switch"
    if name == "summary_length":
        return "range"
    return "names" if name in ("keys", "required", "page_required") else "folders"


def _fits(name: str, value: Any) -> bool:
    kind = _kind(name)
    if kind == "switch":
        return isinstance(value, bool)
    if not isinstance(value, list | tuple):
        return False
    if kind == "range":
        whole = [n for n in value if isinstance(n, int) and not isinstance(n, bool)]
        return len(value) == len(whole) == 2 and 0 <= whole[0] <= whole[1]
    words = [item for item in value if isinstance(item, str) and item]
    if name in ("required", "page_required"):
        return len(words) == len(value) and set(words) <= set(NAMES)
    if name == "keys":
        words = [word for word in words if re.fullmatch(r"[a-z0-9_-]+", word)]
    return len(words) == len(value)


_SHAPES = {
    "switch": "Write True or False.",
    "range": "Write two whole numbers, the smaller first.",
    "names": "Write a list of keys in small letters.",
    "folders": "Write a list of folder names.",
}
