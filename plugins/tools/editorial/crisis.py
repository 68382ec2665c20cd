"""Pages that name suicide give the crisis line, as built, whatever the theme."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...problem import Level, Problem
from ...reading.settings import parse_settings
from ..output_checks.page_facts import parse_page, read_words
from .plain import pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .passes import Text
    from .settings import CheckSettings


def find_without_line(
    texts: Iterable[Text], settings: dict[str, object], own: CheckSettings
) -> Iterator[Problem]:
    """Yield a problem for each page that names suicide and no crisis line.

    What the line is known by is ``READING["crisis_mark"]``.
    """
    given = settings.get("READING") or {}
    reading = parse_settings(given)
    words = "|".join(map(re.escape, own.crisis_words))
    if not words or not reading.crisis_mark:
        return
    named = re.compile(rf"(?<!\w)(?:{words})\w*", re.IGNORECASE)
    mark = re.compile(rf"(?<!\d){re.escape(reading.crisis_mark)}(?!\d)")
    for text in texts:
        if text.stage is None or not (found := _find_named(text, named)):
            continue
        page = parse_page((text.stage / text.page).read_bytes())
        if mark.search(read_words(page).text):
            continue
        word, line = found
        what = f"“{word}” is named, and the page gives no crisis line."
        remedy = "Print article.crisis_html in the theme, or write the line here:"
        remedy = f"{remedy} its mark is {reading.crisis_mark}."
        if not reading.crisis_html:
            remedy = 'Set READING["crisis_html"] in pelicanconf.py, or write it here.'
        yield Problem(text.path, line, what, remedy, "crisis-line", Level.WARNING)


def _find_named(text: Text, named: re.Pattern[str]) -> tuple[str, int] | None:
    for piece in pieces(text.source):
        if found := named.search(piece.text):
            line = piece.line + piece.text.count("\n", 0, found.start())
            return found[0], line
    return None
