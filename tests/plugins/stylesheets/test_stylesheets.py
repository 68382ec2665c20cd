"""Many sheets, one file, and a name that changes with its bytes."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pelican
import pytest

from plugins.problem import SettingsError
from plugins.stylesheets.bundle import BrokenSheetError, bundle_sheets, name_bundle
from plugins.stylesheets.settings import parse_settings
from tests.conftest import a_post

SIMPLE = Path(pelican.__file__).parent / "themes" / "simple"
SHEETS = {
    "main.css": '@layer base;\n@import "a.css" layer(base);\n@import "b.css";\n',
    "a.css": "/* words */\np { color: #ff0000; }\n",
    "b.css": "em { margin-inline: 0 0 }\n",
}
LINK = '<link rel="stylesheet" href="theme/{{ STYLESHEET or "css/main.css" }}">'


@pytest.fixture(name="theme")
def _theme(tmp_path):
    """Return a theme with three sheets and an icon."""
    theme = tmp_path / "theme"
    shutil.copytree(SIMPLE, theme)
    (theme / "static/css").mkdir(parents=True)
    for name, text in SHEETS.items():
        (theme / "static/css" / name).write_text(text, "utf-8")
    (theme / "static/icons").mkdir()
    (theme / "static/icons/i.svg").write_text("<svg/>", "utf-8")
    base = theme / "templates/base.html"
    text = base.read_text("utf-8")
    base.write_text(text.replace("{% endblock head %}", LINK + "{% endblock head %}"))
    return theme


def build(site, theme, **settings):
    return site(
        {"posts/a.md": a_post()},
        THEME=str(theme),
        PLUGINS=["plugins.stylesheets"],
        **settings,
    )


def link_of(built):
    """Return what our line in the head links; simple's own line comes before it."""
    return built.soup("a-post.html").find_all("link", rel="stylesheet")[-1]["href"]


def test_a_page_links_one_sheet_that_has_all(site, theme):
    """The bundle is published for the sheets; other files stay where they were."""
    built = build(site, theme)
    link = link_of(built)
    files = {p.relative_to(built.output).as_posix() for p in built.output.rglob("*.*")}

    assert re.fullmatch(r"theme/css/main\.[0-9a-f]{10}\.css", link)
    css = built.read(link)
    assert "words" not in css
    assert "red" in css
    assert "margin-inline" in css
    assert "@import" not in css
    assert [name for name in files if name.endswith(".css")] == [link]
    assert "theme/icons/i.svg" in files


def test_the_name_changes_when_a_byte_does(site, theme):
    """A server may let browsers keep it for a year."""
    first = link_of(build(site, theme))
    (theme / "static/css/a.css").write_text("p { color: blue }", "utf-8")
    second = link_of(build(site, theme))

    assert first != second
    assert name_bundle("x/y.css", "a") == name_bundle("x/y.css", "a")


def test_a_broken_sheet_ends_the_build(site, theme):
    """With the file and what is wrong."""
    (theme / "static/css/main.css").write_text('@import "gone.css";', "utf-8")

    built = build(site, theme)

    assert built.names() == ["stylesheet-broken"]
    assert not built.has("a-post.html")


def test_the_bundler_says_the_line(tmp_path):
    """A sheet's own line, for its author."""
    (tmp_path / "x.css").write_text(
        "p { color: red }\n\n@import 'y.css';\nb {", "utf-8"
    )

    with pytest.raises(BrokenSheetError) as raised:
        bundle_sheets(tmp_path / "x.css")

    assert raised.value.line > 0


def test_a_theme_without_the_entry_is_left_alone(site):
    """Pelican's own simple theme builds as before."""
    built = site({"posts/a.md": a_post()}, PLUGINS=["plugins.stylesheets"])

    assert built.names() == []
    assert built.has("a-post.html")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"enty": "x.css"}, "Did you mean “entry”?"),
        ({"entry": "main.scss"}, "not the path of a .css file"),
        ({"browsers": "safari 15"}, "not a list of text"),
        ("main.css", "STYLESHEETS is “main.css”, not a dict"),
    ],
)
def test_a_wrong_setting_is_named(given, said):
    """One line each."""
    with pytest.raises(SettingsError, match="stylesheets-setting") as raised:
        parse_settings(given)

    assert said in str(raised.value)
