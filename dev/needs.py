"""What tasks and tests need beside requirements.txt, and how to install it."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.tools.site import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).parents[1]
#: Where ``npm install --prefix .cache/npm`` puts what it brings, below the root.
NPM = Path(".cache") / "npm"
MODULES = NPM / "node_modules"
#: Package of npm -> the version that we use.
PINNED = {"vnu-jar": "26.9.27", "lighthouse": "12.8.2"}
#: Program -> the Debian package that brings it, of all that tests use.
PACKAGES = {
    "caddy": "caddy",
    "chromium": "chromium",
    "crontab": "cron",
    "curl": "curl",
    "java": "default-jre-headless",
    "newsboat": "newsboat",
    "nginx": "nginx-light",
    "npm": "npm",
    "r2e": "rss2email",
    "rsync": "rsync",
    "sfeed_update": "sfeed",
    "sqlite3": "sqlite3",
    "sshd": "openssh-server",
    "systemd-analyze": "systemd",
}
#: The same for what a task can do without.
OPTIONAL = {"pdftoppm": "poppler-utils"}


def find_program(name: str) -> str | None:
    """Return a program's path, also from where Debian keeps servers."""
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def find_missing(*programs: str) -> list[str]:
    """Return those of the programs that are not installed."""
    return [name for name in programs if find_program(name) is None]


def require(
    task: str,
    programs: Iterable[str] = (),
    python: Iterable[str] = (),
    npm: Iterable[str] = (),
) -> None:
    """Refuse a task that lacks something, with one command that brings all of it.

    ``programs`` are keys of ``PACKAGES``, ``npm`` of ``PINNED``; ``python`` names
    distributions of requirements-dev.txt.
    """
    lacking = {
        "programs": find_missing(*programs),
        "python": [name for name in python if not _has_distribution(name)],
        "npm": [name for name in npm if not (ROOT / MODULES / name).is_dir()],
    }
    if missing := [name for names in lacking.values() for name in names]:
        listed = " and ".join(filter(None, [", ".join(missing[:-1]), missing[-1]]))
        are = "is" if len(missing) == 1 else "are"
        message = f"{task} needs {listed}, which {are} not installed here. Install: "
        raise RefusedError(message + install_command(**lacking))


def install_command(
    programs: Iterable[str] = (), python: Iterable[str] = (), npm: Iterable[str] = ()
) -> str:
    """Return a command to paste into the shell that this process was started from.

    Python's packages go where this process has its own from, npm's below the root.
    """
    programs, npm = [*programs], [*npm]
    if npm and find_program("npm") is None:
        programs.append("npm")
    steps = [_apt(programs)] if programs else []
    if [*python]:
        steps.append(pip_command())
    if npm:
        steps.append(npm_command(*npm, folder=_from_here(ROOT / NPM)))
    return " && ".join(steps)


def npm_command(*names: str, folder: str = str(NPM)) -> str:
    """Return the command that puts these packages of npm into a folder."""
    options = ("--ignore-scripts", "--no-audit", "--no-fund")
    pins = [f"{name}@{PINNED[name]}" for name in names]
    return shlex.join(["npm", "install", "--prefix", folder, *options, *pins])


def pip_command() -> str:
    """Return README's way to all of Python's packages, for this very environment."""
    python, pins = _from_here(Path(sys.executable)), ROOT / "requirements-dev.txt"
    words = (python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r")
    return shlex.join([*words, _from_here(pins)])


def invoke_command(*words: str) -> str:
    """Return a command of invoke as it is typed here, in this very environment."""
    return shlex.join([_from_here(Path(sys.executable).with_name("invoke")), *words])


def _apt(programs: list[str]) -> str:
    known = PACKAGES | OPTIONAL
    packages = [known[name] for name in dict.fromkeys(programs)]
    if "chromium" in packages:
        packages.append("fonts-liberation")  # it draws empty boxes without any
    as_root = [] if os.geteuid() == 0 else ["sudo"]
    words = ("apt-get", "install", "--no-install-recommends", *packages)
    return shlex.join([*as_root, *words])


def _from_here(path: Path) -> str:
    """Return the path as it is typed here; no link is followed, as in .venv/bin."""
    return os.path.relpath(path) if path.is_relative_to(ROOT) else str(path)


def _has_distribution(name: str) -> bool:
    try:
        distribution(name)
    except PackageNotFoundError:
        return False
    return True
