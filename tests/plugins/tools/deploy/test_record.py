"""What a release says of itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from plugins.source.agenda import REVIEW, Due
from plugins.tools.deploy.record import (
    ReleaseRecord,
    assume_record,
    format_record,
    parse_record,
)

AT = datetime(2026, 3, 14, 9, tzinfo=UTC)


def test_a_record_is_read_as_it_was_written():
    """Signs and times with their offset too."""
    coming = (Due(REVIEW, AT, "content/a “b”.md", "A\x1b[1m & b", "u"),)
    out = {"a.md": "u"}
    record = ReleaseRecord("r", AT, "c", "main", False, "d", out, coming, "r")
    assert parse_record(format_record(record)) == record
    assert record.came(AT) == [*coming]
    assert parse_record(format_record(replace(record, commit="--output"))) is None
    assert record.shows(replace(coming[0], path="z.md"))
    assert not record.shows(replace(coming[0], path="z.md", uid=""))


@pytest.mark.parametrize(
    ("name", "moment", "commit"),
    [
        ("20260314T090000.000-abcd1234", AT, "abcd1234"),
        ("20260314T090000.000-abcd1234.1", AT, "abcd1234"),
        ("20260314T090000.000", AT, ""),
        ("20260314T090000.000---output", AT, ""),
        ("99999999T999999.999", datetime.min.replace(tzinfo=UTC), ""),
    ],
)
def test_a_name_says_when_and_of_what_a_release_was_made(name, moment, commit):
    """As ``name_release`` makes it."""
    record = assume_record(name)
    assert (record.now, record.commit, record.is_assumed) == (moment, commit, True)
    assert record.shows(Due("post", moment, "a.md", "A"))
