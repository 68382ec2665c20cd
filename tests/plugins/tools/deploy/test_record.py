"""What a release says of itself."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from plugins.source.agenda import REVIEW, Due
from plugins.tools.deploy.record import (
    ReleaseRecord,
    assume_record,
    format_record,
    parse_record,
    publish,
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


def test_records_of_other_versions_are_read():
    """An earlier one has fewer keys, a later one more; what is wrong is no record."""
    known = {"release": "r", "now": AT.isoformat(), "commit": "c", "branch": "main"}
    known |= {"is_committed": True, "is_assumed": False, "checked": "", "newest": "r"}
    known |= {"out": {"a.md": "u"}, "coming": [], "version": 1}
    earlier = parse_record(json.dumps(known))
    assert earlier is not None
    assert (earlier.who, earlier.counts, earlier.digest) == ("", {}, "")
    assert earlier.shows(Due("post", AT, "a.md", "A"))
    counts = {"files": 3, "new": 1, "changed": 2, "deleted": 0}
    whole = replace(earlier, who="Ada", counts=counts, digest="d", kept={"x.css": AT})
    given = json.loads(format_record(whole))
    assert parse_record(json.dumps(given | {"to_come": [1]})) == whole
    for wrong in ({"version": 2}, {"counts": 3}, {"now": "soon"}, {"out": []}):
        assert parse_record(json.dumps(given | wrong)) is None


def test_what_anybody_may_read_tells_what_was_out_and_no_more():
    """By digests: neither names nor what waits can be read from them."""
    due = Due("post", AT, "content/é.md", "A title", "uid-1")
    other = replace(due, path="b.md", uid="uid-2")
    record = ReleaseRecord("r", AT, out={due.path: due.uid, "c.md": ""}, coming=(due,))
    public = parse_record(format_record(publish(record)))
    assert public is not None
    assert public == publish(public)
    assert public.shows(due)
    assert public.shows(replace(due, path="moved.md"))
    assert public.shows(replace(other, path="c.md"))
    assert not public.shows(other)
    assert not public.shows(replace(other, uid=""))
    for word in ("content", "A title", "uid-", "c.md"):
        assert word not in format_record(public)


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
