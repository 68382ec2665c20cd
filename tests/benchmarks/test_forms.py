"""The same posts in each generator's own form."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
import yaml

from benchmarks.blog import Blog
from benchmarks.contenders import (
    make_bulletin,
    make_eleventy,
    make_hugo,
    make_pelican,
)
from benchmarks.forms import (
    cited_works,
    eleventy_post,
    hugo_post,
    pelican_post,
    print_reference,
)
from benchmarks.install import HERE, Peers

POSTS = 24
PEERS = Peers(python=Path("python"), hugo=Path("hugo"), eleventy=Path("eleventy"))
MAKERS = {
    "bulletin": lambda folder: make_bulletin(folder, POSTS),
    "pelican": lambda folder: make_pelican(folder, PEERS),
    "hugo": lambda folder: make_hugo(folder, PEERS),
    "eleventy": lambda folder: make_eleventy(folder, PEERS),
}


def words(text):
    """Return what is read in a text: neither marks, numbers of sources nor targets."""
    text = re.sub(r" ?\[@\w+\]| \[\d\]\(#references\)|\]\([^)]*\)", "", text)
    return re.findall(r"\w+", text)


def header_of(text):
    """Return the values of a header; those that Pelican reads are plain text."""
    return yaml.safe_load(text.split("---\n")[1])


@pytest.mark.parametrize("name", MAKERS)
def test_a_site_has_all_posts_with_their_titles_and_texts(name, tmp_path):
    """A generator that had less to do would only look faster."""
    site = MAKERS[name](tmp_path / name)
    blog = Blog(POSTS)
    site.write_blog(blog)
    files = {
        path.stem: path.read_text("utf-8")
        for path in (site.folder / site.content).rglob("post-*.md")
    }
    assert len(files) == POSTS
    for post in blog.all_posts():
        header = header_of(files[post.slug])
        assert header["title"] == post.title
        assert str(header["date"]) == post.day.isoformat()
        assert header["summary"] == post.summary
        body = words(files[post.slug].split("\n---\n", 1)[1])
        wanted = words(post.body)
        assert body[: len(wanted)] == wanted


@pytest.mark.parametrize("form", [hugo_post, eleventy_post])
def test_lists_and_series_are_made_from_the_same_names(form):
    """Each generator has the same categories, tags, authors and series to list."""
    blog = Blog(POSTS)
    for post in blog.all_posts():
        header = header_of(form(post, blog.work)[1])
        assert header["tags"] == list(dict.fromkeys(post.tags))
        assert header["series_index"] == post.part
        one = {key: header.get(key) or header[f"{key}s"][0] for key in ("author",)}
        assert one == {"author": "Nobody"}
        assert post.series in (header["series"], *header["series"])
        kinds = header.get("categories") or [header["category"]]
        assert kinds == [post.category]


@pytest.mark.parametrize("form", [pelican_post, hugo_post, eleventy_post])
def test_sources_are_numbered_and_listed(form):
    """Whoever has no library has the same sources in the text."""
    blog = Blog(POSTS)
    for post in blog.all_posts():
        _, text = form(post, blog.work)
        keys = cited_works(post)
        assert "[@" not in text
        assert text.count("](#references)") == post.body.count("[@")
        for number, key in enumerate(keys, 1):
            assert f"[{number}](#references)" in text
            assert f"\n{number}. {print_reference(blog.work(key))}\n" in f"{text}\n"


def test_links_between_posts_are_each_generators_own():
    """Pelican resolves names of files; the others are given addresses."""
    blog = Blog(POSTS)
    post = blog.post(9)
    assert "]({filename}/posts/post-" in post.body
    assert "]({filename}/posts/post-" in pelican_post(post, blog.work)[1]
    for form in (hugo_post, eleventy_post):
        _, text = form(post, blog.work)
        assert "{filename}" not in text
        assert re.search(r"\]\(/blog/post-\d{5}/\)", text)


def test_a_source_is_printed_with_all_that_its_record_says():
    """The list of sources is as long as one that people write."""
    assert print_reference(Blog(1).work("work007")) == (
        "Family7, Given Name (1997). Invented work 007 on treatment. *Invented Journal"
        " 7*, 8, 8–16. <https://doi.org/10.5555/invented.007>"
    )


def test_the_peers_write_the_same_feeds_and_pages():
    """Twenty whole posts in a feed, ten in a page of the home page."""
    hugo = tomllib.loads((HERE / "hugo" / "hugo.toml").read_text("utf-8"))
    conf = (HERE / "stockconf.py").read_text("utf-8")
    eleventy = (HERE / "eleventy" / "eleventy.config.js").read_text("utf-8")
    home = (HERE / "eleventy" / "content" / "index.njk").read_text("utf-8")
    assert hugo["rssLimit"] == 20
    assert "FEED_MAX_ITEMS = 20\n" in conf
    assert ".slice(0, 20)" in eleventy
    assert hugo["pagination"]["pagerSize"] == 10
    assert "DEFAULT_PAGINATION = 10\n" in conf
    assert "size: 10," in home
    assert set(hugo["taxonomies"].values()) == {
        "categories",
        "tags",
        "authors",
        "series",
    }


def test_the_lock_of_eleventy_is_that_of_its_package_and_names_no_host():
    """It works with whatever registry a machine is set up for."""
    package = json.loads((HERE / "eleventy" / "package.json").read_text("utf-8"))
    lock = json.loads((HERE / "eleventy" / "package-lock.json").read_text("utf-8"))
    assert lock["packages"][""]["dependencies"] == package["dependencies"]
    others = [one for name, one in lock["packages"].items() if name]
    assert all("integrity" in one and "resolved" not in one for one in others)
