"""Real web servers that were told the headers, asked for each kind of file."""

from __future__ import annotations

import gzip
import http.client
import re

import pytest

from plugins.security_headers.core import FORMS
from plugins.security_headers.settings import SecurityHeaders
from tests.caddy import validate
from tests.needs import needs
from tests.plugins.tools.conftest import ROOT
from tests.web_servers import each_server

CORP = "Cross-Origin-Resource-Policy"
PAGE = "<!doctype html><title>Sleep</title><p>Words of a page.\n"
FILES = {
    "index.html": PAGE,
    "404.html": "<!doctype html><title>Not here</title>\n",
    "blog/sleep/index.html": PAGE,
    "feeds/all.atom.xml": "<feed/>\n",
    "theme/css/main.0123456789.css": "p{}\n",
    "theme/css/main.css": "p{}\n",
    "images/room.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "images/made/room.0123456789.webp": "RIFF",
    "images/made/room.webp": "RIFF",
}
#: Address -> status, and whether it may be kept for ever.
ANSWERS = {
    "/": (200, False),
    "/blog/sleep/": (200, False),
    "/feeds/all.atom.xml": (200, False),
    "/theme/css/main.0123456789.css": (200, True),
    "/theme/css/main.css": (200, False),
    "/images/room.svg": (200, False),
    "/images/made/room.0123456789.webp": (200, True),
    "/images/made/room.webp": (200, False),
    "/is-not-there/": (404, False),
    "/theme/css/main.9876543210.css": (404, False),
}


@pytest.fixture(name="ask")
def _ask(serve, tmp_path):
    """Serve such a site, and return a way to ask for an address."""
    for path, text in FILES.items():
        (tmp_path / "www" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "www" / path).write_text(text)
    packed = tmp_path / "www/404.html.gz"
    packed.write_bytes(gzip.compress(FILES["404.html"].encode()))
    lines = FORMS[serve.__name__](SecurityHeaders())
    with serve(tmp_path / "www", tmp_path, lines) as url:

        def ask(path, **headers):
            host = url.removeprefix("http://")
            connection = http.client.HTTPConnection(host, timeout=10)
            words = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request("GET", path, headers=words)
            answer = connection.getresponse()
            body = answer.read()
            connection.close()
            return answer.status, answer.headers, body

        yield ask


@each_server
def test_each_address_has_each_header_once(ask):
    """Pages, feeds and what is missing; pictures may stand on other sites."""
    for path, (status, is_kept) in ANSWERS.items():
        given, sent, _ = ask(path)
        assert given == status, path
        for name, value in SecurityHeaders().all.items():
            is_shared = name == CORP and path.startswith("/images/")
            expected = "cross-origin" if is_shared else value
            assert sent.get_all(name) == [expected], (path, name)
        assert ("immutable" in sent.get("Cache-Control", "")) == is_kept, path
    assert ask("/feeds/all.atom.xml")[1]["Content-Type"].endswith("xml; charset=utf-8")


@each_server
def test_what_is_missing_is_shown_whole_to_each_who_asks(ask):
    """Also packed, in part, or to who has it from before."""
    status, sent, body = ask("/is-not-there/")
    assert (status, body.decode()) == (404, FILES["404.html"])
    tags = {"If_None_Match": sent.get("ETag", "*"), "Range": "bytes=0-3"}
    dates = {"If_Modified_Since": "Fri, 01 Jan 2100 00:00:00 GMT"}
    for words in (tags, dates):
        status, _, again = ask("/is-not-there/", **words)
        assert (status, again) == (404, body)
    status, sent, packed = ask("/is-not-there/", Accept_Encoding="gzip")
    assert (status, sent["Content-Encoding"]) == (404, "gzip")
    assert gzip.decompress(packed) == body
    status, sent, _ = ask("/")
    assert ask("/", If_None_Match=sent["ETag"])[0] == 304


@needs("caddy")
def test_readmes_caddyfile_is_one_that_caddy_takes(tmp_path):
    """With the lines that are printed; without them, and with a slip, it is none."""
    readme = (ROOT / "README.md").read_text("utf-8")
    (text,) = re.findall(r"```caddyfile\n(.*?)```", readme, re.DOTALL)
    assert "import /etc/caddy/aureo.caddy\n" in text
    text = text.replace("/etc/caddy/", f"{tmp_path}/")
    assert "aureo.caddy" in validate(text, tmp_path)
    lines = FORMS["caddy"](SecurityHeaders())
    (tmp_path / "aureo.caddy").write_text(lines)
    assert validate(text, tmp_path) == ""
    (tmp_path / "aureo.caddy").write_text(lines.replace("precompressed", "packed"))
    assert "packed" in validate(text, tmp_path)
