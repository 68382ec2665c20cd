"""The documents that make up one feed: the live one, and its archives."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from .core import Feed, Person, newest_first, with_archives

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .core import Entry
    from .plan import FeedLink, Listed
    from .settings import FeedSettings
    from .site import Site


def documents(
    item: Listed, entries: Mapping[str, Entry], own: FeedSettings, site: Site
) -> Iterator[Feed]:
    """Yield every document of a subject, in every format that the site wants."""
    members = newest_first(entries[key] for key in item.subject.posts)
    for address, link in zip(item.addresses, item.feeds, strict=True):
        feed = _live(item, address.format, link, own, site)
        yield from with_archives(feed, members, site.limit, archive=own.archives)


def is_ours(sheet: str) -> bool:
    """Say whether a style sheet is a file that we write, not somebody's address."""
    return bool(sheet) and "://" not in sheet and not sheet.startswith("/")


def _live(
    item: Listed, form: str, link: FeedLink, own: FeedSettings, site: Site
) -> Feed:
    sheet = own.stylesheet
    if is_ours(sheet):
        sheet = posixpath.relpath(sheet, posixpath.dirname(link.path) or ".")
    return Feed(
        id=link.url,
        format=form,
        path=link.path,
        url=link.url,
        title=item.title,
        home=item.home,
        subtitle=item.subject.summary,
        lang=item.subject.lang,
        authors=(Person(site.author),),
        copyright=own.copyright,
        hub=own.hub,
        logo=site.address(own.logo),
        icon=site.address(own.icon),
        stylesheet=sheet,
        summary_only=form == "rss" and site.summary_only,
        kind=item.kind,
        name=item.name,
    )
