"""The site on this machine's own address, drafts shown, built again on each save."""

from __future__ import annotations

import threading
import traceback
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from watchfiles import watch

from ...problem import SettingsError
from ..build.build import build_site, read_settings_of
from ..build.inputs import input_folders
from ..build.template_problems import find_template_line
from ..site import RefusedError
from ..stopping import StoppedError, StoppedLateError, handled
from ..web_server import HOST, listening

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import FrameType

    from ..build.options import BuildOptions
    from ..reporter import Reporter
    from ..site import Site

STANDS = "The pages are as they were. Mend it and save: the site is built again."


@dataclass
class Watched:
    """What the thread that builds and the one that watches tell each other."""

    folders: tuple[Path, ...]  #: of the settings as they were last read
    changed: threading.Event = field(default_factory=threading.Event)
    stopped: threading.Event = field(default_factory=threading.Event)


def serve_site(options: BuildOptions, port: int, reporter: Reporter) -> None:
    """Build, serve, and build again whenever a file of the site changes.

    No mistake ends it, an author's or a programmer's: it is told, the last good pages
    stay, and the next save builds again.
    """
    site = options.site
    folder = site.root / ".bulletin" / "serve"
    watched = Watched(find_folders(site, ()))
    with listening(folder, port) as server, stopping(watched):
        siteurl = f"http://{HOST}:{server.server_port}"
        options = replace(options, output=folder, siteurl=siteurl)
        with watching(site, watched):
            build_again(options, reporter)
            start(server.serve_forever)
            reporter.print(f"{siteurl}/ shows the site. Stop it with Ctrl-C.")
            while not watched.stopped.is_set():
                watched.changed.wait()
                watched.changed.clear()
                if not watched.stopped.is_set():
                    build_again(options, reporter)
                    watched.folders = find_folders(site, watched.folders)
    raise KeyboardInterrupt


def build_again(options: BuildOptions, reporter: Reporter) -> None:
    """Build, and tell whatever went wrong."""
    try:
        build_site(options)
    except StoppedLateError as late:
        raise StoppedError(late.number) from None  # the build is not the work here
    except (RefusedError, SettingsError) as error:
        reporter.error(str(error))
    except Exception as error:  # noqa: BLE001  # it has been shown, and may be mended
        place = find_place(error, options.site)
        if found := find_template_line(error):
            path, line = Path(found[0]), found[1]
            is_ours = path.is_relative_to(options.site.root)
            place = f"{options.site.relative(path) if is_ours else path}:{line}: "
        else:
            traceback.print_exc()
        words = " ".join((f"{error}.", *getattr(error, "__notes__", ())))
        reporter.error(f"{place}{type(error).__name__}: {words} {STANDS}")


def find_place(error: Exception, site: Site) -> str:
    """Return the innermost line of the site's own files that an exception passed."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [(frame.filename, frame.lineno) for frame in frames]
    if isinstance(error, SyntaxError):
        places.append((error.filename or "", error.lineno))
    ours = Path(__file__).parents[2]
    for name, line in reversed(places):
        path = Path(name)
        if path.is_relative_to(site.root) and not path.is_relative_to(ours):
            return f"{site.relative(path)}:{line}: "
    return ""


def find_folders(site: Site, before: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return what a site is made from; as before where its settings are broken."""
    try:
        settings = read_settings_of(site)
    except Exception:  # noqa: BLE001  # the build that comes with it has told it
        return before
    return tuple(input_folders(settings).values())


@contextmanager
def stopping(watched: Watched) -> Iterator[None]:
    """Set both events on Ctrl-C, beside the usual interrupt.

    An interrupt that comes while a library runs its own clean-up is lost; the events
    are not.
    """

    def stop(number: int, _frame: FrameType | None) -> None:
        watched.stopped.set()
        watched.changed.set()
        raise StoppedError(number)

    with handled(stop):
        yield


def start(work: Callable[[], object]) -> threading.Thread:
    """Do something beside the builds, for as long as the command runs."""
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


@contextmanager
def watching(site: Site, watched: Watched) -> Iterator[None]:
    """Watch while the block runs, and be done before Python ends.

    A watcher that is still in its library when Python ends can keep it from ending.
    """
    thread = start(partial(watch_site, site, watched))
    try:
        yield
    finally:
        watched.stopped.set()
        thread.join(timeout=5)


def watch_site(site: Site, watched: Watched) -> None:
    """Set the event whenever content, theme, plugins or settings have changed.

    It watches while a build runs too: no save is missed. A folder that was put in the
    place of another one, and folders that the settings newly name, are watched anew.
    """
    while not watched.stopped.is_set():
        folders, seen = watched.folders, stamps_of(site)
        there = identities_of(folders)
        for changes in watch(
            *there,
            stop_event=watched.stopped,
            rust_timeout=500,
            yield_on_timeout=True,
        ):
            now = stamps_of(site)
            is_moved = folders != watched.folders or identities_of(folders) != there
            if changes or now != seen or is_moved:
                watched.changed.set()
            seen = now
            if is_moved:
                break


def stamps_of(site: Site) -> dict[str, int]:
    """Return when each Python file beside the settings was changed."""
    files = (path for path in site.root.glob("*.py") if path.is_file())
    return {path.name: path.stat().st_mtime_ns for path in files}


def identities_of(folders: Iterable[Path]) -> dict[Path, int]:
    """Return the number that the disk gives to each folder that is there."""
    return {folder: folder.stat().st_ino for folder in folders if folder.is_dir()}
