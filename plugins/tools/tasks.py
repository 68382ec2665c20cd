"""The commands that authors run, as invoke's Collection.

A task here is thin: it reads its options, calls the module that does the work, and
turns the answer into an exit code. Modules are imported when they are needed: a broken
``pelicanconf.py`` leaves ``--list`` working, and ``--help`` does not wait for Pelican.
"""

# ruff: noqa: PLC0415  # the docstring says why imports stand in functions

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from invoke.collection import Collection
from invoke.exceptions import Exit

from .command_line import (
    NumberTask,
    end,
    in_one_line,
    is_dry,
    loading,
    refuse_dash,
    site_of,
    task,
)
from .deploy.tasks import deploy, releases, rollback
from .importing.tasks import import_blog
from .post_tasks import cite, forget, new, publish, rename, series, withdraw
from .site import RefusedError, check_configuration
from .streams import watch_invoke

if TYPE_CHECKING:
    from invoke.context import Context


@task(
    optional=["changed"],
    help={
        "only": "parts, by commas: posts (of which links, spelling, reading, promises,"
        " reviews and crisis are parts), references, series, feeds, images",
        "online": "ask publishers about the library, and where external links lead",
        "fix": "addresses: keep each address of the site; feed-uid: store each post's"
        " id of today; with --online, write the publisher's value: reference-volume, …"
        " by commas, or all",
        "commit": "with --online: commit what was found, checked.json alone",
        "strict": "treat warnings as errors",
        "format": "how problems are printed: text (unless told), json or github",
        "changed": "but for errors, tell of the files alone that differ from main,"
        " committed or not; --changed=COMMIT: that differ from a commit or branch",
    },
)
def check(
    context: Context,
    *,
    only: str = "",
    online: bool = False,
    fix: str = "",
    commit: bool = False,
    strict: bool = False,
    format: str = "text",  # noqa: A002  # the option's name
    changed: str = "",
) -> None:
    """Find what is wrong in posts, drafts and references; change nothing.

    Exit code 0: nothing; 1: something; 75: a service did not answer, so ask again.

    Examples:
      invoke check
      invoke check --only spelling,promises --strict
      invoke check --changed
      invoke check --fix addresses
      invoke check --online --only references --fix reference-volume
    """
    with in_one_line():
        if online or fix or commit:
            from .commands.check import refuse_mixed

            writes = fix or commit
            refuse_mixed(changed=bool(changed and writes), dry=is_dry(context))
        if fix == "feed-uid" and not (online or commit):
            from .commands.feed_uid import fix_uids

            end(fix_uids(site_of(context)))
        elif fix == "addresses" and not online:
            from .commands.addresses import fix_addresses

            end(fix_addresses(site_of(context)))
        elif online or fix or commit:
            from .commands.check_online import check_others

            ask = partial(check_others, site_of(context), only=only, form=format)
            ask = partial(ask, fix=fix, online=online, commit=commit, strict=strict)
            end(ask(changed=changed))
        else:
            from .commands.check import check_site

            ask = partial(check_site, site_of(context), only=only, form=format)
            end(ask(strict=strict, changed=changed))


@task(
    klass=NumberTask,
    help={
        "content": "build the posts of this folder; the settings' PATH unless told",
        "output": "put the site here; into the settings' OUTPUT_PATH unless told",
        "siteurl": "the address that links begin with; SITEURL unless told",
        "drafts": "build a preview, drafts and posts to come too, into preview/",
        "now": "what time it is, for what is due: 2026-03-14 or 2026-03-14T09:00, by"
        " the site's TIMEZONE; the clock's unless told",
        "strict": "treat warnings as errors: they leave the output as it was",
        "format": "how problems are printed: text (unless told), json, or github, which"
        " is its form of notes at lines",
        "quiet": "print errors and warnings only",
        "explain": "list the changed files and why they changed",
        "profile": "say where the time went, plugin by plugin",
        "jobs": "how many processes share the work: 0, which is one for each core,"
        " unless told; 1 lets this one do all of it",
        "zip": "pack the site too, into one file that is read without a server",
    },
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
    profile: bool = False,
    jobs: int = 0,
    zip: bool = False,  # noqa: A002  # the option's name
) -> None:
    """Build the site; the output changes only when everything is right.

    Each mistake is told with file, line and what to do; exit code 1 if there is one.

    Examples:
      invoke build
      invoke build --drafts --zip
      invoke build --siteurl https://blog.example.org --output ../www --now 2026-03-14
    """
    with in_one_line():
        from .build.options import parse_options
        from .build.unchanged import say_unchanged

        options = parse_options(
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
            profile=profile,
            jobs=jobs,
            zip=zip,
        )
        if not (explain or profile or zip) and say_unchanged(options):
            return
        with loading():
            from .build.follow import follow

            log = follow(options)
            from .build.build import build_site

        end(build_site(options, log))


@task(
    klass=NumberTask,
    help={
        "port": "the port, 8000 unless told; where it is in use the next free one",
        "no_drafts": "show what readers see: no drafts, nothing whose date is to come",
        "lan": "let a phone in this network see it; the address for that is printed",
    },
)
def serve(
    context: Context, *, port: int = 8000, no_drafts: bool = False, lan: bool = False
) -> None:
    """Show the site on this machine, drafts too; pages follow each save by themselves.

    Open the address that it prints. A save is seen at once; a mistake stands in the
    page with file, line and what to do, above the last good page. /.desk/ is your
    desk: drafts, what comes out when, reviews due, problems. Nothing of that is ever
    published. Ctrl-C ends it.

    Examples:
      invoke serve
      invoke serve --lan --port 9000
    """
    with in_one_line():
        from .build.options import BuildOptions
        from .commands.serve import serve_site
        from .reporter import Reporter

        options = BuildOptions(site_of(context), drafts=not no_drafts)
        serve_site(options, port, Reporter(), lan=lan)


@task(
    help={
        "form": "for which host: netlify (and Cloudflare Pages), nginx, caddy, or meta,"
        " which is the tag for a host that sends none",
        "target": "for nginx and caddy: with lines for the previews at this target",
    }
)
def headers(context: Context, form: str, *, target: str = "") -> None:
    """Print the site's security headers, for nginx and Caddy its old addresses too.

    Examples:
      invoke headers nginx > ../aureo.conf
      invoke headers caddy --target ssh > ../aureo.caddy
    """
    refuse_dash("headers", "FORM", form)
    with in_one_line():
        from .commands.headers import print_headers
        from .deploy.tasks import target_of
        from .reporter import Reporter

        place = target_of(context, target) if target else None
        print_headers(site_of(context), form, Reporter(), place)


@task
def clean(context: Context) -> None:
    """Delete what builds and tests have made.

    The output, preview/, .bulletin/ and caches; files that no build has made stay, and
    are named.
    """
    with in_one_line():
        from .commands.clean import clean_site

        print("\n".join(clean_site(site_of(context))), end="")


try:
    watch_invoke()
    check_configuration()
except RefusedError as refused:
    raise Exit(str(refused), code=1) from None

namespace = Collection(
    *(build, check, serve, new, cite, deploy, releases, rollback),
    *(series, rename, publish, withdraw, forget, import_blog, headers, clean),
)
