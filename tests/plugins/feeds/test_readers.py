"""Every post once, in real readers, whatever happens to the site."""

from __future__ import annotations

import os
from collections import Counter

import pytest

from tests.conftest import a_post
from tests.needs import needs
from tests.plugins.feeds.readers import READERS, Rss2email, Sfeed
from tests.plugins.feeds.server import serving
from tests.plugins.feeds.sites import ON

UIDS = {
    "a": "urn:uuid:11111111-1111-4111-8111-111111111111",
    "b": "tag:old.example,2011-02-03:/b.html",
    "c": "33333333-3333-4333-8333-333333333333",
    "d": "a text of one's own",
}
SETTINGS = ON | {"DELETE_OUTPUT_DIRECTORY": False}
FEEDS = ("feeds/all.atom.xml", "feeds/all.rss.xml")
all_readers = pytest.mark.parametrize(
    "kind",
    [pytest.param(k, marks=needs(*k.PROGRAMS), id=k.__name__) for k in READERS],
)


def post(letter, day, **more):
    return a_post(f"Post {letter}", date=f"2026-01-0{day}", uid=UIDS[letter], **more)


@pytest.fixture(name="story")
def _story(site):
    """Yield the steps of a site's life: a name, and what builds it."""
    posts = {f"posts/{k}.md": post(k, n) for n, k in enumerate("abc", 1)}
    more = dict(SETTINGS)

    def step(name):
        if name == "body":
            posts["posts/a.md"] = post("a", 1, body="New body.", modified="2026-02-01")
        elif name == "title":
            text = a_post("New title", date="2026-01-02", uid=UIDS["b"])
            posts["posts/b.md"] = text.replace("---\n\n", "slug: post-b\n---\n\n", 1)
        elif name == "slug":
            posts["posts/c.md"] = post("c", 3, slug="moved-c")
        elif name == "add":
            posts["posts/d.md"] = post("d", 4)
        elif name == "domain":
            more["SITEURL"] = "https://moved.example"
        elif name == "withdraw":
            posts["posts/a.md"] = post("a", 1, status="hidden")
        built = site(posts, **more)
        _let_an_hour_pass(built.output, clock)
        return built

    clock = Clock()
    return step


class Clock:
    """What time it is in a story, and which files it has seen."""

    def __init__(self):
        self.now = 1_780_000_000
        self.files = {}


def _let_an_hour_pass(output, clock):
    """Date what a build wrote an hour after the last build.

    A date has whole seconds on the wire, and newsboat believes it more than the bytes.
    """
    clock.now += 3600
    for path in map(output.joinpath, FEEDS):
        file = path.stat().st_ino
        if clock.files.get(path) != file:
            os.utime(path, (clock.now, clock.now))
            clock.files[path] = file


STEPS = ("publish", "body", "title", "slug", "add", "rebuild", "domain", "withdraw")


@all_readers
@pytest.mark.reader
def test_a_reader_holds_every_post_exactly_once(kind, story, tmp_path):
    """Edits arrive in place, nothing comes twice, nothing that left returns."""
    home = tmp_path / "home"
    home.mkdir()
    output = story("publish").output
    with serving(output) as server:
        feeds = [f"{server.url}/{path}" for path in FEEDS]
        reader = kind(home, feeds)
        for step in STEPS:
            story(step)
            reader.poll()
            statuses = set(server.statuses())
            assert statuses <= ({304} if step == "rebuild" else {200, 304})
            expected = 4 if STEPS.index(step) >= STEPS.index("add") else 3
            if kind is Sfeed:
                _check_sfeed(reader.held(), expected)
                continue
            held = reader.held()
            assert Counter(row.feed for row in held) == dict.fromkeys(
                feeds, expected
            ), step
            assert len({(row.feed, row.id) for row in held}) == 2 * expected, step
    if kind is not Rss2email:  # which mails a post once and never again
        _check_last(reader.held(), all_rows=kind is Sfeed)


def _check_sfeed(held, expected):
    """Expect a row per id, title and link: sfeed's documented limit."""
    assert len(held) == len(set(held))
    assert len({(row.feed, row.id) for row in held}) == 2 * expected
    assert len(held) == len({(row.feed, row.id, row.title, row.link) for row in held})


def _check_last(held, *, all_rows):
    """The last title, address and body are there."""
    titles = {row.title for row in held}
    assert "New title" in titles
    assert ("Post b" in titles) is all_rows
    assert any("New body." in row.content for row in held)
    links = {row.link for row in held}
    assert "https://moved.example/blog/moved-c/" in links
    if not all_rows:
        # Post a had left before the domain moved: readers keep what they hold.
        kept = {link for link in links if not link.startswith("https://moved.example")}
        assert kept == set()
