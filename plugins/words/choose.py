"""The words for a language: a site's own, ours, and English where there are none."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING

from . import de, en, es, fr
from .dates import write_date
from .direction import direction, is_english, languages_of
from .en import Words, alone
from .word import Word, mark

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, MutableMapping
    from datetime import date

LANGUAGES: dict[str, Words] = {
    "en": en.SAID,
    "de": de.SAID,
    "es": es.SAID,
    "fr": fr.SAID,
}
#: What the theme says, by language; its English stands in the theme.
THEMES: dict[str, Words] = {"de": de.THEME, "es": es.THEME, "fr": fr.THEME}
#: The names that templates of the theme have for words above.
SECOND_NAMES = {
    "all_posts": "site",
    "around_posts": "neighbors",
    "coming_part": "next_planned",
    "newer_post": "newer",
    "older_post": "older",
    "own_page": "permalink",
    "series_pages": "pager",
    "whole_series": "whole",
}


def choose_words(own: Mapping[str, object], lang: str) -> Words:
    """Return the words for ``lang``: the site's own above ours above English.

    ``pt-br`` finds ``pt`` where there is nothing nearer. What is English for want of
    anything else is a ``Word``.
    """
    return _choose(own, lang) if own else dict(_ours(lang))


@lru_cache(64)
def _ours(lang: str) -> Words:
    """Return our own words, for which every page asks; they are never changed."""
    return _choose({}, lang)


def _choose(own: Mapping[str, object], lang: str) -> Words:
    said: Words = {}
    for name in languages_of(lang):
        said |= LANGUAGES.get(name, {})
    said |= {key: word for key, word in own.items() if isinstance(word, str)}
    said |= _own_words(own, lang)
    english = LANGUAGES["en"] | _own_words(own, "en")
    words = _mark_missing(english, said, lang) | said
    words |= {name: words[first] for name, first in SECOND_NAMES.items()}
    words["part_only"] = alone(words)
    return words


def _own_words(own: Mapping[str, object], lang: str) -> Words:
    """Return what a site's dict of dicts has for a language, the nearest above.

    Tags are the same however they are written: “pt-BR”, “pt_br” (RFC 5646, 2.1.1).
    """
    tables = {languages_of(k)[-1]: v for k, v in own.items() if isinstance(v, dict)}
    found: Words = {}
    for name in languages_of(lang):
        found |= tables.get(name, {})
    return found


def _mark_missing(english: Words, said: Words, lang: str) -> Words:
    """Return those words of English that are not ``said`` in a language, marked."""
    if is_english(lang):
        return english
    attributes = mark(lang)
    return {
        name: Word(word, attributes) if isinstance(word, str) else word
        for name, word in english.items()
        if name not in said
    }


def mark_english(words: Mapping[str, str], ours: Words, lang: str) -> Words:
    """Return words for a page in ``lang``, marked where they are ours in English."""
    attributes = mark(lang)
    return {
        name: Word(word, attributes) if word == ours.get(name) else word
        for name, word in words.items()
    }


def theme_words(
    words_in: Callable[[str], Words],
    lang: str,
    own: Words,
    site: Mapping[str, object] | None = None,
) -> tuple[Words, Words]:
    """Return what a theme says in ``lang``: for texts, and plain for attributes.

    ``own`` are its words in English, ``site`` the setting ``WORDS``. The words of
    plugins are among them; what a language lacks is marked in the first alone.
    """
    site = site or {}
    said: Words = {}
    for name in languages_of(lang):
        said |= {k: v for k, v in THEMES.get(name, {}).items() if k in own}
    said |= _own_words(site, lang)
    shared = words_in(lang)
    known = {name: word for name, word in shared.items() if not isinstance(word, Word)}
    english = own | _own_words(site, "en")
    missing = {n: w for n, w in english.items() if n in own or n not in known}
    words = shared | _mark_missing(missing, said, lang) | said
    if is_english(lang):
        return words, words
    return words, {
        name: str(word) if isinstance(word, str) else word
        for name, word in words.items()
    }


def offer_words(
    names: MutableMapping[str, object],
    settings: Mapping[str, object],
    words_in: Callable[[str], Words] | None = None,
) -> None:
    """Give templates ``words_in``, ``theme_words``, ``date_in`` and ``direction_of``.

    Plugins that print words all offer them; one with words of the site's own,
    ``words_in``, goes before the others.
    """
    if words_in is None and "words_in" in names:
        return
    words_in = words_in or partial(choose_words, {})
    names["words_in"] = words_in
    names["theme_words"] = partial(theme_words, words_in)
    names["direction_of"] = direction
    kept = ("DATE_FORMATS", "DEFAULT_DATE_FORMAT", "DEFAULT_LANG")
    site = {name: settings.get(name) for name in kept}
    names["date_in"] = partial(_date_in, site)


def _date_in(site: Mapping[str, object], when: date, lang: str, words: Words) -> str:
    return write_date(when, lang, words, site)
