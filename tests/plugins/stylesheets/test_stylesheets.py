"""Many sheets, one file, and a name that changes with its bytes."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pelican
import pytest

from plugins.problem import SettingsError
from plugins.stylesheets.bundle import (
    BrokenSheetError,
    LooseSheetError,
    bundle_sheets,
    name_bundle,
)
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
    text = re.sub("<link rel=.stylesheet.*>", "", text)
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
    """Return what our line in the head links."""
    return built.soup("a-post.html").find("link", rel="stylesheet")["href"]


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


def test_one_kind_of_page_has_a_sheet_of_its_own(site, theme):
    """Each entry becomes a file; what came into one of them is left out."""
    (theme / "static/css/post.css").write_text('@import "a.css";\n', "utf-8")
    base = theme / "templates/base.html"
    own = LINK.replace("STYLESHEET", '(STYLESHEET_OF or {})["css/post.css"]')
    text = base.read_text("utf-8")
    base.write_text(text.replace(LINK, LINK + own), "utf-8")
    built = build(site, theme, STYLESHEETS={"more": ["css/post.css"]})

    whole, post = (
        link["href"]
        for link in built.soup("a-post.html").find_all("link", rel="stylesheet")
    )
    assert re.fullmatch(r"theme/css/post\.[0-9a-f]{10}\.css", post)
    assert "red" in built.read(post)
    assert "margin-inline" not in built.read(post)
    assert "margin-inline" in built.read(whole)
    sheets = [
        p.relative_to(built.output).as_posix() for p in built.output.rglob("*.css")
    ]
    assert sorted(sheets) == [whole, post]


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


@pytest.fixture(name="sheets")
def _sheets():
    """Bundle sheets that are given by name, each with its text."""

    def bundle(entry="css/main.css", *, files):
        return bundle_sheets(entry, {n: t.encode() for n, t in files.items()})

    return bundle


def test_the_bundler_says_the_line(sheets):
    """A sheet's own line, for its author."""
    with pytest.raises(BrokenSheetError) as raised:
        sheets(files={"css/main.css": "p { color: red }\n\nb {}\nem { 5px }"})

    assert (raised.value.sheet, raised.value.line) == ("css/main.css", 4)


@pytest.mark.parametrize(
    ("address", "there"),
    [
        ("url(f.woff2)", "sub/f.woff2"),
        ("url( 'f.woff2' )", "sub/f.woff2"),
        ('url("../i/p.png?v=2#x")', "i/p.png?v=2#x"),
        ("url(../../images/p.png)", "../images/p.png"),
        ('image-set("p.png" 1x, url(q.png) 2x)', "sub/p.png sub/q.png"),
        ("url(/theme/p.png)", "/theme/p.png"),
        ("url(https://x.example/p.png)", "https://x.example/p.png"),
        ("url(//x.example/p.png)", "//x.example/p.png"),
        ("url(data:image/png;base64,AA/BB==)", "data:image/png;base64,AA/BB=="),
        ("url(#mask)", "#mask"),
        ("url(f.eot?#iefix)", "sub/f.eot?#iefix"),
    ],
)
def test_addresses_lead_where_they_led(sheets, address, there):
    """Fonts and pictures are asked for from the sheet's own folder."""
    files = {
        "css/main.css": '@import "sub/a.css";',
        "css/sub/a.css": f"/* url(no.png) */ p {{ content: 'a.png'; b: {address} }}",
    }
    css = sheets(files=files).css

    assert "'a.png'" in css or '"a.png"' in css
    for one in there.split():
        assert f"({one})" in css or f'"{one}"' in css


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ('@import "a.css";', "p{color:red}"),
        ("@import url(a.css);", "p{color:red}"),
        ("@import url( 'a.css?v=3' ) ;", "p{color:red}"),
        ("/* @import 'gone.css'; */ @import 'a.css';", "p{color:red}"),
        ("@charset 'utf-8'; @import 'a.css'", "p{color:red}"),
        ("@IMPORT 'a.css' print;", "@media print{p{color:red}}"),
        ("@import 'a.css' layer;", "@layer{p{color:red}}"),
        (
            "@import 'a.css' layer(x.y) supports(top: 0) all and (width>9px);",
            "@media (width>9px){@supports (top:0){@layer x.y{p{color:red}}}}",
        ),
        (
            "@import 'a.css' supports(not (display: grid));",
            "@supports not (display:grid){p{color:red}}",
        ),
        # What the bundler of the library refuses, or reads once alone.
        (
            "@import 'a.css' layer(x); @import 'a.css' print;",
            "@layer x{p{color:red}}@media print{p{color:red}}",
        ),
        ("@import 'b.css' layer(x);", "@layer x{@layer y{p{color:red}}}"),
        ("@import 'main.css'; @import 'a.css';", "p{color:red}"),
        ("@import 'open.css' print; em { top: 0 ", "@media print{b{top:0}}em{top:0}"),
    ],
)
def test_an_import_becomes_what_browsers_read(sheets, rule, expected):
    """Layers, conditions and media are kept around it."""
    files = {
        "css/main.css": rule,
        "css/a.css": "@charset 'utf-8';\np { color: red }",
        "css/b.css": "@import 'a.css' layer(y);",
        "css/open.css": "b { top: 0; /* a sheet that ends within a rule",
    }

    assert sheets(files=files).css == expected


@pytest.mark.parametrize(
    "rule",
    [
        "@import url(https://fonts.example/css?family=A;B);",
        "@import '//x.example/a.css';",
        "@import '/theme/css/a.css';",
        "@namespace svg url(http://www.w3.org/2000/svg);",
    ],
)
def test_what_one_file_cannot_do_is_said(sheets, rule):
    """The theme's sheets work one by one, so the build goes on."""
    with pytest.raises(LooseSheetError) as raised:
        sheets(files={"css/main.css": f"@layer x;\n{rule}"})

    assert raised.value.line in (0, 2)


def css_of(built):
    names = (p.relative_to(built.output).as_posix() for p in built.output.rglob("*.*"))
    return sorted(name for name in names if name.endswith(".css"))


@pytest.mark.parametrize("theme_name", ["simple", "notmyidea"])
def test_a_theme_that_does_not_ask_is_left_alone(site, theme_name):
    """Pelican's own themes build as they do without the plugin."""
    settings = {"THEME": theme_name, "DELETE_OUTPUT_DIRECTORY": True}
    files = {"posts/a.md": a_post()}
    expected = site(files, **settings)
    sheets = {name: expected.read(name) for name in css_of(expected)}
    page = expected.read("a-post.html")
    built = site(files, PLUGINS=["plugins.stylesheets"], **settings)

    assert built.names() == []
    assert {name: built.read(name) for name in css_of(built)} == sheets
    assert built.read("a-post.html") == page


def test_what_a_page_may_link_is_kept(site, theme):
    """Sheets that something published names stay, with all that those import."""
    css = theme / "static/css"
    more = {
        "main.css": "@import 'a.css'; @import 'b.css'; @import 'my c.css'; "
        "@import 'd.css'; @import '../own/font.css'; @import 'g.css';",
        "my c.css": '@import "e.css";',
        "d.css": "d { top: 4px }",
        "e.css": "i { top: 5px }",
        "f.css": '@import "g.css"; u { top: 6px }',
        "g.css": "g { top: 7px }",
        "extra.css": "/* linked by name alone, in a script */",
    }
    for name, text in more.items():
        (css / name).write_text(text, "utf-8")
    (css.parent / "own").mkdir()
    (css.parent / "own/font.css").write_text("@font-face { src: url(x.woff2) }")
    (css.parent / "own/x.woff2").write_bytes(b"font")
    built = site(
        {
            "posts/a.md": a_post(
                body='<link rel="stylesheet" href="/theme/css/my%20c.css?v=2">'
            ),
            "extra/custom.css": "em { top: 8px }",
            "extra/d.css": "em { top: 9px }",
        },
        THEME=str(theme),
        PLUGINS=["plugins.stylesheets"],
        STATIC_PATHS=["images", "extra"],
        EXTRA_PATH_METADATA={
            "extra/custom.css": {"path": "theme/css/custom.css"},
            "extra/d.css": {"path": "theme/css/d.css"},
        },
    )
    bundle = link_of(built)

    assert css_of(built) == sorted(
        f"theme/css/{name}.css"
        for name in ("my c", "e", "f", "g", "d", "extra", "custom", bundle[10:-4])
    )
    text = built.read(bundle)
    assert "9px" in text, "a file of the site that stands in for the theme's"
    assert "4px" not in text
    assert "url(../own/x.woff2)" in text
    assert built.read("theme/css/d.css") == "em { top: 9px }"


@pytest.mark.parametrize(
    ("entry", "ask", "names"),
    [
        ("css/main.css", LINK, []),
        ("css/main.css", "{# STYLESHEET #}", ["stylesheet-unused"]),
        ("css/gone.css", LINK, ["stylesheet-unused"]),
        ("css/loose.css", LINK, ["stylesheet-loose"]),
    ],
)
def test_what_is_not_bundled_is_said_where_it_was_asked_for(
    site, theme, entry, ask, names
):
    """The sheets are there one by one, and the page links what is there."""
    loose = "@import 'https://fonts.example/a.css';"
    (theme / "static/css/loose.css").write_text(loose, "utf-8")
    base = theme / "templates/base.html"
    base.write_text(base.read_text("utf-8").replace(LINK, ask), "utf-8")
    built = build(site, theme, STYLESHEETS={"entry": entry})

    assert built.names() == names
    if names:
        assert len(css_of(built)) == 4
        assert "main.css" in built.read("a-post.html") or ask != LINK


def test_a_sites_own_stylesheet_setting_stands(site, theme):
    """A theme may have used the name for something of its own."""
    built = build(site, theme, STYLESHEET="css/b.css")

    assert link_of(built) == "theme/css/b.css"
    assert len(css_of(built)) == 3


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
