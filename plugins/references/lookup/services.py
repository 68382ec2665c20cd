"""The services that know what was published: their addresses, and how to ask."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from ...settings import text

#: Where each service lives; ``REFERENCES["services"]`` may name others.
ADDRESSES = {
    "crossref": "https://api.crossref.org",
    "doi": "https://doi.org",
    "europepmc": "https://www.ebi.ac.uk/europepmc/webservices/rest",
    "ncbi": "https://eutils.ncbi.nlm.nih.gov/entrez/eutils",
}
AGENT = "pelican-bulletin/0.1"
#: Crossref throttles or blocks addresses that nobody reads.
NOBODY = re.compile(
    r"@(?:.*\.)?(?:example|test|invalid|localhost)(?:\.(?:com|org|net))?$"
)


def _address(service: str) -> str:
    wanted = "an address that begins with https://"
    default = ADDRESSES[service]
    return text(default, wanted=wanted, fits=is_address, store=_clean_address)


def is_address(value: str) -> bool:
    """Return whether a text is a whole web address, which a setting may name."""
    with suppress(ValueError):
        parts = urlsplit(value)
        return (
            parts.scheme in {"http", "https"}
            and bool(parts.hostname)
            and parts.port != 0  # reading it raises above 65535
            and value.isprintable()
            and " " not in value
        )
    return False


def _clean_address(value: str) -> str:
    return value.rstrip("/").removesuffix("/works")


@dataclass(frozen=True)
class Services:
    """Base addresses without a slash at the end, and the manners of asking."""

    crossref: str = _address("crossref")
    doi: str = _address("doi")
    europepmc: str = _address("europepmc")
    ncbi: str = _address("ncbi")
    contact: str = ""  #: an e-mail address that somebody reads; opens the polite pool
    timeout: float = 10.0  #: seconds to wait for one answer

    @property
    def is_polite(self) -> bool:
        """Return whether requests carry the contact; Crossref gets no made-up ones."""
        made_up = NOBODY.search(self.contact.lower())
        return bool(self.contact) and not (
            made_up and self.crossref == ADDRESSES["crossref"]
        )

    @property
    def agent(self) -> str:
        """Return what requests say of who sends them."""
        return f"{AGENT} (mailto:{self.contact})" if self.is_polite else AGENT
