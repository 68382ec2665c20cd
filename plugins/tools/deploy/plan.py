"""What a deploy finds at a target, and what it would change there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..files import Changes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


#: The name of a release, as ``name_release`` makes them; others' folders have others.
RELEASE = re.compile(r"\d{8}T\d{6}\.\d{3}[0-9A-Za-z.-]*", re.ASCII)


@dataclass(frozen=True)
class Releases:
    """The releases that a target holds."""

    names: tuple[str, ...] = ()  #: sorted, oldest first
    current: str = ""  #: the one that visitors get; empty where they get none of these
    link: str = ""  #: where ``current`` leads, as it says; empty where it is not there

    @property
    def before_current(self) -> str:
        """Return the release to go back to, or nothing.

        Where the link names a release that is gone, that is the last one before it.
        """
        shown = self.current or self.link.rpartition("/")[2]
        if not self.current and not RELEASE.fullmatch(shown):
            return ""
        return max((name for name in self.names if name < shown), default="")

    @property
    def astray(self) -> str:
        """Return the end of a sentence on a link that leads to none of these."""
        if self.current or not self.link:
            return ""
        return f"leads to “{self.link}”, which is no release there"

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


SHOWN = 20  #: lines per kind, unless all are wanted
#: A plan that deletes more than this part of the site needs --force …
MANY = 0.2
#: … if it deletes more than these few files.
FEW = 10


def deletes_much(plan: Changes) -> bool:
    """Return whether a plan deletes so much that it is probably a slip."""
    before = plan.total - len(plan.new) + len(plan.deleted)
    return len(plan.deleted) > max(FEW, before * MANY)


def plan_lines(plan: Changes, *, every: bool) -> Iterator[str]:
    """Yield a plan as an author reads it."""
    kinds = {"new": plan.new, "changed": plan.changed, "deleted": plan.deleted}
    for kind, paths in kinds.items():
        shown = paths if every else paths[:SHOWN]
        yield from (f"  {kind:8} {path}" for path in shown)
        if len(paths) > len(shown):
            yield f"  {kind:8} … and {len(paths) - len(shown)} more"
    counts = [f"{len(paths)} {kind}" for kind, paths in kinds.items()]
    yield f"{', '.join(counts)}, {plan.total} files in all."


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
