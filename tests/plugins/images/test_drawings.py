"""Drawings beside photographs."""

from __future__ import annotations

from tests.conftest import a_post

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h7"/></svg>'
)


def test_a_drawing_is_left_as_it_is(site):
    """An SVG in a post is published and shown, and nobody calls it unreadable."""
    built = site(
        {
            "posts/a.md": a_post(body="![A line.]({static}/images/line.svg)"),
            "images/line.svg": DRAWING,
        },
        PLUGINS=["plugins.images"],
    )

    assert built.names() == []
    assert built.read("images/line.svg") == DRAWING
    image = built.soup("a-post.html").find("img")
    assert image["src"].endswith("/images/line.svg")
    assert image["alt"] == "A line."
