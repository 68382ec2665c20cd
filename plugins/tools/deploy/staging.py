"""What of a built site a target gets: all of it, but for what another host reads."""

from __future__ import annotations

import os
import re
import shutil
from typing import TYPE_CHECKING

from ...addresses.links import find_tag, find_tags, value_of
from ...addresses.redirects import BEGIN, END
from ..files import list_files, replace_bytes, replace_text
from ..site import RefusedError

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

PLAIN, CNAME, REDIRECTS, HEADERS = ".nojekyll", "CNAME", "_redirects", "_headers"
#: What hosts read in a site itself; every other one would show it to its visitors.
HOST_FILES = {
    "netlify": (HEADERS, REDIRECTS),
    "cloudflare": (HEADERS, REDIRECTS),
    "github": (PLAIN, CNAME),
    "git": (PLAIN, CNAME),
    "s3": (REDIRECTS,),
}


def stage(
    tree: Path,
    folder: Path,
    kind: str,
    domain: str = "",
    *,
    without: Collection[str] = (),
) -> Path:
    """Put what a target gets of a built site into a folder, and return that.

    Its files are those of ``tree`` by hard links: neither is ever written in place.
    GitHub Pages gets two more: ``.nojekyll``, or it leaves out what begins with ``_``,
    and ``CNAME`` with the target's domain
    (https://docs.github.com/pages/configuring-a-custom-domain-for-your-github-pages-site).
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    left_out = others_files(kind).union(without)
    for path in list_files(tree):
        if path in left_out:
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


#: What keeps search engines away: a page, and whatever a server sends so.
ROBOTS = '<meta name="robots" content="noindex">'
#: Where the secret is a name of a host, other sites would be told it with each link.
REFERRER = '<meta name="referrer" content="no-referrer">'
ROBOTS_HEADER = "X-Robots-Tag"
DOCTYPE = re.compile(r"\s*(?:<!doctype[^>]*>)?", re.IGNORECASE)


def keep_from_search(folder: Path, kind: str) -> None:
    """Let no search engine list a staged site, whatever its theme does.

    Each page says so itself, and what is no page by a header, where the host reads
    ``_headers``
    (https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag). Nor
    does a page tell the sites that it links to where it is
    (https://html.spec.whatwg.org/multipage/semantics.html#meta-referrer).
    """
    for path in list_files(folder):
        if path.endswith((".html", ".htm")):
            file = folder / path
            page = file.read_bytes().decode("latin-1")  # each byte a sign, and back
            marked = add_to_head(forbid_index(page), REFERRER)
            replace_bytes(file, marked.encode("latin-1"))
    if HEADERS in HOST_FILES.get(kind, ()):
        file = folder / HEADERS
        given = file.read_text("utf-8", "replace") if file.exists() else ""
        end = "" if given.endswith("\n") or not given else "\n"
        replace_text(file, f"{given}{end}/*\n  {ROBOTS_HEADER}: noindex\n")


def forbid_index(page: str) -> str:
    """Return a page that forbids its listing, as itself where it does so already.

    >>> forbid_index("<!doctype html><head><title>A</title>")[:42]
    '<!doctype html><head><meta name="robots" c'
    """
    for meta in find_tags(page, "meta"):
        words = re.split(r"[\s,]+", value_of(meta[0], "content").lower())
        is_robots = value_of(meta[0], "name").lower() == "robots"
        if is_robots and not {"noindex", "none"}.isdisjoint(words):
            return page
    return add_to_head(page, ROBOTS)


def add_to_head(page: str, element: str) -> str:
    """Return a page with an element at the beginning of its head."""
    head = find_tag(page, "head") or find_tag(page, "html") or DOCTYPE.match(page)
    at = head.end() if head else 0
    return f"{page[:at]}{element}{page[at:]}"


def force_redirects(text: str) -> str:
    """Return ``_redirects`` by which Netlify leads on from old addresses with pages.

    There a file goes before a line without an exclamation mark, which no other host
    reads (https://docs.netlify.com/manage/routing/redirects/rewrites-proxies/). The
    site's own lines stay as they are.
    """
    if not text.startswith(BEGIN):
        return text
    ours, end, others = text.partition(END)
    lines = [
        f"{one.rstrip('!')}!" if one[:1] == "/" else one for one in ours.split("\n")
    ]
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
