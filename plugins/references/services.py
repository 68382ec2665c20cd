"""The services that know what was published: their addresses, and how to ask."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ..problem import Problem, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Where each service lives; ``REFERENCES["services"]`` may name others.
ADDRESSES = {
    "crossref": "https://api.crossref.org",
    "doi": "https://doi.org",
    "europepmc": "https://www.ebi.ac.uk/europepmc/webservices/rest",
    "ncbi": "https://eutils.ncbi.nlm.nih.gov/entrez/eutils",
}
E_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
#: Crossref throttles or blocks addresses that nobody reads.
NOBODY = re.compile(
    r"@(?:.*\.)?(?:example|test|invalid|localhost)(?:\.(?:com|org|net))?$"
)
SETTING = "references-setting"


@dataclass(frozen=True)
class Services:
    """Base addresses without a slash at the end, and the manners of asking."""

    crossref: str = ADDRESSES["crossref"]
    doi: str = ADDRESSES["doi"]
    europepmc: str = ADDRESSES["europepmc"]
    ncbi: str = ADDRESSES["ncbi"]
    contact: str = ""  #: an e-mail address that somebody reads; opens the polite pool
    timeout: float = 10.0  #: seconds to wait for one answer
    tries: int = 4  #: how often one request is sent before it counts as failed
    patience: float = 120.0  #: the longest wait in seconds that a service may ask for

    @property
    def is_polite(self) -> bool:
        """Say whether requests carry the contact; Crossref gets no made-up ones."""
        made_up = NOBODY.search(self.contact.lower())
        return bool(self.contact) and not (
            made_up and self.crossref == ADDRESSES["crossref"]
        )


def parse_services(settings: Mapping[str, Any]) -> tuple[Services, list[Problem]]:
    """Read ``services``, ``contact`` and ``timeout`` out of ``REFERENCES``."""
    problems: list[Problem] = []
    addresses = settings.get("services", {})
    if not hasattr(addresses, "items"):
        problems.append(_wrong("services", addresses, "Give a dict: name to address"))
        addresses = {}
    wanted: dict[str, Any] = {}
    for name, address in addresses.items():
        parts = urlsplit(address) if isinstance(address, str) else urlsplit("")
        if name not in ADDRESSES:
            known = (
                did_you_mean(str(name), ADDRESSES) or f"Known: {', '.join(ADDRESSES)}."
            )
            problems.append(_wrong("services", name, known.removesuffix(".")))
        elif parts.scheme not in {"http", "https"} or not parts.hostname:
            remedy = "Give an address that begins with https://"
            problems.append(_wrong(f"services, {name}", address, remedy))
        else:
            wanted[name] = address.rstrip("/").removesuffix("/works")
    contact = settings.get("contact", "")
    if contact and not (isinstance(contact, str) and E_MAIL.fullmatch(contact)):
        problems.append(_wrong("contact", contact, "Give one e-mail address"))
    else:
        wanted["contact"] = contact
    timeout = settings.get("timeout", Services.timeout)
    if (
        isinstance(timeout, bool)
        or not isinstance(timeout, int | float)
        or timeout <= 0
    ):
        problems.append(_wrong("timeout", timeout, "Give a number of seconds above 0"))
    else:
        wanted["timeout"] = float(timeout)
    return Services(**wanted), problems


def _wrong(key: str, value: object, remedy: str) -> Problem:
    what = f"REFERENCES, “{key}”: {value!r} does not fit."
    return Problem("pelicanconf.py", 0, what, f"{remedy}.", SETTING)
