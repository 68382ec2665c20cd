"""A web server for one folder of built files, for this machine and those let in."""

from __future__ import annotations

import errno
import ipaddress
import os
import re
import stat
import sys
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import IO, TYPE_CHECKING, cast
from urllib.parse import parse_qs, urlsplit

from ..host_files import find_redirect, parse_headers, parse_redirects, read_text
from ..site import RefusedError
from .pages import PAGES, make_desk, make_missing, make_page
from .parts import DESK, FILES
from .policies import SELF, admit_in_page, headers_of
from .state import Board, State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..child import Line
    from .guests import Guests
    from .pages import Page

HOST = "127.0.0.1"
EVERYWHERE = "0.0.0.0"  # noqa: S104  # what --lan asks for; who may see it is checked
TRIED = 100  #: ports, the one asked for among them
#: The names of this machine for itself (RFC 6761, 6.3; so too whatever ends so).
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
#: A host as requests name it, with or without a port (RFC 9110, 7.2).
NAMED = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::[0-9]*)?")
#: What browsers know the preview's own pages to need.
OWN_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
OWN_HEADERS = {
    "Content-Security-Policy": OWN_POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
#: Types that Python does not know everywhere.
KINDS = {
    ".avif": "image/avif",
    ".js": "text/javascript",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
QUIET = 15.0  #: seconds after which a stream says that it is still there
NOT_HERE = "This is a preview for the devices that its author has let in."


class WebServer(ThreadingHTTPServer):
    """Answers for the names that it was given, whatever address a request came to."""

    def __init__(
        self, folder: Path, port: int, names: Iterable[str] = (), host: str = HOST
    ) -> None:
        handler = partial(Handler, directory=str(folder))
        super().__init__((host, port), handler)
        self.folder = folder
        self.names = LOCAL | {str(self.server_address[0])} | set(names)
        self.board = Board(State(has_pages=True))
        self.guests: Guests | None = None  #: who may see it beside this machine

    def verify_request(self, request: object, client_address: object) -> bool:  # noqa: ARG002  # its names there
        """Hear nobody from beyond the network, whoever listens on all addresses."""
        peer = cast("tuple[str, int]", client_address)[0]
        return not ipaddress.ip_address(peer).is_global

    def is_this_machine(self, peer: str, own: str) -> bool:
        """Return whether a request came from here, by the addresses of its two ends."""
        return peer in (HOST, own)

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
    extensions_map = SimpleHTTPRequestHandler.extensions_map | KINDS
    host = ""  #: as the request names it
    is_own = False  #: whether what is sent is the preview's own

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
            self.host = hosts[0].strip()
            return self.is_let_in()
        home = f"http://{HOST}:{self.server.server_port}/"
        self.refuse(421, f"This server shows its site on this machine alone: {home}")
        return False

    def is_let_in(self) -> bool:
        """Return whether whoever asks may see the site; others are answered at once."""
        guests = self.server.guests
        if guests is None:
            return True
        peer, own = self.client_address[0], self.connection.getsockname()[0]
        cookies = "; ".join(map(str, self.headers.get_all("Cookie") or ()))
        if self.server.is_this_machine(peer, own) or guests.knows(cookies):
            if not guests.was_code(self.clean_path):
                return True
            self.lead_to(303, "/")
            return False
        wants = self.command == "GET"
        if cookie := guests.let_in(self.clean_path, peer) if wants else "":
            self.lead_to(303, "/", cookie)
        else:
            self.refuse(403, NOT_HERE)
        return False

    @property
    def clean_path(self) -> str:
        """The path of what is asked for, encoded, without what follows it."""
        return self.path.partition("?")[0].partition("#")[0]

    def refuse(self, code: int, sentence: str) -> None:
        """Answer with a plain sentence."""
        self.is_own = True
        self.send_page(code, f"{sentence}\n".encode(), "text/plain; charset=utf-8")

    def lead_to(self, code: int, address: str, cookie: str = "") -> None:
        """Answer that something is elsewhere."""
        self.send_response(code)
        self.send_header("Location", address)
        if cookie:
            self.send_header("Set-Cookie", cookie)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def send_page(self, code: int, body: bytes, kind: str) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def send_head(self) -> IO[bytes] | None:  # type: ignore[override]  # what it gives back is read only
        """Send a page; of other files return the one that is to be sent."""
        path = self.clean_path
        if path == f"{DESK}events":
            self.send_events()
        elif path in FILES:
            self.is_own = True
            self.send_page(200, FILES[path].read_bytes(), self.guess_type(path))
        elif path == DESK.rstrip("/"):
            self.lead_to(301, DESK)
        elif moved := find_redirect(
            parse_redirects(read_text(self.server.folder / "_redirects")),
            path,
            self.path.partition("?")[2].partition("#")[0],
            is_there=lambda: self.find_file(path) is not None,
        ):
            self.lead_to(*moved)
        elif page := self.find_page(path):
            self.send_preview(page)
        else:
            return super().send_head()
        return None

    def find_page(self, path: str) -> Page | None:
        """Return the page at an address; None where another file or folder is."""
        state = self.server.board.state
        if path == DESK:
            return make_desk(state)
        file = self.find_file(path)
        if file and file.is_dir():
            if not path.endswith("/"):
                return None  # which leads to the one that does
            file = self.find_file(f"{path}index.html")
        folder = Path(os.path.realpath(self.directory))
        if file is None or file.is_dir():
            return make_missing(folder, path, state)
        if file.suffix not in PAGES:
            return None
        try:
            return make_page(folder, file, state)
        except FileNotFoundError:  # a build has just taken it away
            return make_missing(folder, path, state)

    def find_file(self, path: str) -> Path | None:
        """Return the file or folder of ours that an address leads to."""
        try:
            real = os.path.realpath(self.translate_path(path), strict=True)
            mode = Path(real).stat().st_mode
        except (OSError, ValueError):  # no file, or no name that one could have
            return None
        inside = Path(real).is_relative_to(os.path.realpath(self.directory))
        is_file = stat.S_ISREG(mode) and not path.endswith("/")
        is_one = inside and (is_file or stat.S_ISDIR(mode))
        return Path(real) if is_one else None

    def send_preview(self, page: Page) -> None:
        """Send a page with the preview's own parts."""
        self.is_own = page.is_own
        body = page.complete(self.server.board.state)
        if not page.is_own:
            body = admit_in_page(body, self.origin)
        self.send_page(page.code, body, "text/html; charset=utf-8")

    def send_events(self) -> None:
        """Tell a page, for as long as it listens, when it is another one."""
        given = parse_qs(self.path.partition("?")[2])
        asked, tag = (given.get(name, [""])[0] for name in ("page", "tag"))
        self.is_own = True
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        if self.command == "HEAD":
            return
        self.wfile.write(b"retry: 500\n\n")
        version = -1
        while True:
            state = self.server.board.wait_for_another(version, QUIET)
            if state.version == version:
                self.wfile.write(b": still here\n\n")
                continue
            version = state.version
            page = self.find_page(asked)
            if page is None or page.tag != tag:
                self.wfile.write(b"event: changed\ndata: -\n\n")
                return

    def list_directory(self, path: str | os.PathLike[str]) -> None:  # noqa: ARG002  # its name there
        """Show no folder's content: a web server would not either."""
        self.send_error(404)

    def send_error(
        self, code: int, message: str | None = None, explain: str | None = None
    ) -> None:
        if code != 404:
            super().send_error(code, message, explain)
            return
        folder, state = Path(self.directory), self.server.board.state
        self.send_preview(make_missing(folder, self.clean_path, state))

    def guess_type(self, path: str | os.PathLike[str]) -> str:
        """Return the type of a file; texts are UTF-8, as hosts are told to say."""
        kind = super().guess_type(path)
        return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind

    @property
    def origin(self) -> str:
        """Where the preview's parts come from, as a content policy names it."""
        is_number = self.host.startswith("[")  # a policy has no form for those
        return SELF if is_number else f"http://{self.host}"

    def end_headers(self) -> None:
        """Send what the site's host would send; nothing of a preview is kept."""
        found = OWN_HEADERS
        if not self.is_own:
            text = read_text(self.server.folder / "_headers")
            path = self.clean_path if hasattr(self, "path") else "/"
            found = headers_of(parse_headers(text), path, self.origin)
        for name, value in found.items():
            self.send_header(name, value)
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name there
        """Keep requests out of the terminal: problems are what matters there."""


def listening(folder: Path, port: int, lan: str = "") -> WebServer:
    """Return a server on the first free port from the one that was asked for.

    It listens on this machine's own address only, or in its network as ``lan`` too.
    """
    folder.mkdir(parents=True, exist_ok=True)
    names, host = ((lan,), EVERYWHERE) if lan else ((), HOST)
    last = min(port + TRIED - 1, 65_535)
    for number in range(port, last + 1):
        try:
            return WebServer(folder, number, names, host)
        except (OSError, OverflowError) as error:
            if getattr(error, "errno", None) == errno.EADDRINUSE:
                continue
            why = getattr(error, "strerror", None) or "there is no such port"
            message = f"Port {number} cannot be used: {why}."
            raise RefusedError(f"{message} Choose another with --port.") from None
    if port > last:
        raise RefusedError(
            f"Port {port} cannot be used: there is no such port. "
            "Choose another with --port."
        )
    what = f"Ports {port} to {last} are" if port < last else f"Port {port} is"
    raise RefusedError(f"{what} in use. Choose another with --port.")


def serve_states(server: WebServer, line: Line) -> None:
    """Answer browsers, and show each state that comes; for a process of its own."""

    def take() -> None:
        with suppress(EOFError, OSError):
            while True:
                server.board.put(cast("State", line.recv()))

    Thread(target=take, daemon=True).start()
    server.serve_forever()
