"""What is wrong with feeds is told where it was made."""

from __future__ import annotations

from plugins.problem import Level
from tests.conftest import a_post
from tests.plugins.feeds.sites import EVERY, all_faults, feed_paths, items


def test_characters_that_xml_forbids_are_named_and_left_out(site):
    """Each with its file and line; the feeds stay whole."""
    header = a_post(
        "Ti\x0btle", body="One\x08two\n\nthree &#11; four\n\nfine\ufffe"
    ).replace("category: Evidence", "category: Evi\x1fdence")
    built = site({"posts/a.md": header, "posts/b.md": a_post("Right")}, **EVERY)
    said = [p for p in built.problems if p.name == "feed-character"]

    assert all_faults(built.output) == []
    assert [(p.line, p.what.split()[2], p.level) for p in said] == [
        (2, "U+000B", Level.WARNING),
        (5, "U+001F", Level.WARNING),
        (8, "U+0008", Level.WARNING),
        (10, "U+000B", Level.WARNING),
        (12, "U+FFFE", Level.WARNING),
    ]
    assert {p.path for p in said} == {"content/posts/a.md"}
    titles = [item["title"] for item in items(built)]
    assert sorted(titles) == ["Right", "Title"]
    assert (
        "Onetwo"
        in next(i for i in items(built) if i["title"] == "Title")["content_html"]
    )


def test_two_posts_with_one_id_are_an_error_that_names_both(site):
    """A reader would swallow one of them."""
    posts = {
        "posts/a.md": a_post(
            "One", uid="urn:uuid:11111111-1111-4111-8111-111111111111"
        ),
        "posts/b.md": a_post("Two", uid="11111111-1111-4111-8111-111111111111"),
    }
    built = site(posts, **EVERY)

    assert built.names() == ["feed-id-taken"]
    assert str(built.problems[0]).startswith("content/posts/b.md:6: ")
    assert "content/posts/a.md" in built.problems[0].what
    assert not built.output.exists() or not feed_paths(built.output)


def test_two_feeds_with_one_address_are_an_error_that_names_both(site):
    """Pelican's own defaults let an author and a category collide."""
    settings = EVERY | {
        "CATEGORY_FEED_ATOM": "feeds/{slug}.atom.xml",
        "AUTHOR_FEED_ATOM": "feeds/{slug}.atom.xml",
    }
    built = site({"posts/a.md": a_post(author="Evidence")}, **settings)
    said = str(built.problems[0])

    assert built.names() == ["feed-address-taken"]
    for part in (
        "feeds/evidence.atom.xml",
        "category “Evidence”",
        "author “Evidence”",
        "CATEGORY_FEED_ATOM",
        "AUTHOR_FEED_ATOM",
    ):
        assert part in said


def test_a_page_at_a_feeds_address_is_an_error(site):
    """Which of the two a reader got would be chance."""
    page = "Title: Feeds\nsave_as: feeds/all.atom.xml\n\nText."
    built = site({"posts/a.md": a_post(), "pages/feeds.md": page}, **EVERY)

    assert built.names() == ["feed-address-taken"]
    assert str(built.problems[0]).startswith("content/pages/feeds.md:2: ")
    assert "pages/feeds.md" in built.problems[0].what
