"""Pelican's side of reading: which contents get a record, and the callouts."""

from __future__ import annotations

from functools import partial
from typing import Any

from pelican import signals

from ..report import begin_run
from ..site import (
    body_of,
    for_each_content,
    ledger_of,
    will_ask,
    words_per_minute,
)
from ..words import offer_words
from .core import Reading
from .markdown import ReadingExtension
from .settings import parse_settings

#: What reads ``!!!``; stock Pelican does not ask for it.
ADMONITION = frozenset({"admonition", "markdown.extensions.admonition"})


def register() -> None:
    """Connect reading to Pelican."""
    signals.initialized.connect(read_callouts)
    signals.get_generators.connect(begin_run)
    signals.generator_init.connect(offer_minutes)
    signals.article_generator_finalized.connect(give_readings)
    signals.page_generator_finalized.connect(give_readings)
    signals.all_generators_finalized.connect(give_crisis_lines)


def read_callouts(pelican: Any) -> None:
    """Check the settings and let Markdown mark callouts up."""
    own = parse_settings(pelican.settings.get("READING", {}))
    markdown = dict(pelican.settings["MARKDOWN"])
    kept = [
        one
        for one in markdown.get("extensions", [])
        if not isinstance(one, ReadingExtension)
    ]
    if ADMONITION.isdisjoint(one for one in kept if isinstance(one, str)):
        kept.append("markdown.extensions.admonition")
    lang = str(pelican.settings.get("DEFAULT_LANG") or "en")
    ours = ReadingExtension(own.callouts, own.callout_titles, lang)
    markdown["extensions"] = [*kept, ours]
    pelican.settings["MARKDOWN"] = markdown


def offer_minutes(generator: Any) -> None:
    """Let themes print the minutes of reading in the page's language."""
    will_ask("crisis", _find_crisis_line, generator.settings)
    offer_words(generator.env.globals, generator.settings)


def give_readings(generator: Any) -> None:
    """Give every post or page of every status its record."""
    site = generator.settings
    settings = parse_settings(site.get("READING", {}))

    def give(content: Any) -> None:
        content.reading = Reading(
            str(content.title),
            partial(body_of, content),
            content.metadata,
            site.get("PEOPLE") or {},
            settings,
            words_per_minute(site),
        )

    for_each_content([generator], give)


def give_crisis_lines(generators: list[Any]) -> None:
    """Give every post or page the crisis line, where it needs one."""

    def give(content: Any) -> None:
        content.crisis_html = _find_crisis_line(content)

    for_each_content(generators, give)


def _find_crisis_line(content: Any) -> str:
    reading: Reading = content.reading
    given = reading.title, body_of(content).mark, reading.settings
    find = partial(getattr, reading, "crisis_html")
    found: str = ledger_of(content.settings).recall("crisis", given, find)
    return found
