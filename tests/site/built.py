"""The built site as a server would send it, and the commands that make it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urldefrag

from bs4 import BeautifulSoup

from tests.pages import resolve_links

ROOT = Path(__file__).parent.parent.parent
SITEURL = "https://aureo.example"


def run_invoke(*words: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run one of the commands that authors run and return what it said."""
    return subprocess.run(
        [sys.executable, "-m", "invoke", *words],
        cwd=folder,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@dataclass(frozen=True)
class Blog:
    """The built site: what stands at each address."""

    output: Path
    said: str
    soups: dict[str, BeautifulSoup] = field(default_factory=dict)

    @property
    def addresses(self) -> list[str]:
        """Return the address of every page, beginning with a slash."""
        found = []
        for file in sorted(self.output.rglob("*.html")):
            name = file.relative_to(self.output).as_posix()
            found.append("/" + name.removesuffix("index.html"))
        return found

    @property
    def posts(self) -> list[str]:
        """Return the addresses of posts."""
        return [address for address in self.addresses if address.startswith("/blog/")]

    def file(self, address: str) -> Path:
        """Return the file that a server would send for an address."""
        path = unquote(urldefrag(address.removeprefix(SITEURL)).url.split("?")[0])
        if path == "" or path.endswith("/"):
            path += "index.html"
        return self.output / path.lstrip("/")

    def soup(self, address: str) -> BeautifulSoup:
        """Return the page at an address; read it, never change it."""
        if address not in self.soups:
            text = self.file(address).read_text("utf-8")
            soup = BeautifulSoup(text, "lxml")
            self.soups[address] = resolve_links(soup, SITEURL + address)
        return self.soups[address]
