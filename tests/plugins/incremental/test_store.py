"""The files of a ledger: whole parts, small ones behind them, and broken ones."""

from __future__ import annotations

import os
from ast import literal_eval

import pytest

from plugins.incremental.store import MOST_PARTS, Scratch, Shard

GROUND = b"sixteen bytes..."
LARGE = b"x" * 9000


def shard(folder, ground=GROUND):
    """Return a shard as a run begins with it."""
    found = Shard(folder / "texts.bin", scratch=Scratch.make(folder))
    found.read(ground)
    return found


def known(one):
    """Return all that the last run has kept."""
    return {key: one.peek(key) for key in one.entries}


def run(folder, used=(), new=()):
    """Use some of what is kept, keep more, and return what the next run finds."""
    one = shard(folder)
    for key in used:
        one.get(key)
    for key, value in dict(new).items():
        one.put(key, value)
    one.write(GROUND)
    return known(shard(folder))


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
    other = shard(tmp_path, GROUND[::-1])
    assert other.entries == {}
    other.put(b"b", b"2")
    other.write(GROUND[::-1])
    assert shard(tmp_path).entries == {}


def test_long_values_stand_in_files_and_come_back(tmp_path):
    """Until the run has let go of its files; the one of this run has no name."""
    one = shard(tmp_path)
    one.put(b"long", LARGE)
    one.put(b"short", b"1")
    assert not [*tmp_path.iterdir()]
    assert isinstance(one.used[b"long"], tuple)
    assert (one.get(b"long"), one.get(b"short")) == (LARGE, b"1")
    one.write(GROUND)
    one.close()
    assert (one.get(b"long"), one.get(b"short")) == (None, b"1")
    again = shard(tmp_path)
    assert isinstance(again.entries[b"long"], tuple)
    assert again.get(b"long") == LARGE
    again.put(b"long", LARGE)
    assert again.used == {b"long": None}
    again.close()
    assert again.peek(b"long") is None


def test_a_process_brings_home_where_its_long_values_stand(tmp_path):
    """Both write into one file, and the bytes of neither go through a pipe."""
    run(tmp_path, new={b"old": LARGE})
    one = shard(tmp_path)
    source, end = os.pipe()
    if not os.fork():
        one.get(b"old")
        one.put(b"theirs", LARGE[::-1] + b"y")
        os.write(end, repr(one.used).encode())
        os._exit(0)
    one.put(b"ours", LARGE + b"z")
    os.wait()
    one.take(literal_eval(os.read(source, 1000).decode()))
    os.close(source)
    os.close(end)
    one.write(GROUND)
    found = {b"old": LARGE, b"ours": LARGE + b"z", b"theirs": LARGE[::-1] + b"y"}
    assert known(shard(tmp_path)) == found


def test_a_value_that_a_disk_has_damaged_is_no_value(tmp_path):
    """It is worked out again; the others are as they were."""
    run(tmp_path, new={b"a": LARGE, b"b": b"b" * 9000})
    file = tmp_path / "texts.bin"
    file.write_bytes(file.read_bytes().replace(b"bbb", b"bxb", 1))
    assert run(tmp_path, used=[b"a", b"b"]) == {b"a": LARGE}


def test_without_a_place_for_files_all_stays_in_memory(tmp_path):
    """As where a disk is full, or the ledger's folder cannot be made."""
    (tmp_path / "file").touch()
    one = Shard(tmp_path / "texts.bin", scratch=Scratch.make(tmp_path / "file"))
    one.put(b"a", LARGE)
    assert (one.scratch, one.used, one.get(b"a")) == (None, {b"a": LARGE}, LARGE)
