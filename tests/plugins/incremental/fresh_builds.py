"""Real builds, each in a child of this process, and what came of them."""

from __future__ import annotations

import logging
import os
import pickle
import runpy
import shutil
import sys
import tempfile
import traceback
import warnings
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import plugins.tools.build.build as building
from plugins.ledger import LEDGER
from plugins.report import run_state
from plugins.tools.build.options import BuildOptions
from plugins.tools.build.pelican_run import PelicanSite, open_site, run_pelican
from plugins.tools.reporter import Reporter
from plugins.tools.site import RefusedError, Site

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[3]
for _name in runpy.run_path(str(ROOT / "pelicanconf.py"))["PLUGINS"]:
    import_module(_name)  # once, for all children
#: Of a site's folder, what builds make there.
MADE = (".bulletin", ".cache", "output", "preview", "__pycache__")


@dataclass(frozen=True)
class Built:
    """One build: how it ended, what it said, what it kept and why it kept no more."""

    code: int
    problems: tuple[str, ...]
    kept: frozenset[str] = frozenset()
    why: dict[str, str] = field(default_factory=dict)
    workers: int = 0  #: processes that have shared its work
    left: bool = False  #: one of them is still there


def build(root: Path, now: str, *, plain: bool = False, jobs: int = 1) -> Built:
    """Build the site in ``root`` in a child, which knows nothing of other builds.

    ``plain`` is as ``pelican`` builds, which publishes as it goes.

    A fork spares the second that every start of Python takes for its imports.
    """
    built = in_child(partial(_build, root, now, plain=plain, jobs=jobs))
    said = tuple(one.replace(str(root), "ROOT") for one in built.problems)
    return replace(built, problems=said)


def in_child(make: Callable[[], Built]) -> Built:
    """Return what came of a build that a child of this process makes."""
    with tempfile.TemporaryFile("w+b") as told:
        with warnings.catch_warnings():
            # Python 3.12 warns where pytest's own threads are about.
            warnings.simplefilter("ignore", DeprecationWarning)
            child = os.fork()
        if not child:
            _become_build(make, told.fileno())
        os.waitpid(child, 0)
        told.seek(0)
        built: Built = pickle.load(told)  # noqa: S301  # the child's own
    return built


def _become_build(make: Callable[[], Built], told: int) -> None:
    """Build in this child, write down what came of it, and end."""
    started: list[str] = []
    try:
        quiet = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(quiet, stream)
        sys.dont_write_bytecode = True  # it looks at whole seconds only
        logging.getLogger().handlers[:] = []
        # What pytest makes of warnings is not the build's business.
        warnings.resetwarnings()
        sys.addaudithook(lambda event, _: started.append(event))
        built = make()
    except RefusedError as refused:
        built = Built(2, (f"refused: {refused}",))
    except BaseException:  # noqa: BLE001  # the test shows it
        built = Built(3, (traceback.format_exc(),))
    built = replace(built, workers=started.count("os.fork"), left=_has_children())
    os.write(told, pickle.dumps(built))
    sys.stdout.flush()
    os._exit(0)


def _has_children() -> bool:
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return False
    return True


def _build(root: Path, now: str, *, plain: bool, jobs: int) -> Built:
    """Build as the command does, and look at the ledger afterwards."""
    if plain:
        own = {"INCREMENTAL": {"jobs": jobs}}
        run = run_pelican(root / "pelicanconf.py", BULLETIN_NOW=now, **own)
        return _seen(run, 0 if run.is_good else 1)
    moment = datetime.fromisoformat(now)
    options = BuildOptions(Site(root, root), now=moment, quiet=True, jobs=jobs)
    with open_site(options.site.conf, **building.overrides_of(options)) as opened:
        if not opened.settings:
            return Built(1, tuple(map(repr, opened.problems)))
        output = building.find_output(options, opened.settings)
        output.area.mkdir(parents=True, exist_ok=True)
        code = building.build_and_publish(
            options, opened, output, Reporter(quiet=True), None
        )
        return _seen(opened, code)


def _seen(run: PelicanSite, code: int) -> Built:
    """Return what a run has said and what its ledger says."""
    problems = tuple(map(repr, run.problems))
    ledger = run_state(run.settings).get(LEDGER)
    if ledger is None:
        return Built(code, problems)
    return Built(code, problems, frozenset(ledger.kept), dict(ledger.why))


def copy_inputs(root: Path, to: Path) -> Path:
    """Copy what a site is made of, and nothing that builds have made of it."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(root, to, ignore=shutil.ignore_patterns(*MADE), symlinks=True)
    return to


def read_tree(folder: Path) -> dict[str, bytes]:
    """Return the bytes of all files below a folder, by path."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def stamps_of(folder: Path) -> dict[str, tuple[int, int]]:
    """Return inode and time of all files below a folder, by path."""
    return {
        path.relative_to(folder).as_posix(): (stat.st_ino, stat.st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file() and (stat := path.stat())
    }


def differences(built: dict[str, bytes], clean: dict[str, bytes]) -> list[str]:
    """Return what differs between two trees, with the first lines that do."""
    found = [f"{path}: only in the clean build" for path in clean.keys() - built.keys()]
    found += [f"{path}: only in the ledger's" for path in built.keys() - clean.keys()]
    for path in sorted(built.keys() & clean.keys()):
        if built[path] != clean[path]:
            found.append(f"{path}: {_first_line(built[path], clean[path])}")
    return sorted(found)


def _first_line(one: bytes, other: bytes) -> str:
    lines = zip(one.splitlines(), other.splitlines(), strict=False)
    pairs = ((a, b) for a, b in lines if a != b)
    return "\n    has  {!r}\n    must {!r}".format(*next(pairs, ("more", "or less")))
