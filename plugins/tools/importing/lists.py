"""Lists of the old site: its topics and its blog's own page, and where ours are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote_plus, urlsplit

from ...places import file_of_old, fold_path, read_asked
from .old_addresses import last_part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .house import House

CATEGORY, TAG = "category", "tag"
#: How Squarespace asks for the feed of a folder, which is that folder's list too.
ASKS_FEED = "format=rss"
#: How a list's later pages are called: “/page/2/”, “sleep2.html”.
LATER = re.compile(r"(?:/page/\d+|(?<=[^/\d])\d+)(?=/?$|\.\w+$)")


@dataclass
class ListedTopics:
    """The topics of posts that everybody will see, and what they were before."""

    before: dict[tuple[str, str], None] = field(default_factory=dict)
    now: set[tuple[str, str]] = field(default_factory=set)

    def add(
        self, categories: Iterable[str], category: str, tags: Iterable[str]
    ) -> None:
        """Take down a published post's topics: those it had, and has."""
        tags = list(tags)
        self.before |= dict.fromkeys((CATEGORY, one) for one in categories if one)
        was = {name for kind, name in self.before if kind == CATEGORY}
        self.before |= dict.fromkeys((TAG, one) for one in tags if one not in was)
        self.now |= {(TAG, one) for one in tags}
        self.now |= {(CATEGORY, category)} if category else set()

    def moved(self) -> Iterator[tuple[str, str, str]]:
        """Yield each topic as it was, its name, and what it is now."""
        for kind, name in self.before:
            kinds = [one for one in (kind, TAG) if (one, name) in self.now]
            if kinds:
                yield kind, name, kinds[0]


@dataclass(frozen=True)
class OldList:
    """A list of the old site, and what has its place."""

    old: str  #: its address from the root
    new: str  #: ours, from the root
    link: str  #: how a link to it is written in a text


def find_lists(
    topics: ListedTopics, feeds: Iterable[str], house: House
) -> Iterator[OldList]:
    """Yield the lists that a system usually has, by where its feeds are."""
    paths = [urlsplit(one) for one in feeds]
    folder = next((one.path for one in paths if one.query == ASKS_FEED), None)
    if not paths:
        return
    if folder and folder != "/":
        yield OldList(folder.rstrip("/"), "/", "{index}")
    base = paths[0].path.removesuffix("feed/").rstrip("/")
    for kind, name, now in topics.moved():
        slug = house.slugify(kind, name)
        old = f"{base}/{kind}/{slug}/"
        if folder is not None:
            old = f"{folder.rstrip('/')}/{kind}/{quote_plus(name)}"
        new = house.list_address(now, name)
        if new and read_asked(old):
            yield OldList(old, new, f"{{{now}}}{house.slugify(now, name)}")


def lead_lists(
    saved: Iterable[str], topics: ListedTopics, house: House
) -> Iterator[OldList]:
    """Yield what has the place of each list of a saved site, by its address.

    The topic that the address names; else the home page, which lists all posts.
    """
    moved = [*topics.moved(), *((kind, name, kind) for kind, name in topics.now)]
    known = {house.slugify(kind, name): (name, now) for kind, name, now in moved}
    for path in saved:
        names = (last_part(path), last_part(LATER.sub("", path)))
        name, kind = next((known[one] for one in names if one in known), ("", ""))
        new = house.list_address(kind, name) if kind else "/"
        asked = read_asked(path)
        file = fold_path(file_of_old(asked[0])) if asked and not asked[1] else ""
        if new and asked and file not in house.pages_of_its_own:
            link = f"{{{kind}}}{house.slugify(kind, name)}" if kind else "{index}"
            yield OldList(path, new, link)


def is_same_place(old: str, new: str) -> bool:
    """Return whether two addresses are one file."""
    files = [file_of_old(path.strip("/") + "/") for path in (old, new)]
    return fold_path(files[0]) == fold_path(files[1])
