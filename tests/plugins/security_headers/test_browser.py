"""Pages in a real browser, sent by a real server with the headers in force."""

from __future__ import annotations

import re
import urllib.error
import urllib.request

import pytest

from dev.audit.browser import open_browser
from dev.audit.pages import choose_pages, list_pages
from dev.audit.server import serving
from plugins.security_headers.core import format_nginx
from plugins.security_headers.settings import SecurityHeaders
from tests.needs import needs
from tests.nginx import nginx
from tests.theme.conftest import build, load_corpus

#: The theme's own tests visit every kind under the same headers from another server;
#: here it is what nginx sends that is new.
SOME = {"home", "post", "archive"}


@pytest.fixture(name="browser", scope="module")
def _browser():
    """Start Chromium once."""
    with open_browser() as browser:
        yield browser


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
@pytest.mark.parametrize(
    "some", [SOME, pytest.param(None, marks=pytest.mark.long)], ids=["some", "all"]
)
def test_every_kind_of_page_is_at_home_under_the_headers(browser, some, tmp_path):
    """Real nginx, real Chromium, every kind of page: no violation, no other host."""
    folder = tmp_path
    content = load_corpus().write_corpus(folder / "content", 4)
    output = folder / "output"
    output.mkdir()
    include = format_nginx(SecurityHeaders())
    with nginx(output, folder, include) as address:
        build(content, output, address)
        kinds = {page.kind: page for page in choose_pages(list_pages(output))}
        assert len(kinds) >= 14
        for page in [kinds[kind] for kind in some or kinds]:
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
def test_a_violation_is_noticed(browser, tmp_path):
    """The test above can fail: an inline style under the policy is heard."""
    (tmp_path / "index.html").write_text(
        "<!doctype html><title>x</title><p style='color:red'>x</p>"
        "<script>document.title = 'ran'</script>",
        "utf-8",
    )
    with serving(tmp_path, SecurityHeaders().all) as server:
        visit = browser.visit(server.address)

    assert any("style-src" in line for line in visit.console)
    assert any("script" in line for line in visit.console)
    assert visit.scripts == 1


@needs("chromium")
@pytest.mark.browser
def test_the_policy_in_the_page_holds_where_a_host_sends_no_headers(browser, tmp_path):
    """The meta element alone stops a script, and the page itself is at home."""
    content = load_corpus().write_corpus(tmp_path / "content", 2)
    output = tmp_path / "output"
    output.mkdir()
    with serving(output, {}) as server:
        build(content, output, server.address, SECURITY_HEADERS={"meta": True})
        page = output / "blog/post-1/index.html"
        assert browser.visit(f"{server.address}/blog/post-1/").console == []
        text = page.read_text("utf-8")
        page.write_text(text.replace("</main>", "<script>1</script></main>"), "utf-8")
        visit = browser.visit(f"{server.address}/blog/post-1/")

    assert re.search("script", "".join(visit.console))
