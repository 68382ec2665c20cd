"""PubMed's records by number: from Europe PMC, else from NCBI itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..library.reference import Name
from ..library.titles import clean_title
from .csl import to_csl
from .deposit import (
    Deposit,
    Update,
    any_text,
    deposited_doi,
    known_dates,
    real_date,
    records,
)
from .web import OtherWorkError, RateLimit, ServiceError, UnknownWorkError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .web import Web

EUROPEPMC = RateLimit("Europe PMC", "all", 5.0)
NCBI = RateLimit("PubMed", "all", 3.0)
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
#: What PubMed calls the link to a notice, and Crossref's word for it.
NOTICES = {
    "retraction in": "retraction",
    "retraction of": "",
    "partial retraction in": "partial_retraction",
    "expression of concern in": "expression_of_concern",
    "erratum in": "erratum",
    "corrected and republished in": "correction",
    "update in": "new_version",
}


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
        item |= {key: value for key, value in numbers.items() if value}
        design = find_design(self.publication_types)
        if design:
            custom = item.get("custom")
            own = custom if isinstance(custom, dict) else {}
            item["custom"] = own | {"evidence": {"design": design}}
        return item


def find_pubmed(web: Web, pmid: str) -> Found:
    """Return one article; NCBI is asked when Europe PMC gives no answer."""
    try:
        found = _from_europepmc(web, pmid)
    except ServiceError:
        found = _from_ncbi(web, pmid)
    if found is None:
        raise UnknownWorkError(f"PubMed does not know the number {pmid}.")
    if not found.deposit.is_plausible:
        raise ServiceError(f"PubMed has no readable record of the number {pmid}.")
    return found


def _from_europepmc(web: Web, pmid: str) -> Found | None:
    query = f"EXT_ID:{pmid} AND SRC:MED"
    params = {"query": query, "format": "json", "resultType": "core"}
    answer = web.get_json(EUROPEPMC, f"{web.services.europepmc}/search", params)
    results = _mapping(_mapping(answer).get("resultList")).get("result")
    if not isinstance(results, list):
        raise ServiceError("Europe PMC's answer has not the form that it promises.")
    found = [parse_europepmc(one) for one in records(results)]
    for one in found:
        if one.pmid == pmid:
            return one
    if results:
        given = f"PubMed's number {found[0].pmid}" if found and found[0].pmid else ""
        raise OtherWorkError("Europe PMC", f"PubMed's number {pmid}", given)
    return None


def _from_ncbi(web: Web, pmid: str) -> Found | None:
    params = {"db": "pubmed", "id": pmid, "retmode": "json", "tool": "pelican-bulletin"}
    if web.services.is_polite:
        params |= {"email": web.services.contact}
    answer = web.get_json(NCBI, f"{web.services.ncbi}/esummary.fcgi", params)
    one = _mapping(_mapping(_mapping(answer).get("result")).get(pmid))
    if not one:
        raise ServiceError("PubMed's answer has not the form that it promises.")
    if "error" in one:
        return None
    found = parse_ncbi(one)
    if found.pmid != pmid:
        given = f"number {found.pmid}" if found.pmid else ""
        raise OtherWorkError("PubMed", f"number {pmid}", given)
    return found


def parse_europepmc(result: Mapping[str, object]) -> Found:
    """Read one result of Europe PMC's search (``resultType=core``)."""
    journal_info = _mapping(result.get("journalInfo"))
    journal = _mapping(journal_info.get("journal"))
    people = records(_mapping(result.get("authorList")).get("author"))
    links = _mapping(result.get("commentCorrectionList")).get("commentCorrection")
    year = journal_info.get("yearOfPublication") or result.get("pubYear")
    names = (journal.get("title"), journal.get("medlineAbbreviation"))
    kinds = _kinds(_mapping(result.get("pubTypeList")).get("pubType"))
    deposit = Deposit(
        doi=deposited_doi(result.get("doi")),
        agency="PubMed",
        titles=(_title(result.get("title")),),
        authors=tuple(map(_europepmc_name, people)),
        dates=known_dates(
            print=_iso(journal_info.get("printPublicationDate")),
            online=_iso(result.get("electronicPublicationDate")),
            issued=_iso(year),
        ),
        journals=tuple(filter(None, map(any_text, names))),
        volume=any_text(journal_info.get("volume")),
        issue=any_text(journal_info.get("issue")),
        page=any_text(result.get("pageInfo")),
        updated_by=tuple(_links(records(links), kinds)),
    )
    pmid = _pmid(result.get("pmid") or result.get("id"))
    return Found(deposit, pmid, _pmcid(result.get("pmcid")), kinds)


def parse_ncbi(summary: Mapping[str, object]) -> Found:
    """Read one record of E-utilities' ``esummary`` (``retmode=json``)."""
    ids = {
        str(one.get("idtype")): any_text(one.get("value"))
        for one in records(summary.get("articleids"))
    }
    kinds = _kinds(summary.get("pubtype"))
    names = (summary.get("fulljournalname"), summary.get("source"))
    deposit = Deposit(
        doi=deposited_doi(ids.get("doi")),
        agency="PubMed",
        titles=(_title(summary.get("title")),),
        authors=tuple(map(_medline_name, records(summary.get("authors")))),
        dates=known_dates(
            issued=_medline(summary.get("pubdate")),
            online=_medline(summary.get("epubdate")),
        ),
        journals=tuple(filter(None, map(any_text, names))),
        volume=any_text(summary.get("volume")),
        issue=any_text(summary.get("issue")),
        page=any_text(summary.get("pages")),
        updated_by=tuple(_links((), kinds)),
    )
    pmcid = _pmcid(ids.get("pmc") or ids.get("pmcid"))
    return Found(deposit, _pmid(summary.get("uid")), pmcid, kinds)


def _pmid(value: object) -> str:
    found = re.fullmatch(r"[1-9]\d{0,8}", any_text(value), re.ASCII)
    return found.group() if found else ""


def _pmcid(value: object) -> str:
    found = re.search(r"PMC\d{1,12}", any_text(value), re.ASCII)
    return found.group() if found else ""


def _links(
    links: Iterable[Mapping[str, object]], kinds: tuple[str, ...]
) -> list[Update]:
    updates = []
    for one in links:
        kind = NOTICES.get(str(one.get("type") or "").lower(), "")
        if kind:
            updates.append(Update(kind, source="pubmed"))
    known = {update.type for update in updates}
    if "Retracted Publication" in kinds and "retraction" not in known:
        updates.append(Update("retraction", source="pubmed"))
    return updates


def _europepmc_name(one: Mapping[str, object]) -> Name:
    if one.get("collectiveName"):
        return Name(literal=any_text(one["collectiveName"]))
    given = any_text(one.get("firstName")) or _initials(any_text(one.get("initials")))
    family = any_text(one.get("lastName"))
    if not family:
        return _medline_name({"name": one.get("fullName")})
    return Name(family, given, suffix=any_text(one.get("suffix")))


def _medline_name(one: Mapping[str, object]) -> Name:
    """Read “Daly EJ”, or an organisation."""
    name = any_text(one.get("name"))
    found = re.fullmatch(r"(.+) ([A-Z]{1,4})(?: (Jr|Sr|2nd|3rd|4th|II|III|IV))?", name)
    if one.get("authtype") == "CollectiveName" or not found:
        return Name(literal=name)
    return Name(found[1], _initials(found[2]), suffix=found[3] or "")


def _initials(letters: str) -> str:
    return " ".join(f"{letter}." for letter in letters if letter.isalpha())


def _title(deposited: object) -> str:
    """PubMed ends titles with a full stop and puts translated ones into brackets."""
    title = clean_title(deposited) if isinstance(deposited, str) else ""
    title = title.removesuffix(".") if not title.endswith("...") else title
    return title[1:-1] if re.fullmatch(r"\[[^\[\]]*\]", title) else title


def _iso(date: object) -> tuple[int, ...]:
    found = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", str(date or ""))
    return real_date(found.groups()) if found else ()


def _medline(date: object) -> tuple[int, ...]:
    """Read “2019 Sep 1”, “2019 Sep-Oct” or “2019”."""
    year, month, day = [*re.findall(r"\w+", any_text(date)[:40]), "", "", ""][:3]
    months, name = MONTHS.split(), month[:3].lower()
    number = months.index(name) + 1 if name in months else 0
    return real_date((year, number, day))


def _kinds(value: object) -> tuple[str, ...]:
    # A type that stands alone still says that a work is retracted.
    several = [value] if isinstance(value, str) else value
    return tuple(map(str, several)) if isinstance(several, list) else ()


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


#: The more telling stand first: of several types, the first here is the design.
DESIGNS = {
    "meta-analysis": "meta-analysis",
    "network meta-analysis": "network meta-analysis",
    "systematic review": "systematic review",
    "pragmatic clinical trial": "pragmatic trial",
    "equivalence trial": "equivalence trial",
    "randomized controlled trial": "randomised controlled trial",
    "controlled clinical trial": "controlled trial",
    "clinical trial, phase iv": "phase 4 trial",
    "clinical trial, phase iii": "phase 3 trial",
    "clinical trial, phase ii": "phase 2 trial",
    "clinical trial, phase i": "phase 1 trial",
    "clinical trial protocol": "trial protocol, no results yet",
    "clinical trial": "clinical trial",
    "observational study": "observational study",
    "twin study": "twin study",
    "case reports": "case report",
    "practice guideline": "practice guideline",
    "guideline": "guideline",
    "consensus statement": "consensus statement",
    "scoping review": "scoping review",
    "review": "review",
    "editorial": "editorial",
    "letter": "letter",
    "comment": "comment",
}


def find_design(publication_types: Iterable[str]) -> str:
    """Return the most telling design, or an empty string.

    >>> find_design(["Journal Article", "Randomized Controlled Trial"])
    'randomised controlled trial'
    """
    said = {kind.strip().lower() for kind in publication_types}
    return next((design for kind, design in DESIGNS.items() if kind in said), "")
