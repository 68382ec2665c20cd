"""A built site on this machine, as a real server sends it: gzip and all headers."""

from __future__ import annotations

import gzip
import mimetypes
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

HOST = "127.0.0.1"
TEXT = ("text/", "application/xml", "application/json", "image/svg+xml")


class Server(ThreadingHTTPServer):
    """Serves one folder; the folder may be filled after the port is known."""

    daemon_threads = True

    def __init__(self, folder: Path, headers: Mapping[str, str]) -> None:
        super().__init__((HOST, 0), Handler)
        self.folder = folder
        self.headers = dict(headers)
        self.sent: dict[str, int] = {}  #: bytes of each body on the wire, by path

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD with a file, or with the site's own page for 404."""

    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:  # http.server's name
        status, file = self._find()
        body = file.read_bytes() if file else b"Not found"
        kind = mimetypes.guess_type(file.name)[0] if file else "text/plain"
        kind = kind or "application/octet-stream"
        self.send_response(status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        if kind.startswith("text/"):
            kind += "; charset=utf-8"
        if kind.startswith(TEXT) and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, 6, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.server.sent[urlsplit(self.path).path] = len(body)
            self.wfile.write(body)

    do_HEAD = do_GET  # noqa: N815  # http.server's name

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name there
        """Say nothing: the audit's table does."""

    def _find(self) -> tuple[int, Path | None]:
        root = self.server.folder.resolve()
        file = (root / unquote(urlsplit(self.path).path).lstrip("/")).resolve()
        if file.is_dir():
            file /= "index.html"
        if file.is_file() and file.is_relative_to(root):
            return 200, file
        missing = root / "404.html"
        return 404, missing if missing.is_file() else None


@contextmanager
def serving(folder: Path, headers: Mapping[str, str]) -> Iterator[Server]:
    """Serve ``folder`` until the block ends."""
    server = Server(folder, headers)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
