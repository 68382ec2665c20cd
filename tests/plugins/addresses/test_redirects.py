"""Where old addresses lead, and the lines that tell hosts of them."""

from __future__ import annotations

import doctest
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.addresses import redirects
from plugins.addresses.redirects import (
    BEGIN,
    END,
    MOST_LINES,
    Redirect,
    check_limits,
    find_rivals,
    format_lines,
    format_nginx,
    own_lines,
    read_setting,
    resolve,
)
from plugins.places import Address, read_old

POST = Redirect(
    *("2020/sleep/", "/blog/sleep/", "posts/sleep.md", 6),
    goal="blog/sleep/index.html",
    title="Sleep",
    lang="de",
)


def settled(*given, others=()):
    """Return what each old address leads to, and the problems' names and lines."""
    made, problems = resolve(given, others)
    return {one.old: one.new for one in made}, sorted(
        (problem.path, problem.line, problem.name) for problem in problems
    )


def test_the_examples_of_the_manual_are_true():
    """They are read before the code is."""
    assert doctest.testmod(redirects).failed == 0


def test_a_chain_is_followed_to_its_end():
    """A visitor meets one redirect, and the page names the post there."""
    chain = read_setting({"/a": "/b/", "/b": "/c.php", "/c.php": "/2020/sleep"})
    made, problems = resolve([POST, *chain], [])

    assert problems == []
    assert {(one.new, one.title, one.lang) for one in made} == {
        ("/blog/sleep/", "Sleep", "de")
    }
    assert [one.source for one in made] == ["posts/sleep.md", *3 * ["pelicanconf.py"]]


def test_what_leads_in_a_circle_is_told_and_left_out():
    """Each address with the whole way."""
    given = [*read_setting({"/a": "/b/", "/b/": "/a/", "/c": "/a", "/d/": "/d"}), POST]
    made, problems = resolve(given, [])

    assert made == [POST]
    assert [problem.name for problem in problems] == 4 * ["alias-loop"]
    assert problems[2].message == (
        "ADDRESSES[“aliases”]: The old address “/c” leads in a circle: "
        "/c → /a → /b/ → /a. Let it lead to a page."
    )


@pytest.mark.parametrize("old", ["blog/sleep/", "blog/sleep", "Blog/SLEEP/index.html"])
def test_a_post_does_not_lead_to_itself(old):
    """Nor by an address that some disks take for its own."""
    assert settled(replace(POST, old=old)) == (
        {},
        [("posts/sleep.md", 6, "alias-loop")],
    )


def test_an_address_that_another_has_is_told_and_left_out():
    """Of a page, a picture, another post, a setting, and whatever a disk confuses."""
    others = [
        Address("tags.html", "the tags", setting="TAGS_SAVE_AS"),
        Address("images/a.png", "images/a.png", is_file=True),
    ]
    made, problems = settled(
        replace(POST, old="Tags.html"),
        replace(POST, old="images/a.png", line=7),
        replace(POST, old="both/", line=8),
        replace(POST, old="both", source="posts/mood.md", line=9),
        POST,
        *read_setting({"/2020/sleep": "/tag/sleep/"}),
        others=others,
    )

    assert made == {}
    assert {name for _, _, name in problems} == {"address-taken"}
    assert [(path, line) for path, line, _ in problems] == [
        ("pelicanconf.py", 0),
        ("posts/mood.md", 9),
        *(("posts/sleep.md", line) for line in (6, 6, 7, 8)),
    ]


def test_one_place_may_be_named_twice_if_it_leads_to_one_address():
    """With and without a slash, as people write them."""
    twice = replace(POST, old="2020/sleep", line=7)
    feeds = read_setting({"/feed": "/all.xml", "/feed/": "/all.xml"})

    assert settled(POST, twice, *feeds) == (
        {"2020/sleep/": "/blog/sleep/", "feed": "/all.xml"},
        [],
    )


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("/feed/", "/feeds/all.atom.xml", "feed/index.html"),
        ("/feed.xml", "/feeds/all.atom.xml", "feed.xml"),
        ("/feed.php", "/feeds/all.rss.xml", "feed.php/index.html"),
        ("/old.pdf", "/files/new.pdf", "old.pdf"),
        ("/old.pdf", "/tag/new/", "old.pdf/index.html"),
        ("/old.xml", "/page.html", "old.xml/index.html"),
        ("/old/", "/blog/v1.5", "old/index.html"),
    ],
)
def test_what_is_no_page_stands_at_the_old_address_itself(old, new, place):
    """Under a name by which servers know its kind, where the old address has one."""
    (one,) = read_setting({old: new})

    assert one.place == place
    assert one.is_copy == new.endswith((".xml", ".pdf"))


def test_lines_for_hosts_have_both_forms_and_no_patterns():
    """“:” and “*” are patterns there; the site lies below the host's root."""
    given = [
        replace(POST, old="été/"),
        replace(POST, old="a:b*c"),
        replace(POST, old="old.html", new="/blog/café/index.html#part"),
        replace(POST, old="", new="/new/index.html"),
    ]

    assert format_lines(given, "/site", "301!") == [
        "/site/%C3%A9t%C3%A9 /site/blog/sleep/ 301!",
        "/site/%C3%A9t%C3%A9/ /site/blog/sleep/ 301!",
        "/site/a%3Ab%2Ac /site/blog/sleep/ 301!",
        "/site/a%3Ab%2Ac/ /site/blog/sleep/ 301!",
        "/site/old.html /site/blog/caf%C3%A9/index.html#part 301!",
        "/site /site/new/ 301!",
        "/site/ /site/new/ 301!",
    ]


@given(st.lists(st.text(max_size=20).map("/{}".format), max_size=5))
def test_a_line_has_three_words_whatever_the_address(texts):
    """Neither host takes another."""
    given = [replace(POST, old=old) for old in map(read_old, texts) if old is not None]
    for line in format_lines(given, "", "301"):
        assert re.fullmatch(r"/[!-~]* /blog/sleep/ 301", line)
        assert not set(line.split(" ")[0]) & set(":*#?")


def test_the_sites_own_lines_stay_below_ours_and_contradictions_are_told():
    """A line for an address of ours, in either form."""
    ours = format_lines([POST], "", "301")
    own = "# mine\n/x /y\n/2020/sleep  /z 302\n/ /home/\n"

    assert own_lines(own) == own
    assert own_lines("\n".join([BEGIN, *ours, END, own])) == own
    assert list(find_rivals(ours, own)) == [(3, "/2020/sleep  /z 302")]


def test_a_host_that_would_leave_lines_out_is_told_of():
    """By number and by length; a warning, since the pages lead on."""
    assert check_limits(MOST_LINES * ["/a /b 301"]) is None
    for lines in ((MOST_LINES + 1) * ["/a /b 301"], [f"/{1000 * 'a'} /b 301"]):
        assert check_limits(lines).name == "redirects-many"


def test_nginx_is_told_of_every_form_once():
    """Decoded and in quotes; a fragment stands behind the question."""
    given = [
        replace(POST, old='été "x"/', new="/blog/$a/#b"),
        replace(POST, old="old.html"),
    ]

    assert format_nginx([*given, *given], "/site%20a") == [
        "# Old addresses.",
        *(
            f'location = "/site a/été \\"x\\"{end}" {{ absolute_redirect off; '
            'return 301 "/site%20a/blog/%24a/$is_args$args#b"; }'
            for end in ("", "/", "/index.html")
        ),
        (
            'location = "/site a/old.html" { absolute_redirect off; '
            'return 301 "/site%20a/blog/sleep/$is_args$args"; }'
        ),
    ]
    assert format_nginx([], "") == []
