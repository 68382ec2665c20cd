"""Laws of counts, of “Updated” and of “Preview”, over whole built sites.

What readers can open counts; what an author has announced is said as such.
"""

from __future__ import annotations

import json
import os
import re

import feedparser
import pytest
from bs4 import BeautifulSoup

from plugins.tools.files import list_files
from tests.conftest import a_post
from tests.theme.conftest import build

GONE = {"status": "withdrawn", "withdrawn_because": "Its source was retracted."}
#: Series -> its parts out, and those that its author has announced.
SERIES = {"Sleep": (3, 1), "Rest": (2, 0), "Walks": (1, 0)}
#: The posts that are out -> the day on which their author changed them, or nothing.
OUT = {
    "sleep-1": "",
    "sleep-2": "2026-02-20",
    "sleep-3": "",
    "rest-1": "",
    "rest-2": "",
    "walks-1": "",
    "alone": "",
    "whole": "2026-05-01",
}


def post(name, date, **header):
    number = name.rpartition("-")[2]
    if number.isdigit():
        header |= {"series": name.split("-")[0].title(), "series_index": number}
    header |= {"slug": name, "tags": "[calm]"}
    words = "Words of it that are meant to be read, and nothing else."
    return {f"posts/{name}.md": a_post(f"On {name}", date, words, **header)}


CONTENT = {
    **post("sleep-1", "2026-01-01"),
    **post("sleep-2", "2026-01-02", modified="2026-02-20"),
    **post("sleep-3", "2026-01-03", modified="2026-01-03"),
    **post("sleep-4", "2026-01-04", status="draft"),
    **post("sleep-5", "2100-01-05"),
    **post("sleep-6", "2026-01-06", **GONE),
    **post("rest-1", "2026-02-01"),
    **post("rest-2", "2026-02-02"),
    **post("rest-3", "2026-02-03", **GONE),
    **post("walks-1", "2026-03-01"),
    **post("walks-2", "2026-03-02", status="draft"),
    **post("alone", "2026-03-03", modified="2026-03-03"),
    **post("whole", "2026-03-04", modified="2026-05-01"),
    "pages/about.md": "---\ntitle: About\ndate: 2026-01-01\n---\n\nWords.\n",
    "pages/same.md": "---\ntitle: Same\ndate: 2026-01-01\nmodified: 2026-01-01\n"
    "---\n\nWords.\n",
    "pages/later.md": "---\ntitle: Later\ndate: 2026-01-01\nmodified: 2026-06-01\n"
    "---\n\nWords.\n",
    "series/sleep.md": "---\ntitle: Sleep\nplanned: [Naps]\n---\n\nWords.\n",
    "series/rest.md": "---\ntitle: Rest\n---\n\nWords.\n",
}


def make(folder, **settings):
    for name, text in CONTENT.items():
        path = folder / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        os.utime(path, (1_790_000_000, 1_790_000_000))  # in September 2026
    quiet = {"POST_CHECKS": {}, "CLINIC": {}, "BULLETIN_NOW": "2026-07-01"}
    build(folder / "content", folder / "out", "https://w.example", **quiet | settings)
    return folder / "out"


@pytest.fixture(name="out", scope="module")
def _out(tmp_path_factory):
    return make(tmp_path_factory.mktemp("published"))


@pytest.fixture(name="preview", scope="module")
def _preview(tmp_path_factory):
    return make(tmp_path_factory.mktemp("preview"), BULLETIN_PREVIEW=True)


def pages(folder):
    """Yield the path and the soup of every page."""
    for path in sorted(list_files(folder)):
        if path.endswith(".html"):
            text = (folder / path).read_text("utf-8")
            yield path, BeautifulSoup(text, "lxml")


def said(soup):
    return " ".join(soup.body.get_text(" ").split())


def count_line(name):
    out, planned = SERIES[name]
    if planned:
        return f"{out} of {out + planned} parts are out"
    return "1 part" if out == 1 else f"{out} parts"


@pytest.mark.parametrize("kind", ["out", "preview"])
def test_every_count_of_parts_is_what_readers_can_open(kind, request):
    """On each page of both sites; more is named only where its author has."""
    folder = request.getfixturevalue(kind)
    wrong, found = [], set()
    for path, soup in pages(folder):
        for line in re.findall(r"\d+ (?:of \d+ )?parts?\b(?: are out)?", said(soup)):
            found.add(line)
            if line not in {count_line(name) for name in SERIES}:
                wrong.append(f"{path}: {line}")
    assert not wrong, "\n".join(wrong)
    assert found == {count_line(name) for name in SERIES}


@pytest.mark.parametrize("place", ["index.html", "series/index.html"])
@pytest.mark.parametrize("name", SERIES)
def test_lists_of_series_say_how_many_parts_are_out(out, place, name):
    """Home and the page of all series agree, for each of them."""
    soup = BeautifulSoup((out / place).read_text("utf-8"), "lxml")
    link = soup.main.find("a", string=name)
    assert count_line(name) in link.find_parent("li").get_text(" ")


@pytest.mark.parametrize("name", SERIES)
def test_the_page_of_a_series_names_as_many_parts_as_it_says(out, name):
    """For people, for search engines, and as links that can be opened."""
    path = out / "series" / name.lower() / "index.html"
    soup = BeautifulSoup(path.read_text("utf-8"), "lxml")
    number, planned = SERIES[name]
    assert soup.select_one(".series-facts").get_text().startswith(count_line(name))
    assert len(soup.select(".series-part a")) == number
    assert soup.select_one(".series-parts").get_text().count("(planned)") == planned
    graph = json.loads(soup.find("script", type="application/ld+json").string)["@graph"]
    series = next(one for one in graph if one["@type"] == "CreativeWorkSeries")
    assert len(series.get("hasPart", ())) == number
    positions = [part["position"] for part in series["hasPart"]]
    assert positions == sorted(set(positions))


@pytest.mark.parametrize("name", SERIES)
def test_no_part_is_counted_after_the_last_that_is_out_or_planned(out, name):
    """“Part 2 of 2”, though a third was withdrawn; a gap keeps its number."""
    last = {"Sleep": 4, "Rest": 2, "Walks": 1}[name]
    for number in range(1, SERIES[name][0] + 1):
        path = out / f"blog/{name.lower()}-{number}/index.html"
        soup = BeautifulSoup(path.read_text("utf-8"), "lxml")
        kicker = soup.select_one(".series-kicker").get_text(" ")
        assert kicker.startswith(f"Part {number} of {last} "), kicker


def test_parts_that_are_not_out_are_on_no_page_and_in_no_feed(out):
    """Neither as a neighbour, nor in a list, a count or a search engine's file."""
    for path in list_files(out):
        text = (out / path).read_bytes()
        for name in ("sleep-4", "sleep-5", "walks-2"):
            assert name.encode() not in text, path
    entries = feedparser.parse((out / "feeds/all.atom.xml").read_bytes()).entries
    assert {entry.link.split("/")[-2] for entry in entries} == {*OUT}


def test_lists_count_the_posts_that_are_out(out):
    """A tag that drafts and withdrawn posts have too names the others."""
    soup = BeautifulSoup((out / "tags/index.html").read_text("utf-8"), "lxml")
    assert f"{len(OUT)} posts" in said(soup)
    assert re.findall(r"\d+ posts?", said(soup)) == [f"{len(OUT)} posts"]


def updated_line(soup):
    """Return what a page says of its own change, without what it lists."""
    tags = soup.select("main .byline, main .series-facts")
    text = " ".join(" ".join(tag.get_text(" ").split()) for tag in tags)
    return " ".join(re.findall(r"[Uu]pdated:? [\w ]+?\d{4}", text))


def test_updated_is_said_where_the_author_has_changed_something(out):
    """Never of a file's time, nor of a day that is that of the publication."""
    found = {path: updated_line(soup) for path, soup in pages(out)}
    assert {path: line for path, line in found.items() if line} == {
        "blog/sleep-2/index.html": "Updated 20 February 2026",
        "blog/whole/index.html": "Updated 1 May 2026",
        "later/index.html": "Updated 1 June 2026",
        "series/sleep/index.html": "updated: 20 February 2026",
    }
    dated = (out / "about/index.html").read_text("utf-8")
    assert "Published" in BeautifulSoup(dated, "lxml").select_one(".byline").get_text()
    rest = (out / "series/rest/index.html").read_text("utf-8")
    assert "Newest part: 2 February 2026" in rest


def changes_for_machines(folder):
    """Return each page's days of change, by JSON-LD and by Open Graph."""
    for path, soup in pages(folder):
        data = soup.find("script", type="application/ld+json")
        graph = json.loads(data.string)["@graph"] if data else []
        own = [one for one in graph if "dateModified" in one]
        days = {one["dateModified"][:10] for one in own}
        meta = soup.find("meta", property="article:modified_time")
        days |= {meta["content"][:10]} if meta else set()
        if days:
            yield path, days


def test_machines_are_told_of_the_same_changes(out):
    """JSON-LD and Open Graph say them, and feeds let each post keep its day."""
    assert dict(changes_for_machines(out)) == {
        "blog/sleep-2/index.html": {"2026-02-20"},
        "blog/whole/index.html": {"2026-05-01"},
        "later/index.html": {"2026-06-01"},
    }
    for entry in feedparser.parse((out / "feeds/all.atom.xml").read_bytes()).entries:
        changed = OUT[entry.link.split("/")[-2]]
        assert entry.updated[:10] == (changed or entry.published[:10]), entry.link


def test_the_time_of_a_file_is_no_change(tmp_path):
    """Where a site dates posts by their files, as Pelican can."""
    strict = {"FRONT_MATTER": {"strict": False}, "DEFAULT_DATE": "fs"}
    folder = make(tmp_path, **strict)
    assert "blog/alone/index.html" not in dict(changes_for_machines(folder))
    found = {path: updated_line(soup) for path, soup in pages(folder)}
    assert found["blog/whole/index.html"] == "Updated 1 May 2026"
    assert not found["blog/walks-1/index.html"]
    assert not found["about/index.html"]
    entries = feedparser.parse((folder / "feeds/all.atom.xml").read_bytes()).entries
    walks = next(entry for entry in entries if "walks-1" in entry.link)
    assert walks.updated[:10] == walks.published[:10] == "2026-03-01"


def test_no_published_page_says_that_it_is_a_preview(out):
    """Nor that something is a draft, or comes out on a day."""
    words = re.compile(r"preview|draft|comes out|scheduled", re.IGNORECASE)
    wrong = [path for path, soup in pages(out) if words.search(str(soup))]
    assert not wrong, "\n".join(wrong)


def test_every_page_of_a_preview_says_so(preview):
    """To readers at its top, and to search engines."""
    wrong = [
        path
        for path, soup in pages(preview)
        if not soup.select_one("body > .preview-note")
        or soup.find("meta", {"name": "robots"}).get("content") != "noindex"
    ]
    assert not wrong, "\n".join(wrong)
    assert (preview / "blog/sleep-4/index.html").is_file()


@pytest.mark.parametrize(
    ("lang", "draft", "soon", "note"),
    [
        ("de", "Entwurf vom", "Erscheint am", "Vorschau"),
        ("es", "Borrador del", "Se publica el", "Vista previa"),
        ("fr", "Brouillon du", "Paraît le", "Aperçu"),
    ],
)
def test_a_preview_speaks_the_sites_language(tmp_path, lang, draft, soon, note):
    """From the table of words, or from the site's own."""
    own = {"comes_out_on": soon, "draft_of": draft, "preview_name": note}
    settings = {"WORDS": {"fr": own}, "DEFAULT_LANG": lang}
    folder = make(tmp_path, BULLETIN_PREVIEW=True, **settings)

    def byline(name):
        text = (folder / f"blog/{name}/index.html").read_text("utf-8")
        return BeautifulSoup(text, "lxml").select_one(".byline").get_text(" ")

    assert draft in byline("sleep-4")
    assert soon in byline("sleep-5")
    labels = {
        soup.select_one(".preview-note")["aria-label"] for _, soup in pages(folder)
    }
    assert labels == {note}
