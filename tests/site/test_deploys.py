"""README's way from a fresh clone to a server and a store, and back, to the letter.

Its commands run as they stand under “Hosting”, but for the host and the folder: sshd,
nginx with README's lines, and rclone's S3 store are here.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import urllib.request
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from tests.needs import find, needs
from tests.nginx import nginx
from tests.plugins.tools.conftest import an_ssh_server
from tests.plugins.tools.deploy.s3.stores import BIN, KEY, KEYS, SECRET, a_store
from tests.site.content import ROOT
from tests.site.newcomer import README, Newcomer, make_newcomer, read_blocks

if TYPE_CHECKING:
    from pathlib import Path


def read_block(command):
    """Return the lines of README's block on a host that has this command."""
    blocks = [one.splitlines() for one in read_blocks("### Hosting")]
    return next(lines for lines in blocks if command in lines)


pytestmark = [needs("nginx", "sshd", "rsync"), pytest.mark.server]
FOLDER, PLAN, DEPLOY, LINES = read_block("invoke deploy ssh")
INSTALL, *TO_STORE = read_block("invoke deploy store")
(BACK,) = set(re.findall(r"`(invoke rollback TARGET)`", README))
THEIRS = {"host": "deploy@www.example.org", "path": "/srv/www/aureo"}
#: Where ssh looks for them is said by the account's entry, not by HOME.
SSH = '#!/bin/sh\nexec {ssh} -F "$HOME/.ssh/config" "$@"\n'
CONFIG = """Host server
HostName 127.0.0.1
Port {port}
IdentityFile {identity}
UserKnownHostsFile {known_hosts}
"""
#: The newest post of the site, whatever it is about.
POST = max((ROOT / "content/posts").glob("*.md")).relative_to(ROOT).as_posix()
ADDRESS = f"blog/{POST[len('content/posts/2026-01-01-') :].removesuffix('.md')}/"
PAGE = f"{ADDRESS}index.html"
SHEET = re.compile(r'<link rel="stylesheet" href="[./]*([^"]+\.css)"')


@dataclass
class Deploying:
    """A newcomer with a server and a store, and what they hold."""

    newcomer: Newcomer
    server: Path
    store: Path
    endpoint: str
    said: list[str] = field(default_factory=list)

    def run(self, *lines: str) -> str:
        """Type README's commands for one's own host and folder, and agree."""
        ours = (THEIRS["host"], "server"), (THEIRS["path"], str(self.server))
        said = [self.newcomer.run(replaced(line, *ours), "y\n") for line in lines]
        self.said += said
        return "".join(said)

    def edit(self, path: str, *changes: tuple[str, str]) -> None:
        file = self.newcomer.root / path
        text = file.read_text("utf-8")
        assert all(text.count(old) == 1 for old, _ in changes), changes
        file.write_text(replaced(text, *changes), "utf-8")

    def add(self, path: str, text: str) -> None:
        with (self.newcomer.root / path).open("a", encoding="utf-8") as file:
            file.write(text)

    def commit(self) -> None:
        self.newcomer.run("git commit -q -a -m 'A change'")

    def on_server(self) -> dict[str, bytes]:
        return read_tree(self.server / "current")

    def in_store(self) -> dict[str, bytes]:
        """Read the site as rclone does, over HTTP."""
        got = self.store.parent / "got"
        shutil.rmtree(got, ignore_errors=True)
        remote = f":s3,provider=Other,env_auth,endpoint='{self.endpoint}':site"
        words = [BIN / "rclone", "copy", "--config", "/dev/null", remote, got]
        subprocess.run([*words, "--exclude", "/.bulletin/**"], env=KEYS, check=True)
        return read_tree(got)

    def where_is(self, words: str) -> list[Path | str]:
        """Return what holds these words, of all that was written and said."""
        tests, wanted = self.newcomer.root / "tests", words.encode()
        tops = (self.newcomer.root, self.server, self.store)
        every = (one for top in tops for one in top.rglob("*") if one.is_file())
        files = [one for one in every if tests not in one.parents]  # they make the keys
        found = [file for file in files if wanted in file.read_bytes()]
        return found + [said for said in self.said if words in said]


def replaced(text, *changes):
    for old, new in changes:
        text = text.replace(old, new)
    return text


def read_tree(folder):
    """Return the files of a site; packed copies go with theirs."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in found
        if path.suffix not in {".gz", ".br"}
    }


def differences(old, new):
    """Return what a plan is to say of two sites, a file each."""
    changed = {f"changed {path}" for path in old.keys() & new if old[path] != new[path]}
    came = {f"new {path}" for path in new.keys() - old}
    return changed | came | {f"deleted {path}" for path in old.keys() - new}


def planned(said):
    """Return the files that a plan names, but for those that stay for caches."""
    plan = said.split(" files in all.")[0]
    lines = re.findall(r"^  (new|changed|deleted) +(.+)$", plan, re.MULTILINE)
    assert lines
    return {f"{kind} {path}" for kind, path in lines}


def get(url):
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.status, answer.headers, answer.read()


@pytest.fixture(name="deploying")
def _deploying(tmp_path):
    """Give a newcomer a server and a store, and the keys of both."""
    home, server = tmp_path / "home", tmp_path / "www"
    (home / ".ssh").mkdir(parents=True)
    (home / "ssh").write_text(SSH.format(ssh=find("ssh")))
    (home / "ssh").chmod(0o755)
    with (
        an_ssh_server(tmp_path / "sshd") as keys,
        a_store("rclone", tmp_path / "store") as endpoint,
    ):
        (home / ".ssh/config").write_text(CONFIG.format(**keys))
        more = KEYS | {"HOME": str(home), "PATH": f"{home}:/usr/bin:/bin"}
        newcomer = make_newcomer(tmp_path / "site", **more)
        yield Deploying(newcomer, server, tmp_path / "store", endpoint)


def set_up(deploying):
    """Write address, host and bucket into the files of the site, as README says."""
    deploying.edit("pelicanconf.py", ("https://aureo.example", "https://aureo.health"))
    deploying.edit(
        "invoke.yaml",
        ("host: deploy@server.example", "host: server"),
        (THEIRS["path"], str(deploying.server)),
        ("  # store:", "  store:"),
        ("  #   bucket: aureo-blog", "    bucket: site"),
        ("  #   endpoint: https://…", f"    endpoint: {deploying.endpoint}"),
    )
    deploying.commit()


def test_a_fresh_clone_reaches_a_server_and_a_store_and_goes_back(deploying, tmp_path):
    """Planned, verified, rolled back; an old page keeps its style; no key is told."""
    set_up(deploying)
    deploying.run(FOLDER, PLAN, DEPLOY, LINES)
    assert "requirements-deploy.txt" in INSTALL  # what the tests run with has it
    deploying.run(*TO_STORE)
    first = deploying.on_server()
    assert deploying.in_store() == first

    (tmp_path / "nginx").mkdir()
    lines = (deploying.server / "aureo.conf").read_text("utf-8")
    with nginx(deploying.server / "current", tmp_path / "nginx", lines) as url:
        status, headers, old_page = get(f"{url}/{ADDRESS}")
        assert (status, old_page) == (200, first[PAGE])
        assert "default-src 'none'" in headers["Content-Security-Policy"]

        deploying.edit("invoke.yaml", ("    # url: https://…", f"    url: {url}"))
        deploying.add(POST, "\nOne more sentence.\n")
        deploying.commit()
        said = deploying.run(PLAN, DEPLOY)
        second = deploying.on_server()
        assert planned(said) == differences(first, second)
        assert "changed " + PAGE in planned(said)
        assert "Verified: what was sent comes from " in said
        assert "warning" not in said
        assert b"One more sentence." in get(f"{url}/{ADDRESS}")[2]

        deploying.add("theme/static/css/prose.css", ".prose { orphans: 3 }\n")
        deploying.commit()
        assert "Verified: " in deploying.run(DEPLOY, TO_STORE[-1])
        third = deploying.in_store()
        (old_sheet,) = SHEET.findall(old_page.decode())
        (new_sheet,) = SHEET.findall(third[PAGE].decode())
        assert old_sheet != new_sheet
        for sheet in (old_sheet, new_sheet):
            assert get(f"{url}/{sheet}")[::2] == (200, third[sheet])

        deploying.run(*(BACK.replace("TARGET", one) for one in ("ssh", "store")))
        assert get(f"{url}/{ADDRESS}")[2] == second[PAGE]
    sheets = {one: third[one] for one in third if one.endswith(".css")}
    assert len(sheets.keys() - first.keys()) == 2  # that of posts, and that of the rest
    assert deploying.on_server() == second | sheets
    assert deploying.in_store() == first | sheets
    private = (tmp_path / "sshd/user").read_text("utf-8").splitlines()[1]
    assert deploying.where_is(lines.splitlines()[0])
    for key in (SECRET, KEY, private):
        assert deploying.where_is(key) == []
