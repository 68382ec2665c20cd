"""Our own feeds: valid by W3C's rules, and read by a feed reader's library."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import pytest
from bs4 import BeautifulSoup

from plugins.source.header import parse_header
from tests.plugins.feeds.rules import faults
from tests.site.built import run_invoke
from tests.site.content import CONTENT, read_posts

ROOT = Path(__file__).parents[2]
FEEDS = ["all.atom.xml", "all.rss.xml"]


def read(blog, name):
    """Read a feed as it is: no address resolved, nothing taken away."""
    return feedparser.parse(
        (blog.output / "feeds" / name).read_bytes(),
        sanitize_html=False,
        resolve_relative_uris=False,
    )


def body(entry):
    return entry.content[0].value if "content" in entry else entry.summary


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_is_read_without_an_error_and_holds_every_post(blog, name):
    """Each post is there once, newest first, under its address."""
    feed = read(blog, name)
    posts = sorted(read_posts(), key=lambda post: str(post.header["date"]))
    links = [f"https://aureo.example/blog/{post.slug}/" for post in reversed(posts)][
        :30
    ]

    assert feed.bozo == 0
    assert [entry.link for entry in feed.entries] == links
    assert len({entry.id for entry in feed.entries}) == len(links)


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_carries_the_whole_post_with_its_references(blog, name):
    """A subscriber reads the text, the references and the way to help."""
    for entry in read(blog, name).entries:
        text = BeautifulSoup(body(entry), "lxml").get_text(" ")

        assert len(re.findall(r"\w+", text)) > 600, entry.link
        assert "References" in text, entry.link
        assert "988" in text, entry.link


@pytest.mark.parametrize("name", FEEDS)
def test_every_address_inside_a_feed_is_absolute(blog, name):
    """A fragment, too, names the page it belongs to."""
    for entry in read(blog, name).entries:
        soup = BeautifulSoup(body(entry), "lxml")
        for tag in soup.find_all(["a", "img"]):
            address = tag.get("href") or tag.get("src")
            parts = urlsplit(address)

            assert parts.scheme in {"https", "tel"}, (entry.link, address)
            assert "{filename}" not in address, (entry.link, address)


def test_each_series_has_feeds_of_its_own(blog):
    """A reader can follow one series only."""
    for file in (CONTENT / "series").glob("*.md"):
        header = parse_header(file.read_text("utf-8")).values
        posts = [
            post
            for post in read_posts()
            if post.header.get("series") == header["title"]
        ]
        for form in ("atom", "rss"):
            feed = read(blog, f"series/{header['slug']}.{form}.xml")

            assert feed.bozo == 0, (file.stem, form)
            assert len(feed.entries) == len(posts) > 0, (file.stem, form)


def test_two_builds_give_the_same_feeds_byte_for_byte(blog, tmp_path):
    """A subscriber is told of nothing that did not change."""
    again = tmp_path / "again"
    run = run_invoke("build", "--output", str(again), "--quiet")
    assert (run.returncode, run.stdout + run.stderr) == (0, "")

    first = {
        file.relative_to(blog.output): file.read_bytes()
        for file in (blog.output / "feeds").rglob("*.*")
    }
    second = {
        file.relative_to(again): file.read_bytes()
        for file in (again / "feeds").rglob("*.*")
    }
    assert first == second
    assert len(first) >= 8


def test_every_feed_of_the_blog_is_valid(blog):
    """In every format and kind, archives included."""
    folder = blog.output / "feeds"
    found = sorted((*folder.rglob("*.xml"), *folder.rglob("*.json")))
    wrong = [
        f"{path.relative_to(blog.output)}: {fault}"
        for path in found
        for fault in faults(path.read_bytes(), path.name)
    ]

    assert len(found) > 20
    assert wrong == []


def test_every_post_stores_the_id_that_its_feeds_carry(blog):
    """So that a new address shows no post twice."""
    feed = json.loads((blog.output / "feeds" / "all.json").read_text("utf-8"))
    carried = {item["url"]: item["id"] for item in feed["items"]}
    stored = {
        f"https://aureo.example/blog/{post.slug}/": post.header["uid"]
        for post in read_posts()
    }

    assert carried == stored


def test_feeds_in_a_browser_have_the_paper_and_type_of_the_pages(blog):
    """Their sheet has the theme's own tokens in it, and needs no other file."""
    text = (blog.output / "feeds" / "feed.css").read_text("utf-8")
    tokens = (ROOT / "theme/static/css/tokens.css").read_text("utf-8").strip()

    assert tokens in text
    assert "@import" not in text
    for name in ("paper", "ink", "ink-soft", "line", "gold", "link", "serif", "sans"):
        assert f"--{name}:" in tokens
        assert f"var(--{name}," in text


def test_the_page_of_feeds_says_in_three_sentences_what_they_are(blog):
    """Also how to have them as e-mail, and what that costs who reads about health."""
    said = blog.soup("feeds/index.html").select_one("main header p:not(.lead)").text
    what, how, mail = re.split(r"(?<=[.!?])\s+", said.strip())

    assert "feed is a file" in what
    assert "Copy the address" in how
    assert {"e-mail", "not ours", "learns"} <= set(
        re.findall(r"e-mail|not ours|learns", mail)
    )
