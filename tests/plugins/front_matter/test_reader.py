"""Values as Pelican makes them of a header's texts, some of them without its help."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pelican.readers import METADATA_PROCESSORS, MarkdownReader
from pelican.utils import SafeDatetime

from plugins.front_matter.reader import HeaderReader

READER, PELICANS = HeaderReader({"MARKDOWN": {}}), MarkdownReader({"MARKDOWN": {}})
TEXTS = (
    st.dates().map(str)
    | st.datetimes().map(lambda one: f"{one:%Y-%m-%d %H:%M}")
    | st.datetimes().map(str)
    | st.from_regex(r"(?a:(19|20)\d\d-\d\d-\d\d( \d\d:\d\d)?)", fullmatch=True)
)


@pytest.mark.parametrize("name", ["date", "modified"])
def test_a_date_is_the_one_that_pelican_reads(name):
    """Whether Pelican was asked or not; also 31 February."""

    @settings(max_examples=50, deadline=None)
    @given(TEXTS)
    @example("2025-02-29")
    @example("2025-13-01")
    @example("2025-01-02 24:00")
    @example("2025-01-02\n")
    def check(text):
        found = []
        for make in (
            READER.process_metadata,
            super(type(READER), READER).process_metadata,
        ):
            try:
                found.append(make(name, text))
            except ValueError as error:
                found.append(str(error))
        assert found[0] == found[1]
        assert type(found[0]) is type(found[1])
        assert getattr(found[0], "tzinfo", None) == getattr(found[1], "tzinfo", None)

    check()


def test_another_plugins_dates_are_its_business(monkeypatch):
    """It may read them in a calendar of its own."""
    monkeypatch.setitem(METADATA_PROCESSORS, "date", lambda text, _: f"its {text}")
    assert READER.process_metadata("date", "2026-03-14") == "its 2026-03-14"
    assert READER.process_metadata("modified", "2026-03-14") == SafeDatetime(
        2026, 3, 14
    )
