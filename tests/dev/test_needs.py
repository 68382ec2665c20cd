"""Who lacks a program or a library reads one command, pastes it, and has it."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

import pytest

from dev.audit.lighthouse import how_to_install
from dev.needs import PACKAGES, PINNED, install_command, npm_command
from tests.law.graph import files_of

ROOT = Path(__file__).parents[2]
PIP = "-m pip install --quiet --require-hashes -r"


def pins_of(name):
    text = (ROOT / name).read_text("utf-8")
    return re.findall(r"^([a-z0-9][\w.-]*)==", text, re.MULTILINE)


@pytest.fixture(name="first", scope="module")
def _first(tmp_path_factory):
    """Return the Python of README's first command: it has requirements.txt alone."""
    folder = tmp_path_factory.mktemp("first") / "an environment"
    subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", folder], check=True, timeout=60
    )
    packages = next(folder.glob("lib/python*/site-packages"))
    for name in pins_of("requirements.txt"):
        here = distribution(name)
        for top in {file.parts[0] for file in here.files or ()} - {"..", "__pycache__"}:
            if not (packages / top).exists():
                (packages / top).symlink_to(here.locate_file(top))
    (folder / "bin" / "invoke").touch()
    return folder / "bin" / "python"


def run(python, *words, folder=ROOT, path=os.environ["PATH"]):
    environment = {key: text for key, text in os.environ.items() if key != "PYTHONPATH"}
    return subprocess.run(
        [python, "-m", "invoke", *words],
        cwd=folder,
        env=environment | {"PATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize("task", ["audit", "screenshots", "lint", "test"])
@pytest.mark.parametrize("folder", [".", "content/posts"])
def test_the_first_environment_is_told_how_to_get_the_second(first, task, folder):
    """In one line, with its own Python and the pinned requirements, from anywhere."""
    ended = run(first, task, folder=ROOT / folder)
    pins = os.path.relpath(ROOT / "requirements-dev.txt", ROOT / folder)

    assert ended.returncode == 1
    assert ended.stdout == ""
    said = ended.stderr.rstrip("\n").split("\n")
    assert len(said) == 1, ended.stderr
    command = said[0].partition(" Install: ")[2]
    assert f"{shlex.quote(str(first))} {PIP} {pins}" in command.split(" && ")


def test_what_it_is_told_brings_all_that_it_named(first):
    """Each library that a task names is pinned in the file that the command reads."""
    named = set()
    for task in ("audit", "screenshots", "lint", "test"):
        said = run(first, task).stderr
        listed = re.search(r"needs (.*?), which (?:is|are) not", said)[1]
        named |= set(re.split(r", | and ", listed))
    assert {"playwright", "ruff", "pytest"} <= named
    assert named <= {*pins_of("requirements-dev.txt"), *PACKAGES, *PINNED}


def test_all_that_is_missing_comes_in_one_command(first, tmp_path):
    """Without any program, the packages are those that README installs."""
    ended = run(first, "audit", path=str(tmp_path))
    apt, pip, *npm = ended.stderr.partition(" Install: ")[2].strip().split(" && ")
    line = re.search(r"^.*apt-get install (.*)$", readme(), re.MULTILINE)[1]

    assert "chromium, java, playwright and" in ended.stderr
    assert pip == f"{shlex.quote(str(first))} {PIP} requirements-dev.txt"
    words = shlex.split(apt.removeprefix("sudo "))
    assert words[:2] == ["apt-get", "install"]
    assert set(words[2:]) <= set(line.split())
    assert {"chromium", "default-jre-headless"} <= set(words)
    assert all(one in readme().splitlines() for one in npm)


def readme():
    return (ROOT / "README.md").read_text("utf-8")


def test_npm_itself_is_named_where_it_is_missing(monkeypatch, tmp_path):
    """A command that begins with a missing program helps nobody."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("PATH", str(tmp_path))
    apt, npm = install_command(npm=["vnu-jar"]).split(" && ")
    assert apt.endswith(" npm")
    assert npm == npm_command("vnu-jar")


def test_lighthouse_is_brought_by_a_command(monkeypatch, tmp_path):
    """Of npm, and of Debian where there is no Node; both with a pinned version."""
    (tmp_path / "npm").symlink_to(sys.executable)
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert how_to_install().endswith(f" npm && {npm_command('lighthouse')}")
    (tmp_path / "node").symlink_to(sys.executable)
    assert how_to_install() == npm_command("lighthouse")
    assert re.search(r" lighthouse@\d+\.\d+\.\d+$", how_to_install())


def test_each_command_can_be_pasted_with_a_space_in_a_path():
    """The shell reads it as the words that were meant."""
    command = install_command([*PACKAGES], ["playwright"], [*PINNED])
    done = subprocess.run(["sh", "-n", "-c", command], check=False)
    assert done.returncode == 0


def test_commands_that_install_are_made_in_one_place():
    """Beside it, a message would name another environment, or another version."""
    wrong = [
        f"{folder}/{file}:{number}: {line.strip()}"
        for folder in ("dev", "benchmarks")
        for file in files_of(ROOT / folder)
        if f"{folder}/{file}" != "dev/needs.py"
        for number, line in enumerate(
            (ROOT / folder / file).read_text("utf-8").splitlines(), 1
        )
        if re.search(r"\b(pip|npm|apt-get) install\b", line)
    ]
    assert not wrong, "\n".join(wrong)
