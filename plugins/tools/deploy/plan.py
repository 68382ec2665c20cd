"""What a deploy finds at a target, and what it would change there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from ..files import Changes
from .assets import find_kept
from .precompress import original_of, split

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import datetime

    from .record import ReleaseRecord


#: The name of a release, as ``name_release`` makes them; others' folders have others.
RELEASE = re.compile(r"\d{8}T\d{6}\.\d{3}[0-9A-Za-z.-]*", re.ASCII)


@dataclass(frozen=True)
class Releases:
    """The releases that a target holds."""

    names: tuple[str, ...] = ()  #: sorted, oldest first
    current: str = ""  #: the one that visitors get; empty where they get none of these
    link: str = ""  #: where ``current`` leads, as it says; empty where it is not there
    #: Of a branch: the end of a sentence on what others have put on top of a release.
    on_top: str = ""
    others: frozenset[str] = frozenset()  #: files there that are as others made them
    #: Where a site is changed in place: the release of which visitors get parts, since
    #: the change to it did not end. ``current`` is the one before.
    unfinished: str = ""

    @property
    def before_current(self) -> str:
        """Return the release to go back to, or nothing.

        In the middle of a change that is the one before it.
        Where the link names a release that is gone, that is the last one before it.
        """
        if self.unfinished:
            return self.current
        shown = self.current or self.link.rpartition("/")[2]
        if not self.current and not RELEASE.fullmatch(shown):
            return ""
        return max((name for name in self.names if name < shown), default="")

    @property
    def astray(self) -> str:
        """Return the end of a sentence on a link that leads to none of these."""
        if self.current or not self.link:
            return self.on_top
        return f"leads to “{self.link}”, which is no release there"

    @property
    def half(self) -> str:
        """Return a sentence on a change that did not end, or nothing."""
        if not self.unfinished:
            return ""
        was = f"that of {self.current}" if self.current else "nothing"
        return (
            f"The last deploy did not end: visitors get parts of release "
            f"{self.unfinished}, and of the rest {was}."
        )

    def surplus(self, keep: int) -> tuple[str, ...]:
        """Return the oldest releases beyond ``keep``; never the current one."""
        return tuple(name for name in self.names[:-keep] if name != self.current)


def find_releases(folders: Iterable[str], link: str, path: str) -> Releases:
    """Return what a target holds: folders with files in ``releases``, and the link.

    ``path`` is the target's, for links that are absolute.
    """
    names = tuple(sorted(filter(RELEASE.fullmatch, folders)))
    where, _, last = link.rstrip("/").rpartition("/")
    is_own = where.removeprefix("./") in {"releases", f"{path}/releases"}
    return Releases(names, last if is_own and last in names else "", link)


#: What becomes of a file, in the order in which it is told.
KINDS = ("new", "changed", "deleted")


@dataclass(frozen=True)
class Plan:
    """What a deploy would do at a target."""

    changes: Changes  #: but for packed copies, which go with their files
    #: Files with a hash in their names that left the site, and when: they stay.
    kept: Mapping[str, datetime] = field(default_factory=dict)
    grace_days: int = 0
    others: tuple[str, ...] = ()  #: what it deletes or changes that others have made
    packed: Changes = field(default_factory=lambda: Changes((), (), (), 0))

    @property
    def is_nothing(self) -> bool:
        return self.changes.is_nothing and self.packed.is_nothing

    @property
    def until(self) -> dict[str, datetime]:
        """Return up to when each of them stays; packed copies go with their files."""
        grace = timedelta(days=self.grace_days)
        own = {path: at for path, at in self.kept.items() if not original_of(path)}
        return {path: at + grace for path, at in own.items()}

    @property
    def counts(self) -> dict[str, int]:
        """Return how many files the site has then, and how many of them change."""
        changes = self.changes
        kinds = {kind: len(getattr(changes, kind)) for kind in KINDS}
        return {"files": changes.total, **kinds}


def make_plan(
    changes: Changes,
    last: ReleaseRecord,
    now: datetime,
    grace_days: int,
    *,
    files: Collection[str] = (),
    others: frozenset[str] = frozenset(),
) -> Plan:
    """Take what stays for a while out of what the changes would delete.

    ``last`` is the record of the release that they are counted from, ``files`` are
    those of the site as it is sent.
    """
    kept = find_kept(changes.deleted, last.kept, now, grace_days)
    deleted = tuple(path for path in changes.deleted if path not in kept)
    touched = tuple(sorted(others.intersection((*deleted, *changes.changed))))
    own, packed = split(replace(changes, deleted=deleted), files)
    return Plan(own, kept, grace_days, touched, packed)


SHOWN = 20  #: lines per kind, unless all are wanted
#: A plan that deletes more than this part of the site needs --force …
MANY = 0.2
#: … if it deletes more than these few files.
FEW = 10


def deletes_much(changes: Changes) -> bool:
    """Return whether a plan deletes so much that it is probably a slip."""
    before = changes.total - len(changes.new) + len(changes.deleted)
    return len(changes.deleted) > max(FEW, before * MANY)


def plan_lines(plan: Plan, *, every: bool) -> Iterator[str]:
    """Yield a plan as an author reads it."""
    changes = plan.changes
    kinds = {
        "new": changes.new,
        "changed": changes.changed,
        "deleted": changes.deleted,
        "kept": tuple(
            f"{path} until {at:%Y-%m-%d}, for pages in caches"
            for path, at in sorted(plan.until.items())
        ),
    }
    for kind, paths in kinds.items():
        shown = paths if every else paths[:SHOWN]
        yield from (f"  {kind:8} {path}" for path in shown)
        if len(paths) > len(shown):
            yield f"  {kind:8} … and {len(paths) - len(shown)} more"
    counted = f"{_counts(changes)}, {changes.total} files in all."
    packed = plan.packed
    if packed.total or packed.deleted:
        counted += f" Packed copies of them: {_counts(packed)}, {packed.total} in all."
    yield counted


def _counts(changes: Changes) -> str:
    return ", ".join(f"{len(getattr(changes, kind))} {kind}" for kind in KINDS)


def read_itemized(lines: Iterable[str], total: int) -> Changes:
    """Read what ``rsync --itemize-changes --dry-run`` says it would do (rsync(1))."""
    new: list[str] = []
    changed: list[str] = []
    deleted: list[str] = []
    for line in lines:
        what, _, path = line.partition(" ")
        path = path.strip()
        if what == "*deleting" and not path.endswith("/"):
            deleted.append(path)
        elif what[:2] == "<f" or what[:2] == ">f":
            (new if what[2:].startswith("+") else changed).append(path)
    return Changes(
        tuple(sorted(new)), tuple(sorted(changed)), tuple(sorted(deleted)), total
    )
