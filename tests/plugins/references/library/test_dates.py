"""Dates of CSL-JSON in their usual form, which are read without a look at words."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plugins.references.library.dates import parse_date, usual_parts

NUMBERS = st.one_of(
    st.integers(-1, 35),
    st.integers(998, 1002),
    st.integers(9997, 10001),
    st.sampled_from([True, 2019.0, "2019", None]),
)


@given(st.lists(NUMBERS, max_size=4))
@example([2019, 2, 31])
@example([2019, True])
@example([2019, 21])
def test_a_usual_date_is_the_one_that_is_read_with_care(parts):
    """A second field, which says nothing, makes a date unusual."""
    date = {"date-parts": [parts]}

    assert parse_date(date) == parse_date({**date, "circa": False})
    assert usual_parts(date) in ((), tuple(parts))


@pytest.mark.parametrize(
    "date", [{"date-parts": [[2019], [2020]]}, {"date-parts": [2019]}, [[2019]], "2019"]
)
def test_ranges_and_other_forms_are_not_usual(date):
    """They are read as before."""
    assert usual_parts(date) == ()
    assert parse_date(date).year == 2019
