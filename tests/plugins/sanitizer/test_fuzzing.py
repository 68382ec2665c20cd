"""Whatever is pasted into a post: what passes is dead in a real browser.

Bodies are put together from fragments of HTML, Markdown, references, comments and
attribute lists, rendered as the clinic's site renders them, and judged. What the judge
lets through is read by Chromium inside a page, and its own tree and addresses are
examined there.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from markdown import Markdown
from playwright.sync_api import sync_playwright

import pelicanconf
from dev.audit.browser import ARGUMENTS
from plugins.safe_html.judge import Reading, find_unsafe
from plugins.safe_html.ordinary import is_ordinary
from plugins.safe_html.policy import Policy
from plugins.sanitizer.clean import clean
from plugins.tools.build.pelican_run import run_pelican
from tests.conftest import QUIET, a_post
from tests.needs import find, needs

POLICY = Policy(media_hosts=frozenset({"site.example"}), page_ids=frozenset({"main"}))
NAME_LIST = (
    "a abbr b base body br button caption code col colgroup comment dd del details"
    " dialog div dl dt em embed fieldset figure font form frame frameset h1 h2 head hr"
    " html i iframe image img input isindex keygen li link listing main map marquee"
    " math menu meta mglyph mi mo mtext nav nobr noembed noframes noscript object ol"
    " optgroup option p param picture plaintext pre q rb rp rt rtc ruby script search"
    " section select slot small source span strike strong style sub summary sup svg"
    " table tbody td template textarea tfoot th thead time title tr track tt u ul var"
    " video wbr xmp annotation-xml desc foreignObject animate set use"
)
NAMES = NAME_LIST.split()
ADDRESSES = [
    "javascript:document.title=1", "java&#115;cript:document.title=1", "#main", "a.png",
    "JaVaScRiPt:document.title=1", " javascript:document.title=1", "https://x.example/",
    "java\tscript:document.title=1", "java\nscript:document.title=1", "mailto:a@b.c",
    "&#106avascript:document.title=1", "javascript&colon;document.title=1", "/x y.png",
    "\x01javascript:document.title=1", "java&Tab;script:document.title=1", "{static}/a",
    "data:text/html,<script>document.title=1</script>", "vbscript:x", "//x.example/a",
    "feed:javascript:x", "view-source:x", "https:x.example/a", "\\\\x.example/a",
    "tel:1",
]  # fmt: skip
KEY_LIST = (
    "href src srcset onclick onerror onload ontoggle onfocus autofocus style class id"
    " alt title action formaction srcdoc xlink:href background poster data name open"
    " tabindex contenteditable http-equiv content target align width cite data-x"
    " aria-label is slot part popover inert nonce attributename to values"
)
KEYS = KEY_LIST.split()
SIGNS = [
    "<", ">", "</", "/>", "<!--", "-->", "--!>", "<!-->", "<!--->", "<![CDATA[", "]]>",
    "<?", "?>", "<!", "&lt;", "&#60;", "&#x3c;", "&quot;", '"', "'", "`", "=", "\\",
    "/",
    "\n",
    "\n\n", "    ", "\t", " ", "\0", "\r", "\x0c", "\ufeff", "\u2028", "{: ", " }",
    "[", "]", "(", ")", "![", "](", "[a]: ", "[a]", "[^1]", "[^1]: ", "- ", "> ",
    "1. ",
    "# ",
    "```", "~~~", "~~~html", "| a | b |\n|---|--:|\n| 1 | ", "*", "**", "_", "$$",
    ": ", "*[x]: ", "!!! note\n    ", "<http://", "<a@b.org>", "words", "&", "&#0;",
    ";",
    "<div markdown=1>", "document.title=1", "%3Cscript%3E", "{static}", "|filename|",
    "{index}", "href='{index}",
    "bulletin-behind", "\xa0", "\x85", "\u3000", "\x0b", "\x1c",
]  # fmt: skip
QUOTES = st.sampled_from(['"', "'", "", "`"])
VALUE = st.sampled_from(
    [*ADDRESSES, "document.title=1", "x", "", "position:fixed", "main"]
)
GAP = st.sampled_from([" ", "\n", "/", "\t", "\x0c", " / ", ""])
ATTRIBUTE = st.builds(
    lambda gap, key, value, quote: f"{gap}{key}={quote}{value}{quote}",
    GAP, st.sampled_from(KEYS), VALUE, QUOTES,
)  # fmt: skip
TAG = st.builds(
    lambda end, name, gap, attributes, close: f"<{end}{name}{gap}{attributes}{close}",
    st.sampled_from(["", "", "", "/"]),
    st.sampled_from(NAMES),
    st.sampled_from(["", " ", "/", "\n"]),
    st.lists(ATTRIBUTE, max_size=2).map("".join),
    st.sampled_from([">", ">", ">", "/>", "", " >"]),
)
LINK = st.builds("{}[{}]({})".format, st.sampled_from(["", "!"]), VALUE, VALUE)
LIST = st.builds(
    lambda attributes: f"*w*{{:{attributes}}}", st.lists(ATTRIBUTE).map("".join)
)
PIECE = st.one_of(TAG, TAG, LINK, LIST, ATTRIBUTE, st.sampled_from(SIGNS))
BODY = st.lists(PIECE, min_size=1, max_size=9).map("".join)

#: What Chromium itself makes of a body: what could run, be fetched, or break out.
EXAMINE = """(bodies) => bodies.map((body) => {
  const before = "<!doctype html><title>0</title><body><main><ul><li><div><div>";
  const after = "</div>y</div></li></ul></main><p id=behind>z";
  const page = new DOMParser().parseFromString(before + body + after, "text/html");
  const found = [];
  const live = new Set(["script", "iframe", "frame", "frameset", "object", "embed",
    "style", "link", "meta", "base", "form", "input", "button", "textarea", "select",
    "template", "noscript", "svg", "math", "portal", "dialog", "marquee", "video"]);
  let place = page.body;
  for (const name of ["main", "ul", "li", "div", "div"]) {
    const inside = [...(place?.childNodes ?? [])];
    const inner = place?.localName === "div" ? "div #text" : "div";
    const wanted = {main: "main p", div: inner};
    const names = inside.map((one) => one.localName ?? "#text").join(" ");
    place = names === (wanted[name] ?? name) ? inside[0] : null;
  }
  const behind = page.body.lastElementChild;
  const isOpen = behind?.id !== "behind" || behind.innerHTML !== "z";
  const roots = [page.documentElement, page.body];
  if (!place || isOpen || roots.some((one) => one.attributes.length))
    found.push("breaks out");
  for (const one of page.body.querySelectorAll("*")) {
    if (live.has(one.localName)) found.push(one.localName);
    for (const {name, value} of one.attributes) {
      if (name.startsWith("on") || name === "srcdoc") found.push(name);
      if (name === "style" && !value.startsWith("text-align: ")) found.push(name);
      if (name === "id" && value === "main") found.push("id");
    }
    for (const name of ["href", "src", "cite", "action", "data", "poster"]) {
      if (!one.hasAttribute(name)) continue;
      let goal;
      try { goal = new URL(one.getAttribute(name), "https://site.example/x/"); }
      catch { continue; }
      if (!["http:", "https:", "mailto:", "tel:", "sms:"].includes(goal.protocol))
        found.push(goal.protocol);
      if (name === "src" && goal.host !== "site.example") found.push(goal.host);
    }
  }
  return found;
})"""


@pytest.fixture(name="page", scope="module")
def _page():
    """Return an empty page of a Chromium."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=find("chromium"), args=list(ARGUMENTS)
        )
        page = chromium.new_page()
        page.goto("about:blank")
        yield page
        chromium.close()


@pytest.fixture(name="examine", scope="module")
def _examine(page):
    """Return what asks Chromium about bodies."""
    return lambda bodies: page.evaluate(EXAMINE, bodies)


def render(body):
    """Return a body as the clinic's site renders it, or nothing if it cannot."""
    try:
        return Markdown(**pelicanconf.MARKDOWN).convert(f"\n{body}")
    except RecursionError:
        return ""


def assert_dead(bodies, examine):
    """Assert that nothing lives in what the judge lets through, in any form."""
    passed = []
    for body in bodies:
        for html in (body, render(body)):
            if is_ordinary(html, POLICY):
                assert list(Reading(html, POLICY).faults()) == [], html
            if not find_unsafe(html, POLICY):
                passed.append(html)
            cleaned = clean(html, POLICY)
            assert find_unsafe(cleaned, POLICY) == (), (html, cleaned)
            passed.append(cleaned)
    alive = [
        (html, found)
        for html, found in zip(passed, examine(passed), strict=True)
        if found
    ]
    assert alive == []


CAMPAIGN = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large],
    # Bodies are short and many at once: to shrink them would take minutes.
    "phases": [Phase.reuse, Phase.generate],
}


def many(size):
    return st.lists(BODY, min_size=size, max_size=size)


@needs("chromium")
@pytest.mark.browser
@given(bodies=many(10))
@settings(max_examples=40, **CAMPAIGN)
def test_what_passes_is_dead(bodies, examine):
    """Four hundred bodies in every run."""
    assert_dead(bodies, examine)


@pytest.mark.long
@needs("chromium")
@pytest.mark.browser
@given(bodies=many(20))
@settings(max_examples=1000, **CAMPAIGN)
def test_what_passes_is_dead_at_length(bodies, examine):
    """Twenty thousand bodies."""
    assert_dead(bodies, examine)


def assert_built_dead(bodies, page, folder):
    """Build a real site of posts, and open each page with its scripts allowed."""
    posts = folder / "content" / "posts"
    posts.mkdir(parents=True)
    for number, body in enumerate(bodies):
        text = a_post(f"Post {number}", body=f"Words.\n\n{body}")
        (posts / f"{number}.md").write_text(text, "utf-8", newline="")
    run = run_pelican(
        None,
        **QUIET
        | {
            "PATH": str(folder / "content"),
            "OUTPUT_PATH": str(folder / "output"),
            "PLUGINS": ["plugins.front_matter", "plugins.sanitizer"],
            "SANITIZER": {"html": "clean"},
            "MARKDOWN": pelicanconf.MARKDOWN,
        },
    )
    assert run.is_good, run.problems
    pages = [
        file
        for file in (folder / "output").rglob("*.html")
        if file.stem.startswith("post")
    ]
    assert pages
    for file in pages:
        page.goto(file.as_uri())
        page.evaluate(TOUCH)
        assert page.title() != "1", file.read_text("utf-8")


#: What a reader may do by accident: touch, focus, open and follow.
TOUCH = """() => {
  for (const one of document.querySelectorAll("*")) {
    for (const kind of ["mouseover", "focus", "toggle", "click"])
      one.dispatchEvent(new Event(kind, {bubbles: false, cancelable: true}));
    if (one.protocol === "javascript:") one.click();
  }
}"""


@needs("chromium")
@pytest.mark.browser
@given(bodies=many(25))
@settings(max_examples=2, **CAMPAIGN)
def test_a_built_page_is_dead(bodies, page, tmp_path_factory):
    """Fifty posts in every run, in a browser without the clinic's headers."""
    assert_built_dead(bodies, page, tmp_path_factory.mktemp("dead"))


@pytest.mark.long
@needs("chromium")
@pytest.mark.browser
@given(bodies=many(50))
@settings(max_examples=40, **CAMPAIGN)
def test_a_built_page_is_dead_at_length(bodies, page, tmp_path_factory):
    """Two thousand posts."""
    assert_built_dead(bodies, page, tmp_path_factory.mktemp("dead"))


@needs("chromium")
@pytest.mark.browser
def test_the_examiner_sees_what_lives(examine):
    """A check that cannot fail proves nothing."""
    alive = [
        "<!--> <script>x</script> -->", "<p onclick=x>", "</div>", "<b>", "<li>",
        "</ul>x",
        "<a href='java&#115;cript:x'>", "<img src=//x.example/a>", "<p style=x>",
        "<svg><style><img src=1 onerror=x>", "<p id=main>", "<body class=x>", "<!--",
        "<img alt='",
    ]  # fmt: skip
    assert all(examine(alive))
    assert not any(find_unsafe(html, POLICY) == () for html in alive)
    assert examine(["<p>words</p>", "<ul><li>a", "<a href=/x>b</a>"]) == [[], [], []]
