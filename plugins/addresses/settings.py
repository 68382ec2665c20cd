"""The settings of ``ADDRESSES`` in ``pelicanconf.py``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..places import read_asked, read_old
from ..settings import checked, choice, flag, phrases_by_language, read_settings, text
from ..words import MOVED

if TYPE_CHECKING:
    from ..settings import Place

NAME, PROBLEM_NAME = "ADDRESSES", "addresses-setting"
EXAMPLE = {"/tag/old/": "/tag/new/"}


def _read_aliases(place: Place, given: object) -> dict[str, str]:
    if not isinstance(given, Mapping):
        place.report_value(given, "a dict from old addresses to new ones", EXAMPLE)
        return {}
    aliases = {str(old): str(new) for old, new in given.items()}
    for old, new in aliases.items():
        read = read_asked(old), read_old(new.partition("#")[0])
        for one, kind, found in zip((old, new), ("old", "new"), read, strict=True):
            if found is None:
                what = f"has “{one}”, which is no address of the site"
                example = f"Write the {kind} one from the site's root: /tag/{kind}/."
                place.report(what, example)
    return aliases


@dataclass(frozen=True)
class AddressesSettings:
    """What the addresses of one site promise."""

    relative_links: bool = flag(False)
    record: str = text("")
    aliases: Mapping[str, str] = checked({}, _read_aliases)
    redirect_code: str = choice("301", of=("301", "301!", ""))
    words: Mapping[str, object] = phrases_by_language(MOVED)


def parse_settings(given: object) -> AddressesSettings:
    """Return a site's settings; raise ``SettingsError`` with every mistake in them."""
    return read_settings(AddressesSettings, NAME, given, PROBLEM_NAME)
