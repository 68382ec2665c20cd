"""A feed that a browser opens: what Chromium shows of it, in words and in colours."""

from __future__ import annotations

import pytest

from plugins.feeds.settings import parse_settings
from plugins.feeds.sheet import in_css, list_notices
from plugins.words import WORDS, choose_words
from tests.conftest import a_post
from tests.needs import find, needs
from tests.plugins.feeds.readers import READERS
from tests.plugins.feeds.server import serving
from tests.plugins.feeds.sites import ON, all_faults

LONG = (
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
)
POSTS = {
    "posts/a.md": a_post("A first talk", date="2026-11-23", tags="Sleep"),
    "posts/b.md": a_post("A &lt;b&gt; <em>and</em> & more", date="2026-03-01"),
    "posts/c.md": a_post("الكيتامين والاكتئاب", date="2026-02-09", lang="ar", slug="c"),
    "posts/d.md": a_post(LONG, date="2026-02-07", lang="de", slug="d"),
    "posts/e.md": "---\ntitle: No summary\ndate: 2026-02-01\n---\n\nSome **text**.\n",
}
SETTINGS = ON | {"FEED_MAX_ITEMS": 4, "SITESUBTITLE": "On sleep", "AUTHOR": "Nobody"}
FORMATS = ("atom", "rss")
#: The words of every element that is seen, and what stands before the whole.
SEEN = """() => [...document.querySelectorAll("*")]
  .filter(e => e.children.length === 0 && e.getClientRects().length
    && getComputedStyle(e).display !== "none")
  .map(e => [e.localName, e.textContent.trim()])"""
NOTICE = "() => getComputedStyle(document.documentElement, '::before').content"


@pytest.fixture(name="opened", scope="module")
def _opened():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        flags = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"]
        browser = play.chromium.launch(executable_path=find("chromium"), args=flags)
        yield browser
        browser.close()


@pytest.fixture(name="page")
def _page(opened):
    page = opened.new_page(viewport={"width": 320, "height": 700})
    page.said = []
    page.on("console", lambda message: page.said.append(message.text))
    page.on("requestfailed", lambda request: page.said.append(request.url))
    yield page
    page.close()


def rows(page):
    """Return titles, days and summaries as a person reads them, from the top."""
    return page.evaluate(SEEN)


@needs("chromium")
@pytest.mark.browser
def test_a_feed_in_a_browser_is_readable(site, page):
    """Days in words, titles and summaries; no escaped HTML, and nothing too wide."""
    built = site(POSTS, **SETTINGS)
    assert all_faults(built.output) == []
    days = ["23 November 2026", "1 March 2026", "2026-02-09", "7. Februar 2026"]
    titles = ["A first talk", "A <b> and & more", "الكيتامين والاكتئاب", LONG]
    with serving(built.output) as server:
        for form, description in (("atom", "subtitle"), ("rss", "description")):
            page.goto(f"{server.url}/feeds/all.{form}.xml")
            seen = rows(page)
            assert [text for name, text in seen if name == "a"] == days
            assert [text for name, text in seen if name == "title"] == ["Test", *titles]
            assert [description, "On sleep"] in seen
            assert not any("<p>" in text for _, text in seen)
            assert "This is a feed" in page.evaluate(NOTICE)
            assert "https://site.example/feeds/" in page.evaluate(NOTICE)
            wide = "() => document.documentElement.scrollWidth"
            assert page.evaluate(wide) <= 320
        missing = {path for path, status in server.answers if status == 404}
        assert missing <= {"/favicon.ico"}
    assert [one for one in page.said if "favicon" not in one and "404" not in one] == []


@needs("chromium")
@pytest.mark.browser
def test_an_entry_leads_to_its_post_by_mouse_and_keyboard(site, page):
    """Its whole box does; style sheets alone can make no link of a title."""
    flat = {"ARTICLE_URL": "{slug}.html", "ARTICLE_SAVE_AS": "{slug}.html"}
    built = site(POSTS, **(SETTINGS | flat | {"SITEURL": ""}))
    with serving(built.output) as server:
        for form in FORMATS:
            page.goto(f"{server.url}/feeds/all.{form}.xml")
            page.locator("title").nth(1).click(force=True)
            page.wait_for_url(f"{server.url}/a-first-talk.html")
            page.go_back()
            page.keyboard.press("Tab")
            page.keyboard.press("Enter")
            page.wait_for_url(f"{server.url}/a-first-talk.html")


@needs("chromium")
@pytest.mark.browser
def test_an_archive_names_the_feed_that_a_reader_wants(site, page):
    """Whoever gave the archive to a reader would never get a new post."""
    built = site(POSTS, **SETTINGS)
    address = (
        "getComputedStyle(document.querySelector('link[rel=current]'), '::before')"
    )
    with serving(built.output) as server:
        for form in FORMATS:
            page.goto(f"{server.url}/feeds/all.archive-1.{form}.xml")
            assert "older posts of a feed" in page.evaluate(NOTICE)
            named = page.evaluate(f"() => {address}.content")
            assert named == f'"https://site.example/feeds/all.{form}.xml"'
            # The post has no summary: in RSS its whole HTML stands as description.
            assert ["title", "No summary"] in rows(page)
            assert not any("text" in text for _, text in rows(page))


@needs("chromium")
@pytest.mark.browser
def test_a_feed_says_what_it_is_in_its_own_language(site, page):
    """A live one and an archive; Chromium knows no quoted language in ``:lang()``."""
    more = {"TRANSLATION_FEED_ATOM": "feeds/{lang}.atom.xml", "FEED_MAX_ITEMS": 1}
    german = {f"posts/{n}.md": a_post(n, lang="de-AT", slug=n) for n in ("x", "y")}
    built = site(POSTS | german, **SETTINGS | more)
    said = choose_words({}, "de")
    with serving(built.output) as server:
        page.goto(f"{server.url}/feeds/de-AT.atom.xml")
        assert said["notice"] in page.evaluate(NOTICE)
        page.goto(f"{server.url}/feeds/de-AT.archive-1.atom.xml")
        assert said["notice_archive"] in page.evaluate(NOTICE)
        page.goto(f"{server.url}/feeds/all.atom.xml")
        assert WORDS["notice"] in page.evaluate(NOTICE)


@needs("chromium")
@pytest.mark.browser
def test_words_run_as_their_language_does(site, page):
    """An Arabic post begins at the right, in a feed that begins at the left."""
    built = site(
        POSTS, **(SETTINGS | {"TRANSLATION_FEED_ATOM": "feeds/{lang}.atom.xml"})
    )
    run = "e => getComputedStyle(e).direction"
    with serving(built.output) as server:
        page.goto(f"{server.url}/feeds/all.atom.xml")
        entries = page.locator("entry").all()
        assert [one.evaluate(run) for one in entries] == ["ltr", "ltr", "rtl", "ltr"]
        page.goto(f"{server.url}/feeds/ar.atom.xml")
        assert page.locator("feed").evaluate(run) == "rtl"

    own = SETTINGS | {"DEFAULT_LANG": "az-Arab", "FEED_MAX_ITEMS": 9}
    kurdish = a_post("کوردی", date="2026-04-01", lang="ckb", slug="k")
    english = a_post("English", date="2026-05-01", lang="en", slug="en")
    built = site({"posts/k.md": kurdish, "posts/en.md": english}, **own)
    with serving(built.output) as server:
        for form, root, entry in (("atom", "feed", "entry"), ("rss", "rss", "item")):
            page.goto(f"{server.url}/feeds/all.{form}.xml")
            assert page.locator(root).evaluate(run) == "rtl"
            runs = {
                word: page.locator(entry).filter(has_text=word).evaluate(run)
                for word in ("English", "کوردی", "A first talk")
            }
            assert [*runs.values()] == ["ltr", "rtl", "rtl"]


@needs("chromium")
@pytest.mark.browser
def test_a_theme_gives_the_sheet_its_colours(site, page, tmp_path):
    """By a template of its own; without one the sheet is calm and dark at night."""
    theme = tmp_path / "theme" / "templates"
    (theme / "feeds").mkdir(parents=True)
    (theme / "feeds" / "tokens.css").write_text(":root { --paper: rgb(1, 2, 3); }")
    paper = "() => getComputedStyle(document.documentElement).backgroundColor"
    own = {"THEME": str(tmp_path / "theme"), "THEME_TEMPLATES_OVERRIDES": []}
    own |= {"DIRECT_TEMPLATES": [], "FEEDS": {"page": None}}
    for name in ("article", "category", "tag", "author", "index"):
        (theme / f"{name}.html").write_text("x", "utf-8")
    for settings, bright, dark in (
        ({}, "rgb(255, 255, 255)", "rgb(27, 27, 27)"),
        (own, "rgb(1, 2, 3)", "rgb(1, 2, 3)"),
    ):
        with serving(site(POSTS, **SETTINGS | settings).output) as server:
            for scheme, colour in (("light", bright), ("dark", dark)):
                page.emulate_media(color_scheme=scheme)
                page.goto(f"{server.url}/feeds/all.atom.xml")
                assert page.evaluate(paper) == colour
                assert ("https" in page.evaluate(NOTICE)) == (settings is not own)


@pytest.mark.parametrize(
    "reader",
    [pytest.param(one, marks=needs(*one.PROGRAMS)) for one in READERS],
    ids=lambda reader: reader.__name__,
)
@pytest.mark.reader
def test_subscribers_see_nothing_of_what_browsers_show(site, tmp_path, reader):
    """The days in words make no post new or changed, and stand in no post."""
    home = tmp_path / "home"
    home.mkdir()
    built = site(POSTS, **SETTINGS, FEEDS={"stylesheet": None})
    with serving(built.output) as server:
        client = reader(home, [f"{server.url}/feeds/all.{f}.xml" for f in FORMATS])
        client.poll()
        before = client.held()
        site(POSTS, **SETTINGS)
        assert "23 November 2026" in built.read("feeds/all.rss.xml")
        client.poll()
    after = client.held()

    assert len(before) == 8
    assert after == before
    assert (getattr(client, "new", 0), getattr(client, "modified", 0)) == (0, 0)
    assert not any("November" in row.content for row in after)


def test_a_site_without_the_sheet_carries_nothing_for_it(site):
    """No element that nobody would see."""
    built = site(POSTS, **SETTINGS, FEEDS={"stylesheet": None})
    for form in FORMATS:
        assert "dcterms" not in built.read(f"feeds/all.{form}.xml")
    assert all_faults(built.output) == []


def test_notices_are_said_in_the_languages_that_have_them():
    """Those of the site's own words in all of them, and each but once."""
    ours = dict(parse_settings({}).words)
    own = ours | {
        "notice": 'Say "it"',
        "notice_page": "{page}",
        "notice_archive": "Old",
    }
    first, *others = list_notices(["en", "ja", "en-GB"], ours, "")

    assert (first.lang, others) == ("en", [])
    assert first.feed == f'"{WORDS["notice"]}"'
    assert first.archive == f'"{WORDS["notice_archive"]}"'
    german, french = list_notices(["de", "fr"], ours, "")
    assert (german.lang, french.lang) == ("de", "fr")
    assert german.feed != french.feed
    (said,) = list_notices(["de", "fr"], own, "https://s/feeds/")
    assert said.feed.startswith(r'"Say \"it\" ')
    assert said.feed.endswith('https://s/feeds/"')


@pytest.mark.parametrize("text", ['"', "\\", "a\nb", "</style>", '\\"; } * { x: "'])
def test_no_word_ends_the_text_of_the_sheet(text):
    """Read back as CSS reads it, it is what was written."""
    written = str(in_css(text))[1:-1]
    read = written.replace("\\a ", "\n").replace('\\"', '"').replace("\\\\", "\\")
    assert read == text
    assert "\n" not in written
