"""The commands that only this repository has: pages as their readers meet them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoke.exceptions import Exit

from plugins.tools.command_line import in_one_line, site_of, task

if TYPE_CHECKING:
    from invoke.context import Context

    from plugins.tools.site import Site

# ruff: noqa: PLC0415  # imported when they are needed, as in plugins/tools/tasks.py


@task(
    help={
        "pages": "kinds of pages, by commas, such as home,post,series; all unless told",
        "content": "build the posts of this folder; the settings' PATH unless told",
        "drafts": "show drafts too, as a preview does",
    }
)
def screenshots(
    context: Context, *, pages: str = "", content: str = "", drafts: bool = False
) -> None:
    """Take a picture of every kind of page, into the folder screenshots/.

    Phone and desktop, light and dark, and on paper.

    Examples:
      invoke screenshots --pages home,post
    """
    with in_one_line():
        from plugins.tools.reporter import Reporter

        from .screenshots import FOLDER, take_screenshots

        site, reporter = site_of(context), Reporter()
        kinds = tuple(kind.strip() for kind in pages.split(",") if kind.strip())
        number = take_screenshots(
            site.conf, _overrides(site, content, drafts=drafts), kinds, reporter.print
        )
        reporter.print(f"{number} files in {FOLDER}/.")


@task(
    help={
        "content": "build the posts of this folder; the settings' PATH unless told",
        "drafts": "check drafts too, as a preview shows them",
        "fast": "leave Lighthouse out, which takes minutes",
    }
)
def audit(
    context: Context, *, content: str = "", drafts: bool = False, fast: bool = False
) -> None:
    """Check every kind of page as its readers meet it, and print a table.

    Barriers (axe), HTML, links, structured data, console, other hosts, scripts, weight;
    exit code 1 if something is found.

    Examples:
      invoke audit --fast --drafts
    """
    with in_one_line():
        from plugins.tools.reporter import Reporter

        from .audit.run import audit_site

        site, reporter = site_of(context), Reporter()
        overrides = _overrides(site, content, drafts=drafts)
        number = audit_site(site.conf, overrides, reporter.print, fast=fast)
        if number:
            raise Exit(f"{number} findings.", code=1)


def _overrides(site: Site, folder: str, *, drafts: bool) -> dict[str, object]:
    path = {"PATH": str(site.option(folder))} if folder else {}
    return path | ({"BULLETIN_PREVIEW": True} if drafts else {})
