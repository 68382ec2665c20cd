"""The words that readers see, in every language that plugins and theme speak.

Below every plugin; a table a language. Each name stands for one sentence or word:

``en.py``
    English: what every language falls back on. What the theme alone says in English
    stands in its own ``words.html``, so that it works without plugins.
``de.py``, ``es.py``, ``fr.py``
    ``SAID``: what plugins say. ``THEME``: what the theme says. A table need not be
    whole. For another language, add its file here and to ``LANGUAGES``.
``choose.py``
    The words for a language: a site's own, ours, and English where there are none.
``dates.py``, ``letters.py``, ``direction.py``
    A day in words, numbers as letters, and which way a language is written.

A word that a language lacks is English and a ``Word``: as text it is that text; HTML
made from it (``{{ word }}`` where Jinja escapes, ``{{ word|e }}`` elsewhere) says
``<span lang="en">``, and ``dir`` where that differs (WCAG 2.2, 3.1.2). An attribute,
such as ``aria-label``, has no place for a language: what falls back there is English
unmarked, and a template prints it as ``word|striptags``, or takes it from ``plain``.
"""

from __future__ import annotations

from .choose import (
    LANGUAGES,
    SECOND_NAMES,
    choose_words,
    mark_english,
    offer_words,
    theme_words,
)
from .dates import write_date, write_month, write_parts
from .direction import direction, is_english, languages_of
from .en import DATES, ENGLISH, FEEDS_PAGE, MOVED, PREVIEW, REFERENCES, WORDS, Words
from .letters import to_letters
from .word import Word, mark

__all__ = [
    "DATES",
    "ENGLISH",
    "FEEDS_PAGE",
    "LANGUAGES",
    "MOVED",
    "PREVIEW",
    "REFERENCES",
    "SECOND_NAMES",
    "WORDS",
    "Word",
    "Words",
    "choose_words",
    "direction",
    "is_english",
    "languages_of",
    "mark",
    "mark_english",
    "offer_words",
    "theme_words",
    "to_letters",
    "write_date",
    "write_month",
    "write_parts",
]
