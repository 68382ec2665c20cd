"""The words that readers see; a site replaces any of them, for all languages or one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Words = dict[str, str]

ENGLISH: Words = {
    "all_series": "All series",
    "back_to_series": "About this series",
    "before_range": "Parts {first} to {last}",
    "after_range": "Parts {first} to {last}",
    "before_one": "Part {first}",
    "after_one": "Part {first}",
    "complete": "Complete",
    "contents": "Parts in this series",
    "contents_more": "All {of} parts",
    "draft": "draft",
    "hidden": "not listed",
    "in_series": "in",
    "minutes": "{minutes} min read",
    "neighbors": "Other posts",
    "newer": "Newer post",
    "next_part": "Next part",
    "next_planned": "Next part, planned",
    "no_series": "There is no series yet.",
    "older": "Older post",
    "ongoing": "More parts follow",
    "pager": "Parts before and after",
    "part_of": "Part {part} of {of}",
    "parts": "{count} parts",
    "parts_one": "1 part",
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
GERMAN: Words = {
    "all_series": "Alle Reihen",
    "back_to_series": "Über diese Reihe",
    "before_range": "Teile {first} bis {last}",
    "after_range": "Teile {first} bis {last}",
    "before_one": "Teil {first}",
    "after_one": "Teil {first}",
    "complete": "Abgeschlossen",
    "contents": "Teile dieser Reihe",
    "contents_more": "Alle {of} Teile",
    "draft": "Entwurf",
    "hidden": "nicht gelistet",
    "in_series": "in",
    "minutes": "{minutes} Min. Lesezeit",
    "neighbors": "Weitere Beiträge",
    "newer": "Neuerer Beitrag",
    "next_part": "Nächster Teil",
    "next_planned": "Nächster Teil, geplant",
    "no_series": "Es gibt noch keine Reihe.",
    "older": "Älterer Beitrag",
    "ongoing": "Weitere Teile folgen",
    "pager": "Teile davor und danach",
    "part_of": "Teil {part} von {of}",
    "parts": "{count} Teile",
    "parts_one": "1 Teil",
    "permalink": "Dieser Teil auf eigener Seite",
    "planned": "geplant",
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
SPANISH: Words = {
    "all_series": "Todas las series",
    "back_to_series": "Sobre esta serie",
    "before_range": "Partes {first} a {last}",
    "after_range": "Partes {first} a {last}",
    "before_one": "Parte {first}",
    "after_one": "Parte {first}",
    "complete": "Completa",
    "contents": "Partes de esta serie",
    "contents_more": "Las {of} partes",
    "draft": "borrador",
    "hidden": "no listada",
    "in_series": "de",
    "minutes": "{minutes} min de lectura",
    "neighbors": "Otras entradas",
    "newer": "Entrada más reciente",
    "next_part": "Parte siguiente",
    "next_planned": "Parte siguiente, prevista",
    "no_series": "Todavía no hay series.",
    "older": "Entrada anterior en el tiempo",
    "ongoing": "Habrá más partes",
    "pager": "Partes anterior y siguiente",
    "part_of": "Parte {part} de {of}",
    "parts": "{count} partes",
    "parts_one": "1 parte",
    "permalink": "Esta parte en su propia página",
    "planned": "prevista",
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
LANGUAGES: dict[str, Words] = {"en": ENGLISH, "de": GERMAN, "es": SPANISH}


def choose_words(own: Mapping[str, object], lang: str) -> Words:
    """Return the words for ``lang``: the site's own above ours above English.

    ``pt-br`` finds ``pt`` where there is nothing nearer.
    """
    lang = lang.lower().replace("_", "-")
    words = dict(ENGLISH)
    for name in dict.fromkeys((lang.split("-")[0], lang)):
        words |= LANGUAGES.get(name, {})
    words |= {key: word for key, word in own.items() if isinstance(word, str)}
    for name in dict.fromkeys((lang.split("-")[0], lang)):
        more = own.get(name)
        if isinstance(more, dict):
            words |= more
    return words
