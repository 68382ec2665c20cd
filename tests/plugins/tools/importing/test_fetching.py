"""Pictures are asked of the old site alone, within a size, and of no private place."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from plugins.tools.importing.fetching import Fetcher, Manners
from tests.plugins.tools.importing.moved import GIF


class Old(BaseHTTPRequestHandler):
    """A site that sends what it is asked for, and worse."""

    def do_GET(self):
        port = self.server.server_port
        self.server.asked.append(self.path)
        if self.path == "/away.gif":
            self.send_response(302)
            self.send_header("Location", f"http://localhost:{port}/bed.gif")
            self.end_headers()
        elif self.path in ("/bed.gif", "/large.gif"):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(GIF if self.path == "/bed.gif" else GIF + bytes(1_000_000))
        else:
            self.send_error(404)

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(name="web")
def _web():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Old)
    server.asked = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/bed.gif", ""),
        ("/none.gif", "answered with 404"),
        ("/large.gif", "sends more than 1 MB"),
        ("/away.gif", "it lies on localhost, which is not the old site"),
    ],
    ids=["there", "gone", "large", "elsewhere"],
)
def test_what_comes_is_a_file_of_the_old_site_or_a_reason(path, why, web):
    """A redirect leads no further than an address may."""
    base = f"http://127.0.0.1:{web.server_port}"
    hosts = frozenset({"127.0.0.1"})
    fetcher = Fetcher(Manners("Test", hosts, (base,), 5.0, 0.01, 1))
    data, said = fetcher.get(f"{base}{path}")
    fetcher.close()
    assert data == (b"" if why else GIF)
    assert why in said
    assert web.asked == [path]


def test_a_private_place_is_asked_nothing(web):
    """Unless the site's settings name it."""
    base = f"http://127.0.0.1:{web.server_port}"
    fetcher = Fetcher(Manners("Test", frozenset({"127.0.0.1"}), (), 5.0, 0.01, 1))
    data, said = fetcher.get(f"{base}/bed.gif")
    fetcher.close()
    assert not data
    assert "is not on the public internet" in said
    assert web.asked == []
