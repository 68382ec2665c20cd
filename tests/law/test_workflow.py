"""The check as a job: the workflow file and the cron line of README."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
WORKFLOW = ROOT / ".github" / "workflows" / "references.yml"
README = (ROOT / "README.md").read_text("utf-8")
COMMAND = ".venv/bin/invoke check --online --only references"


def validate(path):
    """Hold a workflow against the schema that check-jsonschema carries."""
    command = [sys.executable, "-m", "check_jsonschema"]
    command += ["--builtin-schema", "vendor.github-workflows", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_workflow_is_one():
    """GitHub would take it."""
    run = validate(WORKFLOW)
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("runs-on:", "runs_on:"),
        ("- cron:", "- corn:"),
        ("contents: write", "contents: x"),
    ],
)
def test_a_mistyped_workflow_is_none(tmp_path, right, wrong):
    """The schema sees what we would not."""
    text = WORKFLOW.read_text("utf-8")
    path = tmp_path / "references.yml"
    path.write_text(text.replace(right, wrong, 1), "utf-8")

    assert right in text
    assert validate(path).returncode == 1


def test_the_workflow_runs_once_a_month_and_by_hand():
    """On one day, at an odd minute, with what the site is built with."""
    text = WORKFLOW.read_text("utf-8")
    (cron,) = re.findall(r'- cron: "([^"]+)"', text)
    minute, hour, day, month, weekday = cron.split()

    assert minute not in {"0", "*"}
    assert (month, weekday) == ("*", "*")
    assert hour.isdigit()
    assert day.isdigit()
    assert f"{COMMAND} --format github" in text
    assert "--require-hashes -r requirements.txt" in text
    assert "content/references/checked.json" in text


def test_the_steps_of_the_workflow_are_shell(tmp_path):
    """Each script is at least readable to the shell that runs it."""
    loaded = yaml.safe_load(WORKFLOW.read_text("utf-8"))
    scripts = [
        step["run"] for step in loaded["jobs"]["check"]["steps"] if "run" in step
    ]
    for number, script in enumerate(scripts):
        path = tmp_path / f"{number}.sh"
        path.write_text(re.sub(r"\$\{\{.*?\}\}", "0", script), "utf-8")
        subprocess.run(["bash", "-n", str(path)], check=True)

    assert len(scripts) == 4


def test_readmes_cron_line_is_one():
    """Five fields and the same command."""
    (line,) = re.findall(r"```crontab\n(.+)\n```", README)
    fields = line.split(maxsplit=5)

    assert all(re.fullmatch(r"\*|\d{1,2}", field) for field in fields[:5])
    assert fields[5].endswith(COMMAND)
