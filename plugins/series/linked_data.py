"""Records for a page's head: relations to other parts, and schema.org's series."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .entry import Entry
    from .view import Series

#: What a part is in schema.org's words.
TYPES = {"articles": "BlogPosting", "pages": "WebPage"}


@dataclass(frozen=True)
class Link:
    """A ``<link>`` in the head; ``url`` has no site before it."""

    rel: str
    url: str
    lang: str
    title: str


def link_neighbors(previous: Entry | None, following: Entry | None) -> Iterator[Link]:
    """Yield the relations of a part to those around it."""
    for rel, entry in (("prev", previous), ("next", following)):
        if entry is not None:
            yield Link(rel, entry.url, entry.lang, entry.title)


def name_series(series: Series) -> dict[str, Any]:
    """Return the series as ``isPartOf`` of a part: enough to recognise it."""
    record: dict[str, Any] = {"@type": "CreativeWorkSeries", "name": series.title}
    if series.url:
        address = series.frame.absolute(series.url)
        record |= {"@id": f"{address}#series", "url": address}
    return record


def describe_series(series: Series) -> dict[str, Any]:
    """Return the series with its published parts, for its own page."""
    record = name_series(series) | {"inLanguage": series.lang}
    if series.summary:
        record["description"] = series.summary
    record["hasPart"] = [
        {
            "@type": TYPES[series.kind],
            "@id": series.frame.absolute(entry.url),
            "url": series.frame.absolute(entry.url),
            "headline": entry.title,
            "position": entry.number,
            "inLanguage": entry.lang,
        }
        for entry in series.contents
        if entry.url
    ]
    return record
