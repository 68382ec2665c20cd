"""How a task finds its site, refuses in one line, and ends with an exit code."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from invoke.exceptions import Exit

from ..problem import SettingsError
from .site import RefusedError, Site, find_site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invoke.context import Context


def site_of(context: Context) -> Site:
    """Return the site whose tasks.py invoke has loaded."""
    project = getattr(context.config, "_project_prefix", None)
    return find_site(project)


@contextmanager
def in_one_line() -> Iterator[None]:
    """End a refused command with its line and exit 1."""
    try:
        yield
    except (RefusedError, SettingsError) as error:
        raise Exit(str(error), code=1) from None
    except KeyboardInterrupt:
        raise Exit("Stopped.", code=130) from None


def end(code: int) -> None:
    """End with an exit code; 0 goes on."""
    if code:
        raise Exit(code=code)


def refuse_dash(name: str, value: str) -> None:
    """Refuse an argument that looks like an option: it is nearly always a slip."""
    if value.startswith("-"):
        message = f"{name} “{value}” begins with a dash, like an option."
        raise Exit(f"{message} Write the {name.lower()} first, then options.", code=1)
