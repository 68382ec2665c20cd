"""The setting ``SERIES``, parsed and checked once per use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..settings import (
    choice,
    count,
    flag,
    pattern,
    phrases_by_language,
    read_settings,
    text,
)
from ..words import DATES, ENGLISH, Words, choose_words

if TYPE_CHECKING:
    from collections.abc import Mapping


def _address(default: str) -> str:
    return pattern(default, blanks=("slug", "lang"))


@dataclass(frozen=True)
class SeriesSettings:
    """A site's options for its series; the manual explains each key."""

    path: str = text("series")
    url: str = _address("series/{slug}/")
    save_as: str = _address("series/{slug}/index.html")
    lang_url: str = _address("series/{slug}-{lang}/")
    lang_save_as: str = _address("series/{slug}-{lang}/index.html")
    list_url: str = _address("series/")
    list_save_as: str = _address("series/index.html")
    whole_url: str = _address("series/{slug}/all/")
    whole_save_as: str = _address("series/{slug}/all/index.html")
    whole_lang_url: str = _address("series/{slug}-{lang}/all/")
    whole_lang_save_as: str = _address("series/{slug}-{lang}/all/index.html")
    fold_above: int = count(8)
    window: int = count(2)
    fold_limit: int = count(100)
    words_per_minute: int = count(220, least=1)
    neighbors: str = choice("date", of=("date", "site"))
    show_unpublished: bool = flag(False)
    words: Mapping[str, object] = phrases_by_language(ENGLISH | DATES)

    def words_in(self, lang: str) -> Words:
        """Return the words for readers of ``lang``."""
        return choose_words(self.words, lang)


def parse_settings(given: object) -> SeriesSettings:
    """Return the settings, or raise with every mistake in them."""
    return read_settings(SeriesSettings, "SERIES", given, "series-setting")
