"""The command that finds what is wrong, apart from building."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoke.tasks import task

from .terminal import end, in_one_line, site_of

if TYPE_CHECKING:
    from invoke.context import Context

# ruff: noqa: PLC0415  # rooms are imported when they are needed, as in tasks.py


@task(
    help={
        "only": "parts, by commas: posts, references, series, feeds, images",
        "online": "hold the library against the publishers' records (network)",
        "fix": "feed-uid: store each post's id of today; with --online, write the"
        " publisher's value: reference-volume, … by commas, or all",
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
    strict: bool = False,
    format: str = "text",  # noqa: A002  # the option's name
) -> None:
    """Find what is wrong in posts and references; the output is not touched."""
    with in_one_line():
        from .check import check_site
        from .check_online import check_online, refuse_online

        if fix == "feed-uid" and not online:
            from .feed_uid import fix_uids

            end(fix_uids(site_of(context)))
        elif online or fix:
            refuse_online(only, fix, format, online=online)
            end(check_online(site_of(context), fix=fix, form=format))
        else:
            end(check_site(site_of(context), only=only, form=format, strict=strict))
