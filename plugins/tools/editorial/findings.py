"""All that a check finds in a site's texts, beside what a build finds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ...problem import Level, Problem
from ...site import today
from ...source.read import read_source
from ..site import has_plugin
from .crisis import find_without_line
from .passes import WAITING
from .pictures import find_large, find_places
from .plain import find_plain_links
from .promises import find_promises
from .readability import hardest
from .reviews import find_reviews
from .settings import parse_settings
from .spelling import WordList, find_misspellings, fold_title, read_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .passes import CheckedSite, Text


def find_all(checked: CheckedSite, titles: Iterable[str]) -> Iterator[Problem]:
    """Yield what is wrong with a site's texts; ``titles`` are those of cited works."""
    settings, texts = checked.settings, checked.texts
    own = parse_settings(settings.get("CHECK") or {})
    known = {fold_title(one) for title in titles for one in _parts_of(title)}
    words = read_word_list(settings, own.words)
    sources = [(text.source, text.lang) for text in texts]
    yield from find_misspellings(sources, words, known)
    for text in texts:
        yield from find_promises(text.source, own.promises)
        yield from find_plain_links(text.source)
        yield from _hard_to_read(text, own.reading_age)
    yield from find_without_line(texts, settings, own)
    reviewed = [text for text in texts if text.state not in WAITING]
    is_told = has_plugin(settings, "front_matter")
    days, day = own.review_days, today(settings)
    yield from find_reviews(reviewed, day, days, is_told=is_told)
    yield from find_large(texts, settings, own)
    yield from find_places(checked)


def _parts_of(title: str) -> Iterator[str]:
    """Yield a title, and what stands before its colon or its question mark."""
    yield title
    for sign in ":?":
        yield title.partition(sign)[0]


def read_word_list(settings: dict[str, object], name: str) -> WordList:
    """Return a site's own words; none where it has no such file."""
    path = Path(str(settings["PATH"])) / name
    source = read_source(path, settings)
    return read_words(source) if path.is_file() else WordList(source.path)


def _hard_to_read(text: Text, limit: int) -> Iterator[Problem]:
    """Yield a notice for a text that is meant for older readers."""
    age = text.reading_age
    if age is None or age <= limit:
        return
    hard = hardest(text.sentences)
    listed = "; ".join(f"line {one.line}, “{one.text}”" for one in hard)
    what = f"The text asks for a reading age of {age}, above {limit}. Hardest: {listed}"
    remedy = "Make of each of these sentences two, or take its long words out."
    line = hard[0].line if hard else text.source.header.body_line
    yield Problem(text.path, line, what, remedy, "reading-age", Level.NOTICE)
