"""The graph of one page: records in, schema.org out. No empty value is ever printed."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Node = dict[str, object]
#: Names and pages of cited works would be half of a page's bytes; the DOI has them.
OF_A_WORK = ("@type", "name", "url", "creativeWorkStatus", "correction")


@dataclass(frozen=True)
class SiteFacts:
    """What is the same on every page."""

    url: str  #: without a slash at its end
    name: str
    description: str = ""
    lang: str = "en"
    clinic: Mapping[str, str] = field(default_factory=dict)

    @property
    def organization_id(self) -> str:
        return f"{self.url}/#organization"

    @property
    def website_id(self) -> str:
        return f"{self.url}/#website"


@dataclass(frozen=True)
class Author:
    """Somebody who wrote or reviewed."""

    name: str
    url: str = ""
    credentials: str = ""
    role: str = ""
    is_site: bool = False  #: the organisation itself


@dataclass(frozen=True)
class PostFacts:
    """What a post says of itself."""

    headline: str
    published: str = ""  #: ISO 8601
    modified: str = ""
    authors: tuple[Author, ...] = ()
    section: str = ""
    keywords: tuple[str, ...] = ()
    words: int = 0
    image: Node | None = None
    citations: tuple[Node, ...] = ()
    series: Node | None = None
    position: int | None = None


@dataclass(frozen=True)
class PageFacts:
    """One page and what stands on it."""

    url: str
    name: str
    description: str = ""
    lang: str = "en"
    type: str = "WebPage"
    audience: str = ""
    crumbs: tuple[tuple[str, str], ...] = ()  #: (name, address), this page included
    modified: str = ""
    reviewed: str = ""
    reviewer: Author | None = None
    post: PostFacts | None = None
    series: Node | None = None  #: on a series' own page


def build_graph(page: PageFacts, site: SiteFacts) -> Node:
    """Return the page's JSON-LD document."""
    nodes = [
        _organization(site),
        _website(site),
        _page(page, site),
        _breadcrumbs(page),
        _post(page, site),
        page.series,
    ]
    return {
        "@context": "https://schema.org",
        "@graph": [node for node in nodes if node],
    }


def print_graph(graph: Node) -> str:
    """Return JSON that cannot end the ``script`` that it stands in."""
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _full(**values: object) -> Node:
    """Return a node without its empty values; ``_`` before a name stands for ``@``."""
    return {
        name.replace("_", "@", 1) if name.startswith("_") else name: value
        for name, value in values.items()
        if value not in (None, "", (), [], {}, 0)
    }


def _ref(identity: str) -> Node:
    return {"@id": identity}


def _organization(site: SiteFacts) -> Node:
    clinic = site.clinic
    address = _full(
        streetAddress=clinic.get("address"),
        addressLocality=clinic.get("city"),
        addressRegion=clinic.get("region"),
        addressCountry=clinic.get("country"),
    )
    has_place = bool(clinic.get("city") or clinic.get("address"))
    return _full(
        _type="MedicalClinic" if has_place else "Organization",
        _id=site.organization_id,
        name=clinic.get("name") or site.name,
        url=f"{site.url}/",
        telephone=clinic.get("phone"),
        address={"@type": "PostalAddress", **address} if has_place else None,
    )


def _website(site: SiteFacts) -> Node:
    return _full(
        _type="WebSite",
        _id=site.website_id,
        name=site.name,
        description=site.description,
        url=f"{site.url}/",
        inLanguage=site.lang,
        publisher=_ref(site.organization_id),
    )


def _page(page: PageFacts, site: SiteFacts) -> Node:
    is_medical = page.type == "MedicalWebPage"
    audience = {"@type": page.audience} if page.audience and is_medical else None
    return _full(
        _type=page.type,
        _id=f"{page.url}#page",
        url=page.url,
        name=page.name,
        description=page.description,
        inLanguage=page.lang,
        isPartOf=_ref(site.website_id),
        dateModified=page.modified,
        breadcrumb=_ref(f"{page.url}#breadcrumbs") if len(page.crumbs) > 1 else None,
        mainEntity=_ref(f"{page.url}#post") if page.post else _main(page),
        lastReviewed=page.reviewed,
        reviewedBy=_author(page.reviewer, site) if page.reviewer else None,
        audience=audience,
    )


def _main(page: PageFacts) -> Node | None:
    identity = (page.series or {}).get("@id")
    return _ref(str(identity)) if identity else None


def _breadcrumbs(page: PageFacts) -> Node | None:
    if len(page.crumbs) < 2:
        return None
    return {
        "@type": "BreadcrumbList",
        "@id": f"{page.url}#breadcrumbs",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": url}
            for place, (name, url) in enumerate(page.crumbs, 1)
        ],
    }


def _post(page: PageFacts, site: SiteFacts) -> Node | None:
    post = page.post
    if post is None:
        return None
    return _full(
        _type="BlogPosting",
        _id=f"{page.url}#post",
        mainEntityOfPage=_ref(f"{page.url}#page"),
        headline=post.headline,
        inLanguage=page.lang,
        datePublished=post.published,
        dateModified=post.modified or post.published,
        author=_authors(post.authors, site),
        publisher=_ref(site.organization_id),
        articleSection=post.section,
        keywords=list(post.keywords),
        wordCount=post.words,
        image=post.image,
        isPartOf=post.series,
        position=post.position,
        citation=[_work(citation) for citation in post.citations],
    )


def _work(citation: Node) -> Node:
    """Return a cited work short: its address tells machines the rest."""
    return {name: citation[name] for name in OF_A_WORK if citation.get(name)}


def _authors(authors: Iterable[Author], site: SiteFacts) -> list[Node]:
    return [_author(author, site) for author in authors]


def _author(author: Author, site: SiteFacts) -> Node:
    if author.is_site:
        return _ref(site.organization_id)
    return _full(
        _type="Person",
        name=author.name,
        url=author.url,
        honorificSuffix=author.credentials,
        jobTitle=author.role,
    )
