"""``invoke publish`` and ``invoke withdraw`` on real sites in real repositories."""

from __future__ import annotations

import json
import re

import feedparser
import pytest

from plugins.post_checks.placeholder import NEW_BODY
from plugins.source.header import parse_header
from tests.plugins.tools.desk.places import a_desk, a_text, commit, git, undo

desk = a_desk
DRAFT = "posts/2026-02-01-sleep.md"
TODAY = "content/posts/2026-03-01-sleep.md"
UUID = r"urn:uuid:[0-9a-f-]{36}"


def header_of(place, path):
    return parse_header((place.root / path).read_text("utf-8")).values


def titles(place):
    feed = feedparser.parse((place.output / "feeds/all.atom.xml").read_bytes())
    return [entry.title for entry in feed.entries]


def ids(place):
    feed = feedparser.parse((place.output / "feeds/all.atom.xml").read_bytes())
    return {entry.title: entry.id for entry in feed.entries}


@pytest.mark.parametrize("form", ["yaml", "keys"])
def test_a_draft_is_published_today_with_all_that_belongs_to_it(desk, form):
    """Status, date, file name, id, and the links of other drafts."""
    draft = a_text("Sleep", form=form, status="draft", date="2026-02-01")
    link = "[Sleep]({filename}2026-02-01-sleep.md)"
    place = desk(
        {
            DRAFT: draft,
            "posts/2026-02-02-other.md": a_text("Other", link, status="draft"),
        }
    )
    before = place.files("content")
    ended = place.run("publish", "Sleep", "--yes")

    assert ended.code == 0, ended.said
    values = header_of(place, TODAY)
    assert values["status"] == "published"
    assert values["date"] == "2026-03-01"
    assert re.fullmatch(UUID, values["uid"])
    other = (place.root / "content/posts/2026-02-02-other.md").read_text()
    assert "({filename}2026-03-01-sleep.md)" in other
    assert f"{TODAY} is published at /blog/sleep/ with the next build." in ended.out
    assert place.run("build").code == 0
    assert titles(place) == ["Sleep"]

    undo(place, ended.out)
    assert place.files("content") == before


def test_a_draft_of_a_stock_site_gets_its_date_by_the_name_of_its_file(desk):
    """Where the name is what Pelican takes it from; its address is no draft's."""
    place = desk(
        {"posts/2026-02-01-x.md": "Title: X\nStatus: draft\n\nWords.\n"},
        'PLUGINS = []\nFILENAME_METADATA = r"(?P<date>\\d{4}-\\d{2}-\\d{2})-.*"\n',
    )
    ended = place.run("publish", "x", "--yes")

    assert ended.code == 0, ended.said
    path = "content/posts/2026-03-01-x.md"
    assert (place.root / path).read_text() == (
        "Title: X\nStatus: published\n\nWords.\n"
    )
    assert f"{path} is published at /blog/x/ with the next build." in ended.out


def test_a_hidden_post_comes_into_the_lists_with_its_own_date(desk):
    """Its address was public all the time."""
    hidden = a_text("Sleep", status="hidden", uid="a")
    place = desk({"posts/2026-01-05-sleep.md": hidden})
    ended = place.run("publish", "sleep", "--yes")

    assert ended.code == 0, ended.said
    text = (place.root / "content/posts/2026-01-05-sleep.md").read_text()
    assert text == hidden.replace("status: hidden", "status: published")
    assert "(/blog/sleep/) is in lists and feeds with the next build." in ended.out


def test_a_page_comes_out_without_a_date(desk):
    """It needs none, and keeps the name of its file."""
    page = a_text("Help", date="", category="", status="draft")
    place = desk({"pages/help.md": page, "posts/2026-01-01-a.md": a_text("A", uid="a")})
    ended = place.run("publish", "pages/help.md", "--yes")

    assert ended.code == 0, ended.said
    text = (place.root / "content/pages/help.md").read_text()
    assert text == page.replace("status: draft", "status: published")
    assert place.run("build").code == 0
    assert (place.output / "help/index.html").is_file()


def test_comments_of_a_new_post_stay(desk):
    """What ``invoke new`` writes is published as it is."""
    place = desk({})
    path = place.run("new", "Dreams", "--category", "All").out.splitlines()[0]
    text = (place.root / path).read_text()
    summary = "summary: What people dream of, told in a sentence of some length."
    text = text.replace(NEW_BODY, "What was read and found.")
    place.write(path, re.sub("summary:.*", summary, text))
    uid = header_of(place, path)["uid"]
    commit(place)
    ended = place.run("publish", "dreams", "--yes")

    assert ended.code == 0, ended.said
    (published,) = (place.root / "content/posts").glob("*dreams.md")
    text = published.read_text()
    assert "status: published  # published, draft, hidden" in text
    assert header_of(place, published)["uid"] == uid


def test_at_a_time_to_come_a_post_waits_and_can_be_moved(desk):
    """It is said when it appears, and a build holds it back until then."""
    place = desk(
        {
            DRAFT: a_text("Sleep", status="draft"),
            "posts/2026-01-01-a.md": a_text("A", uid="a"),
        },
        'TIMEZONE = "America/Los_Angeles"\n',
    )
    ended = place.run("publish", "sleep", "--at", "2026-04-01 09:00", "--yes")

    assert ended.code == 0, ended.said
    path = "content/posts/2026-04-01-sleep.md"
    assert "with the first build after 2026-04-01 09:00 PDT." in ended.out
    assert header_of(place, path)["date"] == "2026-04-01 09:00"
    commit(place)
    assert place.run("build").code == 0
    assert titles(place) == ["A"]
    assert place.run("build", "--now", "2026-04-01T10:00").code == 0
    assert titles(place) == ["Sleep", "A"]

    later = place.run("publish", "sleep", "--at", "2026-05-01T08:00+02:00", "--yes")
    commit(place)
    now = place.run("publish", "sleep", "--yes")
    assert "first build after 2026-04-30 23:00 PDT." in later.out
    assert now.code == 0, now.said
    assert header_of(place, TODAY)["date"] == "2026-03-01"
    assert header_of(place, TODAY)["uid"] == re.search(UUID, ended.out)[0]


def test_today_is_the_day_in_the_posts_own_zone(desk):
    """Noon in London is another day in Kiritimati."""
    draft = a_text("Sleep", status="draft", timezone="Pacific/Kiritimati")
    place = desk({DRAFT: draft})
    ended = place.run("publish", "sleep", "--yes")

    assert ended.code == 0, ended.said
    assert "+date: 2026-03-02\n" in ended.out


def test_a_post_with_an_error_is_not_published(desk):
    """All of them are named, also what a draft need not have yet, and its links."""
    body = "[Other]({filename}2026-02-02-other.md)\n\n# Too high"
    place = desk(
        {
            DRAFT: a_text("Sleep", body, status="draft", category=""),
            "posts/2026-02-02-other.md": a_text("Other", status="draft"),
            "posts/2026-02-03-bad.md": a_text("Bad", "[x](/nowhere/)", uid="b"),
        }
    )
    before = place.files("content")
    for words in ((), ("--at", "2026-06-01")):
        ended = place.run("publish", "sleep", *words, "--yes")

        assert ended.code == 1
        for name in ("key-missing", "link-unpublished", "heading-first"):
            assert f"[{name}]" in ended.err
        # Where they are now, not where they would be.
        for line in (1, 8, 10):
            assert f"content/posts/2026-02-01-sleep.md:{line}: " in ended.err
        assert "2026-02-03-bad.md" not in ended.err
        assert "Nothing was changed" in ended.err
        assert place.files("content") == before


def test_drafts_that_link_each_other_come_out_together(desk):
    """Alone neither can: readers could not open the other."""
    place = desk(
        {
            DRAFT: a_text("Sleep", "[b]({filename}2026-02-02-b.md)", status="draft"),
            "posts/2026-02-02-b.md": a_text(
                "B, too", "[a]({filename}2026-02-01-sleep.md)", status="draft"
            ),
        }
    )
    alone = place.run("publish", "sleep", "--yes")
    both = place.run("publish", "sleep, b", "--yes")

    assert "[link-unpublished]" in alone.err
    assert both.code == 0, both.said
    assert place.run("build").code == 0
    assert sorted(titles(place)) == ["B, too", "Sleep"]
    commit(place)
    one = place.run("withdraw", "B, too", "--because", "It is old.", "--yes")
    assert one.code == 0, one.said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("out",), "2026-01-01-out.md is published already, since 2026-01-01: /blog"),
        (("out",), "invoke rename POST NEW-SLUG"),
        (("sleep", "--at", "14.3.2027"), "Write 2027-03-14."),
        (("sleep", "--at", "2027-02-30"), "February has no day 30"),
        (("sleep", "--at", ""), "--at is empty, and nothing is published by accident"),
        (
            ("gone", "--at", "2027-01-01"),
            "was published on 2026-01-02, and that stays.",
        ),
        (("nobody",), "No post is called “nobody”."),
    ],
)
def test_what_cannot_be_published_says_why(desk, words, said):
    """In a line with a next step."""
    gone = {"status": "withdrawn", "withdrawn_because": "It was wrong."}
    place = desk(
        {
            DRAFT: a_text("Sleep", status="draft"),
            "posts/2026-01-01-out.md": a_text("Out", uid="a", date="2026-01-01"),
            "posts/2026-01-02-gone.md": a_text(
                "Gone", uid="b", date="2026-01-02", **gone
            ),
        }
    )
    ended = place.run("publish", *words, "--yes")

    assert ended.code == 1
    assert said in ended.err
    assert git(place, "status", "--porcelain") == ""


def test_a_site_that_holds_nothing_back_cannot_schedule(desk):
    """The post would be out at once."""
    place = desk(
        {DRAFT: a_text("Sleep", status="draft")},
        "FRONT_MATTER = {}\nPOST_CHECKS = {}\nWITH_FUTURE_DATES = True\n",
    )
    ended = place.run("publish", "sleep", "--at", "2027-01-01", "--yes")
    assert ended.code == 1
    assert "Set WITH_FUTURE_DATES = False in pelicanconf.py" in ended.err


def test_a_post_goes_with_its_reason_and_comes_back_as_it_was(desk):
    """Its page, date, place in the series and id in feeds are the same again."""
    own = {"series": "Nights", "date": "2026-01-05"}
    place = desk(
        {
            "posts/2026-01-05-sleep.md": a_text("Sleep", **own, series_index="1"),
            "posts/2026-01-06-more.md": a_text(
                "More", **own, uid="b", series_index="2"
            ),
        },
        "PROBLEM_LEVELS = {'series-of-one': 'notice'}\n",
    )
    assert place.run("build").code == 0
    before, known = place.files("content"), ids(place)

    ended = place.run(
        "withdraw", "sleep", "--because", "The  paper:\nit was “retracted”.", "--yes"
    )
    assert ended.code == 0, ended.said
    values = header_of(place, "content/posts/2026-01-05-sleep.md")
    assert values["withdrawn_because"] == "The paper: it was “retracted”."
    assert "To bring it back: invoke publish sleep" in ended.out
    commit(place)
    assert place.run("build").code == 0
    assert titles(place) == ["More"]
    page = (place.output / "blog/sleep/index.html").read_text()
    assert "The paper: it was “retracted”." in page
    again = place.run("withdraw", "sleep", "--because", "x", "--yes")
    assert "is withdrawn already: The paper: it was “retracted”." in again.err

    back = place.run("publish", "sleep", "--yes")
    assert back.code == 0, back.said
    assert "is back at /blog/sleep/" in back.out
    values = header_of(place, "content/posts/2026-01-05-sleep.md")
    assert values["date"] == "2026-01-05"
    assert "withdrawn_because" not in values
    assert place.run("build").code == 0
    assert ids(place) == known
    first = before["posts/2026-01-05-sleep.md"].decode().splitlines()
    last = (place.root / "content/posts/2026-01-05-sleep.md").read_text().splitlines()
    assert [line for line in first if line not in last] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("out",), "invoke withdraw POST --because “…”"),
        (("out", "--because", " "), "invoke withdraw POST --because “…”"),
        (("sleep", "--because", "x"), "nobody has read it. Delete it instead."),
        (("late", "--because", "x"), "write “status: draft” in its header."),
        (("out", "--because", "<b>x</b>"), "[value-html]"),
    ],
)
def test_what_cannot_be_withdrawn_says_why(desk, words, said):
    """In a line with a next step."""
    place = desk(
        {
            DRAFT: a_text("Sleep", status="draft"),
            "posts/2026-01-01-out.md": a_text("Out", uid="a"),
            "posts/2027-01-02-late.md": a_text("Late", uid="b", date="2027-01-02"),
        }
    )
    ended = place.run("withdraw", *words, "--yes")

    assert ended.code == 1
    assert said in ended.err
    assert git(place, "status", "--porcelain") == ""


def test_a_slug_means_all_languages_and_a_file_one(desk):
    """Whoever withdraws a post withdraws its translations, unless they say which."""
    place = desk(
        {
            "posts/2026-01-05-sleep.md": a_text("Sleep", uid="a"),
            "posts/2026-01-05-sleep.es.md": a_text(
                "Dormir", uid="b", lang="es", slug="sleep"
            ),
        }
    )
    both = place.run("withdraw", "sleep", "--because", "It is old.", "--yes")
    commit(place)
    one = place.run("publish", "2026-01-05-sleep.es.md", "--yes")

    assert both.code == one.code == 0, both.said + one.said
    english, spanish = (
        header_of(place, f"content/posts/2026-01-05-sleep{end}.md")["status"]
        for end in ("", ".es")
    )
    assert (english, spanish) == ("withdrawn", "published")


def test_a_published_post_without_a_uid_is_a_warning_on_a_strict_site(desk):
    """A build edits nothing; the warning has the command that does. Drafts wait."""
    place = desk(
        {
            "posts/2026-01-05-sleep.md": a_text("Sleep"),
            "posts/2026-01-06-more.md": a_text("More"),
            DRAFT.replace("sleep", "x"): a_text("X", status="draft"),
        }
    )
    before = place.files("content")
    built = place.run("build", "--format", "json")
    preview = place.run("build", "--drafts", "--format", "json")

    for ended in (built, preview):
        assert ended.code == 0
        found = json.loads(ended.out)["problems"]
        (told,) = [one for one in found if one["name"] == "feed-uid"]
        assert told["path"] == "content/posts/2026-01-05-sleep.md"
        assert told["level"] == "warning"
        assert "The same in 1 more post." in told["what"]
        assert "invoke check --fix feed-uid" in told["remedy"]
    assert place.files("content") == before
    assert place.run("check").err.count("[feed-uid]") == 2
    assert place.run("check", "--fix", "feed-uid").code == 0
    assert "feed-uid" not in place.run("build").said


def test_a_site_that_is_not_strict_is_not_told_by_builds(desk):
    """Its ids are those of stock Pelican; ``invoke check`` still says it."""
    place = desk(
        {"posts/2026-01-05-sleep.md": a_text("Sleep")},
        "FRONT_MATTER = {}\nPOST_CHECKS = {}\n",
    )
    assert "feed-uid" not in place.run("build").said
    assert "notice: This post has no uid" in place.run("check").said
