"""Addresses elsewhere, as authors wrote them, each with the places where it stands."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urldefrag

from ...settings import find_setting
from ...source.prose import CODE, COMMENT, without_code
from ...source.values import as_lines
from ..editorial.passes import WAITING
from ..editorial.plain import blank
from ..link_targets import find_targets
from ..output_checks.links import Addresses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ...source.core import Source
    from ..editorial.passes import Text

CONF = "pelicanconf.py"
#: The settings that readers see: themes print the links in them.
SHOWN = ("MENUITEMS", "LINKS", "SOCIAL", "CLINIC", "PEOPLE", "READING")
#: What Markdown takes for the sign behind it, and HTML for another one. Without its
#: semicolon a reference is none in an address (“&copy=1”).
ESCAPED = re.compile(r"\\([\\`*_{}\[\]()>#+.!-])")
REFERENCE = re.compile(r"&(?:amp|#0*38|#[xX]0*26);")


@dataclass(frozen=True, order=True)
class Place:
    """Where an address stands; what readers see comes before what waits."""

    is_waiting: bool
    path: str
    line: int
    fragment: str  #: with its ``#``; empty for none

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


@dataclass(frozen=True)
class External:
    """All addresses elsewhere of a site, without fragments."""

    places: Mapping[str, tuple[Place, ...]]  #: of those to ask, the first place first
    excluded: int  #: addresses that the site leaves out

    def within(self, holds: Callable[[str], bool]) -> External:
        """Return the addresses that stand in some files, with their places there."""
        places = {
            address: tuple(one for one in places if holds(one.path))
            for address, places in self.places.items()
        }
        return replace(self, places={one: at for one, at in places.items() if at})


def gather(
    texts: Iterable[Text],
    settings: Mapping[str, object],
    conf: str,
    excludes: Iterable[str],
) -> External:
    """Return the addresses in texts, headers and settings that leave the site.

    ``conf`` is the text of ``pelicanconf.py``. Each of ``excludes`` is how addresses
    begin that are left out; ``*`` in it is any signs.
    """
    own = Addresses(str(settings.get("SITEURL") or ""), frozenset())
    found = defaultdict[str, set[Place]](set)
    for text in texts:
        for line, target in _targets(text.source):
            if address := _external(target, own):
                bare, fragment = urldefrag(address)
                mark = f"#{fragment}" if fragment else ""
                place = Place(text.state in WAITING, text.path, line, mark)
                found[bare].add(place)
    for line, target in _settings_targets(settings, conf):
        if address := _external(target, own):
            found[urldefrag(address).url].add(Place(False, CONF, line, ""))
    left_out = _is_excluded(excludes)
    asked = {one: tuple(sorted(found[one])) for one in found if not left_out(one)}
    return External(asked, len(found) - len(asked))


def _targets(source: Source) -> Iterator[tuple[int, str]]:
    """Yield the targets in a header and a text, each with its line; code has none."""
    for key, value in source.header.values.items():
        for number, words in enumerate(as_lines(value)):
            for _, target in find_targets(words):
                yield source.line(key, number), target
    text = COMMENT.sub(blank, without_code(source.body))
    for start, target in find_targets(text):
        yield source.prose.line_of(start), target


def _settings_targets(
    settings: Mapping[str, object], conf: str
) -> Iterator[tuple[int, str]]:
    lines = conf.split("\n")
    for name in SHOWN:
        for words in _words_in(settings.get(name)):
            for _, target in find_targets(words):
                there = (n for n, line in enumerate(lines, 1) if target in line)
                yield next(there, 0) or find_setting(conf, name), target


def _words_in(value: object) -> Iterator[str]:
    """Yield all texts of a setting, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _words_in(list(value.values()))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _words_in(one)


def _external(target: str, own: Addresses) -> str:
    """Return a target as browsers read it; nothing for one that stays on the site."""
    target = REFERENCE.sub("&", ESCAPED.sub(r"\1", target.strip()))
    if target.startswith("//"):
        target = f"https:{target}"
    is_web = target.lower().startswith(("http://", "https://"))
    # Where code stands in it, it is the pattern of an address.
    return (
        target if is_web and CODE not in target and not own.resolve("", target) else ""
    )


def _is_excluded(excludes: Iterable[str]) -> Callable[[str], object]:
    """Return what tells the addresses that a site leaves out."""
    patterns = [".*".join(map(re.escape, one.strip().split("*"))) for one in excludes]
    return re.compile("|".join(patterns) or r"(?!)", re.IGNORECASE).match
