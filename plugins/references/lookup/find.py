"""Looking a work up, wherever it is known: what ``cite`` and ``check`` ask with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from ..library.doi import clean_doi
from .crossref import Crossref
from .csl import to_csl
from .doi_org import Agencies
from .pubmed import Pubmed
from .web import Clock, LookupFailedError, SystemClock, UnknownWorkError, Web

if TYPE_CHECKING:
    from types import TracebackType

    from .deposit import Deposit
    from .services import Services


@dataclass(frozen=True)
class Found:
    """One work as it is known outside, ready for the library."""

    deposit: Deposit
    pmid: str = ""
    pmcid: str = ""
    publication_types: tuple[str, ...] = ()  #: PubMed's, where it was asked

    @property
    def csl(self) -> dict[str, object]:
        """Return the CSL-JSON record, cleaned, without an ``id``."""
        item = to_csl(self.deposit)
        numbers = {"PMID": self.pmid, "PMCID": self.pmcid}
        return item | {key: value for key, value in numbers.items() if value}


def restore_case(text: str, doi: str) -> str:
    """Return a DOI in the case in which it stands in ``text``.

    DOIs are the same in any case; not every service knows that.
    """
    start = text.lower().find(doi)
    return text[start : start + len(doi)] if start >= 0 else doi


@dataclass
class Lookup:
    """One sitting with the services; use it in a ``with`` statement.

    Every method raises ``UnknownWorkError`` when the work does not exist, and
    ``ServiceError`` when nobody could say; both are ``LookupFailedError`` and carry a
    message for the author.
    """

    services: Services
    clock: Clock = field(default_factory=SystemClock)
    web: Web = field(init=False)
    crossref: Crossref = field(init=False)
    agencies: Agencies = field(init=False)
    pubmed: Pubmed = field(init=False)

    def __post_init__(self) -> None:
        self.web = Web(self.services, self.clock)
        self.crossref = Crossref(self.web)
        self.agencies = Agencies(self.web)
        self.pubmed = Pubmed(self.web)

    def __enter__(self) -> Self:
        self.web.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.web.__exit__(kind, error, trace)

    def lookup_doi(self, doi: str) -> Found:
        """Ask Crossref, and for the DOIs of other agencies doi.org."""
        cleaned = clean_doi(doi) or doi
        for spelling in dict.fromkeys((cleaned, restore_case(doi, cleaned))):
            try:
                return Found(self.crossref.work(spelling))
            except UnknownWorkError:
                continue
        return Found(self.elsewhere(cleaned))

    def elsewhere(self, doi: str) -> Deposit:
        """Return the record of a DOI that Crossref does not hold.

        Crossref knows who registered it; where it does not, doi.org has the last word,
        asked only once, since an unknown DOI is nearly always a slip of the pen.
        """
        agency = ""
        try:
            agency = self.crossref.agency(doi)
        except UnknownWorkError:
            try:
                agency = self.agencies.agency(doi, tries=1)
            except LookupFailedError:
                raise UnknownWorkError(f"The DOI {doi} does not exist.") from None
        if agency.lower() == "crossref":
            raise UnknownWorkError(f"Crossref has no record of the DOI {doi}.")
        return self.agencies.work(doi, agency)

    def lookup_pmid(self, pmid: str) -> Found:
        """Ask PubMed, and then Crossref for the publisher's record of its DOI."""
        record = self.pubmed.work(pmid)
        deposit = record.deposit
        if deposit.doi:
            try:
                deposit = self.lookup_doi(deposit.doi).deposit
            except UnknownWorkError:
                deposit = record.deposit
        return Found(deposit, record.pmid, record.pmcid, record.publication_types)

    def search(self, words: str, rows: int = 5) -> tuple[Found, ...]:
        """Return the works that fit a description best, the likeliest first."""
        return tuple(Found(deposit) for deposit in self.crossref.search(words, rows))
