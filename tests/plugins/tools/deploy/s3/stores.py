"""Real stores on this machine, and a site that is deployed to one of them."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

from plugins.tools.deploy.s3.bucket import Bucket, Wire
from plugins.tools.deploy.targets import Target
from tests.plugins.tools.conftest import Place, free_port, running, wait_for_port

KEY, SECRET = "KEYOFTHETESTS0001", "secret-of-the-tests-and-of-nobody"  # noqa: S105
KEYS = {
    "AWS_ACCESS_KEY_ID": KEY,
    "AWS_SECRET_ACCESS_KEY": SECRET,
    "AWS_EC2_METADATA_DISABLED": "true",
}
BIN = Path(sys.executable).parent
BUCKETS = ("site", "apart")


@dataclass(frozen=True)
class KeyedPlace(Place):
    """A site whose author has keys in the environment."""

    def env(self, **env):
        return super().env(**KEYS | {"HOME": str(self.root)} | env)


def command(kind, folder, port):
    """Return how a store is started, and with which environment."""
    if kind == "rclone":
        address = ("--addr", f"127.0.0.1:{port}", "--auth-key", f"{KEY},{SECRET}")
        words = [BIN / "rclone", "serve", "s3", "--config", "/dev/null", *address]
        return [*words, folder], {}
    words = [BIN / "nanio", "serve", "--data-dir", folder, "--host", "127.0.0.1"]
    env = {"NANIO_ACCESS_KEY": KEY, "NANIO_SECRET_KEY": SECRET}
    return [*words, "--port", str(port)], env


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
