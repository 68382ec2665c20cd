"""A target that is a folder on this machine."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ..files import Changes, compare_trees, fsync, list_files
from ..site import RefusedError
from .plan import Releases

if TYPE_CHECKING:
    from collections.abc import Iterator


class FolderTransport:
    """Puts releases into ``path/releases`` and moves the link ``path/current``.

    What it can do is what a deploy asks of any target; the server's does the same.
    """

    def __init__(self, path: str) -> None:
        self.root = Path(path)
        self.store = self.root / "releases"
        self.link = self.root / "current"

    @contextmanager
    def locked(self, *, force: bool) -> Iterator[None]:
        """Keep other deploys away for a while."""
        self.store.mkdir(parents=True, exist_ok=True)
        lock = self.root / ".deploying"
        try:
            lock.mkdir(exist_ok=force)
        except FileExistsError:
            message = f"Another deploy holds {lock}. If it is dead, use --force."
            raise RefusedError(message) from None
        try:
            yield
        finally:
            lock.rmdir()

    def releases(self) -> Releases:
        """Return what is there; change nothing."""
        if self.link.exists() and not self.link.is_symlink():
            message = (
                f"{self.link} is no symbolic link. Move it away, then deploy again."
            )
            raise RefusedError(message)
        if not self.store.is_dir():
            return Releases()
        names = (p.name for p in self.store.iterdir() if not p.name.startswith("."))
        current = self.link.readlink().name if self.link.is_symlink() else ""
        return Releases(tuple(sorted(names)), current)

    def plan(self, tree: Path, releases: Releases) -> Changes:
        """Compare a built site with the current release; change nothing."""
        current = self.store / releases.current
        there = list_files(current) if releases.current else ()
        return compare_trees(tree, current, there)

    def send(self, tree: Path, name: str, releases: Releases) -> None:
        """Put a release beside the others, whole and compared, not yet visible."""
        part = self.store / f".{name}.part"
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir()
        last, plan = self.store / releases.current, self.plan(tree, releases)
        fresh = {*plan.new, *plan.changed}
        for path in list_files(tree):
            target = part / path
            target.parent.mkdir(parents=True, exist_ok=True)
            if path in fresh:
                shutil.copyfile(tree / path, target)
                target.chmod(0o644)
                fsync(target)
            else:
                os.link(last / path, target)
        if not self.plan(tree, Releases((), part.name)).is_nothing:
            raise RefusedError(f"{part} is not what was sent. Deploy again.")
        part.rename(self.store / name)
        fsync(self.store)

    def switch(self, name: str) -> None:
        """Show that release to visitors, by one rename."""
        fresh = self.root / ".current.new"
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(Path("releases") / name)
        fresh.replace(self.link)
        fsync(self.root)

    def prune(self, names: tuple[str, ...]) -> None:
        """Delete old releases."""
        for name in names:
            shutil.rmtree(self.store / name)
        for part in self.store.glob(".*.part"):
            shutil.rmtree(part)
