"""``REFERENCES`` in ``pelicanconf.py``."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ..settings import choice, count, flag, read_settings, seconds, table, text
from .lookup.services import Services

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
    heading: str = text("References")
    further_heading: str = text("Further reading")
    heading_level: int = count(2, least=2, most=6)
    #: Days after which a check of the library counts as old.
    check_max_age: int = count(60, least=1)
    #: Where works are looked up, with the next two.
    services: Services = table(Services)
    contact: str = text(
        "", wanted="an e-mail address", fits=E_MAIL.fullmatch, none=True
    )
    timeout: float = seconds(10.0)


def parse_settings(values: object) -> Settings:
    """Return the settings, or raise with every mistake in them."""
    own = read_settings(Settings, "REFERENCES", values, "references-setting")
    manners = replace(own.services, contact=own.contact, timeout=own.timeout)
    return replace(own, services=manners)
