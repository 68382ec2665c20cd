"""The command that brings an old blog over."""

# ruff: noqa: PLC0415  # imported when they are needed, as in plugins/tools/tasks.py

from __future__ import annotations

from typing import TYPE_CHECKING

from ..command_line import SourceTask, end, in_one_line, is_dry, site_of, task
from ..site import RefusedError

if TYPE_CHECKING:
    from invoke.context import Context


@task(
    name="import",
    klass=SourceTask,
    help={
        "source": "an export of WordPress or Squarespace, the folder of a saved site,"
        " or a text",
        "content": "where texts and pictures are written; the site's own folder unless"
        " told",
        "files": "a folder with the old site's pictures; none unless told",
        "feed": "the old feed, saved to a file: its ids are kept; none unless told",
        "category": "of posts that have none; left out unless told",
        "series": "write the series that titles tell of (“Sleep, part 2 of 5”)",
        "dry-run": "show what would be done, and change nothing",
        "cite": "with --no-cite, references at the end of a post stay as typed",
        "fetch": "ask the old site for pictures that no folder holds",
        "verify": "ask the built site for each address and feed entry of OLD: the"
        " export, the old feed, or a list of addresses",
        "yes": "do not ask before files are written",
    },
)
def import_blog(
    context: Context,
    source: str,
    *,
    content: str = "",
    files: str = "",
    feed: str = "",
    category: str = "",
    series: bool = False,
    dry_run: bool = False,
    fetch: bool = False,
    cite: bool = True,
    verify: str = "",
    yes: bool = False,
) -> None:
    """Bring a whole blog over, with a report that adds up, or prove that it has come.

    Exit code 0: all adds up; 1: something does not, or is lost.

    Examples:
      invoke import export.xml --dry-run
      invoke import export.xml --files uploads --feed old-feed.xml
      invoke import --verify export.xml
    """
    with in_one_line():
        from ..reporter import Reporter

        site, reporter = site_of(context), Reporter()
        if bool(source) == bool(verify):
            message = "Name one thing: SOURCE to bring over, or --verify OLD."
            raise RefusedError(message)
        if verify:
            from .proof import verify_move

            end(verify_move(site, site.option(verify), reporter))
            return
        from .run import ImportOptions, import_site

        options = ImportOptions(
            site.option(source),
            content=site.option(content) if content else None,
            files=site.option(files) if files else None,
            feed=site.option(feed) if feed else None,
            category=" ".join(category.split()),
            series=series,
            fetch=fetch,
            cite=cite,
            yes=yes,
            dry=dry_run or is_dry(context),
        )
        end(import_site(site, options, reporter))
