"""What a store keeps of releases: nothing of what is still to come."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from plugins.tools.deploy.s3.objects import describe
from plugins.tools.deploy.s3.state import format_manifest, parse_manifest
from tests.plugins.tools.clocked import Clocked, make_clocked
from tests.plugins.tools.deploy.s3.stores import KEYS
from tests.plugins.tools.deploy.s3.test_transport import targets


@dataclass(frozen=True)
class Scheduled(Clocked):
    """A site with a scheduled post, whose author has keys."""

    def env(self, **env):
        return super().env(**KEYS | env)


@pytest.fixture(name="scheduled")
def _scheduled(tmp_path, shop):
    place = Scheduled(make_clocked(tmp_path / "blog", "www").root)
    targets(place, shop)
    place.commit("Target")
    return place


def test_a_store_is_told_of_no_post_to_come_and_gets_it_when_it_is_due(scheduled, shop):
    """A job reads the site instead of the record."""
    first = scheduled.run("deploy", "live", "--yes")
    assert first.code == 0, first.said
    for file in shop.www.rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            assert b"sleep" not in data
            assert b"Sleep after it" not in data
    calm = scheduled.run("deploy", "live", "--due")
    assert calm.code == 0
    assert "Nothing came due for s3://site/" in calm.out
    assert "Next: “Sleep after it”" in calm.out
    scheduled.at("2026-03-15")
    due = scheduled.run("deploy", "live", "--due")
    assert due.code == 0, due.said
    assert "post  2026-03-14 10:30  “Sleep after it”" in due.out
    assert "sleep.html" in shop.names()
    assert "Nothing came due" in scheduled.run("deploy", "live", "--due").out
    seen = scheduled.run("series")
    assert seen.code == 0, seen.said


def test_a_job_mends_what_a_killed_deploy_has_left(scheduled, shop):
    """Though nothing has come due."""
    assert scheduled.run("deploy", "live", "--yes").code == 0
    state = shop.transport().state
    current = state.releases().current
    state.write_manifest("20990101T000000.000", state.manifest(current))
    state.begin("20990101T000000.000")
    shop.transport().site.put("index.html", b"Half.", {})
    ended = scheduled.run("deploy", "live", "--due", "--quiet")
    assert ended.code == 0, ended.said
    assert (
        "The last deploy did not end: visitors get parts of release 2099" in ended.out
    )
    assert b"Half" not in shop.files()["index.html"]
    assert not shop.transport().releases().unfinished


def test_a_job_leaves_it_to_an_author_to_end_a_rollback(scheduled, shop):
    """One that was killed; it would bring the newer site back."""
    for body in ("One.", "Two."):
        scheduled.post("post-1", body)
        scheduled.commit(body)
        assert scheduled.run("deploy", "live", "--yes").code == 0
    state = shop.transport().state
    old, _ = state.releases().names
    state.begin(old)
    ended = scheduled.run("deploy", "live", "--due")
    assert ended.code == 1
    assert f"was on its way back to {old}. When it is right, once by" in ended.err
    ended = scheduled.run("rollback", "live", "--release", old)
    assert ended.code == 0, ended.said
    assert f"shows release {old} again" in ended.out
    assert b"One." in shop.files()["post-1.html"]


def test_a_manifest_is_read_as_it_was_written():
    """One that is none is no release."""
    files = {"ä.html": describe("ä.html", "d" * 32, "/b/"), "a.css": describe("a", "")}
    assert parse_manifest(format_manifest(files)) == files
    for text in (b"", b"[]", b'{"a": 1}', b'{"a": []}', b"\xff", b"[" * 100_000):
        assert parse_manifest(text) == {}
