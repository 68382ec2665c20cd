"""Where links and pictures of an old text lead in the new site."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urldefrag

from .item_facts import BROUGHT, CHANGED, LEFT, MISSING, PUBLISHED
from .old_site import Note

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .old_addresses import OldHost
    from .pictures import Pictures
    from .plan import MovePlan, Planned

#: What is a file and no page, by the end of its address.
FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|pdf|docx?|xlsx?|pptx?|odt|ods|odp|epub|zip"
    r"|mp3|m4a|ogg|oga|wav|mp4|m4v|mov|webm|csv|txt|ics|vcf)$",
    re.IGNORECASE,
)
PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp)$", re.IGNORECASE)


def index_of(plan: MovePlan) -> dict[str, int]:
    """Return the items that are brought by what their old addresses share."""
    found = dict[str, int]()
    for number, one in plan.planned.items():
        for address in one.old:
            found.setdefault(plan.host.key(address), number)
    return found


def lists_of(plan: MovePlan) -> dict[str, str]:
    """Return how links to lists of the old site are written, by their addresses."""
    return {plan.host.key(one.old): one.link for one in plan.lists}


@dataclass
class ItemPlaces:
    """The places of one item's links and pictures; see ``Places``."""

    plan: MovePlan
    index: Mapping[str, int]
    pictures: Pictures
    own: Planned
    lists: Mapping[str, str]  #: how links to old lists are written, by their keys
    notes: list[Note] = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)  #: address -> why
    without: int = 0  #: pictures that the text has not, since they cannot be had

    @property
    def host(self) -> OldHost:
        return self.plan.host

    def link(self, url: str) -> str:
        """Return how a link to this address is written in the new post."""
        bare, fragment = urldefrag(url)
        key = self.host.key(bare)
        if not key:
            return url
        if number := self.index.get(key):
            return self._text(self.plan.planned[number], url, fragment)
        if key == "/":
            return "{index}"
        if key in self.lists:
            return self.lists[key]
        if FILE.search(key) or key in self.plan.files:
            _, file = self.plan.files.get(key, (0, bare))
            path = self._place(file or bare, is_picture=bool(PICTURE.search(key)))
            return f"{{static}}/{path}" if path else url
        self.notes.append(Note(LEFT, f"its link to {url}: nothing there is brought"))
        return url

    def _text(self, target: Planned, url: str, fragment: str) -> str:
        is_seen = target.record.status == PUBLISHED
        if not is_seen and self.own.record.status == PUBLISHED:
            what = f"its link to {url}: what lies there is a draft now"
            self.notes.append(Note(LEFT, what))
            return url
        if fragment:
            what = f"its link to {url} leads to the beginning of that page"
            self.notes.append(Note(CHANGED, what))
        return f"{{filename}}/{target.file}"

    def picture(self, url: str) -> str:
        """Return the same for a picture; nothing where it cannot be had."""
        path = self._place(url, is_picture=True)
        self.without += not path
        return f"{{static}}/{path}" if path else ""

    def featured(self, url: str) -> str:
        """Return the path of the item's own picture, as headers have it."""
        return self._place(url, is_picture=True) if url else ""

    def _place(self, url: str, *, is_picture: bool) -> str:
        path = self.pictures.place(url, is_picture=is_picture)
        shown = url if len(url) < 200 else f"{url[:60]}…"
        if path:
            self.notes.append(Note(BROUGHT, f"the file {path}"))
        elif url not in self.missing:
            self.missing[url] = self.pictures.missing[url]
            what = f"{shown}: {self.missing[url]}"
            self.notes.append(Note(MISSING, what))
        return path
