"""What an author sees in Chromium while ``invoke serve`` is running."""

from __future__ import annotations

import re
import shlex
import signal
import subprocess
from dataclasses import dataclass

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from dev.audit.browser import ARGUMENTS
from tests.needs import find, needs
from tests.plugins.tools.conftest import Place, free_port, make_place

pytestmark = [pytest.mark.browser, needs("chromium")]
SETTINGS = """
PLUGINS = ["plugins.front_matter", "plugins.post_checks", "plugins.addresses",
    "plugins.incremental"]
FRONT_MATTER = {"strict": True}
POST_CHECKS = {"strict": True}
SECURITY_HEADERS = {}
"""
NOW = "2026-11-20T12:00:00+00:00"
#: A policy in the page, a sheet, and a fold; another theme than ours.
BASE = """<!doctype html>
<html lang="{{ DEFAULT_LANG }}"><head><meta charset="utf-8">
<meta content="default-src 'none'; img-src 'self'; style-src 'self';
  upgrade-insecure-requests" http-equiv=Content-Security-Policy>
<title>{% block title %}{{ SITENAME }}{% endblock %}</title>
<link rel="stylesheet" href="{{ SITEURL }}/theme/main.css"></head>
<body><main>{% block content %}{% endblock %}</main></body></html>
"""
ARTICLE = """{% extends "base.html" %}
{% block title %}{{ article.title }}{% endblock %}
{% block content %}<h1>{{ article.title }}</h1>
<details><summary>A fold</summary><p>Folded.</p></details>
{{ article.content }}{% endblock %}
"""
SHEET = """
body { font: 16px/1.5 serif; color: rgb(0, 0, 0) }
div, aside, ul { display: none !important; color: red !important }
main ul { display: block !important; color: inherit !important }
"""
PARAGRAPHS = "\n\n".join(f"Paragraph {n} of many. " + "Words. " * 60 for n in range(40))

#: What Chromium says of addresses without a page, and of a command that has ended.
EXPECTED = ("404 (Not Found)", "net::ERR_CONNECTION_")


@dataclass
class Serving:
    """A site that is being served, and what its command says."""

    place: Place
    port: int
    process: subprocess.Popen[str] | None = None

    @property
    def home(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        self.process = subprocess.Popen(
            self.place.command("serve", "--port", str(self.port)),
            cwd=self.place.root,
            env=self.place.env(BULLETIN_NOW=NOW),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.until("is your desk")

    def until(self, words):
        """Wait until the command prints these words, and return what it printed."""
        said = []
        for line in self.process.stdout:
            said.append(line)
            if words in line:
                return "".join(said)
        raise AssertionError("".join(said))

    def end(self):
        self.process.send_signal(signal.SIGINT)
        said = self.process.communicate(timeout=20)[0]
        assert "Traceback" not in said, said
        assert self.process.returncode == 130


@pytest.fixture(name="served", scope="module")
def _served(tmp_path_factory):
    """Serve one site for all tests of this file."""
    place = make_place(tmp_path_factory.mktemp("serve") / "blog")
    conf = (place.root / "pelicanconf.py").read_text()
    place.write("pelicanconf.py", conf + SETTINGS)
    place.write("theme/templates/base.html", BASE)
    place.write("theme/templates/article.html", ARTICLE)
    place.write("theme/static/main.css", SHEET)
    place.post("long", PARAGRAPHS)
    place.post("a-draft", "Two words.", status="draft")
    posts = place.root / "content/posts"
    (posts / "a-draft.md").rename(posts / "it's a draft.md")
    place.post("soon", "Words.", date="2027-03-14 09:30", review_due="2020-01-01")
    place.post("old", "Words to be reviewed.", review_due="2020-02-29")
    served = Serving(place, free_port())
    served.start()
    yield served
    served.end()


@pytest.fixture(name="chromium", scope="module")
def _chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find("chromium"), args=ARGUMENTS
        )
        yield browser
        browser.close()


@pytest.fixture(name="opened")
def _opened(chromium, served):
    """Open pages of the site in one window, and hear what Chromium complains of."""
    context = chromium.new_context(viewport={"width": 800, "height": 600})
    context.set_default_timeout(20_000)
    complaints = []

    def opened(path):
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text))
        page.goto(f"{served.home}{path}")
        return page

    yield opened
    context.close()
    assert not [one for one in complaints if not any(x in one for x in EXPECTED)]


def tag(page):
    return page.locator("script[data-tag]").get_attribute("data-tag")


def is_new(page):
    """Tell whether a page is what would be sent now: it will not be loaded again."""
    text = page.context.request.get(page.url).text()
    return re.search(r'data-tag="(\w+)"', text)[1] == tag(page)


def faults_of(page):
    """Return what axe finds, with the elements that it finds it in."""
    found = Axe().run(page).response["violations"]
    return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]


def tops(page, words):
    """Return where paragraphs that begin so are in the window of a loaded page."""
    page.wait_for_load_state()
    return page.evaluate(
        """words => [...document.querySelectorAll("p")]
        .filter(p => p.textContent.startsWith(words))
        .map(p => p.getBoundingClientRect().top)""",
        words,
    )


def test_three_open_pages_see_a_save_once_and_keep_their_places(opened, served):
    """Though text above has grown; folds stay open; other pages stay as they are."""
    pages = [opened("/long.html#nowhere") for _ in range(3)]
    other = opened("/post-1.html")
    loads = [0, 0, 0]
    for number, page in enumerate(pages):
        page.on("load", lambda _, n=number: loads.__setitem__(n, loads[n] + 1))
    pages[1].locator("summary").click()
    other.evaluate("window.isOld = true")
    pages[2].evaluate("scrollTo(0, 3000)")
    before = tops(pages[2], "Paragraph 20 ")[0]

    fresh = PARAGRAPHS.replace("Paragraph 2 ", "New. " * 900 + "\n\nParagraph 2 ")
    served.place.post("long", fresh)
    for page in pages:
        expect(page.get_by_text("New. New.")).to_be_attached()
    assert abs(tops(pages[2], "Paragraph 20 ")[0] - before) < 2
    assert pages[1].locator("main details").evaluate("fold => fold.open")
    assert pages[0].url.endswith("#nowhere")
    served.until("1 page, ")
    for page in pages:
        page.wait_for_load_state()
    assert all(map(is_new, pages))
    assert loads == [1, 1, 1]
    assert other.evaluate("window.isOld")
    assert is_new(other)
    # What is being read is itself another text: the next paragraph keeps its place.
    before = tops(pages[2], "Paragraph 22 ")[0]
    served.place.post("long", re.sub(r"Paragraph (19|20|21) [^\n]*", r"N\1", fresh))
    expect(pages[2].get_by_text("N20")).to_be_attached()
    assert abs(tops(pages[2], "Paragraph 22 ")[0] - before) < 2
    served.until("1 page, ")


def test_mistakes_stand_in_every_page_above_the_last_good_one(opened, served):
    """With file, line, remedy and name; one click hides them, another shows them."""
    pages = [opened(path) for path in ("/post-1.html", "/", "/nowhere/", "/.desk/")]
    served.place.post("post-1", "A [link](/nowhere/).", status="pubished")
    said = served.until("The build stopped: 2 errors.")
    for page in pages:
        for words in (
            "content/posts/post-1.md:5",
            "content/posts/post-1.md:8",
            "Did you mean “published”?",
            "“/nowhere/” leads to no page of the site.",
            "[link-broken]",
        ):
            expect(page.get_by_text(words)).to_be_visible()
            assert words in said
    page = pages[0]
    expect(page.get_by_text("Words of post 1.").first).to_be_visible()
    page.locator("details.panel summary").click()
    expect(page.get_by_text("[link-broken]")).to_be_hidden()
    page.reload()
    expect(page.get_by_text("2 errors")).to_be_visible()
    expect(page.get_by_text("[link-broken]")).to_be_hidden()
    page.locator("details.panel summary").click()
    expect(page.get_by_text("[link-broken]")).to_be_visible()
    page.locator("details.panel summary").click()
    served.place.post("post-1", "A [link](/nowhere/else/).")
    expect(page.get_by_text("“/nowhere/else/” leads to")).to_be_visible()
    served.place.post("post-1", "All is mended.")
    for page in pages:
        expect(page.get_by_text("[link-broken]")).to_have_count(0)
    expect(pages[0].get_by_text("All is mended.")).to_be_visible()
    served.until("1 page, ")


#: File, its faulty text, and what the page says of it.
FAULTS = [
    ("theme/templates/page.html", "\n{{ nothing.at.all }}", "page.html:2", "undefined"),
    ("pelicanconf.py", "SITENAME = (\n", "pelicanconf.py:1", "never closed"),
    ("content/posts/post-2.md", "title: é\n".encode("latin-1"), "post-2.md:1", "UTF-8"),
]


def test_faults_of_templates_settings_and_bytes_are_told_in_the_page(opened, served):
    """A programmer's mistake too has its place there."""
    page = opened("/")
    for path, text, place, words in FAULTS:
        file = served.place.root / path
        before = file.read_bytes()
        served.place.write(path, text)
        told = page.locator(".problems li", has_text=place)
        expect(told.first).to_contain_text(words)
        file.write_bytes(before)
        expect(page.locator("details.panel")).to_have_count(0)
        served.until("1 page, ")


def test_sheets_pictures_templates_and_settings_are_noticed(opened, served):
    """Whatever a page shows; a feed is not shown."""
    page = opened("/post-1.html")
    served.place.write("theme/static/main.css", SHEET.replace("0, 0, 0", "1, 2, 3"))
    expect(page.locator("body")).to_have_css("color", "rgb(1, 2, 3)")
    page.evaluate("window.isOld = true")
    served.place.write(
        "content/images/dot.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"
    )
    expect(page.locator("h1")).to_be_visible()
    page.wait_for_event("load")
    assert page.evaluate("window.isOld") is None
    fresh = ARTICLE.replace("A fold", "Another fold")
    served.place.write("theme/templates/article.html", fresh)
    expect(page.get_by_text("Another fold")).to_be_visible()
    conf = (served.place.root / "pelicanconf.py").read_text()
    served.place.write("pelicanconf.py", conf.replace('"Test"', '"Trial"'))
    expect(opened("/").get_by_role("heading", name="Trial")).to_be_visible()


def test_a_hidden_page_holds_no_stream_and_is_new_when_it_is_seen(opened, served):
    """A browser has six connections to a host; sleep is much the same."""
    page = opened("/post-0.html")
    show = """hidden => {
      Object.defineProperty(document, "hidden", {value: hidden, configurable: true});
      document.dispatchEvent(new Event("visibilitychange", {bubbles: true}));
    }"""
    page.evaluate(show, True)
    page.evaluate("window.isOld = true")
    served.place.post("post-0", "Saved meanwhile.")
    witness = opened("/post-0.html")
    expect(witness.get_by_text("Saved meanwhile.")).to_be_visible()
    assert page.evaluate("window.isOld")
    page.evaluate(show, False)
    expect(page.get_by_text("Saved meanwhile.")).to_be_visible()


def test_the_desk_says_what_is_next_and_pleases_axe(opened, served, chromium):
    """Drafts, dates, reviews, words, links; valid in light and dark, on a phone too."""
    page = opened("/.desk/")
    draft = page.locator("section", has=page.get_by_role("heading", name="Drafts"))
    expect(draft.locator("li")).to_have_count(1)
    expect(draft).to_contain_text("2 words")
    command = draft.locator("code").inner_text()
    shell = ["sh", "-c", f"invoke() {{ printf '%s\\n' \"$@\"; }}; {command}"]
    words = subprocess.run(shell, capture_output=True, text=True, check=True).stdout
    assert words == "publish\ncontent/posts/it's a draft.md\n"
    assert shlex.split(command)[0] == "invoke"
    coming = page.locator("section", has=page.get_by_role("heading", name="Coming out"))
    expect(coming).to_contain_text("14 March 2027 at 09:30")
    reviews = page.locator("section", has=page.get_by_role("heading", name="Reviews"))
    expect(reviews).to_contain_text("due since 29 February 2020")
    for link in page.locator(".rows a").all():
        href = link.get_attribute("href")
        assert page.context.request.get(f"{served.home}{href}").status == 200
    html5lib.HTMLParser(strict=True).parse(page.context.request.get(page.url).text())
    draft.get_by_role("link").click()
    expect(page.locator(".bar")).to_contain_text("Draft content/posts/it's a draft.md")
    page.locator(".bar").get_by_role("link", name="Desk").click()
    expect(page).to_have_url(f"{served.home}/.desk/")
    for scheme in ("light", "dark"):
        for path in ("/.desk/", "/soon.html"):
            context = chromium.new_context(
                color_scheme=scheme, viewport={"width": 360, "height": 700}
            )
            seen = context.new_page()
            seen.goto(f"{served.home}{path}")
            assert not faults_of(seen)
            wide = "document.documentElement.scrollWidth"
            assert seen.evaluate(wide) <= 360
            context.close()


def test_theme_and_preview_do_not_touch_each_other(opened, served):
    """A sheet that hides all of its kind hides nothing of the preview."""
    page = opened("/soon.html")
    bar = page.locator(".bar")
    expect(bar).to_contain_text("Comes out on 14 March 2027 at 09:30")
    expect(bar).to_be_visible()
    expect(bar).not_to_have_css("color", "rgb(255, 0, 0)")
    expect(page.locator("main")).to_have_css("font-family", "serif")


def test_an_open_page_outlives_the_command(opened, served):
    """It is new as soon as the command is there again."""
    page = opened("/post-2.html")
    page.evaluate("window.isOld = true")
    served.end()
    served.place.post("post-2", "Written in the meantime.")
    served.start()
    expect(page.get_by_text("Written in the meantime.")).to_be_visible()


def test_where_no_build_was_good_the_mistakes_are_the_page(chromium, tmp_path):
    """At every address; mended, the page is there by itself."""
    place = make_place(tmp_path / "blog")
    conf = (place.root / "pelicanconf.py").read_text()
    place.write("pelicanconf.py", conf + SETTINGS)
    place.post("post-1", "Words.", status="pubished")
    served = Serving(place, free_port())
    served.start()
    context = chromium.new_context()
    page = context.new_page()
    try:
        assert page.goto(f"{served.home}/post-1.html").status == 503
        expect(page.get_by_text("content/posts/post-1.md:5")).to_be_visible()
        html5lib.HTMLParser(strict=True).parse(page.content())
        assert not faults_of(page)
        place.post("post-1", "Words that are right.")
        expect(page.get_by_text("Words that are right.")).to_be_visible()
    finally:
        context.close()
        served.end()


def test_nothing_of_the_preview_is_in_any_file(served):
    """Neither in what is served nor in what is published."""
    ended = served.place.run("build")
    assert ended.code == 0, ended.said
    for folder in ("output", ".bulletin/serve"):
        files = served.place.files(folder)
        assert "index.html" in files
        for path, data in files.items():
            assert not re.search(rb"\.desk|bulletin-preview|<script", data), path
