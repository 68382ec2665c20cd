"""A preview at a target: a build with drafts, at an address that nobody guesses.

It is a target of its own inside the other one, with releases, a lock and records of its
own, so that all that a deploy promises holds there too::

    preview/sleep-7k3m…        what a web server shows: a link to the next one's current
    .previews/sleep-7k3m…/     releases/, current, .records/

In a store it is a part of the site's own prefix, ``preview/sleep-7k3m…/``.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from ..site import RefusedError
from .record import assume_record
from .targets import PRECOMPRESSED, PREVIEWED

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from .targets import Target

SHOWN, STORE = "preview", ".previews"
#: Who may look into either may not list it: mode 711.
UNLISTED = 0o711
#: Signs that nobody takes for others; 16 of them are 80 bits, which nobody tries out.
SIGNS, LENGTH = "abcdefghijkmnpqrstuvwxyz23456789", 16
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
FOLDER = re.compile(rf"(?P<name>{NAME.pattern})-[{SIGNS}]{{{LENGTH}}}")
#: Signs of a name: with the rest it is at most a label of the DNS (63, RFC 1035). Of an
#: alias Cloudflare Pages takes 28
#: (https://developers.cloudflare.com/pages/configuration/preview-deployments/).
LONGEST = {"cloudflare": 28 - 1 - LENGTH}
LONG = 30


#: Of a server that is told of both.
HIDDEN = (
    f"The site has pages of its own below /{SHOWN}/, which a server that shows "
    "previews there does not find. Set deploy.{target}.preview_url in invoke.yaml, "
    "such as https://www.a.org/drafts."
)


def hides_own(target: Target) -> bool:
    """Return whether a server's lines for previews take /preview/ from the site."""
    return target.kind in PRECOMPRESSED and not target.preview_url


def refuse_preview(target: Target, name: str) -> None:
    """Refuse a name that no address can have, and a target that forgets nothing."""
    if target.kind not in PREVIEWED:
        what = f"The target “{target.name}” is a branch that others can read"
        if target.kind != "git":
            what = f"The target “{target.name}” is one site of GitHub Pages"
        why = "drafts would stay there for good" if target.kind == "git" else "no more"
        message = f"{what}: {why}. Put previews at a target of another kind:"
        raise RefusedError(f"{message} {', '.join(PREVIEWED)}.")
    most = LONGEST.get(target.kind, LONG)
    if not NAME.fullmatch(name) or len(name) > most:
        form = f"a–z, 0–9 and hyphens between them, at most {most}"
        raise RefusedError(f"--preview {name}: write {form}, such as sleep-2.")
    refuse_place(target, target.siteurl)


def refuse_place(target: Target, siteurl: str) -> None:
    """Refuse to show previews where the site itself is, which would be lost."""
    given = target.preview_url
    if given and f"{siteurl.rstrip('/')}/".startswith(f"{given}/"):
        what = f"deploy.{target.name}.preview_url “{given}” is where the site itself is"
        raise RefusedError(f"{what}. Give it a place below, such as {given}/drafts.")


def find_folders(folders: Iterable[str], name: str) -> list[str]:
    """Return the folders of the preview of that name.

    Two machines that put it there for the first time at once have made two.
    """
    return [folder for folder in folders if name_of(folder) == name]


def make_folder(name: str) -> str:
    """Return a name of a folder, and of an address, that nobody can guess."""
    return f"{name}-{''.join(secrets.choice(SIGNS) for _ in range(LENGTH))}"


def name_of(folder: str) -> str:
    """Return a preview's name by its folder; nothing where it is no preview's.

    >>> name_of("sleep-2-abcdefghijkmnpqr"), name_of("sleep-2")
    ('sleep-2', '')
    """
    found = FOLDER.fullmatch(folder)
    return found["name"] if found else ""


def preview_of(target: Target, folder: str) -> Target:
    """Return the target that a preview is.

    ``siteurl`` is its address, which stays empty where a host has yet to give it one.
    """
    url = place_of(target.url, folder) if target.url else ""
    bucket, _, state = target.state.partition("/")
    return replace(
        target,
        path=target.path and f"{target.path}/{STORE}/{folder}",
        prefix=target.bucket and f"{target.prefix}{SHOWN}/{folder}/",
        state=target.bucket and f"{bucket}/{state}{SHOWN}/{folder}/",
        siteurl=address_of(target, folder),
        url=address_of(target, folder) if target.preview_url else url,
        keep=1,
        grace_days=0,
        precompress=False,
        preview=folder,
    )


def address_of(target: Target, folder: str) -> str:
    """Return where a preview is read; nothing where only its host knows."""
    if "*" in target.preview_url:
        return target.preview_url.replace("*", folder)
    if target.preview_url:
        return f"{target.preview_url}/{folder}"
    is_ours = target.kind not in ("netlify", "cloudflare")
    return place_of(target.siteurl, folder) if is_ours else ""


def place_of(site: str, folder: str) -> str:
    """Return where a preview is below the address of a site."""
    return f"{site.rstrip('/')}/{SHOWN}/{folder}"


def until(target: Target, release: str) -> datetime:
    """Return up to when a preview stays that was put there as this release."""
    return assume_record(release).now + timedelta(days=target.preview_days)
