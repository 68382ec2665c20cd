"""What a reader gets on each kind of page."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from dev.audit import pages
from dev.audit.links import find_broken_links
from dev.audit.run import WITHOUT_DATA
from tests.theme.conftest import CLINIC, build, load_corpus

#: A preview is built apart.
KINDS = [kind for kind in pages.KINDS if kind != "preview"]
POST = "blog/post-4/index.html"


def text_of(node):
    return " ".join(node.get_text(" ").split())


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_page_has_the_manners_of_html(blog, kind):
    """One h1, a language, a title, a description, a skip link first, landmarks."""
    page = blog.of(kind)

    assert len(page.find_all("h1")) == 1
    assert page.html["lang"] == "en"
    assert page.title.string.strip().endswith("Áureo") or kind == "home"
    assert page.find("meta", {"name": "description"})["content"].strip()
    first = page.body.find("a")
    assert first["href"] == "#main"
    assert page.find("main")["id"] == "main"
    assert page.find("header", class_="site-header")
    assert page.find("footer", class_="site-footer")
    for nav in page.find_all("nav"):
        assert nav.get("aria-label") or nav.get("aria-labelledby"), nav


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_runs_or_fetches_anything_of_another(blog, kind):
    """No script, no inline style, no handler, and one style sheet."""
    page = blog.of(kind)

    kinds = {script.get("type") for script in page.find_all("script")}
    assert kinds <= {"application/ld+json"}
    assert page.find_all("style") == []
    for node in page.find_all(True):
        assert "style" not in node.attrs
        assert not [name for name in node.attrs if name.startswith("on")]
    sheets = page.find_all("link", rel="stylesheet")
    assert len(sheets) == 1
    for node in page.find_all(src=True):
        assert node["src"].startswith(blog.address)


def test_titles_and_addresses_are_unique(blog):
    """Nobody loses their way among tabs; search engines see one address a page."""
    titles, addresses = [], []
    for page in blog.pages:
        soup = blog.soup(page.path)
        canonical = soup.find("link", rel="canonical")
        titles.append(soup.title.string)
        if page.kind not in WITHOUT_DATA:
            addresses.append(canonical["href"])
            assert canonical["href"] == f"{blog.address}/{page.address}"

    assert len(titles) == len(set(titles))
    assert len(addresses) == len(set(addresses))


def test_every_link_of_every_page_leads_somewhere(blog):
    """Fragments too."""
    assert find_broken_links(blog.output, blog.address) == {}


def test_a_part_says_where_it_stands_and_what_is_around_it(blog):
    """Kicker, contents with the current part as text, next and previous by name."""
    page = blog.soup(POST)

    assert text_of(page.find(class_="series-kicker")).startswith("Part 3 of 5 in")
    contents = page.find(class_="series-contents").find("nav")
    current = contents.find(attrs={"aria-current": "page"})
    assert current.find("a") is None
    assert len(contents.find_all("li")) == 5
    around = page.find("nav", class_="series-pagination")
    following = around.find("a", rel="next")
    assert text_of(following).startswith("Next part :")
    assert "number 7" in text_of(following)
    assert text_of(around.find("a", rel="prev")).startswith("Previous part:")


def test_the_next_part_is_never_taken_for_a_newer_post(blog):
    """Other words, another place, no rel that would mix the two."""
    page = blog.soup(POST)
    around = page.find("nav", class_="neighbours")

    words = text_of(around)
    assert "Newer post:" in words
    assert "Older post:" in words
    assert "part" not in words.split(":")[0].lower()
    assert around.find(rel=["next", "prev"]) is None
    assert "Newer" not in text_of(page.find("nav", class_="series-pagination"))
    places = [nav.get("class", [""])[0] for nav in page.find("article").find_all("nav")]
    assert places.index("series-pagination") < places.index("neighbours")


def test_what_follows_a_post_comes_in_order(blog):
    """Crisis line, reading on, one call to action, review, sources, neighbours."""
    page = blog.soup(POST)
    order = [
        "prose",
        "crisis-line",
        "series-pagination",
        "call-to-action",
        "review",
        "references",
        "after-post",
        "neighbours",
    ]
    article = page.find("article")

    found = [
        node["class"][0]
        for node in article.find(class_="post-body").find_all(True, recursive=False)
        if node.get("class") and node["class"][0] in order
    ]
    assert found == order
    assert article.find(class_="crisis-line").find("a", href="tel:988")
    assert article.find(class_="crisis-line").find("a", href="tel:911")
    assert len(article.find_all(class_="call-to-action-link")) == 1
    link = article.find(class_="call-to-action-link")
    assert link["href"] == f"{blog.address}/contact/"


def test_a_post_says_who_checked_it_or_that_nobody_did(blog):
    """“Not yet medically reviewed” stands above and below; a review has its dates."""
    unchecked, checked = blog.soup(POST), blog.soup("blog/post-2/index.html")

    assert "Not yet medically reviewed" in text_of(unchecked.find(class_="byline"))
    assert "Not yet medically reviewed" in text_of(unchecked.find(class_="review"))
    words = text_of(checked.find(class_="review"))
    assert "Medically reviewed by R. Viewer, MD." in words
    assert "Page last reviewed 1 April 2026" in words
    assert "Next review due 1 April 2031" in words
    days = [time["datetime"] for time in checked.find(class_="review").find_all("time")]
    assert days == ["2026-04-01", "2031-04-01"]
    assert "Not yet" not in words


def test_a_post_shows_what_its_header_says(blog):
    """Key points, reading time, contents, corrections, updated, picture."""
    page = blog.soup("blog/post-1/index.html")

    assert len(page.find(class_="key-points").find_all("li")) == 2
    assert "minute read" in text_of(page.find(class_="byline"))
    assert "Updated 1 October 2026" in text_of(page.find(class_="byline"))
    assert "24, not 42" in text_of(page.find(class_="corrections"))
    (contents,) = page.find_all(class_="contents")
    targets = [link["href"][1:] for link in contents.find_all("a")]
    assert len(targets) == 6
    assert all(page.find(id=target).name == "h2" for target in targets)
    assert targets[-1].endswith("references")
    picture = page.find(class_="post-picture")
    assert picture.img["alt"] == "Light from a window on a wooden floor."
    assert "loading" not in picture.img.attrs
    image = page.find("meta", property="og:image")["content"]
    assert image == picture.img["src"]


def test_pictures_in_a_text_are_many_sized_and_lazy(blog):
    """WebP in several widths, a fallback, room kept, a caption as figure.

    Narrower files of the drawing would be heavier than the whole of it.
    """
    prose = blog.soup(POST).find(class_="prose")
    figure = prose.find("figure")

    assert text_of(figure.figcaption) == "Three steps, drawn by hand."
    source = figure.find("source")
    assert source["type"] == "image/webp"
    widths = [part.split()[1] for part in source["srcset"].split(",")]
    assert widths == ["900w"]
    photograph = prose.find("img", alt="A window.").find_parent("picture").source
    assert "480w" in photograph["srcset"]
    assert "1600w" in photograph["srcset"]
    image = figure.find("img")
    assert (image["width"], image["height"]) == ("900", "500")
    assert image["loading"] == "lazy"
    assert image["src"].endswith(".png")


def test_callouts_say_in_words_what_their_colour_repeats(blog):
    """A hidden word stands before the title; nothing is told by colour alone."""
    notes = blog.soup(POST).find_all(class_="admonition")

    titles = [text_of(note.find(class_="admonition-title")) for note in notes]
    assert titles[0].startswith("Important: Do not change")
    assert titles[1].startswith("Urgent: Call or text")
    assert titles[2] == "What this is not"
    assert {note["role"] for note in notes} == {"note"}


def test_a_plain_post_has_no_empty_blocks(blog):
    """What a post does not have leaves no heading behind."""
    page = blog.soup("blog/plain/index.html")

    for name in (
        "folds",
        "side",
        "series-contents",
        "series-pagination",
        "key-points",
        "contents",
        "corrections",
        "crisis-line",
        "references",
        "post-picture",
    ):
        assert page.find(class_=name) is None, name
    assert "A plain post & “nothing” more" in page.title.string
    assert text_of(page.find(class_="series-kicker")) == "Evidence"


def test_a_withdrawn_post_keeps_its_page_and_gives_its_reason(blog):
    """The reason comes first; lists, sitemap and search engines leave it out."""
    page = blog.of("withdrawn")

    assert "Its source was retracted." in text_of(page.find(class_="withdrawn"))
    assert page.find("meta", {"name": "robots"})["content"] == "noindex"
    assert page.find(class_="call-to-action") is None
    assert page.find("details").find(class_="prose")
    for path in ("index.html", "archive/index.html", "sitemap.xml"):
        assert "blog/withdrawn/" not in (blog.output / path).read_text("utf-8")


def test_a_preview_marks_what_is_not_published(corpus, tmp_path):
    """A draft in a preview says so at its top, in lists, and to search engines."""
    build(corpus, tmp_path, "https://p.example", BULLETIN_PREVIEW=True)
    page = BeautifulSoup((tmp_path / "blog/draft/index.html").read_bytes(), "lxml")

    assert page.body["data-page"] == "preview"
    assert "this is a draft" in text_of(page.find(class_="preview-note"))
    assert page.find("meta", {"name": "robots"})["content"] == "noindex"
    category = (tmp_path / "category/evidence/index.html").read_text("utf-8")
    assert "Draft · Evidence" in category
    byline = text_of(page.find(class_="byline"))
    assert "Draft of 2 January 2026" in byline
    soon = BeautifulSoup((tmp_path / "blog/soon/index.html").read_bytes(), "lxml")
    assert "Comes out on 20 December 2100" in text_of(soon.find(class_="byline"))
    assert "Published" not in text_of(soon.find(class_="byline"))
    missing = BeautifulSoup((tmp_path / "404.html").read_bytes(), "lxml")
    lines = text_of(missing.find(class_="lines"))
    assert "A post to come Scheduled · 20 December 2100" in lines
    home = BeautifulSoup((tmp_path / "index.html").read_bytes(), "lxml")
    assert home.find(class_="preview-note")
    assert home.find("meta", {"name": "robots"})["content"] == "noindex"


def test_the_pages_own_feed_comes_first(blog):
    """A reader who subscribes from a part gets its series, not everything."""
    feeds = blog.soup(POST).find_all("link", rel="alternate")

    assert "/feeds/series/" in feeds[0]["href"]
    assert feeds[0]["type"] == "application/atom+xml"
    assert any("/feeds/all.atom.xml" in feed["href"] for feed in feeds)
    tag = blog.of("tag").find_all("link", rel="alternate")
    assert "/feeds/tag/" in tag[0]["href"]


def test_lists_turn_pages_as_govuk_does(blog):
    """Blocks with words and the page they lead to; the title counts pages."""
    first, second = blog.soup("index.html"), blog.soup("page/2/index.html")

    older = first.find(class_="pagination").find("a", rel="next")
    assert text_of(older) == "Older posts Page 2 of 2"
    assert "(page 2 of 2)" in second.title.string
    newer = second.find(class_="pagination").find("a", rel="prev")
    assert text_of(newer) == "Newer posts Page 1 of 2"


def test_the_topics_are_an_a_to_z(blog):
    """Letters lead to their sections, in order."""
    page = blog.of("topics")

    letters = page.find(class_="letters").find_all("a")
    shown = [text_of(letter) for letter in letters]
    assert shown == sorted(shown)
    heads = [text_of(head) for head in page.find(class_="letter-list").find_all("h2")]
    assert heads == shown


def test_the_sitemap_tells_true_days(blog):
    """A post's own day, or that of its change; a list's newest; no page twice."""
    sitemap = BeautifulSoup((blog.output / "sitemap.xml").read_bytes(), "xml")
    days = {
        url.loc.string.removeprefix(f"{blog.address}/"): url.lastmod
        for url in sitemap.find_all("url")
    }

    assert days["blog/post-1/"].string.startswith("2026-10-01")
    assert days["blog/post-4/"].string.startswith("2026-05-05")
    assert days[""].string.startswith("2026-10-01")
    assert days["about/"] is None
    assert len(days) == len(sitemap.find_all("url"))
    for address in days:
        assert (blog.output / address / "index.html").is_file(), address
    robots = (blog.output / "robots.txt").read_text("utf-8")
    assert f"Sitemap: {blog.address}/sitemap.xml" in robots


def test_a_planned_part_is_marked_as_the_plugin_marks_it(blog):
    """On the page of the series and in the contents of its parts."""
    for page in (blog.of("series"), blog.soup(POST)):
        assert "(planned, 1 January 2031)" in text_of(page.main)


def test_a_site_of_posts_alone_links_nothing_that_is_not_there(tmp_path):
    """No about, no contact, no series, no references: no dead link, no empty menu."""
    content = tmp_path / "content"
    (content / "posts").mkdir(parents=True)
    plain = load_corpus().special_posts()["plain"]
    (content / "posts/plain.md").write_text(plain, "utf-8")
    output = tmp_path / "out"

    build(content, output, "https://posts.example")

    assert find_broken_links(output, "https://posts.example") == {}
    page = BeautifulSoup((output / "blog/plain/index.html").read_bytes(), "lxml")
    mail = page.find(class_="call-to-action-link")
    assert mail["href"] == f"mailto:{CLINIC['email']}"
    assert page.find("li", string=None) is not None
    for item in page.find_all("li"):
        assert text_of(item), "an empty item"


@pytest.mark.parametrize(
    "plugins",
    [
        [],
        ["plugins.front_matter"],
        ["plugins.series"],
        ["plugins.references"],
        ["plugins.reading"],
        ["plugins.images"],
        ["plugins.social_cards"],
        ["plugins.structured_data"],
        ["plugins.stylesheets"],
        ["plugins.feeds"],
    ],
    ids=lambda plugins: "".join(plugins).removeprefix("plugins.") or "none",
)
def test_the_theme_stands_on_stock_pelican(tmp_path, plugins):
    """Without our plugins, or with any one of them: every page, no dead link."""
    content, output = tmp_path / "content", tmp_path / "out"
    (content / "posts").mkdir(parents=True)
    for number in (1, 2):
        header = (
            f"Title: Post number {number}\nDate: 2026-01-0{number}\nCategory: x\n"
            f"Tags: one, two\nSlug: post-{number}\n"
            "Summary: Some words that say what this post is about, for everybody.\n"
        )
        text = f"{header}\n## A heading\n\nDepression.\n"
        (content / f"posts/post-{number}.md").write_text(text, "utf-8")

    build(content, output, "https://s.example", PLUGINS=plugins)

    assert find_broken_links(output, "https://s.example") == {}
    category = BeautifulSoup((output / "category/x/index.html").read_bytes(), "lxml")
    assert text_of(category.find(class_="kicker")) == "Category"
    page = BeautifulSoup((output / "blog/post-1/index.html").read_bytes(), "lxml")
    assert len(page.find_all("h1")) == 1
    assert "A heading" in page.find(class_="prose").text
    (sheet,) = page.find_all("link", rel="stylesheet")
    place = sheet["href"].removeprefix("https://s.example/")
    assert (output / place).is_file()


def test_a_site_replaces_words_and_languages_have_their_own(tmp_path):
    """WORDS changes a word; a German post says German words, and is found by both.

    What plugins say too is German without a setting.
    """
    content = tmp_path / "content"
    (content / "posts").mkdir(parents=True)
    plain = load_corpus().special_posts()["plain"]
    german = plain.replace("slug: plain", "slug: plain\nlang: de")
    (content / "posts/plain.md").write_text(plain, "utf-8")
    (content / "posts/schlicht.md").write_text(german, "utf-8")
    words = {"en": {"skip": "Go to the text"}, "de": {"skip": "Zum Inhalt"}}

    build(content, tmp_path / "out", "https://w.example", WORDS=words)

    pages = {
        lang: BeautifulSoup((tmp_path / "out" / place).read_bytes(), "lxml")
        for lang, place in (
            ("en", "blog/plain/index.html"),
            ("de", "blog/plain-de/index.html"),
        )
    }
    for lang, page in pages.items():
        assert page.html["lang"] == lang
        assert text_of(page.find(class_="skip-link")) == words[lang]["skip"]
        minutes = {"en": "1 minute read", "de": "1 Min. Lesezeit"}[lang]
        assert minutes in text_of(page.find(class_="byline"))
        links = page.find_all("link", hreflang=True)
        assert {link["hreflang"] for link in links} == {"en", "de"}
