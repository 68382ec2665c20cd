"""``FRONT_MATTER`` in ``pelicanconf.py``, and what else decides what a post may say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from ..problem import Problem
from ..settings import counts, flag, read_settings, words
from ..source.dates import Moment, parse_date
from .schema import NAMES

NAME = "front-matter-setting"
KEY = re.compile(r"[a-z0-9_-]+")


def _keys_of_posts(*keys: str) -> tuple[str, ...]:
    wanted = "a list of keys that posts have"
    return words(keys, wanted=wanted, fits=NAMES.__contains__)


@dataclass(frozen=True)
class Settings:
    """``FRONT_MATTER`` as it holds for one run."""

    strict: bool = flag(False)
    keys: tuple[str, ...] = words(
        (), wanted="a list of keys in small letters", fits=KEY.fullmatch
    )
    required: tuple[str, ...] = _keys_of_posts("title", "date", "summary", "category")
    page_required: tuple[str, ...] = _keys_of_posts("title")
    folders: tuple[str, ...] = words(
        ("series", "references"), wanted="a list of folder names", fits=bool
    )
    summary_length: tuple[int, int] = counts(
        (50, 300),
        wanted="two whole numbers, the smaller first",
        fits=lambda pair: len(pair) == 2 and 0 <= pair[0] <= pair[1],
    )
    withdrawn_notice: bool = flag(True)
    #: From the site's other settings.
    now: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    preview: bool = False
    people: tuple[str, ...] = ()
    zone: str = "UTC"


def parse_settings(settings: Mapping[str, object], clock: datetime) -> Settings:
    """Return the plugin's settings, or raise with every mistake in them."""
    zone = str(settings.get("TIMEZONE") or "UTC")
    now, problems = clock, []
    if settings.get("BULLETIN_NOW"):
        moment = parse_date(str(settings["BULLETIN_NOW"]))
        if isinstance(moment, Moment):
            now = moment.placed(zone)
        else:
            what = f"BULLETIN_NOW “{settings['BULLETIN_NOW']}” {moment.what}"
            problems.append(Problem("pelicanconf.py", 0, what, moment.remedy, NAME))
    given, people = settings.get("FRONT_MATTER", {}), settings.get("PEOPLE")
    return replace(
        read_settings(Settings, "FRONT_MATTER", given, NAME, problems),
        now=now,
        preview=bool(settings.get("BULLETIN_PREVIEW")),
        people=tuple(map(str, people)) if isinstance(people, Iterable) else (),
        zone=zone,
    )
