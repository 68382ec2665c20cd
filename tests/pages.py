"""Pages as a browser takes them: each link leads to a whole address."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

if TYPE_CHECKING:
    from bs4 import BeautifulSoup


def resolve_links(soup: BeautifulSoup, address: str) -> BeautifulSoup:
    """Return a page whose links are whole, as they lead from its address.

    Those to a place of the page itself stay short.
    """
    for tag in soup.find_all(True):
        for name in ("href", "src"):
            if tag.has_attr(name) and not tag[name].startswith("#"):
                tag[name] = urljoin(address, tag[name])
        if tag.has_attr("srcset"):
            offers = [one.split() for one in tag["srcset"].split(",")]
            whole = [" ".join([urljoin(address, at), *size]) for at, *size in offers]
            tag["srcset"] = ", ".join(whole)
    return soup
