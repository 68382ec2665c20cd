"""Reviews and corrections are read once, from a record or from plain metadata."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from plugins.front_matter.record import parse
from plugins.source.header import Header
from plugins.source.reviews import (
    Correction,
    Review,
    corrections_of,
    key_points_of,
    read_correction,
    read_day,
    review_of,
)

REVIEWED = {
    "reviewed_by": "Ada Example",
    "reviewed": "2026-03-14",
    "review_due": "2027-03-14",
    "corrections": ["2026-01-02: The first.", "A slip.", "2026-02-03: The second."],
    "key_points": ["One.", "Two."],
}


def test_a_correction_needs_a_day_and_words():
    """A line without one of them is kept whole, and has no day."""
    wanted = Correction(date(2026, 3, 14), "We erred.")
    assert read_correction("2026-03-14: We erred.") == wanted
    assert read_correction("We erred: badly") == Correction(None, "We erred: badly")
    assert read_correction("2026-03-14:") == Correction(None, "2026-03-14:")


def test_corrections_come_newest_first_and_none_is_lost():
    """One without a day stands at the end."""
    texts = [one.text for one in corrections_of(REVIEWED)]
    assert texts == ["The second.", "The first.", "A slip."]


def test_front_matter_and_plain_metadata_give_the_same_records():
    """A page, its series and its feed cannot disagree."""
    record = {"front_matter": parse(Header("yaml", REVIEWED))}
    for read in (review_of, corrections_of, key_points_of):
        assert read(record) == read(REVIEWED)
    assert review_of(record) == Review(
        "Ada Example", date(2026, 3, 14), date(2027, 3, 14)
    )


def test_a_day_that_nobody_signs_is_no_review():
    """“Reviewed on” without a name would look like one."""
    assert review_of({"reviewed": "2026-03-14"}) == Review()


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (datetime(2026, 3, 14, 9), date(2026, 3, 14)),  # noqa: DTZ001  # as Pelican's
        (date(2026, 3, 14), date(2026, 3, 14)),
        ("2026-03-14 09:00", date(2026, 3, 14)),
        ("soon", None),
        (None, None),
    ],
    ids=str,
)
def test_a_day_is_read_from_whatever_holds_one(value, day):
    """Other readers of headers give dates, ours gives text."""
    assert read_day(value) == day
