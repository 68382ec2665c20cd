"""JSON-LD against the part of schema.org that blogs and clinics use.

The tables are written by hand after schema.org 30: for each type its properties, and
for each property what it may hold. A type or property that is not here is a finding:
extend the table with what schema.org says, not with what a page happens to have.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from lxml import html

if TYPE_CHECKING:
    from pathlib import Path

#: A type's parent here; the parent's properties are its own too.
PARENTS = {
    "CreativeWork": "Thing",
    "Article": "CreativeWork",
    "BlogPosting": "Article",
    "ScholarlyArticle": "Article",
    "Report": "Article",
    "Book": "CreativeWork",
    "Chapter": "CreativeWork",
    "Dataset": "CreativeWork",
    "Thesis": "CreativeWork",
    "CreativeWorkSeries": "CreativeWork",
    "Periodical": "CreativeWorkSeries",
    "PublicationVolume": "CreativeWork",
    "PublicationIssue": "CreativeWork",
    "ImageObject": "CreativeWork",
    "WebSite": "CreativeWork",
    "WebPage": "CreativeWork",
    "MedicalWebPage": "WebPage",
    "CollectionPage": "WebPage",
    "Person": "Thing",
    "Organization": "Thing",
    "MedicalClinic": "Organization",
    "BreadcrumbList": "Thing",
    "ListItem": "Thing",
    "PostalAddress": "Thing",
    "PropertyValue": "Thing",
    "ReserveAction": "Thing",
    "Patient": "Thing",
    "Clinician": "Thing",
}
WORKS, PEOPLE = {"CreativeWork"}, {"Person", "Organization"}
TEXT, URL, DATE, WHOLE = {"Text"}, {"URL"}, {"Date"}, {"Integer"}
PROPERTIES: dict[str, dict[str, set[str]]] = {
    "Thing": {
        "name": TEXT,
        "description": TEXT,
        "url": URL,
        "image": {"ImageObject", "URL"},
        "sameAs": URL,
        "identifier": {"Text", "URL", "PropertyValue"},
        "mainEntityOfPage": {"CreativeWork", "URL"},
        "alternateName": TEXT,
        "potentialAction": {"ReserveAction"},
    },
    "CreativeWork": {
        "headline": TEXT,
        "author": PEOPLE,
        "publisher": PEOPLE,
        "editor": PEOPLE,
        "datePublished": DATE,
        "dateModified": DATE,
        "dateCreated": DATE,
        "inLanguage": TEXT,
        "isPartOf": {"CreativeWork", "URL"},
        "hasPart": WORKS,
        "position": {"Text", "Integer"},
        "citation": {"CreativeWork", "Text"},
        "keywords": TEXT,
        "about": {"Thing"},
        "mainEntity": {"Thing"},
        "wordCount": WHOLE,
        "timeRequired": {"Duration"},
        "abstract": TEXT,
        "audience": {"Patient", "Clinician"},
        "creativeWorkStatus": TEXT,
        "correction": TEXT,
        "version": TEXT,
        "license": URL,
    },
    "Article": {
        "articleSection": TEXT,
        "articleBody": TEXT,
        "wordCount": WHOLE,
        "pagination": TEXT,
        "pageStart": {"Text", "Integer"},
        "pageEnd": {"Text", "Integer"},
    },
    "Book": {"isbn": TEXT, "bookEdition": TEXT, "numberOfPages": WHOLE},
    "Chapter": {"pagination": TEXT, "pageStart": TEXT, "pageEnd": TEXT},
    "CreativeWorkSeries": {"issn": TEXT, "startDate": DATE, "endDate": DATE},
    "Periodical": {"issn": TEXT},
    "PublicationVolume": {"volumeNumber": {"Text", "Integer"}, "pagination": TEXT},
    "PublicationIssue": {"issueNumber": {"Text", "Integer"}, "pagination": TEXT},
    "ImageObject": {
        "caption": TEXT,
        "width": WHOLE,
        "height": WHOLE,
        "contentUrl": URL,
    },
    "WebPage": {
        "breadcrumb": {"BreadcrumbList"},
        "lastReviewed": DATE,
        "reviewedBy": PEOPLE,
        "primaryImageOfPage": {"ImageObject"},
    },
    "Person": {
        "honorificSuffix": TEXT,
        "jobTitle": TEXT,
        "familyName": TEXT,
        "givenName": TEXT,
        "affiliation": {"Organization"},
    },
    "Organization": {
        "telephone": TEXT,
        "email": TEXT,
        "address": {"PostalAddress"},
        "logo": URL,
    },
    "ReserveAction": {"target": URL},
    "BreadcrumbList": {"itemListElement": {"ListItem"}},
    "ListItem": {"position": WHOLE, "item": {"URL", "Thing"}},
    "PostalAddress": {
        "streetAddress": TEXT,
        "addressLocality": TEXT,
        "addressRegion": TEXT,
        "addressCountry": TEXT,
        "postalCode": TEXT,
    },
    "PropertyValue": {"propertyID": TEXT, "value": TEXT},
}
#: What consumers want to find in a node of the graph itself; Google's recommended
#: properties where it has them. A node within another may be short: it has an address.
REQUIRED = {
    "BlogPosting": ("headline", "author", "datePublished"),
    "BreadcrumbList": ("itemListElement",),
    "CreativeWorkSeries": ("name", "url"),
    "ScholarlyArticle": ("name",),
    "MedicalClinic": ("name", "address"),
    "WebPage": ("name", "url"),
    "MedicalWebPage": ("name", "url"),
    "WebSite": ("name", "url"),
}
REQUIRED_ANYWHERE = {"ListItem": ("position", "name", "item"), "Person": ("name",)}
#: How a value of each data type is written.
FORMS = {
    "Text": re.compile(r".+", re.DOTALL),
    "URL": re.compile(r"https?://[^\s/]+\S*"),
    "Duration": re.compile(r"P(T?\d+[A-Z])+"),
    "Date": re.compile(
        r"\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?)?)?"
    ),
}


def check_page(file: Path) -> list[str]:
    """Return what is wrong with a page's JSON-LD, its absence included."""
    tree = html.fromstring(file.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    blocks = [
        script.text or ""
        for script in tree.iter("script")
        if script.get("type") == "application/ld+json"
    ]
    if len(blocks) != 1:
        return [f"{len(blocks)} JSON-LD blocks instead of one"]
    try:
        return check_graph(json.loads(blocks[0]))
    except json.JSONDecodeError as error:
        return [f"not JSON: {error}"]


def check_graph(document: object) -> list[str]:
    """Return what is wrong with a JSON-LD document that has one ``@graph``."""
    if not isinstance(document, dict):
        return ["not one JSON-LD document"]
    faults = []
    if document.get("@context") != "https://schema.org":
        faults.append("@context is not https://schema.org")
    graph = document.get("@graph")
    if not isinstance(graph, list):
        return [*faults, "there is no @graph"]
    known: set[str] = set()
    _collect_ids(graph, known)
    for node in graph:
        faults += _find_missing(node, REQUIRED)
        faults += _check_node(node, known)
    return faults


def _find_missing(node: object, required: dict[str, tuple[str, ...]]) -> list[str]:
    if not isinstance(node, dict):
        return []
    kind = node.get("@type")
    names = required.get(str(kind), ())
    return [f"{kind} lacks {name}" for name in names if not node.get(name)]


def _collect_ids(value: object, known: set[str]) -> None:
    if isinstance(value, list):
        for one in value:
            _collect_ids(one, known)
    elif isinstance(value, dict):
        if "@id" in value and len(value) > 1:
            known.add(value["@id"])
        for one in value.values():
            _collect_ids(one, known)


def _check_node(node: object, known: set[str]) -> list[str]:
    if not isinstance(node, dict):
        return [f"{node!r} is no node"]
    kind = node.get("@type")
    if kind is None:
        missing = node.get("@id") not in known
        return [f"{node.get('@id')} leads nowhere"] if missing else []
    if kind not in PARENTS:
        return [f"{kind} is not a type that this check knows"]
    faults = _find_missing(node, REQUIRED_ANYWHERE)
    for name, value in node.items():
        if not name.startswith("@"):
            faults += _check_property(kind, name, value, known)
    return faults


def _check_property(kind: str, name: str, value: object, known: set[str]) -> list[str]:
    allowed = _find_range(kind, name)
    if allowed is None:
        return [f"{kind} has no property {name}"]
    faults = []
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            faults += _check_node(one, known)
            fits = _fits_node(one, allowed)
        else:
            fits = _fits_value(one, allowed)
        if not fits:
            faults.append(f"{kind}.{name} may not be {str(one)[:60]!r}")
    return faults


def _find_range(kind: str, name: str) -> set[str] | None:
    here: str | None = kind
    while here:
        if name in PROPERTIES.get(here, {}):
            return PROPERTIES[here][name]
        here = PARENTS.get(here)
    return None


def _fits_node(node: dict[str, object], allowed: set[str]) -> bool:
    if node.get("@type") is None:
        return "@id" in node
    here: str | None = str(node["@type"])
    while here:
        if here in allowed:
            return True
        here = PARENTS.get(here)
    return False


def _fits_value(value: object, allowed: set[str]) -> bool:
    if isinstance(value, int) and not isinstance(value, bool):
        return "Integer" in allowed
    if not isinstance(value, str) or not value:
        return False
    return any(form.fullmatch(value) for name, form in FORMS.items() if name in allowed)
