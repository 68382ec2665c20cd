"""The web server of the preview: whom it answers, and what it keeps to itself."""

from __future__ import annotations

import os
import socket
import threading
from contextlib import suppress

import pytest

from plugins.tools.serve.web_server import WebServer


@pytest.fixture(name="site", scope="module")
def _site(tmp_path_factory):
    """Serve a small folder in this process; yield how to speak to it."""
    folder = tmp_path_factory.mktemp("www")
    (folder / "index.html").write_text("home")
    (folder / "404.html").write_text("<p>ours")
    (folder / "empty").mkdir()
    (folder / "posts").mkdir()
    (folder / "posts" / "index.html").write_text("posts")
    os.mkfifo(folder / "pipe")
    (folder.parent / "secret").write_text("secret")
    (folder / "link").symlink_to(folder.parent / "secret")
    server = WebServer(folder, 0, {"192.168.1.7"})
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def speak(request: bytes) -> tuple[int, bytes]:
        answer = b""
        with (
            socket.create_connection(server.server_address, timeout=10) as line,
            suppress(ConnectionError),
        ):
            line.sendall(request)
            line.shutdown(socket.SHUT_WR)
            while part := line.recv(65536):
                answer += part
        # The oldest form of HTTP has no status.
        return int(answer.split()[1]) if answer[:4] == b"HTTP" else 0, answer

    with server:
        yield speak
        server.shutdown()


@pytest.mark.parametrize(
    ("host", "code"),
    [
        ("localhost", 200),
        ("localhost:8000", 200),
        ("LocalHost.", 200),
        ("LOCALHOST.:8000", 200),
        ("blog.localhost:8000", 200),
        ("127.0.0.1", 200),
        ("127.0.0.1:1", 200),
        ("[::1]", 200),
        ("[::1]:8000", 200),
        ("[0:0:0:0:0:0:0:1]", 200),
        ("192.168.1.7:8000", 200),
        ("evil.example", 421),
        ("evil.example:8000", 421),
        ("localhost.evil.example", 421),
        ("evillocalhost", 421),
        ("127.0.0.1.evil.example", 421),
        ("127.0.0.2", 421),
        ("0.0.0.0", 421),
        ("192.168.1.8", 421),
        ("evil.example@localhost", 421),
        ("localhost@evil.example", 421),
        ("localhost/", 421),
        ("localhost, evil.example", 421),
        ("localhost\x00", 421),
        ("løcalhost", 421),
        ("[::1", 421),
        ("localhost..", 421),
        ("", 421),
        ("x" * 5000, 421),
    ],
    ids=lambda value: str(value)[:30],
)
def test_only_this_machines_own_names_are_answered(site, host, code):
    """A foreign page whose name leads here would read drafts (DNS rebinding)."""
    name = host.encode()
    for request in (
        b"GET / HTTP/1.1\r\nHost: " + name + b"\r\nConnection: close\r\n\r\n",
        b"HEAD / HTTP/1.0\r\nhOST:" + name + b"\r\n\r\n",
    ):
        answered, answer = site(request)
        assert answered == code
        assert b"home" not in answer or (code == 200 and request.startswith(b"GET"))
    if code == 421:
        answer = site(b"GET / HTTP/1.1\r\nHost: " + name + b"\r\n\r\n")[1]
        assert b"This server shows its site on this machine alone: http://127" in answer
        assert b"text/plain" in answer


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.0\r\n\r\n", 400),
        (b"GET /\r\n\r\n", 0),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", 400),
        (b"GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 200),
        (b"GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 421),
        (b"GET http://localhost/ HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421),
        (b"GET http://[/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 421),
        (b"GET index.html HTTP/1.1\r\nHost: localhost\r\n\r\n", 421),
        (b"OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n", 421),
        (b"POST / HTTP/1.1\r\nHost: localhost\r\n\r\n", 501),
    ],
)
def test_a_request_names_one_host(site, request_, code):
    """Whatever form it has; a name in the target counts too."""
    assert site(request_)[0] == code


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/posts/", 200),
        ("/posts", 301),
        ("/empty/", 404),
        ("/empty", 301),
        ("/index.html/", 404),
        ("/%00", 404),
        ("/index.html%00.png", 404),
        ("/%ff%fe", 404),
        ("/%c0%ae%c0%ae/secret", 404),
        ("/%ed%a0%80", 404),
        ("/%", 404),
        ("/%zz", 404),
        ("/../secret", 404),
        ("/%2e%2e/secret", 404),
        ("/posts/../../secret", 404),
        ("/..%2fsecret", 404),
        ("/..%5csecret", 404),
        ("/..\\secret", 404),
        ("//evil.example/nowhere", 404),
        ("//evil.example/%2f..", 301),
        ("/link", 404),
        ("/pipe", 404),
        ("/" + "a" * 300, 404),
        ("/" + "a/" * 3000, 404),
        ("/" + "a" * (65537 - len("GET /")), 414),
        ("/%0d%0aSet-Cookie:x", 404),
        ("/?" + "a" * 1000, 200),
        ("/index.html?\\..#x", 200),
    ],
    ids=lambda value: str(value)[:30],
)
def test_strange_paths_are_pages_that_are_not_there(site, capfd, path, code):
    """Nothing outside of the folder, no list of it, and no traceback."""
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode("latin-1")
    answered, answer = site(request)
    assert answered == code or (code, answered) == (414, 0)
    assert b"secret" not in answer
    assert b"Location: //" not in answer
    assert b"Set-Cookie" not in answer.partition(b"\r\n\r\n")[0]
    if code == 404:
        assert b"\r\n\r\n<p>ours<div data-bulletin-preview" in answer
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (b"X: " + b"a" * 70_000 + b"\r\n", 431),
        (b"X: a\r\n" * 200, 431),
        (b"If-Modified-Since: 31 Feb 99999999 25:61:61\r\n", 200),
        (b"Range: bytes=99999999999999999999-\r\n", 200),
        (b"\xff\xfe: \x00\r\n", 200),
        (b"Content-Length: -1\r\n", 200),
    ],
    ids=lambda value: str(value)[:30],
)
def test_strange_headers_end_their_request_alone(site, capfd, lines, code):
    """Too much of them is told; what is not understood is left out."""
    answered, _ = site(b"GET / HTTP/1.1\r\nHost: localhost\r\n" + lines + b"\r\n")
    # Whoever is still sending when the answer comes may see a closed line alone.
    assert answered == code or (code, answered) == (431, 0)
    assert capfd.readouterr().err == ""
