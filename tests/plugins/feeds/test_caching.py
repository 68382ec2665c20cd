"""Subscribers download a feed only when it changed."""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest

from plugins.security_headers.core import format_nginx
from plugins.security_headers.settings import SecurityHeaders
from tests.conftest import a_post
from tests.needs import find, needs
from tests.plugins.feeds.readers import Newsboat
from tests.plugins.feeds.sites import ON

NGINX = """
{user}
daemon off;
pid {home}/nginx.pid;
error_log {home}/error.log;
events {{}}
http {{
  types {{ text/html html; text/xml xml; text/css css; application/feed+json json; }}
  log_format seen '$request_uri $status';
  access_log {home}/access.log seen;
  client_body_temp_path {home}/body;
  proxy_temp_path {home}/proxy;
  fastcgi_temp_path {home}/fastcgi;
  uwsgi_temp_path {home}/uwsgi;
  scgi_temp_path {home}/scgi;
  server {{ listen 127.0.0.1:{port}; root {root}; include {home}/headers.conf; }}
}}
"""


@contextmanager
def nginx(home, root):
    """Serve a folder with nginx; yield its address and a way to read its log."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    user = "user root;" if os.geteuid() == 0 else ""  # or tmp_path stays closed to it
    headers = format_nginx(SecurityHeaders())
    (home / "headers.conf").write_text(headers, "utf-8")
    conf = home / "nginx.conf"
    conf.write_text(NGINX.format(home=home, root=root, port=port, user=user), "utf-8")
    command = [
        find("nginx"),
        "-c",
        str(conf),
        "-p",
        str(home),
        "-e",
        f"{home}/error.log",
    ]
    process = subprocess.Popen(command)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)

        yield url, lambda: (home / "access.log").read_text("utf-8").splitlines()
    finally:
        process.terminate()
        process.wait(timeout=10)


def wait_for(log, count):
    """Return the log's lines: nginx writes one after it has answered."""
    for _ in range(100):
        if len(log()) >= count:
            break
        time.sleep(0.05)
    return log()


def ask(url, **headers):
    """Return status and headers of one request."""
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.headers
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers


@needs("nginx", "newsboat", "sqlite3")
@pytest.mark.server
@pytest.mark.reader
@pytest.mark.parametrize("delete", [False, True], ids=["kept", "output deleted first"])
def test_a_rebuild_without_a_change_is_answered_304(site, tmp_path, delete):
    """By nginx to anyone, and to newsboat from its third poll on."""
    home = tmp_path / "home"
    home.mkdir()
    posts = {"posts/a.md": a_post("One", tags="x"), "posts/b.md": a_post("Two")}
    settings = ON | {"DELETE_OUTPUT_DIRECTORY": delete}
    output = site(posts, **settings).output
    path = "feeds/all.atom.xml"
    with nginx(home, output) as (url, log):
        _, headers = ask(f"{url}/{path}")
        reader = Newsboat(home, [f"{url}/{path}"])
        for _ in range(3):
            site(posts, **settings)
            reader.poll()
        asked = {"If-None-Match": headers["ETag"]}
        asked |= {"If-Modified-Since": headers["Last-Modified"]}
        assert ask(f"{url}/{path}", **asked)[0] == 304
        assert headers["Content-Type"] == "text/xml; charset=utf-8"
        time.sleep(1.1)  # a date on the wire has whole seconds
        posts["posts/b.md"] = a_post("Two", body="New words.")
        site(posts, **settings)
        assert ask(f"{url}/{path}", **asked)[0] == 200
        lines = wait_for(log, 6)

    statuses = [line.split()[1] for line in lines if path in line]
    assert statuses == ["200", "200", "200", "304", "304", "200"]
    assert len(reader.held()) == 2
