"""The jobs on GitHub."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from plugins.images import settings as images
from plugins.social_cards import settings as social_cards
from plugins.tools.build.output import Output
from plugins.tools.tasks import namespace
from tests.plugins.tools.conftest import make_place
from tests.plugins.tools.test_git import git_in

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
WORKFLOW = ROOT / ".github" / "workflows" / "references.yml"
SITE = yaml.safe_load((ROOT / ".github" / "workflows" / "site.yml").read_text("utf-8"))
CHANGES = yaml.safe_load(
    (ROOT / ".github" / "workflows" / "check.yml").read_text("utf-8")
)
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
    others = [one for one in used if not one[1].startswith("./")]  # of this very commit
    loose = [one for one in others if not re.fullmatch(PINNED, one[1])]
    assert loose == []


PINNED = r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+(?:\.\d+)*"


def test_a_job_may_write_only_where_it_has_to():
    """Not where packages are installed, nor before a step that runs them."""
    writing = []
    for path in WORKFLOWS:
        loaded = yaml.safe_load(path.read_text("utf-8"))
        assert loaded["permissions"] == {"contents": "read"}, path.name
        for name, job in loaded["jobs"].items():
            steps = job.get("steps", [])
            scripts = " ".join(str(step.get("run", "")) for step in steps)
            if "permissions" in job:
                writing.append((path.name, name))
                assert not re.search(r"pip|invoke|python", scripts), name
            else:
                out = [s for s in steps if "checkout" in s.get("uses", "")]
                assert all(not s["with"]["persist-credentials"] for s in out), name
    assert writing == [
        ("references.yml", "keep"),
        ("references.yml", "publish"),
        ("site.yml", "publish"),
    ]


def test_nothing_that_others_write_is_part_of_a_shell_line():
    """A branch or a title may hold a command; in the environment it is a text."""
    found = [
        one
        for path in WORKFLOWS
        for job in yaml.safe_load(path.read_text("utf-8"))["jobs"].values()
        for step in job.get("steps", [])
        for one in re.findall(r"\$\{\{ (.*?) \}\}", step.get("run", ""))
    ]
    assert found == ["steps.check.outputs.code"]


def test_secrets_are_known_to_the_step_that_needs_them_alone():
    """Neither what installs packages nor an action is told one."""
    knowing = []
    for path in WORKFLOWS:
        loaded = yaml.safe_load(path.read_text("utf-8"))
        assert "pull_request_target" not in loaded[True], path.name
        steps = [s for job in loaded["jobs"].values() for s in job.get("steps", [])]
        told = [step for step in steps if "secrets." in str(step.get("env"))]
        named = sum(str(step["env"]).count("secrets.") for step in told)
        assert named == str(loaded).count("secrets"), path.name
        assert all(".github/with-keys .venv/bin/invoke " in s["run"] for s in told)
        knowing += [(path.name, step["name"]) for step in told]
    assert knowing == [
        ("deploy.yml", "Deploy"),
        ("preview.yml", "Show what would be published"),
        ("preview.yml", "Take the preview away"),
    ]


def test_no_pull_request_deploys():
    """Nothing of one reaches the keys, nor does another branch than main."""
    deploy = yaml.safe_load((ROOT / ".github/workflows/deploy.yml").read_text("utf-8"))
    assert set(deploy[True]) == {"push", "schedule", "workflow_dispatch"}
    assert deploy[True]["push"] == {"branches": ["main"]}
    (job,) = deploy["jobs"].values()
    assert job["if"] == "${{ github.ref == 'refs/heads/main' && vars.DEPLOY != '' }}"
    assert deploy["concurrency"] == {"group": "deploy", "cancel-in-progress": False}


def test_a_pull_request_of_this_repository_alone_is_shown():
    """One of a fork, whose programs nobody has read, is near no key."""
    preview = yaml.safe_load(
        (ROOT / ".github/workflows/preview.yml").read_text("utf-8")
    )
    kinds = ["opened", "reopened", "synchronize", "closed"]
    assert preview[True] == {"pull_request": {"types": kinds}}
    own = "github.event.pull_request.head.repo.full_name == github.repository }}"
    for name, is_closed in (("preview", "!="), ("drop", "==")):
        asked = preview["jobs"][name]["if"].split(" && ")
        action = f"github.event.action {is_closed} 'closed'"
        with_secrets = "github.event.pull_request.user.login != 'dependabot[bot]'"
        assert asked == ["${{ vars.PREVIEW != ''", action, with_secrets, own]
    shown = preview["jobs"]["preview"]["environment"]["url"]
    assert shown == "${{ steps.preview.outputs.address }}"


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
    steps = [step for job in jobs for step in job.get("steps", [])]
    scripts = [step["run"] for step in steps if "run" in step]
    for number, script in enumerate(scripts):
        path = tmp_path / f"{number}.sh"
        path.write_text(re.sub(r"\$\{\{.*?\}\}", "0", script), "utf-8")
        subprocess.run(["bash", "-n", str(path)], check=True)

    assert len(scripts) == 18


def test_every_command_of_a_workflow_is_one():
    """A task that exists, with options that it has."""
    wrong, found = [], 0
    for path in WORKFLOWS:
        words = path.read_text("utf-8")
        for name, given in re.findall(r"bin/invoke (\S+)([^\n|&]*)", words):
            found += 1
            task = namespace.tasks.get(name)
            flags = [flag for one in task.get_arguments() for flag in one.names]
            asked = re.findall(r"--([a-z-]+)", given)
            wrong += [(path.name, name, one) for one in asked if one not in flags]
    assert found == 7
    assert not wrong


CHECK = yaml.safe_load(WORKFLOW.read_text("utf-8"))["jobs"]


def run_step(job, name, folder, found):
    """Run a step's script in a clone, as GitHub does; return what it hands on."""
    (script,) = (s["run"] for s in CHECK[job]["steps"] if s.get("name") == name)
    output = folder.parent / "output"
    output.touch()
    (folder / "content/references/checked.json").write_text(found, "utf-8")
    env = os.environ | {"GITHUB_OUTPUT": str(output)}
    command = ["bash", "-e", "-c", script]
    subprocess.run(command, cwd=folder, env=env, check=True, capture_output=True)
    return output.read_text("utf-8")


def test_what_the_check_found_is_pushed_and_that_commit_is_published(tmp_path):
    """Not the one before it, and nothing where nothing was found."""

    def git(*words, cwd=tmp_path):
        who = ["-c", "user.name=Ada", "-c", "user.email=ada@aureo.health"]
        command = ["git", *who, *words]
        return subprocess.run(
            command, cwd=cwd, check=True, capture_output=True, text=True
        ).stdout.strip()

    origin, clone = tmp_path / "origin.git", tmp_path / "clone"
    git("init", "--quiet", "--bare", "--initial-branch=main", str(origin))
    git("clone", "--quiet", str(origin), str(clone))
    git("switch", "--quiet", "--create", "main", cwd=clone)
    (clone / "content/references").mkdir(parents=True)
    (clone / "content/references/checked.json").write_text("{}")
    git("add", "--all", cwd=clone)
    git("commit", "--quiet", "--message", "All", cwd=clone)
    git("push", "--quiet", "--set-upstream", "origin", "main", cwd=clone)

    assert run_step("keep", "Keep what was found", clone, "{}") == ""
    given = run_step("keep", "Keep what was found", clone, '{"works": {}}')
    assert given == f"commit={git('rev-parse', 'main', cwd=origin)}\n"

    outputs = CHECK["keep"]["outputs"]
    assert outputs == {"commit": "${{ steps.keep.outputs.commit }}"}
    (step,) = (s for s in CHECK["keep"]["steps"] if s.get("id") == "keep")
    assert step["name"] == "Keep what was found"
    publish, site = CHECK["publish"], ROOT / CHECK["publish"]["uses"]
    assert site.samefile(ROOT / ".github/workflows/site.yml")
    assert publish["needs"] == "keep"
    assert "!cancelled()" in publish["if"]  # also where the check found a fault
    assert "needs.keep.outputs.commit != ''" in publish["if"]
    assert publish["with"] == {"ref": "${{ needs.keep.outputs.commit }}"}
    # YAML 1.1 reads the key “on” as True.
    assert set(publish["with"]) == set(SITE[True]["workflow_call"]["inputs"])
    (out,) = (s for s in SITE["jobs"]["build"]["steps"] if "/checkout@" in str(s))
    assert out["with"]["ref"] == "${{ inputs.ref || github.sha }}"


def test_a_workflow_that_is_called_is_given_what_its_jobs_may_do():
    """Else GitHub refuses to start it."""
    given = CHECK["publish"]["permissions"]
    for job in SITE["jobs"].values():
        wanted = job.get("permissions", SITE["permissions"])
        assert wanted.items() <= given.items()


@pytest.mark.parametrize(("jobs", "task"), [(SITE, "build"), (CHANGES, "check")])
def test_the_site_is_built_and_checked_as_readme_says(jobs, task):
    """By its first command, whose last words are a step of their own."""
    steps = [step.get("run", "") for step in jobs["jobs"][task]["steps"]]
    command = README.split("```sh\n")[1].split("\n```")[0]
    assert command.endswith(" && .venv/bin/invoke build")
    command = f"{command.removesuffix('build')}{task} "
    (said,) = " && ".join(filter(None, steps)).split(command)[1:]
    assert said.split(" && ")[0].endswith("--format github")


def test_a_pull_request_is_checked_whoever_sends_it():
    """One of a fork gets no secret and may write nothing, and it needs neither."""
    assert list(CHANGES[True]) == ["pull_request"]
    assert "secrets" not in str(CHANGES)
    (out,) = (s for s in CHANGES["jobs"]["check"]["steps"] if "/checkout@" in str(s))
    assert out["with"] == {"fetch-depth": 0, "persist-credentials": False}


def test_what_a_pull_request_changes_is_checked_as_github_has_it(tmp_path):
    """In what checkout leaves: no branch, a merge, and all branches of the origin.

    It is for another branch than main, which has gone on meanwhile.
    """
    place = make_place(tmp_path / "theirs", posts=0)
    git_in(place.root, "init", "--quiet", "--initial-branch=main")
    commit_post(place, "one")
    git_in(place.root, "switch", "--quiet", "--create", "stable")
    commit_post(place, "two")
    git_in(place.root, "switch", "--quiet", "--create", "mine")
    commit_post(place, "three")
    git_in(place.root, "switch", "--quiet", "stable")
    commit_post(place, "four")
    git_in(place.root, "switch", "--quiet", "--detach")
    git_in(place.root, "merge", "--quiet", "--message", "Merge", "mine")
    git_in(place.root, "update-ref", "refs/pull/1/merge", "HEAD")
    git_in(place.root, "switch", "--quiet", "main")
    work = tmp_path / "work"
    git_in(tmp_path, "init", "--quiet", str(work))
    git_in(work, "remote", "add", "origin", str(place.root))
    heads, pull = "+refs/heads/*:refs/remotes/origin/*", "refs/remotes/pull/1/merge"
    git_in(work, "fetch", "--quiet", "origin", heads, f"+refs/pull/1/merge:{pull}")
    git_in(work, "checkout", "--quiet", pull)
    (work / ".venv" / "bin").mkdir(parents=True)
    (work / ".venv/bin/invoke").symlink_to(Path(sys.executable).parent / "invoke")
    (work / ".git/info/exclude").write_text(".venv\n")
    (step,) = (s for s in CHANGES["jobs"]["check"]["steps"] if "--changed" in str(s))
    env = place.env(GITHUB_BASE_REF="stable")
    command = ["bash", "-e", "-c", step["run"]]
    done = subprocess.run(
        command, cwd=work, env=env, capture_output=True, text=True, check=True
    )
    path = "content/posts/three.md"
    assert done.stdout.startswith(f"::warning file={path},line=7,title=spelling::")
    assert done.stdout.count("\n") == 1
    assert done.stderr.startswith("1 file differs from origin/stable (commit ")


def commit_post(place, name):
    place.post(name, "We recieve it.")
    git_in(place.root, "add", "--all")
    git_in(place.root, "commit", "--quiet", "--message", name)


def test_the_site_keeps_what_builds_keep():
    """The folders that the code names, and no others."""
    conf = runpy.run_path(str(ROOT / "pelicanconf.py"))
    output = Output(ROOT / conf["OUTPUT_PATH"])
    pictures = images.parse_settings(conf["IMAGES"]).cache
    cards = social_cards.parse_settings(conf["SOCIAL_CARDS"]).cache
    (area, *_) = output.area.relative_to(ROOT).parts
    (kept,) = (s["with"] for s in SITE["jobs"]["build"]["steps"] if "/cache@" in str(s))
    assert kept["path"].split() == [conf["OUTPUT_PATH"], area, pictures, cards]
    assert kept["key"].startswith(kept["restore-keys"].split()[0])


@pytest.mark.parametrize("name", ["site.yml", "deploy.yml"])
def test_the_site_is_built_when_a_day_begins(name):
    """In the site's time zone, in winter and in summer: posts come out, reviews end."""
    text = (ROOT / ".github" / "workflows" / name).read_text("utf-8")
    zone = ZoneInfo(runpy.run_path(str(ROOT / "pelicanconf.py"))["TIMEZONE"])
    ((minute, hours),) = re.findall(r'cron: "(\d+) ([\d,]+) \* \* \*"', text)
    times = {(int(hour), int(minute)) for hour in hours.split(",")}
    midnights = {
        datetime(2026, month, 15, tzinfo=zone).astimezone(UTC) for month in (1, 7)
    }
    assert times == {(one.hour, int(minute)) for one in midnights}


def test_no_two_builds_of_the_site_publish_at_once():
    """The later one waits, and none is ended halfway."""
    assert SITE["concurrency"] == {
        "group": "site-${{ github.ref }}",
        "cancel-in-progress": False,
    }
    assert "github.ref == 'refs/heads/main'" in SITE["jobs"]["publish"]["if"]
