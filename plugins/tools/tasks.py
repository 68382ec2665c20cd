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
    CiteTask,
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
from .site import RefusedError, check_configuration
from .streams import watch_invoke

if TYPE_CHECKING:
    from invoke.context import Context

    from .commands.cite import CiteOptions
    from .reporter import Reporter
    from .site import Site


@task(
    help={
        "only": "parts, by commas: posts (of which links, spelling, reading, promises,"
        " reviews and crisis are parts), references, series, feeds, images",
        "online": "hold the library against the publishers' records (network)",
        "fix": "addresses: keep each address of the site; feed-uid: store each post's"
        " id of today; with --online, write the publisher's value: reference-volume, …"
        " by commas, or all",
        "commit": "with --online: commit what was found, checked.json alone",
        "strict": "treat warnings as errors",
        "format": "how problems are printed: text, json or github",
    }
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
) -> None:
    """Find what is wrong in posts, drafts and references; change nothing."""
    with in_one_line():
        from .commands.check import check_site
        from .commands.check_references import (
            STOPPED,
            check_online,
            commit_checked,
            refuse_online,
        )

        if is_dry(context) and (online or fix or commit):
            message = "--online, --fix and --commit write, and have no dry run."
            raise RefusedError(f"{message} What is wrong is found by: invoke check")
        if fix == "feed-uid" and not (online or commit):
            from .commands.feed_uid import fix_uids

            end(fix_uids(site_of(context)))
        elif fix == "addresses" and not online:
            from .commands.addresses import fix_addresses

            end(fix_addresses(site_of(context)))
        elif online or fix or commit:
            refuse_online(only, fix, format, online=online)
            code = check_online(site_of(context), fix=fix, form=format)
            if commit and code != STOPPED:
                commit_checked(site_of(context), format)
            end(code)
        else:
            end(check_site(site_of(context), only=only, form=format, strict=strict))


@task(
    help={
        "address": "as content/addresses.json has it; or the path of a deleted file",
        "because": "why; readers are told",
    }
)
def forget(context: Context, address: str, *, because: str = "") -> None:
    """Give up a published address; a page there will say why."""
    refuse_dash("forget", "ADDRESS", address)
    with in_one_line():
        from .commands.addresses import forget_address

        forget_address(site_of(context), address, because, dry=is_dry(context))


@task(
    klass=CiteTask,
    help={
        "work": "a DOI, a PubMed number, several by commas, or a .bib .ris .nbib .json",
        "find": "search for these words and choose from what is found",
        "adopt": "turn a post's list of references, typed by hand, into citations",
        "render": "print the references of this .json, .bib, .ris or .nbib file",
        "style": "for --render: apa, ama or nlm",
        "format": "for --render: text, html or json",
        "retracted": "take a work although it was retracted",
        "yes": "do not ask before a post is rewritten",
    },
)
def cite(
    context: Context,
    work: str,
    *,
    find: str = "",
    adopt: str = "",
    render: str = "",
    style: str = "apa",
    format: str = "text",  # noqa: A002  # the option's name
    retracted: bool = False,
    yes: bool = False,
) -> None:
    """Put works into the library and print the marks to paste."""
    refuse_dash("cite", "WORK", work)
    with in_one_line():
        from .commands.cite import CiteOptions
        from .reporter import Reporter

        site, reporter = site_of(context), Reporter()
        if render:
            from .commands.cite import render_file

            end(render_file(site.option(render), style, format, reporter))
            return
        if sum(bool(one) for one in (work, find, adopt)) != 1:
            message = (
                "Name one thing: WORK, --find WORDS, --adopt POST or --render FILE."
            )
            raise RefusedError(message)
        options = CiteOptions(retracted, yes, dry=is_dry(context))
        end(_cite(site, (work, find, adopt), options, reporter))


def _cite(
    site: Site,
    wanted: tuple[str, str, str],
    options: CiteOptions,
    reporter: Reporter,
) -> int:
    from .build.build import read_settings_of
    from .commands.adopt import adopt_post
    from .commands.cite import cite_file, cite_works, find_works
    from .commands.library_files import is_file_name, open_library

    work, find, adopt = wanted
    library = open_library(site, read_settings_of(site), dry=options.dry)
    if find:
        return find_works(library, find, options, reporter)
    if adopt:
        path = site.option(adopt)
        return adopt_post(library, path, site.relative(path), options, reporter)
    if is_file_name(work) and site.option(work).is_file():
        return cite_file(library, site.option(work), reporter)
    return cite_works(library, work, options, reporter)


@task(
    klass=NumberTask,
    help={
        "name": "one series only: its name or its slug",
        "move": "give this part another number, with --to",
        "to": "for --move: the number, counted from 1",
        "insert": "make this post a part, with --at",
        "at": "for --insert: the number that it gets",
        "yes": "do not ask before posts are changed",
    },
)
def series(
    context: Context,
    *,
    name: str = "",
    move: str = "",
    to: int = -1,
    insert: str = "",
    at: int = -1,
    yes: bool = False,
) -> None:
    """List the parts of each series with their states, or put them in another order."""
    with in_one_line():
        is_placed = [number != -1 for number in (to, at)]
        if not any((move, insert, *is_placed)):
            from .commands.series import list_series

            targets = context.config.get("deploy")
            end(list_series(site_of(context), name, targets))
            return
        pairs = [*zip((bool(move), bool(insert)), is_placed, strict=True)]
        if sorted(pairs) != [(False, False), (True, True)]:
            message = "Say what goes where: --move PART --to N, or --insert POST --at N"
            raise RefusedError(f"{message}.")
        from .desk.run import change_site
        from .desk.series import plan_insert, plan_move
        from .reporter import Reporter

        plan = (
            partial(plan_move, move, to) if move else partial(plan_insert, insert, at)
        )
        site, asked, dry = site_of(context), partial(plan, name), is_dry(context)
        end(change_site(site, asked, Reporter(), yes=yes, dry=dry))


@task(
    help={
        "post": "its path, file name, slug, address or a part of its title",
        "new_slug": "the new end of its address: small letters, digits and hyphens",
        "yes": "do not ask before files are changed",
    }
)
def rename(context: Context, post: str, new_slug: str, *, yes: bool = False) -> None:
    """Give a post another slug: file, old address, links and series follow."""
    refuse_dash("rename", "POST", post)
    refuse_dash("rename POST", "NEW-SLUG", new_slug)
    with in_one_line():
        from .desk.rename import plan_rename
        from .desk.run import change_site
        from .reporter import Reporter

        plan = partial(plan_rename, post, new_slug)
        site, dry = site_of(context), is_dry(context)
        end(change_site(site, plan, Reporter(), yes=yes, dry=dry))


@task(
    help={
        "post": "path, file name, slug, address, part of a title; several by commas",
        "at": "when it appears, 2026-03-14 or “2026-03-14 09:00”; today unless told",
        "yes": "do not ask before files are changed",
    }
)
def publish(context: Context, post: str, *, at: str = "", yes: bool = False) -> None:
    """Publish a draft, today or at a time to come; bring a withdrawn post back."""
    refuse_dash("publish", "POST", post)
    with in_one_line():
        from .desk.publish import plan_publish
        from .desk.run import change_site
        from .reporter import Reporter

        plan = partial(plan_publish, post, at)
        site, dry = site_of(context), is_dry(context)
        end(change_site(site, plan, Reporter(), yes=yes, dry=dry))


@task(
    help={
        "post": "path, file name, slug, address, part of a title; several by commas",
        "because": "why, as readers of its page are told",
        "yes": "do not ask before files are changed",
    }
)
def withdraw(
    context: Context, post: str, *, because: str = "", yes: bool = False
) -> None:
    """Take a post out of lists, series and feeds; its page says why."""
    refuse_dash("withdraw", "POST", post)
    with in_one_line():
        from .desk.publish import plan_withdraw
        from .desk.run import change_site
        from .reporter import Reporter

        plan = partial(plan_withdraw, post, because)
        site, dry = site_of(context), is_dry(context)
        end(change_site(site, plan, Reporter(), yes=yes, dry=dry))


@task(
    klass=NumberTask,
    help={
        "content": "build the posts of this folder instead of PATH",
        "output": "put the site here instead of OUTPUT_PATH",
        "siteurl": "the address that links begin with, instead of SITEURL",
        "drafts": "build a preview with drafts into preview/",
        "now": "what time it is, for what is due (2026-03-14 or 2026-03-14T09:00)",
        "strict": "treat warnings as errors",
        "format": "how problems are printed: text, json or github",
        "quiet": "print errors and warnings only",
        "explain": "list the changed files and why they changed",
        "profile": "say where the time went",
        "jobs": "how many processes share the work, all cores unless told; 1: no other",
        "zip": "pack the site too, into one file to be read without a server",
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
    """Build the site; the output changes only when everything is right."""
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
        "port": "the port, 8000 unless told; the next free one where it is in use",
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
    """
    with in_one_line():
        from .build.options import BuildOptions
        from .commands.serve import serve_site
        from .reporter import Reporter

        options = BuildOptions(site_of(context), drafts=not no_drafts)
        serve_site(options, port, Reporter(), lan=lan)


@task(
    help={
        "title": "the post's title, in quotes",
        "series": "the series that it is the next part of",
        "category": "the category that it belongs to",
    }
)
def new(context: Context, title: str, *, series: str = "", category: str = "") -> None:
    """Start a post: a draft with its header filled in."""
    refuse_dash("new", "TITLE", title)
    with in_one_line():
        from .build.build import read_settings_of
        from .commands.new import write_post

        site = site_of(context)
        settings = read_settings_of(site)
        dry = is_dry(context)
        path, said = write_post(site, settings, title, series, category, dry=dry)
        print("\n".join([site.relative(path), *said]))


@task(help={"form": "for which host: netlify, nginx or meta"})
def headers(context: Context, form: str) -> None:
    """Print the site's security headers, for nginx its old addresses too."""
    refuse_dash("headers", "FORM", form)
    with in_one_line():
        from .commands.headers import print_headers
        from .reporter import Reporter

        print_headers(site_of(context), form, Reporter())


@task
def clean(context: Context) -> None:
    """Delete what builds and tests have made."""
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
    *(series, rename, publish, withdraw, forget, headers, clean),
)
