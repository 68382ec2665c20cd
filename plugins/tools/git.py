"""What git knows of a site's folder; outside of a repository it knows nothing."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..problem import list_some
from .site import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: Where main is looked for: as others have it, then as it is here. The first counts.
MAIN = (
    *("refs/remotes/origin/HEAD", "refs/remotes/origin/main"),
    *("refs/remotes/origin/master", "refs/heads/main", "refs/heads/master"),
)


@dataclass(frozen=True)
class Difference:
    """What differs from the last commit that another branch has too."""

    branch: str  #: the other one, as git calls it
    commit: str  #: the whole name of that commit
    files: tuple[Path, ...]  #: whole paths, in git's order; deleted ones among them


NO_GIT = "it is not installed. As root, on Debian: apt-get install git"

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
        _must(self.root, "add", "--", str(path))
        if self._try("diff", "--quiet", "--cached", "HEAD", "--", str(path)):
            return False
        _must(self.root, "commit", "--quiet", "--message", subject, "--", str(path))
        return True

    def find_difference(self, branch: str = "") -> Difference:
        """Return what differs from a branch or a commit; from main where none is named.

        All files of the repository count as they lie there, committed or not, new ones
        too but none that git ignores; a renamed one has its new name. They are compared
        with the last commit that both have (``git merge-base``): what others have
        brought into main since is no difference. ``RefusedError`` where git cannot say.
        """
        top = Path(_must(self.root, "rev-parse", "--show-toplevel").removesuffix("\n"))
        if not self.head:
            raise RefusedError("There is no commit yet, so all is new: invoke check")
        branch = branch or self._find_main()
        if not self.find(branch):
            raise RefusedError(f"git knows no commit “{branch}” here. {self._to_fetch}")
        commit = self.ask("merge-base", branch, "HEAD").strip()
        if not commit:
            what = f"git finds no commit that {branch} and this branch both have."
            raise RefusedError(f"{what} {self._to_fetch}")
        # Asked at the top, so that paths count from there whatever git is set to.
        changed = _must(top, "diff", "--name-only", "-z", "--find-renames", commit)
        new = _must(top, "ls-files", "--others", "--exclude-standard", "-z")
        names = filter(None, dict.fromkeys(f"{changed}{new}".split("\0")))
        return Difference(branch, commit, tuple(top / name for name in names))

    def _find_main(self) -> str:
        """Return the short name of main."""
        for ref in MAIN:
            if self.find(ref):
                return self.ask("rev-parse", "--abbrev-ref", ref).strip()
        known = ", ".join(ref.split("/", 2)[2] for ref in MAIN)
        what = f"git knows no main here: none of {known}."
        raise RefusedError(f"{what} {self._to_fetch}")

    @property
    def _to_fetch(self) -> str:
        """What brings a commit that is not here."""
        if self.is_shallow:
            words = "git fetch --unshallow origin '+refs/heads/*:refs/remotes/origin/*'"
            why = "This clone is shallow, it lacks older commits and other branches."
            return f"{why} Bring them: {words}; in a workflow, by fetch-depth: 0."
        words = "git fetch origin '+refs/heads/*:refs/remotes/origin/*'"
        return f"Bring it: {words}; or name another: invoke check --changed=COMMIT"

    def ask(self, *words: str) -> str:
        """Return what git prints; nothing without git, or where it refuses."""
        return ask_git(self.root, *words) or ""

    def _try(self, *words: str) -> bool:
        return ask_git(self.root, *words) is not None


def ask_git(root: Path, *words: str) -> str | None:
    """Return what git prints; None without git, or where it refuses."""
    done = _run(root, *words)
    return done.stdout if done and not done.returncode else None


def _must(root: Path, *words: str) -> str:
    """Return what git prints, or refuse what it refuses."""
    done = _run(root, *words)
    if done is None or done.returncode:
        said = done.stderr.strip().splitlines() if done else [NO_GIT]
        message = f"git {words[0]} could not be done: {' / '.join(said[:3])}"
        raise RefusedError(message)
    return done.stdout


def _run(root: Path, *words: str) -> subprocess.CompletedProcess[str] | None:
    command = ["git", "--literal-pathspecs", "-C", str(root), *words]
    try:
        return subprocess.run(
            command,
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",  # a file's name may be anything
            check=False,
        )
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
    if said is None:
        return None
    prefix = find_folder(root)
    names = (line[3:] for line in said.split("\0") if line)
    return [name.removeprefix(prefix) for name in names]


def find_folder(root: Path) -> str:
    """Return where a folder lies in its repository, ``blog/``; nothing at the top."""
    return (ask_git(root, "rev-parse", "--show-prefix") or "").removesuffix("\n")


def find_unknown(root: Path, paths: Iterable[str]) -> list[str]:
    """Return the files that git leaves alone: it could not bring them back."""
    known = ask_git(root, "ls-files", "-z", "--", *paths) or ""
    return sorted({*paths} - {*known.split("\0")})


def refuse_unclean(repository: Repository) -> None:
    """Refuse a site with work that is not committed; outside git nothing is known."""
    if changes := repository.changes:
        message = f"Not committed: {list_some(changes, 3)}. Commit first, or use"
        raise RefusedError(f"{message} --force.")
