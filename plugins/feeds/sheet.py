"""What the style sheet says in the head of a feed that a browser opens."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from ..words import WORDS, choose_words, direction

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Notice(NamedTuple):
    """What feeds of a language say, each text as CSS writes it."""

    lang: Markup  #: for ``:lang()``
    feed: Markup  #: of a live feed
    archive: Markup  #: of an archive, before the address of its feed


def list_notices(
    langs: Iterable[str], words: Mapping[str, str], page: str
) -> list[Notice]:
    """Return what is said in each language, the first of ``langs`` for all others.

    ``words`` are those of the settings, which count for all languages where they are
    the site's own; ``page`` is the address of the page of feeds, or empty.
    """
    own = {key: word for key, word in words.items() if word != WORDS.get(key)}
    said: dict[str, tuple[str, str]] = {}
    for lang in langs:
        found = choose_words(own, lang)
        parts = [found["notice"], found["notice_page"].format(page=page)]
        said[lang] = (" ".join(parts if page else parts[:1]), found["notice_archive"])
    first = next(iter(said), "")
    return [
        Notice(as_name(lang), *map(in_css, texts))
        for lang, texts in said.items()
        if lang == first or texts != said[first]
    ]


def list_from_right(langs: Iterable[str]) -> list[Markup]:
    """Return those that are written from right to left, as CSS writes them."""
    return [as_name(lang) for lang in sorted(langs) if direction(lang) == "rtl"]


def as_name(lang: str) -> Markup:
    r"""Return a language as a name of CSS: Chromium knows no other in ``:lang()``.

    >>> print(as_name("az-Arab"), as_name("x)y"))
    az-Arab x\29 y
    """
    name = re.sub(r"[^A-Za-z0-9-]|^\d", lambda sign: f"\\{ord(sign[0]):x} ", lang)
    return Markup(name)  # noqa: S704  # letters, digits and escapes


def in_css(text: str) -> Markup:
    r"""Return a text between the quotation marks of CSS.

    >>> print(in_css('say "a\\b"'))
    "say \"a\\b\""
    """
    text = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\a ")
    return Markup(f'"{text}"')  # noqa: S704  # no HTML: quoted as CSS wants it
