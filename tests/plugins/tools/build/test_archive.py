"""``invoke build --zip``: a site in one file, whatever its links and its theme."""

from __future__ import annotations

from zipfile import ZipFile

import pytest

from plugins.addresses.links import SiteRoot
from plugins.tools.build.archive import finish_page

FILES = frozenset(
    [
        *("index.html", "a/index.html", "a/b.html", "a/p.png", "feeds/all.atom.xml"),
        *("a/it's/index.html", "a/b & c/index.html", "a/50% #1/index.html"),
    ]
)
LINKS = {
    "../": "../index.html",
    "./": "./index.html",
    "b.html": "b.html",
    "b": "b.html",
    "../a": "../a/index.html",
    "../a/#risks": "../a/index.html#risks",
    "../a/?q=1#risks": "../a/index.html?q=1#risks",
    "#risks": "#risks",
    "p.png": "p.png",
    "../feeds/all.atom.xml": "../feeds/all.atom.xml",
    "../gone/": "../gone/",
    "mailto:a@example.org": "mailto:a@example.org",
    "https://other.example/a/": "https://other.example/a/",
    "https://www.example.org/a/": "./index.html",
    "/": "../index.html",
    "it&#39;s/?q=1#r": "it&#39;s/index.html?q=1#r",
    "b%20&amp;%20c": "b%20&amp;%20c/index.html",
    "50%25%20%231/": "50%25%20%231/index.html",
}
#: Pages as short as HTML may be, or as odd, and where their note stands.
BODIES = {
    '<html lang=de><body class="a>b" id=c><p>W': '<body class="a>b" id=c>\n',
    "<!-- <body> --><script>'<body>'</script><BODY><p>W": "<BODY>\n",
    "<!doctype html><title>T</title><p>Words": "<p>Words\n",
}


def names(file) -> list[str]:
    with ZipFile(file) as archive:
        return archive.namelist()


@pytest.mark.parametrize("link", LINKS)
def test_a_link_to_a_folder_names_its_page(link):
    """As a server would send it; a disk shows a list of files."""
    html = f'<p><a href="{link}">there</a></p>'
    root = SiteRoot("https://www.example.org")
    found = finish_page(html, "a/index.html", root, FILES)
    assert found == html.replace(f'"{link}"', f'"{LINKS[link]}"')


@pytest.mark.parametrize("html", BODIES)
def test_a_note_that_a_page_is_a_draft_stands_in_its_body(html):
    """A tag ends where browsers say, and an element may begin without one."""
    root = SiteRoot("https://www.example.org")
    draft = {"sheet": "d.css", "draft_of": "2026-01-02"}
    found = finish_page(html, "a/b.html", root, FILES, **draft)
    before, note, after = found.partition('<link rel="stylesheet" href="../d.css">')

    assert note
    assert before.endswith(BODIES[html])
    assert before + after.partition("</aside>")[2] == html.replace(
        BODIES[html][:-1], BODIES[html]
    )
    assert ("Entwurf" in after) == ("lang=de" in html)


def test_a_sheet_of_the_same_name_stays_what_it_is(place):
    """The site's own, at its root."""
    place.write("content/images/draft.css", "p { color: red }")
    conf = (place.root / "pelicanconf.py").read_text()
    own = "{'images/draft.css': {'path': 'draft.css'}}"
    place.write("pelicanconf.py", f"{conf}EXTRA_PATH_METADATA = {own}\n")
    ended = place.run("build", "--zip", "--drafts")

    assert ended.code == 0, ended.said
    with ZipFile(place.root / "preview.zip") as archive:
        assert archive.read("test-draft/draft.css") == b"p { color: red }"
        assert b".draft-copy" in archive.read("test-draft/_draft.css")
        assert b'href="_draft.css"' in archive.read("test-draft/index.html")


def test_a_site_with_whole_links_is_packed_too(place):
    """Its theme prints SITEURL, and needs to know nothing of it."""
    ended = place.run("build", "--zip")

    assert ended.code == 0
    line = "output.zip holds the whole site: unpack it, and open test/index.html."
    assert ended.out.splitlines()[-1] == line
    with ZipFile(place.root / "output.zip") as archive:
        page = archive.read("test/index.html").decode()
        assert archive.testzip() is None
    assert 'href="post-1.html"' in page
    assert (
        'href="https://blog.aureo.health/post-1.html"'
        in place.files()["index.html"].decode()
    )
    assert {one.removeprefix("test/") for one in names(place.root / "output.zip")} == {
        *place.files()
    }


def test_a_feed_at_an_old_address_is_packed_as_it_is(place):
    """It lies in a page's place, and is none; its readers ask for whole addresses."""
    conf = (place.root / "pelicanconf.py").read_text()
    aliases = {"/feed/": "/feeds/all.atom.xml", "/rss": "/feeds/all.rss.xml"}
    more = f"PLUGINS = ['plugins.addresses']\nADDRESSES = {{'aliases': {aliases}}}\n"
    place.write("pelicanconf.py", f'{conf}FEED_ALL_RSS = "feeds/all.rss.xml"\n{more}')
    ended = place.run("build", "--zip", "--drafts")

    assert ended.code == 0, ended.said
    with ZipFile(place.root / "preview.zip") as archive:
        for old, new in (
            ("feed/index.html", "all.atom"),
            ("rss/index.html", "all.rss"),
        ):
            packed = archive.read(f"test-draft/{old}")
            assert packed == (place.root / f"preview/feeds/{new}.xml").read_bytes()


def test_the_same_site_gives_the_same_file_each_time(place):
    """Also where nothing has changed since the last build."""
    place.run("build", "--zip")
    first = (place.root / "output.zip").read_bytes()
    place.run("build", "--zip")

    assert (place.root / "output.zip").read_bytes() == first


def test_a_file_of_that_name_that_is_somebodys_own_stays(place):
    """Whatever is in it."""
    own = place.write("output.zip", "My words.")
    ended = place.run("build", "--zip")

    assert ended.code == 1
    assert f"{own} is there, and no build has made it. Move it away." in ended.err
    assert own.read_text() == "My words."
    assert not place.output.exists()  # it is said before the work is done
    place.run("clean")
    assert own.exists()


def test_clean_takes_the_packed_site_too(place):
    """It has been made, and can be made anew."""
    place.run("build", "--zip")
    place.run("build", "--zip", "--drafts")
    assert {one.name for one in place.root.glob("*.zip")} == {
        "output.zip",
        "preview.zip",
    }

    assert place.run("clean").code == 0
    assert not [*place.root.glob("*.zip")]


def test_a_draft_in_the_language_of_its_page_says_that_it_is_one(place):
    """In any theme, with the day that it was made."""
    base = place.root / "theme/templates/base.html"
    base.write_text(base.read_text().replace("{{ DEFAULT_LANG }}", "de"))
    ended = place.run("build", "--zip", "--drafts", "--now", "2026-03-14")

    assert ended.code == 0
    with ZipFile(place.root / "preview.zip") as archive:
        page = archive.read("test-draft/index.html").decode()
        assert "test-draft/draft.css" in archive.namelist()
    assert 'data-mark="Entwurf"' in page
    assert "Entwurf vom 2026-03-14: nicht veröffentlicht, nicht endgültig." in page
    assert '<link rel="stylesheet" href="draft.css">' in page
