"""The plugin on a site: a file beside the pages, a variable for the theme."""

from __future__ import annotations

import shutil
import subprocess
import sys
from itertools import pairwise

import pytest

from plugins.security_headers.core import format_meta, format_netlify
from plugins.security_headers.settings import SecurityHeaders
from tests.conftest import a_post
from tests.plugins.tools.conftest import ROOT, make_place

PLUGIN = "plugins.security_headers"
POST = {"posts/a.md": a_post()}
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M1 1h7"/></svg>'
META = {"policy": {"img-src": "'self' https://i.example"}, "meta": True}


def test_a_site_with_the_plugin_gets_the_file(site):
    """With nothing said, the headers are ours, and pages are as they were."""
    built = site(POST, PLUGINS=[PLUGIN])

    assert built.problems == ()
    assert built.read("_headers") == format_netlify(SecurityHeaders())


def kept_for_a_year(built):
    """Return the addresses that browsers need not ask for again."""
    lines = built.read("_headers").splitlines()
    return [a for a, b in pairwise(lines) if "immutable" in b]


@pytest.mark.parametrize("last", [PLUGIN, "plugins.stylesheets"])
def test_only_what_has_a_hash_in_its_name_is_kept_for_a_year(site, tmp_path, last):
    """A sheet beside the bundle, and a picture beside the made ones, may change."""
    theme = tmp_path / "theme"
    shutil.copytree(ROOT / "theme", theme)
    (theme / "static/css/extra.css").write_text("p{color:red}", "utf-8")
    (theme / "static/note.txt").write_text("css/tokens.css", "utf-8")
    plugins = sorted([PLUGIN, "plugins.stylesheets"], key=last.__eq__)
    ours = {"THEME": str(theme), "JINJA_ENVIRONMENT": {"autoescape": True}}
    built = site(POST, PLUGINS=plugins, **ours)
    (bundle,) = built.output.glob("theme/css/main.*.css")
    assert built.has("theme/css/extra.css")
    assert kept_for_a_year(built) == [f"/theme/css/{bundle.name}", "/images/made/*"]

    more = {"STYLESHEETS": {"more": ["css/post.css"]}}
    built = site(POST, PLUGINS=plugins, **ours, **more)
    sheets = [
        *built.output.glob("theme/css/main.*"),
        *built.output.glob("theme/css/post.*"),
    ]
    assert kept_for_a_year(built)[:-1] == [f"/theme/css/{one.name}" for one in sheets]

    picture = {"images/made/room.svg": SVG}
    built = site(POST | picture, PLUGINS=[PLUGIN], **ours)
    assert kept_for_a_year(built) == []
    built = site(POST, PLUGINS=[PLUGIN], **ours, STYLESHEET="css/extra.css")
    assert kept_for_a_year(built) == []


@pytest.mark.parametrize("settings", [{"SECURITY_HEADERS": None}, {}], ids=str)
def test_a_site_that_wants_none_gets_none(site, settings):
    """A stranger's scripts go on working."""
    built = site(POST, PLUGINS=[PLUGIN] if settings else [], **settings)

    assert not built.has("_headers")


def test_a_wrong_setting_ends_the_run_before_anything_is_written(site):
    """Every mistake is named as those of the other plugins are."""
    built = site(POST, PLUGINS=[PLUGIN], SECURITY_HEADERS={"polcy": {}})

    assert built.names() == ["security-headers-setting"]
    assert not built.output.exists()


@pytest.fixture(name="place")
def _place(tmp_path):
    """Make a site whose theme prints the policy first in its head."""
    place = make_place(tmp_path / "blog")
    base = place.root / "theme/templates/base.html"
    head = "<head>{{ META_POLICY|safe if META_POLICY }}"
    base.write_text(base.read_text("utf-8").replace("<head>", head, 1), "utf-8")
    return place


def configure(place, **settings):
    lines = "".join(f"{key} = {value!r}\n" for key, value in settings.items())
    conf = place.root / "pelicanconf.py"
    conf.write_text(f"{conf.read_text('utf-8')}{lines}", "utf-8")


def test_plain_pelican_writes_what_invoke_build_writes(place):
    """Pages and ``_headers`` are the same bytes."""
    configure(place, PLUGINS=[PLUGIN], SECURITY_HEADERS=META)
    ended = place.run("build")
    assert ended.code == 0, ended.said
    subprocess.run(
        [sys.executable, "-m", "pelican", "-s", "pelicanconf.py", "-o", "plain"],
        cwd=place.root,
        env=place.env(PYTHONPATH=str(ROOT)),
        capture_output=True,
        check=True,
    )
    built, plain = place.files(), place.files("plain")

    for name in ("_headers", "index.html", "post-1.html", "pages/about.html"):
        assert built[name] == plain[name], name
    assert b"https://i.example" in built["_headers"]
    assert b'<head><meta http-equiv="Content-Security-Policy"' in built["index.html"]


def test_the_setting_alone_is_enough_for_invoke_build(place):
    """Sites that had their headers from the tools keep them without the plugin."""
    configure(place, SECURITY_HEADERS=META)
    ended = place.run("build")
    alone = place.files()
    configure(place, PLUGINS=[PLUGIN])
    again = place.run("build")

    assert ended.code == again.code == 0, ended.said
    assert "https://i.example" in alone["_headers"].decode()
    assert alone == place.files()


def test_without_the_setting_and_the_plugin_a_build_says_nothing(place):
    """Neither a file nor an element in the pages."""
    assert place.run("build").code == 0

    assert "_headers" not in place.files()
    assert b"http-equiv" not in place.files()["index.html"]


@pytest.mark.parametrize("plugins", [[PLUGIN], []], ids=["listed", "not listed"])
def test_the_headers_are_examined_before_they_are_published(place, plugins):
    """What must not be seen is found in them too, and the output stays as it was."""
    configure(place, PLUGINS=plugins, SECURITY_HEADERS={})
    place.run("build")
    before = place.files()
    policy = {"img-src": f"'self' {place.root}"}
    configure(place, SECURITY_HEADERS={"policy": policy})
    ended = place.run("build")

    assert ended.code == 1
    assert "output/_headers:2: " in ended.said
    assert "[output-machine-path]" in ended.said
    assert place.files() == before


@pytest.mark.parametrize("task", ["build", "headers nginx"])
def test_a_wrong_setting_is_one_line_in_every_task(place, task):
    """File, remedy and name; no traceback."""
    configure(place, SECURITY_HEADERS={"policy": {"img src": ""}})
    ended = place.run(*task.split())

    assert ended.code == 1
    assert "pelicanconf.py: SECURITY_HEADERS[“policy”] has “img src: ”" in ended.said
    assert "[security-headers-setting]" in ended.said
    assert "Traceback" not in ended.said
    assert not place.output.exists()


def test_invoke_headers_prints_the_sites_own(place):
    """With the plugin or without, and ours where the site says nothing."""
    ours = place.run("headers", "meta").out
    configure(place, SECURITY_HEADERS=META)
    own = place.run("headers", "meta").out

    assert ours == f"{format_meta(SecurityHeaders())}\n"
    assert own == ours.replace("img-src 'self'", "img-src 'self' https://i.example")
