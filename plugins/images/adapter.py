"""Pelican's side of images: whose pictures are made, and when files are published."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from pelican import signals

from ..problem import Level, Problem
from ..report import begin_run, end_on_errors, relative_path, report, run_state
from ..site import contents_of, find_image, is_file
from ..source.read import read_source
from .core import (
    ImageTag,
    Picture,
    choose_widths,
    keep_attributes,
    name_file,
    replace_images,
    show,
)
from .metadata import clean_picture
from .picture import MOST_PIXELS, TooLargeError, UnreadableError, make, measure
from .settings import parse_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What a run keeps: its pictures, and which of the site's files are pictures.
STATE = "IMAGES"
PUBLISHED = "IMAGES_PUBLISHED"
SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}
#: Written into every cache key: a new way of making pictures makes them anew.
WAY = "1"
QUALITY_OF_TURNED = 92


def register() -> None:
    """Connect images to Pelican."""
    signals.initialized.connect(check_settings)
    signals.get_generators.connect(begin_run)
    signals.generator_init.connect(offer_pictures)
    signals.static_generator_finalized.connect(remember_published)
    signals.all_generators_finalized.connect(give_pictures)
    signals.get_writer.connect(end_on_errors)
    signals.finalized.connect(publish_pictures)


class ImageCache:
    """The made pictures of one run: in the cache at once, in the output at the end."""

    def __init__(self, pelican: dict[str, Any]) -> None:
        self.root = Path(pelican["PATH"])
        self.siteurl = pelican["SITEURL"].rstrip("/")
        self.settings = parse_settings(pelican.get("IMAGES", {}))
        #: Returns the file of ``image: path``.
        self.find = partial(find_image, settings=pelican)
        beside = Path(pelican.get("BULLETIN_ROOT") or self.root.parent)
        self.cache = beside / self.settings.cache
        self.made: dict[str, Path] = {}  #: address below the output: file in the cache
        #: Returns the picture of a file, made once.
        self.picture = cache(self._picture)

    def picture_of(self, path: str, alt: str = "") -> Picture | None:
        """Return the picture at a path below ``PATH``, for templates."""
        file = self.find(path)
        picture = self.picture(file) if file else None
        return replace(picture, alt=alt, fetch="eager") if picture else None

    def publish(self, output: Path) -> None:
        """Write what was made; files that are there already have the same bytes."""
        for address, file in self.made.items():
            target = output / address
            if not target.is_file():
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(file.read_bytes())

    def _picture(self, path: Path) -> Picture | None:
        """Return the picture in all its sizes; None if it stays as it is."""
        if path.suffix.lower() == ".svg":
            return None  # a drawing, which Pillow cannot measure
        found = measure(path)
        if not found.suffix:
            return None
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        widths = choose_widths(found.width, self.settings.widths)
        srcset = ", ".join(
            f"{self._make(path, digest, width, 'webp')} {width}w" for width in widths
        )
        fallback = min(found.width, self.settings.fallback_width)
        return Picture(
            self._make(path, digest, fallback, found.suffix),
            found.width,
            found.height,
            srcset,
            self.settings.sizes,
        )

    def _make(self, path: Path, digest: str, width: int, suffix: str) -> str:
        words = f"{WAY} {digest} {width} {suffix} {self.settings.quality}"
        key = hashlib.sha256(words.encode()).hexdigest()
        file = self.cache / f"{key}.{suffix}"
        if not file.is_file():
            data = make(path, width, suffix, self.settings.quality)
            file.parent.mkdir(parents=True, exist_ok=True)
            fresh = file.with_suffix(f".{os.getpid()}.part")  # others may make it too
            fresh.write_bytes(data)
            fresh.replace(file)
        address = self.settings.url.format(
            name=name_file(path.name), width=width, hash=key[:10], suffix=suffix
        )
        self.made[address] = file
        return f"{self.siteurl}/{address}"


def check_settings(pelican: Any) -> None:
    """End the run where a setting cannot be used."""
    parse_settings(pelican.settings.get("IMAGES", {}))


def offer_pictures(generator: Any) -> None:
    """Let templates ask for a picture by its path."""
    state = run_state(generator.settings)
    if STATE not in state:
        state[STATE] = ImageCache(generator.settings)
    if hasattr(generator, "env"):
        generator.env.globals["picture_of"] = state[STATE].picture_of


def remember_published(generator: Any) -> None:
    """Keep the list of the site's pictures for the end of the run."""
    run_state(generator.settings)[PUBLISHED] = [
        one.save_as
        for one in generator.staticfiles
        if Path(one.save_as).suffix.lower() in SUFFIXES
    ]


def give_pictures(generators: list[Any]) -> None:
    """Replace the pictures in every text and give each content its own."""
    images = run_state(generators[0].settings)[STATE]
    for content in contents_of(generators):
        body = content._content or ""  # links are replaced after us
        content._content = replace_images(body, partial(_replace, content, images))
        content.picture = _give_own(content, images)


def publish_pictures(pelican: Any) -> None:
    """Write what was made, and take out of the originals what cameras wrote there."""
    output = Path(pelican.output_path)
    for save_as in run_state(pelican.settings).pop(PUBLISHED, ()):
        clean_file(output / save_as)
    images = run_state(pelican.settings).pop(STATE, None)
    if images is not None:
        images.publish(output)


def clean_file(path: Path) -> None:
    """Put a clean copy in the place of a published file, which may be a link."""
    if not path.is_file():
        return
    data = path.read_bytes()
    cleaned = _turn_upright(path) or clean_picture(data)
    if cleaned != data:
        fresh = path.with_name(f".{path.name}.part")
        fresh.write_bytes(cleaned)
        fresh.replace(path)


def _turn_upright(path: Path) -> bytes:
    try:
        found = measure(path)
        if found.is_turned and found.suffix:
            return make(path, found.width, found.suffix, QUALITY_OF_TURNED)
    except UnreadableError:
        pass  # reported where a post shows it; published as it is
    return b""


def _replace(content: Any, images: ImageCache, shown: ImageTag) -> str | None:
    path = _find_shown(shown.source, content, images)
    picture = _read(path, content, images) if path else None
    if picture is None:
        return None
    is_early = shown.words_before <= images.settings.eager_words
    placed = replace(
        picture,
        alt=shown.attributes.get("alt", ""),
        fetch="eager" if is_early else "lazy",
        more=keep_attributes(shown),
    )
    return show(shown, placed)


def _find_shown(source: str, content: Any, images: ImageCache) -> Path | None:
    for mark in ("{static}", "{attach}", "{filename}", "|static|", "|attach|"):
        if source.startswith(mark):
            place = unquote(urlsplit(source.removeprefix(mark)).path)
            folder = Path(content.source_path).parent
            base = images.root if place.startswith("/") else folder
            return _inside(base / place.lstrip("/"), images)
    if images.siteurl and source.startswith(images.siteurl):
        source = source.removeprefix(images.siteurl)
    parts = urlsplit(source)
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return None
    return _inside(images.root / unquote(parts.path).lstrip("/"), images)


def _inside(file: Path, images: ImageCache) -> Path | None:
    """Return a file that is there, and not outside of the content folder."""
    is_ours = is_file(file) and file.resolve().is_relative_to(images.root.resolve())
    return file if is_ours else None


def _give_own(content: Any, images: ImageCache) -> Picture | None:
    name = str(content.metadata.get("image") or "")
    if not name or "://" in name:
        return None
    path = images.find(name)
    alt = str(content.metadata.get("image_alt") or "")
    if not hasattr(content, "front_matter"):  # which says it itself, with the line
        where = relative_path(content.source_path, content.settings)
        for problem in _check_own(where, name, alt, is_there=path is not None):
            report(problem, content.settings)
    picture = _read(path, content, images) if path else None
    return replace(picture, alt=alt, fetch="eager") if picture else None


def _check_own(where: str, name: str, alt: str, *, is_there: bool) -> Iterator[Problem]:
    if not is_there:
        what = f"The image “{name}” is not there."
        remedy = "Put the file into images, or correct the name."
        yield Problem(where, 0, what, remedy, "image-missing")
    if not alt:
        what = f"The image “{name}” has no text alternative."
        remedy = "Say in image_alt what it shows."
        yield Problem(where, 0, what, remedy, "image-alt-missing", Level.WARNING)


def _read(path: Path, content: Any, images: ImageCache) -> Picture | None:
    try:
        return images.picture(path)
    except UnreadableError as error:
        source = read_source(content.source_path, content.settings)
        lines = enumerate(source.lines, 1)
        line = next((n for n, text in lines if path.name in unquote(text)), 0)
        what = f"“{path.name}” is not a picture that can be read."
        remedy = "Export it again as JPEG, PNG or WebP."
        name = "image-unreadable"
        if isinstance(error, TooLargeError):
            what = f"“{path.name}” has more than {MOST_PIXELS // 10**6} megapixels."
            remedy, name = "Make it smaller; 4,000 pixels are wide.", "image-large"
        report(Problem(source.path, line, what, remedy, name), content.settings)
        return None
