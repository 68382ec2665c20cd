"""Order, dates and archives."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.feeds.core import (
    NEVER,
    Entry,
    Feed,
    Picture,
    archive_path,
    newest_first,
    with_archives,
)

START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
FEED = Feed(
    "id",
    "atom",
    "feeds/all.atom.xml",
    "https://s/feeds/all.atom.xml",
    "T",
    "https://s/",
)


def documents_of(entries, limit, *, archive=True):
    """Return the documents of a feed, each with its entries in it."""
    found = with_archives(FEED, entries, limit, archive=archive)
    return [replace(one, entries=tuple(held)) for one, held in found]


def an_entry(number=1, **more):
    day = START + dt.timedelta(days=number)
    return Entry(
        f"tag:s,2026:{number:05}",
        f"https://s/{number}",
        f"T{number}",
        "<p>x</p>",
        day,
        day,
        **more,
    )


@given(st.permutations(range(8)))
def test_the_order_does_not_hang_on_the_order_of_reading(numbers):
    """Newest first, and the id decides between two of one moment."""
    entries = [
        replace(an_entry(n), published=START) if n < 3 else an_entry(n) for n in numbers
    ]

    assert [int(e.id[-5:]) for e in newest_first(entries)] == [7, 6, 5, 4, 3, 2, 1, 0]


@given(st.integers(0, 40), st.integers(1, 9))
def test_feed_and_archives_hold_every_entry(count, limit):
    """And each archive is full, so that a new entry changes none."""
    entries = newest_first(an_entry(n) for n in range(count))
    live, *archives = documents_of(entries, limit)

    assert live.entries == entries[:limit]
    assert {e.id for d in (live, *archives) for e in d.entries} == {
        e.id for e in entries
    }
    assert all(len(archive.entries) == limit for archive in archives)
    more = newest_first([*entries, an_entry(count)])
    later = documents_of(more, limit)[1:]
    assert [a.entries for a in later[: len(archives)]] == [a.entries for a in archives]


@given(st.integers(1, 40), st.integers(1, 9))
def test_archives_are_a_chain_from_the_feed_to_the_oldest(count, limit):
    """RFC 5005: each names the one before, the one after and the live feed."""
    entries = newest_first(an_entry(n) for n in range(count))
    live, *archives = documents_of(entries, limit)
    by_url = {archive.url: archive for archive in archives}
    walked, at = [], live.archives.previous
    while at:
        walked.append(at)
        at = by_url[at].archives.previous

    assert walked == [archive.url for archive in reversed(archives)]
    assert all(archive.archives.current == live.url for archive in archives)
    assert not live.is_archive
    for older, newer in itertools.pairwise(archives):
        assert older.archives.next == newer.url


@pytest.mark.parametrize(("limit", "archive"), [(None, True), (3, False), (0, True)])
def test_without_a_limit_or_by_setting_there_are_no_archives(limit, archive):
    """One document is all there is."""
    entries = newest_first(an_entry(n) for n in range(9))
    documents = documents_of(entries, limit, archive=archive)

    assert [len(d.entries) for d in documents] == [9 if limit is None else limit]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("feeds/all.atom.xml", "feeds/all.archive-1.atom.xml"),
        ("feeds/all.json", "feeds/all.archive-1.json"),
        ("atom.xml", "atom.archive-1.xml"),
        ("feed", "feed.archive-1"),
        ("feeds/x.y/feed.rss", "feeds/x.y/feed.archive-1.rss"),
        ("https://s/all.rss.xml", "https://s/all.archive-1.rss.xml"),
        (".xml", ".xml.archive-1"),
    ],
)
def test_an_archive_is_named_after_its_feed(path, expected):
    """The ending stays, for servers tell the type by it."""
    assert archive_path(path, 1) == expected


def test_a_feed_is_as_new_as_its_newest_update():
    """An old post that was mended is news; an empty feed has a fixed date."""
    mended = replace(an_entry(1), updated=START + dt.timedelta(days=90))
    feed = replace(FEED, entries=(an_entry(5), mended))

    assert feed.updated == mended.updated
    assert FEED.updated == NEVER


@given(st.sets(st.text(min_size=1), min_size=2, max_size=30))
def test_no_two_entries_are_updated_at_one_moment(ids):
    """A bulk edit of a day must not make a feed checker warn; seconds stay true."""
    entries = [replace(an_entry(1), id=uid) for uid in ids]
    moments = {entry.moment for entry in entries}

    assert len(moments) == len(entries)
    for entry in entries:
        assert entry.moment.replace(microsecond=0) == entry.updated
        assert entry.moment > entry.published


@pytest.mark.parametrize(
    ("picture", "is_one"),
    [
        (Picture("https://s/a.png", "image/png", 9), True),
        (Picture("https://s/a.png", "image/png"), False),
        (Picture("https://s/a", "", 9), False),
    ],
)
def test_an_enclosure_needs_type_and_length(picture, is_one):
    """A validator refuses a guess."""
    assert picture.is_enclosure is is_one
