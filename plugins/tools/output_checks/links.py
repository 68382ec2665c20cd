"""Links of built pages: which lead into the site, and to which file of it."""

from __future__ import annotations

import ipaddress
import posixpath
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

BASE = "http://site.invalid"
LOCAL_NAMES = ("localhost", "localhost.localdomain", "0.0.0.0")  # noqa: S104  # only compared
#: A link to a place of the page itself that no rule of addresses changes.
OWN_PLACE = re.compile(r"#[A-Za-z0-9_.:-]+")
#: A link that counts from its page, and in which nothing is to be decoded.
RELATIVE = re.compile(
    r"(?P<up>(?:\.\./)*)(?P<down>[A-Za-z0-9_-][A-Za-z0-9_/-]*(?:\.[A-Za-z0-9_-]+)*)?"
    r"(?:#(?P<place>[A-Za-z0-9_.:-]+))?"
)
TOP = ("", "top")  #: fragments that every page has (HTML, 7.4.6.3)


@dataclass(frozen=True)
class LinkTarget:
    """Where an internal link leads."""

    path: str  #: from the site's root, decoded, without leading slash
    fragment: str  #: decoded; empty for the top


@dataclass(frozen=True)
class Addresses:
    """The site's own address and its files."""

    siteurl: str
    files: AbstractSet[str]
    #: The server sends ``tags.html`` for ``tags``, as hosts of other sites do.
    adds_html: bool = False
    #: What has been found out of links that mean the same on every page.
    _targets: dict[str, LinkTarget | None] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _local: dict[str, bool] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @cached_property
    def home(self) -> SplitResult:
        """The site's own address, taken apart once for all links."""
        return urlsplit(self.siteurl)

    @cached_property
    def are_local(self) -> bool:
        """Return whether the site itself is for this machine only, as in ``serve``."""
        return points_to_this_machine(self.siteurl)

    def resolve(self, page: str, link: str) -> LinkTarget | None:
        """Return where a link on ``page`` leads; None if it leaves the site."""
        if not is_same_everywhere(link):
            return self._resolve(page, link)
        if link not in self._targets:
            self._targets[link] = self._resolve(page, link)
        return self._targets[link]

    def resolve_all(
        self, page: str, links: Iterable[str]
    ) -> Iterator[LinkTarget | None]:
        """Yield where each link on ``page`` leads, as ``resolve`` does."""
        here = self._resolve(page, "#")
        if here and here.path == "#":
            here = None  # the site's own address cannot be taken apart
        folders = here.path.split("/")[:-1] if here else []
        for link in links:
            if here and OWN_PLACE.fullmatch(link):
                place = link[1:]
                yield LinkTarget(here.path, "" if place in TOP else place)
            elif here and (near := _resolve_near(folders, link)):
                yield near
            else:
                yield self.resolve(page, link)

    def is_private(self, link: str) -> bool:
        """Return whether a link leads visitors of a public site to their own machine.

        A site that is itself for this machine only may do so, as in ``serve``.
        """
        if ":" not in link or self.are_local:
            return False
        if link not in self._local:
            self._local[link] = points_to_this_machine(link)
        return self._local[link]

    def _resolve(self, page: str, link: str) -> LinkTarget | None:
        try:
            home = self.home
            if link.startswith("//"):
                link = f"{home.scheme or 'http'}:{link}"
            there = urlsplit(link)
            if there.scheme not in ("", "http", "https"):
                return None
            root = f"{home.scheme}://{home.netloc}" if home.netloc else BASE
            folder = posixpath.join(home.path or "/", page)
            target = urlsplit(urljoin(f"{root}{folder}", link))
        except ValueError:
            return LinkTarget(link, "")
        inside = f"{home.path.rstrip('/')}/"
        same = target.netloc == (home.netloc or urlsplit(BASE).netloc)
        if not same or not f"{target.path}/".startswith(inside):
            return None
        fragment = unquote(target.fragment).partition(":~:")[0]
        path = unquote(target.path)[len(inside) :]
        return LinkTarget(path, "" if fragment in TOP else fragment)

    def file_of(self, path: str) -> str | None:
        """Return the file that a server sends for a path."""
        if path == "" or path.endswith("/"):
            path += "index.html"
        pages = (f"{path}/index.html", *([f"{path}.html"] if self.adds_html else []))
        for name in (path, *pages):
            if name in self.files:
                return name
        return None

    def page_near(self, path: str) -> str:
        """Return the page that a path means with another end, or nothing."""
        page = f"{path.rstrip('/')}.html"
        return page if page in self.files else ""


def _resolve_near(folders: list[str], link: str) -> LinkTarget | None:
    """Return where a link leads that counts from a page in these folders.

    None for one that is not plain; most links of a site are, and each is another on
    each page.
    """
    found = RELATIVE.fullmatch(link)
    if not found or not (found["up"] or found["down"]):
        return None
    up, down, place = found["up"].count("/"), found["down"] or "", found["place"] or ""
    if up > len(folders) or "//" in down:
        return None
    path = "/".join([*folders[: len(folders) - up], down])
    return LinkTarget(path, "" if place in TOP else place)


def names_bare_pages(settings: Mapping[str, object]) -> bool:
    """Return whether a site's own addresses leave out the ``.html`` of its files.

    Hosts such as GitHub Pages and Netlify find the file all the same.
    """
    patterns = {key: value for key, value in settings.items() if key.endswith("_URL")}
    return any(
        settings.get(f"{key.removesuffix('_URL')}_SAVE_AS") == f"{value}.html"
        for key, value in patterns.items()
        if value
    )


def is_same_everywhere(link: str) -> bool:
    """Return whether a link means the same on every page of a site."""
    return link.startswith(("/", "http://", "https://"))


def points_to_this_machine(link: str) -> bool:
    """Return whether a link leads to this machine or into a private network."""
    try:
        parts = urlsplit(link)
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.scheme == "file":
        return True
    if parts.scheme not in ("http", "https") or not host:
        return False
    if host in LOCAL_NAMES or host.endswith((".localhost", ".local")):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_private or address.is_link_local
