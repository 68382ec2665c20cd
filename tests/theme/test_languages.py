"""Pages in languages that are written from right to left, as Chromium lays them out."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup

from dev.audit.browser import WIDER_THAN_WINDOW
from dev.audit.server import serving
from plugins.security_headers.settings import SecurityHeaders
from tests.needs import needs
from tests.theme.conftest import build, load_corpus

WIDE, PHONE = 1280, 390
PARTS = (".site-name", "h1", ".prose", ".contents")
WORDS = {"en": "Words of a post", "ar": "كلمات المقال", "he": "מילים של מאמר"}
TITLES = WORDS | {"mixed": "العلاج (1) والنوم"}
POST = """---
title: {title}
date: 2024-08-0{day}
summary: {words} and a summary that is long enough to be shown in lists.
category: Notes
lang: {lang}
slug: {slug}
---

{body}

{words} [@jergas2015].

- {words}
- {words}

She said <bdo dir="rtl" lang="he">abc</bdo>.

`print(1);`

    if (ready) {{ start(2); }}
"""
#: Where the page's parts lie: left and right edges of what is seen.
BOXES = """(names) => Object.fromEntries(names.map((name) => {
  const nodes = [...document.querySelectorAll(name)];
  const boxes = nodes.map((node) => node.getBoundingClientRect());
  const box = boxes.find((b) => b.width > 1 && b.height > 1);
  return [name, box && [Math.round(box.left), Math.round(box.right)]];
}))"""
#: Left edges of the first and the last sign of an element's text.
ENDS = """(node) => {
  const walk = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  const texts = [];
  for (let text; (text = walk.nextNode()); ) if (text.data.trim()) texts.push(text);
  const left = (text, at) => {
    const range = document.createRange();
    range.setStart(text, at);
    range.setEnd(text, at + 1);
    return range.getBoundingClientRect().left;
  };
  const last = texts.at(-1), end = last.data.trimEnd().length - 1;
  return [left(texts[0], texts[0].data.search(/\\S/)), left(last, end)];
}"""

ENDS_OF_ALL = f"(nodes) => nodes.map({ENDS})"


@pytest.fixture(name="content", scope="module")
def _content(tmp_path_factory):
    folder = tmp_path_factory.mktemp("languages") / "content"
    (folder / "posts").mkdir(parents=True)
    for day, (slug, title) in enumerate(TITLES.items(), 1):
        lang = "en" if slug == "mixed" else slug
        words = WORDS[lang]
        body = "\n\n".join(f"## {words} {n}\n\n{words}. " * 9 for n in range(5))
        given = {"title": title, "words": words, "lang": lang, "slug": slug}
        text = POST.format(day=day, body=body.replace(". ##", ".\n\n##"), **given)
        (folder / f"posts/2024-08-0{day}-{slug}.md").write_text(text, "utf-8")
    (folder / "references").mkdir()
    library = json.dumps(load_corpus().LIBRARY)
    (folder / "references/library.json").write_text(library, "utf-8")
    return folder


@pytest.fixture(name="sites", scope="module")
def _sites(content, tmp_path_factory):
    """Serve what our plugins make of the posts, and what stock Pelican does."""
    output = tmp_path_factory.mktemp("sites")
    lists = ["index", "archives", "404"]
    with serving(output, SecurityHeaders().all) as server:
        build(content, output / "ours", f"{server.address}/ours")
        stock = {"PLUGINS": [], "DIRECT_TEMPLATES": lists}
        build(content, output / "stock", f"{server.address}/stock", **stock)
        yield output, server.address


@pytest.fixture(name="soup", scope="module")
def _soup(sites):
    return lambda place: BeautifulSoup((sites[0] / place).read_text("utf-8"), "lxml")


@pytest.fixture(name="open_post", scope="module")
def _open_post(sites, browser):
    """Open a post of a site at a width."""
    context = browser._chromium.new_context(reduced_motion="reduce")
    page = context.new_page()

    def open_post(site, slug, width=WIDE):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{sites[1]}/{site}/{path_of(slug)}", wait_until="load")
        return page

    yield open_post
    context.close()


def path_of(slug):
    return f"blog/{slug}/" if slug in ("en", "mixed") else f"blog/{slug}-{slug}/"


@pytest.mark.parametrize("site", ["ours", "stock"])
def test_a_page_says_its_language_and_its_direction(soup, site):
    """An English page says no direction, whatever is in it."""
    said = {}
    for slug in TITLES:
        page = soup(f"{site}/{path_of(slug)}index.html").html
        said[slug] = page["lang"], page.get("dir")

    ltr = ("en", None)
    assert said == {"en": ltr, "ar": ("ar", "rtl"), "he": ("he", "rtl"), "mixed": ltr}


@pytest.mark.parametrize("site", ["ours", "stock"])
def test_english_words_on_a_page_in_arabic_run_from_left_to_right(soup, site):
    """All that is English on it, and nothing on an English page, says so."""
    page = soup(f"{site}/{path_of('ar')}index.html")
    english = page.body.find_all(lang="en")

    assert len(english) > 8
    assert {one["dir"] for one in english} == {"ltr"}
    assert page.find(class_="skip-link").span["lang"] == "en"
    assert page.find("time").find_parent().find(lang="en")
    english = soup(f"{site}/{path_of('en')}index.html").body
    assert not english.find_all(lang="en")


def test_feeds_carry_the_direction_with_the_text(sites):
    """No format has a place for it; what runs from left to right stays as it was."""
    feed = json.loads((sites[0] / "ours/feeds/all.json").read_text("utf-8"))
    texts = {item["language"]: item["content_html"] for item in feed["items"]}

    assert set(texts) == {"en", "ar", "he"}
    for lang in ("ar", "he"):
        assert texts[lang].startswith(f'<div dir="rtl" lang="{lang}">')
        assert texts[lang].endswith("</div>")
    assert not texts["en"].startswith("<div")
    for name in ("all.atom.xml", "all.rss.xml"):
        text = (sites[0] / "ours/feeds" / name).read_text("utf-8")
        assert text.count('<div dir="rtl"') == 2


def test_a_direction_that_an_author_wrote_stays(soup, sites):
    """In the page and in feeds."""
    written = '<bdo dir="rtl" lang="he">abc</bdo>'
    feed = (sites[0] / "ours/feeds/all.json").read_text("utf-8")

    assert written in str(soup(f"ours/{path_of('en')}index.html"))
    assert feed.count(json.dumps(written)[1:-1]) == len(TITLES)


def boxes_of(page, names):
    return {name: box for name, box in page.evaluate(BOXES, names).items() if box}


@needs("chromium")
@pytest.mark.browser
@pytest.mark.parametrize("site", ["ours", "stock"])
def test_the_page_is_mirrored(open_post, site):
    """Text on the right, the rail beside it on the left."""
    names = [*PARTS]
    english = boxes_of(open_post(site, "en"), names)
    arabic = boxes_of(open_post(site, "ar"), names)

    assert set(english) == set(arabic) >= set(names[:3])
    # A title is as wide as its words: it begins at the mirrored edge.
    for name in english:
        assert abs(english[name][0] - (WIDE - arabic[name][1])) <= 2, name
    if site == "ours":
        assert english[".contents"][0] >= english[".prose"][1]
        assert arabic[".contents"][1] <= arabic[".prose"][0]


@needs("chromium")
@pytest.mark.browser
@pytest.mark.parametrize("slug", TITLES)
@pytest.mark.parametrize("site", ["ours", "stock"])
def test_nothing_is_wider_than_a_phone(open_post, site, slug):
    """Neither to the right nor, in Arabic, to the left."""
    page = open_post(site, slug, PHONE)

    assert page.evaluate(WIDER_THAN_WINDOW) <= 0
    left, right = boxes_of(page, [".prose"])[".prose"]
    assert left >= 0
    assert right <= PHONE


@needs("chromium")
@pytest.mark.browser
def test_bullets_and_brackets_stand_where_the_language_wants_them(open_post):
    """Before the text, which in Hebrew is on its right."""
    for slug, is_mirrored in (("en", False), ("mixed", False), ("he", True)):
        page = open_post("ours", slug)
        first, last = page.eval_on_selector(".prose .citation", ENDS)
        assert (first > last) == is_mirrored
        boxes = boxes_of(page, [".prose ul", ".prose li"])
        rooms = [abs(a - b) for a, b in zip(*boxes.values(), strict=True)]
        assert (rooms[1] > rooms[0]) == is_mirrored
    # Code runs from the left on every page.
    for slug in TITLES:
        page = open_post("ours", slug)
        assert all(a < b for a, b in page.eval_on_selector_all("code", ENDS_OF_ALL))
        first, _ = page.eval_on_selector("pre", ENDS)
        assert first - page.locator("pre").bounding_box()["x"] < 24
    # The full stop of an English sentence stands at its end, on an Arabic page too.
    page = open_post("ours", "ar")
    first, last = page.eval_on_selector(".site-footer [lang=en]:last-child", ENDS)
    assert first < last
