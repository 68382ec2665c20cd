"""The tasks of a server: ``invoke deploy``, ``releases`` and ``rollback``."""

# ruff: noqa: PLC0415  # as in the other tasks: --help waits for no import

from __future__ import annotations

from typing import TYPE_CHECKING

from ..command_line import end, in_one_line, is_dry, refuse_dash, site_of, task

if TYPE_CHECKING:
    from invoke.context import Context

    from .targets import Target


def target_of(context: Context, name: str) -> Target:
    """Return the target of that name from invoke.yaml, checked."""
    from .targets import find_target

    root = site_of(context).root
    return find_target(context.config.get("deploy"), name, root)


@task(
    help={
        "target": "where to: a name under deploy in invoke.yaml",
        "plan": "print what would change, and why the deploy itself would be refused;"
        " change nothing",
        "yes": "do not ask before the site is switched to the new release",
        "force": "go on with work that is not committed, or with many deletions",
        "unlock": "take away the lock of a deploy that has ended on another machine",
        "incremental": "make what has changed since the last such deploy, not all anew",
        "due": "only if a post, a review or a check came due since the last release",
        "quiet": "say nothing where there is nothing to do, as in a job of cron",
        "preview": "a name: put a build with drafts beside the site, at an address that"
        " nobody can guess, for preview_days",
        "now": "what time it is, for what is due: 2026-03-14 or 2026-03-14T09:00, by"
        " the site's TIMEZONE; the clock's unless told",
    }
)
def deploy(
    context: Context,
    target: str,
    *,
    plan: bool = False,
    yes: bool = False,
    force: bool = False,
    unlock: bool = False,
    incremental: bool = False,
    due: bool = False,
    quiet: bool = False,
    preview: str = "",
    now: str = "",
) -> None:
    """Build the site and put it on a server, as a release beside the last one.

    What differs is shown first. invoke rollback TARGET switches back.

    Examples:
      invoke deploy folder --plan
      invoke deploy ssh
      invoke deploy ssh --due --quiet
      invoke deploy ssh --preview sleep-2
    """
    refuse_dash("deploy", "TARGET", target)
    with in_one_line():
        from ..build.options import read_time
        from ..reporter import Reporter
        from .options import DeployOptions
        from .release import deploy as deploy_site

        place, plan = target_of(context, target), plan or is_dry(context)
        at = read_time(now) if now else None
        flags = plan, yes, force, unlock, incremental, due, quiet
        options = DeployOptions(*flags, preview=preview, now=at)
        end(deploy_site(site_of(context), place, options, Reporter()))


@task(
    help={
        "target": "where: a name under deploy in invoke.yaml",
        "release": "the release to show, by its name there, such as"
        " 20260314T090000.000; the one before the current one unless told",
        "unlock": "take away the lock of a deploy that has ended on another machine",
        "yes": "for scripts that say it of every command: nothing is asked here",
    }
)
def rollback(
    context: Context,
    target: str,
    *,
    release: str = "",
    unlock: bool = False,
    yes: bool = False,  # noqa: ARG001  # the help says why
) -> None:
    """Show an earlier release of the site on a server.

    Releases are the folders in releases/ of the target; none is deleted by this.

    Examples:
      invoke rollback ssh
    """
    refuse_dash("rollback", "TARGET", target)
    with in_one_line():
        from ..reporter import Reporter
        from .rollback import roll_back

        root = site_of(context).root
        place, dry = target_of(context, target), is_dry(context)
        reporter = Reporter()
        end(roll_back(root, place, release, reporter, unlock=unlock, dry=dry))


@task(
    help={
        "target": "a name under deploy in invoke.yaml",
        "format": "how they are printed: text (unless told) or json",
        "drop": "take away the preview of this name",
        "unlock": "with --drop: the lock too of a deploy that has ended on another"
        " machine",
    }
)
def releases(
    context: Context,
    target: str,
    *,
    format: str = "text",  # noqa: A002  # the option's name
    drop: str = "",
    unlock: bool = False,
) -> None:
    """List the releases on a server: when, of what, by whom; and what is kept.

    Previews stand below them; those whose days are over are taken away.

    Examples:
      invoke releases ssh
      invoke releases ssh --drop sleep-2
    """
    refuse_dash("releases", "TARGET", target)
    with in_one_line():
        from ..reporter import Reporter
        from ..site import RefusedError
        from .listing import list_releases
        from .previews import drop as drop_preview

        place, root = target_of(context, target), site_of(context).root
        dry, reporter = is_dry(context), Reporter()
        if unlock and not drop:
            raise RefusedError("--unlock goes with --drop NAME: a list takes no lock.")
        if drop:
            code = drop_preview(root, place, drop, reporter, unlock=unlock, dry=dry)
        else:
            code = list_releases(place, root, format, reporter, dry=dry)
        end(code)
