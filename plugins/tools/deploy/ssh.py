"""A target that is a server: ssh for words, rsync for files."""

from __future__ import annotations

import re
import shlex
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ..files import Changes, list_files
from ..site import RefusedError
from .plan import Releases, read_itemized

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .targets import Target

NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]*")
#: Content decides, not times: a release keeps the times of files that did not change.
RSYNC = ("rsync", "-rl", "--checksum", "--chmod=D755,F644", "--delete")
LIST = """
if [ -e current ] && [ ! -L current ]; then echo "!current"; exit 0; fi
if [ -L current ]; then echo "=$(basename "$(readlink current)")"; fi
if [ -d releases ]; then ls -1 releases; fi
"""
LOCK = """
mkdir -p releases
if [ "$1" = force ]; then rmdir .deploying 2>/dev/null || true; fi
mkdir .deploying
"""
FINISH = 'rm -rf "releases/$1"; mv "releases/.$1.part" "releases/$1"; sync'
#: GNU and busybox rename a link with -T, BSD with -h; a plain mv would go inside.
SWITCH = """
rm -f .current.new
ln -s "releases/$1" .current.new
mv -T .current.new current 2>/dev/null || mv -h .current.new current
[ "$(readlink current)" = "releases/$1" ]
"""
PRUNE = 'for name in "$@"; do rm -rf "releases/$name"; done; rm -rf releases/.*.part'


class SshTransport:
    """Keeps one connection open and speaks ``sh`` at its other end."""

    def __init__(self, target: Target, socket: Path) -> None:
        self.target = target
        self.ssh = ["ssh", *_options(target, socket)]

    @contextmanager
    def locked(self, *, force: bool) -> Iterator[None]:
        path = shlex.quote(self.target.path)
        self._sh(f"mkdir -p {path}", inside=False)
        done = self._run(LOCK, "force" if force else "")
        if done.returncode:
            message = f"Another deploy holds {self.target}/.deploying"
            raise RefusedError(f"{message}. If it is dead, use --force.")
        try:
            yield
        finally:
            self._sh("rmdir .deploying")

    def releases(self) -> Releases:
        script = f"cd {shlex.quote(self.target.path)} 2>/dev/null || exit 0\n{LIST}"
        lines = self._sh(script, inside=False).splitlines()
        if "!current" in lines:
            message = f"{self.target}/current is no symbolic link. Move it away first."
            raise RefusedError(message)
        current = "".join(line[1:] for line in lines if line.startswith("="))
        names = tuple(sorted(line for line in lines if NAME.fullmatch(line)))
        return Releases(names, current)

    def plan(self, tree: Path, releases: Releases) -> Changes:
        if not releases.current:
            paths = tuple(list_files(tree))
            return Changes(paths, (), (), len(paths))
        return self._compare(tree, f"releases/{releases.current}")

    def send(self, tree: Path, name: str, releases: Releases) -> None:
        part = f"releases/.{name}.part"
        link = [f"--link-dest=../{releases.current}"] if releases.current else []
        self._rsync([*link, *self._ends(tree, part)])
        left = self._compare(tree, part)
        if not left.is_nothing:
            raise RefusedError(f"{self.target}/{part} is not what was sent.")
        self._sh(FINISH, name)

    def switch(self, name: str) -> None:
        self._sh(SWITCH, name)

    def prune(self, names: tuple[str, ...]) -> None:
        self._sh(PRUNE, *names)

    def _compare(self, tree: Path, there: str) -> Changes:
        said = self._rsync(["-n", "--itemize-changes", *self._ends(tree, there)])
        return read_itemized(said.splitlines(), len(list_files(tree)))

    def _ends(self, tree: Path, there: str) -> list[str]:
        return ["--", f"{tree}/", f"{self.target.host}:{self.target.path}/{there}/"]

    def _rsync(self, arguments: list[str]) -> str:
        command = [*RSYNC, "-s", "-e", shlex.join(self.ssh), *arguments]
        return self._output(_started(command, ""))

    def _sh(self, script: str, *arguments: str, inside: bool = True) -> str:
        return self._output(self._run(script, *arguments, inside=inside))

    def _output(self, done: subprocess.CompletedProcess[str]) -> str:
        if done.returncode:
            lines = done.stderr.strip().splitlines() or [f"exit {done.returncode}"]
            where = f"{self.target.name} ({self.target})"
            raise RefusedError(f"{where}: {' / '.join(lines[:3])}")
        return done.stdout

    def _run(
        self, script: str, *arguments: str, inside: bool = True
    ) -> subprocess.CompletedProcess[str]:
        where = f"cd {shlex.quote(self.target.path)} || exit\n" if inside else ""
        words = shlex.join(["sh", "-s", "--", *arguments])
        command = [*self.ssh, "--", self.target.host, words]
        return _started(command, f"set -e\n{where}{script}")


@contextmanager
def connected(target: Target) -> Iterator[SshTransport]:
    """Share one connection for a whole deploy: each new one takes 0.3 s."""
    with tempfile.TemporaryDirectory(prefix="bul-") as folder:
        transport = SshTransport(target, Path(folder) / "s")
        try:
            yield transport
        finally:
            _started([*transport.ssh, "-O", "exit", "--", target.host], "")


def _options(target: Target, socket: Path) -> list[str]:
    options = ["BatchMode=yes", "StrictHostKeyChecking=yes", "ConnectTimeout=20"]
    options += ["ControlMaster=auto", f"ControlPath={socket}", "ControlPersist=60"]
    if target.identity:
        options += [f"IdentityFile={target.identity}", "IdentitiesOnly=yes"]
    if target.known_hosts:
        options += [f"UserKnownHostsFile={target.known_hosts}"]
    words = [word for option in options for word in ("-o", option)]
    return [*words, "-p", str(target.port)] if target.port else words


def _started(command: list[str], words: str) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            command, input=words, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        message = f"{command[0]} is not installed: apt-get install openssh-client rsync"
        raise RefusedError(message) from None
