"""``STRUCTURED_DATA`` in ``pelicanconf.py``."""

from __future__ import annotations

from dataclasses import dataclass

from ..settings import choice, read_settings


@dataclass(frozen=True)
class StructuredDataSettings:
    """What kind of page a post stands on, and for whom."""

    page_type: str = choice("WebPage", of=("WebPage", "MedicalWebPage"))
    audience: str = choice("", of=("", "Patient", "Clinician"))


def parse_settings(given: object) -> StructuredDataSettings:
    """Return the settings, or raise with every mistake in them."""
    name = "structured-data-setting"
    return read_settings(StructuredDataSettings, "STRUCTURED_DATA", given, name)
