"""The site as it would be after a change, read before anything is changed."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ...problem import Level
from .plan import Plan
from .survey import reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from ...problem import Problem
    from ..build.pelican_run import PelicanSite
    from ..site import Site
    from .survey import Survey

#: Folders in which no author keeps texts, where ``PATH`` is the site's folder itself.
LEFT_OUT = (".git", ".bulletin", ".venv", ".cache", "node_modules")


def area_of(site: Site) -> Path:
    """Return the folder of sites that are tried, and of the lock of changes."""
    return site.root / ".bulletin" / "changes"


@contextmanager
def trying(survey: Survey, plan: Plan, moment: datetime) -> Iterator[PelicanSite]:
    """Read the site as a build would after a plan, at a moment.

    It is read from a tree of links to the site's files, which is gone afterwards.
    """
    site, content = survey.site, Path(str(survey.settings["PATH"]))
    with TemporaryDirectory(prefix="trial-", dir=area_of(site)) as top:
        root = Path(top).resolve()
        is_inside = content.is_relative_to(site.root)
        place = root / (content.relative_to(site.root) if is_inside else content.name)
        left_out = {str(survey.settings["OUTPUT_PATH"])}
        _link_tree(content, place, left_out)
        _change(root, plan)
        own = {"PATH": str(place), "BULLETIN_ROOT": str(root)}
        with reading(site, drafts=False, moment=moment, **own) as found:
            yield found.opened


def find_new_problems(
    survey: Survey, plan: Plan, opened: PelicanSite, moment: datetime
) -> list[Problem]:
    """Return the errors and warnings of a tried plan that the site has not already.

    They are the same by file and name: a sentence may name a file that moves.
    """
    problems = _raised(opened.problems)
    if not _without(problems, _raised(survey.problems), plan):
        return []  # as nearly always: nobody need read the site once more
    with trying(survey, Plan(), moment) as before:
        return _without(problems, _raised(before.problems), plan)


def _without(
    problems: Iterable[Problem], known: Iterable[Problem], plan: Plan
) -> list[Problem]:
    """Return the problems that are not among the known ones."""
    left = Counter((plan.place(one.path), one.name, one.level) for one in known)
    new = []
    for problem in problems:
        mark = (problem.path, problem.name, problem.level)
        if left[mark]:
            left[mark] -= 1
        else:
            new.append(problem)
    return new


def _raised(problems: Iterable[Problem]) -> list[Problem]:
    return [one for one in problems if one.level >= Level.WARNING]


def _link_tree(source: Path, target: Path, left_out: set[str]) -> None:
    """Make a tree of hard links to all files; of copies where the disk has no links."""
    for folder, names, files in os.walk(source):
        names[:] = [
            name
            for name in names
            if name not in LEFT_OUT and str(Path(folder, name)) not in left_out
        ]
        place = target / Path(folder).relative_to(source)
        place.mkdir(parents=True, exist_ok=True)
        links = [name for name in names if Path(folder, name).is_symlink()]
        for name in (*files, *links):
            _link(Path(folder, name), place / name)
        names[:] = [name for name in names if name not in links]


def _link(old: Path, new: Path) -> None:
    if old.is_symlink():
        new.symlink_to(os.readlink(old))  # noqa: PTH115  # as it is written
        return
    try:
        os.link(old, new)
    except OSError:
        if old.is_file():
            shutil.copy2(old, new)


def _change(root: Path, plan: Plan) -> None:
    """Do in the tree what the plan does; the site's own files are other names of it."""
    for old, new in plan.moves.items():
        (root / new).parent.mkdir(parents=True, exist_ok=True)
        (root / old).rename(root / new)
    for path, text in plan.after.items():
        place = root / plan.place(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.unlink(missing_ok=True)  # or the site's own file would be written
        place.write_bytes(text.encode("utf-8"))
