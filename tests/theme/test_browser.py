"""Every kind of page in a real browser, under the site's own headers."""

from __future__ import annotations

import json

import pytest

from dev.audit.browser import View
from dev.audit.report import MOST_BYTES, MOST_REQUESTS
from dev.audit.run import is_picture
from dev.audit.server import serving
from plugins.security_headers.settings import SecurityHeaders
from tests.needs import needs
from tests.theme.conftest import build
from tests.theme.test_pages import KINDS, POST

pytestmark = [needs("chromium"), pytest.mark.browser]
VIEWS = (View("light", 1280), View("dark", 320), View("light", 320, doubled=True))
#: Where each element and what is drawn beside it lies, and how it looks.
LOOKS = """() => [...document.querySelectorAll("body *")].map((node) => {
  const box = node.getBoundingClientRect();
  const looks = [null, "::before", "::after"].map((part) => {
    const style = getComputedStyle(node, part);
    return [style.color, style.backgroundColor, style.backgroundImage, style.content,
      style.borderTopColor, style.fontSize, style.fontWeight, style.display];
  });
  return [node.outerHTML.slice(0, 80), box.x, box.y, box.width, box.height, looks];
})"""
#: Every fold open at once.
OPEN = """() => document.querySelectorAll("details").forEach((fold) => {
  fold.removeAttribute("name");
  fold.open = true;
})"""
#: Whether a reader sees a node within the window.
SEEN = """(node) => {
  const box = node.getBoundingClientRect();
  return box.width > 1 && box.height > 1 && box.top >= 0 && box.left >= 0;
}"""


@pytest.fixture(name="page")
def _page(browser):
    """Open tabs, each with settings of its own."""
    contexts = []

    def open_page(**options):
        contexts.append(browser._chromium.new_context(**options))
        return contexts[-1].new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_loads_in_silence(blog, browser, kind):
    """No message, no violation of the policy, no other host, no script, few bytes."""
    blog.server.sent.clear()
    visit = browser.visit(blog.url(kind))

    assert visit.status == (404 if kind == "not-found" else 200)
    assert visit.console == []
    assert visit.hosts == []
    assert visit.scripts == 0
    counted = [path for path in visit.requests if not is_picture(path)]
    assert len(counted) <= MOST_REQUESTS
    if kind == "post":
        assert sum(blog.server.sent[path] for path in counted) <= MOST_BYTES


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_has_no_barrier_that_axe_knows(blog, browser, kind):
    """Both schemes, wide and narrow, text at 200 %; nothing is wider than the window.

    320 px is also what a window of 1,280 px shows at 400 % zoom.
    """
    assert browser.find_barriers(blog.url(kind), VIEWS) == []


def test_a_preview_has_no_barrier_either(corpus, browser, tmp_path):
    """The note above a draft stands in a landmark of its own."""
    with serving(tmp_path, SecurityHeaders().all) as server:
        build(corpus, tmp_path, server.address, BULLETIN_PREVIEW=True)
        url = f"{server.address}/blog/draft/"

        assert browser.visit(url).console == []
        assert browser.find_barriers(url, VIEWS) == []


def test_axe_finds_a_planted_barrier(browser, tmp_path):
    """The check above can fail."""
    file = tmp_path / "bad.html"
    file.write_text(
        "<!doctype html><html lang=en><title>x</title><main><h1>x</h1>"
        "<p style='color:#999;background:#fff'>pale</p><img src=x>"
        "<div style='width:2000px'>wide</div></main>",
        "utf-8",
    )

    found = "\n".join(browser.find_barriers(file.as_uri(), (View(),)))

    assert "color-contrast" in found
    assert "image-alt" in found
    assert "wider than the window" in found


def test_the_keyboard_meets_the_skip_link_first_and_then_the_text(blog, page):
    """Tab shows the link; Enter moves focus to the text."""
    tab = page()
    tab.goto(blog.url("post"))

    tab.keyboard.press("Tab")
    link = tab.locator(".skip-link")
    assert link.evaluate("(n) => n === document.activeElement")
    assert link.evaluate(SEEN)
    outline = link.evaluate("(n) => getComputedStyle(n).outlineStyle")
    assert outline == "solid"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"


def test_every_link_and_button_has_a_visible_focus(blog, page):
    """Nothing that the keyboard reaches hides that it was reached."""
    tab = page()
    tab.goto(blog.url("post"))
    unseen = []

    for _ in range(80):
        tab.keyboard.press("Tab")
        seen = tab.evaluate(
            """() => {
              const node = document.activeElement;
              if (node === document.body) return null;
              const style = getComputedStyle(node);
              return [node.outerHTML.slice(0, 80), style.outlineStyle,
                      parseFloat(style.outlineWidth)];
            }"""
        )
        if seen is None:
            break
        if seen[1] == "none" or seen[2] < 2:
            unseen.append(seen)

    assert unseen == []


@pytest.mark.parametrize("kind", ["home", "post", "topics", "feeds"])
def test_what_a_finger_touches_is_large_enough(blog, page, kind):
    """Menus, lists of parts, buttons and folds are 44 px high, what is folded too."""
    tab = page(viewport={"width": 390, "height": 844}, has_touch=True)
    tab.goto(blog.url(kind))
    tab.evaluate(OPEN)
    heights = json.loads(
        tab.evaluate(
            """() => JSON.stringify([...document.querySelectorAll(
              ".site-nav a, .site-footer-links a, .breadcrumbs a, .letters a, " +
              ".call-to-action-link, .fold > summary, .feed-formats a, " +
              ".series-pagination a, .series-contents a, .contents a, " +
              ".series-kicker a, .site-name"
            )].filter((a) => a.checkVisibility()).map((a) =>
              [a.textContent.trim(), a.getBoundingClientRect().height]))"""
        )
    )

    assert heights
    assert [name for name, height in heights if height < 43.5] == []


def test_forced_colours_keep_what_colours_say(blog, page):
    """In forced colours a button and the next part keep an edge, a ring its point."""
    tab = page(forced_colors="active")
    tab.goto(blog.url("post"))

    for selector, side in (
        (".call-to-action-link", "borderTopWidth"),
        (".admonition.warning", "borderLeftWidth"),
        (".crisis-line", "borderLeftWidth"),
        (".next-part", "borderTopWidth"),
    ):
        width = tab.eval_on_selector(selector, f"(n) => getComputedStyle(n).{side}")
        assert float(width.removesuffix("px")) >= 2, selector
    point = "(n) => getComputedStyle(n, '::before').backgroundImage"
    assert "gradient" in tab.eval_on_selector(".site-name", point)
    tab.goto(blog.url("home"))
    assert "gradient" in tab.eval_on_selector(".hero", point)


def test_the_ring_of_home_stands_beside_few_words(blog, page):
    """A title of one word and no welcome: what follows begins below the ring."""
    tab = page(viewport={"width": 1280, "height": 800})
    tab.goto(blog.url("home"))
    few = """() => {
      document.querySelectorAll(".hero > :not(h1)").forEach((node) => node.remove());
      document.querySelector(".hero h1").textContent = "Notes";
      const ring = getComputedStyle(document.querySelector(".hero"), "::before");
      return [".hero", "main", ".newest-post"].map((name) => {
        const box = document.querySelector(name).getBoundingClientRect();
        return [box.width, box.height];
      }).concat([[parseFloat(ring.width), parseFloat(ring.height)]]);
    }"""
    hero, main, newest, ring = tab.evaluate(few)

    assert hero[1] >= ring[1] > 400
    assert newest[0] == main[0]


@pytest.mark.parametrize("media", ["screen", "print"])
@pytest.mark.parametrize("width", [390, 1280])
def test_a_post_looks_the_same_by_the_sheet_of_other_pages(blog, page, width, media):
    """Drafts load that one, and every post of a site with a single sheet."""
    (sheet,) = blog.output.glob("theme/css/main.*.css")
    tab = page(viewport={"width": width, "height": 800})
    tab.emulate_media(media=media)
    tab.goto(blog.url("post"))
    own = tab.evaluate(LOOKS)
    tab.route("**/post.*.css", lambda route: route.fulfill(path=sheet))
    tab.goto(blog.url("post"))
    other = tab.evaluate(LOOKS)

    assert len(own) == len(other) > 100
    assert [(a, b) for a, b in zip(own, other, strict=True) if a != b] == []


@pytest.mark.parametrize(("width", "columns"), [(390, 1), (768, 3), (1920, 3)])
def test_series_stand_three_in_a_row(blog, page, width, columns):
    """Six of them too: a row of four would leave two alone."""
    tab = page(viewport={"width": width, "height": 800})
    tab.goto(blog.url("home"))
    lefts = """(list) => {
      while (list.children.length < 6) list.append(list.firstElementChild.cloneNode(1));
      return [...list.children].map((one) => one.getBoundingClientRect().left);
    }"""

    assert len(set(tab.eval_on_selector(".series-columns", lefts))) == columns


def test_without_scripts_everything_works(blog, page):
    """Links, folds and fragments need nothing but HTML."""
    tab = page(java_script_enabled=False, viewport={"width": 390, "height": 844})
    tab.goto(f"{blog.address}/{POST.removesuffix('index.html')}")

    tab.click(".contents > summary")
    tab.click(".contents a >> nth=2")
    assert tab.url.endswith("#part-3-of-what-there-is-to-know")
    tab.click(".prose [role=doc-biblioref] >> nth=0")
    assert "-ref-" in tab.url
    tab.click(".series-pagination [rel=next]")
    assert tab.url == f"{blog.address}/blog/post-7/"


def test_a_line_of_text_is_easy_to_follow(blog, page):
    """A line holds between 55 and 75 characters on a wide screen."""
    tab = page(viewport={"width": 1280, "height": 900})
    tab.goto(blog.url("post"))
    width, size = tab.eval_on_selector(
        ".prose > p",
        "(n) => [n.getBoundingClientRect().width,"
        " parseFloat(getComputedStyle(n).fontSize)]",
    )

    assert 55 <= width / (size * 0.5) <= 75


def test_reduced_motion_is_respected(blog, page):
    """Nothing moves for those who asked for stillness."""
    still = page(reduced_motion="reduce")
    still.goto(blog.url("post"))
    behavior = "getComputedStyle(document.documentElement).scrollBehavior"

    assert still.evaluate(behavior) == "auto"


def test_a_sheet_for_the_doctor_has_what_a_doctor_needs(blog, page):
    """Text, sources with addresses, where it came from, room to write; no menus."""
    tab = page()
    tab.goto(blog.url("post"))
    tab.emulate_media(media="print")

    for selector in (".prose", ".references a", ".print-head", ".print-notes"):
        assert tab.locator(selector).first.is_visible(), selector
    for selector in (".site-nav", ".side", ".neighbours", ".site-footer"):
        assert not tab.locator(selector).first.is_visible(), selector
    assert blog.url("post") in tab.locator(".print-head").inner_text()
    colour = "getComputedStyle(document.body).backgroundColor"
    assert tab.evaluate(colour) == "rgb(255, 255, 255)"
