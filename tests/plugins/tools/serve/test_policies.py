"""A preview sends the site's own headers, and its policies let the desk's parts in."""

from __future__ import annotations

import http.client
import threading

import pytest

from plugins.tools.host_files import parse_headers
from plugins.tools.serve.policies import admit_in_page, admit_parts, headers_of
from plugins.tools.serve.web_server import WebServer

HOME = "http://localhost:8000"
EVENTS, SHEET = "/.desk/events", "/.desk/preview.css"
#: After https://docs.netlify.com/manage/routing/headers/
HEADERS = """
# a path:
/templates/index.html
  # headers for that path:
  X-Frame-Options: DENY
/templates/index2.html
  X-Frame-Options: SAMEORIGIN
/*
  X-Robots-Tag: none
  Strict-Transport-Security: max-age=1
  Cache-Control: max-age=0
  Cache-Control: no-cache
/many
  Link: </a.css>; rel=preload
  Link: </b.css>; rel=preload
/articles/:name/print
  X-Print: yes
https://example.com/whole/*
  X-Whole: yes
"""


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/templates/index.html", {"X-Frame-Options": "DENY", "X-Robots-Tag": "none"}),
        ("/templates/index.htm", {"X-Robots-Tag": "none"}),
        ("/articles/a/print", {"X-Robots-Tag": "none", "X-Print": "yes"}),
        ("/articles/a/b/print", {"X-Robots-Tag": "none"}),
        ("/whole/x", {"X-Robots-Tag": "none", "X-Whole": "yes"}),
        (
            "/many",
            {
                "X-Robots-Tag": "none",
                "Link": "</a.css>; rel=preload, </b.css>; rel=preload",
            },
        ),
    ],
)
def test_headers_are_those_of_all_rules_that_fit(path, found):
    """But for what wants https, and for what would keep a preview."""
    assert headers_of(parse_headers(HEADERS), path, HOME) == found


@pytest.mark.parametrize(
    ("given", "admitted"),
    [
        ("img-src 'self'", "img-src 'self'"),
        (
            "script-src 'none'; block-all-mixed-content",
            f"script-src {HOME}/.desk/preview.js",
        ),
        (
            "script-src 'self'; script-src-elem 'none'",
            f"script-src 'self'; script-src-elem {HOME}/.desk/preview.js",
        ),
        ("sandbox", "sandbox allow-scripts allow-same-origin"),
        (
            "connect-src a.example, style-src 'none'",
            f"connect-src a.example {HOME}{EVENTS}, style-src {HOME}{SHEET}",
        ),
    ],
)
def test_a_policy_lets_the_parts_in_and_nothing_else(given, admitted):
    """In a header, and in the page itself, in any of HTML's ways to write it."""
    assert admit_parts(given, HOME) == admitted
    page = f'<META content="{given}" http-equiv=content-security-policy>'.encode()
    text = admit_in_page(page, HOME).decode().replace("&#x27;", "'")
    assert f'content="{admitted}"' in text
    other = page.replace(b"http-equiv=content-security-policy", b"name=description")
    assert admit_in_page(other, HOME) == other


@pytest.fixture(name="ask", scope="module")
def _ask(tmp_path_factory):
    folder = tmp_path_factory.mktemp("www")
    meta = "<meta http-equiv=Content-Security-Policy content=\"script-src 'none'\">"
    (folder / "index.html").write_text(f"{meta}home")
    (folder / "_headers").write_text(
        "/*\n  X-Frame-Options: DENY\n  Content-Security-Policy: script-src 'none'\n"
    )
    (folder / "_redirects").write_text("/news/* /blog/:splat 302\n")
    server = WebServer(folder, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def ask(path):
        line = http.client.HTTPConnection(*server.server_address, timeout=10)
        line.request("GET", path)
        answer = line.getresponse()
        body = answer.read().decode()
        line.close()
        return answer, body, server.server_port

    with server:
        yield ask
        server.shutdown()


def test_the_server_sends_them(ask):
    """The site's policy, in header and page, with our own script's address."""
    answer, body, port = ask("/")
    own = f"script-src http://127.0.0.1:{port}/.desk/preview.js"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Content-Security-Policy"] == own
    assert own in body
    answer, _, _ = ask("/news/2026/a")
    assert (answer.status, answer.headers["Location"]) == (302, "/blog/2026/a")
