"""The command that shows how a site's series stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoke.tasks import task

from .terminal import end, in_one_line, site_of

if TYPE_CHECKING:
    from invoke.context import Context

# ruff: noqa: PLC0415  # rooms are imported when they are needed, as in tasks.py


@task(help={"name": "one series only: its name or its slug"})
def series(context: Context, *, name: str = "") -> None:
    """List the parts of each series with their dates, states and problems."""
    with in_one_line():
        from .series import list_series

        end(list_series(site_of(context), name))
