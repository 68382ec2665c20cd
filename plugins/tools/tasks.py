"""The commands that authors run, as invoke's Collection.

A task here is thin: it reads its options, calls the room that does the work, and
turns the answer into an exit code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoke.collection import Collection
from invoke.exceptions import Exit
from invoke.tasks import task

from .site import RefusedError, Site, find_site

if TYPE_CHECKING:
    from invoke.context import Context

BUILD_HELP = {
    "content": "build the posts of this folder instead of PATH",
    "output": "put the site here instead of OUTPUT_PATH",
    "siteurl": "the address that links begin with, instead of SITEURL",
    "drafts": "build a preview with drafts into preview/",
    "now": "what time it is, for what is due (2026-03-14 or 2026-03-14T09:00)",
    "strict": "treat warnings as errors",
    "format": "how problems are printed: text, json or github",
    "quiet": "print problems only",
    "explain": "list the changed files and why they changed",
}


def site_of(context: Context) -> Site:
    """Return the site whose tasks.py invoke has loaded."""
    project = getattr(context.config, "_project_prefix", None)
    return find_site(project)


@task(help=BUILD_HELP)
def build(
    context: Context,
    *,
    content: str = "",
    output: str = "",
    siteurl: str = "",
    drafts: bool = False,
    now: str = "",
    strict: bool = False,
    format: str = "text",  # noqa: A002  # the option's name
    quiet: bool = False,
    explain: bool = False,
) -> None:
    """Build the site; the output changes only when everything is right."""
    from .build import build_site  # noqa: PLC0415  # Pelican takes 0.3 s
    from .order import read_order  # noqa: PLC0415

    try:
        order = read_order(
            site_of(context),
            content=content,
            output=output,
            siteurl=siteurl,
            drafts=drafts,
            now=now,
            strict=strict,
            form=format,
            quiet=quiet,
            explain=explain,
        )
        code = build_site(order)
    except RefusedError as error:
        raise Exit(str(error), code=1) from None
    if code:
        raise Exit(code=code)


@task
def clean(context: Context) -> None:
    """Delete what builds have made: output/, preview/ and .bulletin/."""
    from .clean import clean_site  # noqa: PLC0415

    try:
        clean_site(site_of(context))
    except RefusedError as error:
        raise Exit(str(error), code=1) from None


namespace = Collection(build, clean)
