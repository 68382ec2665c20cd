"""The site on this machine's own address, drafts shown, built again on each save."""

from __future__ import annotations

import threading
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

from watchfiles import watch

from .build import build_site, read_settings_of
from .site import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from .order import Order
    from .site import Site
    from .voice import Voice

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

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Keep requests out of the terminal: problems are what matters there."""


def serve_site(order: Order, port: int, voice: Voice) -> None:
    """Build, serve, and build again whenever a file of the site changes."""
    folder = order.site.root / ".bulletin" / "serve"
    with listening(folder, port) as server:
        siteurl = f"http://{HOST}:{server.server_port}"
        order = replace(order, output=folder, siteurl=siteurl)
        changed = threading.Event()
        start(watch_site, order.site, changed)
        build_site(order)
        start(server.serve_forever)
        voice.tell(f"{siteurl}/ shows the site. Stop it with Ctrl-C.")
        while True:
            changed.wait()
            changed.clear()
            build_site(order)


def start(work: Callable[..., None], *arguments: object) -> None:
    """Do something beside the builds, for as long as the command runs."""
    threading.Thread(target=work, args=arguments, daemon=True).start()


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


def watch_site(site: Site, changed: threading.Event) -> None:
    """Set the event whenever content, theme or settings have changed.

    It watches while a build runs too: no save is missed.
    """
    settings = read_settings_of(site)
    folders = [Path(settings[key]) for key in ("PATH", "THEME")]
    known = [folder for folder in folders if folder.is_dir()]
    stamp = site.conf.stat().st_mtime_ns
    for changes in watch(*known, rust_timeout=500, yield_on_timeout=True):
        now = site.conf.stat().st_mtime_ns if site.conf.exists() else stamp
        if changes or now != stamp:
            stamp = now
            changed.set()
