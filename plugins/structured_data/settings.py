"""``STRUCTURED_DATA`` in ``pelicanconf.py``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ..settings import choice, read_settings


@dataclass(frozen=True)
class StructuredDataSettings:
    """What kind of page a post stands on, and for whom."""

    page_type: str = choice("WebPage", of=("WebPage", "MedicalWebPage"))
    audience: str = choice("", of=("", "Patient", "Clinician"))


def parse_settings(given: object) -> StructuredDataSettings:
    """Return the settings, or raise with every mistake in them."""
    if isinstance(given, dict) and all(isinstance(one, str) for one in given.values()):
        return _parse(tuple(given.items()))
    return _parse_anything(given)


@lru_cache(8)
def _parse(given: tuple[tuple[str, str], ...]) -> StructuredDataSettings:
    """Return the settings of a site, which every page asks for."""
    return _parse_anything(dict(given))


def _parse_anything(given: object) -> StructuredDataSettings:
    name = "structured-data-setting"
    return read_settings(StructuredDataSettings, "STRUCTURED_DATA", given, name)
