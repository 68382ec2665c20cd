"""Sites in git repositories, for the commands that change posts."""

from __future__ import annotations

import subprocess
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.plugins.tools.conftest import make_place

if TYPE_CHECKING:
    from pathlib import Path

    from tests.plugins.tools.conftest import Place

CONF = """
SITEURL = "https://blog.aureo.health"
PLUGINS = ["plugins.front_matter", "plugins.post_checks", "plugins.series",
           "plugins.feeds"]
FRONT_MATTER = {"strict": True}
POST_CHECKS = {"strict": True}
ARTICLE_URL = "blog/{slug}/"
ARTICLE_SAVE_AS = "blog/{slug}/index.html"
ARTICLE_LANG_URL = "blog/{slug}-{lang}/"
ARTICLE_LANG_SAVE_AS = "blog/{slug}-{lang}/index.html"
PAGE_URL = "{slug}/"
PAGE_SAVE_AS = "{slug}/index.html"
FILENAME_METADATA = r"\\d{4}-\\d{2}-\\d{2}-(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)$"
WITH_FUTURE_DATES = False
DRAFT_SAVE_AS = ""
BULLETIN_NOW = "2026-03-01T12:00:00+00:00"
"""
GIT = ("git", "-c", "user.name=Ada", "-c", "user.email=ada@site.example")


def a_text(title, body="Some words.", form="yaml", **header):
    """Return a post's text with a header of either form."""
    keys = {"title": title, "date": "2026-01-05", "category": "All"}
    keys["summary"] = f"What the post “{title}” says, in a sentence of some length."
    head = "".join(f"{k}: {v}\n" for k, v in (keys | header).items() if v)
    return f"---\n{head}---\n\n{body}\n" if form == "yaml" else f"{head}\n{body}\n"


def git(place: Place, *words: str) -> str:
    done = subprocess.run(
        [*GIT, *words], cwd=place.root, capture_output=True, text=True, check=True
    )
    return done.stdout


def commit(place: Place) -> None:
    git(place, "add", "--all")
    git(place, "commit", "--quiet", "--allow-empty", "-m", "As it is")


def make_desk(folder: Path, files: dict[str, str], conf: str = "") -> Place:
    """Make a strict site of these files below content/, in a repository."""
    place = make_place(folder, posts=0)
    (place.root / "content/pages/about.md").unlink()
    settings = (place.root / "pelicanconf.py").read_text()
    place.write("pelicanconf.py", settings + CONF + conf)
    place.write(".gitignore", ".bulletin/\noutput/\n__pycache__/\n")
    for path, text in files.items():
        place.write(f"content/{path}", text)
    git(place, "init", "--quiet")
    commit(place)
    return place


@pytest.fixture(name="desk")
def a_desk(tmp_path):
    """Make a strict site with no posts, in a repository: ``desk({path: text})``."""
    return partial(make_desk, tmp_path / "blog")


def undo(place: Place, said: str) -> None:
    """Run the command that a change has printed to undo it."""
    command = said.split("To undo it: ")[1].splitlines()[0]
    subprocess.run(command, shell=True, cwd=place.root, check=True)  # noqa: S602
