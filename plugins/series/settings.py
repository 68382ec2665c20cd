"""The setting ``SERIES``, parsed and checked once per use."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from string import Formatter
from typing import TYPE_CHECKING, Any

from ..problem import Problem, SettingsError, did_you_mean
from .words import ENGLISH, Words, choose_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: What an address may contain.
FIELDS = {"slug", "lang"}
NEIGHBORS = ("date", "site")


@dataclass(frozen=True)
class SeriesSettings:
    """What a site says about its series; the manual explains each key."""

    path: str = "series"
    url: str = "series/{slug}/"
    save_as: str = "series/{slug}/index.html"
    lang_url: str = "series/{slug}-{lang}/"
    lang_save_as: str = "series/{slug}-{lang}/index.html"
    list_url: str = "series/"
    list_save_as: str = "series/index.html"
    whole_url: str = "series/{slug}/all/"
    whole_save_as: str = "series/{slug}/all/index.html"
    whole_lang_url: str = "series/{slug}-{lang}/all/"
    whole_lang_save_as: str = "series/{slug}-{lang}/all/index.html"
    fold_above: int = 8
    window: int = 2
    fold_limit: int = 100
    words_per_minute: int = 220
    neighbors: str = "date"
    show_unpublished: bool = False
    words: Mapping[str, object] = field(default_factory=dict)

    def words_in(self, lang: str) -> Words:
        """Return the words for readers of ``lang``."""
        return choose_words(self.words, lang)


def parse_settings(given: object) -> SeriesSettings:
    """Return what ``SERIES`` says; raise ``SettingsError`` with all faults."""
    if not given and isinstance(given, dict):
        return SeriesSettings()
    if not isinstance(given, dict):
        raise SettingsError(
            [_problem("SERIES is not a dict.", 'Write SERIES = {"…": …}.')]
        )
    problems = list(_find_faults(given))
    if problems:
        raise SettingsError(problems)
    return SeriesSettings(**given)


def _find_faults(given: Mapping[str, Any]) -> Iterator[Problem]:
    standard = SeriesSettings()
    defaults = {f.name: getattr(standard, f.name) for f in fields(standard)}
    for key, value in given.items():
        if key not in defaults:
            remedy = did_you_mean(str(key), defaults) or "The manual lists the keys."
            yield _problem(f"SERIES has no key “{key}”.", remedy)
            continue
        kind = type(defaults[key])
        wanted = {int: "a whole number", str: "text", bool: "True or False"}
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            what = f"SERIES[“{key}”] is {value!r}."
            yield _problem(what, f"Give it {wanted.get(kind, 'a dict')}.")
        elif kind is int and value < (1 if key == "words_per_minute" else 0):
            yield _problem(f"SERIES[“{key}”] is {value}.", "Give it a larger number.")
        elif key == "neighbors" and value not in NEIGHBORS:
            yield _problem(f"SERIES[“{key}”] is {value!r}.", "Write date or site.")
        elif key.endswith(("url", "save_as")):
            yield from _find_address_faults(key, value)
        elif key == "words":
            yield from _find_word_faults(value)


def _find_address_faults(key: str, value: str) -> Iterator[Problem]:
    remedy = "An address may hold {slug} and {lang}."
    try:
        named = {name for _, name, _, _ in Formatter().parse(value) if name is not None}
    except ValueError as error:
        yield _problem(f"SERIES[“{key}”] is {value!r}: {error}.", remedy)
        return
    for name in sorted(named - FIELDS):
        yield _problem(f"SERIES[“{key}”] holds {{{name}}}.", remedy)
    needed = set() if key.startswith("list") or not value else {"slug"}
    if key.removeprefix("whole_").startswith("lang") and value:
        needed = {"slug", "lang"}
    for name in sorted(needed - named):
        what = f"SERIES[“{key}”] is {value!r}, the same for every series."
        yield _problem(what, f"Put {{{name}}} into it.")


def _find_word_faults(words: Mapping[str, object], lang: str = "") -> Iterator[Problem]:
    where = f"SERIES[“words”][“{lang}”]" if lang else "SERIES[“words”]"
    for key, word in words.items():
        if isinstance(word, dict) and not lang:
            yield from _find_word_faults(word, key)
        elif key not in ENGLISH:
            remedy = (
                did_you_mean(key, ENGLISH) or f"The words are: {', '.join(ENGLISH)}."
            )
            yield _problem(f"{where} has “{key}”, which is not used.", remedy)
        elif not isinstance(word, str):
            yield _problem(f"{where}[“{key}”] is {word!r}.", "Give it text.")
        else:
            yield from _find_hole_faults(where, key, word)


def _find_hole_faults(where: str, key: str, word: str) -> Iterator[Problem]:
    remedy = f"Ours is “{ENGLISH[key]}”."
    try:
        holes = {name for _, name, _, _ in Formatter().parse(word) if name is not None}
    except ValueError as error:
        yield _problem(f"{where}[“{key}”] is {word!r}: {error}.", remedy)
        return
    allowed = {name for _, name, _, _ in Formatter().parse(ENGLISH[key]) if name}
    for name in sorted(holes - allowed):
        yield _problem(f"{where}[“{key}”] holds {{{name}}}.", remedy)


def _problem(what: str, remedy: str) -> Problem:
    return Problem("pelicanconf.py", 0, what, remedy, "series-setting")
