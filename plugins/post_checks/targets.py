"""What the links of a text lead to: files of the content, pages of the site, ids."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from ..ledger import Table
from ..problem import did_you_mean, find_nearest, suggest
from .links import plain_target

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from collections.abc import Set as AbstractSet

INDICATOR = re.compile(r"^[{|](?P<what>[^{}|]*)[|}](?P<value>.*)$", re.DOTALL)
FILES = {"filename": "post", "static": "file", "attach": "file"}
NAMES = ("category", "tag", "author")
INDICATORS = (*FILES, *NAMES, "index")
SCHEMES = ("http", "https", "mailto", "tel", "sms")
UNPUBLISHED = {
    "draft": "is a draft",
    "scheduled": "is not published before its date",
    "skip": "is left out of the site",
    "unreadable": "cannot be read",
}


@dataclass(frozen=True)
class Index:
    """Everything on the site that a link can lead to. Paths count from ``PATH``."""

    files: AbstractSet[str] = frozenset()
    outside: AbstractSet[str] = frozenset()  #: links to files outside of the content
    sources: Mapping[str, str] = field(default_factory=dict)  #: path: address
    unpublished: Mapping[str, str] = field(default_factory=dict)  #: path: why
    addresses: AbstractSet[str] = frozenset()  #: as ``/blog/sleep/``
    elsewhere: tuple[str, ...] = ()  #: addresses that are not known before the end
    ids: Mapping[str, frozenset[str]] = field(default_factory=dict)  #: by address
    page_ids: frozenset[str] = frozenset()
    siteurl: str = ""
    is_strict: bool = True  #: a link is written as the site writes the address
    names: Mapping[str, frozenset[str]] = field(default_factory=dict)  #: slugs by kind
    #: by kind: category, author, tag
    slugify: dict[str, Callable[[str], str]] = field(default_factory=dict)

    @cached_property
    def tables(self) -> list[Table[object]]:
        """Those parts in which each look is taken down."""
        parts = (getattr(part, "table", part) for part in vars(self).values())
        return [part for part in parts if isinstance(part, Table)]


@dataclass(frozen=True)
class LinkFault:
    """Why a target leads nowhere."""

    name: str
    what: str
    remedy: str


def check_target(target: str, source: str, index: Index) -> LinkFault | None:
    """Return why a link of the file ``source`` leads nowhere, or None."""
    plain = plain_target(target)
    if not plain:
        return LinkFault(
            "link-broken", "A link leads nowhere.", "Write where it leads to."
        )
    found = INDICATOR.match(plain)
    if found:
        return _indicated(found["what"], found["value"], source, index)
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", plain):
        return _absolute(plain, source, index)
    return None if plain.startswith("//") else _on_site(plain, source, index)


def _indicated(what: str, value: str, source: str, index: Index) -> LinkFault | None:
    if what not in INDICATORS:
        said = f"“{{{what}}}” is nothing that a link can begin with."
        near = find_nearest(what, INDICATORS)
        known = ", ".join(f"{{{name}}}" for name in INDICATORS)
        remedy = suggest(near and f"{{{near}}}") or f"Write one of {known}."
        return LinkFault("link-indicator", said, remedy)
    if what in NAMES:
        return _name(what, value, index)
    return None if what == "index" else _file(what, value, source, index)


def _name(what: str, value: str, index: Index) -> LinkFault | None:
    slugify = index.slugify.get(what, str)
    slug = slugify(unquote(urlsplit(value).path))
    if what not in index.names or slug in index.names[what]:
        return None
    said = f"No published post has the {what} “{value}”."
    near = did_you_mean(slug, index.names[what])
    return LinkFault("link-missing", said, near or "Correct the name.")


def _file(what: str, value: str, source: str, index: Index) -> LinkFault | None:
    parts = urlsplit(value)
    path = resolve_path(unquote(parts.path), source)
    if path.startswith("../") or path == "..":
        said = f"“{{{what}}}{value}” leads out of the content folder."
        return LinkFault("link-outside", said, "Put the file into the content folder.")
    if path in index.outside:
        said = f"“{path}” is itself a link out of the content folder."
        return LinkFault("link-outside", said, "Put the file itself into the folder.")
    if path in index.sources and what == "filename":
        return _fragment(parts.fragment, index.sources[path], index)
    is_shown = path in index.sources or path in index.unpublished
    if path in index.files and not is_shown:
        return None
    return _no_file(what, value, path, index)


def _no_file(what: str, value: str, path: str, index: Index) -> LinkFault:
    if path in index.unpublished:
        return _unpublished(path, index)
    if path in index.sources:
        said = f"“{path}” is a post, not a file to download."
        return LinkFault("link-missing", said, f"Write {{filename}}{value}.")
    known = index.sources if what == "filename" else index.files
    return LinkFault(
        "link-missing", f"There is no file “{path}”.", _near_file(path, known)
    )


def _unpublished(path: str, index: Index) -> LinkFault:
    why = UNPUBLISHED[index.unpublished[path]]
    said = f"“{path}” {why}, so readers cannot open it."
    is_broken = index.unpublished[path] == "unreadable"
    remedy = "Mend that file." if is_broken else "Remove the link, or publish the post."
    return LinkFault("link-unpublished", said, remedy)


def _near_file(path: str, known: Collection[str]) -> str:
    base = posixpath.basename(path)
    same = sorted(k for k in known if posixpath.basename(k).lower() == base.lower())
    if same:
        return suggest(f"/{same[0]}")
    near = find_nearest(path, known, cutoff=0.8)
    return suggest(near and f"/{near}") or "Correct the path, or put the file there."


def _absolute(plain: str, source: str, index: Index) -> LinkFault | None:
    scheme = plain.split(":", 1)[0].lower()
    if scheme not in SCHEMES:
        if scheme == "file" or len(scheme) == 1:
            said = f"“{plain}” leads to a file on one computer."
            remedy = "Put the file into images/ and link it with {static}/images/…."
            return LinkFault("link-unsafe", said, remedy)
        near = did_you_mean(scheme, SCHEMES)
        said = f"A link that begins with “{scheme}:” is not allowed."
        return LinkFault(
            "link-unsafe", said, near or "Link a page that begins with https:."
        )
    if scheme not in ("http", "https"):
        return None if plain.partition(":")[2] else _half(plain)
    own = index.siteurl.rstrip("/")
    if own and (plain == own or plain.startswith(f"{own}/")):
        return _on_site(plain.removeprefix(own) or "/", source, index)
    try:
        host = urlsplit(plain).hostname or ""
    except ValueError:
        host = ""
    if host in ("localhost", "127.0.0.1", "::1"):
        said = f"“{plain}” leads to your own computer."
        remedy = "Write the address that readers can open."
        return LinkFault("link-broken", said, remedy)
    return None if re.fullmatch(r"[^\s/]+", host) else _half(plain)


def _half(plain: str) -> LinkFault:
    said = f"“{plain}” is not a whole address."
    example = "https://example.org/page"
    if not plain.startswith("http"):
        example = "mailto:name@example.org"
    return LinkFault("link-broken", said, f"Write it as {example}.")


def _on_site(plain: str, source: str, index: Index) -> LinkFault | None:
    if re.match(r"www\.[^/]+\.", plain):
        said = f"“{plain}” leads to a page of this site."
        return LinkFault("link-broken", said, f"Write https://{plain}.")
    if found := re.match(r"(?:ht|h|t)tps?[:;]?/+(?=\w)", plain):
        said = f"“{plain}” leads to a page of this site."
        return LinkFault("link-broken", said, f"Write https://{plain[found.end() :]}.")
    if re.fullmatch(r"[^\s/@]+@[^\s/@]+\.[a-z]+", plain):
        said = f"“{plain}” leads to a page of this site."
        return LinkFault("link-broken", said, f"Write mailto:{plain}.")
    own = index.sources.get(source, "/")
    parts = urlsplit(plain)
    path = unquote(urlsplit(urljoin(own, plain.split("#", 1)[0])).path) or "/"
    if not parts.path and not parts.query:
        return _fragment(parts.fragment, own, index)
    # As servers give it: a folder and a page are found without their ends.
    ends = (f"{path}/", f"{path}.html", path.removesuffix("index.html"))
    sent = [path] if index.is_strict else [path, *ends]
    address = next((one for one in sent if one in index.addresses), "")
    if address or path.lstrip("/").startswith(index.elsewhere):
        return _fragment(parts.fragment, address or path, index)
    return _nowhere(plain, unquote(parts.path), path, source, index)


def _nowhere(
    plain: str, written: str, path: str, source: str, index: Index
) -> LinkFault:
    said = f"“{plain}” leads to no page of the site."
    file = resolve_path(written, source)
    if file in index.sources:
        return LinkFault("link-broken", said, f"Write {{filename}}{plain}.")
    if file in index.unpublished:
        return _unpublished(file, index)
    if file in index.files:
        return LinkFault("link-broken", said, f"Write {{static}}{plain}.")
    if f"{path}/" in index.addresses:
        return LinkFault(
            "link-broken", said, f"Write {plain}/, with a slash at its end."
        )
    if f"{path.rstrip('/')}.html" in index.addresses:
        return LinkFault("link-broken", said, f"Write {plain.rstrip('/')}.html.")
    others = {*index.addresses} - {index.sources.get(source, "")}
    near = did_you_mean(path, others, cutoff=0.8)
    return LinkFault("link-broken", said, near or "Correct the address.")


def _fragment(fragment: str, address: str, index: Index) -> LinkFault | None:
    wanted = unquote(fragment)
    if not wanted or wanted == "top" or wanted in index.page_ids:
        return None
    ids = index.ids.get(address)
    if ids is None or wanted in ids or wanted.startswith(":~:"):
        return None
    if re.fullmatch(r".+-(?:ref|cite)-.+", wanted):
        return None
    said = f"Nothing on {address} has the id “{wanted}”."
    near = find_nearest(wanted, ids)
    remedy = suggest(near and f"#{near}") or (
        f"Write {{#{wanted}}} behind the heading that is meant."
    )
    return LinkFault("link-fragment", said, remedy)


def resolve_path(written: str, source: str) -> str:
    """Return the path from ``PATH`` of a file that a text names, as Pelican does."""
    if written.startswith("/"):
        return posixpath.normpath(written.lstrip("/") or ".")
    return posixpath.normpath(posixpath.join(posixpath.dirname(source), written))
