"""What a build was asked to do: the options of the command, read once."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from ..site import RefusedError, Site

if TYPE_CHECKING:
    from pathlib import Path

FORMS = ("text", "json", "github")
PREVIEW = "preview"


@dataclass(frozen=True)
class BuildOptions:
    """What one build was asked to do."""

    site: Site
    content: Path | None = None  #: instead of PATH
    output: Path | None = None  #: instead of OUTPUT_PATH
    siteurl: str | None = None  #: instead of SITEURL
    drafts: bool = False
    now: datetime | None = None  #: naive means the site's own time zone
    strict: bool = False
    form: str = "text"
    quiet: bool = False
    explain: bool = False
    profile: bool = False
    jobs: int = 0  #: processes that share the work; 0 leaves it to the site
    is_clean: bool = False  #: nothing of earlier builds is used
    zip: bool = False  #: the output as one file, too


def parse_options(
    site: Site,
    *,
    content: str,
    output: str,
    siteurl: str,
    now: str,
    form: str,
    jobs: int = 0,
    **flags: bool,
) -> BuildOptions:
    """Return a command's words as options, or refuse them in one line."""
    refuse_form(form)
    folder = site.option(content) if content else None
    if folder and not folder.is_dir():
        raise RefusedError(f"--content {content}: there is no such folder.")
    target = site.option(output) if output else None
    if flags.get("drafts") and not target:
        target = site.root / PREVIEW
    if siteurl and not siteurl.startswith(("http://", "https://")):
        message = f"--siteurl {siteurl}: begin it with https:// or http://."
        raise RefusedError(message)
    if jobs < 0:
        raise RefusedError(f"--jobs {jobs}: name how many processes, such as 2.")
    return BuildOptions(
        jobs=jobs,
        site=site,
        content=folder,
        output=target,
        siteurl=siteurl.rstrip("/") or None,
        now=read_time(now) if now else None,
        form=form,
        **flags,
    )


def how_to_look(options: BuildOptions, folder: Path, *, anywhere: bool) -> str:
    """Return the line that says how an author looks at a finished site.

    One that shows whole ``anywhere`` needs a server of files, and no other program.
    """
    if not anywhere:
        return f"To look at it: invoke serve{'' if options.drafts else ' --no-drafts'}"
    place = shlex.quote(options.site.from_here(folder))
    command = f"python3 -m http.server --bind 127.0.0.1 --directory {place}"
    return f"To look at it: {command}, then open http://127.0.0.1:8000/"


def refuse_form(form: str) -> None:
    """Refuse a ``--format`` that is not known."""
    if form not in FORMS:
        message = f"--format {form} is not known. Use one of: {', '.join(FORMS)}."
        raise RefusedError(message)


def read_time(text: str) -> datetime:
    """Read an ISO date or date-time; a date means its midnight."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        example = "2026-03-14 or 2026-03-14T09:00"
        message = f"--now {text} is not a time. Write it as {example}."
        raise RefusedError(message) from None
