"""The site wherever it lies: at the root, in a folder, in a file to send."""

from __future__ import annotations

import shutil
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.request import urlopen
from zipfile import ZipFile

import lxml.html
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from dev.audit.browser import ARGUMENTS
from dev.audit.server import serving
from tests.needs import find, needs
from tests.site.built import SITEURL, run_invoke

pytestmark = [pytest.mark.browser, needs("chromium")]
#: What Chromium says of an icon it no longer needs because the reader went on.
ABORTED = "net::ERR_ABORTED"
#: A page of each kind, as a visitor meets them.
SOME = [
    *("/", "/blog/ketamine-or-psilocybin/", "/series/how-to-read-a-study/all/"),
    *("/tag/ketamine/", "/contact/", "/feeds/"),
]
LINKS = "nodes => nodes.map(node => node.href)"


@pytest.fixture(name="page", scope="module")
def _page():
    """Open one page in Debian's Chromium, which notes what it cannot get."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find("chromium"), args=ARGUMENTS
        )
        page = browser.new_page()
        page.missed = []
        page.on(
            "requestfailed",
            lambda gone: gone.failure == ABORTED or page.missed.append(gone.url),
        )
        page.on(
            "response",
            lambda answer: answer.status < 400 or page.missed.append(answer.url),
        )
        yield page
        browser.close()


def follow_all(start: str) -> set[str]:
    """Follow every link, style and picture below a start; return the pages."""
    top, waiting, seen = start.rpartition("/")[0] + "/", [start], set()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        with urlopen(address, timeout=10) as answer:
            data = answer.read()
        if not address.endswith(("/", ".html")):
            continue
        tree = lxml.html.fromstring(data, base_url=address)
        links = [urljoin(address, link) for _, _, link, _ in tree.iterlinks()]
        inside = [one for one in links if one.startswith(top)]
        foreign = [one for one in links if one.startswith(("http://127", "file:"))]
        assert inside == foreign, address
        waiting += [urldefrag(one).url for one in inside]
    top = top.removesuffix("/")
    return {one.removeprefix(top) for one in seen if one.endswith(("/", ".html"))}


def look_at(page, top: str, addresses: list[str]) -> None:
    """See in the browser that pages have their styles, and that nothing is missed."""
    page.missed.clear()
    for address in addresses:
        page.goto(top + address, wait_until="load")
        assert page.evaluate("document.styleSheets.length") == 1, address
    assert page.missed == []


def test_every_link_works_on_another_host_and_port_and_in_a_folder(
    blog, page, tmp_path
):
    """Of all pages, with styles and pictures, wherever the files were put."""
    with serving(blog.output, {}) as server:
        look_at(page, server.address, SOME)

    shutil.copytree(blog.output, tmp_path / "some" / "folder")
    with serving(tmp_path, {}) as server:
        top = f"{server.address}/some/folder"
        look_at(page, top, SOME)
        found = follow_all(f"{top}/")

    assert found == {one for one in blog.addresses if one != "/404.html"}


def test_a_page_that_is_not_there_shows_whole_at_any_depth(page, tmp_path):
    """It has the links that work where the site will stand."""
    output = tmp_path / "site" / "some" / "folder"
    run = run_invoke(
        *("build", "--output", str(output), "--siteurl"),
        "https://elsewhere.example/some/folder",
    )
    assert run.returncode == 0, run.stdout + run.stderr
    (output / "404.html").rename(tmp_path / "site" / "404.html")
    with serving(tmp_path / "site", {}) as server:
        page.missed.clear()
        wanted = f"{server.address}/some/folder/a/b/c"
        assert page.goto(wanted).status == 404
        assert page.evaluate("document.styleSheets.length") == 1
        links = page.eval_on_selector_all("a[href]", LINKS)
        inside = {urldefrag(one).url for one in links} - {wanted}
        inside = {one for one in inside if urlsplit(one).hostname == "127.0.0.1"}

        assert f"{server.address}/some/folder/" in inside
        assert all(page.request.get(one).ok for one in inside)
        assert page.missed == [wanted]


def test_pages_are_the_same_whatever_the_address_of_the_site(blog, tmp_path):
    """But for what other machines ask of them."""
    run = run_invoke(
        "build", "--output", str(tmp_path / "o"), "--siteurl", "http://h.example"
    )
    assert run.returncode == 0, run.stdout + run.stderr
    for file in sorted(blog.output.rglob("*.html")):
        other = tmp_path / "o" / file.relative_to(blog.output)
        text = other.read_text("utf-8").replace("http://h.example", SITEURL)
        if file.name != "404.html":
            text = text.replace("http%3A//h.example", "https%3A//aureo.example")
        assert text == file.read_text("utf-8"), file


def test_the_site_in_one_file_is_read_without_a_server(blog, page, tmp_path):
    """Unpacked, its first page opens by a double click, and leads to all others."""
    output = tmp_path / "output"
    run = run_invoke("build", "--output", str(output), "--zip")
    assert run.returncode == 0, run.stdout + run.stderr
    told = run.stdout.splitlines()[-1]
    assert (
        told
        == f"{output}.zip holds the whole site: unpack it, and open aureo/index.html."
    )

    with ZipFile(f"{output}.zip") as archive:
        archive.extractall(tmp_path / "unpacked")
    top = tmp_path / "unpacked" / "aureo"
    look_at(page, top.as_uri(), [f"{one}index.html" for one in SOME])
    start = (top / "index.html").as_uri()
    found = {one.replace("/index.html", "/") for one in follow_all(start)}

    assert found == {one for one in blog.addresses if one != "/404.html"}
    assert page.locator(".draft-copy").count() == 0


def test_a_reviewer_sees_on_every_page_that_it_is_a_draft(page, tmp_path):
    """On the screen, on paper and to who listens; the text stays readable."""
    output = tmp_path / "preview"
    run = run_invoke("build", "--drafts", "--zip", "--output", str(output))
    assert run.returncode == 0, run.stdout + run.stderr

    with ZipFile(f"{output}.zip") as archive:
        archive.extractall(tmp_path / "unpacked")
    top = tmp_path / "unpacked" / "aureo-draft"
    pages = sorted(top.rglob("*.html"))
    assert len(pages) > 20
    for file in pages:
        assert file.read_text("utf-8").count('class="draft-copy"') == 1, file
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto((top / "index.html").as_uri())
        assert page.locator(".draft-copy").is_visible()
        mark = page.evaluate(
            "getComputedStyle(document.querySelector('.draft-copy'), '::after')"
            "['position']"
        )
        assert mark == "fixed"
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
