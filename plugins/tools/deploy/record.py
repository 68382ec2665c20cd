"""What a release says of itself: for which time it was made, and what came with it."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from ...problem import write_json
from ...source.agenda import Due

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSION = 1
#: What may be asked of git: a record comes from another machine.
COMMIT = re.compile(r"[0-9a-f]*")
LENGTH = 16  #: of a digest that stands for a name


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
    who: str = ""  #: who has deployed it: git's user.name, or else the account
    #: How many ``files`` it has, and how many were ``new``, ``changed``, ``deleted``.
    counts: Mapping[str, int] = field(default_factory=dict)
    digest: str = ""  #: of what was sent: the same for the same site, on any machine
    address: str = ""  #: of a preview: where it is read, if that was known
    #: Others can read it: what waits is left out, and ``out`` has digests of names.
    is_public: bool = False

    def shows(self, due: Due) -> bool:
        """Return whether a post or page was out in this release."""
        if self.is_assumed:
            return due.at <= self.now
        path, uid = due.path, due.uid
        if self.is_public:
            path, uid = _digest(path), _digest(uid)
        return path in self.out or uid in self._uids

    @cached_property
    def _uids(self) -> set[str]:
        return set(self.out.values()) - {""}

    def came(self, now: datetime) -> list[Due]:
        """Return what of the release itself has come due since it was made."""
        return [due for due in self.coming if due.at <= now]


NAMES = {one.name for one in fields(ReleaseRecord)}
MARKS = {"is_committed", "is_assumed", "is_public"}
#: What is not plain text in a record; what others will be is left alone.
NO_TEXTS = {*MARKS, "now", "out", "coming", "kept", "counts"}


def format_record(record: ReleaseRecord) -> str:
    """Write a record as JSON."""
    values = asdict(record) | {"version": VERSION, "now": record.now.isoformat()}
    values["coming"] = [vars(due) | {"at": due.at.isoformat()} for due in record.coming]
    values["kept"] = {path: at.isoformat() for path, at in record.kept.items()}
    return f"{write_json(values)}\n"


def publish(record: ReleaseRecord) -> ReleaseRecord:
    """Return what anybody may read of a record: nothing of posts to come, no names.

    What was out then can still be told by it.
    """
    if record.is_public or record.is_assumed:
        return record
    out = {_digest(path): _digest(uid) for path, uid in record.out.items()}
    return replace(record, out=out, coming=(), is_public=True)


def _digest(name: str) -> str:
    return name and sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:LENGTH]


def parse_record(text: str) -> ReleaseRecord | None:
    """Return the record that a text is, or None where it is none of ours."""
    try:
        given = json.loads(text)
        if given["version"] != VERSION:
            return None
        values = {one: given[one] for one in NAMES & given.keys()}
        values["now"] = _moment(given["now"])
        values["coming"] = tuple(
            Due(**due | {"at": _moment(due["at"])}) for due in given["coming"]
        )
        values["out"] = {str(path): str(uid) for path, uid in given["out"].items()}
        # Version 1 did not have these from the beginning.
        kept, counts = given.get("kept", {}), given.get("counts", {})
        values["kept"] = {str(path): _moment(at) for path, at in kept.items()}
        values["counts"] = {str(what): int(number) for what, number in counts.items()}
        for mark in MARKS & given.keys():
            values[mark] = given[mark] is True
        for name in NAMES & given.keys() - NO_TEXTS:
            values[name] = str(given[name])
        record = ReleaseRecord(**values)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return record if COMMIT.fullmatch(record.commit) else None


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
