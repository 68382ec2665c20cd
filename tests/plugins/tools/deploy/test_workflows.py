"""What GitHub runs brings main to a target, what comes due, and previews of changes.

The steps are those of ``.github/workflows``, word for word, in a clone as checkout
leaves it.
"""

from __future__ import annotations

import itertools
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml

from tests.needs import find, needs
from tests.plugins.tools.clocked import Clocked, make_clocked
from tests.plugins.tools.conftest import an_ssh_server
from tests.plugins.tools.deploy.s3.stores import KEYS, SECRET, a_store

ROOT = Path(__file__).parents[4]
WORKFLOWS = ROOT / ".github" / "workflows"
#: Like OpenSSH's own, which looks for keys where the account's entry says, not HOME.
SSH = """#!/bin/sh
cd "$HOME/.ssh"
exec {ssh} -i "$PWD/id_ed25519" -o UserKnownHostsFile="$PWD/known_hosts" "$@"
"""
ELSEWHERE = '{"pid": 5, "started": "1", "since": "2026-03-01", "host": "runner-7"}'
MAIN, PULL = "refs/heads/main", "refs/pull/12/merge"
NUMBERS = itertools.count()


@dataclass
class Hub:
    """A repository on GitHub: its origin, variables and secrets, and an author."""

    folder: Path
    desk: Clocked
    given: dict[str, str] = field(default_factory=dict)  #: for expressions

    @property
    def origin(self) -> Path:
        return self.folder / "origin.git"

    def push(self, ref: str = MAIN) -> None:
        self.desk.commit("A change")
        self.desk.git("push", "--quiet", str(self.origin), f"HEAD:{ref}")

    def job(self, name: str, at: str, ref: str = MAIN) -> Job:
        """Begin a job with what checkout leaves of a ref, at a time of the clock."""
        workflow, _, job = name.partition(": ")
        home = self.folder / f"runner{next(NUMBERS)}"
        clone = Clocked(home / "work")
        clone.root.mkdir(parents=True)
        clone.git("init", "--quiet")
        clone.git("remote", "add", "origin", str(self.origin))
        there = ref.replace("/heads/", "/remotes/origin/").replace(
            "/pull", "/remotes/pull"
        )
        clone.git("fetch", "--quiet", "origin", "+refs/heads/*:refs/remotes/origin/*")
        clone.git("fetch", "--quiet", "origin", f"+{ref}:{there}")
        branch = ["-B", "main"] if ref == MAIN else []
        clone.git("checkout", "--quiet", *branch, there)
        (clone.root / ".venv").symlink_to(sys.prefix)
        clone.at(at)
        loaded = yaml.safe_load((WORKFLOWS / workflow).read_text("utf-8"))
        return Job(self, clone, loaded["jobs"][job or "deploy"]["steps"])


@dataclass(frozen=True)
class Job:
    """A machine of GitHub's at work on the steps of a job."""

    hub: Hub
    clone: Clocked
    steps: list[dict]

    @property
    def home(self) -> Path:
        return self.clone.root.parent

    def run(self, name: str, event: str = "push") -> subprocess.CompletedProcess[str]:
        """Run a step as GitHub does, with no more of an environment than it names."""
        (step,) = (step for step in self.steps if step.get("name") == name)
        (self.home / "bin").mkdir(exist_ok=True)
        ssh = self.home / "bin" / "ssh"
        ssh.write_text(SSH.format(ssh=find("ssh")))
        ssh.chmod(0o755)
        env = {
            "HOME": str(self.home),
            "PATH": f"{ssh.parent}:/usr/bin:/bin",
            "GITHUB_ACTOR": "ada",
            "GITHUB_EVENT_NAME": event,
            "GITHUB_OUTPUT": str(self.home / "output"),
            "GITHUB_STEP_SUMMARY": str(self.home / "summary"),
            "RUNNER_TEMP": str(self.home),
        }
        told = {key: self.fill(str(text)) for key, text in step.get("env", {}).items()}
        script = self.home / "step.sh"
        script.write_text(step["run"])
        return subprocess.run(
            ["bash", "-e", str(script)],
            cwd=self.clone.root,
            env=env | told,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )

    def fill(self, text: str) -> str:
        """Return a text with what its expressions stand for: nothing where none is."""
        return re.sub(r"\$\{\{ (\S+) \}\}", lambda m: self.value(m[1]), text)

    def value(self, name: str) -> str:
        is_set_by_hand = name.startswith(("vars.", "secrets."))
        return self.hub.given.get(name, "") if is_set_by_hand else self.hub.given[name]


@pytest.fixture(name="hub")
def _hub(tmp_path):
    """Make an author's site with targets to come, and its repository on GitHub."""
    desk = make_clocked(tmp_path / "desk", tmp_path / "www")
    (desk.root / ".github").mkdir()
    shutil.copy(ROOT / ".github/with-keys", desk.root / ".github")
    desk.git("init", "--quiet", "--bare", str(tmp_path / "origin.git"))
    return Hub(tmp_path, desk)


def aim(hub, **keys):
    lines = "".join(f"    {key}: {value}\n" for key, value in keys.items())
    hub.desk.write("invoke.yaml", f"deploy:\n  live:\n{lines}")
    hub.given["vars.DEPLOY"] = "live"
    hub.push()


def aim_at_server(hub, keys, www):
    """Point the site at a server whose keys GitHub alone has, by `gh secret set`.

    That leaves out the end of the last line.
    """
    hub.given["secrets.SSH_KEY"] = Path(keys["identity"]).read_text().rstrip()
    hub.given["vars.KNOWN_HOSTS"] = Path(keys["known_hosts"]).read_text().rstrip()
    aim(hub, host=keys["host"], port=keys["port"], path=www)


@needs("sshd", "rsync")
@pytest.mark.server
def test_a_server_gets_what_is_pushed_and_what_comes_due(hub, tmp_path):
    """The key is a file of the account alone, and nobody hears of it."""
    www = tmp_path / "www"
    with an_ssh_server(tmp_path / "ssh") as keys:
        aim_at_server(hub, keys, www)
        job = hub.job("deploy.yml", "2026-03-01T09:00")
        checked, pushed = job.run("Check"), job.run("Deploy")
        assert checked.returncode == 0, checked.stdout
        assert pushed.returncode == 0, pushed.stderr
        assert (job.home / ".ssh/id_ed25519").stat().st_mode & 0o777 == 0o600
        assert [one["who"] for one in hub.desk.records(www).values()] == ["ada"]
        assert not (www / "current/sleep.html").exists()

        hub.desk.post("post-1", "Pushed, and not deployed yet.")
        hub.push()
        job = hub.job("deploy.yml", "2026-03-15T00:11")
        ran = job.run("Deploy", "schedule")
        assert "“Sleep after it”  content/posts/sleep.md" in ran.stdout, ran.stderr
        assert (www / "current/sleep.html").is_file()
        assert "Pushed" in (www / "current/post-1.html").read_text()

        hub.given["vars.KNOWN_HOSTS"] = ""
        job = hub.job("deploy.yml", "2026-03-16T00:11")
        ran = job.run("Deploy")
        assert ran.returncode == 1
        assert "Host key verification failed" in ran.stderr
    line = hub.given["secrets.SSH_KEY"].splitlines()[1]
    assert line not in pushed.stdout + pushed.stderr
    assert not any(line in path.read_text() for path in texts_of(www))


def texts_of(folder):
    found = [path for path in folder.rglob("*") if path.is_file()]
    assert found
    return [path for path in found if path.suffix not in {".gz", ".br"}]


@needs("sshd")
@pytest.mark.server
def test_a_branch_gets_what_is_pushed(hub, tmp_path):
    """By ssh, with a key of the repository's own; no job may write to it."""
    pages = tmp_path / "pages.git"
    hub.desk.git("init", "--quiet", "--bare", str(pages))
    with an_ssh_server(tmp_path / "ssh") as keys:
        aim_at_server(hub, keys, tmp_path)
        aim(hub, remote=f"ssh://{keys['host']}:{keys['port']}{pages}")
        ran = hub.job("deploy.yml", "2026-03-01T09:00").run("Deploy")
    assert ran.returncode == 0, ran.stderr
    shown = hub.desk.git("-C", str(pages), "show", "--format=%an %ae", "gh-pages")
    assert shown.startswith("ada ada@users.noreply.github.com\n")
    assert "post-1.html" in shown


def test_a_store_gets_what_is_pushed(hub, tmp_path):
    """Its library is of requirements-deploy.txt; without keys one line says where."""
    with a_store("rclone", tmp_path / "store") as endpoint:
        aim(hub, bucket="site", endpoint=endpoint)
        ran = hub.job("deploy.yml", "2026-03-01T09:00").run("Deploy")
        assert ran.returncode == 1
        assert "AWS_ACCESS_KEY_ID" in ran.stderr
        assert ran.stderr.count("\n") == 1
        hub.given |= {f"secrets.{key}": value for key, value in KEYS.items()}
        ran = hub.job("deploy.yml", "2026-03-01T09:00").run("Deploy")
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "store/site/post-1.html").is_file()
    assert SECRET not in ran.stdout + ran.stderr


@needs("sshd", "rsync")
@pytest.mark.server
def test_a_pull_request_is_shown_with_its_drafts_until_it_is_closed(hub, tmp_path):
    """At one address, which stands on it; visitors of the site get what they got."""
    hub.given |= {"github.event.number": "12", "vars.PREVIEW": "live"}
    with an_ssh_server(tmp_path / "ssh") as keys:
        aim_at_server(hub, keys, tmp_path / "www")
        seen = []
        for words in ("First words.", "Other words."):
            hub.desk.post("asleep", words, status="draft", uid="d1")
            hub.push(PULL)
            job = hub.job("preview.yml: preview", "2026-03-01T09:00", PULL)
            ran = job.run("Show what would be published", "pull_request")
            assert ran.returncode == 0, ran.stderr
            (address,) = (job.home / "output").read_text().splitlines()
            told = (job.home / "summary").read_text()
            assert told.startswith(f"Preview pull-12: {address.partition('=')[2]} (")
            folder = address.rstrip("/").rpartition("/")[2]
            shown = tmp_path / "www/preview" / folder / "asleep.html"
            assert words in shown.read_text()
            seen.append(address)
            lock = tmp_path / "www/.previews" / folder / ".deploying"
            lock.write_text(ELSEWHERE)  # as of a machine that GitHub has ended
        assert seen[0] == seen[1]
        assert seen[0].startswith("address=https://blog.aureo.health/preview/pull-12-")
        assert not (tmp_path / "www/current").exists()

        for said in ("The preview pull-12 is gone.", "has no preview “pull-12”."):
            job = hub.job("preview.yml: drop", "2026-03-02T09:00")
            ran = job.run("Take the preview away", "pull_request")
            assert ran.returncode == 0, ran.stdout
            assert said in ran.stdout
            assert not shown.exists()
        hub.given["vars.KNOWN_HOSTS"] = ""
        job = hub.job("preview.yml: drop", "2026-03-02T09:00")
        assert job.run("Take the preview away", "pull_request").returncode == 1


def test_no_key_of_an_authors_own_is_lost(tmp_path):
    """What runs with GitHub's keys writes none over one that is there."""
    (tmp_path / ".ssh").mkdir()
    key = tmp_path / ".ssh/id_ed25519"
    key.write_text("mine")
    env = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "SSH_KEY": "another"}
    ran = subprocess.run(
        [ROOT / ".github/with-keys", "touch", "ran"],
        cwd=tmp_path,
        env=env | {"GITHUB_ACTOR": "ada"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert "id_ed25519: cannot overwrite existing file" in ran.stderr
    assert key.read_text() == "mine"
    assert not (tmp_path / "ran").exists()
