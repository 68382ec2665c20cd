"""Deploys that are disturbed: killed, two at once, on a full disk, by a dying server.

Elsewhere: a release that visitors do not get goes back (``test_verify``), a full disk
of this machine (``test_odd_targets``), a host key that is not known (``test_deploy``).
"""

from __future__ import annotations

import hashlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from plugins.security_headers.core import format_caddy
from plugins.security_headers.settings import SecurityHeaders
from plugins.tools.deploy.assets import has_hash
from plugins.tools.deploy.built import Sent
from plugins.tools.deploy.connect import connect
from plugins.tools.deploy.folder import FolderTransport
from plugins.tools.deploy.live import Delivery
from plugins.tools.deploy.options import DeployOptions
from plugins.tools.deploy.record import ReleaseRecord
from plugins.tools.deploy.rollback import roll_back
from plugins.tools.deploy.ssh import SWITCH, SshTransport
from plugins.tools.deploy.targets import find_target
from plugins.tools.reporter import Reporter
from plugins.tools.site import RefusedError
from tests.caddy import caddy
from tests.needs import needs
from tests.nginx import nginx
from tests.plugins.tools.build.faulty import REFUSED, in_child
from tests.plugins.tools.conftest import ROOT, an_ssh_server

TRANSPORTS = {"folder": FolderTransport, "ssh": SshTransport}
#: What a deploy does at a target once it has the lock, in its order.
STEPS = ("send", "write_record", "finish", "switch", "prune")
VISITOR = Path(__file__).parents[1] / "build/visitor.py"
PATHS = ("", "index.html", "post-0.html", "post-7.html", "feeds/all.atom.xml")
SSH = pytest.param("ssh", marks=[needs("sshd", "rsync"), pytest.mark.server])
LONG_SSH = pytest.param("ssh", marks=[*SSH.marks, pytest.mark.long])
both_kinds = pytest.mark.parametrize("kind", ["folder", SSH])
#: Over ssh each deploy takes a second or more.
both_if_long = pytest.mark.parametrize("kind", ["folder", LONG_SSH])
#: What a server does instead of a command; when it is told to die, its connection ends
#: once the large file has begun to arrive.
HANG_UP = """#!/bin/sh
case "$SSH_ORIGINAL_COMMAND" in *"rsync --server"*)
  if [ -e {folder}/die ]; then
    rm {folder}/die
    (for look in $(seq 1000); do
      if [ -n "$(find {folder}/www/releases/.*.part -name '*large.png*')" ]; then
        kill -9 $PPID; exit
      fi
      sleep 0.01
    done) >/dev/null 2>&1 &
  fi
esac
exec sh -c "$SSH_ORIGINAL_COMMAND"
"""


@dataclass(frozen=True)
class Fire:
    """A target, what is sent to it, and how often something else is."""

    folder: Path
    kind: str
    keys: dict

    @property
    def www(self):
        return self.folder / "www"

    @property
    def target(self):
        keys = self.keys | {"path": str(self.www), "keep": 3}
        return find_target({"live": keys}, "live", self.folder)

    def tree(self, version):
        """Make a site, each page of which says its version at its head and foot."""
        tree = self.folder / f"site-{version}"
        if tree.exists():
            return tree
        mark = f"version {version} "
        body = mark * (50 + version % 7 * 40)
        for path in ("index.html", *(f"post-{number}.html" for number in range(12))):
            (tree / path).parent.mkdir(parents=True, exist_ok=True)
            (tree / path).write_text(f"<html>{body}</html>\n")
        (tree / "feeds").mkdir()
        (tree / "feeds/all.atom.xml").write_text(f"<feed>{body}</feed>\n")
        (tree / "about.html").write_text("<html>the same in each version</html>\n")
        name = hashlib.sha256(mark.encode()).hexdigest()[:9] + "a1"
        (tree / f"main.{name}.css").write_text(f"/* {mark} */\n")
        return tree

    def deploy(self, version):
        """Put a version there as ``invoke deploy`` does, without its build."""
        record = ReleaseRecord("", datetime.now(UTC))
        tree = self.tree(version)
        sent = Sent(tree, tree, "https://a.org", record, {})
        options = DeployOptions(yes=True)
        with connect(self.target, self.folder) as transport:
            delivery = Delivery(sent, self.target, transport, options, Reporter())
            delivery.deliver()

    def version(self):
        """Return which version visitors get, whole: no byte is of another one."""
        shown, assets = digests(self.www / "current")
        (version,) = re.findall(
            r"version (\d+)", (self.www / "current/index.html").read_text()
        )[:1]
        expected, its_assets = digests(self.tree(int(version)))
        assert shown == expected
        assert its_assets.items() <= assets.items()
        return int(version)

    def assert_tidy(self):
        """Nothing is left of what was begun."""
        names = {path.name for path in self.www.iterdir()}
        assert names == {"current", "releases", ".records"}
        releases = {path.name for path in (self.www / "releases").iterdir()}
        assert not [name for name in releases if name.startswith(".")]
        assert len(releases) <= 3
        assert {path.stem for path in (self.www / ".records").iterdir()} == releases


@pytest.fixture(name="fire")
def _fire(kind, tmp_path):
    """Have a target of that kind with a release."""
    is_ssh = kind == "ssh"
    with an_ssh_server(tmp_path / "ssh") if is_ssh else nullcontext({}) as keys:
        fire = Fire(tmp_path, kind, keys)
        fire.deploy(1)
        yield fire


def digests(folder):
    """Return {path: digest} of pages, and of files that are kept for caches."""
    pages, assets = {}, {}
    for path in folder.rglob("*"):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            there = assets if has_hash(name) else pages
            there[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return pages, assets


@contextmanager
def at_a_step(kind, step, disturb, *, before):
    """Let something happen when a step is about to begin, or has just ended."""
    transport = TRANSPORTS[kind]
    real = getattr(transport, step)

    def disturbed(self, *arguments):
        if before:
            disturb()
        real(self, *arguments)
        if not before:
            disturb()

    setattr(transport, step, disturbed)
    try:
        yield
    finally:
        setattr(transport, step, real)


def die():
    os.kill(os.getpid(), signal.SIGKILL)


@both_if_long
def test_one_that_is_killed_at_any_step_leaves_a_whole_site(fire):
    """The old one or the new one; and the next deploy goes on from there."""
    version = 1
    for step in STEPS:
        for before in (True, False):
            old, version = fire.version(), version + 1
            with at_a_step(fire.kind, step, die, before=before):
                assert in_child(lambda: fire.deploy(version)) == -signal.SIGKILL  # noqa: B023
            is_switched = (step, before) in {("switch", False), ("prune", True)}
            is_switched |= (step, before) == ("prune", False)
            assert fire.version() == (version if is_switched else old), step
            fire.deploy(version)
            assert fire.version() == version
            fire.assert_tidy()


@both_if_long
def test_of_two_at_once_one_is_told_to_wait(fire, tmp_path):
    """It changes nothing, and the other one is not disturbed."""
    log = tmp_path / "log"
    ended = []

    def other():
        ended.append(in_child(lambda: fire.deploy(3), log))

    with at_a_step(fire.kind, "send", other, before=False):
        fire.deploy(2)
    assert ended == [REFUSED]
    assert f"holds {fire.target}/.deploying: process {os.getpid()}" in log.read_text()
    assert fire.version() == 2
    fire.assert_tidy()


def test_two_of_one_site_at_once_wait_for_each_other(place, tmp_path):
    """Each would change under the other's hands what it has built."""
    www = tmp_path / "www"
    place.write("invoke.yaml", f"deploy:\n  live:\n    path: {www}\n")
    both = [place.start("deploy", "live", "--yes") for _ in range(2)]
    said = [one.communicate(timeout=120) for one in both]
    assert [one.returncode for one in both] == [0, 0], said
    outs = [out for out, _ in said]
    assert sum("shows release" in out for out in outs) == 1
    assert sum("has this site already" in out for out in outs) == 1
    assert len([*(www / "releases").iterdir()]) == 1


@both_if_long
def test_a_rollback_brings_the_same_bytes_back(fire, tmp_path):
    """But for files with a hash, which pages in caches need."""
    before = digests(fire.www / "current")
    fire.deploy(2)
    shutil.rmtree(fire.tree(1))  # what is shown again comes from the target alone
    assert roll_back(tmp_path, fire.target, "", Reporter()) == 0
    pages, assets = digests(fire.www / "current")
    assert pages == before[0]
    assert before[1].items() < assets.items()


#: A switch as it is sent to a server, in a loop there: each ssh would take a while.
LOOP = """
old=$1 new=$2
for one in $(seq {number}); do
  for name in "$old" "$new"; do set -- "$name"; {switch} done
done
"""


def switch_often(there, names, number):
    if isinstance(there, SshTransport):
        there._sh(LOOP.format(number=number // 2, switch=SWITCH), *names)
        return
    for one in range(number):
        there.switch(names[one % 2])


def switches_under_load(fire, folder, number, serve=nginx, lines=""):
    """Switch so many times while a visitor reads; return how often, and the faults."""
    folder.mkdir()
    fire.deploy(2)
    with (
        serve(fire.www / "current", folder, lines) as url,
        connect(fire.target, folder) as there,
    ):
        names = there.releases().names
        command = [sys.executable, str(VISITOR), url.removeprefix("http://"), *PATHS]
        visitor = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        try:
            time.sleep(0.3)
            switch_often(there, names, number)
        finally:
            said, _ = visitor.communicate("", timeout=60)
    *faults, times = said.split("\n")[:-1]
    return int(times), [fault for fault in faults if fault]


@needs("nginx")
@pytest.mark.server
@both_if_long
def test_no_visitor_sees_a_switch(fire, tmp_path):
    """No page is missing, cut off or of two versions."""
    times, faults = switches_under_load(fire, tmp_path / "nginx", 100)
    assert faults == []
    assert times > 20


@needs("caddy")
@pytest.mark.server
@pytest.mark.parametrize("kind", ["folder"])
def test_no_visitor_of_caddy_sees_one_of_four_hundred_switches(fire, tmp_path):
    """With the lines that are printed for it."""
    lines = format_caddy(SecurityHeaders())
    times, faults = switches_under_load(fire, tmp_path / "caddy", 400, caddy, lines)
    assert faults == []
    assert times > 20


@needs("nginx")
@pytest.mark.server
@pytest.mark.long
@both_kinds
def test_no_visitor_sees_one_of_two_thousand_switches(fire, tmp_path):
    """The same for two thousand."""
    times, faults = switches_under_load(fire, tmp_path / "nginx", 2000)
    print(f"{times} pages fetched")
    assert faults == []
    assert times > 2000


@pytest.mark.long
@both_kinds
def test_one_that_is_killed_at_any_moment_leaves_a_whole_site(fire):
    """Twenty moments; each time the old site or the new one, and then it goes on."""
    started = time.monotonic()
    fire.deploy(2)
    took, chance = time.monotonic() - started, random.Random(18)  # noqa: S311
    killed = 0
    for version in range(3, 23):
        old = fire.version()
        fire.tree(version)
        child = os.fork()
        if not child:
            try:
                fire.deploy(version)
            finally:
                os._exit(0)
        time.sleep(chance.uniform(0, 0.9) * took)
        os.kill(child, signal.SIGKILL)
        killed += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) < 0
        assert fire.version() in {old, version}
        fire.deploy(version)
        assert fire.version() == version
        fire.assert_tidy()
    assert killed > 5


@pytest.mark.long
@pytest.mark.parametrize("kind", [SSH])
def test_a_full_disk_of_a_server_keeps_the_site(small_disk, fire):
    """It is told in a line, leaves nothing, and goes on where there is room again."""
    large = fire.tree(2) / "large.png"
    large.write_bytes(os.urandom(300_000))
    for _ in range(2):
        with pytest.raises(RefusedError, match="No space left on device") as refused:
            fire.deploy(2)
        assert len(str(refused.value).splitlines()) == 1
        assert fire.version() == 1
        fire.assert_tidy()
    large.unlink()
    fire.deploy(2)
    assert fire.version() == 2
    fire.assert_tidy()


@pytest.mark.parametrize("kind", [SSH])
def test_a_key_that_is_wrong_at_either_end_changes_nothing(fire, tmp_path):
    """A line says so in words, with the way out, and not in a frame of signs."""
    authorized = tmp_path / "ssh/authorized"
    keys = authorized.read_text()
    authorized.write_text("")
    with pytest.raises(RefusedError, match="Permission denied"):
        fire.deploy(2)
    authorized.write_text(keys)
    words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / "other"]
    subprocess.run(words, check=True)
    port = (tmp_path / "ssh/known").read_text().split()[0]
    other = (tmp_path / "other.pub").read_text().split()[:2]
    (tmp_path / "ssh/known").write_text(f"{port} {' '.join(other)}\n")
    with pytest.raises(RefusedError) as refused:
        fire.deploy(2)
    said = str(refused.value)
    assert "HOST IDENTIFICATION HAS CHANGED" in said
    assert str(tmp_path / "ssh/known") in said
    assert "ssh-keygen" in said
    assert "@" not in said
    assert fire.version() == 1
    fire.assert_tidy()


@pytest.mark.long
@needs("sshd", "rsync")
@pytest.mark.server
def test_a_server_that_goes_in_the_middle_of_a_transfer(tmp_path):
    """The old site is whole, a line says what happened, the next deploy goes on."""
    ssh, script = tmp_path / "ssh", tmp_path / "hang-up"
    script.write_text(HANG_UP.format(folder=tmp_path))
    script.chmod(0o755)
    with an_ssh_server(ssh, ForceCommand=str(script)) as keys:
        fire = Fire(tmp_path, "ssh", keys)
        fire.deploy(1)
        (fire.tree(2) / "large.png").write_bytes(os.urandom(30_000_000))
        told = (tmp_path / "die").touch
        with (
            at_a_step("ssh", "send", told, before=True),
            pytest.raises(RefusedError) as refused,
        ):
            fire.deploy(2)
        assert not (tmp_path / "die").exists()
        assert len(str(refused.value).splitlines()) == 1
        assert fire.version() == 1
        fire.deploy(3)
        assert fire.version() == 3
        fire.assert_tidy()


@needs("sshd", "rsync")
@pytest.mark.server
def test_no_secret_is_printed_kept_or_sent(place, tmp_path):
    """Neither the key nor anything of the environment."""
    secret = "hunter2-of-the-environment"  # noqa: S105  # none of anybody's
    www = tmp_path / "www"
    with an_ssh_server(tmp_path / "ssh") as keys:
        lines = "".join(f"    {key}: {value}\n" for key, value in keys.items())
        place.write("invoke.yaml", f"deploy:\n  live:\n    path: {www}\n{lines}")
        env = {"AWS_SECRET_ACCESS_KEY": secret}
        said = [place.run("deploy", "live", "--yes", **env).said]
        place.post("post-1", "Edited.")
        said += [place.run(*words, **env).said for words in (
            ("deploy", "live", "--plan"), ("rollback", "live"),
        )]  # fmt: skip
        (tmp_path / "ssh/known").write_text("")
        said.append(place.run("rollback", "live", **env).said)
    key = (tmp_path / "ssh/user").read_text().splitlines()[1]
    assert len(key) > 40
    kept = [path for top in (www, place.root) for path in top.rglob("*")]
    texts = [path.read_bytes() for path in kept if path.is_file()]
    assert len(texts) > 40
    for text in (*texts, *(one.encode() for one in said)):
        assert key.encode() not in text
        assert secret.encode() not in text
        assert b"PRIVATE KEY" not in text


def test_a_password_in_an_address_is_refused_unprinted(tmp_path):
    """It would be printed, and committed with invoke.yaml."""
    keys = {"path": "www", "url": "https://ada:hunter2@a.org/"}
    with pytest.raises(RefusedError, match="has a password in it") as refused:
        find_target({"live": keys}, "live", tmp_path)
    assert "hunter2" not in str(refused.value)
