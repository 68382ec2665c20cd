"""Crossref: what its members deposited, one by one, in batches, and their notices."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING
from urllib.parse import quote

from ..library.doi import is_same_doi
from .deposit import LONGEST_DOI, MOST_NOTICES, Deposit, Update, parse_crossref
from .web import OtherWorkError, RateLimit, ServiceError, UnknownWorkError, Web

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

#: Requests per second since December 2025: (with a contact, without).
RATES = {"single": (10.0, 5.0), "list": (3.0, 1.0)}
#: Crossref cuts longer addresses; DOIs in a filter count.
URL_LENGTH = 3500
BATCH = 50
ROWS = 1000
#: Pages of notices on fifty works; a service that has more never ends.
MOST_PAGES = 5
UNREADABLE = "Crossref's answer has not the form that it promises."
FIELDS = (
    "DOI,type,title,subtitle,original-title,author,editor,issued,published-print,"
    "published-online,posted,container-title,short-container-title,volume,issue,page,"
    "article-number,update-to,updated-by,relation"
)


@dataclass(frozen=True)
class Crossref:
    """Crossref's REST API behind one polite client."""

    web: Web

    def work(self, doi: str) -> Deposit:
        """Return one work, or raise ``UnknownWorkError``.

        ``OtherWorkError`` where the record is not that of this DOI.
        """
        try:
            message = self._ask("single", f"works/{quote(doi, safe='')}", {})
        except UnknownWorkError:
            raise UnknownWorkError(f"Crossref does not know the DOI {doi}.") from None
        record = _record(message)
        deposit, given = _parse(record), record.get("DOI")
        if not isinstance(given, str) or not is_same_doi(doi, given[:LONGEST_DOI]):
            raise OtherWorkError("Crossref", doi, deposit.doi)
        return deposit

    def agency(self, doi: str) -> str:
        """Return the name of the agency that registered a DOI, such as DataCite."""
        message = _record(
            self._ask("single", f"works/{quote(doi, safe='')}/agency", {})
        )
        agency = _record(message.get("agency"))
        name = agency.get("label") or agency.get("id")
        if not isinstance(name, str) or not name:
            raise ServiceError(UNREADABLE)
        return name

    def works(self, dois: Sequence[str]) -> dict[str, Deposit]:
        """Return the works that Crossref knows, by DOI; what it does not is missing.

        A DOI with a comma cannot stand in a filter and is asked for alone, and so is
        every one when the service does not take the filter.
        """
        found: dict[str, Deposit] = {}
        alone = [doi for doi in dois if "," in doi]
        listed = [doi for doi in dois if "," not in doi]
        if listed:
            filters = ",".join(f"doi:{doi}" for doi in listed)
            try:
                items = self._list({"filter": filters, "select": FIELDS})
            except ServiceError as error:
                if error.status != 400:
                    raise
                alone = list(dois)
            else:
                # What no work can have is missing here; it is asked for alone.
                deposits = filter(
                    attrgetter("is_plausible"), map(parse_crossref, items)
                )
                found = {deposit.doi: deposit for deposit in deposits}
        for doi in alone:
            with suppress(UnknownWorkError):
                found[doi.lower()] = self.work(doi)
        return found

    def notices(self, dois: Sequence[str]) -> dict[str, tuple[Update, ...]]:
        """Return what other records say of these works, by DOI of the work.

        The reverse question: an article need not know of its own retraction.
        """
        listed = [doi for doi in dois if "," not in doi]
        if not listed:
            return {}
        try:
            filters = ",".join(f"updates:{doi}" for doi in listed)
            items = self._list({"filter": filters, "select": "DOI,title,update-to"})
        except ServiceError as error:
            if error.status != 400:
                raise
            items = [item for doi in listed for item in self._notices_alone(doi)]
        said: dict[str, list[Update]] = {doi.lower(): [] for doi in listed}
        for item in items:
            notice = _parse(item)
            about = [update for update in notice.update_to if update.doi in said]
            if not about:
                # Who does not answer the question has not said that nothing is known.
                what = "Crossref was asked for notices on some works and gave others."
                raise ServiceError(what)
            for update in about:
                turned = Update(update.type, notice.doi, update.date, update.source)
                said[update.doi].append(turned)
        if any(len(updates) > MOST_NOTICES for updates in said.values()):
            raise ServiceError(UNREADABLE)
        return {doi: tuple(updates) for doi, updates in said.items() if updates}

    def _notices_alone(self, doi: str) -> list[dict[str, object]]:
        """Ask a service that takes one filter at a time, or none of this kind."""
        try:
            return self._list({"filter": f"updates:{doi}"})
        except ServiceError as error:
            if error.status != 400:
                raise
            return []

    def search(self, words: str, rows: int = 5) -> tuple[Deposit, ...]:
        """Return the works that fit a description best, the likeliest first."""
        params: dict[str, str | int] = {"query.bibliographic": words, "rows": rows}
        message = _record(self._ask("list", "works", params))
        found = map(_parse, _records(message.get("items"))[:rows])
        return tuple(deposit for deposit in found if deposit.doi)

    def _list(self, params: dict[str, str | int]) -> list[dict[str, object]]:
        """Return every item of a list, page after page."""
        items: list[dict[str, object]] = []
        for _ in range(MOST_PAGES):
            page = params | {"rows": ROWS} | ({"offset": len(items)} if items else {})
            message = _record(self._ask("list", "works", page))
            more = _records(message.get("items"))
            items += more
            total = message.get("total-results")
            if isinstance(total, int) and len(items) >= total:
                return items
            if not more or not isinstance(total, int):
                break
        # A list that stops before its end would read as no more notices.
        raise ServiceError(UNREADABLE)

    def _ask(self, kind: str, path: str, params: dict[str, str | int]) -> object:
        services = self.web.services
        rate = RATES[kind][0 if services.is_polite else 1]
        lane = RateLimit("Crossref", kind, rate)
        if services.is_polite:
            params = params | {"mailto": services.contact}
        address, of_a_work = f"{services.crossref}/{path}", kind == "single"
        answer = self.web.get_json(lane, address, params, of_a_work=of_a_work)
        return _record(answer).get("message")


def batches(dois: Iterable[str]) -> Iterator[list[str]]:
    """Cut a list of DOIs into parts whose filters fit into one address."""
    batch: list[str] = []
    length = 0
    for doi in dois:
        cost = len("updates:,") + len(quote(doi, safe=""))
        if batch and (len(batch) == BATCH or length + cost > URL_LENGTH - len(FIELDS)):
            yield batch
            batch, length = [], 0
        batch.append(doi)
        length += cost
    if batch:
        yield batch


def _record(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise ServiceError(UNREADABLE)
    return value


def _records(value: object) -> list[dict[str, object]]:
    if not isinstance(value, list):
        # An empty list would read as no notice of retraction.
        raise ServiceError(UNREADABLE)
    return [_record(one) for one in value]


def _parse(item: Mapping[str, object]) -> Deposit:
    deposit = parse_crossref(item)
    if not deposit.is_plausible:
        raise ServiceError(UNREADABLE)
    return deposit
