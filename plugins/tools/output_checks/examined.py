"""What was found in a file of the output, kept for as long as the file stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from sys import intern
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from ...problem import Problem
    from .links import Addresses
    from .page_facts import PageFacts

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
    pages: Mapping[str, PageFacts]  #: those that are read in this build

    def __getitem__(self, path: str) -> Collection[str]:
        if path in self.pages:
            return self.pages[path].anchors
        return self.examined[path].anchors.split(BETWEEN)

    def __iter__(self) -> Iterator[str]:
        return iter(self.examined)

    def __len__(self) -> int:
        return len(self.examined)


def find_targets(path: str, facts: PageFacts, addresses: Addresses) -> frozenset[str]:
    """Return where the links of a page lead to on the site.

    Its own places are left out: they stand as long as it does. Many pages have the same
    targets, and they are kept once.
    """
    own = {path, path.removesuffix("index.html")}
    resolved = (addresses.resolve(path, link) for link in dict.fromkeys(facts.links))
    found = (one for one in resolved if one is not None and one.path not in own)
    return frozenset(
        intern(
            BETWEEN.join((one.path, addresses.file_of(one.path) or "", one.fragment))
        )
        for one in found
    )


def find_lost(
    examined: Mapping[str, Examined],
    addresses: Addresses,
    anchors: Mapping[str, Collection[str]],
) -> Iterator[str]:
    """Yield the pages with a link that no longer leads where it led."""
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
        has_moved = (addresses.file_of(path) or "") != file
        if has_moved or (
            fragment and file in anchors and fragment not in anchors[file]
        ):
            yield target
