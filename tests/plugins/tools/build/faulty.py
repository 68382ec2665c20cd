"""Builds in forked children in which one file operation fails, or kills the process.

Python announces nearly every file operation to audit hooks (PEP 578); a hook that
raises makes the operation fail. ``fsync`` is the one that it does not announce.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
import traceback
import warnings
from typing import TYPE_CHECKING

from plugins.tools.build.build import build_site
from plugins.tools.build.options import BuildOptions
from plugins.tools.site import RefusedError, Site

if TYPE_CHECKING:
    from pathlib import Path

EVENTS = {
    "open",
    "os.chmod",
    "os.link",
    "os.listdir",
    "os.mkdir",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.scandir",
    "os.symlink",
    "os.truncate",
    "os.utime",
    "shutil.rmtree",
}
FAULTS = (errno.EIO, errno.ENOSPC, errno.EACCES)
REFUSED, CRASHED = 3, 4


class Counter:
    """Counts file operations below a folder; at the chosen one, the fault happens."""

    def __init__(self, folder: Path, number: int, *, kill: bool) -> None:
        self.folder, self.number, self.kill = str(folder), number, kill
        self.seen = 0

    def install(self) -> None:
        real = os.fsync
        sys.addaudithook(self.hear)

        def fsync(handle):
            self.count(f"fsync {handle}")
            real(handle)

        os.fsync = fsync

    def hear(self, event: str, arguments: tuple) -> None:
        if event in EVENTS and str(arguments[0]).startswith(self.folder):
            self.count(str(arguments[0]))

    def count(self, path: str) -> None:
        self.seen += 1
        if self.seen == self.number:
            if self.kill:
                os.kill(os.getpid(), signal.SIGKILL)
            fault = FAULTS[self.number % len(FAULTS)]
            raise OSError(fault, os.strerror(fault), path)


def in_child(work, log: Path | None = None) -> int:
    """Do something in a forked child and return its exit code, or minus its signal."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    code = CRASHED
    try:
        handle = os.open(log or os.devnull, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(handle, 1)
        os.dup2(handle, 2)
        code = work() or 0
    except RefusedError as error:
        os.write(2, f"{error}\n".encode())
        code = REFUSED
    except BaseException:  # noqa: BLE001  # whatever it is, the parent hears of it
        os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(code)


def build(root: Path) -> int:
    """Build a site in this process."""
    return build_site(BuildOptions(Site(root, root)))
