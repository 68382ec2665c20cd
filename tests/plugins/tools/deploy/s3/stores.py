"""Real stores on this machine, and sites that are deployed to them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.tools.deploy.built import Sent
from plugins.tools.deploy.live import Delivery
from plugins.tools.deploy.options import DeployOptions
from plugins.tools.deploy.record import ReleaseRecord
from plugins.tools.deploy.s3.transport import S3Transport
from plugins.tools.reporter import Reporter
from tests.plugins.tools.conftest import Place, free_port, running, wait_for_port

if TYPE_CHECKING:
    from plugins.tools.deploy.targets import Target

KEY, SECRET = "KEYOFTHETESTS0001", "secret-of-the-tests-and-of-nobody"
KEYS = {
    "AWS_ACCESS_KEY_ID": KEY,
    "AWS_SECRET_ACCESS_KEY": SECRET,
    "AWS_EC2_METADATA_DISABLED": "true",
}
BIN = Path(sys.executable).parent
BUCKETS = ("site", "apart")
OPTIONS = DeployOptions(yes=True, force=True)  # one of many trees is small


@dataclass(frozen=True)
class KeyedPlace(Place):
    """A site whose author has keys in the environment."""

    def env(self, **env):
        return super().env(**KEYS | env)


def command(kind, folder, port):
    """Return how a store is started, and with which environment."""
    if kind == "rclone":
        address = ("--addr", f"127.0.0.1:{port}", "--auth-key", f"{KEY},{SECRET}")
        words = [BIN / "rclone", "serve", "s3", "--config", "/dev/null", *address]
        return [*words, folder], {}
    words = [BIN / "nanio", "serve", "--data-dir", folder, "--host", "127.0.0.1"]
    env = {"NANIO_ACCESS_KEY": KEY, "NANIO_SECRET_KEY": SECRET}
    return [*words, "--port", port], env


@contextmanager
def a_store(kind, folder):
    """Run a store with two buckets; yield its endpoint."""
    for bucket in BUCKETS:
        (folder / bucket).mkdir(parents=True)
    port = free_port()
    words, env = command(kind, folder, port)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with running([*map(str, words)], env={"PATH": str(BIN), **env}, **quiet):
        wait_for_port(port, 20)
        yield f"http://127.0.0.1:{port}"


@dataclass
class Shop:
    """A store, and trees that are brought there without a build."""

    folder: Path
    endpoint: str
    target: Target

    @property
    def www(self) -> Path:
        """Where rclone's store keeps the site."""
        return self.folder / self.target.bucket / self.target.prefix

    def names(self) -> list[str]:
        """Return the site's objects, without what belongs to releases."""
        found = (path for path in self.www.rglob("[!.]*") if path.is_file())
        names = sorted(path.relative_to(self.www).as_posix() for path in found)
        return [name for name in names if not name.startswith(".bulletin/")]

    def files(self) -> dict[str, bytes]:
        return {name: (self.www / name).read_bytes() for name in self.names()}

    def tree(self, name: str, files: dict[str, bytes | str]) -> Path:
        """Write a built site."""
        tree = self.folder.parent / name
        shutil.rmtree(tree, ignore_errors=True)
        for path, data in files.items():
            place = tree / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data if isinstance(data, bytes) else data.encode())
        return tree

    def transport(self) -> S3Transport:
        return S3Transport(self.target)

    def deliver(self, tree: Path, options=OPTIONS, **values) -> ReleaseRecord | None:
        """Bring a tree there by the whole procedure."""
        target = replace(self.target, **values)
        record = ReleaseRecord("", datetime.now(UTC))
        sent = Sent(
            tree, tree, "https://a.org", record, {"the home page": "index.html"}
        )
        transport = S3Transport(target)
        return Delivery(sent, target, transport, options, Reporter()).deliver()


def in_child(work) -> int:
    """Do something in a child of this process, and return how it ended."""
    child = os.fork()
    if not child:
        code = 1
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os.dup2(1, 2)
            work()
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def kill_me():
    os.kill(os.getpid(), signal.SIGKILL)
