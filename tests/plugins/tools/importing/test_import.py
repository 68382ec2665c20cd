"""``invoke import`` brings a blog over, once, whole, and says what became of it."""

from __future__ import annotations

import json
import os
import re
import signal
import time
from types import SimpleNamespace

import pytest
from pelican.readers import MarkdownReader
from pelican.settings import DEFAULT_CONFIG

from tests.plugins.tools.conftest import make_place, visited
from tests.plugins.tools.importing.exports import (
    BASE,
    a_picture,
    an_author,
    an_export,
    an_item,
)
from tests.plugins.tools.importing.moved import GIF, a_house

SENTENCE = "This is a sentence of the old blog, and a rather long one at that."
TOPIC = '<category domain="category" nicename="x"><![CDATA[Notes]]></category>'


def a_post(number, words=SENTENCE, **fields):
    """Return a post of the old blog, of a day of its own."""
    told = {
        "post_id": str(number),
        "post_name": f"p{number}",
        "post_date": f"2020-03-{number:02d} 09:00:00",
        "more": TOPIC,
        **fields,
    }
    title = told.pop("title", f"Post {number}")
    return an_item(title, f"<p>{words}</p>", **told)


@pytest.fixture(name="house")
def _house(tmp_path):
    return a_house(tmp_path / "blog")


def export(place, *items, **more):
    """Write an export beside the site, and return its path."""
    path = place.root.parent / "export.xml"
    path.write_text(an_export(an_author(), *items, **more))
    return str(path)


def bring(place, source, *words):
    return place.run("import", source, "--yes", *words)


def report(place):
    return json.loads((place.root / "import-report.json").read_text())


def test_a_blog_comes_over_and_builds(house):
    """Its links lead to the new posts; its old addresses lead on."""
    link = f'{SENTENCE} <a href="{BASE}/p1/?utm_source=x">Before</a>'
    source = export(house, a_post(1), a_post(2, link))
    ended = bring(house, source)
    assert ended.code == 0, ended.said
    assert "2 brought" in ended.out or "2 changed" in ended.out
    assert "A second reading of the source adds up to the same." in ended.out
    text = (house.root / "content/posts/2020-03-02-p2.md").read_text()
    assert "[Before]({filename}/posts/2020-03-01-p1.md)" in text
    built = house.run("build")
    assert built.code == 0, built.said
    assert 'href="../p1/"' in (house.output / "blog/p2/index.html").read_text()
    assert "/blog/p1/" in (house.output / "_redirects").read_text()


#: Links of an old post, and where they lead in the new one.
LINKS = {
    "/p1/": "{filename}/posts/2020-03-01-p1.md",
    "/?p=1&utm_source=x": "{filename}/posts/2020-03-01-p1.md",
    "http://www.old.example/p1#more-1": "{filename}/posts/2020-03-01-p1.md",
    "/": "{index}",
    "/category/side-effects/": "{category}side-effects",
    "/wp-content/uploads/a.pdf": "{static}/images/a.pdf",
    "/p3/": "https://old.example/p3/",
    "/gone/": "https://old.example/gone/",
    "https://elsewhere.example/p1/": "https://elsewhere.example/p1/",
}


@pytest.mark.parametrize(("href", "target"), LINKS.items(), ids=LINKS)
def test_a_link_leads_to_what_was_there(href, target, linked):
    """To posts, lists and files that came along; else it stays, and is named."""
    assert f"[{[*LINKS].index(href)}]({target})" in linked.text
    assert target.startswith(BASE) is (target in linked.left)


@pytest.fixture(name="linked", scope="module")
def _linked(tmp_path_factory):
    """Bring a post full of links, and build the site; return text and report."""
    root = tmp_path_factory.mktemp("linked")
    house = a_house(root / "blog")
    (root / "uploads").mkdir()
    (root / "uploads/a.pdf").write_bytes(b"%PDF-1.4 words")
    body = "".join(f'<a href="{href}">{n}</a> ' for n, href in enumerate(LINKS))
    topic = TOPIC.replace("Notes", "Side effects")
    items = [a_post(1, more=topic), a_post(2, f"{SENTENCE} {body}")]
    ended = bring(house, export(house, *items, a_post(3, status="draft")))
    assert ended.code == 0, ended.said
    built = house.run("build")
    assert built.code == 0, built.said
    text = (house.root / "content/posts/2020-03-02-p2.md").read_text()
    report = (house.root / "import-report.md").read_text()
    left = re.findall(r"left: its link to (\S+):", report)
    return SimpleNamespace(text=text, left=left)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (f"<p>Itâ€™s a cafÃ© â€“ so. {SENTENCE}</p>", "It’s a café – so."),
        (f"{SENTENCE} <a href='ftp://a.example/x'>Old</a> <a href='/y'></a>", " Old"),
        (f"{SENTENCE} <a href='/x'>One</a><a href='/x'>Two</a>", f"[OneTwo]({BASE}/x)"),
        (
            (
                f"<p>{SENTENCE}<a id=m href='#n'>1</a></p><h3>Notes</h3>"
                "<p id=n>1. So. <a href='#m'>Back</a></p>"
            ),
            "[^1]: So.",
        ),
        (f"&lt;b&gt; is bold.<button>Buy</button><p>{SENTENCE}</p>", "&lt;b> is"),
        (
            (
                f"<p>{SENTENCE}</p><div class='wp-block-file'><a href='/x'>Leaflet</a>"
                "<a href='/x' class='wp-block-file__button' download>Download</a></div>"
            ),
            f"[Leaflet]({BASE}/x)",
        ),
        (
            (
                f"<p>{SENTENCE}</p><div class='sqs-block video-block' data-html='"
                '&lt;iframe src="//player.vimeo.com/video/99">&lt;/iframe>\'></div>'
            ),
            "[Video on Vimeo](https://vimeo.com/99)",
        ),
    ],
    ids=["mojibake", "links", "halves", "footnotes", "button", "file", "film"],
)
def test_what_was_mended_or_left_by_name_adds_up(house, body, text):
    """And the post builds, with a summary of mended words."""
    ended = bring(house, export(house, a_post(1, body)))
    assert ended.code == 0, ended.said
    written = (house.root / "content/posts/2020-03-01-p1.md").read_text()
    assert text in written
    assert not re.search("Ã|â€|Buy", written)
    built = house.run("build")
    assert built.code == 0, built.said


def test_a_dry_run_and_nobody_to_ask_change_nothing(house):
    """Both show what would come."""
    source = export(house, a_post(1))
    before = house.files(".")
    for words, code in (("--dry-run", 0), ("--yes=", 2), ("", 1)):
        if words == "--yes=":
            continue
        ended = house.run("import", source, *filter(None, [words]))
        assert ended.code == code, ended.said
        assert "1 item: 1 post to bring" in ended.out
    assert house.run("--dry", "import", source).code == 0
    assert house.files(".") == before


def test_a_second_time_changes_nothing(house):
    """Not a byte, and not the time of a file; nor what is told of a taken slug."""
    taken = a_post(3, post_name="p2")
    source = export(house, a_post(1, post_name="category"), a_post(2), taken)
    bring(house, source)
    told = (house.root / "import-report.md").read_text()
    assert "its address ends in “category-2”" in told
    assert "its address ends in “p2-2”" in told
    before, stamps = house.files("."), house.stamps("content")
    again = bring(house, source)
    assert again.code == 0
    assert "3 same" in again.out
    assert house.files(".") == before
    assert house.stamps("content") == stamps


def test_an_edited_post_is_never_overwritten(house):
    """And one that nobody has edited follows its source."""
    bring(house, export(house, a_post(1), a_post(2)))
    edited = house.root / "content/posts/2020-03-01-p1.md"
    edited.write_text(edited.read_text() + "\nMine.\n")
    kept = edited.read_text()
    ended = bring(house, export(house, a_post(1, "Other."), a_post(2, SENTENCE * 2)))
    assert "1 kept, 1 renewed" in ended.out
    assert edited.read_text() == kept
    assert (house.root / "content/posts/2020-03-02-p2.md").read_text().count("This") > 2
    [one, _] = report(house)["items"]
    assert "is another text than was imported: it stays" in one["notes"][-1]["what"]
    again = bring(house, export(house, a_post(1, "Other."), a_post(2, SENTENCE * 2)))
    assert "1 kept, 1 same" in again.out


def test_a_file_of_the_authors_own_stays_as_it_is(house):
    """It has its slug, and what comes gets another."""
    own = house.post("p1", "Mine.")
    bring(house, export(house, a_post(1)))
    assert "Mine." in own.read_text()
    [one] = report(house)["items"]
    assert one["file"] == "posts/2020-03-01-p1-2.md"
    bring(house, export(house, a_post(1)))
    assert report(house)["items"][0]["file"] == one["file"]
    assert len([*(house.root / "content/posts").iterdir()]) == 2


def test_a_post_that_was_renamed_does_not_come_again(house):
    """It is known by what feeds know it by, a page by its old address."""
    page = an_item("Who", f"<p>{SENTENCE}</p>", post_type="page", post_name="who")
    source = export(house, a_post(1), page)
    bring(house, source)
    content = house.root / "content"
    (content / "posts/2020-03-01-p1.md").rename(content / "posts/2020-03-01-mine.md")
    (content / "pages/who.md").rename(content / "pages/we.md")
    before = house.files("content")
    for _ in range(2):
        assert "2 same" in bring(house, source).out
        assert house.files("content") == before
        (house.root / "import-report.json").unlink()


def test_sources_that_come_one_after_the_other_are_all_known(house):
    """Each again changes nothing, whatever has come between."""
    one, other = export(house, a_post(1)), house.root.parent / "other.xml"
    other.write_text(an_export(an_item("Else", f"<p>{SENTENCE}</p>", more=TOPIC)))
    for source in (one, str(other), one, str(other)):
        assert bring(house, source).code == 0
    assert len([*(house.root / "content/posts").iterdir()]) == 2
    assert "1 same" in bring(house, one).out


def test_a_site_without_our_plugins_is_told_what_it_lacks(tmp_path):
    """Posts come all the same, and what is lost or seen twice is named."""
    place = make_place(tmp_path / "stock", posts=0)
    tag = '<category domain="post_tag" nicename="x"><![CDATA[{}]]></category>'
    more = f"{TOPIC}{tag.format('Deep, sleep')}{tag.format('Rest')}"
    ended = bring(place, export(place, a_post(1, more=more)))
    assert ended.code == 0, ended.said
    assert "addresses is not in PLUGINS: old addresses will not lead on" in ended.out
    reader = MarkdownReader(DEFAULT_CONFIG | {"PATH": "content"})
    text, told = reader.read(str(place.root / "content/posts/2020-03-01-p1.md"))
    assert [str(one) for one in told["tags"]] == ["Deep, sleep", "Rest"]
    assert (told["uid"], text) == (f"{BASE}/?p=1", f"<p>{SENTENCE}</p>")
    conf = place.root / "pelicanconf.py"
    conf.write_text(conf.read_text() + "\n".join(report(place)["settings"]) + "\n")
    assert place.run("build").code == 0
    verified = place.run("import", "--verify", str(tmp_path / "export.xml"))
    assert verified.code == 1
    assert "Lost: /p1/: nothing lies there." in verified.out
    assert "Twice in /feeds/all.atom.xml: “Post 1”" in verified.out


def test_what_was_killed_in_the_middle_is_completed_by_the_next(house, tmp_path):
    """With the same bytes as if nothing had happened; no half file is left."""
    items = [a_post(1 + n % 28, post_id=str(n), post_name=f"q{n}") for n in range(150)]
    source = export(house, *items)
    process = house.start("import", source, "--yes")
    posts = house.root / "content/posts"
    until = time.monotonic() + 20
    while len([*posts.glob("*.md")] if posts.is_dir() else ()) < 3:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        time.sleep(0.005)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert 0 < len([*posts.glob("*.md")]) < 150
    assert bring(house, source).code == 0

    other = a_house(tmp_path / "other")
    bring(other, source)
    assert house.files("content") == other.files("content")
    assert house.files(".").keys() == other.files(".").keys()


def test_nothing_is_written_through_a_link_that_leads_out(house, tmp_path):
    """Neither by a folder nor by a file."""
    outside = tmp_path / "outside"
    outside.mkdir()
    posts = house.root / "content/posts"
    posts.symlink_to(outside, target_is_directory=True)
    ended = bring(house, export(house, a_post(1)))
    assert ended.code == 1
    assert "a link leads out of the content folder" in ended.err
    assert not [*outside.iterdir()]


SLUGS = ("a$(touch${IFS}PWNED)", "../../../PWNED", "/etc/PWNED", "`touch PWNED`", "con")
EVIL = (
    '<script>alert("PWNED")</script><img src=x onerror="PWNED()">'
    '<a href="javascript:PWNED()">x</a><style>@import "PWNED"</style>'
    '<iframe srcdoc="<script>PWNED()</script>"></iframe>{{ PWNED }}{% PWNED %}'
)


def test_nothing_in_an_export_runs_or_leaves_the_content_folder(house):
    """Slugs are names, texts are words, entities are refused."""
    items = [
        a_post(n, f"{SENTENCE} {EVIL}", post_name=slug, title="---\ntemplate: x\n---")
        for n, slug in enumerate(SLUGS, 1)
    ]
    before = {*house.root.parent.rglob("*")}
    ended = bring(house, export(house, *items))
    assert "Traceback" not in ended.said
    content = house.root / "content"
    fresh = {*house.root.parent.rglob("*")} - before
    outside = {path.name for path in fresh if not path.is_relative_to(content)}
    assert outside <= {"export.xml", "import-report.md", "import-report.json"}
    assert sorted(path.name for path in (content / "posts").iterdir()) == [
        "2020-03-01-a-touch-ifs-pwned.md",
        "2020-03-02-pwned.md",
        "2020-03-03-pwned-2.md",
        "2020-03-04-touch-pwned.md",
        "2020-03-05-con-2.md",
    ]
    built = house.run("build")
    assert built.code == 0, built.said
    page = (house.output / "blog/pwned/index.html").read_text()
    assert not re.search(r"<script|onerror=|javascript:|srcdoc|@import", page)
    assert "{{ PWNED }}" in page
    laughs = '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hostname">]><rss'
    source = house.root.parent / "export.xml"
    source.write_text(source.read_text().replace("<rss", laughs, 1))
    refused = bring(house, str(source))
    assert refused.code == 1
    assert len(refused.err.splitlines()) == 1


def comment(text, approved="1"):
    return (
        "<wp:comment><wp:comment_author>Eve</wp:comment_author>"
        "<wp:comment_date_gmt>2020-03-15 10:00:00</wp:comment_date_gmt>"
        f"<wp:comment_approved>{approved}</wp:comment_approved>"
        f"<wp:comment_content><![CDATA[{text}]]></wp:comment_content></wp:comment>"
    )


def test_comments_are_kept_where_nobody_publishes_them(house):
    """With their post, in the file that the report names."""
    said = comment("One & <b>only</b>") + comment("Waits", "0")
    bring(house, export(house, a_post(1, more=TOPIC + said)))
    lines = (house.root / "import-comments.jsonl").read_text().splitlines()
    kept = [json.loads(line) for line in lines]
    assert [(one["text"], one["was_shown"]) for one in kept] == [
        ("One & <b>only</b>", True),
        ("Waits", False),
    ]
    assert {one["file"] for one in kept} == {"posts/2020-03-01-p1.md"}
    assert "2 comments of readers" in (house.root / "import-report.md").read_text()
    assert house.run("build").code == 0
    assert not any(b"One &" in data for data in house.files().values())


def shows(name):
    return f'{SENTENCE}</p><p><img src="{BASE}/wp-content/uploads/{name}" alt="A bed.">'


def test_pictures_come_from_the_folder_that_is_given(house, tmp_path):
    """Those that texts show, once each, by what they are; others are named."""
    uploads = tmp_path / "up"
    (uploads / "2020").mkdir(parents=True)
    (uploads / "2020/bed.jpg").write_bytes(GIF)  # no jpg, whatever it is called
    (uploads / "2020/same.gif").write_bytes(GIF)
    (uploads / "2020/page.jpg").write_bytes(b"<html><script>x</script>")
    (uploads / "2020/unused.gif").write_bytes(GIF + b"x")
    items = [
        a_post(1, shows("2020/bed-300x200.jpg")),
        a_post(2, shows("2020/same.gif") + shows("2020/page.jpg")),
        a_post(3, shows("2020/gone.gif")),
        a_picture("20", "2020/unused.gif"),
        a_picture("21", "2020/bed.jpg"),
    ]
    ended = bring(house, export(house, *items), "--files", str(uploads))
    assert sorted(house.files("content/images")) == ["bed.gif"]
    first = (house.root / "content/posts/2020-03-01-p1.md").read_text()
    assert "![A bed.]({static}/images/bed.gif)" in first
    assert (
        "{static}/images/bed.gif"
        in (house.root / "content/posts/2020-03-02-p2.md").read_text()
    )
    missing = report(house)["missing"]
    assert {url.rsplit("/", 1)[-1]: one["files"] for url, one in missing.items()} == {
        "page.jpg": ["posts/2020-03-02-p2.md"],
        "gone.gif": ["posts/2020-03-03-p3.md"],
    }
    assert "is not what its name says" in str(missing)
    assert "Missing: 2 files that texts show" in ended.out
    kinds = {one["number"]: one["outcome"] for one in report(house)["items"][3:]}
    assert kinds == {4: "left", 5: "brought"}


def test_pictures_are_fetched_when_it_is_asked_and_never_twice(house, tmp_path):
    """From the old site's own host alone; a private one must be meant."""
    web = tmp_path / "web"
    (web / "wp-content/uploads").mkdir(parents=True)
    (web / "wp-content/uploads/bed.gif").write_bytes(GIF)
    with visited(web) as base:
        body = f'{SENTENCE}</p><p><img src="{base}/wp-content/uploads/bed.gif" alt="B">'
        far = '<img src="https://elsewhere.example/x.gif" alt="X">'
        items = [a_post(1, body + far, link=f"{base}/p1/")]
        source = export(house, *items, base=base)
        journal = house.root / ".bulletin/import-fetched.jsonl"
        private = bring(house, source, "--fetch")
        assert not house.files("content/images"), private.said
        assert (house.root / "import-report.json").exists(), private.said
        assert "is not on the public internet" in str(report(house)["missing"])
        conf = house.root / "pelicanconf.py"
        conf.write_text(f'{conf.read_text()}CHECK["link_services"] = ["{base}"]\n')
        bring(house, source, "--fetch")
        assert sorted(house.files("content/images")) == ["bed.gif"]
        why = report(house)["missing"]["https://elsewhere.example/x.gif"]["why"]
        assert "lies on elsewhere.example, which is not the old site" in why
        assert not journal.exists()
    # The old site is gone: what was fetched stays, and nobody is asked for it, be it
    # known by the report or by an import that was stopped.
    known = report(house)["pictures"]
    (house.root / "import-report.json").unlink()
    journal.write_text("".join(f"{json.dumps(one)}\n" for one in known.items()) + "[")
    before = house.files("content")
    again = bring(house, source, "--fetch")
    assert "1 same" in again.out
    assert house.files("content") == before
    assert private.code in (0, 1)


def test_a_source_that_is_none_is_refused_in_one_line(house, tmp_path):
    """And with what to do."""
    page = tmp_path / "x.xml"
    page.write_text("<rss><channel><item/></channel></rss>")
    for source in (str(page), str(tmp_path / "none.xml")):
        ended = house.run("import", source, "--yes")
        assert ended.code == 1
        assert len(ended.err.splitlines()) == 1
    good, none = export(house, a_post(1)), str(tmp_path / "none")
    site = house.write("page.html", "<p>no feed</p>")
    for words in (("--feed", none), ("--feed", str(site)), ("--files", none)):
        ended = house.run("import", good, "--yes", *words)
        assert (ended.code, len(ended.err.splitlines())) == (1, 1), ended.said
    assert not house.files("content/posts")
    both = house.run("import", str(page), "--verify", str(page))
    assert "Name one thing" in both.err
    (house.root / "import-report.json").write_text("[1]")
    torn = house.run("import", export(house, a_post(1)), "--yes")
    assert "is no report of an import" in torn.err
