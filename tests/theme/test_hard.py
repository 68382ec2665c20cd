"""Posts that are hard to lay out, in Chromium: on screen and paper no page breaks."""

from __future__ import annotations

from itertools import pairwise

import pytest

from dev.audit.browser import DOUBLE, WIDER_THAN_WINDOW
from dev.audit.server import serving
from plugins.security_headers.settings import SecurityHeaders
from tests.needs import needs
from tests.theme.conftest import build
from tests.theme.hard import BARE, POSTS, WORDS, write_hard

pytestmark = [needs("chromium"), pytest.mark.browser]
#: What a site may leave out, though ours does not.
LOOSE = {"FRONT_MATTER": {"strict": True, "required": ["title", "date"]}}
WIDTHS = (320, 390, 768, 1280)
#: A view of its own for each page, in turn: axe takes longer than all else.
VIEWS = [
    *((1280, "light"), (320, "dark"), (390, "light"), (1280, "dark")),
    *((320, "light"), (768, "dark"), (390, "dark"), (768, "light")),
]
#: A part in the middle, one with an endless title, first, last and only ones.
PARTS = ("thirty-steps-15", "thirty-steps-3", "twelve-steps-1", "twelve-steps-12")
POST_PAGES = [
    *(f"blog/{slug}/" for slug in (*POSTS, *BARE, *PARTS, "only-one-1")),
    *(f"blog/in-{lang}-{lang}/" for lang in WORDS),
]
LISTS = [
    *("", "archive/", "tags/", "series/", "feeds/", "about/", "no/such/page/"),
    *("series/twelve-steps/", "series/thirty-steps/all/"),
]
#: Whose axe run finds what no other page has.
EXAMINED = [
    *(f"blog/{slug}/" for slug in ("endless", "tables", "code", "headings", "folds")),
    *(f"blog/{slug}/" for slug in ("notes", "pictures", "inline", "nine-points")),
    *("blog/in-ar-ar/", "blog/thirty-steps-15/", "series/twelve-steps/"),
]
#: An axe that looks into what is folded, too.
AXE = """async () => {
  for (const fold of document.querySelectorAll("details")) {
    fold.removeAttribute("name");
    fold.open = true;
  }
  const found = await axe.run({resultTypes: ["violations"]});
  return found.violations.map((one) => `${one.id} at ${one.nodes[0].target}`);
}"""
SIZES = """() => Object.fromEntries(
  ["h1", "h2", "h3", "h4", "h5", "h6", "p"].map((name) => [name,
    parseFloat(getComputedStyle(
      document.querySelector(name === "h1" ? name : `.prose ${name}`)).fontSize)]))"""
ROWS = """() => [...document.querySelectorAll("tr")].map(
  (row) => [row.textContent.trim().slice(0, 40), row.getBoundingClientRect().height])"""
#: What has letters of its own and the colour of each, numbers of lists too.
LETTERS = """() => [...document.querySelectorAll("body, body *")].flatMap((node) => [
  [...node.childNodes].some((n) => n.nodeType === 3 && n.data.trim())
    && [node.outerHTML.slice(0, 60), getComputedStyle(node).color],
  node.matches("ol > li")
    && [node.outerHTML.slice(0, 60), getComputedStyle(node, "::marker").color],
].filter(Boolean))"""
GOLD = """() => {
  const node = document.body.appendChild(document.createElement("i"));
  node.style.color = "var(--gold)";
  const colour = getComputedStyle(node).color;
  node.remove();
  return colour;
}"""
PICTURES = """() => [...document.querySelectorAll("main img")].map((img) => {
  const box = img.getBoundingClientRect();
  return {name: img.currentSrc.split("/").at(-1), width: box.width, height: box.height,
    shape: img.naturalWidth / img.naturalHeight, fit: getComputedStyle(img).objectFit};
})"""
SHIFTS = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) sum += entry.value;
  }).observe({type: "layout-shift", buffered: true});
  requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
})"""
#: What stands to the right of the page or has lines that are not seen.
CUT = """() => [...document.querySelectorAll("main *")].filter((node) => {
  const box = node.getBoundingClientRect();
  const style = getComputedStyle(node);
  if (!box.width || node.closest(".visually-hidden")) return false;
  return box.right > innerWidth + 1
    || node.scrollWidth > node.clientWidth + 1 && style.display !== "inline"
    || /auto|scroll/.test(style.overflowX + style.overflowY);
}).map((node) => node.outerHTML.slice(0, 80))"""
EDGES = """(nodes) => nodes.map((node) => {
  const box = node.getBoundingClientRect();
  return [box.top, box.bottom];
})"""
FOCUSED = """() => {
  const node = document.activeElement;
  const box = node.getBoundingClientRect();
  return node === document.body ? null : {
    top: box.top + scrollY, bottom: box.bottom + scrollY,
    name: node.textContent.trim().slice(0, 40), rail: !!node.closest(".side"),
  };
}"""
FOLDS = """() => [...document.querySelectorAll(".fold")].map((fold) => {
  const word = fold.querySelector("summary").getBoundingClientRect();
  const panel = fold.lastElementChild.getBoundingClientRect();
  return {open: fold.open, seen: panel.height > 0, top: word.top, bottom: word.bottom,
    left: word.left, panel: panel.top, width: panel.width};
})"""


@pytest.fixture(name="address", scope="module")
def _address(tmp_path_factory):
    """Build the hard blog and serve it."""
    root = tmp_path_factory.mktemp("hard")
    content = write_hard(root / "content", bare=True)
    output = root / "output"
    output.mkdir()
    with serving(output, SecurityHeaders().all) as server:
        build(content, output, server.address, **LOOSE)
        yield server.address


@pytest.fixture(name="tab", scope="module")
def _tab(browser):
    """Return one tab for all; a new one each takes as long as axe."""
    context = browser._chromium.new_context(bypass_csp=True, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture(name="show", scope="module")
def _show(tab, address):
    """Open a page at a width."""

    def show(page, width=1280, height=800, **media):
        tab.set_viewport_size({"width": width, "height": height})
        usual = {"media": "screen", "color_scheme": "light"}
        tab.emulate_media(**usual | media)
        tab.goto(f"{address}/{page}", wait_until="load")
        return tab

    yield show
    tab.emulate_media(media="screen", color_scheme="light")


def test_no_page_scrolls_sideways(show):
    """At the narrowest and another width, at 200 % too; and no letters are gold."""
    wide, gilded = [], []
    for number, page in enumerate(POST_PAGES + LISTS):
        tab = show(page)
        gold = tab.evaluate(GOLD)
        gilded += [text for text, colour in tab.evaluate(LETTERS) if colour == gold]
        style = tab.add_style_tag(content="/* room for text at 200 % */")
        other = WIDTHS[1 + number % 3]
        for css, width in (("", 320), ("", other), (DOUBLE, (320, 1280)[number % 2])):
            style.evaluate("(node, css) => node.textContent = css", css)
            tab.set_viewport_size({"width": width, "height": 800})
            if tab.evaluate(WIDER_THAN_WINDOW) > 0:
                wide.append((page, width, css))

    assert wide == []
    assert gilded == []


def test_axe_finds_nothing_on_hard_pages(show, browser):
    """Each width in both schemes, what is folded opened."""
    script = browser._axe.read_text("utf-8")
    found = []
    for number, page in enumerate(EXAMINED):
        width, scheme = VIEWS[number % len(VIEWS)]
        tab = show(page, width, color_scheme=scheme)
        tab.evaluate(script)
        found += [(page, width, scheme, fault) for fault in tab.evaluate(AXE)]

    assert found == []


@pytest.mark.parametrize("width", [390, 1280])
def test_a_long_word_makes_no_row_of_a_table_tower(show, width):
    """One of 38 letters takes a few lines; one of 100 no more than half a window."""
    rows = dict(show("blog/tables/", width).evaluate(ROWS))
    (long,) = [rows[row] for row in rows if "electro" in row]
    endless = dict(show("blog/endless/", width).evaluate(ROWS))

    assert long <= 130
    assert max(rows.values()) <= 400
    assert 100 < max(endless.values()) <= 400


@pytest.mark.parametrize("media", ["screen", "print"])
@pytest.mark.parametrize("width", [390, 665, 1280])
def test_headings_grow_smaller_by_their_level(show, media, width):
    """In the text's own size at least, however wide the window or the paper is."""
    size = show("blog/headings/", width, media=media).evaluate(SIZES)

    assert size["h1"] > size["h2"] > size["h3"] > size["h4"]
    assert size["h4"] >= size["h5"] >= size["h6"] >= size["p"]


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 800)])
def test_a_tall_picture_leaves_room_for_the_text(show, width, height):
    """At most 70 % of the window, in its own shape, and nothing moves as it comes."""
    tab = show("blog/pictures/", width, height)
    tab.evaluate("scrollTo(0, document.body.scrollHeight)")
    tab.wait_for_load_state("networkidle")
    pictures = tab.evaluate(PICTURES)

    assert len(pictures) == 8
    for picture in pictures:
        assert picture["height"] <= height * 0.7 + 1, picture
        shape = picture["width"] / picture["height"]
        is_kept = abs(shape / picture["shape"] - 1) < 0.05
        assert is_kept or picture["fit"] == "contain", picture
    assert tab.evaluate(SHIFTS) == 0


@pytest.mark.parametrize("page", ["tables", "code", "endless", "folds", "pictures"])
def test_nothing_is_cut_on_paper(show, page):
    """A4 between its margins: no column and no line beyond, no scroll bar."""
    tab = show(f"blog/{page}/", 665, 970, media="print")
    boxes = tab.locator(".print-head, .series-kicker, h1, .lead, .byline")
    edges = boxes.evaluate_all(EDGES)

    assert tab.evaluate(CUT) == []
    assert tab.evaluate(WIDER_THAN_WINDOW) <= 0
    for (_, bottom), (top, _) in pairwise(edges):
        assert bottom <= top


def test_what_is_folded_is_printed(show):
    """Tables and lists in details that nobody opened; key points too."""
    heights = """(nodes) => nodes.map((node) =>
      node.checkVisibility() && node.getBoundingClientRect().height)"""
    tab = show("blog/folds/", 665, 970, media="print")
    folded = tab.eval_on_selector_all(".prose details > *", heights)
    tables = tab.eval_on_selector_all(".prose details td", heights)
    tab = show("blog/nine-points/", 665, 970, media="print")
    points = tab.eval_on_selector_all(".key-points li", heights)

    assert len(points) == 9
    assert len(tables) == 24
    assert len(folded) >= 4
    assert min(*folded, *tables, *points) > 10


def test_a_short_table_stays_on_one_sheet_and_a_long_one_repeats_its_head(show):
    """Sixty rows break between rows."""
    breaks = """(tables) => tables.map((table) => [table.rows.length,
      getComputedStyle(table).breakInside, getComputedStyle(table.rows[1]).breakInside,
      getComputedStyle(table.tHead).display])"""
    tab = show("blog/tables/", 665, 970, media="print")
    found = {rows: rest for rows, *rest in tab.eval_on_selector_all("table", breaks)}

    assert found[3][0] == "avoid"
    assert found[61] == ["auto", "avoid", "table-header-group"]


@pytest.mark.parametrize(("width", "jumps"), [(1280, 1), (390, 0)])
@pytest.mark.parametrize("page", ["thirty-steps-15", "nine-points", "notes"])
def test_focus_goes_down_the_page(show, page, width, jumps):
    """Back up once at most: from the end of the rail to the beginning of the text."""
    tab = show(f"blog/{page}/", width)
    way = []
    for _ in range(90):
        tab.keyboard.press("Tab")
        place = tab.evaluate(FOCUSED)
        if place is None or place in way[:1]:  # the end, or the beginning again
            break
        way.append(place)
    back = [(a, b) for a, b in pairwise(way[1:]) if b["bottom"] <= a["top"]]

    assert len(way) > 10
    assert len(back) <= jumps, back
    assert all(a["rail"] and not b["rail"] for a, b in back), back


@pytest.mark.parametrize("width", [320, 360, 375, 390, 768])
def test_three_folds_stand_in_one_row(show, width):
    """From the narrowest phone to a tablet."""
    folds = show("blog/twelve-steps-12/", width, 844).evaluate(FOLDS)

    assert len(folds) == 3
    assert len({fold["top"] for fold in folds}) == 1


@pytest.mark.parametrize("page", ["thirty-steps-15", "twelve-steps-12"])
def test_one_fold_is_open_at_a_time_on_a_phone(show, page):
    """Three words in one row of the first screen; what they open stands below it."""
    tab = show(f"blog/{page}/", 390, 844)
    folds = tab.evaluate(FOLDS)
    assert len(folds) == 3
    assert len({fold["top"] for fold in folds}) == 1
    assert folds[0]["bottom"] <= 844
    assert [fold["open"] or fold["seen"] for fold in folds] == [False] * 3

    for number in range(3):
        tab.locator(".fold > summary").nth(number).click()
        folds = tab.evaluate(FOLDS)
        expected = [place == number for place in range(3)]
        assert [fold["open"] for fold in folds] == expected
        assert [fold["seen"] for fold in folds] == expected
        assert folds[number]["panel"] >= max(fold["bottom"] for fold in folds)
        assert folds[number]["width"] == 390 - 2 * 16
        assert len({fold["top"] for fold in folds}) == 1
