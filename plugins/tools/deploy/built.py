"""A site that has been built to be deployed, and what is to be known of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...site import DRAFTS, contents_of, now
from ...source.agenda import POST
from .due import digest_of_check
from .record import ReleaseRecord

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from ...problem import Problem
    from ..build.output import Output
    from ..build.pelican_run import PelicanSite

#: Pelican's settings for the feeds of a whole site.
FEEDS = ("FEED_ALL_ATOM", "FEED_ALL_RSS", "FEED_ATOM", "FEED_RSS")


@dataclass(frozen=True)
class Sent:
    """What goes to a target, and what is known of it there."""

    tree: Path  #: the files that it gets
    built: Path  #: the whole site, with what hosts of other kinds read
    siteurl: str
    record: ReleaseRecord
    landmarks: Mapping[
        str, str
    ]  #: files that visitors look for first, by what they are
    hub: str = ""  #: who is told of new feeds; empty: nobody
    #: Headers that are asked of a server beside those in ``_headers``.
    headers: frozenset[str] = frozenset()
    drafts: tuple[str, ...] = ()  #: files of the build that it does not get


@dataclass
class BuiltSite:
    """Takes down what a release says of itself while the built site is still open."""

    commit: str  #: before anything was read: a later one is not in what is built
    branch: str
    is_committed: bool
    record: ReleaseRecord | None = None
    #: Files that visitors look for first, by what they are.
    landmarks: Mapping[str, str] = field(default_factory=dict)
    hub: str = ""
    #: Files of drafts: Pelican writes pages for them, which no list leads to.
    drafts: tuple[str, ...] = ()

    def hear(self, problems: tuple[Problem, ...]) -> None:
        """See ``Stay``."""

    def find_newer(self) -> tuple[str, ...]:
        """See ``Stay``."""
        return ()

    def stay(self, opened: PelicanSite, _output: Output) -> None:
        """See ``Stay``."""
        self.landmarks = dict(find_landmarks(opened))
        drafts = (str(one.save_as) for one in contents_of(opened.generators, DRAFTS))
        self.drafts = tuple(sorted({*drafts} - {""}))
        feeds = opened.settings.get("FEEDS")
        self.hub = str(feeds.get("hub") or "") if isinstance(feeds, dict) else ""
        self.record = ReleaseRecord(
            release="",
            now=now(opened.settings),
            commit=self.commit,
            branch=self.branch,
            is_committed=self.is_committed,
            checked=digest_of_check(opened.settings),
            out={due.path: due.uid for due in opened.contents.out},
            coming=tuple(opened.contents.coming),
        )


def find_landmarks(opened: PelicanSite) -> Iterator[tuple[str, str]]:
    """Yield the files of a site that are looked at when it is live."""
    yield "the home page", "index.html"
    files = {source: path for path, source in opened.contents.sources.items()}
    posts = [due for due in opened.contents.out if due.kind == POST]
    if posts:
        newest = max(posts, key=lambda due: (due.at, due.path))
        yield "the newest post", files.get(newest.path, "")
    for generator in opened.generators[:1]:
        for series in generator.context.get("all_series", ())[:1]:
            yield "a series", series.save_as
    for key in FEEDS:
        if path := opened.settings.get(key):
            yield f"the feed of {key}", str(path)
