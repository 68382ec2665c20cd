"""A strict site that keeps a record of its addresses."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.plugins.tools.conftest import Place, make_place

CONF = """
NAMES = ("front_matter", "series", "feeds", "addresses")
PLUGINS = [f"plugins.{name}" for name in NAMES]
FILENAME_METADATA = r"\\d{4}-\\d{2}-\\d{2}-(?P<slug>.+)$"
FRONT_MATTER = {"strict": True}
FEED_ALL_RSS = "feeds/all.rss.xml"
TAG_FEED_ATOM = "feeds/{slug}.atom.xml"
ARTICLE_URL = "blog/{slug}/"
ARTICLE_SAVE_AS = "blog/{slug}/index.html"
DEFAULT_PAGINATION = 2
PAGINATED_TEMPLATES = {"index": None, "tag": None}
ADDRESSES = {"relative_links": True, "record": "addresses.json"}
"""


@pytest.fixture(name="kept_once", scope="session")
def _kept_once(tmp_path_factory):
    """Make such a site, built, whose addresses are all in its record."""
    place = make_place(tmp_path_factory.mktemp("kept") / "blog")
    place.write("pelicanconf.py", (place.root / "pelicanconf.py").read_text() + CONF)
    for number in range(3):
        place.post(f"post-{number}", tags="one, two" if number else "one")
    ended = place.run("check", "--fix", "addresses")
    assert ended.code == 0, ended.said
    assert place.run("build").code == 0
    return place


@pytest.fixture(name="kept")
def _kept(kept_once, tmp_path):
    """Return a copy of it."""
    return Place(Path(shutil.copytree(kept_once.root, tmp_path / "blog")))


def record_of(place):
    return json.loads((place.root / "content/addresses.json").read_text("utf-8"))
