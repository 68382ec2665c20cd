"""The settings of ``ADDRESSES`` in ``pelicanconf.py``."""

from __future__ import annotations

from dataclasses import dataclass

from ..settings import flag, read_settings

NAME, PROBLEM_NAME = "ADDRESSES", "addresses-setting"


@dataclass(frozen=True)
class AddressesSettings:
    """What the addresses of one site promise."""

    relative_links: bool = flag(False)


def parse_settings(given: object) -> AddressesSettings:
    """Return a site's settings; raise ``SettingsError`` with every mistake in them."""
    return read_settings(AddressesSettings, NAME, given, PROBLEM_NAME)
