"""What cron and systemd run brings a scheduled post and a monthly check to a server.

The lines are those of README and of ``systemd/``, word for word but for the folder.
"""

from __future__ import annotations

import shlex
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from plugins.references.library.file import format_library
from tests.needs import find, needs
from tests.plugins.references.pairs import BASE, DEPOSIT
from tests.plugins.references.server import Registry
from tests.plugins.tools.clocked import Clocked, make_clocked
from tests.plugins.tools.conftest import an_ssh_server

ROOT = Path(__file__).parents[4]
README = (ROOT / "README.md").read_text("utf-8")
LINES = README.split("```crontab\n")[1].split("\n```")[0].splitlines()
UNITS = sorted((ROOT / "systemd").iterdir())
FOLDER = "/srv/blog"
TARGET = "ssh"  #: of the lines
WORK = BASE | {"id": "daly2019", "DOI": "10.5555/daly"}
CORRECTION = {
    "type": "correction",
    "DOI": "10.5555/notice",
    "updated": {"date-parts": [[2026, 2, 3]]},
}
FOUND = DEPOSIT | {"DOI": WORK["DOI"], "updated-by": [CORRECTION]}
CONF = """
PLUGINS = ["plugins.front_matter", "plugins.references"]
REFERENCES = {{"services": {services!r}}}
"""


@dataclass(frozen=True)
class Machine:
    """A machine with a clone for its jobs; an author's clone; what visitors get."""

    desk: Clocked
    clone: Clocked
    www: Path

    def shown(self, path: str) -> str:
        file = self.www / "current" / path
        return file.read_text("utf-8") if file.is_file() else ""

    def push_meanwhile(self) -> None:
        """Let the author push something just before the job commits."""
        self.desk.post("post-2", "Meanwhile.")
        self.desk.commit("Meanwhile")
        hook = self.clone.root / ".git/hooks/pre-commit"
        push = f'env -i PATH="$PATH" git -C {shlex.quote(str(self.desk.root))} push -q'
        hook.write_text(f"#!/bin/sh\n{push}\n")
        hook.chmod(0o755)

    def run(self, line: str) -> subprocess.CompletedProcess[str]:
        """Run a line as cron does: by sh, at home, with hardly any environment."""
        home = self.clone.root.parent
        return subprocess.run(
            ["/bin/sh", "-c", line],
            cwd=home,
            env={"HOME": str(home), "PATH": "/usr/bin:/bin", "SHELL": "/bin/sh"},
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )

    def cron(self, number: int) -> subprocess.CompletedProcess[str]:
        """Run one of README's lines."""
        command = LINES[number].split(maxsplit=5)[5]
        assert "%" not in command  # cron would end the line there
        return self.run(command.replace(FOLDER, shlex.quote(str(self.clone.root))))

    def unit(self, name: str) -> list[subprocess.CompletedProcess[str]]:
        """Run what a service runs, in its order, to the first that fails."""
        service = read_unit(ROOT / "systemd" / name)["Service"]
        done = []
        for line in (*service["ExecStart"], *service.get("ExecStopPost", ())):
            here = shlex.quote(str(self.clone.root))
            words = line.replace("%i", TARGET).replace(FOLDER, here)
            done.append(self.run(f"cd {here} && {words}"))
        return done


def read_unit(path: Path) -> dict[str, dict[str, list[str]]]:
    """Read a unit: sections of keys that may stand more than once."""
    found: dict[str, dict[str, list[str]]] = {}
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("["):
            found[line.strip("[]")] = section = {}
        elif line and not line.startswith("#"):
            key, _, value = line.partition("=")
            section.setdefault(key, []).append(value)
    return found


@pytest.fixture(name="machine")
def _machine(request, tmp_path):
    """Make both clones with what they share, a registry, and the first release."""
    www = tmp_path / "the www"
    with ExitStack() as stack:
        keys = {}
        if request.param == "server":
            keys = stack.enter_context(an_ssh_server(tmp_path / "ssh"))
        registry = stack.enter_context(Registry(works=[FOUND]))
        desk = make_clocked(tmp_path / "desk", www, **keys)
        text = (desk.root / "invoke.yaml").read_text().replace("live:", f"{TARGET}:")
        desk.write("invoke.yaml", text)
        conf = (desk.root / "pelicanconf.py").read_text()
        desk.write("pelicanconf.py", conf + CONF.format(services=registry.services))
        desk.write("content/references/library.json", format_library([WORK]))
        desk.post("post-1", "It helped [@daly2019].")
        desk.commit("References")
        clone = Clocked(tmp_path / "jobs" / "the blog")
        origin = str(tmp_path / "origin.git")
        desk.git("clone", "--quiet", "--bare", ".", origin)
        desk.git("remote", "add", "origin", origin)
        desk.git("fetch", "--quiet")
        desk.git("branch", "--quiet", "--set-upstream-to=origin/main")
        desk.git("clone", "--quiet", origin, str(clone.root))
        name = "[user]\n\tname = Jobs\n\temail = jobs@aureo.health\n"
        (tmp_path / "jobs/.gitconfig").write_text(name)
        (clone.root / ".venv").symlink_to(sys.prefix)
        clone.at("2026-03-01T09:00")
        machine = Machine(desk, clone, www)
        assert clone.run("deploy", TARGET, "--yes").code == 0
        yield machine


POST, CHECK = 0, 1


@needs("sshd", "rsync")
@pytest.mark.server
@pytest.mark.parametrize("machine", ["server"], indirect=True)
def test_the_lines_of_cron_bring_a_post_and_a_check_to_visitors(machine):
    """Each when its time has come, and nothing is said in between."""
    machine.clone.at("2026-03-14T10:11")
    ran = machine.cron(POST)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    assert (machine.www / ".records").stat().st_mode & 0o777 == 0o700
    machine.clone.at("2026-03-14T11:11")
    ran = machine.cron(POST)
    assert ran.returncode == 0, ran.stderr
    said = "  post  2026-03-14 10:30  “Sleep after it”  content/posts/sleep.md"
    assert said in ran.stdout
    assert "Title" in machine.shown("post-1.html")
    assert "Sleep after it" in machine.shown("sleep.html")

    assert "Corrected" not in machine.shown("post-1.html")
    machine.push_meanwhile()
    ran = machine.cron(CHECK)
    assert "Committed: content/references/checked.json." in ran.stdout, ran.stderr
    assert "Traceback" not in ran.stderr
    machine.clone.at("2026-04-01T07:11")
    ran = machine.cron(POST)
    assert ran.returncode == 0, ran.stderr
    said = "  check  what the last check found  content/references/checked.json"
    assert said in ran.stdout
    assert "Corrected" in machine.shown("post-1.html")
    ran = machine.cron(POST)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")

    machine.desk.git("pull", "--quiet")
    assert "Meanwhile" in machine.desk.git("log", "--format=%s")
    assert (machine.desk.root / "content/references/checked.json").is_file()
    machine.desk.post("may", date="2026-05-01", title="In May")
    machine.desk.commit("In May")
    machine.desk.git("push", "--quiet")
    machine.clone.at("2026-05-01T00:11")
    assert "“In May”" in machine.cron(POST).stdout
    assert "In May" in machine.shown("may.html")


@pytest.mark.parametrize("machine", ["folder"], indirect=True)
def test_the_units_of_systemd_do_the_same(machine):
    """With a line in the journal where nothing came due.

    They put the site into a folder here, as the lines of cron put it on a server: which
    words both run is compared below.
    """
    machine.clone.at("2026-03-14T10:11")
    *_, ran = machine.unit("bulletin-due@.service")
    assert ran.stdout.startswith("Nothing came due for ")
    assert ran.returncode == 0
    machine.clone.at("2026-03-14T11:11")
    *_, ran = machine.unit("bulletin-due@.service")
    assert "“Sleep after it”" in ran.stdout, ran.stderr
    assert "Sleep after it" in machine.shown("sleep.html")

    machine.push_meanwhile()
    _, ran, _, pushed = machine.unit("bulletin-references.service")
    assert "Committed: content/references/checked.json." in ran.stdout, ran.stderr
    assert pushed.returncode == 0
    *_, ran = machine.unit("bulletin-due@.service")
    assert ran.returncode == 0, ran.stderr
    assert "Corrected" in machine.shown("post-1.html")


def test_the_target_of_the_lines_is_one_of_ours():
    """Who copies a line has it in invoke.yaml already."""
    targets = yaml.safe_load((ROOT / "invoke.yaml").read_text("utf-8"))["deploy"]
    assert f"invoke deploy {TARGET} --due" in LINES[POST]
    assert TARGET in targets


@needs("crontab")
@pytest.mark.parametrize(
    ("right", "wrong"), [("", ""), ("11 *", "61 *"), ("17 6 1", "17 6 32")]
)
def test_cron_takes_the_lines(tmp_path, right, wrong):
    """As its own parser says, which also says no."""
    file = tmp_path / "crontab"
    file.write_text("\n".join(LINES).replace(right, wrong, 1) + "\n", "utf-8")
    ran = subprocess.run(
        [find("crontab"), "-n", str(file)], capture_output=True, text=True, check=False
    )
    assert (ran.returncode == 0) is (right == wrong), ran.stderr


@needs("systemd-analyze")
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("", ""),
        ("OnCalendar=*-*-* *:11:00", "OnCalendar=*-*-* *:61:00"),
        ("Type=oneshot", "Type=oneshot\nRestart=always"),
        ("User=blog", "Usr=blog"),
    ],
)
def test_systemd_takes_the_units(tmp_path, right, wrong):
    """As its own checker says, which also says no."""
    invoke = tmp_path / "blog/.venv/bin/invoke"
    invoke.parent.mkdir(parents=True)
    invoke.touch(mode=0o755)
    for path in UNITS:
        text = path.read_text("utf-8").replace(right, wrong, 1)
        name = path.name.replace("@", f"@{TARGET}")
        text = text.replace(FOLDER, str(tmp_path / "blog"))
        (tmp_path / name).write_text(text, "utf-8")
    files = sorted(map(str, tmp_path.glob("bulletin-*")))
    ran = subprocess.run(
        [find("systemd-analyze"), "--man=no", "verify", *files],
        capture_output=True,
        text=True,
        check=False,
    )
    is_taken = ran.returncode == 0 and not ran.stderr.strip()
    assert is_taken is (right == wrong), ran.stderr
    assert len(files) == 4


def test_cron_and_systemd_run_the_same_at_the_same_times():
    """Both were changed, or none."""
    for line, name in zip(LINES, ("bulletin-due@", "bulletin-references"), strict=True):
        minute, hour, day, *_, command = line.split(maxsplit=5)
        (at,) = read_unit(ROOT / f"systemd/{name}.timer")["Timer"]["OnCalendar"]
        assert at.split()[1] == f"{hour.zfill(2) if hour != '*' else hour}:{minute}:00"
        assert at.split()[0].split("-")[2] == (day.zfill(2) if day != "*" else day)
        service = read_unit(ROOT / f"systemd/{name}.service")["Service"]
        runs = [*service["ExecStart"], *service.get("ExecStopPost", ())]
        for words in runs:
            assert words.removeprefix(f"{FOLDER}/").replace("%i", TARGET) in command
