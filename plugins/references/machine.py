"""A work for machines: schema.org's words for a page's ``citation``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .core import Date, Name, Reference

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
SCHOLARLY = {"article-journal", "article", "paper-conference", "review"}


def describe(record: Reference, state: str = "unknown") -> dict[str, object]:
    """Return the work as a schema.org object; what is not known is left out."""
    kind = KINDS.get(record.type, "CreativeWork")
    if record.type in SCHOLARLY:
        kind = "ScholarlyArticle"
    found: dict[str, object] = {"@type": kind, "name": _plain(record.title)}
    authors = [_person(name) for name in record.name_list()]
    if authors:
        found["author"] = authors
    if record.date().start:
        found["datePublished"] = _iso(record.date())
    if container := record.text("container-title"):
        found["isPartOf"] = _part_of(record.type, container)
    if pages := record.text("page"):
        found["pagination"] = pages
    if publisher := record.text("publisher"):
        found["publisher"] = {"@type": "Organization", "name": publisher}
    if record.doi:
        found["identifier"] = {
            "@type": "PropertyValue",
            "propertyID": "DOI",
            "value": record.doi,
        }
    if record.url:
        found["url"] = record.url
    if record.pubmed_url and record.pubmed_url != record.url:
        found["sameAs"] = record.pubmed_url
    if state == "retracted":
        found["creativeWorkStatus"] = "Retracted"
    return found


def _part_of(kind: str, container: str) -> dict[str, str]:
    names = {"article-journal": "Periodical", "chapter": "Book", "webpage": "WebSite"}
    return {"@type": names.get(kind, "CreativeWork"), "name": _plain(container)}


def _person(name: Name) -> dict[str, str]:
    if name.literal:
        return {"@type": "Organization", "name": name.literal}
    person = {"@type": "Person", "name": name.text}
    family = " ".join(part for part in (name.particle, name.family) if part)
    if family and name.given:
        person |= {"familyName": family, "givenName": name.given}
    return person


def _iso(date: Date) -> str:
    year, *rest = date.start
    return "-".join([f"{year:04d}", *(f"{part:02d}" for part in rest)])


def _plain(text: str) -> str:
    return re.sub(r"</?\w[^<>]*>", "", text)
