"""What git knows of a site, and the commit that a job makes."""

from __future__ import annotations

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
