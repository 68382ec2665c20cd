"""What of a built site a target gets: all of it, but for what another host reads."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from ...addresses.redirects import BEGIN, END
from ..files import list_files, replace_text
from ..site import RefusedError

if TYPE_CHECKING:
    from pathlib import Path

PLAIN, CNAME, REDIRECTS = ".nojekyll", "CNAME", "_redirects"
#: What hosts read in a site itself; every other one would show it to its visitors.
HOST_FILES = {
    "netlify": ("_headers", REDIRECTS),
    "cloudflare": ("_headers", REDIRECTS),
    "github": (PLAIN, CNAME),
    "git": (PLAIN, CNAME),
    "s3": (REDIRECTS,),
}


def stage(tree: Path, folder: Path, kind: str, domain: str = "") -> Path:
    """Put what a target gets of a built site into a folder, and return that.

    Its files are those of ``tree`` by hard links: neither is ever written in place.
    GitHub Pages gets two more: ``.nojekyll``, or it leaves out what begins with ``_``,
    and ``CNAME`` with the target's domain
    (https://docs.github.com/pages/configuring-a-custom-domain-for-your-github-pages-site).
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for path in list_files(tree):
        if path in others_files(kind):
            continue
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        os.link(tree / path, place, follow_symlinks=False)
    if PLAIN in HOST_FILES.get(kind, ()):
        (folder / PLAIN).touch()
        _name_domain(folder / CNAME, domain)
    if kind == "netlify" and (folder / REDIRECTS).is_file():
        text = force_redirects((folder / REDIRECTS).read_text("utf-8", "replace"))
        replace_text(folder / REDIRECTS, text)
    return folder


def force_redirects(text: str) -> str:
    """Return ``_redirects`` by which Netlify leads on from old addresses with pages.

    There a file goes before a line without an exclamation mark, which no other host
    reads (https://docs.netlify.com/manage/routing/redirects/rewrites-proxies/). The
    site's own lines stay as they are.
    """
    if not text.startswith(BEGIN):
        return text
    ours, end, others = text.partition(END)
    lines = [f"{one}!" if one[:1] == "/" else one for one in ours.split("\n")]
    return "\n".join(lines) + end + others


def _name_domain(file: Path, domain: str) -> None:
    """Write the domain down; a file of the site's own must name the same one."""
    if domain and not file.exists():
        file.write_text(domain, "utf-8")  # as GitHub's own settings write it
    elif domain and (named := file.read_text("utf-8", "replace").strip()) != domain:
        message = f"The site's own CNAME names “{named}”, and the target in invoke.yaml"
        raise RefusedError(f"{message} has “{domain}”. Leave one of them out.")


def others_files(kind: str) -> frozenset[str]:
    """Return the files at a site's root that are for hosts of other kinds.

    >>> sorted(others_files("netlify")), len(others_files("ssh"))
    (['.nojekyll', 'CNAME'], 4)
    """
    every = {path for paths in HOST_FILES.values() for path in paths}
    return frozenset(every.difference(HOST_FILES.get(kind, ())))
