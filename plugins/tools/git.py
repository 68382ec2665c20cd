"""What git knows of a site's folder; outside of a repository it knows nothing."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..problem import list_some
from .site import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

#: What git tells a hook of the repository whose hook it is; ours is another one.
OF_A_HOOK = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX"),
    *("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE"),
)


@dataclass(frozen=True)
class Repository:
    """The repository that a folder lies in, as far as that folder goes."""

    root: Path  #: the site's

    @property
    def head(self) -> str:
        """Return the whole name of the commit that is checked out, or nothing."""
        return self.ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}").strip()

    @property
    def branch(self) -> str:
        """Return the branch that is checked out; nothing where a commit is."""
        return self.ask("symbolic-ref", "--quiet", "--short", "HEAD").strip()

    @property
    def changes(self) -> list[str]:
        """Return the files that are not as they were committed."""
        return find_uncommitted(self.root) or []

    @property
    def is_shallow(self) -> bool:
        """Return whether older commits were left out when it was cloned."""
        return self.ask("rev-parse", "--is-shallow-repository").strip() == "true"

    def find(self, commit: str) -> str:
        """Return the whole name of a commit, or nothing where it is not known here."""
        words = ("rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}")
        return self.ask(*words).strip() if commit else ""

    def holds(self, commit: str) -> bool:
        """Return whether what is checked out has been made on top of a commit."""
        return bool(commit) and self._try("merge-base", "--is-ancestor", commit, "HEAD")

    def subjects(self, since: str) -> list[str]:
        """Return the commits that have touched the folder since then, newest first."""
        words = ("log", "--format=%h %s", f"{since}..HEAD", "--", ".")
        return self.ask(*words).splitlines()

    def is_same(self, commit: str, path: Path) -> bool:
        """Return whether a file is as it was in a commit."""
        return bool(commit) and self._try("diff", "--quiet", commit, "--", str(path))

    def commit(self, path: Path, subject: str) -> bool:
        """Commit one file alone, if it has changed; return whether it has."""
        self._must("add", "--", str(path))
        if self._try("diff", "--quiet", "--cached", "HEAD", "--", str(path)):
            return False
        self._must("commit", "--quiet", "--message", subject, "--", str(path))
        return True

    def ask(self, *words: str) -> str:
        """Return what git prints; nothing without git, or where it refuses."""
        return ask_git(self.root, *words) or ""

    def _try(self, *words: str) -> bool:
        return ask_git(self.root, *words) is not None

    def _must(self, *words: str) -> None:
        done = _run(self.root, *words)
        if done is None or done.returncode:
            said = done.stderr.strip().splitlines() if done else ["it is not installed"]
            message = f"git {words[0]} could not be done: {' / '.join(said[:3])}"
            raise RefusedError(message)


def ask_git(root: Path, *words: str) -> str | None:
    """Return what git prints; None without git, or where it refuses."""
    done = _run(root, *words)
    return done.stdout if done and not done.returncode else None


def _run(root: Path, *words: str) -> subprocess.CompletedProcess[str] | None:
    command = ["git", "--literal-pathspecs", "-C", str(root), *words]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return None


def run_git(
    folder: Path, *words: str, given: bytes = b"", env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder, in English, with nobody to ask; return how it ended.

    Raises ``RefusedError`` without git.
    """
    kept = {key: value for key, value in os.environ.items() if key not in OF_A_HOOK}
    told = {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", **(env or {})}
    try:
        return subprocess.run(
            ["git", *words],
            cwd=folder,
            input=given,
            env=kept | told,
            capture_output=True,
            check=False,
            start_new_session=True,  # Ctrl-C is for us, who know what is half done
        )
    except FileNotFoundError:
        raise RefusedError("git is not installed: apt-get install git") from None


def find_uncommitted(root: Path, paths: Iterable[str] = (".",)) -> list[str] | None:
    """Return the files, of those below these paths, that differ from the last commit.

    Also those that git does not know. None outside of a repository, and without git.
    """
    words = ("status", "--porcelain", "-z", "--untracked-files=all", "--no-renames")
    said = ask_git(root, *words, "--", *paths)
    prefix = ask_git(root, "rev-parse", "--show-prefix")
    if said is None or prefix is None:
        return None
    names = (line[3:] for line in said.split("\0") if line)
    return [name.removeprefix(prefix.rstrip("\n")) for name in names]


def find_unknown(root: Path, paths: Iterable[str]) -> list[str]:
    """Return the files that git leaves alone: it could not bring them back."""
    known = ask_git(root, "ls-files", "-z", "--", *paths) or ""
    return sorted({*paths} - {*known.split("\0")})


def refuse_unclean(repository: Repository) -> None:
    """Refuse a site with work that is not committed; outside git nothing is known."""
    if changes := repository.changes:
        message = f"Not committed: {list_some(changes, 3)}. Commit first, or use"
        raise RefusedError(f"{message} --force.")
