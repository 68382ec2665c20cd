"""The manual's table of promises names tests that are there."""

from __future__ import annotations

import ast
from pathlib import Path

import plugins.feeds

HERE = Path(__file__).parent
#: Rows whose test has moved to another file since the table was written.
MOVED = {
    "hub_rights_and_logo_are_in_every_format": "settings",
    "each_language_has_its_feed": "plan",
    "a_series_has_feeds_of_its_own": "plan",
    "a_thousand_posts_fill_feed_and_archives": "archives",
    "a_posts_picture_is_enclosure_and_thumbnail": "posts",
    "a_rebuild_without_a_change_is_answered_304": "caching",
    "a_withdrawn_or_unpublished_post_is_in_no_feed": "plan",
    "a_post_of_the_future_is_in_no_feed": "plan",
    "a_withdrawn_post_leaves_the_feeds": "plan",
}
ROWS = 25  #: the rows of the table of anchors that our issue names, and our own


def test_every_promise_of_the_manual_is_held_by_a_test():
    """A test that is renamed or deleted takes its row along, or this fails."""
    table = plugins.feeds.__doc__.split("What is promised")[1].split("=  =")[1]
    rows = [line for line in table.splitlines() if ": " in line[31:]]
    for row in rows:
        file, name = row[31:].strip().split(": ")
        assert MOVED.get(name) != file, f"MOVED is done with: {row}"
        place = HERE / f"test_{MOVED.get(name, file)}.py"
        tree = ast.parse(place.read_text("utf-8"))
        laws = {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}
        assert f"test_{name}" in laws, row

    assert len(rows) == ROWS
