"""``FRONT_MATTER`` in ``pelicanconf.py``, and what else decides what a post may say."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from ..settings import counts, flag, read_settings, words
from .schema import NAMES

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

    @property
    def today(self) -> date:
        """Return the day that it is at the site."""
        return self.now.date()

    def required_of(self, kind: str) -> tuple[str, ...]:
        """Return what a ``post`` or a ``page`` must say."""
        return self.page_required if kind == "page" else self.required


def parse_settings(settings: Mapping[str, object], now: datetime) -> Settings:
    """Return the plugin's settings, or raise with every mistake in them."""
    given, people = settings.get("FRONT_MATTER", {}), settings.get("PEOPLE")
    own = read_settings(Settings, "FRONT_MATTER", given, "front-matter-setting")
    told = given if isinstance(given, Mapping) else {}
    if not own.strict and "required" not in told:
        own = replace(own, required=("title", "date"))  # Pelican has the rest
    if not own.strict and "summary_length" not in told:
        own = replace(own, summary_length=(0, sys.maxsize))
    return replace(
        own,
        now=now,
        preview=bool(settings.get("BULLETIN_PREVIEW")),
        people=tuple(map(str, people)) if isinstance(people, Iterable) else (),
        zone=str(settings.get("TIMEZONE") or "UTC"),
    )
