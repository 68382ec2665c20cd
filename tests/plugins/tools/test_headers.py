"""Security headers: one source, three forms, and a real server."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest

from dev.audit.browser import open_browser
from dev.audit.pages import choose_pages, list_pages
from plugins.tools.headers import (
    HEADERS,
    SecurityHeaders,
    format_meta,
    format_netlify,
    format_nginx,
    meta_for,
    read_headers,
    write_headers,
)
from plugins.tools.site import RefusedError
from tests.needs import find, needs
from tests.theme.conftest import build, load_corpus

NGINX = """
{user} daemon off; worker_processes 1; pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
  include /etc/nginx/mime.types; access_log off; gzip on;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2;
  fastcgi_temp_path {folder}/t3; uwsgi_temp_path {folder}/t4;
  scgi_temp_path {folder}/t5;
  server {{
    listen 127.0.0.1:{port}; root {output};
    error_page 404 /404.html;
    include {folder}/headers.conf;
  }}
}}
"""


def test_the_policy_allows_nothing_but_what_the_site_uses():
    """Nothing by default, no script, no frame, nothing unsafe."""
    policy = SecurityHeaders().csp

    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "script" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "http:" not in policy


def test_all_forms_say_the_same():
    """Every header of the source stands in every form that can carry it."""
    headers = SecurityHeaders()

    for name, value in headers.all.items():
        assert f"  {name}: {value}\n" in format_netlify(headers)
        assert f'add_header {name} "{value}" always;' in format_nginx(headers)
    meta = format_meta(headers)
    assert "frame-ancestors" not in meta
    assert "default-src 'none'" in meta
    assert f'content="{HEADERS["Referrer-Policy"]}"' in meta


def test_cloudflares_limits_are_kept():
    """At most 100 rules and 2,000 characters a line."""
    lines = format_netlify(SecurityHeaders()).splitlines()

    assert len([line for line in lines if not line.startswith(" ")]) <= 100
    assert max(map(len, lines)) <= 2000


def test_a_site_replaces_one_directive(tmp_path):
    """The others stay; a directive of its own is added."""
    policy = {"img-src": "'self' https://i.example", "manifest-src": "'self'"}
    settings = {"SECURITY_HEADERS": {"policy": policy, "meta": True}}
    write_headers(tmp_path, settings)
    text = (tmp_path / "_headers").read_text("utf-8")

    assert "img-src 'self' https://i.example;" in text
    assert "manifest-src 'self'" in text
    assert "default-src 'none'" in text
    assert "https://i.example" in meta_for(settings)


def test_a_site_that_says_nothing_gets_nothing(tmp_path):
    """A stranger's scripts go on working."""
    write_headers(tmp_path, {})

    assert not (tmp_path / "_headers").exists()
    assert meta_for({}) == ""
    assert meta_for({"SECURITY_HEADERS": {}}) == ""


@pytest.mark.parametrize(
    "wanted",
    [
        {"polcy": {}},
        ["img-src"],
        {"policy": {"img-src": "'self'; script-src *"}},
        {"policy": {"img src": "'self'"}},
        {"policy": {"img-src": "x\nSet-Cookie: y"}},
    ],
)
def test_what_is_no_policy_is_refused(wanted):
    """Nothing can be smuggled into a header."""
    with pytest.raises(RefusedError, match="SECURITY_HEADERS"):
        read_headers({"SECURITY_HEADERS": wanted})


@contextmanager
def nginx(output, folder):
    """Serve ``output`` with nginx and the include that we print."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "headers.conf").write_text(format_nginx(SecurityHeaders()), "utf-8")
    conf = folder / "nginx.conf"
    # Its workers would give the superuser's rights up, and with them our folders.
    user = "user root root;" if os.geteuid() == 0 else ""
    text = NGINX.format(user=user, folder=folder, output=output, port=port)
    conf.write_text(text, "utf-8")
    process = subprocess.Popen([find("nginx"), "-c", str(conf), "-p", str(folder)])
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def headers_of(url):
    try:
        with urllib.request.urlopen(url) as answer:
            return answer.status, answer.headers
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers


@needs("chromium", "nginx")
@pytest.mark.browser
@pytest.mark.server
def test_every_kind_of_page_is_at_home_under_the_headers(tmp_path):
    """Real nginx, real Chromium, every kind of page: no violation, no other host."""
    folder = tmp_path
    content = load_corpus().write_corpus(folder / "content", 4)
    output = folder / "output"
    output.mkdir()
    with nginx(output, folder) as address, open_browser() as browser:
        build(content, output, address)
        kinds = {page.kind: page for page in choose_pages(list_pages(output))}
        assert len(kinds) >= 14
        for page in kinds.values():
            visit = browser.visit(f"{address}/{page.address}")
            assert visit.status == 200, page
            assert visit.console == [], page
            assert visit.hosts == [], page

        for place in ("", "blog/post-1/", "no/such/page/", "feeds/all.atom.xml"):
            status, sent = headers_of(f"{address}/{place}")
            assert status == (404 if "such" in place else 200)
            for name, value in SecurityHeaders().all.items():
                assert sent.get_all(name) == [value], (place, name)
        sheet = next(output.glob("theme/css/*.css")).relative_to(output)
        made = next(output.glob("images/made/*.webp")).relative_to(output)
        for place in (sheet, made):
            _, sent = headers_of(f"{address}/{place}")
            assert "immutable" in sent["Cache-Control"]
            assert sent["X-Content-Type-Options"] == "nosniff"
        assert sent["Cross-Origin-Resource-Policy"] == "cross-origin"


@needs("chromium")
@pytest.mark.browser
def test_a_violation_is_noticed(tmp_path):
    """The test above can fail: an inline style under the policy is heard."""
    from dev.audit.server import serving

    (tmp_path / "index.html").write_text(
        "<!doctype html><title>x</title><p style='color:red'>x</p>"
        "<script>document.title = 'ran'</script>",
        "utf-8",
    )
    with (
        serving(tmp_path, SecurityHeaders().all) as server,
        open_browser() as browser,
    ):
        visit = browser.visit(server.address)

    assert any("style-src" in line for line in visit.console)
    assert any("script" in line for line in visit.console)
    assert visit.scripts == 1


@needs("chromium")
@pytest.mark.browser
def test_the_policy_in_the_page_holds_where_a_host_sends_no_headers(tmp_path):
    """The meta element alone stops a script, and the page itself is at home."""
    from dev.audit.server import serving

    content = load_corpus().write_corpus(tmp_path / "content", 2)
    output = tmp_path / "output"
    output.mkdir()
    with serving(output, {}) as server, open_browser() as browser:
        meta = format_meta(SecurityHeaders())
        build(content, output, server.address, META_POLICY=meta)
        page = output / "blog/post-1/index.html"
        assert browser.visit(f"{server.address}/blog/post-1/").console == []
        text = page.read_text("utf-8")
        page.write_text(text.replace("</main>", "<script>1</script></main>"), "utf-8")
        visit = browser.visit(f"{server.address}/blog/post-1/")

    assert re.search("script", "".join(visit.console))
