"""A target that is a server: ssh for words, rsync for files."""

from __future__ import annotations

import shlex
import subprocess
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ..build.lock import (
    LONGEST,
    parse_owner,
    refusal,
    taken_over,
    this_process,
    write_owner,
)
from ..files import FILE_MODE, FOLDER_MODE, Changes, list_files
from ..site import RefusedError
from .folder import CLOSED, FRESH, LOCK, RECORDS, UNLOCK
from .plan import Releases, find_releases, read_itemized
from .preview import SHOWN, STORE, UNLISTED, name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from .targets import Target

TAKEN = 75  #: how a server says that the lock is another's (EX_TEMPFAIL, sysexits(3))
CHANGED = "HOST IDENTIFICATION HAS CHANGED"
#: What of ssh's words on that is told: that it is so, where, and the way out.
OF_A_KEY = (CHANGED, "Offending", "ssh-keygen")
#: Content decides, not times: a release keeps the times of files that did not change.
#: Modes are given whatever the server's umask is, which rsync heeds without ``-p``.
MODES = f"--chmod=D{FOLDER_MODE:o},F{FILE_MODE:o}"
RSYNC = ("rsync", "-rlp", "--checksum", MODES, "--delete")
PUBLIC = f"umask {0o777 & ~FOLDER_MODE:03o}"
LIST = """
if [ -e current ] && [ ! -L current ]; then echo "!current"; exit 0; fi
if [ -L current ]; then echo "=$(readlink current)"; fi
for one in releases/*; do
  if [ -d "$one" ] && [ ! -L "$one" ]; then
    if [ -n "$(find "$one" -type f -print | head -n 1)" ]; then basename "$one"; fi
  fi
done
"""
#: A file that is made only where there is none (noclobber, POSIX sh); else print it.
#: On a full disk it names nobody: what makes room again needs a lock too.
TAKE = f"""
({PUBLIC}; mkdir -p releases)
if [ ! -e {LOCK} ] && (set -C; : > {LOCK}); then
  printf %s "$1" > {LOCK} 2>/dev/null || : > {LOCK}
  exit 0
fi
[ -e {LOCK} ] || exit 1
[ ! -f {LOCK} ] || head -c {LONGEST} {LOCK}
exit {TAKEN}
"""
#: Delete the lock that says this, and no other.
GIVE = f"""
[ -f {LOCK} ] && [ "$(head -c {LONGEST} {LOCK})" = "$1" ] && rm -f {LOCK}; true
"""
#: Delete one's own, which is empty where the disk was full.
GIVE_BACK = f"[ -s {LOCK} ] || rm -f {LOCK}\n{GIVE}"
BREAK = f"rm -f {LOCK} 2>/dev/null || rmdir {LOCK}"
#: A release that visitors get already stays.
DISCARD = f"""
if [ "$(readlink current)" != "releases/$1" ]; then
  rm -rf "releases/$1" {RECORDS}/"$1".json
fi
rm -rf {FRESH} releases/.*.part
"""
CLEAR = f"rm -rf {FRESH} releases/.*.part"
FINISH = 'rm -rf "releases/$1"; mv "releases/.$1.part" "releases/$1"; sync'
#: For releases that an umask closed; what another account owns is its own affair.
OPEN = f"""
find releases -prune -type d ! -perm -055 -exec chmod {FOLDER_MODE:o} {{}} +
find "releases/$1" -type d ! -perm {FOLDER_MODE:o} -exec chmod {FOLDER_MODE:o} {{}} +
find "releases/$1" -type f ! -perm {FILE_MODE:o} -exec chmod {FILE_MODE:o} {{}} +
true
"""
#: GNU and busybox rename a link with -T, BSD with -h; a plain mv would go inside.
SWITCH = """
rm -f .current.new
ln -s "releases/$1" .current.new
mv -T .current.new current 2>/dev/null || mv -h .current.new current
[ "$(readlink current)" = "releases/$1" ]
"""
#: Half of a release is none: it loses its name first. So is half of a record.
PRUNE = f"""
for name in "$@"; do mv "releases/$name" "releases/.$name.part"; done
rm -rf releases/.*.part
for record in {RECORDS}/*.json; do
  if [ ! -d "releases/$(basename "$record" .json)" ]; then rm -f "$record"; fi
done
if [ -d {RECORDS} ]; then find {RECORDS} -type f ! -name '*.json' -exec rm -f {{}} +; fi
"""
FILES = 'cd "releases/$1"; find . -type f -print0'
#: What a web server shows leads to a preview; it is at ``STORE/$2`` itself.
SHOW = f"""
if [ ! -d ../../{SHOWN} ]; then
  ({PUBLIC}; mkdir ../../{SHOWN}); chmod {UNLISTED:o} ../../{SHOWN}
fi
[ -L "../../{SHOWN}/$2" ] || ln -s "../{STORE}/$2/current" "../../{SHOWN}/$2"
"""
#: What cannot be looked into is told: only where nothing is, nothing is there.
GO_THERE = "[ -e {path} ] || [ -L {path} ] || exit 0\ncd {path}\n"
PREVIEWS = f"""
for one in {STORE}/*; do
  if [ -d "$one" ] && [ ! -L "$one" ]; then basename "$one"; fi
done
"""
DROP = f"""
rm -f "{SHOWN}/$1"
mv "{STORE}/$1" "{STORE}/.$1.part"
rm -rf {STORE}/.*.part
"""
END = "bulletin-end"
#: JSON, of which no line is the last one here.
WRITE_RECORD = f"""
mkdir -p {RECORDS}; chmod {CLOSED:o} {RECORDS}
cat > {RECORDS}/"$1".new <<'{END}'
{{text}}
{END}
mv {RECORDS}/"$1".new {RECORDS}/"$1".json
"""
#: Paths come as lines, and none of them is the last one.
KEEP = f"""{PUBLIC}
while IFS= read -r path; do
  case "$path" in */*) mkdir -p "releases/$2/${{path%/*}}" ;; esac
  ln "releases/$1/$path" "releases/$2/$path"
done """
READ_RECORD = f"""
if [ -f {RECORDS}/"$1".json ]; then cat {RECORDS}/"$1".json; fi
"""


class SshTransport:
    """Keeps one connection open and speaks ``sh`` at its other end."""

    def __init__(self, target: Target, socket: Path) -> None:
        self.target, self.socket = target, socket
        self.ssh = ["ssh", *_options(target, socket)]

    @contextmanager
    def locked(
        self, print_line: Callable[[str], None], *, unlock: bool
    ) -> Iterator[None]:
        mine, give = write_owner(this_process()), GIVE
        try:
            self._take(mine, print_line, unlock=unlock)
            give = GIVE_BACK
            yield
        finally:
            with suppress(RefusedError):  # what went wrong before is what matters
                self._sh(give, mine)

    def _take(
        self, mine: str, print_line: Callable[[str], None], *, unlock: bool
    ) -> None:
        """Make the lock's file; a server knows nothing of who is at work elsewhere."""
        path = shlex.quote(self.target.path)
        there = f"({PUBLIC}; mkdir -p {path})\ncd {path}\n"
        if self.target.preview:
            there += f"chmod {UNLISTED:o} ..\n"
        done = self._run(f"{there}{TAKE}", mine, inside=False)
        if done.returncode != TAKEN:
            self._output(done)
            return
        owner = parse_owner(done.stdout)
        if owner and not owner.is_alive:
            print_line(taken_over("deploy", owner))
            self._sh(GIVE, done.stdout)
        elif unlock and (owner is None or owner.is_elsewhere):
            self._sh(BREAK)
        else:
            raise refusal("deploy", f"{self.target}/{LOCK}", owner, UNLOCK)
        self._output(self._run(TAKE, mine))

    def releases(self) -> Releases:
        lines = self._ask(LIST).splitlines()
        if "!current" in lines:
            message = f"{self.target}/current is no symbolic link. Move it away first."
            raise RefusedError(message)
        link = "".join(line[1:] for line in lines if line.startswith("="))
        return find_releases(lines, link, self.target.path)

    def faults(self) -> str:
        return ""  # who reads what there is the server's affair

    def plan(self, tree: Path, releases: Releases) -> Changes:
        if not releases.current:
            paths = tuple(list_files(tree))
            return Changes(paths, (), (), len(paths))
        return self._compare(tree, f"releases/{releases.current}")

    def read_record(self, name: str) -> str:
        return self._sh(READ_RECORD, name)

    def write_record(self, name: str, text: str) -> None:
        self._sh(WRITE_RECORD.format(text=text.rstrip("\n")), name)

    def files(self, name: str) -> list[str]:
        paths = self._sh(FILES, name).split("\0")
        return sorted(path.removeprefix("./") for path in paths if path)

    def keep(self, paths: Iterable[str], source: str, name: str) -> None:
        listed = "".join(f"{path}\n" for path in paths)
        if listed:
            self._sh(f"{KEEP}<<'{END}'\n{listed}{END}", source, name)

    def send(
        self, tree: Path, name: str, releases: Releases, kept: Collection[str]
    ) -> None:
        self._sh(CLEAR)
        part = f"releases/.{name}.part"
        link = [f"--link-dest=../{releases.current}"] if releases.current else []
        self._rsync([*link, *self._ends(tree, part)])
        self.keep(kept, releases.current, f".{name}.part")
        if not self._compare(tree, part).is_only(kept):
            raise RefusedError(f"{self.target}/{part} is not what was sent.")

    def finish(self, name: str) -> None:
        self._sh(FINISH, name)

    def discard(self, name: str) -> None:
        with suppress(RefusedError):  # what went wrong before is what matters
            self._sh(DISCARD, name)

    def switch(self, name: str) -> None:
        show = SHOW if self.target.preview else ""
        script = f"({OPEN}) 2>/dev/null || true\n{SWITCH}{show}"
        self._sh(script, name, self.target.preview)

    def give_modes(self, name: str) -> None:
        with suppress(RefusedError):
            self._sh(OPEN, name)

    def prune(self, names: tuple[str, ...]) -> None:
        self._sh(PRUNE, *names)

    def previews(self) -> list[str]:
        return sorted(filter(name_of, self._ask(PREVIEWS).splitlines()))

    def inside(self, preview: Target) -> SshTransport:
        return SshTransport(preview, self.socket)

    def drop(self, folder: str) -> None:
        self._sh(DROP, folder)

    def _compare(self, tree: Path, there: str) -> Changes:
        listing = ("-n", "--itemize-changes", "--8-bit-output")
        said = self._rsync([*listing, *self._ends(tree, there)])
        return read_itemized(said.splitlines(), len(list_files(tree)))

    def _ends(self, tree: Path, there: str) -> list[str]:
        return ["--", f"{tree}/", f"{self.target.host}:{self.target.path}/{there}/"]

    def _rsync(self, arguments: list[str]) -> str:
        command = [*RSYNC, "-s", "-e", shlex.join(self.ssh), *arguments]
        return self._output(_started(command, ""))

    def _ask(self, script: str) -> str:
        """Return what a script says of the target; nothing where that is not there."""
        there = GO_THERE.format(path=shlex.quote(self.target.path))
        return self._sh(there + script, inside=False)

    def _sh(self, script: str, *arguments: str, inside: bool = True) -> str:
        return self._output(self._run(script, *arguments, inside=inside))

    def _output(self, done: subprocess.CompletedProcess[str]) -> str:
        if done.returncode:
            lines = _reasons(done.stderr) or [f"exit {done.returncode}"]
            where = f"{self.target.name} ({self.target})"
            said = f"{where}: {' / '.join(lines[:3])}"
            # Each shell has its own order of words: “rsync: not found”, and others.
            if any("rsync" in line and "not found" in line for line in lines):
                said += ". On that machine, as root, if it is Debian: "
                said += "apt-get install rsync"
            raise RefusedError(said)
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


def _reasons(said: str) -> list[str]:
    """Return the lines that say why; ssh frames the one on a changed host key."""
    lines = [line.strip("@ \t\r") for line in said.splitlines()]
    if any(CHANGED in line for line in lines):
        lines = [line for line in lines if any(word in line for word in OF_A_KEY)]
    return [line for line in lines if line]


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
            command,
            input=words,
            capture_output=True,
            text=True,
            check=False,
            start_new_session=True,  # Ctrl-C is for us: we still have to tidy up there
        )
    except FileNotFoundError:
        message = f"{command[0]} is not installed on this machine. As root, on Debian: "
        raise RefusedError(f"{message}apt-get install openssh-client rsync") from None
