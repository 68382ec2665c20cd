"""What was found in a file of the output, kept for as long as the file stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from ...problem import Problem
    from .links import Addresses, LinkTarget

#: What stands between the parts of a target; no address holds it.
BETWEEN = "\0"


@dataclass(frozen=True)
class Examined:
    """One file, as it was examined."""

    digest: str
    problems: tuple[Problem, ...]  #: of the file alone, with its path in the output
    anchors: frozenset[str] = frozenset()  #: what a fragment can lead to
    #: Where its links lead: a path, the file that is sent for it, and a fragment.
    targets: frozenset[str] = frozenset()
    has_link_faults: bool = False  #: something on the site may mend them


@dataclass(frozen=True)
class Examination:
    """All files of an output, as they were examined."""

    given: str  #: what all of them were examined by
    files: Mapping[str, Examined]


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
                target = known[one] = BETWEEN.join((one.path, file, one.fragment))
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
