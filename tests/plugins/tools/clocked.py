"""A site under git whose clock stands where a test has put it."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.plugins.tools.conftest import Place, make_place, strict

if TYPE_CHECKING:
    from pathlib import Path

CLOCK = """
from pathlib import Path
BULLETIN_NOW = Path(__file__).with_name("clock").read_text()
"""
IGNORED = ".bulletin/\n__pycache__/\nclock\n.venv\n"
WHO = {
    f"GIT_{role}_{key}": value
    for role in ("AUTHOR", "COMMITTER")
    for key, value in (("NAME", "Ada"), ("EMAIL", "ada@aureo.health"))
}


@dataclass(frozen=True)
class Clocked(Place):
    """Settings read the clock from a file that git does not see."""

    def at(self, moment: str) -> None:
        """Set the clock."""
        self.write("clock", moment)

    def git(self, *words: str) -> str:
        done = subprocess.run(
            ["git", *words],
            cwd=self.root,
            env=os.environ | WHO,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout

    def commit(self, subject: str) -> str:
        """Commit all there is; return the commit's short name."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", subject)
        return self.git("rev-parse", "--short=8", "HEAD").strip()

    def records(self, www: Path) -> dict[str, dict]:
        """Return what the releases of a folder say of themselves."""
        found = sorted((www / ".records").glob("*.json"))
        return {file.stem: json.loads(file.read_text()) for file in found}


def make_clocked(root: Path, www: Path | str, **keys: object) -> Clocked:
    """Make a strict site with a scheduled post, committed, and a target “live”."""
    make_place(root)
    place = strict(Clocked(root))
    conf = (root / "pelicanconf.py").read_text()
    place.write("pelicanconf.py", conf + CLOCK)
    place.write(".gitignore", IGNORED)
    lines = "".join(f"    {key}: {value}\n" for key, value in keys.items())
    place.write("invoke.yaml", f"deploy:\n  live:\n    path: {www}\n{lines}")
    place.post("sleep", title="Sleep after it", date="2026-03-14 10:30", uid="s1")
    place.at("2026-03-01T09:00")
    place.git("init", "--quiet", "--initial-branch=main")
    place.commit("All")
    return place
