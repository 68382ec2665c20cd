"""What a check tells where it tells of changed files alone: ``--changed``."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ...post_checks.core import is_cut
from ...problem import Level, count, count_problems
from ...report import relative_path
from ...source.litter import is_litter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ...problem import Problem
    from ..git import Difference
    from ..site import Site
    from .passes import Text


@dataclass(frozen=True)
class Scope:
    """The changed files of a site, and how they are known in what is said of others."""

    difference: Difference
    tops: tuple[Path, ...]  #: the folders that paths of problems count from
    files: frozenset[Path]  #: where they lie, links followed
    names: frozenset[str]  #: as problems have them
    lines: Mapping[str, Sequence[str]]  #: of each text, by its path
    mention: re.Pattern[str]  #: finds the name of such a file

    def holds(self, path: str) -> bool:
        """Return whether a file differs, or a folder that git takes as a whole."""
        places = (_real(top / path) for top in self.tops)
        return path in self.names or any(
            self.files & {place, *place.parents} for place in places
        )

    def concerns(self, problem: Problem) -> bool:
        """Return whether a problem is to be told: errors are, wherever they stand.

        They end every build. Else it stands in a changed file, or names one: the other
        place of two that do not fit together, or a link to what is no more there.
        """
        if problem.level is Level.ERROR or self.holds(problem.path):
            return True
        line = self.lines.get(problem.path, ())[problem.line - 1 : problem.line]
        is_named = self.mention.search("\n".join((problem.what, *line)))
        return bool(is_named or (self.files and is_cut(problem)))

    def sum_up(
        self, problems: Sequence[Problem], left_out: Sequence[Problem]
    ) -> Iterator[str]:
        """Yield what has been looked at, so that nobody takes it for all."""
        number, known = len(self.names), self.difference
        what = f"{count(number, 'file')} differ{'s' if number == 1 else ''}"
        what = what if number else "No file differs"
        yield f"{what} from {known.branch} (commit {known.commit[:7]})."
        if not problems:
            where = "in what differs, and there is no error elsewhere."
            yield f"Nothing is wrong {where}" if number else "There is no error."
        if left_out:
            yield f"Left out: {count_problems(left_out)} To see all: invoke check"

    def as_data(self, left_out: Sequence[Problem]) -> dict[str, object]:
        """Return the same as programs get it."""
        known = self.difference
        said: dict[str, object] = {"from": known.branch, "commit": known.commit}
        return said | {"files": sorted(self.names), "left_out": len(left_out)}


def read_scope(
    site: Site,
    difference: Difference,
    settings: Mapping[str, object],
    texts: Iterable[Text] = (),
) -> Scope:
    """Return what of a difference belongs to a site; ``texts`` are all of its own."""
    content = Path(str(settings.get("PATH") or site.root))
    known = {"BULLETIN_ROOT": str(site.root), "PATH": str(content)}
    inside = (site.root, _real(content))
    files = {
        file: relative_path(file, known)
        for file in difference.files
        if any(file.is_relative_to(folder) for folder in inside)
    }
    files = {file: name for file, name in files.items() if not is_litter(name)}
    names = frozenset(files.values())
    lines = {text.path: text.source.lines for text in texts}
    tops, places = (site.root, content.parent), frozenset(map(_real, files))
    return Scope(difference, tops, places, names, lines, _mention(files))


def _real(path: Path) -> Path:
    """Return where a file lies; of links in a circle, where they begin."""
    return Path(os.path.realpath(path))


def _mention(files: Iterable[Path]) -> re.Pattern[str]:
    """Return what finds the name of a file, with its folder's where many have it."""
    names = {
        f"{file.parent.name}/{file.name}" if file.stem == "index" else file.name
        for file in files
    }
    found = "|".join(map(re.escape, sorted(names))) or r"(?!)"
    return re.compile(rf"(?<![\w.-])(?:{found})(?![\w-])")
