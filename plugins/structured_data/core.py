"""The nodes of a page's graph in schema.org's words. No empty value is ever printed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .clinic import Clinic

Node = dict[str, object]
#: Names and pages of cited works would be half of a page's bytes; the DOI has them.
OF_A_WORK = ("@type", "url", "creativeWorkStatus", "correction")


@dataclass(frozen=True)
class SiteFacts:
    """What is the same on every page."""

    url: str  #: without a slash at its end
    name: str
    description: str
    lang: str
    author: str
    clinic: Clinic
    people: Mapping[str, Mapping[str, str]]  #: what is known of somebody, by name

    @property
    def organization(self) -> Node:
        """What leads to who publishes."""
        return {"@id": f"{self.url}/#organization"}

    @property
    def website(self) -> Node:
        """What leads to the site."""
        return {"@id": f"{self.url}/#website"}


def print_graph(nodes: Iterable[Node | None]) -> str:
    """Return the page's JSON-LD document, which cannot end the ``script`` around it."""
    graph = [node for node in nodes if node]
    document = {"@context": "https://schema.org", "@graph": graph}
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def make_node(kind: str, identity: Node | None = None, **values: object) -> Node:
    """Return a node without its empty values."""
    named = {"@type": kind} | (identity or {}) | values
    return {
        name: value
        for name, value in named.items()
        if value not in (None, "", (), [], {}, 0)
    }


def describe_organization(site: SiteFacts) -> Node:
    """Return who publishes: a clinic is somewhere, a blog is somebody."""
    clinic = site.clinic
    has_place = bool(clinic.city or clinic.address)
    address = make_node(
        "PostalAddress",
        streetAddress=clinic.address,
        addressLocality=clinic.city,
        addressRegion=clinic.region,
        addressCountry=clinic.country,
    )
    return make_node(
        "MedicalClinic" if has_place else "Organization",
        site.organization,
        name=clinic.name or site.name,
        url=f"{site.url}/",
        telephone=clinic.phone,
        email=clinic.email,
        address=address if has_place else None,
        potentialAction=_booking(site),
    )


def _booking(site: SiteFacts) -> Node | None:
    """Return where a visit is booked, as a whole address."""
    address = site.clinic.booking_url
    if not address:
        return None
    target = site.url + address if address.startswith("/") else address
    return make_node("ReserveAction", target=target)


def describe_website(site: SiteFacts, *, is_post: bool = False) -> Node:
    """Return the site itself; what it is about need not stand on every post."""
    return make_node(
        "WebSite",
        site.website,
        name=site.name,
        description="" if is_post else site.description,
        url=f"{site.url}/",
        inLanguage=site.lang,
        publisher=site.organization,
    )


def describe_person(site: SiteFacts, name: str, url: str = "") -> Node:
    """Return somebody who wrote or reviewed; by the site's name it is the publisher."""
    known = site.people.get(name, {})
    if not known and name in (site.author, site.clinic.name):
        return site.organization
    return make_node(
        "Person",
        name=name,
        url=known.get("url") or url,
        honorificSuffix=known.get("credentials"),
        jobTitle=known.get("role"),
    )


def describe_crumbs(identity: Node, crumbs: list[tuple[str, str]]) -> Node | None:
    """Return the way to a page, itself included; None for home, where it leads to."""
    if len(crumbs) < 2:
        return None
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": url}
        for place, (name, url) in enumerate(crumbs, 1)
    ]
    return make_node("BreadcrumbList", identity, itemListElement=items)


def shorten_work(citation: Node) -> Node:
    """Return a cited work short: its address, else its name, tells the rest."""
    names = OF_A_WORK if citation.get("url") else (*OF_A_WORK, "name")
    return {name: citation[name] for name in names if citation.get(name)}
