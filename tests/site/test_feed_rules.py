"""Our own feeds keep the rules of the W3C feed validator."""

from __future__ import annotations

import json

from tests.plugins.feeds.rules import faults
from tests.site.content import read_posts


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
