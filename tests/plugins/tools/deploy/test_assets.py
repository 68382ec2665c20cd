"""A page in a cache keeps its style: files with a hash in their names stay a while."""

from __future__ import annotations

import json
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta

import pytest

from plugins.tools.deploy.assets import find_kept, has_hash
from tests.needs import needs
from tests.plugins.tools.conftest import an_ssh_server

OLD, NEW = "theme/css/main.0a23456789.css", "theme/css/main.98765fedc4.css"
PICTURE = "images/ein bild-ä-1080.99cc9dd6c5.webp"
NOW = datetime(2026, 11, 29, tzinfo=UTC)


SERVER = [needs("sshd", "rsync"), pytest.mark.server]


@pytest.fixture(name="www", params=["folder", pytest.param("ssh", marks=SERVER)])
def _www(request, place, tmp_path):
    """Give the site a target of each kind, and what will be in its place."""
    www = tmp_path / "the www"
    is_ssh = request.param == "ssh"
    with an_ssh_server(tmp_path / "ssh") if is_ssh else nullcontext({}) as keys:
        lines = "".join(f"    {key}: {value}\n" for key, value in keys.items())
        place.write("invoke.yaml", f"deploy:\n  live:\n    path: {www}\n{lines}")
        dress(place, OLD)
        place.write(f"content/{PICTURE}", "RIFF\x0a\x00\x00\x00WEBPVP8 ")
        yield www


def dress(place, sheet):
    """Give the theme a style sheet of this name alone."""
    for old in (place.root / "theme/static/css").glob("*"):
        old.unlink()
    place.write(f"theme/static/{sheet.removeprefix('theme/')}", f"/* {sheet} */\n")
    base = place.root / "theme/templates/base.html"
    link = f'<link rel="stylesheet" href="/{sheet}"></head>'
    base.write_text(base.read_text().split("<link")[0].replace("</head>", "") + link)


def deploy(place, *words):
    ended = place.run("deploy", "live", "--yes", *words)
    assert ended.code == 0, ended.said
    return ended.out


def make_older(www, days):
    """Let what the current release keeps have left so many days ago."""
    release = (www / "current").resolve().name
    file = www / ".records" / f"{release}.json"
    record = json.loads(file.read_text())
    at = (datetime.now(UTC) - timedelta(days=days)).isoformat()
    record["kept"] = dict.fromkeys(record["kept"], at)
    file.write_text(json.dumps(record))


def test_hashed_files_outlive_their_page_for_a_month(place, www):
    """And no longer; what has no hash goes at once, and the plan says all of it."""
    place.write("theme/static/plain.css", "a {}")
    deploy(place)
    (place.root / "theme/static/plain.css").unlink()
    (place.root / "content" / PICTURE).unlink()
    dress(place, NEW)
    until = f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%d}"

    for said in (deploy(place, "--plan"), deploy(place)):
        assert f"  kept     {OLD} until {until}, for pages in caches" in said
        assert f"  kept     {PICTURE} until {until}" in said
        assert "  deleted  theme/plain.css" in said
        assert ", 1 deleted, " in said
    current = www / "current"
    assert (current / OLD).read_text() == f"/* {OLD} */\n"
    assert (current / NEW).is_file()
    assert (current / PICTURE).stat().st_mode & 0o777 == 0o644
    assert not (current / "theme/plain.css").exists()
    assert "has this site already" in deploy(place)

    make_older(www, 29)
    place.post("post-1", "Edited.")
    deploy(place)
    assert (current / OLD).is_file()
    make_older(www, 31)
    said = deploy(place)
    assert f"  deleted  {OLD}" in said
    assert not (current / OLD).exists()
    assert not (current / PICTURE).exists()
    assert "has this site already" in deploy(place)


@pytest.mark.parametrize(
    "www",
    ["folder", pytest.param("ssh", marks=[*SERVER, pytest.mark.long])],
    indirect=True,
)
def test_after_a_rollback_pages_of_the_newer_release_keep_their_style(place, www):
    """Those that are in caches by then."""
    deploy(place)
    dress(place, NEW)
    deploy(place)
    newest = (www / "current").resolve().name
    assert place.run("rollback", "live").code == 0
    assert (www / "current" / OLD).is_file()
    assert (www / "current" / NEW).is_file()
    assert (www / "current").resolve().name != newest
    said = deploy(place)
    assert f"  new      {NEW}" not in said  # it lies there
    assert (www / "current" / OLD).is_file()


def test_a_site_may_let_such_files_go_at_once(place, tmp_path):
    """A picture that nobody may see any more."""
    www = tmp_path / "www"
    settings = f"    path: {www}\n    grace_days: 0\n"
    place.write("invoke.yaml", f"deploy:\n  live:\n{settings}")
    dress(place, OLD)
    deploy(place)
    dress(place, NEW)
    assert f"  deleted  {OLD}" in deploy(place)
    assert not (www / "current" / OLD).exists()
    assert place.run("rollback", "live").code == 0
    assert not (www / "current" / NEW).exists()


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (OLD, True),
        (PICTURE, True),
        ("js/app-3f2a91c0.js", True),
        ("a.d41d8cd98f00b204e9800998ecf8427e.woff2", True),
        ("images/walk-20260314.jpg", False),
        ("images/decade-facade.jpg", False),
        ("blog/abc.0a23456789/index.html", False),
        ("feeds/all-0a1b2c3d4e.atom.xml", False),
        ("page.0a23456789.html", False),
        ("main.css", False),
        ("a\n.0a23456789.css", False),
    ],
)
def test_a_hash_in_a_name_has_figures_and_letters(path, expected):
    """Dates and words are none, and pages say what was true."""
    assert has_hash(path) is expected


def test_a_clock_that_was_set_back_keeps_nothing_for_ever():
    """Times to come count as now."""
    since = {NEW: NOW + timedelta(days=900)}
    assert find_kept([NEW, "a.css"], since, NOW, 30) == {NEW: NOW}
