"""doi.org: who registered a DOI, and its record, whichever agency that was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from .csl import parse_negotiated
from .web import RateLimit, ServiceError, UnknownWorkError, Web

if TYPE_CHECKING:
    from .deposit import Deposit

CSL_JSON = "application/vnd.citationstyles.csl+json"
LANE = RateLimit("doi.org", "all", 5.0)


@dataclass(frozen=True)
class Agencies:
    """The DOI system's own services: doiRA and content negotiation."""

    web: Web

    def agency(self, doi: str, tries: int = 0) -> str:
        """Return the agency's name, or raise ``UnknownWorkError``: no such DOI."""
        url = f"{self.web.services.doi}/doiRA/{_path(doi)}"
        answer = self.web.get_json(LANE, url, tries=tries)
        first = answer[0] if isinstance(answer, list) and answer else {}
        agency = str(first.get("RA") or "") if isinstance(first, dict) else ""
        if not agency:
            raise UnknownWorkError(f"The DOI {doi} does not exist.")
        return agency

    def work(self, doi: str, agency: str = "doi.org") -> Deposit:
        """Return the record by content negotiation."""
        url = f"{self.web.services.doi}/{_path(doi)}"
        try:
            item = self.web.get_json(LANE, url, accept=CSL_JSON)
        except UnknownWorkError:
            raise UnknownWorkError(f"The DOI {doi} does not exist.") from None
        if not isinstance(item, dict) or not item.get("title"):
            raise ServiceError(f"{agency} has no readable record of {doi}.")
        return parse_negotiated(item, doi, agency)


def _path(doi: str) -> str:
    return quote(doi, safe="/()._;:-+,!*'~$&=@")
