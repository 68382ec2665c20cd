"""Real Pelican sites in a temporary folder."""

from __future__ import annotations

import signal
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup

from plugins.tools.build.pelican_run import run_pelican

if TYPE_CHECKING:
    from plugins.problem import Problem

ROOT = Path(__file__).parent.parent
# A job in the background ignores Ctrl-C, and so would every command that it starts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
#: What takes longest in one process begins first, else it would be left for the end.
#: Not the theme's: its blog is served by a thread to the end, and tests after it fork.
FIRST = ("tests/wheel/", "tests/site/")
POST = """---
title: {title}
date: {date}
summary: A summary that is long enough to say what this post is about to its readers.
category: Evidence
{more}---

{body}
"""
QUIET = {
    "SITENAME": "Test",
    "SITEURL": "https://site.example",
    "TIMEZONE": "UTC",
    "AUTHOR": "Ada",
    "DEFAULT_LANG": "en",
    "ARTICLE_PATHS": ["posts"],
    "PAGE_PATHS": ["pages"],
    "STATIC_PATHS": ["images"],
    "THEME": "simple",
    "PLUGINS": [],  # else Pelican takes all that are installed
    "FEED_ALL_ATOM": None,
    "CATEGORY_FEED_ATOM": None,
    "AUTHOR_FEED_ATOM": None,
    "AUTHOR_FEED_RSS": None,
    "TRANSLATION_FEED_ATOM": None,
    "CACHE_CONTENT": False,
    "DELETE_OUTPUT_DIRECTORY": True,
}


@dataclass(frozen=True)
class Site:
    """One built site: what a visitor gets and what the author was told."""

    root: Path
    output: Path
    problems: tuple[Problem, ...]

    def read(self, path: str) -> str:
        return (self.output / path).read_text("utf-8")

    def has(self, path: str) -> bool:
        return (self.output / path).is_file()

    def soup(self, path: str) -> BeautifulSoup:
        return BeautifulSoup(self.read(path), "lxml")

    def names(self) -> list[str]:
        return [problem.name for problem in self.problems]


def pytest_collection_modifyitems(items):
    """Begin with the files that take longest (tasks.py gives a process whole files)."""
    items.sort(key=lambda item: not item.nodeid.startswith(FIRST))


def a_post(title="A post", date="2026-01-01", body="Some words.", **header):
    """Return a post's text; further keys go into its header as they are."""
    more = "".join(f"{key}: {value}\n" for key, value in header.items())
    return POST.format(title=title, date=date, body=body, more=more)


@pytest.fixture(name="site")
def _site(tmp_path):
    """Build a site from texts: ``site({"posts/a.md": a_post()}, PLUGINS=[…])``."""

    def build(files: dict[str, str | bytes], **settings: Any) -> Site:
        content = tmp_path / "content"
        for name, text in files.items():
            path = content / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        run = run_pelican(
            None,
            **QUIET
            | {
                "PATH": str(content),
                "OUTPUT_PATH": str(tmp_path / "output"),
                "CACHE_PATH": str(tmp_path / "cache"),
            }
            | settings,
        )
        output = Path(run.settings.get("OUTPUT_PATH", tmp_path / "output"))
        return Site(tmp_path, output, run.problems)

    return build
