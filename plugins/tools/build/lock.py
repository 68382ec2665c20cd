"""One build at a time per output, one deploy per target: locks that name owners."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shlex
import socket
import stat
import time
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from ...problem import count
from ..files import refuse_os_errors
from ..site import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PATIENCE = 600.0  #: seconds that a build waits for another one
PAUSE = 0.1  #: seconds between two looks
MACHINE = 16  #: signs of a machine's word
LONGEST = 4096  #: bytes of a lock that are read; ours have some 200
#: What a line may say of a time that lies back: the first unit that it has two of.
UNITS = (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))


@dataclass(frozen=True)
class LockOwner:
    """The process that has a lock: its number alone could be another's by now."""

    pid: int
    started: str  #: when the process began, as the system says it
    since: str  #: the time at which it took the lock, ISO 8601 with an offset
    host: str = ""  #: the machine's name; empty in locks of earlier versions
    space: str = ""  #: the numbers that ``pid`` is one of, as containers have their own
    machine: str = ""  #: what tells it from others of that name; empty if unknown

    @property
    def is_elsewhere(self) -> bool:
        """Return whether it is on another machine, where nothing is known of it."""
        if self.host != socket.gethostname():
            return bool(self.host)
        return bool(self.machine) and self.machine != (_machine() or self.machine)

    @property
    def is_alive(self) -> bool:
        """Return whether it is at work, or cannot be known to have ended."""
        if self.is_elsewhere or (self.space and self.space != _space()):
            return True
        return bool(self.started) and start_of(self.pid) == self.started

    def __str__(self) -> str:
        where = f" on {self.host}" if self.is_elsewhere else ""
        return f"process {self.pid}{where}, at work since {age_of(self.since)}"


def this_process() -> LockOwner:
    """Return who a lock of this process names."""
    me = os.getpid()
    since = datetime.now(UTC).isoformat(timespec="seconds")
    host = socket.gethostname()
    return LockOwner(me, start_of(me), since, host, _space(), _machine())


def age_of(since: str) -> str:
    """Return a time of day, and how long ago that is."""
    try:
        moment = datetime.fromisoformat(since).astimezone(UTC)
    except (ValueError, OverflowError):
        return "an unknown time"
    seconds = max(0, int((datetime.now(UTC) - moment).total_seconds()))
    noun, size = next((u for u in UNITS if seconds >= 2 * u[1]), UNITS[-1])
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC, {count(seconds // size, noun)} ago"


def start_of(pid: int) -> str:
    """Return when a process began, or nothing if it is none or has ended (proc(5))."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
    except OSError:
        return _start_without_proc(pid)
    state, *rest = text.rpartition(")")[2].split()
    # One that nobody has waited for stays in the table after its end.
    return "" if state in "ZX" else rest[18]


def _start_without_proc(pid: int) -> str:
    if Path("/proc/self/stat").exists():
        return ""
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return ""
    except PermissionError:
        pass
    return "unknown"


def _space() -> str:
    with suppress(OSError):
        return str(Path("/proc/self/ns/pid").readlink())
    return ""


def _machine() -> str:
    """Return a word for this machine, as many are named “debian”.

    Of its id, which is to be kept from others, that is a digest (machine-id(5)).
    """
    with suppress(OSError):
        if told := Path("/etc/machine-id").read_bytes().strip():
            return sha256(b"bulletin " + told).hexdigest()[:MACHINE]
    return ""


def parse_owner(text: str) -> LockOwner | None:
    """Return whom a lock's text names, or None where it names nobody."""
    try:
        owner = LockOwner(**json.loads(text))
    except (ValueError, TypeError, RecursionError):
        return None
    words = (owner.started, owner.since, owner.host, owner.space, owner.machine)
    is_one = type(owner.pid) is int and owner.pid > 0
    # These words reach a terminal: no sign may do anything there.
    is_plain = all(isinstance(word, str) and word.isprintable() for word in words)
    return owner if is_one and is_plain else None


def read_lock(path: Path) -> str:
    """Return what stands in a lock; nothing where there is none."""
    try:
        with path.open("rb") as file:
            return file.read(LONGEST).decode("utf-8", "replace")
    except FileNotFoundError:
        return ""


def write_owner(owner: LockOwner) -> str:
    """Return the text of an owner's lock; ``parse_owner`` reads it."""
    return json.dumps(asdict(owner))


def taken_over(work: str, owner: LockOwner | None) -> str:
    """Return the word that a lock was taken over whose owner is gone."""
    who = f"process {owner.pid}" if owner else "a process that it does not name"
    since = f", at work since {age_of(owner.since)}" if owner else ""
    return f"The last {work} did not end ({who}{since}); its lock is taken over."


def refusal(
    work: str, lock: str, owner: LockOwner | None, way_out: str
) -> RefusedError:
    """Return why a lock cannot be had, and what to do.

    ``way_out`` is what takes a lock away whose owner has ended.
    """
    if owner and not owner.is_elsewhere:
        message = f"Another {work} holds {lock}: {owner}. Wait for it or end it"
        return RefusedError(f"{message}: kill {owner.pid}")
    message = f"Another {work} holds {lock}: {owner or 'it does not say whose it is'}."
    return RefusedError(f"{message} If no {work} is at work there, {way_out}")


@contextmanager
def hold_lock(
    path: Path,
    work: str,
    print_line: Callable[[str], None],
    *,
    patience: float = 0.0,
    force: bool = False,
    way_out: str = "",
) -> Iterator[None]:
    """Hold a lock; wait ``patience`` seconds for another owner and print who it is.

    The system frees the lock when its owner ends, however it ends. Where the owner is
    gone but a child of it lives on, its recorded start tells, and the lock is renewed.
    What the system knows may end at this machine: a lock that another one has left,
    or one that names nobody, is broken by ``force`` alone; one whose owner is at work
    here never. ``way_out`` is how an author says that, if not by deleting the file.
    Raises ``RefusedError`` where the lock cannot be had.
    """
    lock = _Lock(path, work, print_line, force, way_out)
    until = time.monotonic() + patience
    shown = None
    try:
        while (owner := lock.take()) is not lock.mine:
            if time.monotonic() >= until:
                raise lock.refusal(owner)
            if owner and owner != shown:
                shown = owner
                print_line(f"Waiting for another {work} ({owner}).")
            time.sleep(PAUSE)
        yield
    finally:
        lock.release()


class _Lock:
    """A lock's file; taking, breaking and giving back happen one at a time."""

    def __init__(
        self,
        path: Path,
        work: str,
        print_line: Callable[[str], None],
        force: bool,
        way_out: str,
    ) -> None:
        self.path, self.work, self.print_line = path, work, print_line
        self.force, self.way_out = force, way_out
        self.mine = this_process()
        self._handle = -1

    def take(self) -> LockOwner | None:
        """Take the lock if it is free; return who has it now, if it says so."""
        with (
            refuse_os_errors("The lock could not be taken", "Nothing was changed."),
            self._alone(),
        ):
            self._refuse_what_is_no_file()
            text = read_lock(self.path)
            owner = parse_owner(text)
            if owner and owner.is_elsewhere and not self.force:
                raise self.refusal(owner)
            is_free = self._open_free()
            if not is_free and (not owner.is_alive if owner else self.force):
                self.path.unlink()
                is_free = self._open_free()
            if not is_free:
                return owner
            os.ftruncate(self._handle, 0)
            self._write()
        # Earlier versions left their lock behind when all was well.
        if text and (owner is None or owner.host):
            self.print_line(taken_over(self.work, owner))
        return self.mine

    def _write(self) -> None:
        """Name the owner in the lock, unless the disk is full.

        The lock is held all the same, and what makes room again needs it.
        """
        try:
            os.pwrite(self._handle, write_owner(self.mine).encode(), 0)
        except OSError as error:
            if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
                raise

    def release(self) -> None:
        """Give the lock back, if it was taken: the name goes, then the hold."""
        if self._handle < 0:
            return
        with suppress(OSError), self._alone():
            if os.path.samestat(os.fstat(self._handle), self.path.lstat()):
                self.path.unlink()
        os.close(self._handle)
        self._handle = -1

    def refusal(self, owner: LockOwner | None) -> RefusedError:
        is_folder = self.path.is_dir() and not self.path.is_symlink()
        remove = f"{'rm -r' if is_folder else 'rm'} {shlex.quote(str(self.path))}"
        way_out = self.way_out or f"delete it: {remove}"
        return refusal(self.work, str(self.path), owner, way_out)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        guard = os.open(self.path.parent, os.O_RDONLY)
        try:
            fcntl.flock(guard, fcntl.LOCK_EX)
            yield
        finally:
            os.close(guard)

    def _refuse_what_is_no_file(self) -> None:
        """Refuse what lies in the lock's place, or take it away if that is wished."""
        try:
            mode = self.path.lstat().st_mode
        except FileNotFoundError:
            return
        if stat.S_ISREG(mode):
            return
        if not self.force:
            raise self.refusal(None)
        if stat.S_ISDIR(mode):
            self.path.rmdir()  # earlier versions made a folder
        else:
            self.path.unlink()

    def _open_free(self) -> bool:
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW
        self._handle = os.open(self.path, flags, 0o644)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._handle)
            self._handle = -1
            return False
        return True
