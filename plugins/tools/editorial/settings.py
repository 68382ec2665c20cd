"""``CHECK`` in ``pelicanconf.py``."""

from __future__ import annotations

from dataclasses import dataclass

from ...references.lookup.services import is_address
from ...settings import count, read_settings, seconds, text
from ...settings import words as some_words
from ...source.own_files import WORD_LIST

#: What a reader takes for a promise; each word with its endings.
PROMISES = (
    *("cure", "guarantee", "miracle", "miraculous", "breakthrough", "wonder drug"),
    *("risk-free", "non-addictive", "pain-free", "100% safe", "100% effective"),
    *("completely safe", "totally safe", "no side effects", "proven to work"),
    *("instant relief", "permanent relief", "works for everyone", "always works"),
)


@dataclass(frozen=True)
class CheckSettings:
    """What a site's texts are held to."""

    words: str = text(WORD_LIST, wanted="the path of a file below PATH")
    reading_age: int = count(14, least=5, most=25)
    promises: tuple[str, ...] = some_words(PROMISES)
    crisis_words: tuple[str, ...] = some_words(("suicid", "self-harm", "kill themsel"))
    review_days: int = count(30, most=3650)
    image_kilobytes: int = count(500, least=1)
    image_pixels: int = count(2600, least=1)
    link_excludes: tuple[str, ...] = some_words((), fits=str.strip)
    link_services: tuple[str, ...] = some_words(
        (), wanted="a list of addresses that begin with https://", fits=is_address
    )
    link_timeout: float = seconds(15.0)
    link_pause: float = seconds(1.0)


def parse_settings(given: object) -> CheckSettings:
    """Return the settings, or raise with every mistake in them."""
    return read_settings(CheckSettings, "CHECK", given, "check-setting")
