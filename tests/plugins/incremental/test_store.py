"""The files of a ledger: whole parts, small ones behind them, and broken ones."""

from __future__ import annotations

import pytest

from plugins.incremental.store import MOST_PARTS, Store

GROUND = b"sixteen bytes..."
LARGE = b"x" * 9000


def shard(folder):
    return Store(folder, folder).shard("texts", GROUND)


def run(folder, used=(), new=()):
    """Use some of what is kept, keep more, and return what the next run finds."""
    one = shard(folder)
    for key in used:
        one.get(key)
    for key, value in dict(new).items():
        one.put(key, value)
    one.write(GROUND)
    return shard(folder).entries


def test_what_is_new_is_written_behind_the_rest(tmp_path):
    """And what nobody has used is gone, without a word for the others."""
    run(tmp_path, new={b"a": LARGE, b"b": LARGE})
    file = tmp_path / "texts.bin"
    whole = file.read_bytes()
    assert run(tmp_path, used=[b"a", b"b"]) == {b"a": LARGE, b"b": LARGE}
    assert file.read_bytes() == whole
    assert run(tmp_path, used=[b"a"], new={b"c": b"3"}) == {b"a": LARGE, b"c": b"3"}
    assert file.read_bytes()[: len(whole)] == whole
    assert len(file.read_bytes()) < len(whole) + 100


def test_the_parts_of_a_file_are_put_together(tmp_path):
    """When they are many, and when they are large."""
    run(tmp_path, new={b"a": LARGE})
    sizes = []
    for number in range(MOST_PARTS + 2):
        found = run(tmp_path, used=[b"a"], new={b"b": b"%d" % number})
        assert found == {b"a": LARGE, b"b": b"%d" % number}
        sizes.append(len(shard(tmp_path).sizes))
    assert max(sizes) == MOST_PARTS + 1
    assert sizes[-1] == 2
    run(tmp_path, used=[b"a"], new={b"b": LARGE})
    assert len(shard(tmp_path).sizes) == 1


@pytest.mark.parametrize("cut", [1, 20, 60])
def test_a_torn_file_holds_nothing(tmp_path, cut):
    """A build was killed while it wrote: all is worked out again."""
    run(tmp_path, new={b"a": LARGE})
    run(tmp_path, used=[b"a"], new={b"b": b"b" * 50})
    file = tmp_path / "texts.bin"
    file.write_bytes(file.read_bytes()[:-cut])
    assert shard(tmp_path).entries == {}
    assert run(tmp_path, new={b"c": b"3"}) == {b"c": b"3"}


def test_another_ground_is_another_file(tmp_path):
    """Of other code or settings nothing is taken, and nothing is written behind it."""
    run(tmp_path, new={b"a": LARGE})
    other = Store(tmp_path, tmp_path).shard("texts", GROUND[::-1])
    assert other.entries == {}
    other.put(b"b", b"2")
    other.write(GROUND[::-1])
    assert shard(tmp_path).entries == {}
