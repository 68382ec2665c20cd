"""``invoke deploy`` and ``invoke rollback`` on a folder and on a real ssh server."""

from __future__ import annotations

import os
import shutil
import subprocess
import urllib.request
from contextlib import contextmanager
from dataclasses import replace

import pytest

from plugins.tools.build.lock import this_process, write_owner
from plugins.tools.deploy.live import name_release
from plugins.tools.deploy.plan import Releases, read_itemized
from plugins.tools.deploy.preflight import refuse_address
from plugins.tools.deploy.ssh import SshTransport
from plugins.tools.deploy.targets import Target, find_target
from plugins.tools.files import Changes
from plugins.tools.site import RefusedError
from tests.needs import needs
from tests.plugins.tools.conftest import an_ssh_server, visited


@pytest.fixture(name="folder")
def _folder(place, tmp_path):
    """Give the site a target that is a folder; return where it will be."""
    www = tmp_path / "the www"
    place.write("invoke.yaml", f"deploy:\n  live:\n    path: {www}\n    keep: 2\n")
    return www


@contextmanager
def fetching(folder):
    """Serve a release link over HTTP; yield a function that fetches a page."""
    with visited(folder) as home:

        def fetch(path):
            with urllib.request.urlopen(f"{home}/{path}", timeout=10) as answer:
                return answer.read().decode()

        yield fetch


def test_a_folder_gets_a_release_and_goes_back(place, folder):
    """The next visitor gets the new site, after a rollback the old one."""
    first = place.run("deploy", "live", "--yes")
    assert first.code == 0, first.said
    assert "11 new, 0 changed, 0 deleted, 11 files in all." in first.out
    with fetching(folder / "current") as fetch:
        assert "Words of post 1" in fetch("post-1.html")

        place.post("post-1", "Edited.")
        (place.root / "content/posts/post-2.md").unlink()
        second = place.run("deploy", "live", "--yes")
        assert second.code == 0, second.said
        assert "  changed  post-1.html" in second.out
        assert "  deleted  post-2.html" in second.out
        assert "Edited." in fetch("post-1.html")

        assert place.run("rollback", "live").code == 0
        assert "Words of post 1" in fetch("post-1.html")
        assert "Words of post 2" in fetch("post-2.html")

    link = (folder / "current").readlink()
    assert not link.is_absolute()
    newest = max(path.name for path in (folder / "releases").iterdir())
    assert place.run("rollback", "live", "--release", newest).code == 0
    assert (folder / "current").resolve().name == newest
    assert not place.output.exists()


def test_files_that_did_not_change_are_shared_and_keep_their_times(place, folder):
    """A release costs only what is new, and browsers keep what they have."""
    place.run("deploy", "live", "--yes")
    before = (folder / "current/pages/about.html").stat()
    place.post("post-1", "Edited.")
    assert place.run("deploy", "live", "--yes").code == 0
    after = (folder / "current/pages/about.html").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_deploy_makes_all_anew_unless_it_is_told_otherwise(place, folder):
    """What a clean one makes depends on nothing that earlier builds have kept."""
    conf = (place.root / "pelicanconf.py").read_text()
    place.write("pelicanconf.py", f'{conf}\nPLUGINS = ["plugins.incremental"]\n')

    def kept():
        files = (place.root / ".bulletin").rglob("ledger/pages.bin")
        return [(file, file.stat().st_mtime_ns) for file in files]

    assert place.run("deploy", "live", "--yes").code == 0
    assert kept() == []
    ended = place.run("deploy", "live", "--yes", "--incremental")
    assert "has this site already" in ended.out, ended.said
    before = kept()
    assert len(before) == 1

    place.post("post-1", "Edited.")
    assert place.run("deploy", "live", "--yes").code == 0
    assert kept() == before
    place.post("post-2", "Edited too.")
    ended = place.run("deploy", "live", "--yes", "--incremental")
    assert "  changed  post-2.html" in ended.out, ended.said
    assert kept() != before
    with fetching(folder / "current") as fetch:
        assert "Edited." in fetch("post-1.html")
        assert "Edited too." in fetch("post-2.html")


def test_a_quiet_deploy_says_nothing_where_there_is_nothing_to_do(place, folder):
    """What it does it says, and whatever is wrong."""
    first = place.run("deploy", "live", "--yes", "--quiet")
    assert f"{folder} shows release " in first.out
    again = place.run("deploy", "live", "--yes", "--quiet")
    assert (again.code, again.said) == (0, "")
    folder.chmod(0o700)
    assert (
        "is closed to all accounts but yours"
        in place.run("deploy", "live", "--yes", "--quiet").err
    )


def test_a_plan_changes_nothing(place, folder):
    """It can be asked at any time, also before the first deploy."""
    planned = place.run("deploy", "live", "--plan")
    assert planned.code == 0
    assert "  new      post-1.html" in planned.out
    assert not folder.exists()
    place.run("deploy", "live", "--yes")
    place.post("post-1", "Edited.")
    before = {path: path.lstat().st_mtime_ns for path in folder.rglob("*")}

    planned = place.run("deploy", "live", "--plan")

    assert "  changed  post-1.html" in planned.out
    assert {path: path.lstat().st_mtime_ns for path in folder.rglob("*")} == before


def test_old_releases_go_but_never_the_current_one(place, folder):
    """Two are kept here."""
    for number in range(4):
        place.post("post-1", f"Edit {number}.")
        assert place.run("deploy", "live", "--yes").code == 0
    releases = sorted(path.name for path in (folder / "releases").iterdir())
    assert len(releases) == 2
    assert (folder / "current").resolve().name == releases[-1]
    nothing = place.run("deploy", "live", "--yes")
    assert "has this site already" in nothing.out
    assert len(list((folder / "releases").iterdir())) == 2


def test_a_site_with_a_problem_is_not_deployed(place, folder):
    """The build comes first, and must be right."""
    place.post("bad", status="pubished")
    ended = place.run("deploy", "live", "--yes")
    assert ended.code == 1
    assert "content/posts/bad.md" in ended.err
    assert not folder.exists()


def test_work_that_is_not_committed_is_not_deployed(place, folder):
    """What is on the server can be found again in the history."""

    def git(*words):
        who = ["-c", "user.name=Ada", "-c", "user.email=ada@aureo.health"]
        subprocess.run(["git", *who, *words], cwd=place.root, check=True)

    place.write(".gitignore", ".bulletin/\n__pycache__/\n")
    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "All")
    assert place.run("deploy", "live", "--yes").code == 0
    commit = subprocess.check_output(
        ["git", "rev-parse", "--short=8", "HEAD"], cwd=place.root, text=True
    ).strip()
    assert (folder / "current").resolve().name.endswith(f"-{commit}")
    place.post("post-1", "Edited.")

    ended = place.run("deploy", "live", "--yes")

    assert ended.code == 1
    assert "Not committed: content/posts/post-1.md. Commit first" in ended.err
    assert place.run("deploy", "live", "--yes", "--force").code == 0


def test_a_plan_that_deletes_much_needs_force(place, folder):
    """An empty content folder must not empty the site."""
    for number in range(20):
        place.post(f"more-{number}")
    assert place.run("deploy", "live", "--yes").code == 0
    for number in range(20):
        (place.root / f"content/posts/more-{number}.md").unlink()
    ended = place.run("deploy", "live", "--yes")
    assert ended.code == 1
    assert "This would delete 20 files" in ended.err
    assert (folder / "current/more-1.html").is_file()
    assert place.run("deploy", "live", "--yes", "--force").code == 0
    assert not (folder / "current/more-1.html").exists()


def test_nobody_is_asked_where_nobody_is(place, folder):
    """A job without a terminal says yes in advance, or nothing happens."""
    ended = place.run("deploy", "live")
    assert ended.code == 1
    assert "Use --yes, or look with --plan." in ended.err
    assert not folder.exists()


def test_another_deploy_is_kept_away(place, folder):
    """Two releases at once would delete each other's parts."""
    place.run("deploy", "live", "--yes")
    (folder / ".deploying").mkdir()
    place.post("post-1", "Edited.")
    ended = place.run("deploy", "live", "--yes")
    assert ended.code == 1
    assert "Another deploy holds" in ended.err
    assert place.run("deploy", "live", "--yes", "--unlock").code == 0
    assert not (folder / ".deploying").exists()


def test_a_target_that_cannot_be_made_is_told_in_one_line(place, folder):
    """A slip in a path, or a disk that is not there."""
    folder.write_text("a file")
    for words in (["deploy", "live", "--yes"], ["rollback", "live"]):
        ended = place.run(*words)
        assert ended.code == 1
        assert "The target could not be used" in ended.err
        assert "a file is in the way" in ended.err
        assert len(ended.err.splitlines()) == 1


def test_a_folder_named_current_is_never_replaced(place, folder):
    """Somebody's site lies there."""
    (folder / "current").mkdir(parents=True)
    (folder / "current/index.html").write_text("theirs")
    ended = place.run("deploy", "live", "--yes")
    assert ended.code == 1
    assert "is no symbolic link" in ended.err
    assert (folder / "current/index.html").read_text() == "theirs"


@needs("sshd", "rsync")
@pytest.mark.server
def test_a_server_gets_a_release_and_goes_back(place, tmp_path):
    """Over a real sshd, with a real rsync, into a path with a space in it."""
    www = tmp_path / "the www"
    with an_ssh_server(tmp_path / "ssh") as keys:
        lines = "".join(f"    {key}: {value}\n" for key, value in keys.items())
        place.write("invoke.yaml", f"deploy:\n  live:\n    path: {www}\n{lines}")
        planned = place.run("deploy", "live", "--plan")
        assert planned.code == 0, planned.said
        assert "11 new" in planned.out
        assert not www.exists()
        first = place.run("deploy", "live", "--yes")
        assert first.code == 0, first.said
        inode = (www / "current/pages/about.html").stat().st_ino

        place.post("post-1", "Edited.")
        place.post("neu")
        (place.root / "content/posts/post-2.md").unlink()
        planned = place.run("deploy", "live", "--plan")
        for line in ("new      neu.html", "changed  post-1.html", "deleted  post-2"):
            assert line in planned.out
        assert "Words of post 1" in (www / "current/post-1.html").read_text()
        assert place.run("deploy", "live", "--yes").code == 0
        assert "Edited." in (www / "current/post-1.html").read_text()
        assert not (www / "current/post-2.html").exists()
        assert (www / "current/pages/about.html").stat().st_ino == inode

        lock = www / ".deploying"
        mine = this_process()
        for owner, said in (
            (mine, f"process {mine.pid}, at work since"),
            (replace(mine, host="other-machine"), "on other-machine, at work since"),
        ):
            lock.write_text(write_owner(owner))
            refused = place.run("rollback", "live")
            assert refused.code == 1
            assert said in refused.err
        assert place.run("rollback", "live", "--unlock").code == 0
        assert not lock.exists()
        assert "Words of post 1" in (www / "current/post-1.html").read_text()
        newest = max(path.name for path in (www / "releases").iterdir())
        assert place.run("rollback", "live", "--release", newest).code == 0
        os.mkfifo(lock)
        assert "does not say whose it is" in place.run("rollback", "live").err
        lock.unlink()
        lock.write_text(write_owner(replace(mine, started="1")))

        gone = place.run("rollback", "live")
        assert gone.code == 0
        assert f"The last deploy did not end (process {mine.pid}" in gone.out
        assert not lock.exists()
        assert "Words of post 1" in (www / "current/post-1.html").read_text()
        assert (www / "current/post-2.html").is_file()
        wrong = place.run("rollback", "live", "--release", "20200101")
        assert wrong.code == 1
        assert "no release “20200101”" in wrong.err


@needs("sshd", "rsync")
@pytest.mark.server
def test_a_server_whose_key_is_not_known_is_not_trusted(place, tmp_path):
    """Somebody else may answer at that address."""
    with an_ssh_server(tmp_path / "ssh") as keys:
        (tmp_path / "ssh/known").write_text("")
        lines = "".join(f"    {key}: {value}\n" for key, value in keys.items())
        path = tmp_path / "www"
        place.write("invoke.yaml", f"deploy:\n  live:\n    path: {path}\n{lines}")
        ended = place.run("deploy", "live", "--yes")
    assert ended.code == 1
    assert "Host key verification failed" in ended.err
    assert "Traceback" not in ended.err
    assert not path.exists()


@needs("rsync")
@pytest.mark.parametrize("shell", ["sh", "bash"])
def test_a_server_without_rsync_says_how_to_get_it_there(tmp_path, shell):
    """A shell alone says “not found”, and does not say on which machine."""
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("sh", "bash", "mkdir", "chmod"):
        (tools / name).symlink_to(shutil.which(name))
    words = f'#!/bin/sh\n[ "$1" = -- ] && shift\nshift\nPATH={tools} {shell} -c "$*"\n'
    other_end = tmp_path / "ssh"
    other_end.write_text(words, "utf-8")
    other_end.chmod(0o755)
    transport = SshTransport(Target("live", str(tmp_path), "web"), tmp_path / "s")
    transport.ssh = [str(other_end)]
    with pytest.raises(
        RefusedError, match=r"^live \(web:.*rsync.*not found"
    ) as refused:
        transport.plan(tmp_path, Releases(("20260101",), "20260101"))
    assert str(refused.value).endswith(
        "On that machine, as root, if it is Debian: apt-get install rsync"
    )


def test_a_machine_without_ssh_says_how_to_get_it(tmp_path, monkeypatch):
    """On this machine, and not on the server."""
    monkeypatch.setenv("PATH", str(tmp_path))
    transport = SshTransport(Target("live", str(tmp_path), "web"), tmp_path / "s")
    with pytest.raises(RefusedError, match=r"ssh is not installed on this machine\."):
        transport.write_record("20260101", "{}")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "aureo.health",
        "https://aureo.example",
        "https://www.aureo.example/blog",
        "https://example.com",
        "http://localhost:8000",
        "http://127.0.0.1",
        "https://192.168.0.2",
        "https://[::1]",
        "https://blog",
        "https://mac.local",
        "https://a.test",
    ],
)
def test_an_address_that_no_visitor_can_reach_is_refused(address):
    """All links of the site would lead there."""
    with pytest.raises(RefusedError, match="Set the real one in"):
        refuse_address(address)


@pytest.mark.parametrize(
    "address",
    ["https://aureo.health", "http://8.8.8.8/blog", "https://noexample.com"],
)
def test_a_real_address_is_taken(address):
    """Whatever its end."""
    assert refuse_address(address) is None


def test_an_address_with_a_password_is_refused_unprinted():
    """Each page would show it; one that cannot be read is none."""
    with pytest.raises(RefusedError, match="has a password in it") as refused:
        refuse_address("https://ada:sesame@aureo.health")
    assert "sesame" not in str(refused.value)
    with pytest.raises(RefusedError, match="is no address"):
        refuse_address("https://[aureo.health")


@pytest.mark.parametrize(
    ("config", "said"),
    [
        (None, "Known: none is there yet"),
        ({"life": {"path": "/a"}}, "Did you mean “life”?"),
        ({"live": "x"}, "no list of"),
        ({"live": {}}, "needs a path"),
        ({"live": {"pth": "/a"}}, "Did you mean “path”?"),
        ({"live": {"path": 3}}, "must be text"),
        ({"live": {"path": "www", "host": "a.org"}}, "must begin with /"),
        ({"live": {"path": "/", "host": "a.org"}}, "must begin with /"),
        ({"live": {"path": "/a", "host": "-oProxyCommand=x"}}, "is no host name"),
        ({"live": {"path": "/a", "host": "a b"}}, "is no host name"),
        ({"live": {"path": "/a", "host": "me@server.example"}}, "only an example"),
        ({"live": {"path": "/a", "port": "22"}}, "must be a number"),
        ({"live": {"path": "/a", "keep": 0}}, "must be a number from 1."),
        ({"live": {"path": "/a", "keep": True}}, "must be a number from 1."),
        ({"live": {"path": "/a", "port": 65536}}, "a number from 0 to 65535."),
        ({"live": {"path": "/a", "url": "https://[a"}}, "url “https://[a” is no addr"),
        ({"live": {"path": "/a", "siteurl": "https://[a"}}, "“https://[a” is no addr"),
        ({"live": {"path": "/a", "siteurl": "https://a.org:0"}}, "is no address such"),
        ({"live": {"path": "/a", "siteurl": "https://a.org/?b"}}, "is no address such"),
        (
            {"live": {"path": "/a", "siteurl": "https://a.org/a b"}},
            "is no address such",
        ),
        ({"live": {"path": "/a", "siteurl": "https://b:c@a.org"}}, "has a password in"),
        ({"live": {"path": "/a", "preview_url": "https://[a"}}, "is no address such"),
        ({"live": {"bucket": "abc", "endpoint": "https://[a"}}, "is no address such"),
        (
            {"live": {"path": "/a", "preview_days": 3000000}},
            "preview_days must be a number from 1 to 36500.",
        ),
        (
            {"live": {"path": "/a", "grace_days": 10**12}},
            "grace_days must be a number from 0 to 36500.",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_target_that_cannot_be_used_is_named(config, said, tmp_path):
    """With the key, and what may stand there."""
    with pytest.raises(RefusedError, match="deploy") as refused:
        find_target(config, "live", tmp_path)
    assert said in str(refused.value)


def test_rsyncs_words_become_a_plan():
    """As rsync(1) describes them."""
    lines = [
        "*deleting   old/",
        "*deleting   old/page.html",
        "cd+++++++++ new/",
        "<f+++++++++ new/a page.html",
        "<fcst...... index.html",
        ".d..t...... ./",
    ]
    plan = read_itemized(lines, 7)
    assert plan == Changes(("new/a page.html",), ("index.html",), ("old/page.html",), 7)


def test_a_release_sorts_after_all_others_though_the_clock_was_set_back():
    """Rollback goes by the order of names."""
    later = "20991231T235959.999-abcd1234"
    name = name_release("ffff0000", Releases((later,), later))
    assert name > later
    assert name_release("", Releases()) < later


def test_releases_are_kept_by_age():
    """The current one stays, even where it is old."""
    releases = Releases(("a", "b", "c", "d"), "b")
    assert releases.before_current == "a"
    assert releases.surplus(2) == ("a",)
    assert Releases(("a",), "a").before_current == ""
