"""What git knows of a site's folder; outside of a repository it knows nothing."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..problem import list_some
from .site import RefusedError

if TYPE_CHECKING:
    from pathlib import Path


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
        lines = self.ask("status", "--porcelain", "--", ".").splitlines()
        return [line[3:] for line in lines]

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
        done = self._run(*words)
        return done.stdout if done and not done.returncode else ""

    def _try(self, *words: str) -> bool:
        done = self._run(*words)
        return bool(done) and not (done and done.returncode)

    def _must(self, *words: str) -> None:
        done = self._run(*words)
        if done is None or done.returncode:
            said = done.stderr.strip().splitlines() if done else ["it is not installed"]
            message = f"git {words[0]} could not be done: {' / '.join(said[:3])}"
            raise RefusedError(message)

    def _run(self, *words: str) -> subprocess.CompletedProcess[str] | None:
        command = ["git", "-C", str(self.root), *words]
        try:
            return subprocess.run(command, capture_output=True, text=True, check=False)
        except FileNotFoundError:
            return None


def refuse_unclean(repository: Repository) -> None:
    """Refuse a site with work that is not committed; outside git nothing is known."""
    if changes := repository.changes:
        message = f"Not committed: {list_some(changes, 3)}. Commit first, or use"
        raise RefusedError(f"{message} --force.")
