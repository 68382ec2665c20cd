"""``INCREMENTAL`` in ``pelicanconf.py``."""

from __future__ import annotations

from dataclasses import dataclass

from ..settings import read_settings, text


@dataclass(frozen=True)
class IncrementalSettings:
    """Where the ledger is kept."""

    folder: str = text(".bulletin/ledger")


def parse_settings(given: object) -> IncrementalSettings:
    """Return the settings, or raise with every mistake in them."""
    name = "incremental-setting"
    return read_settings(IncrementalSettings, "INCREMENTAL", given, name)
