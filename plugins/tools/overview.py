"""The posts and pages of a built site, one record each: what a table of them says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ..body import plain_text
from ..report import relative_path
from ..series.members import find_state
from ..site import body_of, contents_of, is_strict, now
from ..source.agenda import PAGE, POST
from ..source.reviews import review_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sized
    from datetime import date, datetime

    from ..series.members import Content
    from .build.pelican_run import PelicanSite

    class _Content(Content, Protocol):
        save_as: str
        references: Sized


DRAFT, SCHEDULED, PUBLISHED = "draft", "scheduled", "published"


@dataclass(frozen=True, order=True)
class Entry:
    """One post or page; what is not known of it is None."""

    path: str  #: of its file, as problems name it
    title: str  #: plain text
    url: str  #: relative to the site's root; "" where no page is built
    kind: str  #: ``POST`` or ``PAGE``
    state: str  #: published, draft, scheduled, hidden or withdrawn
    at: datetime | None  #: when it came out, or will
    words: int  #: that are read, the list of references left out
    sources: int | None  #: how many works it cites; None without ``references``
    review_due: date | None


def read_entries(opened: PelicanSite) -> tuple[Entry, ...]:
    """Return what a run has read of each post and page, sorted by path.

    A preview has all of them; the run of a strict site that publishes has no drafts,
    and no posts whose date is to come.
    """
    return tuple(sorted(_entries(opened), key=lambda entry: entry.path))


def _entries(opened: PelicanSite) -> Iterator[Entry]:
    settings = opened.settings
    for generator in opened.generators:
        kind = POST if "articles" in vars(generator) else PAGE
        for content in contents_of([generator]):
            if content.source_path:  # else a plugin has made it
                yield _entry_of(content, kind, settings)


def _entry_of(content: _Content, kind: str, settings: dict[str, object]) -> Entry:
    works = getattr(content, "references", None)
    return Entry(
        path=relative_path(content.source_path, settings),
        title=plain_text(str(content.title)),
        url=str(content.url) if content.save_as else "",
        kind=kind,
        state=state_of(content, settings),
        at=getattr(content, "date", None),
        words=body_of(content).words,
        sources=None if works is None else len(works),
        review_due=review_of(content.metadata).due,
    )


def state_of(content: Content, settings: dict[str, object]) -> str:
    """Return what readers see of a post or page, on any site.

    A date to come holds nothing back where ``WITH_FUTURE_DATES`` stands, as it does in
    Pelican's own settings; and Pelican calls what it holds back a draft.
    """
    state, date = find_state(content), getattr(content, "date", None)
    if state == SCHEDULED:
        waits = is_strict(settings) or not settings.get(
            "FRONT_MATTER_FUTURE", settings["WITH_FUTURE_DATES"]
        )
        return state if waits else PUBLISHED
    is_given = str(content.metadata.get("status") or "").lower() == DRAFT
    if state == DRAFT and not is_given and date and date > now(settings):
        return SCHEDULED
    return state
