"""What is good is remembered for a week, and a broken file is asked anew."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from plugins.tools.external_links import answers
from plugins.tools.external_links.answers import (
    DEAD,
    FINE,
    MOVED,
    UNKNOWN,
    Known,
    LinkAnswer,
    read_known,
    write_known,
)

NOW = datetime(2026, 11, 29, 10, 0, tzinfo=UTC)


def good(state=FINE, to="", **ago):
    return LinkAnswer(state, 200, to, asked=NOW - timedelta(**ago))


def test_good_answers_are_kept_for_seven_days(tmp_path):
    """What is dead or unknown is asked each time, and a clock set back counts not."""
    path = tmp_path / "new" / "links.json"
    kept = {"https://a.example/": good(days=6), "https://é.example/": good(MOVED, "é")}
    others = {
        "https://old.example/": good(days=7),
        "https://later.example/": good(days=-1),
        "https://dead.example/": LinkAnswer(DEAD, 404, asked=NOW),
        "https://unknown.example/": LinkAnswer(UNKNOWN, why="no", asked=NOW),
    }
    write_known(path, Known({**others, **kept}), NOW)
    assert read_known(path, NOW) == Known(kept)
    later = NOW + timedelta(days=1)
    assert [*read_known(path, later).answers] == ["https://é.example/"]


def test_a_host_rests_no_longer_than_a_day(tmp_path):
    """Whatever a file says."""
    path = tmp_path / "links.json"
    rests = {name: NOW + timedelta(hours=hours) for name, hours in HOURS.items()}
    write_known(path, Known({}, rests), NOW)
    assert [*read_known(path, NOW).resting] == ["soon"]


HOURS = {"past": -1, "soon": 23, "never": 25}


def test_the_file_has_bounds(tmp_path, monkeypatch):
    """The newest answers stay."""
    monkeypatch.setattr(answers, "MOST", 2)
    path = tmp_path / "links.json"
    many = {f"https://{days}.example/": good(days=days) for days in (3, 1, 2)}
    write_known(path, Known(many), NOW)
    assert [*read_known(path, NOW).answers] == [
        "https://1.example/",
        "https://2.example/",
    ]


ENTRY = {"state": "fine", "status": 200, "asked": NOW.isoformat()}
BROKEN = {
    "empty": b"",
    "half": b'{"addresses": {"https://a.example/": {"sta',
    "no text": b"\xff\xfe\x00",
    "a list": b"[]",
    "deep": b"[" * 100_000,
    "another shape": b'{"addresses": [], "resting": []}',
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_as_none(tmp_path, data):
    """Its addresses are asked again, and the next file is whole."""
    path = tmp_path / "links.json"
    path.write_bytes(data)
    assert read_known(path, NOW) == Known()
    write_known(path, Known({"https://a.example/": good()}), NOW)
    assert [*read_known(path, NOW).answers] == ["https://a.example/"]


WRONG = [
    {"state": "dead"},
    {"state": "moved"},
    {"to": "https://b.example/"},
    {"status": "200"},
    {"state": "moved", "to": "https://b.example/\x1b[31m"},
    {"asked": (NOW + timedelta(days=1)).isoformat()},
]


@pytest.mark.parametrize("wrong", WRONG)
def test_an_entry_that_we_have_not_written_is_asked_again(tmp_path, wrong):
    """It alone."""
    path = tmp_path / "links.json"
    entries = {"https://a.example/": ENTRY | wrong, "https://b.example/": ENTRY}
    path.write_text(json.dumps({"addresses": entries, "resting": {}}), "utf-8")
    assert [*read_known(path, NOW).answers] == ["https://b.example/"]
