"""``.githooks/pre-commit``: what a commit holds is checked before it is made."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.plugins.tools.conftest import ROOT, Ended, make_place
from tests.plugins.tools.test_git import git_in

HOOK = ROOT / ".githooks" / "pre-commit"
INVOKE = Path(sys.executable).parent / "invoke"
GOOD = "title: One\ndate: 2026-01-01\n\nSome words.\n"
BAD = GOOD.replace("2026-01-01", "soon")
POST = "content/posts/one.md"


@pytest.fixture(name="place")
def _place(tmp_path):
    """Make a site in a folder of a repository, with hook and environment."""
    place = make_place(tmp_path / "all" / "my blog", posts=0)
    place.write(POST, GOOD)
    place.write(".gitignore", ".venv\n__pycache__/\n")
    (place.root / ".githooks").mkdir()
    shutil.copy(HOOK, place.root / ".githooks")
    (place.root / ".venv" / "bin").mkdir(parents=True)
    (place.root / ".venv/bin/invoke").symlink_to(INVOKE)
    git_in(place.root, "init", "--quiet", "--initial-branch=main", "..")
    git_in(place.root, "config", "core.hooksPath", "my blog/.githooks")
    git_in(place.root, "add", "--all")
    git_in(place.root, "commit", "--quiet", "--no-verify", "--message", "All")
    return place


def commit(place, *words, path=os.environ["PATH"]):
    """Commit with the real git, as from a terminal in the site's folder."""
    names = {f"GIT_{who}_NAME": "Ada" for who in ("AUTHOR", "COMMITTER")}
    names |= {f"GIT_{who}_EMAIL": "a@a.example" for who in ("AUTHOR", "COMMITTER")}
    done = subprocess.run(
        ["git", "commit", "--quiet", "--message", "More", *words],
        cwd=place.root,
        env=place.env(**names) | {"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def number_of_commits(place):
    return int(git_in(place.root, "rev-list", "--count", "HEAD"))


def test_the_hook_can_be_run_and_is_switched_on_as_readme_says():
    """Git passes over one that cannot, with a hint at most."""
    assert os.access(HOOK, os.X_OK)
    command = "git config core.hooksPath .githooks"
    assert f"`{command}`" in (ROOT / "README.md").read_text("utf-8")
    assert command in HOOK.read_text("utf-8")


def test_an_error_in_what_is_staged_stops_the_commit(place):
    """The files at hand do not count, and each is as it was; then -a takes them."""
    place.write(POST, BAD)
    git_in(place.root, "add", POST)
    place.write(POST, GOOD + "We recieve it.\n")
    place.write("content/posts/two.md", BAD)
    files, before = place.files("."), git_in(place.root, "status", "--porcelain")
    ended = commit(place)
    assert ended.code == 1
    assert f"{POST}:2: This file cannot be read: the date “soon”" in ended.said
    assert "your files hold changes that it does not" in ended.said
    assert "two.md" not in ended.said
    assert "The commit was not made." in ended.said
    assert ended.said.endswith("git commit --no-verify\n")
    assert number_of_commits(place) == 1
    assert git_in(place.root, "status", "--porcelain") == before
    same = place.files(".")
    assert {name: same[name] for name in files} == files
    ended = commit(place, "--all")
    assert (ended.code, number_of_commits(place)) == (0, 2)
    assert f"{POST}:5: warning: “recieve” looks misspelt" in ended.said
    assert "1 file differs from HEAD" in ended.said
    assert "your files hold changes" in ended.said  # two.md is new to git
    assert git_in(place.root, "status", "--porcelain").endswith('/two.md"')


def test_a_commit_of_one_file_in_another_working_tree_is_checked(place, tmp_path):
    """With the environment of the first one; what is staged besides does not count."""
    git_in(place.root, "worktree", "add", "--quiet", "-b", "topic", str(tmp_path / "b"))
    other = type(place)(tmp_path / "b" / "my blog")
    for name in ("one", "two"):
        other.write(f"content/posts/{name}.md", BAD)
    git_in(other.root, "add", "--all")
    ended = commit(other, "content/posts/two.md")
    assert ended.code == 1
    assert "content/posts/two.md:2: " in ended.said
    assert "one.md" not in ended.said
    assert not (place.root / "content/posts/two.md").exists()


def test_the_first_commit_of_a_site_is_checked_whole(tmp_path):
    """By a hook that was copied among git's own, with the invoke of the shell."""
    place = make_place(tmp_path / "blog", posts=1)
    git_in(place.root, "init", "--quiet")
    (place.root / ".git/hooks").mkdir(exist_ok=True)
    shutil.copy(HOOK, place.root / ".git/hooks")
    place.write(POST, BAD)
    git_in(place.root, "add", "--all")
    ended = commit(place, path=f"{INVOKE.parent}:{os.environ['PATH']}")
    assert ended.code == 1
    assert f"{POST}:2: " in ended.said


def test_without_an_environment_the_commit_is_refused_with_what_helps(place):
    """Git's own option lets it pass."""
    (place.root / ".venv/bin/invoke").unlink()
    place.write(POST, GOOD + "More.\n")
    bare = ":".join(str(Path(shutil.which(one)).parent) for one in ("git", "sh"))
    ended = commit(place, "--all", path=bare)
    assert ended.code == 1
    said = f"No check: there is neither .venv/bin/invoke in {place.root} nor invoke on"
    assert ended.said.startswith(said)
    assert ended.said.endswith("To commit without a check: git commit --no-verify\n")
    assert commit(place, "--all", "--no-verify", path=bare).code == 0
