"""A target that is a store: the site's objects are changed in place, in good order."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import md5
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ....problem import count
from ...files import Changes, list_files
from ...host_files import read_text
from ...site import RefusedError
from ..preview import SHOWN, name_of
from .bucket import Bucket, Wire, do_all
from .lock import locked
from .objects import (
    REDIRECTS,
    Stage,
    Stored,
    count_signs,
    describe,
    find_redirects,
    list_asking,
    stage_of,
)
from .state import OBJECTS, State

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from pathlib import Path

    from ..plan import Releases
    from ..targets import Target
    from .bucket import Listed
    from .state import Manifest


NOTHING = md5(b"", usedforsecurity=False).hexdigest()


@dataclass
class Move:
    """The way of a site's objects from what they are to what they shall be."""

    live: dict[str, Listed]
    goal: Manifest
    said: list[Manifest]  #: what deploys have put there, as far as is known
    tree: Path | None = None  #: where the goal's files are; None: in the store
    done: set[str] = field(default_factory=set)

    def is_there(self, path: str) -> bool:
        """Return whether an object is as it shall be, with all that is sent with it."""
        known = self.known(path)
        return bool(known) and all(self.goal[path].is_as(one) for one in known)

    def known(self, path: str) -> list[Stored]:
        """Return what an object is, as far as it is what a deploy has put there."""
        etag = self.live[path].etag if path in self.live else ""
        return [one for one in self.put_at(path) if etag in one.etags]

    def put_at(self, path: str) -> list[Stored]:
        """Return what deploys have put at a path."""
        return [files[path] for files in self.said if path in files]

    def settle(self, kept: Iterable[str]) -> None:
        """Let the goal have what is ``kept``, and know what is there by its ETag."""
        for path in kept:
            found = self.known(path) or [describe(path, self.live[path].etag)]
            self.goal[path] = found[0]
        for path in self.goal:
            if self.is_there(path):
                self.goal[path] = self.known(path)[0]

    def changes(self) -> Changes:
        """Return what is to be done; what no deploy has put stays."""
        left = self.left()
        gone = (
            path for path in self.live if path not in self.goal and self.put_at(path)
        )
        return Changes(
            tuple(path for path in left if path not in self.live),
            tuple(path for path in left if path in self.live),
            tuple(sorted(gone)),
            len(self.goal),
        )

    def left(self) -> list[str]:
        """Return what is still to be put, sorted."""
        paths = (path for path in self.goal if path not in self.done)
        return sorted(path for path in paths if not self.is_there(path))

    def foreign(self) -> list[str]:
        """Return what no deploy has put."""
        paths = (path for path in self.live if path not in self.goal)
        return sorted(path for path in paths if not self.put_at(path))


class S3Transport:
    """Puts a site into a bucket, and keeps what older releases had beside it."""

    def __init__(self, target: Target) -> None:
        wire = Wire(target)
        self.target, self.wire = target, wire
        self.site = Bucket(wire, target.bucket, target.prefix)
        bucket, _, prefix = target.state.partition("/")
        self.state = State(Bucket(wire, bucket, prefix))
        is_inside = bucket == target.bucket and prefix.startswith(target.prefix)
        self._apart = prefix.removeprefix(target.prefix) if is_inside else ""
        self._goals: dict[Path, Manifest] = {}
        self._move: Move | None = None
        self._coming = ""  #: the release that ``_move`` leads to
        self._faults: list[str] = []

    @contextmanager
    def locked(
        self, print_line: Callable[[str], None], *, unlock: bool
    ) -> Iterator[None]:
        with locked(self.state.bucket, print_line, unlock=unlock):
            self.state.look_again()
            yield

    def releases(self) -> Releases:
        return self.state.releases()

    def faults(self) -> str:
        return "\n".join(self._faults)

    def plan(self, tree: Path, releases: Releases) -> Changes:
        move = self._plan(self._goal(tree), releases)
        move.tree, self._move = tree, move
        self._faults = [*self._find_faults(tree, move)]
        return move.changes()

    def files(self, name: str) -> list[str]:
        return sorted(self.state.manifest(name))

    def read_record(self, name: str) -> str:
        return self.state.record(name)

    def write_record(self, name: str, text: str) -> None:
        self.state.write_record(name, text)

    def send(
        self, tree: Path, name: str, releases: Releases, kept: Collection[str]
    ) -> None:
        """Put what no visitor is led to yet; keep what will be another.

        Where there is no site yet, that is all but the home page.
        """
        move = self._move or self._plan(self._goal(tree), releases)
        move.settle(kept)
        self._move, self._coming = move, name
        # What others that did not end have left is known until it is deleted.
        gone = {path: move.put_at(path)[0] for path in move.changes().deleted}
        self.state.write_coming(gone | move.goal)
        self._keep(move, releases.current)
        is_first = not (releases.current or releases.unfinished)
        last = Stage.FEED if is_first else Stage.ASSET
        new = (path for path in move.left() if path not in move.live)
        self._put_in_order(move, (path for path in new if stage_of(path) <= last))

    def finish(self, name: str) -> None:
        if self._move:
            self.state.write_manifest(name, self._move.goal)

    def switch(self, name: str) -> None:
        """Put the rest in an order in which no page lacks its assets; then delete.

        What was sent comes from here, an earlier release from the store itself.
        """
        releases = self.state.releases()
        move = self._move if name == self._coming else None
        if move is None:
            move = self._plan(self.state.manifest(name), releases)
            move.settle(())
            self._keep(move, releases.current)
            self._find_all(move, name)
        self.state.begin(name)
        try:
            self._put_in_order(move, move.left())
            self.site.delete(move.changes().deleted)
            self._compare(move, name)
            self.state.end(name)
        except RefusedError as error:
            half = f"Until that is mended visitors get parts of release {name} only"
            raise RefusedError(
                f"{error}\n{half}. Deploy again, or roll back."
            ) from None

    def give_modes(self, name: str) -> None:
        """Who reads a bucket is said of the bucket, not of its objects."""

    def keep(self, paths: Iterable[str], source: str, name: str) -> None:
        given, live = self.state.manifest(source), self._list()
        there = {path: given[path] for path in paths if path in live}
        if there:
            self.state.write_manifest(name, self.state.manifest(name) | there)

    def discard(self, name: str) -> None:
        """Take away what was sent, unless visitors get it or get parts of it.

        Assets stay, as no page leads to them: the next deploy need not send them again.
        """
        with suppress(RefusedError):  # what went wrong before is what matters
            releases = self.state.releases()
            if name in {releases.current, releases.unfinished}:
                return
            self.state.forget([name])
            if self._move and name == self._coming:
                sent = (path for path in self._move.done if stage_of(path))
                live = self._move.live
                self.site.delete(path for path in sent if path not in live)

    def prune(self, names: tuple[str, ...]) -> None:
        self.state.forget(names)
        self.state.clear_objects(self.state.releases().current)

    def previews(self) -> list[str]:
        keys = self.state.bucket.list(f"{SHOWN}/")
        return sorted({*filter(None, map(_preview_in, keys))})

    def inside(self, preview: Target) -> S3Transport:
        return S3Transport(preview)

    def drop(self, folder: str) -> None:
        for bucket in (self.site, self.state.bucket):
            bucket.delete(bucket.list(f"{SHOWN}/{folder}/"))

    def _goal(self, tree: Path) -> Manifest:
        """Return how each file of a built site is stored; it is read once."""
        if tree not in self._goals:
            site = self.target.siteurl or self.target.url
            base = f"{urlsplit(site).path.rstrip('/')}/"
            text = read_text(tree / REDIRECTS)
            leads: dict[str, str] = {}
            for path, new in find_redirects(text, base, lambda one: _read(tree, one)):
                leads.setdefault(path, new)
            paths = {*list_files(tree), *leads} - {REDIRECTS}
            self._goals[tree] = {
                path: describe(
                    path, _md5(_read(tree, path) or b""), leads.get(path, "")
                )
                for path in paths
            }
        return self._goals[tree]

    def _plan(self, goal: Manifest, releases: Releases) -> Move:
        names = filter(None, (releases.current, releases.unfinished))
        said = [self.state.manifest(name) for name in names] + [self.state.coming()]
        return Move(self._list(), dict(goal), said)

    def _list(self) -> dict[str, Listed]:
        listed = self.site.list()
        apart = (*filter(None, [self._apart]), *self._apart_for_previews)
        return {k: one for k, one in listed.items() if k and not k.startswith(apart)}

    @cached_property
    def _apart_for_previews(self) -> tuple[str, ...]:
        """Return where previews are; a page of the site's own may only look like one.

        One that others put there meanwhile is theirs, and left as it is.
        """
        return tuple(f"{SHOWN}/{folder}/" for folder in self.previews())

    def _find_faults(self, tree: Path, move: Move) -> Iterable[str]:
        if others := move.foreign():
            what = (
                f"{count(len(others), 'file')} at {self.target} that no deploy has put"
            )
            yield f"{what} there: left as it is, such as {others[0]}."
        if number := count_signs(read_text(tree / REDIRECTS)):
            what = f"{count(number, 'line')} of _redirects with signs (*, :name)"
            yield f"{what}, for which a store has no form: nothing leads on there."
        if asking := list_asking(read_text(tree / REDIRECTS)):
            what = f"{count(len(asking), 'line')} of _redirects with a “?”, of which a"
            yield f"{what} store knows nothing: {asking[0]} does not lead on."

    def _keep(self, move: Move, current: str) -> None:
        """Copy what the current release has and the site will not have any more."""
        changes, files = move.changes(), self.state.manifest(current)
        paths = [
            path
            for path in (*changes.changed, *changes.deleted)
            if path in files and move.live[path].etag in files[path].etags
        ]
        if not paths:
            return
        kept = self.state.objects()
        sources = {files[path].key: path for path in paths}
        self._copy({key: sources[key] for key in sources.keys() - kept}, files)

    def _copy(self, sources: dict[str, str], files: Manifest) -> None:
        def copy(key: str) -> None:
            path = sources[key]
            headers = files[path].headers
            self.state.bucket.copy(self.site.path(path), f"{OBJECTS}{key}", headers)

        do_all(copy, sources)

    def _find_all(self, move: Move, name: str) -> None:
        """Refuse to go back to what is not whole, before anything is changed."""
        left = move.left()
        lost = {move.goal[path].key for path in left} - self.state.objects()
        if lost:
            at = {one.key: path for path in move.live for one in move.known(path)}
            here = {key: at[key] for key in lost if key in at}
            self._copy(here, {path: move.known(path)[0] for path in here.values()})
            lost -= here.keys()
        if lost or not move.goal:
            what = f"{count(len(lost), 'file')} of it left the store"
            why = what if move.goal else "its manifest cannot be read"
            raise self.wire.refused(f"release {name} cannot be shown: {why}.")

    def _put_in_order(self, move: Move, paths: Iterable[str]) -> None:
        """Put objects, several at once; those of a stage when all before are there."""

        def put(path: str) -> None:
            stored = move.goal[path]
            if move.tree:
                is_empty = stored.digest == NOTHING  # as what only leads on
                body = b"" if is_empty else (move.tree / path).read_bytes()
                etag = self.site.put(path, body, stored.headers)
            else:
                source = self.state.bucket.path(f"{OBJECTS}{stored.key}")
                etag = self.site.copy(source, path, stored.headers)
            own = etag if etag != stored.digest else ""
            move.goal[path] = replace(stored, etag=own)
            move.done.add(path)

        listed = [*paths]
        for stage in Stage:
            do_all(put, (path for path in listed if stage_of(path) == stage))

    def _compare(self, move: Move, name: str) -> None:
        """Look once more at what is there, and keep what the store calls it."""
        live = self._list()
        wrong = [
            path
            for path, stored in move.goal.items()
            if path not in live or live[path].etag not in stored.etags
        ]
        if wrong:
            what = f"{count(len(wrong), 'file')} not as sent, such as {wrong[0]}"
            raise self.wire.refused(what)
        if any(stored.etag for stored in move.goal.values()):
            self.state.write_manifest(name, move.goal)


def _preview_in(key: str) -> str:
    """Return the folder of the preview that a key is of; nothing if of none."""
    first, folder, *_ = (*key.split("/", 2), "")
    return folder if first == SHOWN and name_of(folder) else ""


def _read(tree: Path, path: str) -> bytes | None:
    file = tree / path
    return file.read_bytes() if file.is_file() else None


def _md5(data: bytes) -> str:
    return md5(data, usedforsecurity=False).hexdigest()
