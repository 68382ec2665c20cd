"""Made pictures in the cache and the output: made once, on all cores, cleaned up."""

from __future__ import annotations

import hashlib
import os
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ..workers import count_cores
from .core import Picture, choose_widths, drop_useless, name_file
from .metadata import clean_picture
from .picture import ImageSize, UnreadableError, make_all, measure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from .settings import ImagesSettings

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}
#: Written into every cache key: a new way of making pictures makes them anew.
WAY, WAY_OF_DRAWINGS, WAY_OF_GREY = "2", "1", "3"
#: Pictures of more pixels are decoded one at a time: each takes 100 MB and more.
LARGE = 24_000_000
OURS = re.compile(r"[0-9a-f]{64}\.(?:(?:webp|jpg|png)|(?P<part>[\d-]+\.part))")
DAY = 24 * 60 * 60


class CacheError(Exception):
    """Nothing can be kept in the cache; its words say why."""


@dataclass(frozen=True)
class MadeFile:
    """One file that is made of a picture."""

    width: int
    suffix: str
    key: str
    is_whole: bool  #: it may be the picture's own file, if that is smaller

    @property
    def name(self) -> str:
        return f"{self.key}.{self.suffix}"


@dataclass(frozen=True)
class Plan:
    """What is to be made of a picture."""

    path: Path
    found: ImageSize
    fallback: MadeFile
    others: tuple[MadeFile, ...]  #: WebP, the narrow ones first

    @property
    def files(self) -> tuple[MadeFile, ...]:
        return (self.fallback, *self.others)


def plan_picture(path: Path, settings: ImagesSettings) -> Plan | None:
    """Return which files are made of a picture; None if it stays as it is."""
    if path.suffix.lower() == ".svg":
        return None  # a drawing, which Pillow cannot measure
    found = measure(path)
    if not found.own_suffix:
        return None
    digest = hashlib.sha256(path.read_bytes()).hexdigest()

    def file(width: int, suffix: str) -> MadeFile:
        is_whole = width == found.width and suffix == found.suffix and found.may_be_kept
        is_as_ever = found.is_drawing and not is_whole
        way = WAY_OF_DRAWINGS if is_as_ever else WAY
        way = WAY_OF_GREY if found.is_deep else way
        words = f"{way} {digest} {width} {suffix} {settings.quality}"
        key = hashlib.sha256(words.encode()).hexdigest()
        return MadeFile(width, suffix, key, is_whole)

    widths = choose_widths(found.width, settings.widths)
    fallback = file(min(found.width, settings.fallback_width), found.suffix)
    return Plan(path, found, fallback, tuple(file(one, "webp") for one in widths))


class ImageCache:
    """The made pictures of one run: in the cache at once, in the output at the end."""

    def __init__(
        self, root: Path, beside: Path, siteurl: str, settings: ImagesSettings
    ) -> None:
        self.root, self.siteurl, self.settings = root, siteurl, settings
        self.folder = beside / settings.cache
        #: Another folder's pictures may be in there too: then nothing is removed.
        own, inside = beside.resolve(), (root.resolve(), self.folder.resolve())
        self.is_own = all(one.is_relative_to(own) for one in inside)
        self.made: dict[str, tuple[Plan, MadeFile]] = {}  #: by address below the output
        self.new: dict[Path, int] = {}  #: how many files this run makes of each picture
        self.seconds = 0.0
        self._plans: dict[Path, Plan | UnreadableError | None] = {}
        self._pictures: dict[Path, Picture] = {}
        self._large = threading.Lock()

    def picture(self, path: Path) -> Picture | None:
        """Return a picture in all its sizes; None if it stays as it is.

        Raises ``UnreadableError`` for a file that is none, ``CacheError`` for a cache.
        """
        self.make_ready([path])
        plan = self._plans[path]
        if isinstance(plan, UnreadableError):
            raise plan
        if plan and path not in self._pictures:
            self._pictures[path] = self._show(plan)
        return self._pictures.get(path)

    def is_shown(self, path: Path) -> bool:
        """Return whether a picture is published already, or stays as it is."""
        return path in self._pictures or self._plans.get(path, path) is None

    def make_ready(
        self, paths: Iterable[Path], tell: Callable[[str], None] = lambda _: None
    ) -> None:
        """Make all that is not made yet of some pictures, on all cores at once."""
        began, fresh = time.monotonic(), [p for p in paths if p not in self._plans]
        for path in fresh:
            self._plans[path] = self._plan(path)
        plans = [plan for plan in map(self._plans.get, fresh) if isinstance(plan, Plan)]
        waiting = [plan for plan in plans if self._missing(plan)]
        if not waiting:
            return
        pool = ThreadPoolExecutor(count_cores())
        try:
            tell(f"0 of {len(waiting)} pictures made")
            works = {pool.submit(self._make, plan): plan for plan in waiting}
            for done, work in enumerate(as_completed(works), 1):
                self._note(works[work], work.result)
                tell(f"{done} of {len(waiting)} pictures made")
        finally:
            pool.shutdown(cancel_futures=True)
        self.new |= {plan.path: self.new.get(plan.path, 0) for plan in waiting}
        self.seconds += time.monotonic() - began

    def publish(self, output: Path) -> None:
        """Write what was made; files that are there already have the same bytes."""
        for address, (plan, file) in self.made.items():
            target = output / address
            if not target.is_file():
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(self._place(plan, file).read_bytes())

    def clean(self) -> None:
        """Remove what no picture of the site needs, and more where it is too much."""
        if not self.is_own or not self.folder.is_dir():
            return
        used = {file.name for plan in self._known() for file in plan.files}
        unused = {one for one in self._files() if one.name not in used}
        if any(self._is_ours(one) for one in unused):
            self._plan_all()
            used = {file.name for plan in self._known() for file in plan.files}
        spare = []
        for one in unused:
            if one.name not in used and self._is_ours(one):
                with suppress(OSError):
                    one.unlink()
            elif one.name in used:
                spare.append(one)  # of a picture that is not shown now
        left = self.megabytes - self.settings.cache_megabytes
        for one in sorted(spare, key=lambda file: file.stat().st_mtime):
            if left > 0:
                left -= one.stat().st_size / 10**6
                one.unlink()

    def mark(self) -> frozenset[Path]:
        """See ``Carried``."""
        return frozenset(self._plans)

    def bring(self, mark: object) -> object:
        """See ``Carried``: the pictures that pages of a worker have asked for."""
        asked = self._plans.keys() - cast("frozenset[Path]", mark)
        return sorted(asked), self.new, self.seconds

    def take(self, brought: object) -> None:
        """See ``Carried``."""
        asked, new, seconds = cast("tuple[list[Path], dict[Path, int], float]", brought)
        for path in asked:
            with suppress(UnreadableError):  # as the worker has reported
                self.picture(path)
        for path, number in new.items():  # who has looked first has missed most
            self.new[path] = max(number, self.new.get(path, 0))
        self.seconds = max(self.seconds, seconds)

    @property
    def megabytes(self) -> float:
        """Return how much the made pictures take."""
        return sum(one.stat().st_size for one in self._files()) / 10**6

    def _plan(self, path: Path) -> Plan | UnreadableError | None:
        try:
            return plan_picture(path, self.settings)
        except UnreadableError as error:
            return error

    def _note(self, plan: Plan, result: Callable[[], int]) -> None:
        try:
            self.new[plan.path] = result()
        except UnreadableError as error:
            self._plans[plan.path] = error

    def _missing(self, plan: Plan) -> list[MadeFile]:
        return [one for one in plan.files if not (self.folder / one.name).is_file()]

    def _make(self, plan: Plan) -> int:
        """Make what is missing of a picture, and return how many files that is."""
        missing = self._missing(plan)
        if not missing:
            return 0  # another process has made it since it was planned
        wanted = [(one.width, one.suffix) for one in missing]
        is_large = plan.found.width * plan.found.height > LARGE
        with self._large if is_large else nullcontext():
            all_made = make_all(plan.path, plan.found, wanted, self.settings.quality)
            for one, data in zip(missing, all_made, strict=True):
                self._write(one, self._smaller(plan, one, data))
        return len(missing)

    def _smaller(self, plan: Plan, file: MadeFile, data: bytes) -> bytes:
        """Return a picture's own file instead, where making it anew gained nothing."""
        own = clean_picture(plan.path.read_bytes()) if file.is_whole else data
        return min(own, data, key=len)

    def _write(self, file: MadeFile, data: bytes) -> None:
        # Another run, or a picture with the same bytes, may make it at the same time.
        mine = f"{os.getpid()}-{threading.get_ident()}"
        part = self.folder / f"{file.key}.{mine}.part"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            part.write_bytes(data)
            part.replace(self.folder / file.name)
        except OSError as error:
            with suppress(OSError):
                part.unlink()
            raise CacheError(error.strerror) from error

    def _show(self, plan: Plan) -> Picture:
        places = {one.width: self._place(plan, one) for one in plan.others}
        useful = drop_useless({at: file.stat().st_size for at, file in places.items()})
        offered = [one for one in plan.others if one.width in useful]
        offers = [f"{self._offer(plan, one)} {one.width}w" for one in offered]
        return Picture(
            self._offer(plan, plan.fallback),
            plan.found.width,
            plan.found.height,
            ", ".join(offers),
            self.settings.sizes,
        )

    def _offer(self, plan: Plan, file: MadeFile) -> str:
        address = self.settings.url.format(
            name=name_file(plan.path.name),
            width=file.width,
            hash=file.key[:10],
            suffix=file.suffix,
        )
        self.made[address] = plan, file
        return f"{self.siteurl}/{address}"

    def _place(self, plan: Plan, file: MadeFile) -> Path:
        """Return where a made file is; another run may have removed it meanwhile."""
        place = self.folder / file.name
        if not place.is_file():
            self._make(plan)
        return place

    def _known(self) -> list[Plan]:
        return [plan for plan in self._plans.values() if isinstance(plan, Plan)]

    def _plan_all(self) -> None:
        """Plan the pictures that no page shows today: drafts do, or will."""
        for folder, _names, files in os.walk(self.root):
            for path in (Path(folder, name) for name in files):
                is_picture = path.suffix.lower() in SUFFIXES and path.is_file()
                if is_picture and path not in self._plans:
                    self._plans[path] = self._plan(path)

    def _files(self) -> Iterator[Path]:
        if self.folder.is_dir():
            yield from (one for one in self.folder.iterdir() if one.is_file())

    def _is_ours(self, file: Path) -> bool:
        """Return whether a file is a made one, or the rest of a run that was killed."""
        found = OURS.fullmatch(file.name)
        is_old = time.time() - file.stat().st_mtime > DAY
        return bool(found and (is_old or not found["part"]))
