"""A branch of a repository elsewhere, read and written without a working tree.

What is fetched and made lies in a bare repository of our own. The site's repository
gets neither objects nor branches of it; its settings hold here too, so that keys,
proxies, names and signatures are git's own affair, but for its hooks, which are for
the author's commits.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .git import ask_git, run_git
from .site import RefusedError

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterable, Mapping, Sequence

FILE = "100644"  #: the mode of a file that nobody runs
#: Behind the site's own settings: no hook, no guess at who somebody is from the name of
#: the machine, and no waiting for ever for a server that says nothing.
SETTINGS = (
    *("core.hooksPath=/dev/null", "user.useConfigOnly=true", "gc.autoDetach=false"),
    *("http.lowSpeedLimit=1", "http.lowSpeedTime=60"),
)
NO_BRANCH = "couldn't find remote ref"
NOBODY = ("tell me who you are", "no email was given", "no name was given", "empty id")
#: A name and a password in an address, as git may quote it.
SECRET = re.compile(r"(?<=://)[^/@\s]+@")
#: What a path cannot have where git reads one a line.
QUOTED = re.compile(rb'[\\"\x00-\x1f\x7f]')
LINES = 3  #: of what git says


@dataclass(frozen=True)
class Commit:
    """One commit of a branch."""

    name: str
    subject: str


class Store:
    """A bare repository, and the one elsewhere that it speaks to."""

    def __init__(self, folder: Path, site: Path, remote: str) -> None:
        self.folder, self.remote = folder, remote
        top = ask_git(site, "rev-parse", "--show-toplevel")
        #: Addresses that are paths count from here, as git has it.
        self.top = Path(top.rstrip("\n")) if top else site
        self.settings = [*_include(site), *SETTINGS]
        self.format = ""  #: sha1 or sha256

    def fetch(self, branch: str) -> str:
        """Get a branch from there; return its newest commit, or nothing without one."""
        self._open()
        place = f"refs/heads/{branch}"
        words = ("--no-tags", "--no-write-fetch-head", "--no-recurse-submodules")
        done = self._run(
            *("fetch", "--quiet", "--refmap=", *words, self.remote, f"+{place}:{place}")
        )
        if done.returncode and NO_BRANCH in _text(done.stderr):
            return ""
        self._output(done)
        return self._words("rev-parse", "--verify", place)

    def commits(self, tip: str) -> list[Commit]:
        """Return a branch's own commits, newest first."""
        if not tip:
            return []
        lines = self._words("log", "--first-parent", "--format=%H %s", tip).split("\n")
        return [Commit(line[: len(tip)], line[len(tip) + 1 :]) for line in lines]

    def body(self, commit: str) -> str:
        """Return what a commit's message says below its subject."""
        return self._words("log", "-1", "--format=%b", commit)

    def tree(self, name: str) -> dict[str, str]:
        """Return the files of a commit or tree: path -> mode and digest."""
        listed = self._output(self._run("ls-tree", "-rz", "--full-tree", name))
        found = {}
        for entry in filter(None, listed.split(b"\0")):
            kind, _, path = entry.partition(b"\t")
            mode, _, digest = kind.decode().split(" ")
            found[os.fsdecode(path)] = f"{mode} {digest}"
        return found

    def entry(self, file: Path) -> str:
        """Return mode and digest that a file here has in a tree."""
        data = file.read_bytes()
        head = f"blob {len(data)}\0".encode()
        return f"{FILE} {hashlib.new(self.format, head + data).hexdigest()}"

    def add(self, files: Sequence[Path]) -> list[str]:
        """Take files in; return mode and digest of each."""
        if not files:
            return []
        given = b"".join(_quote(os.fsencode(file)) + b"\n" for file in files)
        words = ("hash-object", "-w", "--no-filters", "--stdin-paths")
        done = self._output(self._run(*words, given=given))
        return [f"{FILE} {digest}" for digest in done.decode().split()]

    def write_tree(self, files: Mapping[str, str]) -> str:
        """Make a tree of files as ``tree`` returns them; return its name."""
        lines = (f"{kind}\t".encode() + os.fsencode(p) for p, kind in files.items())
        given = b"".join(line + b"\0" for line in lines)
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            index = {"GIT_INDEX_FILE": f"{folder}/index"}
            words = ("update-index", "--add", "-z", "--index-info")
            self._output(self._run(*words, given=given, env=index))
            done = self._run("write-tree", env=index)
        tree = self._output(done).decode().strip()
        if self.tree(tree) != files:
            raise RefusedError("git did not take the files as they are. Deploy again.")
        return tree

    def refuse_nobody(self) -> None:
        """Refuse where git does not know who makes a commit."""
        self._output(self._run("var", "GIT_COMMITTER_IDENT"))

    def commit(self, tree: str, parent: str, message: str) -> str:
        """Make a commit, signed where git is told so; return its name."""
        asked = ("config", "--type=bool", "commit.gpgSign")
        is_signed = self._run(*asked).stdout.strip() == b"true"
        words = [*(["-S"] if is_signed else []), *(["-p", parent] if parent else [])]
        done = self._run("commit-tree", *words, "-F", "-", tree, given=message.encode())
        if done.returncode and is_signed:
            how = "Mend git's signing, or: git config commit.gpgSign false"
            raise RefusedError(f"git could not sign: {_said(done.stderr)}. {how}")
        return self._output(done).decode().strip()

    def push(self, commit: str, branch: str, old: str) -> None:
        """Put a commit on the branch there, if that still ends with ``old``.

        Empty where there was no branch. Raises ``RefusedError`` where somebody was
        quicker, or where it was refused. Whatever is said, the branch itself decides.
        """
        place = f"refs/heads/{branch}"
        lease = f"--force-with-lease={place}:{old}"
        words = ("--no-verify", lease, self.remote, f"{commit}:{place}")
        done = self._run("push", "--porcelain", *words)
        if not done.returncode:
            self._run("update-ref", place, commit)
            return
        why = _refusal(_text(done.stdout)) or _said(done.stderr)
        try:
            now = self.fetch(branch)
        except RefusedError:
            message = f"The branch could not be pushed: {why}. It cannot be asked"
            raise RefusedError(f"{message} whether it was: deploy again.") from None
        if now == commit:
            return
        if now != old:
            raise RefusedError("Somebody else was quicker. Nothing was sent.")
        remote = " / ".join(_remarks(_text(done.stderr)))
        said = f"{why}. It says: {remote}" if remote else why
        raise RefusedError(f"The branch was refused, and is as it was: {said}")

    def _open(self) -> None:
        """Make the repository where there is none, of the other one's format."""
        if not (self.folder / "HEAD").is_file():
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            words = ("--bare", "--quiet", "--template=", "--initial-branch=unused")
            form = f"--object-format={self._format_there()}"
            made = run_git(self.top, "init", *words, form, str(self.folder))
            self._output(made)
        self.format = self._words("rev-parse", "--show-object-format")

    def _format_there(self) -> str:
        config = [word for one in self.settings for word in ("-c", one)]
        done = run_git(self.top, *config, "ls-remote", self.remote)
        names = self._output(done).split()
        if names:
            return "sha256" if len(names[0]) == 64 else "sha1"
        if (place := Path(self.remote)).is_dir():  # it is empty, but lies here
            found = ask_git(place, "rev-parse", "--show-object-format") or ""
            return found.strip() or "sha1"
        return "sha1"

    def _run(
        self, *words: str, given: bytes = b"", env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        config = [word for one in self.settings for word in ("-c", one)]
        place = f"--git-dir={self.folder}"
        return run_git(self.top, place, *config, *words, given=given, env=env)

    def _words(self, *words: str) -> str:
        return _text(self._output(self._run(*words))).strip()

    def _output(self, done: subprocess.CompletedProcess[bytes]) -> bytes:
        if done.returncode:
            said = _said(done.stderr)
            if any(words in said.lower() for words in NOBODY):
                how = "git config --global user.name “…” and user.email “…”"
                message = f"git does not know who you are; a release names it: {how}"
                raise RefusedError(message)
            raise RefusedError(f"git, with {hide(self.remote)}: {said}")
        return done.stdout


def find_remote(site: Path, remote: str) -> str:
    """Return how git names a repository: a remote's name, an address, or a whole path.

    Raises ``RefusedError`` where it is neither known nor there.
    """
    if remote in (ask_git(site, "remote") or "").split("\n"):
        return remote
    if "://" in remote or re.match(r"[^/]+:", remote):
        return remote
    path = (site / Path(remote).expanduser()).resolve()
    if path.is_dir():
        return str(path)
    known = "is neither a remote of the site's repository nor a folder"
    how = f"git remote add {remote} ADDRESS" if "/" not in remote else f"see {path}"
    raise RefusedError(f"“{remote}” {known}: {how}")


def hide(words: str) -> str:
    """Return words without what an address may say before its host.

    >>> hide("https://ada:s3cret@git.example/a.git")
    'https://git.example/a.git'
    """
    return SECRET.sub("", words)


def _include(site: Path) -> list[str]:
    """Return the setting by which the site's own are read; git alone sees them."""
    folder = ask_git(site, "rev-parse", "--git-common-dir")
    if not folder:
        return []
    return [f"include.path={(site / folder.rstrip(chr(10))).resolve() / 'config'}"]


def _quote(path: bytes) -> bytes:
    return b'"' + QUOTED.sub(lambda sign: b"\\%03o" % sign[0][0], path) + b'"'


def _text(said: bytes) -> str:
    return said.decode("utf-8", "replace")


def _said(stderr: bytes) -> str:
    """Return what went wrong in git's words, in one line and without secrets."""
    lines = [line.strip() for line in _text(stderr).splitlines() if line.strip()]
    plain = [line for line in lines if not line.startswith(("hint:", "remote:"))]
    wrong = [line for line in plain if line.startswith(("fatal:", "error:"))]
    chosen: Iterable[str] = (wrong or plain or lines or ["it says nothing"])[:LINES]
    return hide(" / ".join(re.sub(r"^(fatal|error): ", "", one) for one in chosen))


def _refusal(porcelain: str) -> str:
    """Return why one branch was refused, as ``git push --porcelain`` says it."""
    lines = (line for line in porcelain.splitlines() if line.startswith("!"))
    return next((line.rsplit("\t", 1)[-1] for line in lines), "")


def _remarks(stderr: str) -> list[str]:
    """Return what the host's own hooks say."""
    lines = (line.removeprefix("remote:").strip() for line in stderr.splitlines()
             if line.startswith("remote:"))  # fmt: skip
    return [hide(line) for line in lines if line][:LINES]
