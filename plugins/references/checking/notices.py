"""What happened to a work since: retractions, concerns, corrections, new versions.

Words and ranks follow Crossref's types and NISO RP-45-2024 (CREC).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as calendar_date
from typing import TYPE_CHECKING

from ...words import REFERENCES
from ..library.doi import doi_url, record_doi
from ..library.titles import FATES, is_notice, retraction_prefix
from ..lookup.deposit import Deposit, Update

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..library.reference import Reference

#: What readers see for each of Crossref's types, by the name of the word, and the state
#: it puts a work into.
LABELS = {
    "retraction": ("retracted", "retracted"),
    "partial_retraction": ("partly_retracted", "retracted"),
    "removal": ("removed", "retracted"),
    "withdrawal": ("work_withdrawn", "retracted"),
    "expression_of_concern": ("concern", "concern"),
    "correction": ("corrected", "corrected"),
    "corrigendum": ("corrected", "corrected"),
    "erratum": ("corrected", "corrected"),
    "addendum": ("corrected", "corrected"),
    "clarification": ("corrected", "corrected"),
    "new_version": ("new_version", "updated"),
    "new_edition": ("new_edition", "updated"),
}
#: The same of a type that Crossref may have tomorrow.
UPDATED = ("work_updated", "updated")
#: From the gravest to the state of a work of which nothing is known to have happened.
STATES = ("retracted", "concern", "corrected", "updated", "no-notice", "unknown")
#: Two sources that report the same kind of event within so many days mean one event.
NEAR = 90


@dataclass(frozen=True)
class Notice:
    """One event in the life of a work, whoever reported it."""

    type: str  #: Crossref's word: ``retraction``, ``erratum``, …
    date: str = ""  #: ISO, as precise as known
    doi: str = ""  #: of the notice itself, where it has one
    sources: tuple[str, ...] = ()  #: ``publisher``, ``retraction-watch``, ``title`` …

    @property
    def word(self) -> str:
        """Return the name of the word that readers see."""
        return LABELS.get(self.type, UPDATED)[0]

    @property
    def label(self) -> str:
        """Return that word in English, as authors read it."""
        return REFERENCES[self.word]

    @property
    def state(self) -> str:
        """Return the state that this event puts a work into."""
        return LABELS.get(self.type, UPDATED)[1]

    @property
    def url(self) -> str:
        """Return the notice's address, or an empty string."""
        return doi_url(self.doi) if self.doi else ""


def find_notices(work: Deposit, reverse: Iterable[Update] = ()) -> tuple[Notice, ...]:
    """Return every event once, the gravest first, then the latest.

    ``reverse`` holds what other records say of the work. A record that points at
    itself was overwritten in place: the event is the work's own, and a new version of
    itself is none.
    """
    own = [update for update in work.update_to if update.doi == work.doi]
    updates = [
        update
        for update in (*work.updated_by, *reverse, *own)
        if update.type and (update.doi != work.doi or _state(update) != "updated")
    ]
    if not any(_state(update) == "retracted" for update in updates):
        updates += _from_title(work)
    return merge(updates, work.doi)


def noted_by_hand(record: Reference) -> tuple[Update, ...]:
    """Return what an editor wrote into ``custom.updates`` of a record: type, date, DOI.

    Journals print corrections that nobody deposits.
    """
    said = record.custom.get("updates")
    return tuple(
        Update(
            str(one.get("type") or "update").strip().lower().replace(" ", "_"),
            record_doi(str(one.get("DOI") or "")),
            str(one.get("date") or ""),
            "library",
        )
        for one in (said if isinstance(said, list) else ())
        if isinstance(one, dict)
    )


def add_notices(
    notices: Iterable[Notice], noted: Iterable[Update], doi: str
) -> tuple[Notice, ...]:
    """Return what a check found and what an editor noted, each event once."""
    known = [Update(n.type, n.doi, n.date, n.sources[0]) for n in notices if n.sources]
    return merge([*known, *noted], doi)


def merge(updates: Iterable[Update], doi: str) -> tuple[Notice, ...]:
    """Return each event once, whoever reported it."""
    groups: list[list[Update]] = []
    for update in updates:
        group = next((g for g in groups if any(_same(update, o) for o in g)), None)
        if group is None:
            groups.append([update])
        else:
            group.append(update)
    notices = [_merge(group, doi) for group in groups]
    latest_first = sorted(notices, key=lambda one: (one.date, one.doi), reverse=True)
    return tuple(sorted(latest_first, key=lambda one: STATES.index(one.state)))


def find_state(notices: Sequence[Notice]) -> str:
    """Return the gravest state; without any notice none is known, no more."""
    states = [notice.state for notice in notices]
    return min(states, key=STATES.index, default="no-notice")


def notice_of(work: Deposit) -> Update | None:
    """Return what a record is a notice of, if it is one and not the article."""
    for update in work.update_to:
        if update.doi and update.doi != work.doi and _state(update) != "updated":
            return update
    return None


def title_is_notice(work: Deposit) -> bool:
    """Return whether only the title tells that the record is a notice."""
    return not work.update_to and not work.updated_by and is_notice(work.title)


def _from_title(work: Deposit) -> list[Update]:
    if notice_of(work):
        return []
    words = [retraction_prefix(title) for title in work.titles]
    word = next(filter(None, words), "")
    return [Update(FATES[word], source="title")] if word else []


def _state(update: Update) -> str:
    return Notice(update.type).state


def _same(one: Update, other: Update) -> bool:
    """Return whether two reports mean one event."""
    if _state(one) != _state(other):
        return False
    if _state(one) in {"retracted", "concern"}:
        return one.type == other.type or one.source != other.source
    if one.doi and one.doi == other.doi:
        return True
    return one.source != other.source and _near(one.date, other.date)


def _near(one: str, other: str) -> bool:
    if not one or not other:
        return True
    short = min(len(one), len(other))
    if short < 10:
        return one[:short] == other[:short]
    try:
        days = calendar_date.fromisoformat(one) - calendar_date.fromisoformat(other)
    except ValueError:
        return one == other
    return abs(days.days) <= NEAR


def _merge(group: list[Update], own: str) -> Notice:
    """Return one notice; the publisher's own word goes before others'."""
    first = sorted(group, key=lambda update: update.source != "publisher")
    linked = [u for u in first if u.doi and u.doi != own] or [u for u in first if u.doi]
    dated = [update for update in [*linked, *first] if update.date]
    return Notice(
        type=first[0].type,
        date=dated[0].date[:10] if dated else "",
        doi=linked[0].doi if linked else "",
        sources=tuple(sorted({update.source for update in group})),
    )
