"""The blog in Chromium: what is drawn, what can be followed, what axe finds."""

from __future__ import annotations

import mimetypes

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from dev.audit.browser import ARGUMENTS
from tests.needs import find, needs
from tests.site.built import SITEURL

pytestmark = [pytest.mark.browser, needs("chromium")]
FLAGSHIP = f"{SITEURL}/blog/ketamine-or-psilocybin/"
KINDS = [
    "/",
    "/blog/ketamine-or-psilocybin/",
    "/blog/semaglutide-and-antidepressants/",
    "/series/",
    "/series/how-to-read-a-study/",
    "/category/evidence/",
    "/tags/",
    "/tag/ketamine/",
    "/author/aureo/",
    "/archive/",
    "/what-is-approved/",
    "/contact/",
    "/404.html",
]
#: What Chromium says of an icon it no longer needs because the reader went on.
ABORTED = "net::ERR_ABORTED"


@pytest.fixture(name="chromium", scope="module")
def _chromium():
    """Start Debian's Chromium once."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find("chromium"), args=ARGUMENTS
        )
        yield browser
        browser.close()


def open_page(chromium, blog, width=390, **options):
    """Open a tab for the blog as if it stood at its address, and note complaints."""

    def serve(route):
        file = blog.file(route.request.url)
        if file.is_file():
            kind = mimetypes.guess_type(file.name)[0] or "text/html"
            route.fulfill(body=file.read_bytes(), content_type=f"{kind}; charset=utf-8")
        else:
            route.fulfill(status=404, body="")

    context = chromium.new_context(viewport={"width": width, "height": 844}, **options)
    context.route("**/*", serve)
    context.set_default_timeout(8000)
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda line: page.complaints.append(line.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on(
        "requestfailed",
        lambda gone: gone.failure == ABORTED or page.complaints.append(gone.url),
    )
    page.on(
        "response",
        lambda answer: answer.status < 400 or page.complaints.append(answer.url),
    )
    return page


@pytest.fixture(name="opened")
def _opened(chromium, blog):
    """Open tabs that know nothing of each other."""
    pages = []

    def opened(**options):
        pages.append(open_page(chromium, blog, **options))
        return pages[-1]

    yield opened
    for page in pages:
        page.context.close()


@pytest.fixture(name="phone", scope="module")
def _phone(chromium, blog):
    """Open one tab for all kinds of pages: a new one each takes as long as axe."""
    page = open_page(chromium, blog)
    yield page
    page.context.close()


@pytest.mark.parametrize("address", KINDS)
def test_a_page_is_drawn_without_a_complaint_and_axe_finds_nothing(phone, address):
    """No console line, no failed request, no sideways scrolling, no finding."""
    page = phone
    page.complaints.clear()
    page.goto(SITEURL + address)
    wide = page.evaluate("document.documentElement.scrollWidth")
    found = Axe().run(page)

    assert page.complaints == []
    assert wide <= 390
    assert page.inner_text("h1")
    assert found.violations_count == 0, found.generate_report()


def test_every_page_of_the_blog_is_drawn_without_a_complaint(opened, blog):
    """Also the pages that are not looked at one by one."""
    page = opened(java_script_enabled=False)
    for address in blog.addresses:
        page.goto(SITEURL + address, wait_until="load")

    assert page.complaints == []


def test_the_parts_of_a_series_can_be_followed_without_javascript(opened):
    """From the flagship to the next part and back, by links alone."""
    page = opened(java_script_enabled=False)
    page.goto(FLAGSHIP)
    page.click("main a[rel~=next]")
    assert page.url == f"{SITEURL}/blog/ketamine-or-ect/"

    page.click("main a[rel~=prev]")
    assert page.url == FLAGSHIP

    page.click('main a[href="../../series/ketamine-and-psilocybin/"] >> nth=0')
    assert page.url == f"{SITEURL}/series/ketamine-and-psilocybin/"
    assert page.complaints == []


def test_a_mark_leads_to_its_reference_and_back_without_javascript(opened):
    """A tap on a mark shows the entry, a tap on the way back the sentence."""
    page = opened(java_script_enabled=False, reduced_motion="reduce")
    page.goto(FLAGSHIP)
    mark = page.locator("[role=doc-biblioref]").first
    mark.click()
    page.wait_for_url("**/*#*-ref-*")
    entry = page.url.split("#")[1]
    assert "ref" in entry
    assert _is_in_view(page, entry)

    page.locator(f"[id='{entry}'] [role=doc-backlink]").first.click()
    page.wait_for_url("**/*#*-cite-*")
    place = page.url.split("#")[1]
    assert place != entry
    assert _is_in_view(page, place)


def _is_in_view(page, name):
    box = page.locator(f"[id='{name}']").bounding_box()
    return box is not None and -50 <= box["y"] < 844


def test_the_keyboard_reaches_the_skip_link_first(opened):
    """One press of Tab, then Enter, and the reader is at the text."""
    page = opened()
    page.goto(FLAGSHIP)
    page.keyboard.press("Tab")
    shown = page.evaluate("document.activeElement.getBoundingClientRect().top")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    assert shown >= 0

    page.keyboard.press("Enter")
    page.wait_for_url(f"{FLAGSHIP}#main")


@pytest.mark.parametrize("address", ["/", "/blog/ketamine-or-psilocybin/"])
def test_axe_finds_nothing_in_the_dark(opened, address):
    """The dark scheme keeps its contrast."""
    page = opened(color_scheme="dark", width=1280)
    page.goto(SITEURL + address)
    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()


def test_no_cookie_and_no_storage_is_left_behind(opened):
    """The page on privacy is true."""
    page = opened()
    page.goto(FLAGSHIP)

    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
