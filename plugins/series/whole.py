"""The whole series on one page: headings one level down, ids unique, one list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, NamedTuple, Protocol
from urllib.parse import urljoin

from lxml import html as markup

from ..ledger import NO_LEDGER, Ledger, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lxml.etree import _Element as Element

    from .members import Content
    from .view import PartEntry, Series

#: The level at which a part's own headings begin: its title is an h2.
FIRST_LEVEL = 3
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
#: lxml closes elements that HTML4 did not know and HTML never closes.
VOID_END = re.compile(r"</(?:source|track|wbr|embed)>")
#: How a link to another site, or to a program, begins (RFC 3986, 3.1).
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
#: Attributes that name ids of the same page; all but the first hold several.
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "headers")


class MergedPages(Protocol):
    """Several pages' texts with one numbering of their references."""

    contents: list[str]
    references: object


class WholePart(NamedTuple):
    """One part on the page of all."""

    id: str
    entry: PartEntry
    html: str


@dataclass(frozen=True)
class Whole(Value):
    """What the template prints; it is put together when a page asks for it.

    That is while the page is written, when relative addresses are known. What it is put
    together from is read of the series and its parts.
    """

    series: Series
    merge: Callable[[list[Content]], MergedPages] | None
    ledger: Ledger = NO_LEDGER

    @property
    def ledger_value(self) -> tuple[object, ...]:
        """The series that it is of, and whether references are merged."""
        return self.series, self.merge is not None

    @cached_property
    def _merged(self) -> MergedPages | None:
        return self.merge(self.series.parts) if self.merge else None

    @cached_property
    def parts(self) -> list[WholePart]:
        """The published parts in the series' own language, ready for one page."""
        entries = [e for e in self.series.contents if e.article and not e.is_foreign]
        merged = self._merged
        html = merged.contents if merged else [c.content for c in self.series.parts]
        bases = [self.series.site.absolute(str(c.url)) for c in self.series.parts]
        given = [*map(str, html)], [entry.number for entry in entries], bases
        bound = self.ledger.recall("joined", given, lambda: join_contents(*given))
        return [
            WholePart(f"part-{entry.number}", entry, html)
            for entry, html in zip(entries, bound, strict=True)
        ]

    @property
    def references_html(self) -> str:
        """The references of all parts, numbered through; empty without citations."""
        merged = self._merged
        return str(getattr(merged.references, "html", "")) if merged else ""


def join_contents(
    contents: Iterable[str], numbers: Iterable[int], bases: Iterable[str]
) -> list[str]:
    """Return contents that can share one page in this order.

    ``bases`` are the addresses of their own pages: links may count from these.
    """
    trees: list[markup.HtmlElement] = [
        markup.fragment_fromstring(html, create_parent="div") for html in contents
    ]
    for tree, base in zip(trees, bases, strict=True):
        tree.rewrite_links(partial(_make_whole, base), resolve_base_href=False)
    seen: dict[str, int] = {f"part-{number}": 0 for number in numbers}
    for tree in trees:
        _shift_headings(tree)
        _rename_ids(tree, seen)
    return [_print(tree) for tree in trees]


def _make_whole(base: str, link: str) -> str:
    """Return a link that counts from another page as it leads from everywhere."""
    counts_from_page = link[:1] not in ("", "#", "/") and not SCHEME.match(link)
    return urljoin(base, link) if counts_from_page else link


def _print(tree: Element) -> str:
    text = markup.tostring(tree, encoding="unicode", method="html")
    return VOID_END.sub("", str(text)).removeprefix("<div>").removesuffix("</div>")


def _shift_headings(tree: Element) -> None:
    """Put the highest heading below the part's title, the others as far below it."""
    found = [(element, int(element.tag[1])) for element in tree.iter(*HEADINGS)]
    shift = FIRST_LEVEL - min((level for _, level in found), default=FIRST_LEVEL)
    for element, level in found:
        element.tag = f"h{min(6, level + shift)}"


def _rename_ids(tree: Element, seen: dict[str, int]) -> None:
    """Add a number to ids that the page has already; links inside follow."""
    renamed: dict[str, str] = {}
    elements = list(tree.iter("*"))
    for element in elements:
        name = element.get("id")
        if not name:
            continue
        fresh = name
        while fresh in seen:
            seen[name] = seen.get(name, 0) + 1
            fresh = f"{name}-{seen[name] + 1}"
        seen[fresh] = 0
        if fresh != name:
            renamed.setdefault(name, fresh)
            element.set("id", fresh)
    if renamed:
        for element in elements:
            _follow(element, renamed)


def _follow(element: Element, renamed: dict[str, str]) -> None:
    target = element.get("href", "")
    if target.startswith("#") and target[1:] in renamed:
        element.set("href", f"#{renamed[target[1:]]}")
    for attribute in REFERENCES:
        names = element.get(attribute)
        if names:
            fresh = " ".join(renamed.get(name, name) for name in names.split())
            element.set(attribute, fresh)
