"""The commands that write posts and the library, or change them."""

# ruff: noqa: PLC0415  # imported when they are needed, as in tasks.py

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from .command_line import (
    CiteTask,
    NumberTask,
    end,
    in_one_line,
    is_dry,
    refuse_dash,
    site_of,
    task,
)
from .site import RefusedError

if TYPE_CHECKING:
    from invoke.context import Context

    from .commands.cite import CiteOptions
    from .desk.run import Wanted
    from .reporter import Reporter
    from .site import Site

TODAY = "today"  #: when a post appears unless an author says when


@task(
    help={
        "title": "the post's title, in quotes; its address is made from it",
        "series": "the series that it is the next part of, by its name; none unless"
        " told",
        "category": "the category that it belongs to; left to fill in unless told",
    }
)
def new(context: Context, title: str, *, series: str = "", category: str = "") -> None:
    """Start a post: a draft with its header filled in, whose path is printed.

    Examples:
      invoke new "Sleep after an infusion"
      invoke new "Sleep after an infusion" --series "Ketamine, step by step"
    """
    refuse_dash("new", "TITLE", title)
    with in_one_line():
        from .build.build import read_settings_of
        from .commands.new import write_post

        site = site_of(context)
        settings = read_settings_of(site)
        dry = is_dry(context)
        path, said = write_post(site, settings, title, series, category, dry=dry)
        print("\n".join([site.relative(path), *said]))


@task(
    klass=CiteTask,
    help={
        "work": "a DOI, a PubMed number, several by commas, or a .bib .ris .nbib .json"
        " file",
        "find": "search for these words and choose from what is found",
        "adopt": "turn the list of references of this post (its path), typed by hand,"
        " into citations",
        "render": "print the references of this .json, .bib, .ris or .nbib file",
        "style": "for --render: apa (unless told), ama or nlm",
        "format": "for --render: text (unless told), html or json",
        "retracted": "take a work although it was retracted",
        "yes": "with --adopt: do not ask before the post is rewritten",
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
    """Put works into the library and print the marks to paste.

    Examples:
      invoke cite '10.1016/S2215-0366(17)30272-9'
      invoke cite 28757132,33378224
      invoke cite from-zotero.bib
      invoke cite --find "side effects of ketamine"
      invoke cite --adopt content/posts/2026-03-14-sleep.md
      invoke cite --render from-zotero.bib --style nlm --format html
    """
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
        "name": "one series only, by its name or its slug; all of them unless told",
        "move": "give this part another number, with --to; named as for invoke publish",
        "to": "for --move: its new number, counted from 1",
        "insert": "make this post a part, with --at; named as for invoke publish",
        "at": "for --insert: the number that it gets, counted from 1",
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
    """List the parts of each series with their states, or put them in another order.

    Examples:
      invoke series
      invoke series --name "Ketamine, step by step"
      invoke series --move side-effects --to 2
      invoke series --insert sleep-after-an-infusion --at 3 --name ketamine
    """
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
        from .desk.series import plan_insert, plan_move

        plan = (
            partial(plan_move, move, to) if move else partial(plan_insert, insert, at)
        )
        _change(context, partial(plan, name), yes=yes)


def _change(context: Context, plan: partial[Wanted], *, yes: bool) -> None:
    """Carry out a change of posts, or show it, and end with its code."""
    from .desk.run import change_site
    from .reporter import Reporter

    dry = is_dry(context)
    end(change_site(site_of(context), plan, Reporter(), yes=yes, dry=dry))


@task(
    help={
        "post": "its path, file name, slug, address or a part of its title",
        "new_slug": "the new end of its address: small letters, digits and hyphens",
        "yes": "do not ask before files are changed",
    }
)
def rename(context: Context, post: str, new_slug: str, *, yes: bool = False) -> None:
    """Give a post another slug: file, old address, links and series follow.

    Examples:
      invoke rename sleep sleep-after-an-infusion
    """
    refuse_dash("rename", "POST", post)
    refuse_dash("rename POST", "NEW-SLUG", new_slug)
    with in_one_line():
        from .desk.rename import plan_rename

        _change(context, partial(plan_rename, post, new_slug), yes=yes)


@task(
    help={
        "post": "path, file name, slug, address, part of a title; several by commas",
        "at": "when it appears: 2026-03-14 or “2026-03-14 09:00”, by the post's time"
        " zone or the site's; today unless told",
        "yes": "do not ask before files are changed",
    }
)
def publish(context: Context, post: str, *, at: str = TODAY, yes: bool = False) -> None:
    """Publish a draft, today or at a time to come; bring a withdrawn post back.

    Examples:
      invoke publish sleep-after-an-infusion
      invoke publish sleep-after-an-infusion,aftercare --at "2027-03-14 09:00"
    """
    refuse_dash("publish", "POST", post)
    with in_one_line():
        from .desk.publish import plan_publish

        if not at.strip():  # as of a variable that a shell does not know
            message = "--at is empty, and nothing is published by accident. Give a day"
            raise RefusedError(f"{message}, or leave it out to publish today.")
        at = "" if at == TODAY else at
        _change(context, partial(plan_publish, post, at), yes=yes)


@task(
    help={
        "post": "path, file name, slug, address, part of a title; several by commas",
        "because": "why, as readers of its page are told; it cannot be left out",
        "yes": "do not ask before files are changed",
    }
)
def withdraw(
    context: Context, post: str, *, because: str = "", yes: bool = False
) -> None:
    """Take a post out of lists, series and feeds; its page says why.

    Examples:
      invoke withdraw sleep --because "The study that it was about is retracted."
    """
    refuse_dash("withdraw", "POST", post)
    with in_one_line():
        from .desk.publish import plan_withdraw

        _change(context, partial(plan_withdraw, post, because), yes=yes)


@task(
    help={
        "address": "as content/addresses.json has it; or the path of a deleted file,"
        " for all addresses that it gave",
        "because": "why, as readers are told at that address; it cannot be left out",
    }
)
def forget(context: Context, address: str, *, because: str = "") -> None:
    """Give up a published address; a page there will say why.

    Examples:
      invoke forget content/posts/2026-03-14-sleep.md --because "It was a test."
      invoke forget /blog/sleep/ --because "It was a test."
    """
    refuse_dash("forget", "ADDRESS", address)
    with in_one_line():
        from .commands.addresses import forget_address

        forget_address(site_of(context), address, because, dry=is_dry(context))
