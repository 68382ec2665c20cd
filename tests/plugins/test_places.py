"""Where an address lies as a file, and who else wants it."""

from __future__ import annotations

import doctest
import posixpath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins import places
from plugins.places import Address, file_of_old, find_collisions, read_old


def test_the_examples_of_the_manual_are_true():
    """They are read before the code is."""
    assert doctest.testmod(places).failed == 0


@pytest.mark.parametrize(
    "text",
    [
        "",
        "old page",
        "old/",
        "//other.example/",
        "https://other.example/x/",
        "/?p=12",
        "/a/#b",
        "/a b/",
        "/a//b/",
        "/../x/",
        "/a/./b/",
        "/a/..",
        "/a/%2e%2e/b/",
        "/a%2Fb/",
        "/a%5Cb/",
        "/a%00b/",
        "/a%0Ab/",
        "/a%1Bb/",
        "/a\u202eb/",
        "/%E9/",
        "/" + 201 * "a",
        "/" + "/".join(10 * [100 * "a"]),
    ],
)
def test_what_no_server_or_disk_can_have_is_no_old_address(text):
    """It would lead out of the site, or nowhere."""
    assert read_old(text) is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("/", "index.html"),
        ("/~ada/Sleep.HTM", "~ada/Sleep.HTM"),
        ("/old/index.html", "old/index.html"),
        ("/a%20b", "a b/index.html"),
        ("/feed.xml", "feed.xml/index.html"),
        ("/what%3F/", "what?/index.html"),
        ("/v1..2/", "v1..2/index.html"),
    ],
)
def test_an_old_address_is_a_file_that_servers_send_as_a_page(text, place):
    """Any other ending is a folder's name."""
    assert file_of_old(read_old(text)) == place


@given(st.text(max_size=40).map("/{}".format))
def test_an_old_address_never_leaves_the_site(text):
    """Whatever an author, or another program, has written."""
    old = read_old(text)
    if old is not None:
        place = file_of_old(old)
        assert posixpath.normpath(place) == place
        assert not place.startswith(("/", ".."))
        assert place.lower().endswith((".html", ".htm"))


def test_a_file_and_a_folder_of_one_name_are_a_collision():
    """No disk holds both; capitals do not tell them apart either."""
    above, below = Address("Old.html", "a.md"), Address("old.html/x/index.html", "b.md")
    beside = Address("old/index.html", "c.md")

    found = list(find_collisions([above, below, beside]))

    assert found == [(above, below), (below, above)]
