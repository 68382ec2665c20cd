"""Folders for Netlify and Cloudflare Pages: what is in them, and what a host reads."""

from __future__ import annotations

import http.client
import shutil
from contextlib import contextmanager
from threading import Thread

import pytest

from plugins.tools.deploy.hosts import LIMITS, find_unread
from plugins.tools.serve.web_server import WebServer

CONF = """
PLUGINS = ["plugins.addresses", "plugins.security_headers"]
ADDRESSES = {"aliases": {"/old/": "/blog/post-1/"}}
ARTICLE_URL = "blog/{slug}/"
ARTICLE_SAVE_AS = "blog/{slug}/index.html"
"""


@contextmanager
def served(folder):
    """Serve a folder as a host that reads its files; yield how to ask for a page."""
    server = WebServer(folder, 0)
    Thread(target=server.serve_forever, daemon=True).start()

    def ask(path):
        line = http.client.HTTPConnection(*server.server_address, timeout=10)
        line.request("GET", path)
        answer = line.getresponse()
        body = answer.read().decode()
        line.close()
        return answer.status, answer.headers, body

    with server:
        yield ask
        server.shutdown()


@pytest.mark.parametrize(
    ("kind", "command"),
    [
        ("netlify", "netlify deploy --prod --no-build --dir {}"),
        ("cloudflare", "wrangler pages deploy {} --project-name NAME --branch main"),
    ],
)
def test_a_folder_for_a_host_has_what_it_reads(place, tmp_path, kind, command):
    """Headers and redirects are sent; and how it gets there is said, back too."""
    www = tmp_path / "www"
    conf = (place.root / "pelicanconf.py").read_text()
    place.write("pelicanconf.py", conf + CONF)
    keys = f"    path: {www}\n    kind: {kind}\n    url: http://127.0.0.1:9\n"
    place.write("invoke.yaml", f"deploy:\n  live:\n{keys}")
    ended = place.run("deploy", "live", "--yes")
    assert ended.code == 0, ended.said
    assert "warning" not in ended.said
    assert "Not verified over HTTP: its host gets it from you." in ended.out
    said = f"Visitors get it with: {command.format(f'{www}/current/')}\n"
    assert ended.out.endswith(said)
    assert [*find_unread(www / "current", kind)] == []
    shown = shutil.copytree(www / "current", tmp_path / "shown")
    if kind == "cloudflare":  # it asks for no file first
        shutil.rmtree(shown / "old")
    with served(shown) as ask:
        status, headers, body = ask("/blog/post-1/")
        assert (status, "Words of post 1" in body) == (200, True)
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src" in headers["Content-Security-Policy"]
        status, headers, _ = ask("/old/")
        assert (status, headers["Location"]) == (301, "/blog/post-1/")
        assert ask("/is-not-there/")[0] == 404

    place.post("post-1", "Edited.")
    place.run("deploy", "live", "--yes")
    assert place.run("rollback", "live").out.endswith(said)


LONG = "/" + "a" * 1000


@pytest.mark.parametrize(
    ("kind", "file", "text", "said"),
    [
        ("cloudflare", "_redirects", "/a /b\n" * 2000 + "/c/* /d\n" * 100, ""),
        ("cloudflare", "_redirects", "/a /b\n" * 2001, "here are 2,001 and 0."),
        ("cloudflare", "_redirects", "/c/:x /d\n" * 101, "here are 0 and 101."),
        ("cloudflare", "_redirects", "/c/* /d\n" + "/a /b\n" * 100, "0 and 101."),
        ("cloudflare", "_redirects", f"# x\n\n{LONG} /", "_redirects:3: Cloudflare"),
        ("cloudflare", "_redirects", "/a /b 301!", "does not read “/a /b 301!”"),
        (
            "cloudflare",
            "_redirects",
            "/a /b 404",
            "does not read “/a /b 404”",
        ),
        ("cloudflare", "_redirects", "/a /b Country=us", "does not read “/a /b C"),
        ("cloudflare", "_redirects", "/a /b 301 Country=us", "does not read “/a /b 3"),
        ("cloudflare", "_redirects", "/a", "does not read “/a”"),
        ("cloudflare", "_headers", "/a\n  X: y\n" * 100, ""),
        (
            "cloudflare",
            "_headers",
            "/a\n  X: y\n" * 101,
            "reads 100 rules; here",
        ),
        ("cloudflare", "_headers", f"/*\n  X: {LONG * 2}", "_headers:2: Cloudflare"),
        ("cloudflare", "_headers", "/*/a/*\n  X: y", "reads one * in an address"),
        (
            "netlify",
            "_redirects",
            "/a /b 301!\n/c/* /d 404\n/e k=:k /f 302 Role=x",
            "",
        ),
        ("netlify", "_redirects", "/a /b\n" * 3000 + f"{LONG} /", ""),
        ("netlify", "_redirects", "/a /b\n/a /b 30x", "_redirects:2: Netlify does"),
        ("netlify", "_headers", "/*\n  server: x", "_headers:2: Netlify sends its own"),
        ("folder", "_headers", "/*\n  server: x", ""),
    ],
)
def test_what_a_host_leaves_out_is_named_with_its_line(
    tmp_path, kind, file, text, said
):
    """As both document it; a line that they read is not accused."""
    (tmp_path / file).write_text(text)
    found = [*find_unread(tmp_path, kind)]
    assert len(found) == bool(said)
    assert said in "".join(found)


def test_a_file_that_a_host_does_not_take_is_named_before_it_is_sent(place, tmp_path):
    """With the site's own lines, in a plan too."""
    most = LIMITS["cloudflare"].file_size
    with place.write("content/images/film.txt", b"").open("wb") as film:
        film.truncate(most + 1)
    conf = (place.root / "pelicanconf.py").read_text()
    paths = 'STATIC_PATHS = ["images", "extra"]\n'
    extra = 'EXTRA_PATH_METADATA = {"extra/_redirects": {"path": "_redirects"}}\n'
    place.write("pelicanconf.py", conf + paths + extra)
    place.write("content/extra/_redirects", "/a /b 301!\n")
    keys = f"    path: {tmp_path / 'www'}\n    kind: cloudflare\n"
    place.write("invoke.yaml", f"deploy:\n  live:\n{keys}")
    ended = place.run("deploy", "live", "--plan")
    assert ended.code == 0, ended.said
    assert "warning: images/film.txt: Cloudflare Pages takes no file of" in ended.err
    assert "warning: _redirects:1: Cloudflare Pages does not read" in ended.err
