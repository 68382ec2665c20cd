"""The icons, and the colour of a browser's bars."""

from __future__ import annotations

import re
from pathlib import Path

from PIL import Image

from tests.theme.conftest import ROOT

#: The paper of the light and of the dark scheme.
PAPERS = re.findall(
    r"--paper: light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)",
    (ROOT / "theme/static/css/tokens.css").read_text("utf-8"),
)[0]


def test_bars_have_the_colour_of_the_paper(blog):
    """Of either scheme; the one with a condition comes first, or would never count."""
    found = blog.soup("index.html").find_all("meta", attrs={"name": "theme-color"})
    light, dark = PAPERS
    assert [(one["content"], one.get("media")) for one in found] == [
        (dark, "(prefers-color-scheme:dark)"),
        (light, None),
    ]


def test_every_icon_that_a_page_names_is_there(blog):
    """And one for telephones, which lay it on a screen of any colour: opaque."""
    names = ["icon", "apple-touch-icon"]
    for page in blog.pages:
        for link in blog.soup(page.path).find_all("link", rel=names):
            path = link["href"].removeprefix(f"{blog.address}/")
            assert (blog.output / path).is_file(), (page.path, link)
    with Image.open(ROOT / "theme/static/apple-touch-icon.png") as icon:
        assert icon.size == (180, 180)
        assert not icon.has_transparency_data


def test_the_icon_stands_where_browsers_look_for_it():
    """In three sizes; a feed that a browser shows names no icon."""
    namespace: dict[str, object] = {}
    exec(Path(ROOT / "pelicanconf.py").read_text("utf-8"), namespace)  # noqa: S102
    placed = namespace["EXTRA_PATH_METADATA"]
    (source,) = (one for one, to in placed.items() if to["path"] == "favicon.ico")
    with Image.open(ROOT / "content" / source) as icon:
        assert icon.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
