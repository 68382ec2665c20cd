"""The site on this machine's own address, drafts shown, built again on each save."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

from watchfiles import watch

from ..build.build import build_site, read_settings_of
from ..site import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from ..build.options import BuildOptions
    from ..reporter import Reporter
    from ..site import Site

HOST = "127.0.0.1"


class Handler(SimpleHTTPRequestHandler):
    """Serves the built files, and the site's 404 page where there is none."""

    def send_error(
        self, code: int, message: str | None = None, explain: str | None = None
    ) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name there
        """Keep requests out of the terminal: problems are what matters there."""


def serve_site(options: BuildOptions, port: int, reporter: Reporter) -> None:
    """Build, serve, and build again whenever a file of the site changes."""
    folder = options.site.root / ".bulletin" / "serve"
    changed, stopped = threading.Event(), threading.Event()
    with listening(folder, port) as server, stopping(stopped, changed):
        siteurl = f"http://{HOST}:{server.server_port}"
        options = replace(options, output=folder, siteurl=siteurl)
        with watching(options.site, changed, stopped):
            build_site(options)
            start(server.serve_forever)
            reporter.print(f"{siteurl}/ shows the site. Stop it with Ctrl-C.")
            while not stopped.is_set():
                changed.wait()
                changed.clear()
                if not stopped.is_set():
                    build_site(options)
    raise KeyboardInterrupt


@contextmanager
def stopping(stopped: threading.Event, changed: threading.Event) -> Iterator[None]:
    """Set both events on Ctrl-C, beside the usual interrupt.

    An interrupt that comes while a library runs its own clean-up is lost; the events
    are not.
    """

    def stop(number: int, frame: FrameType | None) -> None:
        stopped.set()
        changed.set()
        signal.default_int_handler(number, frame)

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def start(work: Callable[[], object]) -> threading.Thread:
    """Do something beside the builds, for as long as the command runs."""
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


@contextmanager
def watching(
    site: Site, changed: threading.Event, stopped: threading.Event
) -> Iterator[None]:
    """Watch while the block runs, and be done before Python ends.

    A watcher that is still in its library when Python ends can keep it from ending.
    """
    thread = start(partial(watch_site, site, changed, stopped))
    try:
        yield
    finally:
        stopped.set()
        thread.join(timeout=5)


def listening(folder: Path, port: int) -> ThreadingHTTPServer:
    """Return a server on this machine's own address only."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        return ThreadingHTTPServer(
            (HOST, port), partial(Handler, directory=str(folder))
        )
    except OSError as error:
        message = f"Port {port} cannot be used: {error.strerror}."
        raise RefusedError(f"{message} Choose another with --port.") from None


def watch_site(site: Site, changed: threading.Event, stopped: threading.Event) -> None:
    """Set the event whenever content, theme or settings have changed.

    It watches while a build runs too: no save is missed.
    """
    settings = read_settings_of(site)
    folders = [Path(str(settings[key])) for key in ("PATH", "THEME")]
    known = [folder for folder in folders if folder.is_dir()]
    stamp = site.conf.stat().st_mtime_ns
    for changes in watch(
        *known, stop_event=stopped, rust_timeout=500, yield_on_timeout=True
    ):
        now = site.conf.stat().st_mtime_ns if site.conf.exists() else stamp
        if changes or now != stamp:
            stamp = now
            changed.set()
