"""Links and fragments within a built site: each must lead somewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree, html

if TYPE_CHECKING:
    from pathlib import Path

ADDRESSES = ("href", "src", "poster", "srcset")
ELSEWHERE = ("mailto", "tel", "data")


@dataclass(frozen=True)
class Document:
    """What links a page has, and what can be linked to in it."""

    links: tuple[str, ...]
    targets: frozenset[str]


def find_broken_links(output: Path, siteurl: str) -> dict[str, list[str]]:
    """Return, for each page with broken links, what is wrong with them.

    Links to other hosts are not followed.
    """
    files = {p.relative_to(output).as_posix(): p for p in output.rglob("*")}
    documents = {
        path: read_document(file)
        for path, file in files.items()
        if file.suffix == ".html"
    }
    broken: dict[str, list[str]] = {}
    for path, document in documents.items():
        for link in dict.fromkeys(document.links):
            fault = _check(link, path, siteurl.rstrip("/"), files, documents)
            if fault:
                broken.setdefault(path, []).append(fault)
    return broken


def read_document(file: Path) -> Document:
    """Read a page's links and the places in it that can be linked to."""
    try:
        parser = html.HTMLParser(encoding="utf-8")
        tree = html.fromstring(file.read_bytes(), parser=parser)
    except etree.ParserError:
        return Document((), frozenset())
    links = [
        value
        for node in tree.iter(etree.Element)
        for name in ADDRESSES
        for value in _values(name, node.get(name))
    ]
    targets = {node.get("id") for node in tree.iter(etree.Element)}
    targets |= {node.get("name") for node in tree.iter("a")}
    return Document(tuple(links), frozenset(filter(None, targets)))


def _values(name: str, value: str | None) -> list[str]:
    if value is None:
        return []
    if name != "srcset":
        return [value]
    return [part.split()[0] for part in value.split(",") if part.split()]


def _check(
    link: str,
    path: str,
    siteurl: str,
    files: dict[str, Path],
    documents: dict[str, Document],
) -> str:
    base = f"{siteurl}/{path}"
    parts = urlsplit(urljoin(base, link.strip()))
    if parts.scheme in ELSEWHERE:
        return ""
    home = urlsplit(siteurl)
    if (parts.scheme, parts.netloc) != (home.scheme, home.netloc):
        return ""
    place = unquote(parts.path).removeprefix(home.path).lstrip("/")
    found = place + "index.html" if place.endswith("/") or not place else place
    if found not in files or files[found].is_dir():
        return f"{link}: there is no such file"
    if parts.fragment and found in documents:
        wanted = unquote(parts.fragment)
        if wanted not in documents[found].targets:
            return f"{link}: there is no such place in {found}"
    return ""
