"""``REFERENCES`` in ``pelicanconf.py``."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..settings import (
    choice,
    count,
    flag,
    phrases_by_language,
    read_settings,
    seconds,
    table,
    text,
)
from ..words import DATES, REFERENCES, Words, choose_words
from .lookup.services import Services

if TYPE_CHECKING:
    from collections.abc import Mapping

STYLES = ("apa", "ama", "nlm")
E_MAIL = re.compile(r"|[^@\s]+@[^@\s]+\.[^@\s.]+")


@dataclass(frozen=True)
class Settings:
    """The plugin's dict, parsed once."""

    append: bool = flag(True)
    style: str = choice("apa", of=STYLES)
    library: str = text("references/library.json")
    checked: str = text("references/checked.json")
    evidence: bool = flag(True)
    heading: str = text(REFERENCES["references"])
    further_heading: str = text(REFERENCES["further_reading"])
    heading_level: int = count(2, least=2, most=6)
    #: Days after which a check of the library counts as old.
    check_max_age: int = count(60, least=1)
    #: Where works are looked up, with the next two.
    services: Services = table(Services)
    contact: str = text(
        "", wanted="an e-mail address", fits=E_MAIL.fullmatch, none=True
    )
    timeout: float = seconds(10.0)
    words: Mapping[str, object] = phrases_by_language(REFERENCES | DATES)

    def words_in(self, lang: str) -> Words:
        """Return the words for readers of ``lang``; a heading of the site's is its own.

        Those of other plugins are left out.
        """
        own = {"references": self.heading, "further_reading": self.further_heading}
        own = {name: word for name, word in own.items() if word != REFERENCES[name]}
        words = choose_words({**own, **self.words}, lang)
        return {name: words[name] for name in (*REFERENCES, *DATES)}


def parse_settings(values: object) -> Settings:
    """Return the settings, or raise with every mistake in them."""
    own = read_settings(Settings, "REFERENCES", values, "references-setting")
    manners = replace(own.services, contact=own.contact, timeout=own.timeout)
    return replace(own, services=manners)
