"""What an author is told of external links fits into a line, and leaves nothing out."""

from __future__ import annotations

from plugins.tools.external_links.answers import DEAD, FINE, MOVED, UNKNOWN, LinkAnswer
from plugins.tools.external_links.findings import LinkReport
from plugins.tools.external_links.gather import External, Place

PATH = "content/posts/2026-03-14-ketamine-or-psilocybin.md"
LONG = "https://x.example/" + "a" * 200


def report(answers, places=1, excluded=0):
    """Return the report of these answers, each address at so many places."""
    there = tuple(Place(False, PATH, 10 + number, "#f") for number in range(places))
    external = External(dict.fromkeys(answers, there), excluded)
    return LinkReport(external, answers, len(answers))


def test_a_long_address_leaves_room_for_its_places_and_for_what_to_do():
    """As many of them as a line takes, and how many there are more."""
    (dead,) = report({LONG: LinkAnswer(DEAD, 404)}, places=9).problems()
    assert dead.what.startswith(f"{LONG[:99]}… is gone: it answers 404. Also at ")
    assert dead.what.endswith(f"{PATH}:14 and 4 more.")
    assert dead.remedy.endswith(f": https://web.archive.org/web/{LONG}")
    (moved,) = report({LONG: LinkAnswer(MOVED, 200, f"{LONG}b")}, places=2).problems()
    assert moved.what.endswith(f"… has moved for good. Also at {PATH}:11.")
    assert moved.remedy == f"Write {LONG}b#f instead."


def test_the_new_address_keeps_its_own_fragment():
    """Who moved the page knows where in it the words are."""
    answer = LinkAnswer(MOVED, 200, "https://x.example/b#own")
    (moved,) = report({"https://x.example/a": answer}).problems()
    assert moved.remedy == "Write https://x.example/b#own instead."


def test_a_front_page_that_has_moved_is_no_page_that_was_given_up():
    """Another scheme, another host: there it is."""
    for address in ("http://x.example", "http://x.example/"):
        answer = LinkAnswer(MOVED, 200, "https://www.x.example/")
        (moved,) = report({address: answer}).problems()
        assert moved.remedy == "Write https://www.x.example/#f instead."


def test_all_that_is_unknown_is_one_notice_with_reasons():
    """Also where there is much of it; what is fine is none of it."""
    why = "answered with 403"
    unknown = {f"https://x.example/{n}": LinkAnswer(UNKNOWN, why=why) for n in range(9)}
    answers = unknown | {"https://y.example/": LinkAnswer(FINE, 200)}
    (found,) = report(answers).problems()
    assert found.what.startswith(
        f"Nothing is known of 9 external links: https://x.example/0 {why}; https"
    )
    assert found.what.endswith(" and 3 more.")


def test_the_summary_counts_what_was_left_out_and_nothing_twice():
    """No links are none, and not fine."""
    assert report({}).summary() == "0 external links."
    assert report({}, excluded=2).summary() == (
        "0 external links; 2 left out by CHECK[“link_excludes”]."
    )
    assert report({LONG: LinkAnswer(FINE, 200)}).summary() == "1 external link: 1 fine."
