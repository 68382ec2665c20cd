"""A folder of pages: which of them are posts, and what their text is."""

from __future__ import annotations

import doctest
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as markup

from plugins.tools.importing import page_facts
from plugins.tools.importing.old_site import LIST
from plugins.tools.importing.page_content import read_content, spaced_text
from plugins.tools.importing.page_facts import ERROR, REDIRECT, read_facts
from plugins.tools.importing.saved_site import COPY, SavedSite, parse_page
from plugins.tools.site import RefusedError
from tests.plugins.tools.importing.pages import (
    FURNITURE,
    OWN,
    WORDS,
    by_hand,
    listing,
    squarespace,
    wordpress,
)

HOST = "night.example.org"
HOME = f"https://{HOST}"
ENTRY = f"<item><link>http://{HOST}/blog/sleep</link><guid>sleep-1</guid></item>"
COMMENT = f"<item><link>{HOME}/blog/dream/#comment-1</link><guid>c-1</guid></item>"
FEED = f"""<?xml version="1.0"?>
<rss version="2.0"><channel>{ENTRY}{COMMENT}</channel></rss>"""


def save(folder, files):
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return SavedSite(folder)


def brought(site):
    return {one.source: one for one in site.items() if one.kind in ("post", "page")}


def read_page(text):
    data = text if isinstance(text, bytes) else text.encode()
    facts = read_facts(parse_page(data), data)
    return facts, read_content(parse_page(data), facts)


def test_the_examples_of_the_manual_are_true():
    """They are read before the code is."""
    assert doctest.testmod(page_facts).failed == 0


@pytest.fixture(name="mirror")
def _mirror(tmp_path):
    """A site as ``wget`` mirrors it, with a copy, a feed, a redirect, a list."""
    sleep = wordpress("Sleep &amp; Rest", "blog/sleep/")
    dream = wordpress("Dreams", "blog/dream/", number=13)
    away = '<meta http-equiv="refresh" content="0; url=../blog/sleep/index.html">'
    return save(
        tmp_path / "saved",
        {
            f"{HOST}/index.html": listing("Sleep", "Dreams"),
            f"{HOST}/index.html?p=12": sleep.replace("../../", ""),
            f"{HOST}/blog/sleep/index.html": sleep,
            f"{HOST}/blog/dream/index.html": dream,
            f"{HOST}/old/index.html": f"<html><head>{away}</head><body>To it</html>",
            f"{HOST}/feed/index.html": FEED,
            f"{HOST}/wp-content/uploads/room.jpg": b"\xff\xd8\xff",
            f"{HOST}/style.css": "body {}",
        },
    )


def test_each_page_of_a_mirror_is_told_for_what_it_is(mirror):
    """All of them, in the order of their paths; a feed is no page."""
    items = [*mirror.items()]

    assert [
        (one.number, one.source.removeprefix(f"{HOST}/"), one.kind) for one in items
    ] == [
        (1, "blog/dream/index.html", "post"),
        (2, "blog/sleep/index.html", "post"),
        (3, "index.html", LIST),
        (4, "index.html?p=12", COPY),
        (5, "old/index.html", REDIRECT),
    ]
    assert mirror.total == len(items)
    assert [*mirror.items()] == items
    assert mirror.base == HOME
    assert mirror.feeds == (f"{HOME}/feed/",)
    assert [one.form for one in mirror.feeds_read] == ["rss"]


def test_a_post_has_all_that_its_page_says_of_it(mirror):
    """By JSON-LD first; what led there is known too."""
    post = brought(mirror)[f"{HOST}/blog/sleep/index.html"]

    assert post.title == "Sleep & Rest"
    assert post.address == f"{HOME}/blog/sleep/"
    assert post.slug == "sleep"
    assert post.guid == "sleep-1"
    assert brought(mirror)[f"{HOST}/blog/dream/index.html"].guid == ""
    assert {*post.others} == {f"{HOME}/?p=12", f"{HOME}/old/"}
    assert post.date.isoformat() == "2020-03-14T12:00:00+00:00"
    assert post.modified.isoformat() == "2020-03-14T13:00:00+00:00"
    assert post.authors == ("Ada Night",)
    assert (post.categories, post.tags) == (("Nights",), ("sleep", "rest"))
    assert post.excerpt == "What nights &amp; days are, for those who wish to know it."
    assert post.image == f"{HOME}/wp-content/uploads/room.jpg"
    assert post.image_alt == "A room"
    assert (post.previous, post.following) == ("Dreams", "")


def test_links_and_pictures_are_named_by_their_old_addresses(mirror):
    """However they were rewritten on the way; those of others stay."""
    post = brought(mirror)[f"{HOST}/blog/sleep/index.html"]
    tree = markup.fromstring(f"<div>{post.body}</div>")

    assert [one.get("href") for one in tree.iter("a")] == [
        *(f"{HOME}/blog/dream/#deep", f"{HOME}/about/", "https://other.example/")
    ]
    [picture] = tree.iter("img")
    assert picture.get("src") == f"{HOME}/wp-content/uploads/room.jpg"
    uploads = f"{HOME}/wp-content/uploads"
    assert picture.get("srcset") == f"{uploads}/room.jpg 1x, {uploads}/big.jpg 2x"


def test_the_text_comes_without_what_stands_around_it(mirror):
    """Every paragraph, the caption, the blocks' comments; no script, no button."""
    post = brought(mirror)[f"{HOST}/blog/sleep/index.html"]
    text = markup.fromstring(f"<div>{post.body}</div>").text_content()

    assert WORDS.strip() in text
    assert "<!-- wp:paragraph -->" in post.body
    for words in ("Short.", "The room", "dreams"):
        assert words in text
    for words in ("Share", "alert", "Tagged", "You may like", FURNITURE, "Posted on"):
        assert words not in text


def test_what_was_left_outside_is_told_unless_it_stands_on_other_pages(tmp_path):
    """A wrong choice of the text would lose words in silence."""
    files = {
        "a.html": wordpress("One", "a/"),
        "b.html": wordpress("Two", "b/").replace(OWN, "Something else stands there."),
    }
    site = save(tmp_path / "saved", files)
    said = {one.source: [note.what for note in one.notes] for one in site.items()}

    assert any(OWN[:30] in what and "(14 words)" in what for what in said["a.html"])
    assert not any(FURNITURE[:20] in what for what in said["a.html"])
    assert not any("Posted on" in what for what in said["a.html"])


def test_a_post_of_squarespace_comes_whole(tmp_path):
    """As a browser saves it: with a folder of pictures and a comment on top."""
    page = squarespace(
        "Sleep — and Rest", "https://www.aureo.example/blog/2020/3/14/sleep"
    )
    files = {"Sleep.html": page, "Sleep_files/room.jpg": b"\xff\xd8\xff"}
    site = save(tmp_path / "saved", files)
    [post] = site.items()
    tree = markup.fromstring(f"<div>{post.body}</div>")

    assert (post.kind, post.title) == ("post", "Sleep — and Rest")
    assert post.address == "https://www.aureo.example/blog/2020/3/14/sleep"
    assert post.slug == "sleep"
    assert post.date.isoformat() == "2020-03-14T12:00:00-07:00"
    assert post.authors == ("Ada Night",)
    assert (post.categories, post.tags) == (("Nights",), ("sleep",))
    assert (post.previous, post.following) == ("Dreams", "Walks")
    [picture] = tree.iter("img")
    assert picture.get("data-src").endswith("/Sleep_files/room.jpg")
    assert "The room" in tree.text_content()
    assert "What nights are" in tree.text_content()
    assert not {"sleep", "Nights", "Dreams"} & {*tree.text_content().split("\n")}


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        (f"<p>{WORDS}</p><p>Short.</p><ul><li>one</li></ul>", ["Short.", "one"]),
        (f"<div class='entry-content'><p>{WORDS}</p></div>", []),
        (
            f"<section><p>{WORDS}</p></section><section><p>And two.</p></section>",
            ["And two."],
        ),
        (f"<div class='post-content'><p>Tiny.</p></div><p>{WORDS}</p>", ["Tiny."]),
    ],
)
def test_a_page_that_marks_little_is_read_by_its_outline(body, kept):
    """Its head, menu, sidebar and foot go; nothing of the text does."""
    facts, content = read_page(by_hand("A title", body))
    text = markup.fromstring(f"<div>{content.html}</div>").text_content()

    assert (facts.kind, facts.title) == ("post", "A title")
    assert f"{facts.date:%Y-%m-%d}" == "2020-03-14"
    for words in (WORDS.strip(), *kept):
        assert words in text
    for words in ("A title", "Night Blog", "Ada writes here", FURNITURE):
        assert words not in text


SITE = "<meta property='og:site_name' content='N'>"


@pytest.mark.parametrize("system", ["ghost", "blogger", "jekyll", "old squarespace"])
def test_each_system_marks_its_text_in_its_own_way(system):
    """What stands around it does not come along, whatever it is called."""
    text = f"<p>{WORDS}</p>"
    page = {
        "ghost": '<body class="post-template"><main><article class="gh-article post">'
        '<header class="gh-article-header"><h1>T</h1><p class="gh-excerpt">Menu</p>'
        f'</header><section class="gh-content gh-canvas">{text}</section>'
        '<footer><div class="subscribe-form">Menu</div></footer></article></main>',
        "blogger": '<body class="item-view"><div class="widget Blog"><div class="post">'
        '<h3 class="post-title">T</h3><h1>T</h1><div class="post-body entry-content">'
        f'{text}</div><div class="post-footer">Menu</div></div></div>',
        "jekyll": '<body><main><article class="post h-entry" itemscope><header>'
        '<h1 class="post-title p-name">T</h1><p class="post-meta">'
        '<time class="dt-published" datetime="2020-03-14">Menu</time></p></header>'
        f'<div class="post-content e-content" itemprop="articleBody">{text}</div>',
        "old squarespace": '<body class="view-item collection-type-blog"><div>'
        '<article class="hentry"><h1 class="entry-title">T</h1>'
        f'<div class="entry-content e-content"><div class="sqs-layout">{text}</div>'
        '</div><div class="pagination">Menu</div></article></div>',
    }[system]
    facts, content = read_page(f"<!doctype html><html>{page}</body></html>")
    found = markup.fromstring(f"<div>{content.html}</div>").text_content()

    assert (facts.kind, facts.title) == ("post", "T")
    assert found.split() == WORDS.split()


def test_one_page_is_a_site_of_its_own(tmp_path):
    """With the pictures that a browser has saved beside it, and nothing else."""
    address = "https://www.aureo.example/blog/2020/3/14/sleep"
    files = {
        "Sleep.html": squarespace("Sleep", address),
        "Sleep_files/room.jpg": b"\xff\xd8\xff",
        "Other.html": by_hand("Other", f"<p>{WORDS}</p>"),
    }
    save(tmp_path / "saved", files)
    site = SavedSite(tmp_path / "saved/Sleep.html")
    [post] = site.items()

    assert (site.name, post.source, post.address) == (
        "Sleep.html",
        "Sleep.html",
        address,
    )
    assert "/Sleep_files/room.jpg" in post.body


def test_what_is_the_sites_is_no_posts_own(tmp_path):
    """Systems name its picture and its words where a post has none of its own."""
    files = {f"{n}.html": wordpress(f"Post {n}", f"{n}/") for n in range(4)}
    files["4.html"] = wordpress("Post 4", "4/").replace("What nights", "How days")
    site = save(tmp_path / "saved", files)
    posts = [*site.items()]

    assert {one.image for one in posts} == {""}
    assert [bool(one.excerpt) for one in posts] == [False, False, False, False, True]
    assert sum("named by most pages" in note.what for note in site.notes) == 2


PARTS = "".join(
    f'<section><div class="sqs-layout"><p>Part {n}. {WORDS}</p></div></section>'
    for n in range(3)
)


def test_a_page_of_several_parts_keeps_all_of_them():
    """As pages of builders are: none of them is the text alone."""
    page = by_hand("About", PARTS, date="").replace("<body>", '<body class="page">')
    facts, content = read_page(page)

    assert facts.kind == "page"
    assert [f"Part {n}." in content.html for n in range(3)] == [True, True, True]


RECORD = '<script type="application/ld+json">'
ONE, OTHER = (f'{{"@type": "Article", "headline": "{one}"}}' for one in ("A", "B"))


@pytest.mark.parametrize(
    ("head", "body", "kind"),
    [
        ('<meta property="og:type" content="article">', "", "post"),
        ("", "class='page page-id-2'", "page"),
        ('<meta property="og:type" content="article">', "class='page'", "page"),
        ("", "class='error404'", ERROR),
        (f"{RECORD}[{ONE}]</script>", "class='page page-id-2'", "page"),
        (f"{RECORD}[{ONE}, {OTHER}]</script>", "", LIST),
        (f"{RECORD}[{ONE}, {ONE}]</script>", "", "post"),
        ("", "class='archive category'", LIST),
        (
            '<script type="application/ld+json">{"@type":"CollectionPage"}</script>',
            "",
            LIST,
        ),
        (
            '<script type="application/ld+json">[{"@type":["BlogPosting"]}]</script>',
            "",
            "post",
        ),
        ('<script type="application/ld+json">{not json</script>', "", "page"),
    ],
)
def test_what_a_page_is_follows_from_its_marks(head, body, kind):
    """A record that cannot be read is none."""
    page = by_hand("A", f"<p>{WORDS}</p>", head=head, date="")

    assert read_page(page.replace("<body>", f"<body {body}>"))[0].kind == kind


@pytest.mark.parametrize(
    ("marks", "title"),
    [
        (f"<title>Sleep | N</title>{SITE}", "Sleep"),
        ("<meta property='og:title' content='Sleep &amp;amp; Rest'>", "Sleep & Rest"),
        ("<title>Night</title></head><body><main><h1>Sleep</h1></main>", "Sleep"),
    ],
)  # fmt: skip
def test_a_title_is_that_of_the_text_and_not_of_the_site(marks, title):
    """With its entities read, once more where they were written twice."""
    assert read_page(f"<html><head>{marks}<p>{WORDS}</p></html>")[0].title == title


def test_a_site_without_addresses_takes_them_from_its_folder_or_says_so(tmp_path):
    """As ``wget`` calls the folder by its host."""
    page = by_hand("A", f"<p>{WORDS}</p>")
    site = save(tmp_path / "one", {f"{HOST}/blog/a.html": page})
    [post] = site.items()
    assert post.address == f"{HOME}/blog/a.html"
    assert "was taken for https://night.example.org" in site.notes[0].what

    site = save(tmp_path / "two", {"a.html": page})
    [post] = site.items()
    assert (post.address, site.base) == ("", "")
    assert site.notes[0].outcome == "missing"


def test_a_feed_tells_of_pages_that_say_nothing_of_themselves(tmp_path):
    """Where they lay, that they are posts, of which day, and by which id."""
    entry = ENTRY.replace(
        "<guid>", "<pubDate>Sat, 14 Mar 2020 09:00:00 GMT</pubDate><guid>"
    )
    page = f"<html><head><title>Sleep</title></head><body><p>{WORDS}</p></body></html>"
    files = {"feed.xml": FEED.replace(ENTRY, entry), "blog/sleep.html": page}
    site = save(tmp_path, {**files, "blog/sleep": page, "team.html": page})
    told = {one.source: one for one in site.items()}
    assert site.base == f"http://{HOST}"
    post = told["blog/sleep"]
    assert (post.kind, post.guid) == ("post", "sleep-1")
    assert post.date.isoformat() == "2020-03-14T09:00:00+00:00"
    assert post.address == f"http://{HOST}/blog/sleep"
    assert told["team.html"].kind == "page"


def test_a_post_that_microformats_mark_has_its_day_its_author_and_its_address():
    """As old themes of Pelican and WordPress do."""
    page = f"""<html><body><article class="hentry">
        <h1><a rel="bookmark" href="{HOME}/2020/sleep.html">Sleep</a></h1>
        <abbr class="published" title="2020-03-14T09:00:00-07:00">Then</abbr>
        <address class="author">By <a class="url fn" href="/a">Ada L.</a></address>
        <div class="entry-content"><p>{WORDS}</p></div></article></body></html>"""
    facts, _ = read_page(page)
    assert (facts.kind, facts.authors) == ("post", ("Ada L.",))
    assert facts.address == f"{HOME}/2020/sleep.html"
    assert facts.date.isoformat() == "2020-03-14T09:00:00-07:00"
    named, _ = read_page(
        page.replace(' <a class="url fn" href="/a">', " ").replace("</a></add", "</add")
    )
    assert named.authors == ("Ada L.",)


def test_nothing_outside_of_the_folder_is_read(tmp_path):
    """Neither by links of the disk nor by those of pages."""
    (tmp_path / "secret.html").write_text(by_hand("Secret", f"<p>{WORDS}</p>"))
    page = by_hand(
        "A", f"<p>{WORDS}<img src='../secret.png'><a href='../secret.html'>x</a></p>"
    )
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "b.html").symlink_to(tmp_path / "secret.html")
    site = save(folder, {"a.html": page})

    assert [one.title for one in site.items()] == ["A"]


@pytest.mark.parametrize(
    "files",
    [{}, {"a.css": "b {}"}, {"feed.xml": FEED}, {"a.html": ""}, {"a.html": " \n"}],
)
def test_a_folder_without_a_page_is_refused(tmp_path, files):
    """With what to name instead."""
    (tmp_path / "saved").mkdir()
    with pytest.raises(
        RefusedError, match="Name the folder that a site was saved into"
    ):
        save(tmp_path / "saved", files)


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "cp1252", "iso-8859-1"])
def test_pages_of_any_encoding_are_read(code):
    """As they declare it, or as Windows wrote it."""
    declared = (
        "" if code == "cp1252" else f'<meta charset="{code.removesuffix("-sig")}">'
    )
    page = by_hand("Été", f"<p>Áureo. {WORDS}</p>", head=declared).encode(code)
    facts, content = read_page(page)

    assert facts.title == "Été"
    assert "Áureo." in markup.fromstring(content.html).text_content()


NASTY = st.text(st.sampled_from("<>/!-?[]&;=\"' abipx1\x00\ud800é"), max_size=80)


@settings(max_examples=200, deadline=None)
@given(NASTY)
def test_no_page_is_too_broken_to_be_read(text):
    """What is no page is none, and nothing raises."""
    data = f"<html><body><p>x {text}".encode("utf-8", "surrogatepass")
    tree = parse_page(data)
    if tree is not None:
        read_content(parse_page(data), read_facts(tree, data))


def test_a_page_of_hostile_depth_costs_little():
    """Elements within elements, comments without end, records within records."""
    deep = "<div>" * 50_000 + WORDS
    comments = "<!-- -->" * 50_000
    records = '{"@graph":[' * 5_000
    for text in (
        deep,
        comments,
        f'<script type="application/ld+json">{records}</script>',
    ):
        data = f"{comments}<html><body>{text}</body></html>".encode()
        tree = parse_page(data)
        assert tree is not None
        read_content(tree, read_facts(tree, data))


@pytest.mark.parametrize(
    "page",
    [
        wordpress(
            "Sleep &amp; Rest", "a/", body="<iframe title='A film' src='x'></iframe>"
        ),
        squarespace("Sleep", "https://www.aureo.example/blog/sleep"),
        by_hand("A", f"<p>{WORDS}</p><aside>b<b>ol</b>d</aside><form>no</form>tail"),
        f"<p>{WORDS}a<nav>m<!-- c -->e<p>nu</nav>x<svg><text>y</text></svg>z",
    ],
)
def test_no_word_of_a_page_is_lost_between_its_text_and_the_rest(page):
    """What visitors see is the text, or is told apart from it: each word once."""
    facts, content = read_page(page)
    text = spaced_text(markup.fragment_fromstring(content.html, create_parent="div"))
    whole = spaced_text(next(iter(parse_page(page.encode()).iter("body"))))

    assert Counter(text.split()) + Counter(content.apart.split()) == Counter(
        whole.split()
    )
    assert not facts.title or facts.title not in text
