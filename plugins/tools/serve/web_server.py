"""A web server for one folder of built files and for this machine alone."""

from __future__ import annotations

import ipaddress
import os
import re
import stat
import sys
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.parse import urlsplit

from ..site import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable

HOST = "127.0.0.1"
#: The names of this machine for itself (RFC 6761, 6.3; so too whatever ends so).
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
#: A host as requests name it, with or without a port (RFC 9110, 7.2).
NAMED = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::[0-9]*)?")


class WebServer(ThreadingHTTPServer):
    """Answers for the names that it was given, whatever address a request came to."""

    def __init__(self, folder: Path, port: int, names: Iterable[str] = ()) -> None:
        handler = partial(Handler, directory=str(folder))
        super().__init__((HOST, port), handler)
        self.names = LOCAL | {str(self.server_address[0])} | set(names)

    def is_ours(self, host: str) -> bool:
        """Return whether a request that names this host is meant for this server.

        Any other name is one that a foreign page's owner has let lead here, so that
        the page may read what is no stranger's business (DNS rebinding).
        """
        found = NAMED.fullmatch(host.strip().lower())
        if not found:
            return False
        name = found[1].strip("[]").removesuffix(".")
        with suppress(ValueError):
            name = str(ipaddress.ip_address(name))
        return name in self.names or name.endswith(".localhost")

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep browsers that have gone out of the terminal; a fault is shown."""
        if not isinstance(sys.exception(), (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # handed on


def split_target(target: str) -> tuple[str, str]:
    """Return the host and the path of a whole address; an empty host for none."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return "", "/"
    return parts.netloc, f"/{parts.path.lstrip('/')}"


class Handler(SimpleHTTPRequestHandler):
    """Serves the built files, and the site's 404 page where there is none."""

    server: WebServer
    timeout = 30  # seconds that a silent connection is kept

    def parse_request(self) -> bool:
        """Read a request, and answer it at once if it is not for this server."""
        if not super().parse_request():
            return False
        hosts = [str(host) for host in self.headers.get_all("Host") or ()]
        if len(hosts) != 1:
            self.refuse(400, "A request names its host, once.")
            return False
        if not self.path.startswith("/"):
            # The form for proxies, whose own host counts (RFC 9112, 3.2.2).
            host, self.path = split_target(self.path)
            hosts.append(host)
        if all(map(self.server.is_ours, hosts)):
            return True
        home = f"http://{HOST}:{self.server.server_port}/"
        self.refuse(421, f"This server shows its site on this machine alone: {home}")
        return False

    def refuse(self, code: int, sentence: str) -> None:
        """Answer with a plain sentence."""
        self.send_page(code, f"{sentence}\n".encode(), "text/plain; charset=utf-8")

    def send_page(self, code: int, body: bytes, kind: str) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def send_head(self) -> IO[bytes] | None:  # type: ignore[override]  # what it gives back is read only
        """Open what was asked for, if it is a file of the folder or one with a page."""
        if not self.is_there():
            self.send_error(404)
            return None
        return super().send_head()

    def is_there(self) -> bool:
        """Return whether an address leads to a file or folder of ours."""
        try:
            real = os.path.realpath(self.translate_path(self.path), strict=True)
            mode = Path(real).stat().st_mode
        except (OSError, ValueError):  # no file, or no name that one could have
            return False
        inside = Path(real).is_relative_to(os.path.realpath(self.directory))
        return inside and (stat.S_ISREG(mode) or stat.S_ISDIR(mode))

    def list_directory(self, path: str | os.PathLike[str]) -> None:  # noqa: ARG002  # its name there
        """Show no folder's content: a web server would not either."""
        self.send_error(404)

    def send_error(
        self, code: int, message: str | None = None, explain: str | None = None
    ) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        self.send_page(404, page.read_bytes(), "text/html; charset=utf-8")

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name there
        """Keep requests out of the terminal: problems are what matters there."""


def listening(folder: Path, port: int) -> WebServer:
    """Return a server on this machine's own address only."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        return WebServer(folder, port)
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or "there is no such port"
        message = f"Port {port} cannot be used: {why}."
        raise RefusedError(f"{message} Choose another with --port.") from None
