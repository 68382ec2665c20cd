"""A server on 127.0.0.1 that answers as nginx does and remembers what it answered."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


TYPES = {".xml": "text/xml; charset=utf-8", ".json": "application/json"}
TYPES[".css"] = "text/css"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = self.server.root / self.path.split("?")[0].lstrip("/")
        if not path.is_file():
            self._answer(404, b"")
            return
        stat = path.stat()
        tag = f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"'
        date = formatdate(stat.st_mtime, usegmt=True)
        asked = self.headers.get("If-None-Match")
        same = asked == tag if asked else self.headers.get("If-Modified-Since") == date
        headers = {"ETag": tag, "Last-Modified": date}
        if same:
            self._answer(304, b"", headers)
        else:
            headers["Content-Type"] = TYPES.get(path.suffix, "text/html")
            self._answer(200, path.read_bytes(), headers)

    def _answer(self, status, text, headers=()):
        self.server.answers.append((self.path, status))
        self.send_response(status)
        for name, value in dict(headers).items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        """Say nothing: the answers are kept."""


class Server(ThreadingHTTPServer):
    """A folder at ``url`` that keeps (path, status) of every answer."""

    daemon_threads = True

    def __init__(self, root: Path) -> None:
        self.root = root
        self.answers: list[tuple[str, int]] = []
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"

    def statuses(self):
        """Return the statuses of all answers since the last call, and forget them."""
        found = [status for _, status in self.answers]
        self.answers.clear()
        return found


@contextmanager
def serving(root: Path):
    """Serve a folder while the block runs."""
    server = Server(root)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
