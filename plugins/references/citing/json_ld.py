"""A work for machines: schema.org's words for a page's ``citation``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..library.reference import Date, Name, Reference

KINDS = {
    "book": "Book",
    "chapter": "Chapter",
    "dataset": "Dataset",
    "legislation": "Legislation",
    "report": "Report",
    "thesis": "Thesis",
    "webpage": "WebPage",
    "post-weblog": "BlogPosting",
    "article-newspaper": "NewsArticle",
}
SCHOLARLY = ("article-journal", "article", "paper-conference", "review")
KINDS |= dict.fromkeys(SCHOLARLY, "ScholarlyArticle")
#: NISO RP-45-2024 asks that machines learn of a retraction, too.
STATUSES = {"retracted": "Retracted", "concern": "Expression of concern"}


def describe(
    record: Reference, state: str = "unknown", notice_url: str = ""
) -> dict[str, object]:
    """Return the work as a schema.org object; what is not known is left out."""
    kind = KINDS.get(record.type, "CreativeWork")
    found: dict[str, object] = {"@type": kind, "name": without_tags(record.title)}
    container, publisher = record.text("container-title"), record.text("publisher")
    doi = {"@type": "PropertyValue", "propertyID": "DOI", "value": record.doi}
    issued, pubmed = record.date(), record.pubmed_url
    more: dict[str, object] = {
        "author": [_person(name) for name in record.name_list()],
        "datePublished": _iso(issued) if issued.start else "",
        "isPartOf": _part_of(record.type, container) if container else "",
        "pagination": record.text("page"),
        "publisher": _organisation(publisher) if publisher else "",
        "identifier": doi if record.doi else "",
        "url": record.url,
        "sameAs": "" if pubmed == record.url else pubmed,
        "creativeWorkStatus": STATUSES.get(state, ""),
        "correction": notice_url if state in {*STATUSES, "corrected"} else "",
    }
    return found | {key: value for key, value in more.items() if value}


def _organisation(name: str) -> dict[str, str]:
    return {"@type": "Organization", "name": name}


def _part_of(kind: str, container: str) -> dict[str, str]:
    names = {"article-journal": "Periodical", "chapter": "Book", "webpage": "WebSite"}
    return {"@type": names.get(kind, "CreativeWork"), "name": without_tags(container)}


def _person(name: Name) -> dict[str, str]:
    if name.literal:
        return _organisation(name.literal)
    person = {"@type": "Person", "name": name.text}
    family = " ".join(part for part in (name.particle, name.family) if part)
    if family and name.given:
        person |= {"familyName": family, "givenName": name.given}
    return person


def _iso(date: Date) -> str:
    year, *rest = date.start
    return "-".join([f"{year:04d}", *(f"{part:02d}" for part in rest)])


def without_tags(text: str) -> str:
    """Return a title as deposited, without its markup."""
    return re.sub(r"</?\w[^<>]*>", "", text) if "<" in text else text
