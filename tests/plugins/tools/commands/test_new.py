"""``invoke new`` starts a post that a build accepts."""

from __future__ import annotations

import re

import pytest

from plugins.source.header import parse_header
from plugins.tools.build.build import read_settings_of
from plugins.tools.commands.new import make_slug, write_post
from plugins.tools.site import Site
from tests.plugins.tools.conftest import strict

TITLES = [
    "Sleep and ketamine",
    "“Better”: what does it mean?",
    "Yes",
    "It's 50 % — or {half}",
    "# not a comment",
    "Qué pasa, Áureo?",
]


def test_new_posts_keep_their_titles_and_pass_the_build(place):
    """They are drafts: they build, and are not seen."""
    strict(place)
    settings = read_settings_of(Site(place.root, place.root))
    for title in TITLES[1:]:
        write_post(Site(place.root, place.root), settings, title, "Sleep", "All")

    ended = place.run("new", TITLES[0], "--series", "Sleep", "--category", "All")

    assert ended.code == 0, ended.said
    drafts = list((place.root / "content/posts").glob("*-*-*-*.md"))
    found = [parse_header(path.read_text()).values for path in drafts]
    assert sorted(values["title"] for values in found) == sorted(TITLES)
    for values in found:
        assert (values["status"], values["series"]) == ("draft", "Sleep")
        assert re.match(r"urn:uuid:[0-9a-f-]{36}$", values["uid"])
    built = place.run("build")
    assert built.code == 0, built.said
    home = (place.output / "index.html").read_text()
    assert not any(title in home for title in TITLES)


def test_a_new_post_on_a_stock_site_is_read_by_stock_pelican(place):
    """Without front_matter a site does not read YAML."""
    ended = place.run("new", "“Better”: what?", "--category", "All")
    path = place.root / ended.out.splitlines()[0]
    assert path.read_text().startswith("title: “Better”: what?\n")
    text = path.read_text().replace("status: draft", "status: published")
    path.write_text(text)
    assert place.run("build").code == 0
    assert "“Better”: what?" in (place.output / "index.html").read_text()


def test_a_new_post_never_overwrites(place):
    """Also not one of an earlier day."""
    place.write("content/posts/2020-01-01-sleep.md", "title: Sleep\n\nMine.\n")
    before = place.files("content")
    ended = place.run("new", "Sleep!")
    assert ended.code == 1
    assert "content/posts/2020-01-01-sleep.md is there already" in ended.err
    assert place.files("content") == before


def test_a_new_part_gets_the_next_number_and_slips_are_pointed_out(place):
    """The author need not count."""
    place.post("one", series="Sleep", series_index="4")
    ended = place.run("new", "Dreams", "--series", "Sleep", "--category", "Al")
    assert "“Al” is a new category." in ended.out
    path = place.root / ended.out.splitlines()[0]
    assert parse_header(path.read_text()).values["series_index"] == "5"
    near = place.run("new", "Naps", "--series", "Slep")
    assert "“Slep” is a new series. Did you mean “Sleep”?" in near.out
    begun = place.run("new", "Something begun", "--series", "sle")
    assert "“sle” is a new series. Did you mean “Sleep”?" in begun.out


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("What's “sleep”?", "whats-sleep"),
        ("Áureo – qué?", "aureo-que"),
        ("Ночь", "noch"),
        ("…", ""),
        ("a" * 80, "a" * 60),
        ("word " * 20, "word-word-word-word-word-word-word-word-word-word-word-word"),
    ],
)
def test_a_title_becomes_a_file_name(title, slug):
    """Plain letters, cut between words."""
    assert make_slug(title) == slug
