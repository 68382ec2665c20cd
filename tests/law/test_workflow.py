"""The check as a job: the workflow file and the cron line of README."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
WORKFLOW = ROOT / ".github" / "workflows" / "references.yml"
README = (ROOT / "README.md").read_text("utf-8")
COMMAND = ".venv/bin/invoke check --online --only references"


def validate(path):
    """Hold a workflow against the schema that check-jsonschema carries."""
    command = [sys.executable, "-m", "check_jsonschema"]
    command += ["--builtin-schema", "vendor.github-workflows", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_is_one(path):
    """GitHub would take it."""
    run = validate(path)
    assert run.returncode == 0, run.stdout


def test_actions_are_pinned_by_digest():
    """A tag can be moved to other code; a digest cannot."""
    used = [
        (path.name, line.split("uses:", 1)[1].strip())
        for path in WORKFLOWS
        for line in path.read_text("utf-8").splitlines()
        if "uses:" in line
    ]
    assert used
    loose = [one for one in used if not re.fullmatch(PINNED, one[1])]
    assert loose == []


PINNED = r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+(?:\.\d+)*"


def test_a_job_may_write_only_where_it_has_to():
    """Not where packages are installed, nor before a step that runs them."""
    writing = []
    for path in WORKFLOWS:
        loaded = yaml.safe_load(path.read_text("utf-8"))
        assert loaded["permissions"] == {"contents": "read"}, path.name
        for name, job in loaded["jobs"].items():
            scripts = " ".join(str(step.get("run", "")) for step in job["steps"])
            if "permissions" in job:
                writing.append((path.name, name))
                assert not re.search(r"pip|invoke|python", scripts), name
            else:
                out = [s for s in job["steps"] if "checkout" in s.get("uses", "")]
                assert all(not s["with"]["persist-credentials"] for s in out), name
    assert writing == [("references.yml", "keep")]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("runs-on:", "runs_on:"),
        ("- cron:", "- corn:"),
        ("contents: read", "contents: x"),
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
    jobs = [
        job
        for path in WORKFLOWS
        for job in yaml.safe_load(path.read_text("utf-8"))["jobs"].values()
    ]
    scripts = [step["run"] for job in jobs for step in job["steps"] if "run" in step]
    for number, script in enumerate(scripts):
        path = tmp_path / f"{number}.sh"
        path.write_text(re.sub(r"\$\{\{.*?\}\}", "0", script), "utf-8")
        subprocess.run(["bash", "-n", str(path)], check=True)

    assert len(scripts) == 6


def test_readmes_cron_line_is_one():
    """Five fields and the same command."""
    (line,) = re.findall(r"```crontab\n(.+)\n```", README)
    fields = line.split(maxsplit=5)

    assert all(re.fullmatch(r"\*|\d{1,2}", field) for field in fields[:5])
    assert fields[5].endswith(COMMAND)
