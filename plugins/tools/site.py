"""Where a site is, what an option's path means, and what its settings list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from errno import ELOOP
from pathlib import Path

from invoke.util import yaml  # type: ignore[attr-defined]  # the one it reads with

CONF = "pelicanconf.py"


class RefusedError(Exception):
    """A command that cannot be followed; its one line says why and what to do."""


@dataclass(frozen=True)
class Site:
    """One site on disk."""

    root: Path  #: the folder of tasks.py
    here: Path  #: where the command was typed; option paths count from it

    @property
    def conf(self) -> Path:
        return self.root / CONF

    def option(self, text: str) -> Path:
        """Return the absolute path that an option names, or refuse one that is none."""
        if not text.strip():
            raise RefusedError(f"“{text}”: this names no place. Write a path there.")
        with suppress(RuntimeError, OSError):  # no such user, or links in a circle
            place = (self.here / Path(text).expanduser()).resolve()
            if not _is_circle(place):
                return place
        raise RefusedError(f"{text}: there is no such place.")

    def relative(self, path: Path) -> str:
        """Return ``path`` as an author reads it: relative to the root if inside."""
        is_inside = path.is_relative_to(self.root)
        return (path.relative_to(self.root) if is_inside else path).as_posix()

    def from_here(self, path: Path) -> str:
        """Return ``path`` as it is typed where the command was."""
        is_inside = path.is_relative_to(self.here)
        return (path.relative_to(self.here) if is_inside else path).as_posix()


def _is_circle(path: Path) -> bool:
    """Return whether links lead back to themselves: since Python 3.13 no error does."""
    try:
        path.stat()
    except OSError as error:
        return error.errno == ELOOP
    return False


def find_site(project: str | None = None) -> Site:
    """Find the site: ``project`` if invoke knows it, else upwards from here."""
    here = Path.cwd().resolve()
    folders = [Path(project).resolve()] if project else [here, *here.parents]
    for folder in folders:
        if (folder / CONF).is_file():
            return Site(folder, here)
    where = folders[0]
    message = f"No {CONF} in {where}. Run this inside a Pelican site's folder."
    raise RefusedError(message)


def home_folder() -> Path | None:
    """Return the account's home folder; None for one that has none, as services do."""
    try:
        return Path.home()
    except RuntimeError:
        return None


def list_setting(settings: Mapping[str, object], name: str) -> list[str]:
    """Return the texts of a setting that is a list; none where it is not set."""
    value = settings.get(name) or ()
    if not isinstance(value, Iterable):
        raise TypeError(f"{name} is no list")
    return [str(one) for one in value]


def has_plugin(settings: Mapping[str, object], name: str) -> bool:
    """Return whether a plugin of ours is in PLUGINS, by whatever path."""
    return any(plugin.endswith(name) for plugin in list_setting(settings, "PLUGINS"))


def check_configuration() -> None:
    """Refuse an invoke.yaml that cannot be read; invoke itself would show a traceback.

    invoke looks for tasks.py upwards, and takes invoke.yaml from beside it.
    """
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "tasks.py").is_file():
            _check_yaml(folder / "invoke.yaml")
            return


def _check_yaml(path: Path) -> None:
    if not path.exists():
        return
    if not path.is_file():
        raise RefusedError(f"{path.name} is no file. Take it away.")
    try:
        text = path.read_text("utf-8")
        loaded = yaml.safe_load(text)  # type: ignore[no-untyped-call]  # invoke's own copy
    except RecursionError:
        message = f"{path.name}: its lists lie too deep inside each other."
        raise RefusedError(message) from None
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        why = getattr(error, "problem", None) or error
        message = f"{path.name}{line}: not readable as YAML: {why}. Mend this line."
        raise RefusedError(message) from None
    if loaded is not None and not isinstance(loaded, dict):
        raise RefusedError(f"{path.name}:1: write “key: value” lines.")
