"""Crossref: what its members deposited, one by one, in batches, and their notices."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from ..library.doi import doi_segment, is_same_doi, lower_doi
from .deposit import LONGEST_DOI, MOST_NOTICES, Deposit, Update, parse_crossref
from .parts import Answers, UnaskableError, ask_in_parts
from .web import OtherWorkError, RateLimit, ServiceError, UnknownWorkError, Web

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from .web import Manner

#: Requests per second since December 2025: (with a contact, without).
RATES = {"single": (10.0, 5.0), "list": (3.0, 1.0)}
#: Crossref cuts longer addresses; DOIs in a filter count.
URL_LENGTH = 3500
BATCH = 50
ROWS = 1000
#: Pages of notices on fifty works; a service that has more never ends.
MOST_PAGES = 5
UNREADABLE = "Crossref's answer has not the form that it promises."
NO_QUESTION = "Crossref refused to be asked for notices on it (error 400)."
NO_COMMA = "Crossref cannot be asked for notices on a DOI with a comma."
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
            message = self._ask("single", f"works/{doi_segment(doi)}", {})
        except UnknownWorkError:
            raise UnknownWorkError(f"Crossref does not know the DOI {doi}.") from None
        record = _record(message)
        deposit, given = _parse(record), record.get("DOI")
        if not isinstance(given, str) or not is_same_doi(doi, given[:LONGEST_DOI]):
            raise OtherWorkError("Crossref", doi, deposit.doi)
        return deposit

    def agency(self, doi: str) -> str:
        """Return the name of the agency that registered a DOI, such as DataCite."""
        path = f"works/{doi_segment(doi)}/agency"
        message = _record(self._ask("single", path, {}))
        agency = _record(message.get("agency"))
        name = agency.get("label") or agency.get("id")
        if not isinstance(name, str) or not name:
            raise ServiceError(UNREADABLE)
        return name

    def works(self, dois: Sequence[str]) -> Answers[Deposit]:
        """Return the works that Crossref knows, by DOI; what it does not is missing.

        A DOI with a comma cannot stand in a filter and is asked for alone, and so is
        each that the service does not take there (400).
        """
        found = ask_in_parts(_without_comma(dois), self._listed)
        alone = [doi for doi in dois if "," in doi]
        alone += [doi for doi, error in found.refused.items() if error.status == 400]
        for doi in alone:
            found.refused.pop(doi, None)
            try:
                found[lower_doi(doi)] = self.work(doi)
            except ServiceError as error:
                found.refused[doi] = error
            except UnknownWorkError:
                continue
        found.refused = {lower_doi(doi): why for doi, why in found.refused.items()}
        return found

    def _listed(self, dois: Sequence[str], manner: Manner) -> dict[str, Deposit]:
        filters = ",".join(f"doi:{doi}" for doi in dois)
        items = self._list({"filter": filters, "select": FIELDS}, manner)
        # What no work can have is missing here; it is asked for alone.
        deposits = filter(attrgetter("is_plausible"), map(parse_crossref, items))
        return {deposit.doi: deposit for deposit in deposits}

    def notices(self, dois: Sequence[str]) -> Answers[tuple[Update, ...]]:
        """Return what other records say of these works, by DOI of the work.

        The reverse question: an article need not know of its own retraction. Of what
        is in ``refused`` nothing is known: nobody could be asked.
        """
        said = ask_in_parts(_without_comma(dois), self._noticed)
        for doi, error in said.refused.items():
            if error.status == 400:
                said.refused[doi] = ServiceError(NO_QUESTION, 400)
        said.refused |= {doi: UnaskableError(NO_COMMA) for doi in dois if "," in doi}
        said.refused = {lower_doi(doi): why for doi, why in said.refused.items()}
        return said

    def _noticed(
        self, dois: Sequence[str], manner: Manner
    ) -> dict[str, tuple[Update, ...]]:
        filters = ",".join(f"updates:{doi}" for doi in dois)
        params: dict[str, str | int] = {"filter": filters}
        items = self._list(params | {"select": "DOI,title,update-to"}, manner)
        said: dict[str, list[Update]] = {lower_doi(doi): [] for doi in dois}
        for item in items:
            notice = _parse(item)
            about = [update for update in notice.update_to if update.doi in said]
            if not about:
                # Who does not answer the question has not said that nothing is known.
                what = "Crossref was asked for notices on some works and gave others."
                raise ServiceError(what, is_of_all=True)
            for update in about:
                turned = Update(update.type, notice.doi, update.date, update.source)
                said[update.doi].append(turned)
        if any(len(updates) > MOST_NOTICES for updates in said.values()):
            raise ServiceError(UNREADABLE)
        return {doi: tuple(updates) for doi, updates in said.items() if updates}

    def search(self, words: str, rows: int = 5) -> tuple[Deposit, ...]:
        """Return the works that fit a description best, the likeliest first."""
        params: dict[str, str | int] = {"query.bibliographic": words, "rows": rows}
        message = _record(self._ask("list", "works", params))
        found = map(_parse, _records(message.get("items"))[:rows])
        return tuple(deposit for deposit in found if deposit.doi)

    def _list(
        self, params: dict[str, str | int], manner: Manner
    ) -> list[dict[str, object]]:
        """Return every item of a list, page after page."""
        items: list[dict[str, object]] = []
        for _ in range(MOST_PAGES):
            page = params | {"rows": ROWS} | ({"offset": len(items)} if items else {})
            message = _record(self._ask("list", "works", page, manner))
            more = _records(message.get("items"))
            items += more
            total = message.get("total-results")
            if isinstance(total, int) and len(items) >= total:
                return items
            if not more or not isinstance(total, int):
                break
        # A list that stops before its end would read as no more notices.
        raise ServiceError(UNREADABLE)

    def _ask(
        self,
        kind: str,
        path: str,
        params: dict[str, str | int],
        manner: Manner = "first",
    ) -> object:
        services = self.web.services
        rate = RATES[kind][0 if services.is_polite else 1]
        lane = RateLimit("Crossref", kind, rate)
        if services.is_polite:
            params = params | {"mailto": services.contact}
        address, of_a_work = f"{services.crossref}/{path}", kind == "single"
        answer = self.web.get_json(
            lane, address, params, of_a_work=of_a_work, manner=manner
        )
        return _record(answer).get("message")


def batches(dois: Iterable[str]) -> Iterator[list[str]]:
    """Cut a list of DOIs into parts whose filters fit into one address."""
    batch: list[str] = []
    length = 0
    for doi in dois:
        cost = len("updates:,") + len(doi_segment(doi))
        if batch and (len(batch) == BATCH or length + cost > URL_LENGTH - len(FIELDS)):
            yield batch
            batch, length = [], 0
        batch.append(doi)
        length += cost
    if batch:
        yield batch


def _without_comma(dois: Iterable[str]) -> list[str]:
    """Return the DOIs that can stand in a filter, which commas cut."""
    return [doi for doi in dois if "," not in doi]


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
