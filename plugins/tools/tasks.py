"""The commands that authors run, as invoke's Collection.

A task here is thin: it reads its options, calls the module that does the work, and
turns the answer into an exit code. Modules are imported when they are needed: a broken
``pelicanconf.py`` leaves ``--list`` working, and ``--help`` does not wait for Pelican.
"""

# ruff: noqa: PLC0415  # the docstring says why imports stand in functions

from __future__ import annotations

import atexit
import gc
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from invoke.collection import Collection
from invoke.exceptions import Exit
from invoke.parser.argument import Argument
from invoke.tasks import Task, task

from ..problem import SettingsError, printable
from .site import RefusedError, Site, check_configuration, find_site
from .stopping import StoppedError, stoppable
from .streams import NO_READER, PrintError, drop_output, open_streams, watch_invoke

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invoke.context import Context

    from .commands.cite import CiteOptions
    from .deploy.targets import Target
    from .reporter import Reporter


def site_of(context: Context) -> Site:
    """Return the site whose tasks.py invoke has loaded."""
    project = getattr(context.config, "_project_prefix", None)
    return find_site(project)


def use_utf8() -> None:
    """Take names of files and words for UTF-8, whatever the system's language.

    Python fixes that when it starts: under ``LC_ALL=POSIX`` a folder “é” would come as
    two signs that no page can hold. There the command begins anew in Python's UTF-8
    mode (PEP 540).
    """
    if sys.getfilesystemencoding() != "utf-8":
        words = [sys.executable, "-X", "utf8", *sys.orig_argv[1:]]
        os.execv(sys.executable, words)  # noqa: S606  # this very command


def spare_collector() -> None:
    """Look for garbage seldom, and not at all when the process ends.

    Nearly all that a build makes it needs to its end, and then the memory goes with the
    process: the last search alone took a tenth of a small build.
    """
    gc.set_threshold(20_000, 200)
    atexit.unregister(gc.freeze)
    atexit.register(gc.freeze)


@contextmanager
def loading() -> Iterator[None]:
    """Look for no garbage while modules are loaded, nor in them later: they stay."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


@contextmanager
def in_one_line() -> Iterator[None]:
    """End a refused command with its line and exit 1, a stopped one with its signal's.

    Where the reader of what is printed has gone, as ``head`` does when it has enough,
    end as programs do that SIGPIPE ends (128 and its number), and print no more.
    """
    use_utf8()
    spare_collector()
    open_streams()
    try:
        with stoppable():
            yield
            sys.stdout.flush()
    except StoppedError as stop:
        raise Exit(str(stop), code=stop.code) from None
    except (RefusedError, SettingsError) as error:
        if isinstance(error, PrintError):
            drop_output(sys.stdout)
        raise Exit(printable(str(error)), code=1) from None
    except KeyboardInterrupt:
        raise Exit("Stopped.", code=130) from None
    except BrokenPipeError:
        drop_output()
        raise Exit(code=NO_READER) from None


def end(code: int) -> None:
    """End with an exit code; 0 goes on."""
    if code:
        raise Exit(code=code)


def refuse_dash(command: str, name: str, value: str) -> None:
    """Refuse an argument that looks like an option: it is nearly always a slip.

    invoke takes what follows a command for its first argument, ``--help`` too.
    """
    if value in {"-h", "--help"}:
        message = f"{command} wants a {name} first. What it can do says"
        raise Exit(f"{message}: invoke --help {command}", code=1)
    if value.startswith("-"):
        message = f"{name} “{printable(value)}” begins with a dash, like an option."
        remedy = f"Write the {name.lower()} first, then options"
        raise Exit(f"{message} {remedy}: invoke {command} {name} …", code=1)


@task(
    help={
        "only": "parts, by commas: posts, references, series, feeds, images",
        "online": "hold the library against the publishers' records (network)",
        "fix": "feed-uid: store each post's id of today; with --online, write the"
        " publisher's value: reference-volume, … by commas, or all",
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
    """Find what is wrong in posts and references; the output is not touched."""
    with in_one_line():
        from .commands.check import check_site
        from .commands.check_references import (
            STOPPED,
            check_online,
            commit_checked,
            refuse_online,
        )

        if fix == "feed-uid" and not (online or commit):
            from .commands.feed_uid import fix_uids

            end(fix_uids(site_of(context)))
        elif online or fix or commit:
            refuse_online(only, fix, format, online=online)
            code = check_online(site_of(context), fix=fix, form=format)
            if commit and code != STOPPED:
                commit_checked(site_of(context), format)
            end(code)
        else:
            end(check_site(site_of(context), only=only, form=format, strict=strict))


#: Options that say what to do instead of naming a work.
INSTEAD = ("find", "adopt", "render")


class _WorkOptional(Argument):
    """An option in whose presence the command needs no WORK."""

    work: Argument

    def set_value(self, value: object, cast: bool = True) -> None:
        """Take the option's value, and let WORK be empty."""
        super().set_value(value, cast)
        if self.work.value is None:
            self.work.set_value("")


class _CiteTask(Task):  # type: ignore[type-arg]  # invoke's class has no parameter at run time
    """A command with one positional, which some options make superfluous."""

    def get_arguments(
        self,
        ignore_unknown_help: bool | None = None,  # invoke's signature
    ) -> list[Argument]:
        """Return invoke's arguments, with those options among them."""
        arguments = super().get_arguments(ignore_unknown_help)
        work = next(one for one in arguments if one.name == "work")
        for one in arguments:
            if one.name in INSTEAD:
                one.__class__ = _WorkOptional
                one.work = work  # type: ignore[attr-defined]  # of that class now
        return arguments


@task(
    klass=_CiteTask,
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
        options = CiteOptions(retracted, yes)
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
    library = open_library(site, read_settings_of(site))
    if find:
        return find_works(library, find, options, reporter)
    if adopt:
        path = site.option(adopt)
        return adopt_post(library, path, site.relative(path), options, reporter)
    if is_file_name(work) and site.option(work).is_file():
        return cite_file(library, site.option(work), reporter)
    return cite_works(library, work, options, reporter)


@task(help={"name": "one series only: its name or its slug"})
def series(context: Context, *, name: str = "") -> None:
    """List the parts of each series with their dates, states and problems."""
    with in_one_line():
        from .commands.series import list_series

        targets = context.config.get("deploy")
        end(list_series(site_of(context), name, targets))


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
        "profile": "say where the time went",
        "jobs": "how many processes share the work, all cores unless told; 1: no other",
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
    profile: bool = False,
    jobs: int = 0,
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
        )
        if not (explain or profile) and say_unchanged(options):
            return
        with loading():
            from .build.follow import follow

            log = follow(options)
            from .build.build import build_site

        end(build_site(options, log))


@task(help={"port": "the port, 8000 unless told", "no_drafts": "leave drafts out"})
def serve(context: Context, *, port: int = 8000, no_drafts: bool = False) -> None:
    """Show the site on this machine, drafts too, built again on each save."""
    with in_one_line():
        from .build.options import BuildOptions
        from .commands.serve import serve_site
        from .reporter import Reporter

        options = BuildOptions(site_of(context), drafts=not no_drafts)
        serve_site(options, port, Reporter())


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
        path, hints = write_post(site, settings, title, series, category)
        print("\n".join([site.relative(path), *hints]))


def _target(context: Context, name: str) -> Target:
    from .deploy.targets import find_target

    root = site_of(context).root
    return find_target(context.config.get("deploy"), name, root)


@task(
    help={
        "target": "a name under deploy in invoke.yaml",
        "plan": "print what would change, and change nothing",
        "yes": "do not ask",
        "force": "with work not committed, or with many deletions",
        "incremental": "make what has changed since the last such deploy, not all",
        "due": "only if a post, a review or a check came due since the last release",
        "quiet": "say nothing where there is nothing to do",
        "now": "what time it is, for what is due (2026-03-14 or 2026-03-14T09:00)",
    }
)
def deploy(
    context: Context,
    target: str,
    *,
    plan: bool = False,
    yes: bool = False,
    force: bool = False,
    incremental: bool = False,
    due: bool = False,
    quiet: bool = False,
    now: str = "",
) -> None:
    """Build the site and put it on a server, as a release beside the last one."""
    refuse_dash("deploy", "TARGET", target)
    with in_one_line():
        from .build.options import read_time
        from .deploy.release import DeployOptions
        from .deploy.release import deploy as deploy_site
        from .reporter import Reporter

        place = _target(context, target)
        at = read_time(now) if now else None
        options = DeployOptions(plan, yes, force, incremental, due, quiet, at)
        end(deploy_site(site_of(context), place, options, Reporter()))


@task(
    help={
        "target": "a name under deploy in invoke.yaml",
        "release": "the release to show, else the one before the current one",
        "yes": "for scripts that say it of every command: nothing is asked here",
    }
)
def rollback(
    context: Context,
    target: str,
    *,
    release: str = "",
    yes: bool = False,  # noqa: ARG001  # the help says why
) -> None:
    """Show an earlier release of the site on a server."""
    refuse_dash("rollback", "TARGET", target)
    with in_one_line():
        from .deploy.release import roll_back
        from .reporter import Reporter

        root = site_of(context).root
        end(roll_back(root, _target(context, target), release, Reporter()))


@task(help={"form": "for which host: netlify, nginx or meta"})
def headers(context: Context, form: str) -> None:
    """Print the site's security headers for a kind of host."""
    refuse_dash("headers", "FORM", form)
    with in_one_line():
        from ..security_headers.core import FORMS
        from ..security_headers.settings import SecurityHeaders, parse_settings
        from .build.build import read_settings_of
        from .reporter import Reporter

        if form not in FORMS:
            known = ", ".join(FORMS)
            raise Exit(f"{form}: no such form. Use one of: {known}.", code=1)
        settings = read_settings_of(site_of(context))
        wanted = parse_settings(settings.get("SECURITY_HEADERS"))
        Reporter().print(FORMS[form](wanted or SecurityHeaders()))


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
    *(build, check, serve, new, cite, deploy, rollback),
    *(series, headers, clean),
)
