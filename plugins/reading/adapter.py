"""Pelican's side of reading: which contents get a record, and the callouts."""

from __future__ import annotations

from typing import Any

from pelican import signals

from .callouts import CalloutExtension
from .core import Reading
from .settings import parse_settings
from .tables import TableExtension

ARTICLES = (
    "articles",
    "translations",
    "drafts",
    "drafts_translations",
    "hidden_articles",
    "hidden_translations",
)
PAGES = (
    "pages",
    "translations",
    "draft_pages",
    "draft_translations",
    "hidden_pages",
    "hidden_translations",
)
#: What reads ``!!!``; stock Pelican does not ask for it.
ADMONITION = frozenset({"admonition", "markdown.extensions.admonition"})


def register() -> None:
    """Connect reading to Pelican."""
    signals.initialized.connect(read_callouts)
    signals.article_generator_finalized.connect(give_articles_readings)
    signals.page_generator_finalized.connect(give_pages_readings)


def read_callouts(pelican: Any) -> None:
    """Check the settings and let Markdown mark callouts up."""
    words = parse_settings(pelican.settings.get("READING", {})).callouts
    markdown = dict(pelican.settings["MARKDOWN"])
    kept = [
        one
        for one in markdown.get("extensions", [])
        if not isinstance(one, CalloutExtension | TableExtension)
    ]
    if not ADMONITION.intersection(one for one in kept if isinstance(one, str)):
        kept.append("markdown.extensions.admonition")
    markdown["extensions"] = [*kept, CalloutExtension(words), TableExtension()]
    pelican.settings["MARKDOWN"] = markdown


def give_articles_readings(generator: Any) -> None:
    """Give every article of every status its record."""
    _give(generator, ARTICLES)


def give_pages_readings(generator: Any) -> None:
    """Give every page of every status its record."""
    _give(generator, PAGES)


def _give(generator: Any, names: tuple[str, ...]) -> None:
    settings = parse_settings(generator.settings.get("READING", {}))
    people = generator.settings.get("PEOPLE") or {}
    for name in names:
        for content in getattr(generator, name, ()):
            # The body as read: links to files are replaced later, words are not.
            content.reading = Reading(
                str(content.title),
                content._content or "",
                content.metadata,
                people,
                settings,
            )
            content.crisis_html = content.reading.crisis_html
