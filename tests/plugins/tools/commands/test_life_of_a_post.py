"""A post from ``invoke new`` to its return, by commands alone."""

from __future__ import annotations

import re

import feedparser

from plugins.post_checks.placeholder import NEW_BODY
from plugins.source.header import parse_header
from tests.plugins.tools.desk.places import a_desk, a_text, commit

desk = a_desk
SUMMARY = "summary: What people dream of in the first nights, told in a sentence."


def test_every_address_that_was_public_is_kept_and_readers_see_one_post(desk):
    """Its id in feeds is one and the same; links to it always lead to it."""
    linking = "[Dreams](/blog/dreams/) and [again]({filename}2026-03-01-dreams.md)."
    nights = {"series": "Nights", "date": "2026-01-05"}
    place = desk(
        {
            "posts/2026-01-05-one.md": a_text(
                "One", **nights, uid="1", series_index="1"
            ),
            "posts/2026-01-06-two.md": a_text(
                "Two", **nights, uid="2", series_index="2"
            ),
        }
    )
    known = set()

    def step(*words):
        ended = place.run(*words)
        assert ended.code == 0, ended.said
        commit(place)
        (path,) = (
            path
            for path in (place.root / "content/posts").iterdir()
            if "title: Dreams" in path.read_text()
        )
        return path.name, parse_header(path.read_text()).values

    def build():
        built = place.run("build")
        assert built.code == 0, built.said
        feed = feedparser.parse((place.output / "feeds/all.atom.xml").read_bytes())
        known.update(one.id for one in feed.entries if one.title == "Dreams")

    name, _ = step("new", "Dreams", "--category", "All", "--series", "Nights")
    draft = place.root / "content/posts" / name
    text = draft.read_text().replace(NEW_BODY, "What was read and found.")
    draft.write_text(re.sub("summary:.*", SUMMARY, text))
    commit(place)
    name, values = step("publish", "dreams", "--yes")
    assert (name, values["series_index"]) == ("2026-03-01-dreams.md", "3")
    build()
    place.write("content/posts/2026-02-01-other.md", a_text("Other", linking, uid="o"))
    commit(place)

    step("rename", "dreams", "night-dreams", "--yes")
    step("rename", "night-dreams", "dreams-at-night", "--yes")
    _, values = step("series", "--move", "dreams-at-night", "--to", "1", "--yes")
    assert values["series_index"] == "1"
    _, values = step("withdraw", "Dreams", "--because", "A table was wrong.", "--yes")
    build()
    page = (place.output / "blog/dreams-at-night/index.html").read_text()
    assert "A table was wrong." in page
    name, values = step("publish", "/blog/dreams/", "--yes")
    build()

    assert name == "2026-03-01-dreams-at-night.md"
    assert values["aliases"] == ["/blog/dreams/", "/blog/night-dreams/"]
    assert values["date"] == "2026-03-01"
    assert len(known) == 1
    other = (place.output / "blog/other/index.html").read_text()
    assert other.count("/blog/dreams-at-night/") == 2
