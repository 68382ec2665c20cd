"""The commands that authors run, as invoke's Collection.

A task here is thin: it reads its options, calls the room that does the work, and
turns the answer into an exit code. Rooms are imported when they are needed: a broken
``pelicanconf.py`` leaves ``--list`` working, and ``--help`` does not wait for Pelican.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoke.collection import Collection
from invoke.exceptions import Exit
from invoke.tasks import task

from .site import check_configuration
from .tasks_check import check
from .tasks_cite import cite
from .tasks_series import series
from .terminal import end, in_one_line, refuse_dash, site_of

if TYPE_CHECKING:
    from invoke.context import Context

# ruff: noqa: PLC0415  # the module's docstring says why imports stand in functions


@task(
    help={
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
)
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
    with in_one_line():
        from .build import build_site
        from .order import read_order

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
        end(build_site(order))


@task(help={"port": "the port, 8000 unless told", "no_drafts": "leave drafts out"})
def serve(context: Context, *, port: int = 8000, no_drafts: bool = False) -> None:
    """Show the site on this machine, drafts too, built again on each save."""
    with in_one_line():
        from .order import Order
        from .serve import serve_site
        from .voice import Voice

        serve_site(Order(site_of(context), drafts=not no_drafts), port, Voice())


@task(
    help={
        "title": "the post's title, in quotes",
        "series": "the series that it is the next part of",
        "category": "the category that it belongs to",
    }
)
def new(context: Context, title: str, *, series: str = "", category: str = "") -> None:
    """Start a post: a draft with its header filled in."""
    refuse_dash("TITLE", title)
    with in_one_line():
        from .build import read_settings_of
        from .new import write_post

        site = site_of(context)
        settings = read_settings_of(site)
        path, hints = write_post(site, settings, title, series, category)
        print("\n".join([site.relative(path), *hints]))


@task(
    help={
        "target": "a name under deploy in invoke.yaml",
        "plan": "print what would change, and change nothing",
        "yes": "do not ask",
        "force": "with work not committed, or with many deletions",
    }
)
def deploy(
    context: Context,
    target: str,
    *,
    plan: bool = False,
    yes: bool = False,
    force: bool = False,
) -> None:
    """Build the site and put it on a server, as a release beside the last one."""
    refuse_dash("TARGET", target)
    with in_one_line():
        from .deploy.release import Wish
        from .deploy.release import deploy as deploy_site
        from .deploy.targets import find_target
        from .voice import Voice

        site = site_of(context)
        place = find_target(context.config.get("deploy"), target, site.root)
        end(deploy_site(site, place, Wish(plan, yes, force), Voice()))


@task(
    help={
        "target": "a name under deploy in invoke.yaml",
        "release": "the release to show, else the one before the current one",
    }
)
def rollback(context: Context, target: str, *, release: str = "") -> None:
    """Show an earlier release of the site on a server."""
    refuse_dash("TARGET", target)
    with in_one_line():
        from .deploy.release import roll_back
        from .deploy.targets import find_target
        from .voice import Voice

        site = site_of(context)
        place = find_target(context.config.get("deploy"), target, site.root)
        end(roll_back(place, release, Voice()))


@task(help={"form": "for which host: netlify, nginx or meta"})
def headers(context: Context, form: str) -> None:
    """Print the site's security headers for a kind of host."""
    with in_one_line():
        from ..security_headers.core import FORMS, SecurityHeaders
        from ..security_headers.settings import parse_settings
        from .build import read_settings_of
        from .voice import Voice

        if form not in FORMS:
            known = ", ".join(FORMS)
            raise Exit(f"{form}: no such form. Use one of: {known}.", code=1)
        settings = read_settings_of(site_of(context))
        wanted = parse_settings(settings.get("SECURITY_HEADERS"))
        Voice().tell(FORMS[form](wanted or SecurityHeaders()))


@task
def clean(context: Context) -> None:
    """Delete what builds and tests have made."""
    with in_one_line():
        from .clean import clean_site

        print("\n".join(clean_site(site_of(context))), end="")


with in_one_line():
    check_configuration()

namespace = Collection(
    *(build, check, serve, new, cite, deploy, rollback),
    *(series, headers, clean),
)
