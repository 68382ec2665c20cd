"""Somebody with a fresh copy of this repository, a terminal and README."""

from __future__ import annotations

import os
import pty
import re
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.site.content import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

README = (ROOT / "README.md").read_text("utf-8")
LEFT_OUT = shutil.ignore_patterns(
    ".*_cache", ".cache", ".git", ".venv", ".bulletin", "__pycache__", "output",
    "preview", "screenshots",
)  # fmt: skip


def read_blocks(heading, language="sh"):
    """Return README's blocks of a language between a heading and the next."""
    part = README.split(f"\n{heading}\n")[1].split("\n## ")[0]
    return re.findall(rf"```{language}\n(.*?)\n```", part, re.DOTALL)


ACTIVATE = read_blocks("## Write a post")[0]


@dataclass(frozen=True)
class Newcomer:
    """Somebody with a fresh copy, a terminal and README."""

    root: Path
    more: Mapping[str, str] = field(default_factory=dict)  #: of the environment

    @property
    def env(self):
        who = {"NAME": "A newcomer", "EMAIL": "newcomer@example.invalid"}
        git = {
            f"GIT_{by}_{key}": v
            for by in ("AUTHOR", "COMMITTER")
            for key, v in who.items()
        }
        clean = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
        day = {"BULLETIN_NOW": "2026-11-30T12:00:00+00:00", "TERM": "dumb"}
        return clean | git | day | self.more

    def start(self, block, **pipes):
        """Begin the commands of a block in a shell, as in a new window."""
        script = f"set -e\n{ACTIVATE}\n{block}"
        return subprocess.Popen(
            ["bash", "-c", script], cwd=self.root, env=self.env, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **pipes,
        )  # fmt: skip

    def run(self, block, answer=""):
        """Run a block to its end, answer what it asks, and return what it said."""
        keyboard, terminal = pty.openpty()
        try:
            os.write(keyboard, answer.encode())
            shell = self.start(block, stdin=terminal)
            said = shell.communicate(timeout=240)[0]
        finally:
            os.close(keyboard)
            os.close(terminal)
        assert shell.returncode == 0, said
        return said

    @contextmanager
    def leaving(self, block, until):
        """Leave a command running meanwhile, and give what it said at first."""
        shell = self.start(block, start_new_session=True)
        said = ""
        try:
            for line in shell.stdout:
                said += line
                if until in line:
                    break
            yield said
        finally:
            os.killpg(shell.pid, signal.SIGINT)
            rest = shell.communicate(timeout=30)[0]
        assert "Traceback" not in said + rest


def make_newcomer(root, **more):
    """Give somebody a fresh clone, with ``more`` of an environment."""
    shutil.copytree(ROOT, root, ignore=LEFT_OUT)
    (root / ".venv").symlink_to(sys.prefix)
    newcomer = Newcomer(root, more)
    newcomer.run("git init -q && git add -A && git commit -q -m 'A fresh clone'")
    return newcomer
