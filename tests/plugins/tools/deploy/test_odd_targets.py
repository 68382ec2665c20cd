"""Targets as they are found: closed by an umask, with links astray, on a full disk."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
from contextlib import contextmanager, suppress

import pytest

from plugins.tools.build.lock import read_lock
from plugins.tools.deploy.folder import FolderTransport
from plugins.tools.deploy.plan import Releases, find_releases
from plugins.tools.files import FILE_MODE, FOLDER_MODE
from tests.needs import needs
from tests.plugins.tools.conftest import an_ssh_server


@contextmanager
def umask(mask):
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def modes(top):
    """Return the modes of a tree's files and folders, links apart."""
    found = set()
    for path in (top, *top.rglob("*")):
        status = path.lstat()
        if not stat.S_ISLNK(status.st_mode):
            kind = "folder" if stat.S_ISDIR(status.st_mode) else "file"
            found.add((kind, stat.S_IMODE(status.st_mode)))
    return found


PUBLIC = {("folder", FOLDER_MODE), ("file", FILE_MODE)}
PRIVATE = {("folder", 0o700), ("file", 0o600)}


def target(place, path, **keys):
    lines = "".join(f"    {key}: {value}\n" for key, value in keys.items())
    place.write("invoke.yaml", f"deploy:\n  live:\n    path: {path}\n{lines}")
    return path


@pytest.mark.parametrize("mask", [0o077, 0o000], ids=oct)
def test_what_is_published_can_be_read_whatever_the_umask(place, tmp_path, mask):
    """A web server has another account; nobody else may write."""
    target(place, tmp_path / "srv/www")
    with umask(mask):
        assert place.run("deploy", "live", "--yes").code == 0
        assert place.run("build", "-o", str(tmp_path / "sites/one/out")).code == 0

    records = tmp_path / "srv/www/.records"
    assert stat.S_IMODE(records.stat().st_mode) == 0o700  # titles of posts to come
    shutil.rmtree(records)
    assert modes(tmp_path / "srv") == PUBLIC
    assert modes(tmp_path / "sites/one/out") == PUBLIC
    assert stat.S_IMODE((tmp_path / "sites").stat().st_mode) == FOLDER_MODE


def test_what_is_not_published_stays_closed(place, tmp_path):
    """Drafts, records, what a deploy has built for itself."""
    target(place, tmp_path / "www")
    with umask(0o077):
        assert place.run("deploy", "live", "--yes").code == 0
        assert place.run("build", "--drafts").code == 0

    assert modes(place.root / ".bulletin") == PRIVATE
    assert modes(place.root / "preview") == PRIVATE


def test_a_release_that_an_older_version_closed_is_opened(place, tmp_path):
    """By the next deploy, by a rollback, by a build; a file's content stays its own."""
    www = target(place, tmp_path / "www")

    def close():
        for top in (www, place.output):
            for path in (top, *top.rglob("*")):
                if not path.is_symlink():
                    path.chmod(0o700 if path.is_dir() else 0o600)

    for body in ("One.", "Two."):
        place.post("post-1", body)
        assert place.run("deploy", "live", "--yes").code == 0
    assert place.run("build").code == 0
    shown = (www / "current").resolve()
    close()
    said = place.run("deploy", "live", "--yes")
    assert "has this site already." in said.out
    assert "If the web server has another: chmod 755" in said.err
    assert modes(shown) == PUBLIC
    assert place.run("rollback", "live").code == 0
    assert modes((www / "current").resolve()) == PUBLIC
    assert (www / "current").resolve() != shown
    assert place.run("build").code == 0
    inner = {mode for path in place.output.iterdir() for mode in modes(path)}
    assert inner == PUBLIC


NAMES = ("20260101T000000.000", "20260102T000000.000-abcd1234", "20260103T000000.000")
LINKS = {
    f"releases/{NAMES[1]}": (NAMES[1], NAMES[0]),
    f"./releases/{NAMES[1]}": (NAMES[1], NAMES[0]),
    f"/srv/www/releases/{NAMES[1]}/": (NAMES[1], NAMES[0]),
    # The one that it names is gone: what was before it is known.
    "releases/20260102T120000.000": ("", NAMES[1]),
    "releases/gone": ("", ""),
    "releases": ("", ""),
    f"releases/{NAMES[1]}/feeds": ("", ""),
    f"/srv/old/releases/{NAMES[1]}": ("", NAMES[0]),
    "/srv/old": ("", ""),
    "current": ("", ""),
    "": ("", ""),
}


@pytest.mark.parametrize(("link", "known"), LINKS.items())
def test_where_a_link_leads_is_read_and_not_guessed(link, known):
    """Only one of the target's own releases is shown by it."""
    folders = [*NAMES, "backup", ".20260104T000000.000.part", "20260105", "!current"]
    releases = find_releases(folders, link, "/srv/www")
    assert releases.names == NAMES
    assert (releases.current, releases.before_current) == known
    assert bool(releases.astray) is bool(link and not known[0])


def plant(www):
    """Put things into ``releases`` that are none; return their names."""
    odd = {
        "empty": lambda path: path.mkdir(),
        "20990101T000000.000": lambda path: path.mkdir(),
        "20990101T000000.001": lambda path: (path / "feeds").mkdir(parents=True),
        "20990101T000000.002": lambda path: path.write_text("a file"),
        "20990101T000000.003": lambda path: path.symlink_to("."),
        "zz-backup": lambda path: (path / "x").mkdir(parents=True),
    }
    for name, make in odd.items():
        make(www / "releases" / name)
    (www / "releases/zz-backup/index.html").write_text("somebody's own")
    return odd


def test_a_folder_astray_is_told_and_mended(place, tmp_path):
    """What is no release is neither shown, nor counted, nor deleted."""
    www = target(place, tmp_path / "www", keep=2)
    assert place.run("deploy", "live", "--yes").code == 0
    (name,) = (path.name for path in (www / "releases").iterdir())
    odd = plant(www)
    for other in (*odd, ".", "..", "../releases", "nothing at all"):
        ended = place.run("rollback", "live", "--release", other)
        assert ended.code == 1, other
        assert f"has no release “{other}”. Releases: {name}." in ended.err
    link = www / "current"
    for lost in ("releases/gone", "/srv/old"):
        link.unlink()
        link.symlink_to(lost)
        ended = place.run("rollback", "live")
        assert ended.code == 1
        assert f"leads to “{lost}”, which is no release there. Choose one" in ended.err
        assert f"with --release. Releases: {name}." in ended.err
    planned = place.run("deploy", "live", "--plan")
    assert "leads to “/srv/old”, which is no release there" in planned.out
    assert "11 new, 0 changed" in planned.out
    link.unlink()
    assert "current is not there" in place.run("rollback", "live").err
    link.symlink_to("releases/20990101T000000.002")
    assert place.run("deploy", "live", "--yes").code == 0
    assert (link / "index.html").is_file()
    assert link.resolve().name < "2099"
    assert {path.name for path in (www / "releases").iterdir()} > odd.keys()


@needs("sshd", "rsync")
@pytest.mark.server
def test_a_server_astray_is_told_and_mended(place, tmp_path):
    """The same over ssh; and the server's umask closes nothing."""
    with umask(0o077), an_ssh_server(tmp_path / "ssh") as keys:
        www = target(place, tmp_path / "the www", **keys)
        (www / "releases/20990101T000000.000").mkdir(parents=True)
        (www / "current").symlink_to("releases/20990101T000000.000")
        for path in (www, www / "releases"):
            path.chmod(0o755)
        ended = place.run("deploy", "live", "--yes")
        assert ended.code == 0
        assert "which is no release there: visitors get the new one" in ended.out
        ended = place.run("rollback", "live", "--release", "20990101T000000.000")
    assert ended.code == 1
    assert "has no release “20990101T000000.000”. Releases: 20" in ended.err
    assert modes((www / "current").resolve()) == PUBLIC


def test_a_target_without_its_releases_is_begun_anew(place, tmp_path):
    """Somebody has tidied up too much."""
    www = target(place, tmp_path / "www")
    www.mkdir()
    (www / "current").symlink_to("releases/20260101T000000.000")
    assert "Releases: none." in place.run("rollback", "live").err
    assert place.run("deploy", "live", "--yes").code == 0
    assert (www / "current/index.html").is_file()


def test_a_full_disk_keeps_the_site_and_gets_no_leftovers(place, small_disk):
    """However often it is tried; then it goes on where there is room again."""
    www = target(place, small_disk / "www")
    assert place.run("deploy", "live", "--yes").code == 0
    shown = (www / "current").resolve()
    part = www / "releases/.20260101T000000.000.part"
    part.mkdir()
    (part / "left").write_bytes(os.urandom(50_000))
    picture = place.write("content/images/a.png", os.urandom(300_000))
    for _ in range(2):
        ended = place.run("deploy", "live", "--yes")
        assert ended.code == 1
        assert "the disk is full" in ended.err
        assert "Traceback" not in ended.err
        assert (www / "current").resolve() == shown
        assert [path.name for path in (www / "releases").iterdir()] == [shown.name]
        names = {"current", "releases", ".records"}
        assert {path.name for path in www.iterdir()} == names
        (record,) = (www / ".records").iterdir()
        assert record.stem == shown.name
    picture.unlink()
    place.post("post-1", "Smaller.")
    assert place.run("deploy", "live", "--yes").code == 0
    assert read_lock(www / ".deploying") == ""


def fill_up(disk):
    """Take all that is left of a disk; return the file that does."""
    file = disk / "full"
    with file.open("wb", buffering=0) as full, suppress(OSError):
        while True:
            full.write(bytes(4096))
    return file


@pytest.mark.parametrize("kind", ["folder", "ssh"])
@pytest.mark.server
@needs("sshd", "rsync")
def test_a_full_disk_keeps_nobody_from_going_back_or_making_room(
    kind, place, small_disk, tmp_path
):
    """Its lock names nobody then, and is gone with its owner."""
    www = small_disk / "www"
    with an_ssh_server(tmp_path / "ssh") as keys:
        target(place, www, precompress="false", **(keys if kind == "ssh" else {}))
        for words in ("One.", "Two."):
            place.post("post-1", words)
            assert place.run("deploy", "live", "--yes").code == 0
        assert place.run("deploy", "live", "--preview", "a", "--yes").code == 0
        full = fill_up(small_disk)
        assert full.stat().st_size
        place.post("post-1", "Three.")
        refused = place.run("deploy", "live", "--yes")
        assert refused.code == 1
        assert "lock" not in refused.err
        assert re.search("disk is full|No space left on device", refused.err)
        assert place.run("rollback", "live").code == 0
        assert "One." in (www / "current/post-1.html").read_text()
        assert place.run("releases", "live", "--drop", "a").code == 0
        assert not (www / ".deploying").exists()
        full.unlink()
        assert place.run("deploy", "live", "--yes").code == 0
    assert "Three." in (www / "current/post-1.html").read_text()


def test_a_disk_that_may_not_be_written_is_told(place, small_disk):
    """In a line, and the old site is shown."""
    target(place, small_disk / "www")
    assert place.run("deploy", "live", "--yes").code == 0
    place.post("post-1", "Edited.")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    for words in (["deploy", "live", "--yes"], ["rollback", "live"]):
        ended = place.run(*words)
        assert ended.code == 1
        assert "the disk is read-only" in ended.err
        assert len(ended.err.splitlines()) == 1
    assert place.run("deploy", "live", "--plan").code == 0


def test_half_of_a_release_is_none(tmp_path):
    """What is deleted loses its name first; what failed leaves nothing."""
    transport = FolderTransport(str(tmp_path))
    for name in NAMES:
        (transport.store / name).mkdir(parents=True)
        (transport.store / name / "index.html").write_text(name)
    transport.switch(NAMES[2])
    transport.discard(NAMES[2])  # as after a fault behind the switch
    transport.discard(NAMES[1])
    transport.prune((NAMES[0],))
    assert transport.releases() == Releases(
        (NAMES[2],), NAMES[2], f"releases/{NAMES[2]}"
    )
    assert [path.name for path in transport.store.iterdir()] == [NAMES[2]]


@pytest.mark.parametrize("words", [(), ("--dry",)], ids=["in earnest", "dry"])
def test_a_way_back_where_nothing_is_makes_nothing(place, tmp_path, words):
    """A disk that is not mounted, or a slip in a path, would look like a target."""
    target(place, tmp_path / "www")
    ended = place.run(*words, "rollback", "live")
    assert ended.code == 1
    assert "has no release before this one. Releases: none." in ended.err
    assert not (tmp_path / "www").exists()


def test_a_dry_way_back_takes_no_lock(place, tmp_path):
    """A deploy that is at work is not in its way, and one that ended stays told of."""
    www = target(place, tmp_path / "www")
    for words in ("One.", "Two."):
        place.post("post-1", words)
        assert place.run("deploy", "live", "--yes").code == 0
    before = {*www.rglob("*")}
    with FolderTransport(str(www)).locked(print, unlock=False):
        ended = place.run("--dry", "rollback", "live")
        assert (ended.code, ended.err) == (0, "")
        assert "would show release" in ended.out
        latest = (www / "current").resolve().name
        same = place.run("--dry", "rollback", "live", "--release", latest)
        assert same.out == f"{www} shows release {latest} already.\n"
    assert {*www.rglob("*")} == before


@pytest.mark.server
@needs("sshd", "rsync")
def test_a_server_s_path_that_is_no_folder_is_not_shown_as_empty(place, tmp_path):
    """Unknown is not none: an author would deploy beside what is there."""
    with an_ssh_server(tmp_path / "ssh") as keys:
        www = target(place, tmp_path / "w w 'q'", **keys)
        assert "has no release yet" in place.run("releases", "live").out
        www.write_text("a file")
        for words in (("releases", "live"), ("rollback", "live")):
            ended = place.run(*words)
            assert (ended.code, ended.out) == (1, "")
            assert "not a directory" in ended.err.lower() or "can't cd" in ended.err
            assert len(ended.err.splitlines()) == 1
    assert www.read_text() == "a file"
