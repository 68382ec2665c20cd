"""The finished tree, examined before anyone sees it: pages, links, addresses, names."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from ...problem import Level, Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from .links import Addresses
    from .page_facts import PageFacts, PageWords

#: What nobody means to publish, by name.
PRIVATE_NAMES = frozenset(
    [
        ".env",
        ".htpasswd",
        ".netrc",
        ".npmrc",
        ".pypirc",
        ".git",
        ".svn",
        ".hg",
        ".ssh",
        "id_rsa",
        "id_ed25519",
        "id_ecdsa",
    ]
)
PRIVATE_ENDS = (".pem", ".key", ".p12", ".pfx", ".sqlite", ".sqlite3", ".pyc", ".swp")
#: Pelican could not resolve these, and has said so.
UNRESOLVED = ("{", "|")
#: Where feeds and sitemaps name pages: Atom's href, RSS's link, a sitemap's loc.
FEED_LINK = re.compile(
    rb"<link\b[^>]*?href=[\"\']([^\"\']+)|<(?:link|loc)>\s*([^<\s]+)\s*</"
)


def check_names(paths: list[str]) -> Iterator[Problem]:
    """Find files that nobody means to publish, by their names."""
    for path in paths:
        parts = path.split("/")
        private = PRIVATE_NAMES.intersection(parts)
        if private or parts[-1].startswith(".env.") or path.endswith(PRIVATE_ENDS):
            what = "This file looks private, and would be published."
            remedy = "Take it out of the folders that are copied."
            yield Problem(path, 0, what, remedy, "output-private-file")


def check_links_on_disk(paths: Iterable[str]) -> Iterator[Problem]:
    """Name symbolic links: where they lead, a server has nothing."""
    for path in paths:
        what = "This is a symbolic link, not a file."
        remedy = "Find the plugin that makes it, and let it copy."
        yield Problem(path, 0, what, remedy, "output-symlink")


def check_page(path: str, facts: PageFacts) -> Iterator[Problem]:
    """Find what one page lacks, or has twice."""
    if facts.is_redirect:
        return
    if facts.is_empty:
        what = "This page is empty."
        remedy = "See its template, or the file that it is made from."
        yield Problem(path, 0, what, remedy, "output-empty")
        return
    if not facts.title:
        remedy = "Give its template a <title>."
        yield _warning(path, "This page has no title.", remedy, "output-title")
    if facts.headings > 1:
        what = f"This page has {facts.headings} headings of level 1."
        yield _warning(path, what, "Keep one.", "output-h1")
    for name, times in Counter(facts.ids).items():
        if times > 1:
            what = f"The id “{name}” stands on this page {times} times."
            remedy = "Give each its own: links reach only the first."
            yield _warning(path, what, remedy, "output-id-duplicate")


def find_links(facts: PageFacts) -> list[str]:
    """Return the links of a page that lead somewhere."""
    return [one for one in dict.fromkeys(facts.links) if one[:1] not in UNRESOLVED]


def check_links(
    path: str,
    facts: PageFacts,
    anchors: Mapping[str, Collection[str]],
    addresses: Addresses,
) -> Iterator[Problem]:
    """Find links of one page that lead nowhere, or to this machine."""
    links = find_links(facts)
    for link, target in zip(links, addresses.resolve_all(path, links), strict=True):
        if addresses.is_private(link):
            what = f"The link “{link}” leads to a machine that visitors cannot reach."
            remedy = "Link to the site's own address."
            yield Problem(path, 0, what, remedy, "output-local-address")
            continue
        if target is None:
            continue
        file, fragment = addresses.file_of(target.path), target.fragment
        if file is None:
            what = f"The link “{link}” leads to nothing on this site."
            remedy = "Correct it, or publish what it should lead to."
            if page := addresses.page_near(target.path):
                remedy = f"The page is {page}: link it by that name."
            yield _warning(path, what, remedy, "output-link")
        elif fragment and fragment not in anchors.get(file, (fragment,)):
            what = f"The link “{link}” leads to a place that its page does not have."
            remedy = "Correct what stands after the #."
            yield _warning(path, what, remedy, "output-fragment")


def find_feed_links(data: bytes) -> Iterator[str]:
    """Yield where the links of a feed or of a sitemap lead."""
    for found in FEED_LINK.finditer(data):
        yield (found[1] or found[2]).decode("utf-8", "replace")


def check_feed(path: str, data: bytes, addresses: Addresses) -> Iterator[Problem]:
    """Find addresses in a feed or sitemap that no subscriber can reach."""
    for link in find_feed_links(data):
        if addresses.is_private(link):
            what = f"The address “{link}” is a machine that subscribers cannot reach."
            remedy = "Set SITEURL to the site's own address."
            yield Problem(path, 0, what, remedy, "output-local-address")
            continue
        target = addresses.resolve(path, link)
        if target is not None and addresses.file_of(target.path) is None:
            what = f"The address “{link}” leads to nothing on this site."
            remedy = "Find the template or plugin that writes it."
            yield _warning(path, what, remedy, "output-link")


def check_unpublished(
    path: str, words: PageWords, titles: Mapping[str, str]
) -> Iterator[Problem]:
    """Find titles of posts that are not published yet.

    A short title must be all that an element says; a long one is found anywhere.
    """
    for title, source in titles.items():
        if title in words.phrases or (len(title) >= 24 and title in words.text):
            what = f"The title “{title}” of {source}, which is not published, is seen."
            remedy = "Publish that post, or keep its title out."
            yield Problem(path, 0, what, remedy, "output-unpublished")


def _warning(path: str, what: str, remedy: str, name: str) -> Problem:
    return Problem(path, 0, what, remedy, name, Level.WARNING)
