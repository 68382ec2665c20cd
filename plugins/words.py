"""The words that readers see, one table per language, for plugins and theme.

A fact of language stands once in a table; where it has a second name, the name leads to
the same text. What one plugin or the theme alone says stands with it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Words = dict[str, str]


def _fold(words: Words) -> Words:
    """Return ``words`` where what is folded after a part is called as before it."""
    return words | {
        "after_range": words["before_range"],
        "after_one": words["before_one"],
    }


def _alone(words: Words) -> str:
    """Return what a part is called by its number alone, to be filled with ``part``."""
    return words["before_one"].replace("{first}", "{part}")


#: What ``SERIES["words"]`` may replace, by the names that it has there.
ENGLISH = _fold(
    {
        "all_series": "All series",
        "back_to_series": "About this series",
        "before_range": "Parts {first} to {last}",
        "before_one": "Part {first}",
        "complete": "Complete",
        "contents": "Parts of this series",
        "contents_more": "All {of} parts",
        "draft": "draft",
        "draft_copy": "Draft of {date}: not published, and not yet final.",
        "hidden": "not listed",
        "in_series": "in",
        "minutes": "{minutes} minute read",
        "neighbors": "Other posts on this blog",
        "newer": "Newer post",
        "newest_part": "Newest part: {date}",
        "next_part": "Next part",
        "next_planned": "Next part, not yet published:",
        "no_series": "There is no series yet.",
        "older": "Older post",
        "ongoing": "More parts follow",
        "pager": "Parts of the series",
        "part_of": "Part {part} of {of}",
        "parts": "{count} parts",
        "parts_one": "1 part",
        "parts_out": "{count} of {of} parts are out",
        "permalink": "This part on its own page",
        "planned": "planned",
        "previous_part": "Previous part",
        "read_next": "Read next",
        "reviewed": "Oldest medical review: {date}",
        "scheduled": "scheduled",
        "series": "Series",
        "series_end": "This was the last part.",
        "updated": "Last updated: {date}",
        "whole": "Read the whole series on one page",
        "whole_of": "{title}: the whole series",
        "withdrawn": "withdrawn",
    }
)
#: What ``FEEDS["words"]`` may replace, by the names that it has there.
WORDS: Words = {
    "site": "All posts",
    "posts": "Posts",
    "series": ENGLISH["series"],
    "category": "Category",
    "tag": "Tag",
    "author": "Author",
    "language": "Language",
    "series_many": ENGLISH["series"],
    "category_many": "Categories",
    "tag_many": "Tags",
    "author_many": "Authors",
    "language_many": "Languages",
    "part": f"{ENGLISH['part_of']} {ENGLISH['in_series']} {{series}}",
    "part_alone": f"{_alone(ENGLISH)} {ENGLISH['in_series']} {{series}}",
    "read": "Read this post on {site}",
}
#: The page for people that lists the feeds.
FEEDS_PAGE: Words = {
    "feeds": "Feeds",
    "feeds_lead": "New posts, sent to a feed reader of your choice.",
    "feeds_what": (
        "A feed reader is a program that shows you new posts of the sites you choose. "
        "Nobody needs your address for it, and nobody learns what you read. "
        "Copy the address of one of these feeds into your reader."
    ),
    "opml": "All feeds as one OPML file",
}
#: What ``ADDRESSES["words"]`` may replace, by the names that it has there.
MOVED: Words = {
    "gone": "This page is no longer here",
    "gone_empty": "There is no post here at present.",
    "gone_home": "Go to the home page",
    "moved": "This page has moved",
    "moved_to": "It is here now:",
}
#: What a preview says of what is not published.
PREVIEW: Words = {
    "comes_out_on": "Comes out on",
    "draft_of": "Draft of",
    "preview_draft": "Preview: this is a draft.",
    "preview_name": "Preview",
    "preview_note": "Preview. Not everything here is published.",
    "preview_scheduled": "Preview: the date of this page has not come yet.",
}
GERMAN = _fold(
    {
        "all_series": "Alle Reihen",
        "back_to_series": "Über diese Reihe",
        "before_range": "Teile {first} bis {last}",
        "before_one": "Teil {first}",
        "comes_out_on": "Erscheint am",
        "complete": "Abgeschlossen",
        "contents": "Teile dieser Reihe",
        "contents_more": "Alle {of} Teile",
        "draft": "Entwurf",
        "draft_of": "Entwurf vom",
        "draft_copy": "Entwurf vom {date}: nicht veröffentlicht, nicht endgültig.",
        "hidden": "nicht gelistet",
        "in_series": "in",
        "minutes": "{minutes} Min. Lesezeit",
        "gone": "Diese Seite gibt es nicht mehr",
        "gone_empty": "Zurzeit gibt es hier keinen Beitrag.",
        "gone_home": "Zur Startseite",
        "moved": "Diese Seite ist umgezogen",
        "moved_to": "Sie steht jetzt hier:",
        "neighbors": "Weitere Beiträge",
        "newer": "Neuerer Beitrag",
        "newest_part": "Neuester Teil: {date}",
        "next_part": "Nächster Teil",
        "next_planned": "Nächster Teil, geplant",
        "no_series": "Es gibt noch keine Reihe.",
        "older": "Älterer Beitrag",
        "ongoing": "Weitere Teile folgen",
        "pager": "Teile davor und danach",
        "part_of": "Teil {part} von {of}",
        "parts": "{count} Teile",
        "parts_one": "1 Teil",
        "parts_out": "{count} von {of} Teilen erschienen",
        "permalink": "Dieser Teil auf eigener Seite",
        "planned": "geplant",
        "preview_draft": "Vorschau: Das ist ein Entwurf.",
        "preview_name": "Vorschau",
        "preview_note": "Vorschau. Nicht alles hier ist veröffentlicht.",
        "preview_scheduled": "Vorschau: Der Tag dieser Seite ist noch nicht da.",
        "previous_part": "Voriger Teil",
        "read_next": "Weiterlesen",
        "reviewed": "Älteste medizinische Prüfung: {date}",
        "scheduled": "terminiert",
        "series": "Reihen",
        "series_end": "Das war der letzte Teil.",
        "updated": "Zuletzt geändert: {date}",
        "whole": "Die ganze Reihe auf einer Seite",
        "whole_of": "{title}: die ganze Reihe",
        "withdrawn": "zurückgezogen",
    }
)
SPANISH = _fold(
    {
        "all_series": "Todas las series",
        "back_to_series": "Sobre esta serie",
        "before_range": "Partes {first} a {last}",
        "before_one": "Parte {first}",
        "comes_out_on": "Se publica el",
        "complete": "Completa",
        "contents": "Partes de esta serie",
        "contents_more": "Las {of} partes",
        "draft": "borrador",
        "draft_of": "Borrador del",
        "draft_copy": "Borrador del {date}: sin publicar y sin versión definitiva.",
        "hidden": "no listada",
        "in_series": "de",
        "minutes": "{minutes} min de lectura",
        "gone": "Esta página ya no está aquí",
        "gone_empty": "Por ahora no hay ninguna entrada aquí.",
        "gone_home": "Ir a la página de inicio",
        "moved": "Esta página ha cambiado de dirección",
        "moved_to": "Ahora está aquí:",
        "neighbors": "Otras entradas",
        "newer": "Entrada más reciente",
        "newest_part": "Parte más reciente: {date}",
        "next_part": "Parte siguiente",
        "next_planned": "Parte siguiente, prevista",
        "no_series": "Todavía no hay series.",
        "older": "Entrada anterior en el tiempo",
        "ongoing": "Habrá más partes",
        "pager": "Partes anterior y siguiente",
        "part_of": "Parte {part} de {of}",
        "parts": "{count} partes",
        "parts_one": "1 parte",
        "parts_out": "{count} de {of} partes publicadas",
        "permalink": "Esta parte en su propia página",
        "planned": "prevista",
        "preview_draft": "Vista previa: esto es un borrador.",
        "preview_name": "Vista previa",
        "preview_note": "Vista previa. No todo lo que hay aquí está publicado.",
        "preview_scheduled": "Vista previa: la fecha de esta página no ha llegado.",
        "previous_part": "Parte anterior",
        "read_next": "Seguir leyendo",
        "reviewed": "Revisión médica más antigua: {date}",
        "scheduled": "programada",
        "series": "Series",
        "series_end": "Esta era la última parte.",
        "updated": "Última actualización: {date}",
        "whole": "Leer la serie entera en una página",
        "whole_of": "{title}: la serie entera",
        "withdrawn": "retirada",
    }
)
LANGUAGES = {
    "en": ENGLISH | WORDS | FEEDS_PAGE | MOVED | PREVIEW,
    "de": GERMAN,
    "es": SPANISH,
}
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


def languages_of(lang: str) -> list[str]:
    """Return the names under which words for ``lang`` stand, the nearest last."""
    lang = lang.lower().replace("_", "-")
    return list(dict.fromkeys((lang.split("-")[0], lang)))


def choose_words(own: Mapping[str, object], lang: str) -> Words:
    """Return the words for ``lang``: the site's own above ours above English.

    ``pt-br`` finds ``pt`` where there is nothing nearer.
    """
    return _choose(own, lang) if own else dict(_ours(lang))


@lru_cache(64)
def _ours(lang: str) -> Words:
    """Return our own words, for which every page asks; they are never changed."""
    return _choose({}, lang)


def _choose(own: Mapping[str, object], lang: str) -> Words:
    nearest = languages_of(lang)
    words = dict(LANGUAGES["en"])
    for name in nearest:
        words |= LANGUAGES.get(name, {})
    words |= {key: word for key, word in own.items() if isinstance(word, str)}
    for name in nearest:
        more = own.get(name)
        if isinstance(more, dict):
            words |= more
    words |= {name: words[first] for name, first in SECOND_NAMES.items()}
    words["part_only"] = _alone(words)
    return words
