"""One build at a time per output: a lock that names its owner and dies with it."""

from __future__ import annotations

import fcntl
import json
import os
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..site import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PATIENCE = 600.0  #: seconds to wait for another build
PAUSE = 0.1  #: seconds between two looks


@dataclass(frozen=True)
class LockOwner:
    """The process that has a lock: its number alone could be another's by now."""

    pid: int
    started: str  #: when the process began, as the system says it
    since: str  #: the time of day at which it took the lock

    @property
    def is_alive(self) -> bool:
        return bool(self.started) and start_of(self.pid) == self.started

    def __str__(self) -> str:
        return f"process {self.pid}, at work since {self.since}"


def start_of(pid: int) -> str:
    """Return when a process began, or nothing if there is none (see proc(5))."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8")
    except OSError:
        return _start_without_proc(pid)
    return stat.rpartition(")")[2].split()[19]


def _start_without_proc(pid: int) -> str:
    if Path("/proc/self/stat").exists():
        return ""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return ""
    except PermissionError:
        pass
    return "unknown"


@contextmanager
def hold_lock(
    area: Path, print_line: Callable[[str], None], patience: float = PATIENCE
) -> Iterator[None]:
    """Hold the area's lock; wait for another owner and print who it is.

    The system frees the lock when its owner ends, however it ends. Where the owner is
    gone but a child of it lives on, its recorded start tells, and the lock is renewed.
    """
    until = time.monotonic() + patience
    shown = ""
    while (lock := _try(area)) is None:
        owner = read_owner(area)
        if time.monotonic() > until:
            message = f"Another build has this output: {owner}. Wait for it or end it."
            raise RefusedError(message)
        if owner and str(owner) != shown:
            shown = str(owner)
            print_line(f"Waiting for another build of this output ({shown}).")
        time.sleep(PAUSE)
    try:
        yield
    finally:
        os.close(lock)


def read_owner(area: Path) -> LockOwner | None:
    """Return who wrote the lock last, if it can be read."""
    try:
        return LockOwner(**json.loads((area / "lock").read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _try(area: Path) -> int | None:
    """Take the lock if it is free; taking and breaking happen one at a time."""
    guard = os.open(area, os.O_RDONLY)
    try:
        fcntl.flock(guard, fcntl.LOCK_EX)
        lock = _open_free(area / "lock")
        owner = read_owner(area)
        if lock is None and owner and not owner.is_alive:
            (area / "lock").unlink()
            lock = _open_free(area / "lock")
        if lock is not None:
            me = LockOwner(
                os.getpid(), start_of(os.getpid()), time.strftime("%H:%M:%S")
            )
            os.ftruncate(lock, 0)
            os.pwrite(lock, json.dumps(asdict(me)).encode(), 0)
        return lock
    finally:
        os.close(guard)


def _open_free(path: Path) -> int | None:
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    return lock
