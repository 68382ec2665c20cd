"""Ids that never change."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from feedgenerator import get_tag_uri
from hypothesis import given
from hypothesis import strategies as st

from plugins.feeds.posts import entry_id, find_duplicate_ids, mint_uid, stock_id

DAY = dt.datetime(2026, 3, 14, 9, 30, tzinfo=dt.UTC)
LINKS = [
    "https://site.example/blog/x/",
    "https://Site.Example:8000/blog/x.html?ref=feed",
    "http://127.0.0.1:8000/x#part",
    "/x/",
    "https://site.example/日本/",
]


@pytest.mark.parametrize("link", LINKS)
def test_without_a_uid_the_id_is_the_one_of_stock_pelican(link):
    """So that a site which switches shows no post twice."""
    assert entry_id("", link, DAY) == get_tag_uri(link, DAY)


@given(
    st.from_regex(
        r"https?://[a-z]{1,8}\.example(:[0-9]{2,4})?(/[a-zA-Z0-9._~-]*)*(\?[a-z=&]*)?(#[a-z]*)?",
        fullmatch=True,
    ),
    st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)),
)
def test_stock_ids_are_equal_for_any_address_and_date(link, day):
    """Whatever the shape of a site's addresses."""
    assert stock_id(link, day) == get_tag_uri(link, day)


@pytest.mark.parametrize(
    ("uid", "expected"),
    [
        ("tag:site.example,2019-05-06:/old", "tag:site.example,2019-05-06:/old"),
        ("urn:uuid:1B4E28BA-2FA1-11D2-883F-0016D3CCA427", None),
        ("https://site.example/?p=12", "https://site.example/?p=12"),
        (
            "1B4E28BA-2FA1-11D2-883F-0016D3CCA427",
            "urn:uuid:1b4e28ba-2fa1-11d2-883f-0016d3cca427",
        ),
        ("note:12", "urn:uuid:b0e69e73-6f2f-5c6d-b779-482317d5c5d5"),
        ("  tag:a.example,2020:x  ", "tag:a.example,2020:x"),
        ("ketamine-1", "urn:uuid:f2bbbdb3-75a8-554b-924b-d3be338aa29d"),
    ],
)
def test_a_uid_is_the_id_or_becomes_one(uid, expected):
    """These results are a promise: another one would show every post again."""
    assert entry_id(uid, LINKS[0], DAY) == (expected or uid)


@given(st.text(min_size=1).filter(str.strip))
def test_every_uid_gives_an_address_that_hangs_on_nothing_else(uid):
    """Neither the post's address nor its date has a say."""
    one = entry_id(uid, LINKS[0], DAY)

    assert one == entry_id(uid, LINKS[1], DAY + dt.timedelta(days=400))
    assert ":" in one
    assert " " not in one


def test_new_uids_are_new_and_already_ids():
    """What ``invoke new`` writes is what feeds carry."""
    first, second = mint_uid(), mint_uid()

    assert first != second
    assert entry_id(first, LINKS[0], DAY) == first
    assert uuid.UUID(first.removeprefix("urn:uuid:")).version == 4


def test_an_id_that_comes_again_names_the_first_and_the_other():
    """In alphabetical order, whatever the order of reading."""
    ids = {"c": "1", "a": "1", "b": "2"}

    assert find_duplicate_ids(ids) == [("1", "a", "c")]
