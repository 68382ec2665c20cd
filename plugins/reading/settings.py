"""``READING`` in ``pelicanconf.py``."""

from __future__ import annotations

from dataclasses import dataclass

from ..settings import count, pairs, read_settings, text, words


@dataclass(frozen=True)
class ReadingSettings:
    """How pages are measured and which of them name a risk."""

    words_per_minute: int = count(220, least=1)
    contents_from: int = count(4, least=1)
    risk_words: tuple[str, ...] = words(("depress", "suicid", "self-harm", "crisis"))
    crisis_mark: str = text("988")
    crisis_html: str = text("")
    callouts: dict[str, str] = pairs({"warning": "Important", "urgent": "Urgent"})
    callout_titles: dict[str, str] = pairs({})


def parse_settings(given: object) -> ReadingSettings:
    """Return the settings, or raise with every mistake in them."""
    return read_settings(ReadingSettings, "READING", given, "reading-setting")
