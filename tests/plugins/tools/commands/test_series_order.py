"""``invoke series --move`` and ``--insert`` on real sites in real repositories."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from plugins.source.header import parse_header
from tests.plugins.tools.desk.places import a_desk, a_text, commit, git, undo

desk = a_desk
NIGHTS = {"series": "Nights", "uid": "x"}


def a_part(name, day, **own):
    keys = {**NIGHTS, "date": f"2026-01-0{day}", "uid": name, **own}
    text = a_text(name.title(), **keys)
    return {f"posts/2026-01-0{day}-{name}.md": text}


def shown(place):
    """Return what the pages of a series print: the titles in their order."""
    assert place.run("build").code == 0
    page = (place.output / "series/nights/index.html").read_text()
    found = re.findall(r"(?:One|Two|Three|Four|Five|Soon)(?=\b)", page.split("<h1")[1])
    return [*dict.fromkeys(found)]


def numbers(place):
    return {
        path.stem[11:]: parse_header(path.read_text()).values.get("series_index", "")
        for path in sorted((place.root / "content/posts").glob("*.md"))
    }


THREE = {
    **a_part("one", 1, series_index="1"),
    **a_part("two", 2, series_index="2"),
    **a_part("three", 3, series_index="3"),
}
FILE = "---\ntitle: Nights\nparts:\n  - one  # first\n  - two\n  - soon\n{more}---\n"


def test_a_part_moves_by_the_numbers_of_posts(desk):
    """Only those change whose number is another; readers see the new order."""
    place = desk({**THREE, **a_part("four", 4, series_index="4")})
    before = place.files("content")
    ended = place.run("series", "--move", "three", "--to", "2", "--yes")

    assert ended.code == 0, ended.said
    assert numbers(place) == {"one": "1", "two": "3", "three": "2", "four": "4"}
    assert git(place, "diff", "--stat").count("|") == 2
    assert "  1. One\n  2. Three\n  3. Two\n  4. Four\n" in ended.out
    # What the site is warned of then is said before anybody is asked.
    assert ended.err.count("warning: ") == ended.err.count("[series-index-against") == 1
    assert shown(place) == ["One", "Three", "Two", "Four"]
    undo(place, ended.out)
    assert place.files("content") == before


def test_a_part_without_a_number_gets_one_only_where_it_must(desk):
    """The others go on by their dates."""
    parts = {
        k: v
        for n in (1, 2, 3, 4)
        for k, v in a_part(("one", "two", "three", "four")[n - 1], n).items()
    }
    place = desk(parts)
    ended = place.run("series", "--move", "Four", "--to", "2", "--yes")

    assert ended.code == 0, ended.said
    assert numbers(place) == {"one": "1", "four": "2", "two": "", "three": ""}
    assert shown(place) == ["One", "Four", "Two", "Three"]


def test_drafts_of_a_new_series_are_put_in_order(desk):
    """So does who plans a series before anything of it is published."""
    own = {"series": "Nights", "status": "draft"}
    place = desk(
        {
            **a_part("one", 1, series_index="1"),
            **a_part("two", 2, series_index="2", **own),
            **a_part("three", 3, series_index="3", **own),
            **a_part("four", 4, series_index="4", date="2027-01-04"),
            **a_part("five", 5, series_index="5", status="hidden"),
        }
    )
    ended = place.run("series", "--move", "four", "--to", "2", "--yes")

    assert ended.code == 0, ended.said
    assert "  2. Four (scheduled)\n  3. Two (draft)\n  4. Three (draft)\n" in ended.out
    found = numbers(place)
    assert found.pop("five") == "5"
    assert found == {"one": "1", "four": "2", "two": "3", "three": "4"}
    hidden = place.run("series", "--move", "five", "--to", "1", "--yes")
    assert "five.md is hidden, and holds no place in its series." in hidden.err


def test_a_series_file_that_has_the_order_keeps_it(desk):
    """Posts stay as they are; planned parts and comments move along."""
    place = desk(
        {
            **a_part("one", 1),
            **a_part("two", 2),
            **a_part("three", 3),
            "series/nights.md": FILE.format(more="planned: [Soon]\n"),
        }
    )
    posts = place.files("content/posts")
    ended = place.run("series", "--move", "three", "--to", "2", "--yes")

    assert ended.code == 0, ended.said
    text = (place.root / "content/series/nights.md").read_text()
    assert "parts:\n  - one  # first\n  - three\n  - two\n  - soon\nplanned" in text
    assert place.files("content/posts") == posts
    assert "  4. Soon (planned)\n" in ended.out
    assert shown(place) == ["One", "Three", "Two", "Soon"]
    commit(place)
    last = place.run("series", "--move", "one", "--to", "4", "--yes")
    text = (place.root / "content/series/nights.md").read_text()
    assert last.code == 0, last.said
    assert "parts:\n  - three\n  - two\n  - soon\n  - one  # first\nplanned" in text


def test_a_series_file_lists_parts_that_are_not_out_yet(desk):
    """A build knows them, so that they come out where the author has put them."""
    place = desk(
        {
            **a_part("one", 1),
            **a_part("two", 2),
            **a_part("four", 4, status="draft"),
            **a_part("five", 5, date=f"{datetime.now(UTC).year + 1}-01-05"),
            "series/nights.md": FILE.format(more="planned: [Soon]\n"),
        }
    )
    for word, number in (("four", "1"), ("five", "2")):
        ended = place.run("series", "--move", word, "--to", number, "--yes")
        assert ended.code == 0, ended.said
        commit(place)

    text = (place.root / "content/series/nights.md").read_text()
    assert "parts:\n  - four\n  - five\n  - one  # first\n  - two\n  - soon\n" in text
    assert shown(place) == ["One", "Two", "Soon"]
    assert place.run("publish", "four", "--yes").code == 0
    assert shown(place) == ["Four", "One", "Two", "Soon"]


def test_a_post_joins_a_series_at_a_place(desk):
    """Its name is that of the others; drafts are parts, too."""
    place = desk({**THREE, **a_part("five", 5, series="", status="draft")})
    ended = place.run("series", "--insert", "five", "--at", "2", "--yes")

    assert ended.code == 0, ended.said
    five = (place.root / "content/posts/2026-01-05-five.md").read_text()
    assert "series: Nights\nseries_index: 2\n---" in five
    assert numbers(place) == {"one": "1", "five": "2", "two": "3", "three": "4"}
    assert "  2. Five (draft)\n" in ended.out
    commit(place)
    assert place.run("publish", "five", "--at", "2026-02-01", "--yes").code == 0
    assert shown(place) == ["One", "Five", "Two", "Three"]


def test_a_post_joins_the_list_of_a_series_file(desk):
    """The file has the order, and the name in each language."""
    place = desk(
        {
            **a_part("one", 1),
            **a_part("two", 2),
            "series/nights.md": FILE.format(more="planned: [Soon]\n"),
            "series/noches.md": "---\ntitle: Noches\nslug: nights\nlang: es\n---\n",
            "posts/2026-01-05-five.md": a_text("Five", uid="five"),
            "posts/2026-01-05-five.es.md": a_text(
                "Cinco", uid="cinco", lang="es", slug="five"
            ),
            "posts/2026-01-06-other.md": a_text("Other", series="Days", uid="o"),
            "posts/2026-01-07-more.md": a_text("More", series="Days", uid="p"),
        }
    )
    asked = place.run("series", "--insert", "five", "--at", "1", "--yes")
    ended = place.run(
        "series", "--insert", "five", "--at", "1", "--name", "nights", "--yes"
    )

    assert "Say which series with --name. There are: “" in asked.err
    assert ended.code == 0, ended.said
    series = (place.root / "content/series/nights.md").read_text()
    assert "parts:\n  - five\n  - one  # first\n  - two\n  - soon\n" in series
    for name, title in (("five", "Nights"), ("five.es", "Noches")):
        text = (place.root / f"content/posts/2026-01-05-{name}.md").read_text()
        values = parse_header(text).values
        assert values["series"] == title
        assert "series_index" not in values
    assert shown(place) == ["Five", "One", "Two", "Soon"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--move", "one"), "Say what goes where: --move PART --to N"),
        (("--to", "2"), "Say what goes where: --move PART --to N"),
        (("--insert", "alone"), "or --insert POST --at N."),
        (("--insert", "alone", "--at", "7"), "has the places 1 to 4. Choose one"),
        (("--move", "one", "--to", "4"), "has the places 1 to 3. Choose one"),
        (("--move", "one", "--to", "0"), "has the places 1 to 3. Choose one"),
        (("--move", "one", "--to", "two"), "--to two: that is no whole number."),
        (("--move", "one", "--insert", "two"), "Say what goes where"),
        (("--move", "alone", "--to", "1"), "invoke series --insert alone --at N"),
        (("--insert", "one", "--at", "1"), "invoke series --move one --to N"),
        (("--move", "onne", "--to", "1"), "Did you mean “one”?"),
        (
            ("--insert", "alone", "--at", "1", "--name", "Night"),
            "Did you mean “Nights”",
        ),
        (("--move", "one", "--to", "2", "--name", "x"), "No series is called “x”."),
    ],
)
def test_what_cannot_be_put_in_order_says_why(desk, words, said):
    """In a line with a next step."""
    place = desk({**THREE, **a_part("alone", 9, series="")})
    ended = place.run("series", *words, "--yes")

    assert ended.code == 1
    assert said in ended.err
    assert git(place, "status", "--porcelain") == ""


def test_a_part_that_has_the_number_already_is_left_alone(desk):
    """Nothing is asked."""
    place = desk(THREE)
    ended = place.run("series", "--move", "two", "--to", "2")
    assert (ended.code, ended.out) == (0, "It is part 2 already.\n")


def test_a_site_without_series_says_so(desk):
    """No table, no order."""
    place = desk(THREE, 'PLUGINS = ["plugins.front_matter"]\n')
    ended = place.run("series", "--move", "two", "--to", "1", "--yes")
    assert ended.code == 1
    assert "The plugin “series” is not in PLUGINS" in ended.err
