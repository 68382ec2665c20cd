"""What git knows of a site, and the commit that a job makes."""

from __future__ import annotations

import os
import re
import shlex
import subprocess

import pytest

from plugins.tools.commands.check_references import (
    SUBJECT,
    commit_checked,
    refuse_online,
)
from plugins.tools.git import Repository, refuse_unclean
from plugins.tools.site import RefusedError, Site
from tests.plugins.references.server import Registry
from tests.plugins.tools.commands.test_check_references import Place, works


def git_in(root, *words):
    who = ["-c", "user.name=Ada", "-c", "user.email=ada@aureo.health"]
    done = subprocess.run(
        ["git", *who, *words], cwd=root, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def test_what_was_found_is_committed_alone(tmp_path, monkeypatch, capsys):
    """What else an author has at hand is left to the author."""
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Ada")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "ada@aureo.health")
    mine, theirs = works(1)
    with Registry(works=theirs) as registry:
        place, site = Place(tmp_path, registry, mine), Site(tmp_path, tmp_path)
        git_in(tmp_path, "init", "--quiet")
        git_in(tmp_path, "add", "pelicanconf.py")
        git_in(tmp_path, "commit", "--quiet", "--message", "All")
        commit_checked(site)  # nothing has been found yet
        git_in(tmp_path, "add", "--all")
        assert place.run() == 0
        capsys.readouterr()
        commit_checked(site)
    assert capsys.readouterr().out == ("Committed: content/references/checked.json.\n")
    listed = git_in(tmp_path, "show", "--format=%s", "--name-only", "HEAD").split("\n")
    assert listed == [SUBJECT, "", "content/references/checked.json"]
    staged = git_in(tmp_path, "diff", "--cached", "--name-only")
    assert staged == "content/references/library.json"
    commit_checked(site, "json")
    assert capsys.readouterr().out == ""
    assert git_in(tmp_path, "rev-list", "--count", "HEAD") == "2"


def test_what_cannot_be_committed_is_refused_in_one_line(tmp_path):
    """As outside of a repository; and without a check there is nothing to keep."""
    mine, theirs = works(1)
    with Registry(works=theirs) as registry:
        place = Place(tmp_path, registry, mine)
        assert place.run() == 0
    with pytest.raises(RefusedError, match=r"git add could not be done: .*not a git"):
        commit_checked(Site(tmp_path, tmp_path))
    with pytest.raises(RefusedError, match=r"--commit keeps .*: add --online"):
        refuse_online("", "", "text", online=False)


def test_outside_of_a_repository_nothing_is_known(tmp_path):
    """Which is no reason to refuse a site."""
    repository = Repository(tmp_path)
    assert (repository.head, repository.branch, repository.changes) == ("", "", [])
    assert repository.find("abcd1234") == ""
    assert not repository.holds("abcd1234")
    assert not repository.is_same("abcd1234", tmp_path)
    refuse_unclean(repository)


def test_without_git_nothing_is_known_either(tmp_path, monkeypatch):
    """And a commit is refused with what is missing."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert Repository(tmp_path).head == ""
    with pytest.raises(
        RefusedError, match=r"git add .*: it is not installed.*install git"
    ):
        Repository(tmp_path).commit(tmp_path / "a", "A")


@pytest.fixture(name="clone")
def _clone(tmp_path):
    """Make a clone on a branch “topic” of a repository with one commit in main."""
    origin, root = tmp_path / "origin", tmp_path / "clone"
    root.mkdir()
    git_in(root, "init", "--quiet", "--initial-branch=main")
    add(root, "a", "a\n")
    git_in(tmp_path, "clone", "--quiet", "--bare", str(root), str(origin))
    git_in(root, "remote", "add", "origin", str(origin))
    git_in(root, "fetch", "--quiet")
    git_in(root, "switch", "--quiet", "--create", "topic")
    return root


def add(root, name, text="more\n"):
    (root / name).write_text(text)
    git_in(root, "add", name)
    git_in(root, "commit", "--quiet", "--message", name)


def differing(root, branch=""):
    found = Repository(root).find_difference(branch)
    names = [file.relative_to(root.resolve()).as_posix() for file in found.files]
    return found.branch, names


def test_main_is_as_others_have_it(clone):
    """Whatever they call it; where there are no others, as it is here."""
    add(clone, "b")
    git_in(clone, "switch", "--quiet", "main")
    add(clone, "c")
    assert differing(clone) == ("origin/main", ["c"])  # is not pushed
    git_in(clone, "switch", "--quiet", "topic")
    (clone / "d").write_text("")
    assert differing(clone) == ("origin/main", ["b", "d"])
    assert differing(clone, "HEAD") == ("HEAD", ["d"])
    assert differing(clone, "main~1") == ("main~1", ["b", "d"])
    git_in(clone, "branch", "--move", "main", "trunk")
    git_in(clone, "push", "--quiet", "origin", "trunk")
    git_in(clone, "remote", "set-head", "origin", "trunk")
    assert differing(clone) == ("origin/trunk", ["b", "d"])
    git_in(clone, "remote", "remove", "origin")
    git_in(clone, "branch", "--move", "trunk", "master")
    assert differing(clone) == ("master", ["b", "d"])


@pytest.mark.parametrize(
    "setting", ["diff.relative=true", "diff.renames=false", "core.quotePath=true"]
)
def test_names_are_whole_whatever_git_is_set_to(clone, setting):
    """Below the folder asked for and beside it; a moved file has its new name."""
    git_in(clone, "config", *setting.split("="))
    (clone / "blog").mkdir()
    (clone / "ü b").write_text("b\n")
    git_in(clone, "mv", "a", "blog/a a")
    found = Repository(clone / "blog").find_difference()
    assert [file.relative_to(clone.resolve()).as_posix() for file in found.files] == [
        *("blog/a a", "ü b"),
    ]


def test_a_name_that_is_no_utf_8_ends_nothing(clone):
    """It is as the disk has it."""
    os.close(os.open(os.fsencode(clone) + b"/caf\xe9", os.O_CREAT))
    (path,) = Repository(clone).find_difference().files
    assert os.fsencode(path.name) == b"caf\xe9"
    assert Repository(clone).changes == ["caf\udce9"]


def test_what_git_cannot_compare_is_refused_with_what_helps(clone, tmp_path):
    """And never told as if nothing differed."""

    def refusal(root, branch=""):
        with pytest.raises(RefusedError) as refused:
            Repository(root).find_difference(branch)
        return str(refused.value)

    assert "no commit “nope” here. Bring it: git fetch" in refusal(clone, "nope")
    assert "no commit “--all” here." in refusal(clone, "--all")
    git_in(clone, "switch", "--quiet", "--orphan", "alone")
    assert refusal(clone).startswith("There is no commit yet, so all is new:")
    add(clone, "b")
    said = "git finds no commit that origin/main and this branch both have."
    assert refusal(clone).startswith(said)
    git_in(clone, "remote", "remove", "origin")
    git_in(clone, "branch", "--delete", "--force", "main")
    said = "git knows no main here: none of origin/HEAD, origin/main, origin/master, "
    assert refusal(clone).startswith(f"{said}main, master. Bring it: git fetch")
    assert "not a git repository" in refusal(tmp_path)


@pytest.mark.parametrize("fetched", [[], ["main:refs/remotes/origin/main"]])
def test_a_shallow_clone_is_told_how_to_be_whole(clone, tmp_path, fetched):
    """By a command that can be pasted, and for a workflow by its option."""
    add(clone, "b")
    git_in(clone, "push", "--quiet", "origin", "topic")
    git_in(clone, "switch", "--quiet", "main")
    add(clone, "c")
    git_in(clone, "push", "--quiet", "origin", "main")
    url = (tmp_path / "origin").as_uri()
    git_in(tmp_path, "clone", "-q", "--depth=1", "--branch=topic", url, "shallow")
    shallow = tmp_path / "shallow"
    git_in(shallow, "fetch", "--quiet", "--depth=1", "origin", *fetched)
    with pytest.raises(RefusedError, match=r"shallow.* by fetch-depth: 0") as refused:
        Repository(shallow).find_difference()
    (command,) = re.findall(r"Bring them: (.+?);", str(refused.value))
    git_in(shallow, *shlex.split(command)[1:])
    assert differing(shallow) == ("origin/main", ["b"])
