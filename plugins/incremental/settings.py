"""``INCREMENTAL`` in ``pelicanconf.py``."""

from __future__ import annotations

from dataclasses import dataclass

from ..settings import count, read_settings, text


@dataclass(frozen=True)
class IncrementalSettings:
    """Where the ledger is kept, and how many processes make pages."""

    folder: str = text(".bulletin/ledger")
    jobs: int = count(0)


def parse_settings(given: object) -> IncrementalSettings:
    """Return the settings, or raise with every mistake in them."""
    name = "incremental-setting"
    return read_settings(IncrementalSettings, "INCREMENTAL", given, name)
