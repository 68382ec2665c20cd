"""Pelican's side of images: whose pictures are made, and when files are published."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from pelican import signals
from pelican.log import console

from ..made_files import CacheError
from ..problem import Level, Problem, count
from ..report import (
    begin_run,
    carry,
    end_on_errors,
    relative_path,
    report,
    run_state,
    say,
    tell_progress,
)
from ..site import (
    LaterError,
    contents_of,
    find_image,
    is_file,
    ledger_of,
    when_read_anew,
)
from ..source.read import read_source
from .core import (
    ImageTag,
    Picture,
    keep_attributes,
    place_kept,
    replace_images,
    show,
)
from .output import KEPT, SUFFIXES, ImageCache
from .picture import MOST_PIXELS, TooLargeError, UnreadableError
from .settings import parse_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..ledger import Ledger

#: What a run keeps: its pictures, and which of the site's files are pictures: where
#: they are read and where they are published.
STATE = "IMAGES"
PUBLISHED = "IMAGES_PUBLISHED"
#: What the ledger keeps: pictures that a page asks for while it is made.
SHOWN = "pictures"
SECONDS_BETWEEN = 5


def register() -> None:
    """Connect images to Pelican."""
    signals.initialized.connect(check_settings)
    signals.get_generators.connect(begin_run)
    signals.generator_init.connect(offer_pictures)
    signals.static_generator_finalized.connect(remember_published)
    signals.all_generators_finalized.connect(give_pictures)
    signals.get_writer.connect(end_on_errors)
    signals.finalized.connect(publish_pictures)


def check_settings(pelican: Any) -> None:
    """End the run where a setting cannot be used."""
    parse_settings(pelican.settings.get("IMAGES", {}))


def offer_pictures(generator: Any) -> None:
    """Let templates ask for a picture by its path."""
    settings, state = generator.settings, run_state(generator.settings)
    if STATE not in state:
        root = Path(settings["PATH"])
        state[STATE] = ImageCache(
            root,
            Path(settings.get("BULLETIN_ROOT") or root.parent),
            settings["SITEURL"].rstrip("/"),
            parse_settings(settings.get("IMAGES", {})),
        )
        carry("images", state[STATE], settings)
    if hasattr(generator, "env"):
        # A page that asks the run itself for its ledger could not be followed.
        own: dict[str, Any] = {"images": state[STATE], "ledger": ledger_of(settings)}
        give = partial(picture_of, settings=settings, **own)
        generator.env.globals["picture_of"] = give


def picture_of(
    path: str,
    alt: str = "",
    *,
    images: ImageCache,
    settings: dict[str, Any],
    ledger: Ledger,
) -> Picture | None:
    """Return the picture at a path below ``PATH``, for templates."""
    file = find_image(path, settings)
    ledger.need(SHOWN, path)
    if file is None:
        for folder in (images.root, images.root / "images"):
            ledger.ask(str(folder / path.lstrip("/")))
    try:
        picture = images.picture(file) if file else None
    except UnreadableError as error:
        where = relative_path(file or path, settings)
        report(_fault(error, Path(path).name, where, 0), settings)
        return None
    except CacheError as error:
        _tell_unkept(images, error, settings)
        return None
    return _with_words(picture, alt)


def _with_words(picture: Picture | None, alt: str) -> Picture | None:
    """Return a picture for a template; None where it lies at no address of the site."""
    if picture is None or not (picture.url or picture.shown):
        return None
    return replace(picture, alt=alt, fetch="eager")


def remember_published(generator: Any) -> None:
    """Keep the list of the site's pictures for the end of the run."""
    state = run_state(generator.settings)
    files = {Path(one.source_path): one for one in generator.staticfiles}
    pictures = {at: one for at, one in files.items() if _is_picture(at)}
    state[PUBLISHED] = {
        at: one.save_as for at, one in pictures.items() if at.suffix.lower() in SUFFIXES
    }
    state[STATE].addresses = {at: one.url for at, one in pictures.items()}


def _is_picture(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES | KEPT


def give_pictures(generators: list[Any]) -> None:
    """Replace the pictures in every text and give each content its own."""
    images = run_state(generators[0].settings)[STATE]
    contents = list(contents_of(generators))
    try:
        images.make_ready(dict.fromkeys(_all_shown(contents, images)), _progress())
    except CacheError as error:
        _tell_unkept(images, error, generators[0].settings)
        return  # the pictures stay as they are, where that is no error
    for content in contents:
        _give_pictures_to(content, images)
    when_read_anew(generators[0].settings, partial(_give_again, images), generators)


def _give_pictures_to(content: Any, images: ImageCache) -> None:
    body = content._content or ""  # links are replaced after us
    content._content = replace_images(body, partial(_replace, content, images))
    content.picture = _give_own(content, images)


def _give_again(images: ImageCache, content: Any) -> None:
    """Replace the pictures in a text, if the run has published all of them."""
    if not all(map(images.is_shown, _all_shown([content], images))):
        raise LaterError
    _give_pictures_to(content, images)


def _tell_unkept(images: ImageCache, why: CacheError, settings: dict[str, Any]) -> None:
    where = relative_path(images.folder, settings)
    what = f"Made pictures cannot be kept in this folder: {why}."
    remedy = "Make room and leave to write there, or name another in IMAGES, “cache”."
    report(Problem(where, 0, what, remedy, "image-cache-unusable"), settings)


def _progress() -> Callable[[str], None]:
    """Return what tells how far the work is, on a terminal of plain Pelican too."""
    told = time.monotonic()

    def tell(what: str) -> None:
        nonlocal told
        tell_progress(what)
        if console.is_terminal and time.monotonic() - told > SECONDS_BETWEEN:
            told = time.monotonic()
            console.print(what)  # quiet where a command shows it

    return tell


def _all_shown(contents: list[Any], images: ImageCache) -> Iterator[Path]:
    """Yield the files of all pictures that texts and headers show."""
    found: list[Path] = []

    def note(content: Any, shown: ImageTag) -> None:
        if path := _find_shown(shown.source, content, images):
            found.append(path)

    for content in contents:
        replace_images(content._content or "", partial(note, content))
        if path := _find_own(content):
            found.append(path)
    yield from found


def publish_pictures(pelican: Any) -> None:
    """Write what was made, and take out of the originals what cameras wrote there."""
    output, state = Path(pelican.output_path), run_state(pelican.settings)
    published, images = state.pop(PUBLISHED, {}), state.pop(STATE, None)
    if images is not None:
        own: dict[str, Any] = {"images": images, "ledger": ledger_of(pelican.settings)}
        for path in own["ledger"].needed(SHOWN):
            picture_of(path, settings=pelican.settings, **own)
        _publish_originals(images, output, published, pelican.settings)
        images.publish(output)
        with suppress(OSError):  # another run may clean it too
            images.clean()
            _tell_made(images, pelican.settings)


def _tell_made(images: ImageCache, settings: dict[str, Any]) -> None:
    """Say what was made and where it is, and where that is too much."""
    most, size = images.settings.cache_megabytes, images.megabytes
    where = relative_path(images.folder, settings)
    if files := sum(images.new.values()):
        number = count(len(images.new), "picture")
        made = f"{count(files, 'file')} of {number}"
        kept = f"{where} keeps them for later builds: {size:.1f} MB."
        line = f"Made {made} in {images.seconds:.0f} s. {kept}"
        say(line)
        console.print(line)  # quiet where a command prints it
    if size > most:
        what = f"Made pictures that the site shows take {size:.0f} MB, not {most}."
        remedy = "Raise IMAGES, “cache_megabytes”, or list fewer widths."
        name = "image-cache-large"
        report(Problem(where, 0, what, remedy, name, Level.NOTICE), settings)


def _publish_originals(
    images: ImageCache,
    output: Path,
    published: dict[Path, str],
    settings: dict[str, Any],
) -> None:
    try:
        images.make_originals(published)
    except CacheError as error:
        _tell_unkept(images, error, settings)
    for path, save_as in published.items():
        put_original(output / save_as, partial(images.original, path))


def put_original(path: Path, make: Callable[[bytes], bytes]) -> None:
    """Put a clean copy in the place of a published file, which may be a link."""
    if not path.is_file():
        return
    data = path.read_bytes()
    made = make(data)
    if made != data:
        fresh = path.with_name(f".{path.name}.part")
        fresh.write_bytes(made)
        fresh.replace(path)


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
    return show(shown, place_kept(placed, shown) if picture.is_kept else placed)


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
    file = Path(os.path.normpath(file))  # as Pelican names those that it publishes
    is_ours = is_file(file) and file.resolve().is_relative_to(images.root.resolve())
    return file if is_ours else None


def _find_own(content: Any) -> Path | None:
    """Return the file of a content's own picture, if it names one of the site's."""
    name = str(content.metadata.get("image") or "")
    is_ours = name and "://" not in name
    return find_image(name, content.settings) if is_ours else None


def _give_own(content: Any, images: ImageCache) -> Picture | None:
    name = str(content.metadata.get("image") or "")
    if not name or "://" in name:
        return None
    path = _find_own(content)
    alt = str(content.metadata.get("image_alt") or "")
    if not hasattr(content, "front_matter"):  # which says it itself, with the line
        where = relative_path(content.source_path, content.settings)
        for problem in _check_own(where, name, alt, is_there=path is not None):
            report(problem, content.settings)
    picture = _read(path, content, images) if path else None
    return _with_words(picture, alt)


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
        report(_fault(error, path.name, source.path, line), content.settings)
        return None


def _fault(error: UnreadableError, name: str, where: str, line: int) -> Problem:
    if isinstance(error, TooLargeError):
        what = f"“{name}” has more than {MOST_PIXELS // 10**6} megapixels."
        remedy = "Make it smaller; 4,000 pixels are wide."
        return Problem(where, line, what, remedy, "image-large")
    what = f"“{name}” is not a picture that can be read."
    remedy = "Export it again as JPEG, PNG or WebP."
    return Problem(where, line, what, remedy, "image-unreadable")
