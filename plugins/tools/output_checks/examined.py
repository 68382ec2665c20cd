"""What was found in a file of the output, kept for as long as the file stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from sys import intern
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from ...problem import Problem
    from .links import Addresses, LinkTarget

#: What stands between the parts of a target; no address holds it.
BETWEEN = "\0"


@dataclass(frozen=True)
class Examined:
    """One file, as it was examined."""

    digest: str
    problems: tuple[Problem, ...]  #: of the file alone, with its path in the output
    anchors: str = ""  #: what a fragment can lead to, joined, for few are looked at
    #: Where its links lead: a path, the file that is sent for it, and a fragment.
    targets: frozenset[str] = frozenset()
    has_link_faults: bool = False  #: something on the site may mend them


@dataclass(frozen=True)
class Examination:
    """All files of an output, as they were examined."""

    given: str  #: what all of them were examined by
    files: Mapping[str, Examined]


@dataclass(frozen=True)
class Anchors(Mapping[str, "Collection[str]"]):
    """What a fragment can lead to in each file, taken apart when it is asked for."""

    examined: Mapping[str, Examined]
    _known: dict[str, frozenset[str]] = field(default_factory=dict)

    def __getitem__(self, path: str) -> frozenset[str]:
        if path not in self._known:
            joined = self.examined[path].anchors
            self._known[path] = frozenset(joined.split(BETWEEN))
        return self._known[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self.examined)

    def __len__(self) -> int:
        return len(self.examined)


def find_targets(
    path: str, links: Iterable[str], addresses: Addresses, known: dict[LinkTarget, str]
) -> frozenset[str]:
    """Return where links of a page lead to on the site.

    ``known`` are the targets of other pages, which are nearly all the same.
    """
    found = set()
    for one in addresses.resolve_all(path, links):
        if one is not None:
            target = known.get(one)
            if target is None:
                file = addresses.file_of(one.path) or ""
                target = intern(BETWEEN.join((one.path, file, one.fragment)))
                known[one] = target
            found.add(target)
    return frozenset(found)


def leads_nowhere(target: str) -> bool:
    """Return whether no file of the site is sent for a target."""
    return BETWEEN * 2 in target


def find_lost(
    examined: Mapping[str, Examined],
    addresses: Addresses,
    anchors: Mapping[str, Collection[str]],
) -> Iterator[str]:
    """Yield the pages with a link that leads nowhere, or no longer where it led."""
    every = frozenset[str]().union(*(one.targets for one in examined.values()))
    lost = frozenset(_lost(every, addresses, anchors))
    if lost:
        yield from (path for path, one in examined.items() if one.targets & lost)


def _lost(
    targets: Iterable[str],
    addresses: Addresses,
    anchors: Mapping[str, Collection[str]],
) -> Iterator[str]:
    for target in targets:
        path, file, fragment = target.split(BETWEEN)
        is_elsewhere = not file or addresses.file_of(path) != file
        if is_elsewhere or (
            fragment and file in anchors and fragment not in anchors[file]
        ):
            yield target
