r"""Case files: a small content folder, and the problems that it must give.

The first line is ``expect N``; then follow N lines ``path:line name`` and the files,
each below ``==== path``. ``==== path escaped`` holds bytes as Python writes them,
``==== path -> target`` is a symbolic link, and a last line ``\ no newline`` takes the
last line end away. Paths count from the content folder; a good post is always there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.tools.build.pelican_run import run_pelican
from tests.conftest import QUIET, a_post

if TYPE_CHECKING:
    from pathlib import Path

HEAD = re.compile(r"^==== (?P<path>.+?)(?: (?P<how>escaped|-> .+))?\n", re.MULTILINE)
PLUGINS = ["plugins.front_matter", "plugins.post_checks"]
STRICT = {
    "FRONT_MATTER": {"strict": True},
    "POST_CHECKS": {"strict": True},
    "BULLETIN_NOW": "2026-06-01T09:00:00+00:00",
}


@dataclass(frozen=True)
class Case:
    """One case: its files, and what must be said of them."""

    name: str
    expected: tuple[tuple[str, int, str], ...]
    files: tuple[tuple[str, str, bytes], ...]  #: path, how, bytes

    def write(self, content: Path) -> None:
        """Lay the files down."""
        (content.parent / "outside").mkdir(parents=True)
        (content.parent / "outside" / "secret.md").write_text("secret", "utf-8")
        for path, how, data in self.files:
            place = content / path
            place.parent.mkdir(parents=True, exist_ok=True)
            if how.startswith("->"):
                place.symlink_to(how.removeprefix("-> "))
            else:
                place.write_bytes(data)
        good = content / "posts" / "good.md"
        good.parent.mkdir(exist_ok=True)
        if not good.exists():
            good.write_text(a_post("Good"), "utf-8")


def read_case(path: Path) -> Case:
    """Read one case file."""
    head, *parts = split(path.read_bytes().decode("utf-8"))
    first, *lines = head.strip().split("\n")
    expected = []
    for line in lines:
        address, name = line.rsplit(" ", 1)
        where, number = address.rsplit(":", 1)
        expected.append((where, int(number), name))
    assert first == f"expect {len(expected)}", path
    return Case(path.stem, tuple(sorted(expected)), tuple(parts))


def split(text: str):
    """Return the head of a case file, and its files."""
    found = list(HEAD.finditer(text))
    yield text[: found[0].start()]
    for one, after in zip(found, [*found[1:], None], strict=True):
        body = text[one.end() : after.start() if after else len(text)]
        how = one["how"] or ""
        if how == "escaped":
            raw = body.removesuffix("\n").encode().decode("unicode_escape")
            yield one["path"], how, raw.encode("latin-1")
        else:
            body = re.sub(r"\n\\ no newline\n$", "", body)
            yield one["path"], how, body.encode()


def build(case: Case, folder: Path, **settings):
    """Build a case as a strict site and return the run."""
    content = folder / "content"
    case.write(content)
    places = {"PATH": str(content), "OUTPUT_PATH": str(folder / "output")}
    given = QUIET | {"PLUGINS": PLUGINS} | STRICT | places | settings
    return run_pelican(None, **given)


def said(run) -> list[tuple[str, int, str]]:
    """Return where each problem of a run is, and its name."""
    return sorted(
        (problem.path.removeprefix("content/"), problem.line, problem.name)
        for problem in run.problems
    )
