"""One built blog for all tests of the theme, served with the site's own headers."""

from __future__ import annotations

import importlib.util
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup

from dev.audit.browser import open_browser
from dev.audit.pages import choose_pages, list_pages
from dev.audit.server import serving
from plugins.security_headers.settings import SecurityHeaders
from plugins.tools.build.pelican_run import run_pelican
from tests.pages import resolve_links

if TYPE_CHECKING:
    from dev.audit.server import Server

ROOT = Path(__file__).parents[2]
PEOPLE = {"R. Viewer": {"credentials": "MD", "role": "Reviewer", "bio": "", "url": ""}}
#: The clinic as it is once somebody can reach it.
CLINIC = {
    "name": "Áureo",
    "city": "Portland",
    "phone": "+44 1632 960001",
    "email": "hello@aureo.clinic",
    "address": "12 Oak Street",
}
#: Twelve posts fill two pages of a list.
POSTS = 12


def load_corpus():
    spec = importlib.util.spec_from_file_location(
        "theme_corpus", Path(__file__).parent / "corpus.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@dataclass
class Blog:
    """A built blog, its files and its address."""

    output: Path
    server: Server

    @property
    def address(self) -> str:
        return self.server.address

    @cached_property
    def pages(self):
        return list_pages(self.output)

    @cached_property
    def kinds(self):
        return {page.kind: page for page in choose_pages(self.pages)}

    def soup(self, path: str) -> BeautifulSoup:
        soup = BeautifulSoup((self.output / path).read_text("utf-8"), "lxml")
        address = f"{self.address}/{path.removesuffix('index.html')}"
        return resolve_links(soup, address)

    def of(self, kind: str) -> BeautifulSoup:
        return self.soup(self.kinds[kind].path)

    def url(self, kind: str) -> str:
        page = self.kinds[kind]
        place = "no/such/page/" if kind == "not-found" else page.address
        return f"{self.address}/{place}"


def build(content: Path, output: Path, siteurl: str, **settings: Any) -> None:
    run = run_pelican(
        ROOT / "pelicanconf.py",
        **{
            "PATH": str(content),
            "OUTPUT_PATH": str(output),
            "SITEURL": siteurl,
            "BULLETIN_ROOT": str(content.parent),
            "PEOPLE": PEOPLE,
            "CLINIC": CLINIC,
        }
        | settings,
    )
    assert run.is_good, run.problems


@pytest.fixture(name="corpus", scope="session")
def _corpus(tmp_path_factory):
    """Return a folder with posts of every kind, and one that somebody reviewed."""
    module = load_corpus()
    folder = module.write_corpus(tmp_path_factory.mktemp("site") / "content", POSTS)
    review = "reviewed_by: R. Viewer\nreviewed: 2026-04-01\nreview_due: 2031-04-01"
    end = "\n---\n\n"
    reviewed = module.a_post(2).replace(end, f"\n{review}{end}", 1)
    (folder / "posts/post-2.md").write_text(reviewed, "utf-8")
    gone = {"forgotten": {"/blog/gone/": "The study that it was about is retracted."}}
    (folder / "addresses.json").write_text(json.dumps(gone), "utf-8")
    return folder


@pytest.fixture(name="blog", scope="session")
def _blog(corpus, tmp_path_factory):
    """Return the built blog while it is served."""
    output = tmp_path_factory.mktemp("blog")
    with serving(output, SecurityHeaders().all) as server:
        build(corpus, output, server.address)
        yield Blog(output, server)


@pytest.fixture(name="browser", scope="module")
def _browser():
    """Return a Chromium; two at once in one process is more than Playwright allows."""
    with open_browser() as browser:
        yield browser
