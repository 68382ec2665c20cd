"""How soon a post's text begins, how long its lines are, and what it weighs."""

from __future__ import annotations

import gzip

import pytest

from tests.needs import needs
from tests.site.built import SITEURL
from tests.site.test_browser import FLAGSHIP, _chromium, open_page

__all__ = ["_chromium"]  # a fixture, used by its name

#: HTML and style sheet of a post as a server sends them.
MOST_BYTES = 13_500
#: Signs on each line but the last of each paragraph, spaces between words included.
LINES = """() => [...document.querySelectorAll(".prose > p")].flatMap((paragraph) => {
  const walk = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  const lines = [];
  const range = document.createRange();
  let bottom = -1;
  for (let text; (text = walk.nextNode()); )
    for (let at = 0; at < text.data.length; at += 1) {
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      const box = range.getBoundingClientRect();
      if (!box.width) continue;
      if (box.top > bottom) lines.push(0);
      if (box.top > bottom) bottom = box.bottom;
      lines[lines.length - 1] += 1;
    }
  return lines.slice(0, -1);
})"""


@needs("chromium")
@pytest.mark.browser
@pytest.mark.parametrize(
    ("width", "height", "most"), [(390, 844, 700), (1280, 800, 600)]
)
def test_the_first_sentence_stands_on_the_first_screen(
    chromium, blog, width, height, most
):
    """So do the ways to key points, series and contents."""
    page = open_page(chromium, blog, width)
    page.set_viewport_size({"width": width, "height": height})
    page.goto(FLAGSHIP)
    top = page.locator(".prose > p").first.bounding_box()["y"]
    names = [".key-points", ".series-contents", ".contents:not(.series-contents)"]
    part = "summary" if width < 1024 else "nav, ul"
    ways = [page.locator(name).locator(part).first.bounding_box() for name in names]
    page.context.close()

    assert top <= most
    for way in ways:
        assert 0 < way["y"] < height


@needs("chromium")
@pytest.mark.browser
def test_a_line_has_sixty_to_seventy_characters(chromium, blog):
    """On a tablet too: its signs are counted, and not its width divided."""
    page = open_page(chromium, blog)
    page.goto(FLAGSHIP)
    middle = {}
    for width in (768, 1023, 1024, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        lines = sorted(page.evaluate(LINES))
        assert len(lines) > 20
        middle[width] = lines[len(lines) // 2]
    page.context.close()

    assert min(middle.values()) >= 60, middle
    assert max(middle.values()) <= 70, middle


def test_a_post_and_its_sheet_are_light(blog):
    """Every post: what the first flight of a connection carries."""
    heavy = {}
    for address in blog.posts:
        (sheet,) = blog.soup(address).find_all("link", rel="stylesheet")
        files = [blog.file(address), blog.file(sheet["href"])]
        sizes = [len(gzip.compress(one.read_bytes(), 6, mtime=0)) for one in files]
        if sum(sizes) > MOST_BYTES:
            heavy[address.removeprefix(SITEURL)] = sizes

    assert blog.posts
    assert heavy == {}
