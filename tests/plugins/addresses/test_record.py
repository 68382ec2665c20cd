"""Published addresses: kept in a committed record, and never lost in silence."""

from __future__ import annotations

import json

import pytest

from plugins.addresses.record import (
    AddressRecord,
    RecordError,
    Standing,
    check_record,
    format_record,
    parse_record,
    update_record,
)
from tests.plugins.addresses.conftest import record_of
from tests.plugins.tools.conftest import make_place

LOST = "was published, and nothing would answer there"
POST = "content/posts/post-1.md"


def lost(ended) -> list[str]:
    """Return the addresses that a command says would be lost, with where it says so."""
    lines = [line for line in ended.said.splitlines() if "[address-lost]" in line]
    return sorted(line.split(f" {LOST}")[0] for line in lines)


def test_a_record_has_each_address_with_its_source_and_no_date(kept):
    """Posts, lists, feeds; not what only follows a list, and nothing of the theme."""
    assert kept.files().keys() >= {"index2.html", "theme/main.css"}
    assert record_of(kept)["addresses"] == {
        "/": "site",
        "/archives.html": "site",
        "/blog/post-0/": "content/posts/post-0.md",
        "/blog/post-1/": "content/posts/post-1.md",
        "/blog/post-2/": "content/posts/post-2.md",
        "/categories.html": "site",
        "/category/all.html": "category: All",
        "/feeds/": "site",
        "/feeds/all.atom.xml": "feed",
        "/feeds/all.json": "feed",
        "/feeds/all.opml": "feed",
        "/feeds/all.rss.xml": "feed",
        "/feeds/one.atom.xml": "feed",
        "/feeds/two.atom.xml": "feed",
        "/pages/about.html": "content/pages/about.md",
        "/tag/one.html": "tag: one",
        "/tag/two.html": "tag: two",
        "/tags.html": "site",
    }


def test_a_second_time_nothing_is_written(kept):
    """A build only reads it."""
    file = kept.root / "content/addresses.json"
    before = file.stat().st_mtime_ns, file.read_bytes()

    again = kept.run("check", "--fix", "addresses")
    assert again.code == 0
    assert "0 of them new." in again.out
    assert kept.run("build").code == 0
    assert (file.stat().st_mtime_ns, file.read_bytes()) == before


def test_a_site_without_a_record_is_told_how_to_begin(kept):
    """A notice with the count, and nothing ends."""
    (kept.root / "content/addresses.json").unlink()
    ended = kept.run("build")

    assert ended.code == 0
    assert "content/addresses.json: notice: " in ended.err
    assert "invoke check --fix addresses [addresses-new]" in ended.err


def rename(place):
    text = (place.root / POST).read_text().replace("slug: post-1", "slug: other")
    place.write(POST, text)


def retitle(place):
    """The address of a file without a date and a slug comes from its title."""
    text = "title: Another\n\nWho we are.\n"
    place.write("content/pages/about.md", text)


def draft(place):
    place.post("post-1", tags="one, two", status="draft")


def later(place):
    place.post("post-1", tags="one, two", date="2099-01-01")


def delete(place):
    (place.root / POST).unlink()


def retag(place):
    for number in (1, 2):
        place.post(f"post-{number}", tags="one, three")


def recategorise(place):
    for number in range(3):
        place.post(f"post-{number}", tags="one, two", category="Some")


def no_feed(place):
    conf = place.root / "pelicanconf.py"
    conf.write_text(conf.read_text().replace('FEED_ALL_RSS = "feeds/all.rss.xml"', ""))


@pytest.mark.parametrize(
    ("change", "where", "remedy"),
    [
        (rename, [f"{POST}:6: /blog/post-1/"], "Write “aliases: [/blog/post-1/]” into"),
        (
            retitle,
            ["content/pages/about.md:1: /pages/about.html"],
            "the post stands at /pages/another.html now. Write “aliases: [/pages/about",
        ),
        (draft, [f"{POST}:6: /blog/post-1/"], "invoke withdraw"),
        (
            later,
            [f"{POST}:2: /blog/post-1/"],
            "the post is not published before 2099-01-01.",
        ),
        (delete, ["content/addresses.json:6: /blog/post-1/"], "invoke forget /blog/p"),
        (
            retag,
            [
                "content/addresses.json:16: /feeds/two.atom.xml",
                "content/addresses.json:19: /tag/two.html",
            ],
            '{"/tag/two.html": "/tag/three.html"}',
        ),
        (
            recategorise,
            ["content/addresses.json:9: /category/all.html"],
            '{"/category/all.html": "/category/some.html"}',
        ),
        (
            no_feed,
            ["content/addresses.json:14: /feeds/all.rss.xml"],
            'invoke forget /feeds/all.rss.xml --because "…"',
        ),
    ],
)
def test_an_address_that_would_be_lost_ends_the_build(kept, change, where, remedy):
    """With the line to mend and what to do; the site that stands keeps its page."""
    before = kept.files()
    change(kept)
    ended = kept.run("build")

    assert ended.code == 1
    assert lost(ended) == where
    assert remedy in ended.said
    assert kept.files() == before
    assert lost(kept.run("check")) == where
    fixed = kept.run("check", "--fix", "addresses")
    assert fixed.code == 1
    assert remedy in fixed.said
    assert [one.split(": ")[1] for one in lost(fixed)] == [
        one.split(": ")[1] for one in where
    ]


def test_a_series_that_is_renamed_or_empty_leads_on_or_says_why(kept):
    """Its page, the whole series on one page, and its feeds."""
    for number in (1, 2):
        kept.post(f"post-{number}", tags="one, two", series="Nights")
    assert kept.run("check", "--fix", "addresses").code == 0
    for number in (1, 2):
        kept.post(f"post-{number}", tags="one, two", series="Days")
    ended = kept.run("build")

    gone = [one.split(": ")[1] for one in lost(ended)]
    assert {"/series/nights/", "/series/nights/all/"} <= set(gone)
    assert "no post has the series “Nights” now" in ended.said
    assert '{"/series/nights/": "/series/days/"}' in ended.said


def test_each_remedy_helps(kept):
    """An alias, a setting, a withdrawal, a reason: then every address answers."""
    addresses = record_of(kept)["addresses"]
    retag(kept)
    kept.post("post-0", tags="one", status="withdrawn", withdrawn_because="It is old.")
    (kept.root / POST).unlink()
    kept.post("other", tags="one", aliases="[/blog/post-1/]")
    conf = (kept.root / "pelicanconf.py").read_text()
    aliases = {"/tag/two.html": "/tag/three.html"}
    aliases |= {"/feeds/two.atom.xml": "/feeds/three.atom.xml"}
    kept.write("pelicanconf.py", f"{conf}ADDRESSES['aliases'] = {aliases}\n")
    ended = kept.run("build")

    assert ended.code == 0, ended.said
    files = kept.files()
    for address in addresses:
        assert (
            f"{address}index.html".lstrip("/") in files or address.lstrip("/") in files
        )
    assert "url=../other/" in files["blog/post-1/index.html"].decode()


def test_a_forgotten_address_says_why(kept):
    """On a page of its own, in the site's words, which no search engine keeps."""
    delete(kept)
    ended = kept.run(
        "forget", "/blog/post-1/", "--because", "Its <study> is retracted."
    )
    assert ended.code == 0, ended.said
    assert record_of(kept)["forgotten"] == {
        "/blog/post-1/": "Its <study> is retracted."
    }
    built = kept.run("build")

    assert built.code == 0, built.said
    page = kept.files()["blog/post-1/index.html"].decode()
    assert "<p>Its &lt;study&gt; is retracted.</p>" in page
    assert '<meta name="robots" content="noindex">' in page
    assert 'href="../../"' in page
    kept.post("post-1", tags="one, two")
    again = kept.run("build")
    assert again.code == 0, again.said
    assert "Its &lt;study&gt;" not in kept.files()["blog/post-1/index.html"].decode()
    kept.run("check", "--fix", "addresses")
    assert "forgotten" not in record_of(kept)


def test_a_deleted_file_is_forgotten_with_all_that_it_gave(kept):
    """Its addresses for that reason, lists without posts because they are empty."""
    kept.post("post-2", tags="one")
    kept.post("post-1", tags="one, two", aliases="[/blog/old/]")
    assert kept.run("check", "--fix", "addresses").code == 0
    refused = kept.run("forget", POST, "--because", "It was wrong.")
    assert refused.code == 1
    assert f"{POST} is still there." in refused.err
    delete(kept)
    ended = kept.run("forget", POST, "--because", "It was wrong.")

    assert ended.code == 0, ended.said
    assert record_of(kept)["forgotten"] == {
        "/blog/old/": "It was wrong.",
        "/blog/post-1/": "It was wrong.",
        "/feeds/two.atom.xml": "There is no post here at present.",
        "/tag/two.html": "There is no post here at present.",
    }
    built = kept.run("build")
    assert built.code == 0, built.said
    assert "addresses" not in built.err
    assert "no post here" in kept.files()["tag/two.html"].decode()
    kept.post("post-1", tags="one, two", aliases="[/blog/old/]")
    again = kept.run("build")
    assert again.code == 0, again.said
    assert b"no post here" not in kept.files()["tag/two.html"]
    assert kept.files()["feeds/two.atom.xml"].startswith(b"<?xml")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["/a b/"], "invoke forget '/a b/' --because"),
        (["/blog/post-1/"], 'invoke forget /blog/post-1/ --because "…"'),
        (["/blog/post-11/", "--because", "x"], "Did you mean “/blog/post-1/”?"),
        (["/blog/post-1/", "--because", "  "], "Its readers will be told"),
    ],
)
def test_what_cannot_be_forgotten_is_refused(kept, words, said):
    """In one line, and nothing is written."""
    before = record_of(kept)
    ended = kept.run("forget", *words)

    assert ended.code == 1
    assert said in ended.err
    assert record_of(kept) == before


def test_a_whole_address_can_be_forgotten_once(kept):
    """As it is copied from a browser."""
    whole = "https://blog.aureo.health/blog/post-1/"
    assert kept.run("forget", whole, "--because", "Old.").code == 0
    ended = kept.run("forget", whole, "--because", "Older.")

    assert ended.code == 1
    assert "/blog/post-1/ is forgotten already: Old." in ended.err


def test_an_address_is_forgotten_as_browsers_copy_it(kept):
    """Encoded, and by whatever protocol; the record has it as its file is called."""
    (kept.root / "content/images").mkdir(exist_ok=True)
    kept.write("content/images/Été 1.PDF", b"%PDF-1.4 \xff")
    assert kept.run("check", "--fix", "addresses").code == 0
    (kept.root / "content/images/Été 1.PDF").unlink()
    home = "http://blog.aureo.health/images"
    ended = kept.run("forget", f"{home}/%C3%89t%C3%A9%201.PDF", "--because", "Old.")

    assert ended.code == 0, ended.said
    assert record_of(kept)["forgotten"] == {"/images/Été 1.PDF": "Old."}


def test_a_document_is_asked_for_in_words_that_help(kept):
    """It has no header for an alias, and no status; a blank is typed as “%20”."""
    kept.write("content/images/One, two.PDF", b"%PDF-1.4 \xff")
    assert kept.run("check", "--fix", "addresses").code == 0
    one = kept.root / "content/images/One, two.PDF"
    one.rename(one.with_name("three.PDF"))
    ended = kept.run("build")

    assert ended.code == 1
    assert "content/images/One, two.PDF is gone." in ended.err
    aliases = {"/images/One%2C%20two.PDF": "/images/three.PDF"}
    assert json.dumps(aliases) in ended.err
    assert "invoke forget '/images/One, two.PDF'" in ended.err
    assert "withdraw" not in ended.err
    conf = (kept.root / "pelicanconf.py").read_text()
    kept.write("pelicanconf.py", f"{conf}ADDRESSES['aliases'] = {aliases}\n")
    assert kept.run("build").code == 0


def test_a_document_that_is_there_and_not_published_is_not_called_gone():
    """As where a folder is published no more."""
    record = AddressRecord({"/a.pdf": "content/a.pdf"})
    site = Standing({}, frozenset(), held_back=lambda _: ("is not published", 0))
    [problem] = check_record(record, "", "content/addresses.json", site)

    assert problem.what.endswith("content/a.pdf is not published now.")
    assert problem.remedy.startswith("Lead on by ADDRESSES")


def test_pages_that_are_published_as_they_are_count_and_those_of_the_theme_do_not(kept):
    """A page is a page, whoever wrote it; the theme's files follow the theme."""
    kept.write("content/images/talk.html", "<!doctype html><title>Talk</title>")
    kept.write("theme/static/sample.html", "<!doctype html><title>Sample</title>")
    kept.write("theme/static/icons.json", "{}")
    conf = (kept.root / "pelicanconf.py").read_text()
    robots = "{'images/robots.txt': {'path': 'robots.txt'}}"
    kept.write("pelicanconf.py", f"{conf}EXTRA_PATH_METADATA = {robots}\n")
    kept.write("content/images/robots.txt", "User-agent: *\n")
    before = record_of(kept)["addresses"].keys()
    ended = kept.run("check", "--fix", "addresses")

    assert ended.code == 0, ended.said
    assert record_of(kept)["addresses"].keys() - before == {"/images/talk.html"}


def test_a_record_is_published_nowhere(kept):
    """Be all of the content published as it is."""
    conf = (kept.root / "pelicanconf.py").read_text().replace("True", "False")
    every = 'STATIC_PATHS = ["."]\nADDRESSES["relative_links"] = True\n'
    kept.write("pelicanconf.py", f"{conf}{every}")
    kept.write("content/leaflet.pdf", b"%PDF-1.4")
    ended = kept.run("build")

    assert ended.code == 0, ended.said
    assert "leaflet.pdf" in kept.files()
    assert "addresses.json" not in kept.files()


def test_drafts_that_pelican_writes_are_kept_by_nobody(kept):
    """A site of its own ways has pages of drafts; to publish one loses nothing."""
    conf = (kept.root / "pelicanconf.py").read_text()
    save_as = 'DRAFT_SAVE_AS = "drafts/{slug}.html"\n'
    conf = conf.replace('"strict": True', '"strict": False')
    kept.write("pelicanconf.py", f"{conf}{save_as}")
    kept.post("new", tags="one", status="draft")
    before = record_of(kept)
    built = kept.run("build")
    fixed = kept.run("check", "--fix", "addresses")

    assert "drafts/new.html" in kept.files()
    assert (built.code, fixed.code) == (0, 0)
    assert "[addresses-new]" not in built.err
    assert record_of(kept) == before
    kept.post("new", tags="one")
    assert kept.run("build").code == 0


def test_a_forgotten_list_by_years_comes_back(kept):
    """Pelican writes it though no setting of a list names it."""
    conf = (kept.root / "pelicanconf.py").read_text()
    years = 'YEAR_ARCHIVE_SAVE_AS = "{date:%Y}/index.html"\n'
    kept.write("theme/templates/period_archives.html", "<h1>{{ SITENAME }}</h1>")
    kept.write("pelicanconf.py", f"{conf}{years}")
    assert kept.run("check", "--fix", "addresses").code == 0
    assert kept.run("forget", "/2026/", "--because", "Old.").code == 0
    assert kept.run("build").code == 0
    assert b"Old." not in kept.files()["2026/index.html"]
    kept.run("check", "--fix", "addresses")

    assert "/2026/" in record_of(kept)["addresses"]
    assert "forgotten" not in record_of(kept)


def test_a_forgotten_address_is_in_the_way_of_no_file(kept):
    """Be it below a page, above one, in the theme or in other letters."""
    record = record_of(kept)
    ways = ["/tag/one.html/x/", "/theme/main.css", "/TAGS.html", "/feeds/all.json/"]
    record["forgotten"] = dict.fromkeys([*ways, "/blog/", "/tag/"], "Old.")
    kept.write("content/addresses.json", json.dumps(record))
    before = kept.files()
    ended = kept.run("build")

    assert ended.code == 0, ended.said
    fresh = {"blog/index.html", "tag/index.html"}
    assert kept.files().keys() - before.keys() == fresh
    assert {kept.files()[one] == before[one] for one in before} == {True}


def test_a_record_that_another_program_saved_is_read(kept):
    """Some begin a file with a mark, and end lines in their own way."""
    file = kept.root / "content/addresses.json"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    before = file.read_bytes()
    for words in (["build"], ["check", "--fix", "addresses"]):
        ended = kept.run(*words)
        assert ended.code == 0, ended.said
    assert file.read_bytes() == before
    file.write_bytes(b"\xff\xfe{}")
    for words in (["build"], ["check", "--fix", "addresses"]):
        said = kept.run(*words).err
        assert "content/addresses.json: The record of addresses is no text in" in said


def test_a_preview_loses_nothing_and_asks_for_nothing(kept):
    """A draft has an address there that no reader knows."""
    kept.post("new", status="draft")
    ended = kept.run("build", "--drafts")

    assert ended.code == 0
    assert "[address" not in ended.err


def test_a_site_of_an_earlier_time_is_not_held_to_the_record(kept):
    """It says that nobody looked."""
    ended = kept.run("build", "--now", "2025-01-01")

    assert ended.code == 0, ended.said
    assert "content/addresses.json: notice: This is the site of an earlier" in ended.err


def test_a_site_that_keeps_no_record_is_told_how_to(tmp_path):
    """By the commands that write one."""
    place = make_place(tmp_path / "blog")
    for words in (["check", "--fix", "addresses"], ["forget", "/a/", "--because", "x"]):
        ended = place.run(*words)
        assert ended.code == 1
        assert 'ADDRESSES = {"record": "addresses.json"}' in ended.err


BROKEN = {
    '{"addresses": {\n"/a/": "b"\n"/c/": "d"}}': (3, "is no JSON"),
    '{"addresses": {\n"/a/": "b",\n"/a/": "c"}}': (3, "names /a/ twice"),
    '{"addresses": {\n"a/": "b"}}': (2, "has no address with its source in “a/”"),
    '{"addresses": {\n"/a/": 7}}': (2, "has no address with its source in “/a/”"),
    '{"addresses": {\n"/../a/": "b"}}': (2, "has no address with its source in"),
    '{"addresses": {\n"/a//b/": "c"}}': (2, "has no address with its source in"),
    '{"forgotten": {\n"/%2e%2e/a/": "b"}}': (2, "has no address with its source in"),
    '{"forgotten": {"/a\\u0000/": "b"}}': (1, "has no address with its source in"),
    '{"forgotten": {"/\\ud800/": "b"}}': (0, "has no address with its source in"),
    f'{{"forgotten": {{"/{"a" * 300}/": "b"}}}}': (1, "has no address with its"),
    f'{{"addresses": {"1" * 5000}}}': (0, "is no record"),
    '{"addresses": []}': (1, "has no list of addresses"),
    "[]": (0, "holds other things"),
    '{"others": {}}': (0, "holds other things"),
    "[" * 100_000: (0, "is no"),
}


@pytest.mark.parametrize("text", BROKEN)
def test_a_record_that_is_none_is_named_with_its_line(text):
    """Whatever a merge has left in it."""
    line, why = BROKEN[text]
    with pytest.raises(RecordError, match=why) as caught:
        parse_record(text)
    assert caught.value.line == line


def test_a_broken_record_ends_the_build_and_is_not_overwritten(kept):
    """The file holds what nobody else knows."""
    file = kept.write("content/addresses.json", "<<<<<<< ours\n")
    for words in (["build"], ["check", "--fix", "addresses"]):
        ended = kept.run(*words)
        assert ended.code == 1
        assert (
            "content/addresses.json:1: The record of addresses is no JSON" in ended.err
        )
    assert file.read_text() == "<<<<<<< ours\n"


def test_a_record_is_sorted_and_read_as_it_was_written():
    """One address a line, so that a merge is easy."""
    record = AddressRecord({"/b/": "b.md", "/a/": "“a”.md"}, {"/c/": "Why."})
    text = format_record(record)

    assert parse_record(text) == record
    assert [line.strip()[:4] for line in text.splitlines()[2:4]] == ['"/a/', '"/b/']
    assert "“a”" in text
    assert json.loads(text)["forgotten"] == {"/c/": "Why."}
    site = Standing({"/c/": "c.md"}, frozenset())
    assert update_record(record, site).forgotten == {}
