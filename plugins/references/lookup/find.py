"""Looking a work up, wherever it is known: what ``cite`` and ``check`` ask with."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace
from typing import TYPE_CHECKING

from ..library.doi import doi_path, lower_doi, record_doi
from .crossref import Crossref
from .csl import parse_negotiated
from .deposit import any_text
from .pubmed import Found, find_pubmed
from .web import (
    Clock,
    LookupFailedError,
    OtherWorkError,
    RateLimit,
    ServiceError,
    UnknownWorkError,
    Web,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from .deposit import Deposit
    from .services import Services

CSL_JSON = "application/vnd.citationstyles.csl+json"
LANE = RateLimit("doi.org", "all", 5.0)


def restore_case(text: str, doi: str) -> str:
    """Return a DOI in the case in which it stands in ``text``.

    DOIs are the same in any case; not every service knows that.
    """
    start = lower_doi(text).find(doi)
    return text[start : start + len(doi)] if start >= 0 else doi


class Lookup(AbstractContextManager["Lookup"]):
    """One sitting with the services; use it in a ``with`` statement.

    Every method raises ``UnknownWorkError`` when the work does not exist, and
    ``ServiceError`` when nobody could say; both are ``LookupFailedError`` and carry a
    message for the author. Where a service answers with another work's record it is
    ``OtherWorkError``, an ``UnknownWorkError``. ``say`` gets a line before every wait.
    """

    def __init__(
        self,
        services: Services,
        clock: Clock | None = None,
        say: Callable[[str], None] = lambda _line: None,
    ) -> None:
        self.web = Web(services, clock or Clock(), say)
        self.crossref = Crossref(self.web)

    def __exit__(self, *_: object) -> None:
        self.web.close()

    def lookup_doi(self, doi: str) -> Found:
        """Ask Crossref, and for the DOIs of other agencies doi.org."""
        cleaned = record_doi(doi) or doi
        for spelling in dict.fromkeys((cleaned, restore_case(doi, cleaned))):
            try:
                return Found(self.crossref.work(spelling))
            except OtherWorkError:
                raise
            except UnknownWorkError:
                continue
        return Found(self._elsewhere(cleaned))

    def _elsewhere(self, doi: str) -> Deposit:
        """Return the record of a DOI that Crossref does not hold.

        Crossref knows who registered it; where it does not, doi.org has the last word,
        asked only once, since an unknown DOI is nearly always a slip of the pen.
        """
        path = doi_path(doi)
        address, unknown = self.web.services.doi, f"The DOI {doi} does not exist."
        try:
            agency = self.crossref.agency(doi)
        except UnknownWorkError:
            try:
                said = self.web.get_json(LANE, f"{address}/doiRA/{path}", tries=1)
            except LookupFailedError:
                raise UnknownWorkError(unknown) from None
            first = said[0] if isinstance(said, list) and said else {}
            agency = any_text(first.get("RA")) if isinstance(first, dict) else ""
            if not agency:
                raise UnknownWorkError(unknown) from None
        if agency.lower() == "crossref":
            raise UnknownWorkError(f"Crossref has no record of the DOI {doi}.")
        try:
            item = self.web.get_json(
                LANE, f"{address}/{path}", accept=CSL_JSON, of_a_work=True
            )
        except UnknownWorkError:
            raise UnknownWorkError(unknown) from None
        if not isinstance(item, dict) or not item.get("title"):
            raise ServiceError(f"{agency} has no readable record of {doi}.")
        deposit = parse_negotiated(item, agency)
        if deposit.doi != doi:
            raise OtherWorkError(agency, doi, deposit.doi)
        if not deposit.is_plausible:
            raise ServiceError(f"{agency} has no readable record of {doi}.")
        return deposit

    def lookup_pmid(self, pmid: str) -> Found:
        """Ask PubMed, and then Crossref for the publisher's record of its DOI."""
        found = find_pubmed(self.web, pmid)
        if found.deposit.doi:
            try:
                deposit = self.lookup_doi(found.deposit.doi).deposit
            except UnknownWorkError:
                return found
            return replace(found, deposit=deposit)
        return found

    def search(self, words: str, rows: int = 5) -> tuple[Found, ...]:
        """Return the works that fit a description best, the likeliest first."""
        return tuple(Found(deposit) for deposit in self.crossref.search(words, rows))
