"""Where an address lies as a file, and who else wants it: one answer for all."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from .problem import UNWANTED, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TAKEN = "address-taken"
#: The key of a header that lists old addresses.
ALIASES = "aliases"
#: What decides an address, and how to give the post another.
MENDED = {
    "save_as": "Write another “save_as” here, with its “url”",
    ALIASES: "Remove this old address",
    "title": "Add a “slug” to this one",
}
LONGEST = 200  #: a file name may have 255 bytes, and something is added to some
LONGEST_PATH = 900  #: bytes
#: What the path of an old address may be, as an author writes it.
OLD = re.compile(r"/[^\s?#\\<>\"]*")
#: What may stand behind a “?”: pairs, for which all hosts that have rules have one.
QUERY = re.compile(
    r"[^\s?#\\<>\"=&]+=[^\s#\\<>\"=&]+(?:&[^\s#\\<>\"=&]+=[^\s#\\<>\"=&]+)*"
)
#: What stays as it is there; “:” and “*” are patterns in ``_redirects``, “$” in nginx.
IN_QUERY = "%-._~!'()+;@/=&"
#: An address that is a page's file already, and no folder.
PAGE = re.compile(r"\.html?$", re.IGNORECASE)
#: Names that no visitor can reach (RFC 2606, RFC 6761, RFC 6762, RFC 8375).
NOWHERE = (
    *(".example", ".test", ".invalid", ".localhost", ".local", ".internal", ".lan"),
    *(".example.com", ".example.net", ".example.org", ".home.arpa"),
)


def read_old(text: str) -> str | None:
    """Return an old address decoded and without its first slash.

    None where no server could be told of it, or no disk could hold it.

    >>> read_old("/2020/%C3%A9t%C3%A9/"), read_old("/?p=12")
    ('2020/été/', None)
    """
    path = unquote(text).removeprefix("/")
    *folders, last = path.split("/")
    is_wrong = (
        not OLD.fullmatch(text)
        or "%2f" in text.lower()  # a slash, and none
        or "\\" in path
        or UNWANTED.search(path)
        or re.search(r"[\t\r\n]", path)
        or not {"", ".", ".."}.isdisjoint(folders)
        or last in (".", "..")
        or max(len(name.encode()) for name in (*folders, last)) > LONGEST
        or len(path.encode()) > LONGEST_PATH
    )
    return None if is_wrong else path


def read_asked(text: str) -> tuple[str, str] | None:
    """Return an old address as ``read_old`` does, and what is asked behind its “?”.

    The pairs are encoded and sorted: hosts look for each of them, in any order. None
    where no rule of a host could be made of it.

    >>> read_asked("/blog?format=rss"), read_asked("/old/"), read_asked("/?rss")
    (('blog', 'format=rss'), ('old/', ''), None)
    """
    path, mark, query = text.partition("?")
    old = read_old(path)
    if old is None or not mark:
        return None if old is None else (old, "")
    asked = unquote(query)
    is_wrong = (
        not QUERY.fullmatch(query)
        or len(query) > LONGEST_PATH
        or UNWANTED.search(asked)
        or re.search(r"[\t\r\n]", asked)
    )
    pairs = sorted({quote(pair, IN_QUERY) for pair in query.split("&")})
    names = {pair.partition("=")[0] for pair in pairs}
    return None if is_wrong or len(names) < len(pairs) else (old, "&".join(pairs))


def is_asked(address: str) -> bool:
    """Return whether an address is one that only a “?” tells from others.

    >>> is_asked("/blog?format=rss"), is_asked("/Why?/")
    (True, False)
    """
    return bool(QUERY.fullmatch(address.partition("?")[2]))


def explain_old(text: str) -> tuple[str, str]:
    """Return what is wrong with an old address that cannot be read, and the remedy."""
    what = f"The old address “{text}” cannot be redirected."
    path, mark, _ = text.partition("?")
    if mark and read_old(path) is not None:
        return what, "Behind the “?” it needs a name with a value: /?p=12."
    return what, "Write it from the site's root: /2020/sleep/."


def file_of_old(path: str) -> str:
    """Return the file where the page of an old address lies.

    ``path`` is as ``read_old`` has it. Every server sends HTML for it: what has another
    ending, such as ``old.php``, is a folder of that name.

    >>> [file_of_old(one) for one in ("old/", "old", "old.html", "old.php", "")]
    ['old/index.html', 'old/index.html', 'old.html', 'old.php/index.html', 'index.html']
    """
    if PAGE.search(path):
        return path
    return f"{path.rstrip('/')}/index.html".lstrip("/")


@dataclass(frozen=True)
class Address:
    """One file that the site will write."""

    save_as: str
    owner: str  #: the post's path, or what to call a page that has none
    line: int = 0  #: 0: no author wrote it
    is_file: bool = False  #: published as it is, such as a picture
    key: str = ""  #: the key of the header that decides it
    setting: str = ""  #: the setting that does, of a page of the site itself


def check_collisions(
    addresses: Iterable[Address], *, is_strict: bool = True
) -> Iterator[Problem]:
    """Yield a problem for each file of an author that wants an address of another."""
    for address, other in find_collisions(addresses, is_strict=is_strict):
        if address.line or address.is_file:
            yield explain_taken(address, other)


def find_collisions(
    addresses: Iterable[Address], *, is_strict: bool = True
) -> Iterator[tuple[Address, Address]]:
    """Yield each address that another owner wants too, with the other's.

    Addresses are compared as a disk or a server may: without regard to case. Where the
    site is not strict, a ``save_as`` may take the place of one of the site's own pages,
    which Pelican then leaves out: so a page becomes the home page.
    """
    wanted: dict[str, dict[str, Address]] = defaultdict(dict)
    for address in addresses:
        if address.save_as:
            wanted[fold_path(address.save_as)].setdefault(address.owner, address)
    inside = {folder: place for place in wanted for folder in folders_of(place)}
    for place, owners in wanted.items():
        above = next((wanted[p] for p in folders_of(place) if p in wanted), {})
        below = wanted[inside[place]] if place in inside else {}
        for address in owners.values():
            rivals = [*owners.values(), *above.values(), *below.values()]
            if address.key == "save_as" and not is_strict:
                same = set(owners.values())
                rivals = [r for r in rivals if r.line or r.is_file or r not in same]
            other = next((r for r in rivals if r.owner != address.owner), None)
            if other:
                yield address, other


def explain_taken(address: Address, other: Address) -> Problem:
    """Return the problem of an address that another owner wants too."""
    url = url_of(address.save_as)
    what = f"The address “{url}” is wanted by {other.owner}, too."
    mine = MENDED.get(address.key, "Give this one another slug")
    if address.is_file:
        mine = "Rename this one"
    theirs = "" if address.key == ALIASES else ", or take one of the two away"
    if other.setting:
        theirs = f", or move the site's own page with {other.setting} in pelicanconf.py"
    return Problem(address.owner, address.line, what, f"{mine}{theirs}.", TAKEN)


def folders_of(place: str) -> Iterator[str]:
    """Yield the folders that a file lies in.

    >>> list(folders_of("blog/sleep/index.html"))
    ['blog', 'blog/sleep']
    """
    parts = place.split("/")
    yield from ("/".join(parts[:n]) for n in range(1, len(parts)))


def fold_path(path: str) -> str:
    """Return what two paths share that a disk may take for one."""
    return unicodedata.normalize("NFC", path.strip("/")).casefold()


def url_of(save_as: str) -> str:
    """Return the address of a file, as people write it: a page's folder."""
    return save_as.removesuffix("index.html") or "/"


def is_nowhere(host: str) -> bool:
    """Return whether a host is one that no visitor can reach: local, or an example."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        pass
    name = host.lower().rstrip(".")
    return "." not in name or f".{name}".endswith(NOWHERE)
