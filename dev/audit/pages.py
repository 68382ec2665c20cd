"""The pages of a built site and their kinds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

#: In the order in which a reader would meet them.
KINDS = (
    "home",
    "post",
    "series",
    "whole-series",
    "all-series",
    "category",
    "tag",
    "topics",
    "author",
    "archive",
    "page",
    "feeds",
    "not-found",
    "gone",
    "withdrawn",
    "preview",
)
#: How our theme says it; the facts of other themes are read from addresses.
MARK = re.compile(r'<body[^>]*\bdata-page="([a-z-]+)"')
HEAD = 200_000
#: What leads on at once is no page that anybody sees.
LEADS_ON = '<meta http-equiv="refresh" content="0;'


@dataclass(frozen=True)
class Page:
    """One HTML file of a built site."""

    path: str  #: in the output, with forward slashes
    kind: str
    size: int

    @property
    def address(self) -> str:
        """Its address below the site's own, ``blog/x/`` for ``blog/x/index.html``."""
        return self.path.removesuffix("index.html")


def list_pages(output: Path) -> list[Page]:
    """Return every HTML page of a built site, sorted by path."""
    return [
        read_page(file, file.relative_to(output).as_posix())
        for file in sorted(output.rglob("*.html"))
        if LEADS_ON not in file.read_text("utf-8")[:HEAD]
    ]


def read_page(file: Path, path: str) -> Page:
    """Return a page with its kind; ``other`` where the theme does not say it."""
    text = file.read_text("utf-8")
    found = MARK.search(text[:HEAD])
    return Page(path, found[1] if found else "other", len(text))


def choose_pages(pages: list[Page]) -> list[Page]:
    """Return one page of each kind, the fullest: it shows most of what can go wrong."""
    chosen: dict[str, Page] = {}
    for page in sorted(pages, key=lambda page: (-page.size, page.path)):
        chosen.setdefault(page.kind, page)
    order = {kind: place for place, kind in enumerate(KINDS)}
    return sorted(chosen.values(), key=lambda p: (order.get(p.kind, 99), p.kind))
