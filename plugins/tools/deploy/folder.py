"""A target that is a folder on this machine."""

from __future__ import annotations

import errno
import os
import shlex
import shutil
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ..build.lock import hold_lock
from ..files import (
    FILE_MODE,
    FOLDER_MODE,
    Changes,
    compare_trees,
    fsync,
    give_modes,
    list_files,
    make_public,
    replace_text,
)
from ..site import RefusedError
from .plan import Releases, find_releases
from .preview import SHOWN, STORE, UNLISTED, name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from .targets import Target

FRESH = ".current.new"  #: a link on its way
LOCK = ".deploying"  #: its name at every target
RECORDS = ".records"  #: the folder of what releases say of themselves, at every target
UNLOCK = "use --unlock."  #: how a lock is broken that nobody is known to need
CLOSED = 0o700  #: its mode: titles of posts to come stand there


class FolderTransport:
    """Puts releases into ``path/releases`` and moves the link ``path/current``."""

    def __init__(self, path: str, preview: str = "") -> None:
        self.root = Path(path)
        self.preview = preview  #: the folder's name of the one that this is
        self.store = self.root / "releases"
        self.link = self.root / "current"

    @contextmanager
    def locked(
        self, print_line: Callable[[str], None], *, unlock: bool
    ) -> Iterator[None]:
        """Keep other deploys away for a while."""
        make_public(self.store)
        if self.preview:
            self.root.parent.chmod(UNLISTED)
        lock = self.root / LOCK
        with hold_lock(lock, "deploy", print_line, force=unlock, way_out=UNLOCK):
            yield

    def releases(self) -> Releases:
        """Return what is there; change nothing."""
        if self.root.is_file():
            why = errno.ENOTDIR
            raise NotADirectoryError(why, os.strerror(why), str(self.root))
        if self.link.exists() and not self.link.is_symlink():
            message = (
                f"{self.link} is no symbolic link. Move it away, then deploy again."
            )
            raise RefusedError(message)
        link = str(self.link.readlink()) if self.link.is_symlink() else ""
        store = self.store.iterdir() if self.store.is_dir() else ()
        names = (one.name for one in store if _holds_files(one))
        return find_releases(names, link, str(self.root))

    def faults(self) -> str:
        """Return what keeps visitors out though all is well here, or nothing."""
        mode = self.root.stat().st_mode
        if mode & 0o077:
            return ""
        return (
            f"{self.root} is closed to all accounts but yours (mode {mode & 0o777:o}). "
            f"If the web server has another: chmod {FOLDER_MODE:o} "
            f"{shlex.quote(str(self.root))}"
        )

    def plan(self, tree: Path, releases: Releases) -> Changes:
        """Compare a built site with the current release; change nothing."""
        current = self.store / releases.current
        there = list_files(current) if releases.current else ()
        return compare_trees(tree, current, there)

    def read_record(self, name: str) -> str:
        """Return what is kept of a release; nothing where nothing is."""
        file = self._record(name)
        return file.read_text("utf-8", "replace") if file.is_file() else ""

    def write_record(self, name: str, text: str) -> None:
        """Keep that of a release, where no visitor gets it."""
        file = self._record(name)
        make_public(self.root)
        file.parent.mkdir(mode=CLOSED, exist_ok=True)
        file.parent.chmod(CLOSED)
        replace_text(file, text)

    def _record(self, name: str) -> Path:
        return self.root / RECORDS / f"{name}.json"

    def files(self, name: str) -> list[str]:
        """Return the paths of all files of a release."""
        return list_files(self.store / name)

    def keep(self, paths: Iterable[str], source: str, name: str) -> None:
        """Let a release have these files of another one too."""
        for path in paths:
            place = self.store / name / path
            make_public(place.parent)
            os.link(self.store / source / path, place)

    def send(
        self, tree: Path, name: str, releases: Releases, kept: Collection[str]
    ) -> None:
        """Put a release beside the others, whole and compared, not yet visible.

        It has what is ``kept`` of the current one too.
        """
        self._clear_parts()  # what a full disk or a power cut has left
        part = self._part(name)
        make_public(part)
        last, plan = self.store / releases.current, self.plan(tree, releases)
        fresh = {*plan.new, *plan.changed}
        for path in list_files(tree):
            target = part / path
            make_public(target.parent)
            if path in fresh:
                shutil.copyfile(tree / path, target)
                target.chmod(FILE_MODE)
                fsync(target)
            else:
                os.link(last / path, target)
        self.keep(kept, releases.current, part.name)
        if not self.plan(tree, Releases((), part.name)).is_only(kept):
            raise RefusedError(f"{part} is not what was sent. Deploy again.")

    def finish(self, name: str) -> None:
        """Give a sent release its place among the others."""
        self._part(name).rename(self.store / name)
        fsync(self.store)

    def discard(self, name: str) -> None:
        """Take away what was sent of a release, unless visitors get it."""
        with suppress(OSError):  # what went wrong before is what matters
            if self.releases().current != name:
                self._record(name).unlink(missing_ok=True)
                if (self.store / name).exists():
                    (self.store / name).rename(self._part(name))
        self._clear_parts()

    def _clear_parts(self) -> None:
        (self.root / FRESH).unlink(missing_ok=True)
        for part in self.store.glob(".*.part"):
            shutil.rmtree(part, ignore_errors=True)

    def _part(self, name: str) -> Path:
        return self.store / f".{name}.part"

    def switch(self, name: str) -> None:
        """Show that release to visitors, by one rename; they can read all of it."""
        self.give_modes(name)
        fresh = self.root / FRESH
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(Path("releases") / name)
        fresh.replace(self.link)
        fsync(self.root)
        if self.preview:
            self._show()

    def _show(self) -> None:
        """Let a web server find the preview, and nobody a list of all of them."""
        above = self.root.parent.parent
        shown = above / SHOWN
        if not shown.exists():
            make_public(shown)
            shown.chmod(UNLISTED)
        link = shown / self.preview
        if not link.is_symlink():
            link.symlink_to(Path("..") / self.link.relative_to(above))

    def give_modes(self, name: str) -> None:
        """Let a web server of another account read a release."""
        release = self.store / name
        give_modes(self.root, (f"releases/{name}/{one}" for one in list_files(release)))

    def prune(self, names: tuple[str, ...]) -> None:
        """Delete old releases; half of one is none."""
        for name in names:
            (self.store / name).rename(self._part(name))
        self._clear_parts()
        for record in (self.root / RECORDS).glob("*"):
            is_whole = record.suffix == ".json"  # a kill leaves the draft of one
            if not (is_whole and (self.store / record.stem).is_dir()):
                record.unlink()

    def previews(self) -> list[str]:
        """Return the folders of all previews there, sorted."""
        store = self.root / STORE
        there = store.iterdir() if store.is_dir() else ()
        names = (one.name for one in there if one.is_dir() and not one.is_symlink())
        return sorted(filter(name_of, names))

    def inside(self, preview: Target) -> FolderTransport:
        """Return what reaches a preview."""
        return FolderTransport(preview.path, preview.preview)

    def drop(self, folder: str) -> None:
        """Take a preview away, from its readers first."""
        (self.root / SHOWN / folder).unlink(missing_ok=True)
        store = self.root / STORE
        (store / folder).rename(store / f".{folder}.part")
        for part in store.glob(".*.part"):  # what was killed in the middle too
            if part.is_symlink():
                part.unlink()
            else:
                shutil.rmtree(part)


def _holds_files(release: Path) -> bool:
    return (
        release.is_dir()
        and not release.is_symlink()
        and any(files for _, _, files in os.walk(release))
    )
