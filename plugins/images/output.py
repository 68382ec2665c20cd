"""Made pictures in the cache and the output: made once, on all cores, cleaned up."""

from __future__ import annotations

import hashlib
import math
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ..made_files import MadeFiles
from ..workers import count_cores
from .core import Picture, choose_widths, drop_useless, name_file
from .metadata import clean_picture
from .picture import ImageSize, UnreadableError, make_all, measure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from .settings import ImagesSettings

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}
#: Pictures of which nothing is made.
KEPT = {".svg", ".gif", ".avif"}
#: Written into every cache key: a new way of making pictures makes them anew.
WAY, WAY_OF_DRAWINGS, WAY_OF_GREY = "2", "6", "5"
#: The longest side of a file: RFC 9649, section 2.7; libjpeg.
LONGEST = {"webp": 16_383, "jpg": 65_500}
#: Pictures of more pixels are decoded one at a time: each takes 100 MB and more.
LARGE = 24_000_000


@dataclass(frozen=True)
class MadeFile:
    """One file that is made of a picture; empty in the cache where it is no gain."""

    width: int
    suffix: str
    key: str
    is_whole: bool = False  #: it may be the picture's own file, if that is smaller
    is_own: bool = False  #: it is the picture's own file, if no other is as small

    @property
    def name(self) -> str:
        return f"{self.key}.{self.suffix}"


@dataclass(frozen=True)
class Plan:
    """What is to be made of a picture."""

    path: Path
    found: ImageSize
    digest: str  #: of its file
    weight: int  #: of its file, in bytes
    fallbacks: tuple[MadeFile, ...]  #: the lightest is shown
    others: tuple[MadeFile, ...]  #: WebP, the narrow ones first
    original: MadeFile | None  #: what is published at the picture's own address

    @property
    def files(self) -> tuple[MadeFile, ...]:
        last = (self.original,) if self.original else ()
        return (*self.fallbacks, *self.others, *last)


def plan_picture(
    path: Path, settings: ImagesSettings, *, is_published: bool
) -> Plan | ImageSize:
    """Return which files are made of a picture; its size if it stays as it is.

    ``is_published``: the site has the picture itself too, at its own address.
    """
    found = measure(path)
    if not found.own_suffix:
        return found
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()

    def file(width: int, suffix: str, role: str = "") -> MadeFile:
        is_as_ever = not found.is_drawing and not role
        way = WAY if is_as_ever else WAY_OF_DRAWINGS
        way = WAY_OF_GREY if found.is_deep else way
        words = f"{way} {digest} {width} {suffix} {settings.quality}{role}"
        key = hashlib.sha256(words.encode()).hexdigest()
        is_same = width == found.width and suffix == found.own_suffix
        is_whole = is_same and found.may_be_kept and not role
        return MadeFile(width, suffix, key, is_whole, role == " own")

    narrow = min(found.width, settings.fallback_width)
    suffixes = [one for one in found.fallbacks if _can_hold(one, found, narrow)]
    fallbacks = [file(narrow, suffix) for suffix in suffixes or ("png",)]
    is_fallback = found.may_be_kept and found.own_suffix in found.fallbacks
    if is_fallback and narrow < found.width:
        fallbacks.append(file(found.width, found.own_suffix, " own"))
    others = tuple(file(one, "webp") for one in _offered(found, narrow, settings))
    most = width_of_original(found, settings)
    is_remade = is_published and (most < found.width or found.is_turned)
    original = file(most, found.own_suffix, " original") if is_remade else None
    return Plan(path, found, digest, len(data), tuple(fallbacks), others, original)


def _can_hold(suffix: str, found: ImageSize, width: int) -> bool:
    """Return whether a kind of file can be as long as a picture is in a width."""
    height = found.height * width / found.width
    return max(width, round(height)) <= LONGEST.get(suffix, math.inf)


def _offered(
    found: ImageSize, narrow: int, settings: ImagesSettings
) -> tuple[int, ...]:
    """Return the widths of WebP; none where the fallback alone is wide enough.

    A long screenshot would else be shown from a narrower file than there is.
    """
    wanted = choose_widths(found.width, settings.widths)
    held = tuple(one for one in wanted if _can_hold("webp", found, one))
    return held if held == wanted or held[-1:] >= (narrow,) else ()


def width_of_original(found: ImageSize, settings: ImagesSettings) -> int:
    """Return how wide a picture is published at its own address, at most.

    PNG holds a photograph without loss: a large one weighs more than all other files.
    """
    is_dense = found.own_suffix == "png" and not found.is_drawing
    most = settings.fallback_width if is_dense else settings.original_width
    return min(found.width, most)


class ImageCache:
    """The made pictures of one run: in the cache at once, in the output at the end."""

    def __init__(
        self, root: Path, beside: Path, siteurl: str, settings: ImagesSettings
    ) -> None:
        self.root, self.siteurl, self.settings = root, siteurl, settings
        self.kept = MadeFiles.beside(beside, root, settings.cache)
        self.folder = self.kept.folder
        self.made: dict[str, tuple[Plan, MadeFile]] = {}  #: by address below the output
        self.new: dict[Path, int] = {}  #: how many files this run makes of each picture
        self.seconds = 0.0
        #: The addresses of the site's own files, of which some are pictures.
        self.addresses: dict[Path, str] = {}
        self._plans: dict[Path, Plan | ImageSize | UnreadableError] = {}
        self._pictures: dict[Path, Picture] = {}
        self._large = threading.Lock()

    def picture(self, path: Path) -> Picture:
        """Return a picture in all its sizes, or the one that it has if it is kept.

        Raises ``UnreadableError`` for a file that is none, ``CacheError`` for a cache.
        """
        self.make_ready([path])
        plan = self._plans[path]
        if isinstance(plan, UnreadableError):
            raise plan
        if isinstance(plan, ImageSize):
            address = self.addresses.get(path)
            shown = f"{self.siteurl}/{address}" if address else ""
            return Picture("", plan.width, plan.height, shown=shown, is_kept=True)
        if path not in self._pictures:
            self._pictures[path] = self._show(plan)
        return self._pictures[path]

    def is_shown(self, path: Path) -> bool:
        """Return whether a picture is published already, or stays as it is."""
        is_kept = isinstance(self._plans.get(path), ImageSize)
        return path in self._pictures or is_kept

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
        tell(f"0 of {len(waiting)} pictures made")
        for done, plan in enumerate(self._share(self._make, waiting), 1):
            tell(f"{done} of {len(waiting)} pictures made")
            self.new.setdefault(plan.path, 0)
        self.seconds += time.monotonic() - began

    def make_originals(self, paths: Iterable[Path]) -> None:
        """Make what is published of large and of turned pictures, if it is missing."""
        began, plans = time.monotonic(), []
        for path in paths:
            if path not in self._plans and self._is_remade(path):
                self._plans[path] = self._plan(path)
            plan = self._plans.get(path)
            if isinstance(plan, Plan) and plan.original in self._missing(plan):
                plans.append(plan)
        for _ in self._share(self._make_original, plans):
            pass
        self.seconds += (time.monotonic() - began) if plans else 0

    def original(self, path: Path, data: bytes) -> bytes:
        """Return what is published at a picture's own address, of which it has bytes.

        Nothing that a camera wrote is in it. Those of a smaller one, unless that is
        heavier; those of a picture in another format stay what they are.
        """
        plan, clean = self._plans.get(path), clean_picture(data)
        if not isinstance(plan, Plan) or plan.original is None:
            return clean
        if hashlib.sha256(data).hexdigest() != plan.digest:
            return clean  # something else has made another file of it
        made = self.folder / plan.original.name
        if not made.is_file():
            is_turned = plan.found.is_turned
            return next(self._encode(plan, [plan.original])) if is_turned else clean
        smaller = made.read_bytes()
        must = plan.found.is_turned or len(smaller) < len(clean)
        return smaller if must else clean

    def _is_remade(self, path: Path) -> bool:
        try:
            found = measure(path)
        except UnreadableError:
            return False  # told where a post shows it; published as it is
        is_small = width_of_original(found, self.settings) == found.width
        return bool(found.own_suffix) and (found.is_turned or not is_small)

    def _share(self, work: Callable[[Plan], int], plans: list[Plan]) -> Iterator[Plan]:
        """Do some work for each plan, on all cores, and yield those that are done."""
        pool = ThreadPoolExecutor(count_cores())
        try:
            works = {pool.submit(work, plan): plan for plan in plans}
            for done in as_completed(works):
                self._note(works[done], done.result)
                yield works[done]
        finally:
            pool.shutdown(cancel_futures=True)

    def publish(self, output: Path) -> None:
        """Write what was made; files that are there already have the same bytes."""
        for address, (plan, file) in self.made.items():
            target = output / address
            if not target.is_file():
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(self._place(plan, file).read_bytes())

    def clean(self) -> None:
        """Remove what no picture of the site needs, and more where it is too much."""
        if not self.kept.is_own:
            return
        used = {file.name for plan in self._known() for file in plan.files}
        unused = {one for one in self.kept.all() if one.name not in used}
        if any(map(self.kept.is_left_over, unused)):
            self._plan_all()
            used = {file.name for plan in self._known() for file in plan.files}
            self.kept.remove_unused(used)
        # Of pictures that are not shown now.
        spare = [one for one in unused if one.name in used]
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
        return sum(one.stat().st_size for one in self.kept.all()) / 10**6

    def _plan(self, path: Path) -> Plan | ImageSize | UnreadableError:
        is_published = path in self.addresses
        try:
            return plan_picture(path, self.settings, is_published=is_published)
        except UnreadableError as error:
            return error

    def _note(self, plan: Plan, result: Callable[[], int]) -> None:
        try:
            self.new[plan.path] = self.new.get(plan.path, 0) + result()
        except UnreadableError as error:
            self._plans[plan.path] = error

    def _missing(self, plan: Plan) -> list[MadeFile]:
        return [one for one in plan.files if not self.kept.has(one.name)]

    def _make(self, plan: Plan) -> int:
        """Make what is missing of a picture, and return how many files that is."""
        missing = self._missing(plan)
        if not missing:
            return 0  # another process has made it since it was planned
        self._make_files(plan, [one for one in missing if not one.is_own])
        for own in (one for one in missing if one.is_own):
            clean = clean_picture(plan.path.read_bytes())
            weights = [self._weight(one) for one in plan.fallbacks if not one.is_own]
            is_best = all(len(clean) < weight for weight in weights if weight)
            self.kept.write(own.name, clean if is_best else b"")
        return sum(self._weight(one) > 0 for one in missing)

    def _make_original(self, plan: Plan) -> int:
        self._make_files(plan, [plan.original] if plan.original else [])
        return 1

    def _make_files(self, plan: Plan, files: list[MadeFile]) -> None:
        if not files:
            return
        is_large = plan.found.width * plan.found.height > LARGE
        with self._large if is_large else nullcontext():
            for one, data in zip(files, self._encode(plan, files), strict=True):
                self.kept.write(one.name, self._smaller(plan, one, data))

    def _encode(self, plan: Plan, files: list[MadeFile]) -> Iterator[bytes]:
        wanted = [(one.width, one.suffix) for one in files]
        # A file that may be kept takes the place of one that became heavier.
        most = math.inf if plan.found.may_be_kept else plan.weight
        quality = self.settings.quality
        return make_all(plan.path, plan.found, wanted, quality, most)

    def _weight(self, file: MadeFile) -> int:
        return (self.folder / file.name).stat().st_size

    def _smaller(self, plan: Plan, file: MadeFile, data: bytes) -> bytes:
        """Return a picture's own file instead, where making it anew gained nothing."""
        own = clean_picture(plan.path.read_bytes()) if file.is_whole else data
        return min(own, data, key=len)

    def _show(self, plan: Plan) -> Picture:
        files = (*plan.fallbacks, *plan.others)
        sizes = {one: self._place(plan, one).stat().st_size for one in files}
        plain = [one for one in plan.fallbacks if 0 < sizes[one] <= plan.weight]
        made = {one.width: sizes[one] for one in plan.others}
        useful = drop_useless(made, plan.weight)
        offered = [one for one in plan.others if one.width in useful]
        rest = [one for one in plan.fallbacks if sizes[one]]
        shown = min(plain or offered[-1:] or rest, key=sizes.__getitem__)
        suits = [one for one in plain if not one.is_own]
        preview = min(suits, key=sizes.__getitem__, default=None)
        width = (preview or shown).width
        return Picture(
            self._offer(plan, preview) if preview else "",
            width,
            max(1, round(plan.found.height * width / plan.found.width)),
            ", ".join(f"{self._offer(plan, one)} {one.width}w" for one in offered),
            self.settings.sizes,
            shown="" if shown is preview else self._offer(plan, shown),
            length=sizes[preview] if preview else 0,
            is_shrunk=plan.original is not None,
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
