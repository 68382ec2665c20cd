"""README, CONTRIBUTING, CHANGELOG and .ci/run say what is true."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.law.graph import PLUGINS
from tests.needs import PACKAGES

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
CI = (ROOT / ".ci" / "run").read_text("utf-8")
COMMANDS = re.findall(r"```sh\n(.*?)\n```", README, re.DOTALL)


def test_readme_opens_with_the_two_commands():
    """One builds the site, one runs the tests."""
    build, test = COMMANDS[:2]
    assert build.endswith(".venv/bin/invoke build")
    assert test.endswith(".venv/bin/invoke test")
    for command in (build, test):
        assert command.startswith("python3 -m venv .venv && ")
        assert "--require-hashes -r requirements" in command


def test_ci_calls_exactly_readmes_test_command():
    """What a newcomer runs is what CI proves."""
    assert COMMANDS[1] in CI.splitlines()


def test_readme_and_ci_name_the_packages_that_tests_need():
    """No test is skipped because nobody knew what to install."""
    named = COMMANDS[2].removeprefix("apt-get install --no-install-recommends ")
    assert f'packages="{named}"' in CI.split("\n  ")
    assert set(PACKAGES.values()) <= {*re.findall(r"[\w-]+", named)}


@pytest.mark.parametrize("has_npm", [True, False])
@pytest.mark.parametrize("document", ["README.md", ".ci/run"])
def test_debians_npm_is_asked_for_only_where_there_is_none(tmp_path, document, has_npm):
    """Node from elsewhere has its own, and apt would refuse the whole line."""
    for name in ["apt-get", *["npm"] * has_npm]:
        (tmp_path / name).write_text('#!/bin/sh\necho "$@" >&3\n', "utf-8")
        (tmp_path / name).chmod(0o755)
    (tmp_path / "id").symlink_to("/bin/true")
    (tmp_path / "sudo").symlink_to("/usr/bin/env")
    block = CI.split("\nif ")[1].split("\nfi\n")[0]
    line = COMMANDS[2] if document == "README.md" else f"as_root=\nif {block}\nfi"
    done = subprocess.run(
        ["/bin/sh", "-euc", f"exec 3>{tmp_path}/asked\n{line}"],
        env={"PATH": str(tmp_path)},
        check=False,
    )
    assert done.returncode == 0
    asked = (tmp_path / "asked").read_text("utf-8").split()
    assert ("npm" in asked) is not has_npm
    assert {"chromium", "nginx-light", "systemd"} <= set(asked)


def test_readme_says_what_windows_is_told():
    """The command that a traceback would else stand for; and what was not tested."""
    systems = README.split("What is tested:")[1].split("The commands below")[0]
    command = re.search(
        r"“(wsl [^”]+)”", (PLUGINS / "tools/__init__.py").read_text("utf-8")
    )
    assert f"`{command[1]}`" in systems
    for line in systems.strip().split("\n- ")[1:]:
        assert line.endswith("We have not tested it.")


def test_readme_names_the_python_that_is_required():
    """And the one that CI has."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    least = project["requires-python"].removeprefix(">=")
    assert f"with Python {least} or newer" in README
    assert f"Debian 12 with Python {least} runs every test" in README
    for workflow in (ROOT / ".github" / "workflows").glob("*.yml"):
        said = re.findall(r'python-version: "(.*)"', workflow.read_text("utf-8"))
        assert set(said) <= {least}, workflow.name


def test_readme_lists_the_tasks_that_invoke_lists():
    """The table is the list."""
    run = subprocess.run(
        [sys.executable, "-m", "invoke", "--list"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    listed = set(re.findall(r"^  ([a-z][a-z-]*)", run.stdout, re.MULTILINE))
    table = README.split("## Tasks")[1].split("\n## ")[0]
    assert listed == set(re.findall(r"^\| `([a-z-]+)`", table, re.MULTILINE))


def test_readmes_map_names_what_is_there():
    """A newcomer finds every room."""
    block = README.split("## The map")[1].split("```")[1]
    for name in re.findall(r"^([a-z][a-z./]*)", block, re.MULTILINE):
        assert (ROOT / name).exists(), name
    inside = re.findall(r"^  ([a-z_]+)/", block, re.MULTILINE)
    rooms = {p.parent.name for p in (ROOT / "plugins").glob("*/__init__.py")}
    assert set(inside) == rooms


def find_commands(file):
    """Return the commands that a document shows, in a block or in a line."""
    text = file.read_text("utf-8")
    blocks = re.findall(r"```(?:sh|console)\n(.*?)\n```", text, re.DOTALL)
    lines = re.findall(r"(?<!`)(`{1,2})((?:\.venv/bin/)?invoke\s[^`]*)\1", text)
    return [*blocks, *(" ".join(line.split()) for _, line in lines)]


def test_every_documented_command_can_be_pasted():
    """A DOI's brackets, without quotes, are a mistake for every shell."""
    manuals = (ROOT / "plugins").rglob("__init__.py")
    files = [*ROOT.glob("*.md"), *(ROOT / "theme").glob("*.md"), *manuals]
    found = [(file, one) for file in files for one in find_commands(file)]
    assert len(found) > 100
    wrong = [
        f"{file.relative_to(ROOT)}: {one}"
        for file, one in found
        if subprocess.run(
            ["sh", "-n", "-c", one], capture_output=True, check=False
        ).returncode
    ]
    assert not wrong, "\n".join(wrong)


def test_readmes_word_is_one_of_the_clinics_list():
    """What README says of the list can be found in it."""
    words = (ROOT / "content" / "words.txt").read_text("utf-8").splitlines()
    about = next(line for line in README.splitlines() if "`content/words.txt`" in line)
    assert set(re.findall(r"`([^`]+->[^`]+)`", about)) & set(words)


@pytest.mark.parametrize("name", ["CHANGELOG.md", "CONTRIBUTING.md", "LICENSE"])
def test_the_usual_documents_are_there(name):
    """A stranger knows where to look."""
    assert (ROOT / name).is_file()


def test_contributing_is_short_and_draws_the_layers():
    """It is read because it is short."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert len(text.splitlines()) <= 120
    assert "## The layers" in text
    assert "## Add a plugin" in text
