"""What a release says of itself: for which time it was made, and what came with it."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from ...problem import write_json
from ...source.agenda import Due

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

VERSION = 1
#: What may be asked of git: a record comes from another machine.
COMMIT = re.compile(r"[0-9a-f]*")


@dataclass(frozen=True)
class ReleaseRecord:
    """What is kept beside a release, and never shown."""

    release: str  #: its name
    now: datetime  #: the time that it was made for, with an offset
    commit: str = ""  #: the whole name; empty outside of git
    branch: str = ""
    is_committed: bool = True  #: False: it has work in it that was not
    checked: str = ""  #: digest of the last check of the references
    out: Mapping[str, str] = field(default_factory=dict)  #: source -> its uid
    coming: tuple[Due, ...] = ()  #: what waited for its time then, soonest first
    #: The newest release when an author last deployed and this one was shown; another
    #: one means that somebody has gone back on purpose.
    newest: str = ""
    #: Nothing but name and commit is known: an older version has made the release.
    is_assumed: bool = False
    #: What this release has of earlier ones for pages in caches, and when it left.
    kept: Mapping[str, datetime] = field(default_factory=dict)
    #: False where nothing of ``coming`` is kept, since everybody could read it.
    knows_coming: bool = True

    def shows(self, due: Due) -> bool:
        """Return whether a post or page was out in this release."""
        if self.is_assumed:
            return due.at <= self.now
        return due.path in self.out or due.uid in self._uids

    @cached_property
    def _uids(self) -> set[str]:
        return set(self.out.values()) - {""}

    def came(self, now: datetime) -> list[Due]:
        """Return what of the release itself has come due since it was made."""
        return [due for due in self.coming if due.at <= now]


def format_record(record: ReleaseRecord) -> str:
    """Write a record as JSON."""
    values = asdict(record) | {"version": VERSION, "now": record.now.isoformat()}
    values["coming"] = [vars(due) | {"at": due.at.isoformat()} for due in record.coming]
    values["kept"] = {path: at.isoformat() for path, at in record.kept.items()}
    return f"{write_json(values)}\n"


def parse_record(text: str) -> ReleaseRecord | None:
    """Return the record that a text is, or None where it is none of ours."""
    try:
        given = json.loads(text)
        if given.pop("version") != VERSION:
            return None
        coming = tuple(
            Due(**due | {"at": _moment(due["at"])}) for due in given.pop("coming")
        )
        out = {str(path): str(uid) for path, uid in given.pop("out").items()}
        # Version 1 did not have it from the beginning.
        times = given.pop("kept", {})
        kept = {str(path): _moment(at) for path, at in times.items()}
        now = _moment(given.pop("now"))
        knows_coming = given.pop("knows_coming", True) is True
        is_assumed, is_committed = (
            given.pop(mark) is True for mark in ("is_assumed", "is_committed")
        )
        texts = {key: str(value) for key, value in given.items()}
        if not COMMIT.fullmatch(texts["commit"]):
            return None
        return ReleaseRecord(
            now=now,
            is_committed=is_committed,
            out=out,
            coming=coming,
            is_assumed=is_assumed,
            kept=kept,
            knows_coming=knows_coming,
            **texts,
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


def assume_record(release: str) -> ReleaseRecord:
    """Return what the name of a release says: when it was made, and of which commit."""
    moment, _, commit = release.partition("-")
    try:
        made = datetime.strptime(moment[:15], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        made = datetime.min.replace(tzinfo=UTC)  # whatever waits has waited since
    commit = commit.partition(".")[0]
    known = commit if COMMIT.fullmatch(commit) else ""
    return ReleaseRecord(release, made, known, is_assumed=True)


def outs_of(shown: Iterable[Due]) -> dict[str, str]:
    """Return the sources of what is out, with their uids."""
    return {due.path: due.uid for due in shown}
