"""``SOCIAL_CARDS`` in ``pelicanconf.py``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial

from ..settings import pattern, read_settings, text

colour = partial(
    text,
    wanted="a colour such as “#fbf7ef”",
    fits=re.compile("#[0-9a-fA-F]{6}").fullmatch,
)


@dataclass(frozen=True)
class SocialCardsSettings:
    """How cards look, and where they are."""

    paper: str = colour("#fbf7ef")
    ink: str = colour("#2a241e")
    gold: str = colour("#a8741a")
    raised: str = colour("#f4ebda")
    url: str = pattern("images/made/card.{hash}.png", blanks=("hash",), empty=False)
    cache: str = text(".cache/cards", wanted="the path of a folder", fits=bool)

    @property
    def colours(self) -> tuple[str, str, str, str]:
        """Paper, ink, gold, and the raised paper of a large ring."""
        return self.paper, self.ink, self.gold, self.raised


def parse_settings(given: object) -> SocialCardsSettings:
    """Return the settings, or raise with every mistake in them."""
    name = "social-cards-setting"
    return read_settings(SocialCardsSettings, "SOCIAL_CARDS", given, name)
