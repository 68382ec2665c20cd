"""A lock names its owner; a dead one's is taken over, an unknown one's is explained."""

from __future__ import annotations

import json
import os
import shlex
import socket
import subprocess
import sys
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from plugins.tools.build.lock import (
    age_of,
    hold_lock,
    parse_owner,
    start_of,
    this_process,
)
from plugins.tools.site import RefusedError

DEAD = 2**22 + 1  #: above the highest number that Linux gives to a process


def text_of(**changes):
    return json.dumps(asdict(replace(this_process(), **changes)))


def elsewhere():
    since = (datetime.now(UTC) - timedelta(hours=3)).isoformat()
    return text_of(host="other-machine", since=since)


def held(lock, **options):
    """Hold the lock once; return what was printed."""
    said = []
    with hold_lock(lock, "deploy", said.append, **options):
        owner = parse_owner(lock.read_text())
        assert owner
        assert owner.pid == os.getpid()
        assert owner.host == socket.gethostname()
    assert not lock.exists()
    return said


def test_a_lock_is_gone_when_its_block_is_done(tmp_path):
    """However the block ends; a second one finds nothing to say."""
    lock = tmp_path / "lock"
    assert held(lock) == []
    with pytest.raises(KeyboardInterrupt), hold_lock(lock, "deploy", print):
        raise KeyboardInterrupt
    assert held(lock) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (text_of(pid=DEAD), f"did not end (process {DEAD}, at work since 2"),
        (text_of(started="1"), f"did not end (process {os.getpid()}, at work since"),
        ("{", "a process that it does not name"),
        ("\0" * 200, "a process that it does not name"),
        ("[" * 4000, "a process that it does not name"),
        ("[" * 100_000, "a process that it does not name"),
        ("9" * 4000, "a process that it does not name"),
        (text_of(pid=-1), "a process that it does not name"),
        (text_of(pid=True), "a process that it does not name"),
        (text_of(since="\x1b[2J"), "a process that it does not name"),
        (json.dumps({"pid": 1}), "a process that it does not name"),
        (json.dumps({"pid": DEAD, "started": "1", "since": "09:00"}), None),
        ("", None),
    ],
    ids=[
        *("dead", "number given anew", "half", "zeros", "deep", "deeper", "long"),
        *("negative", "no number", "escape", "short", "of an earlier version", "empty"),
    ],
)
def test_a_lock_without_a_living_owner_is_taken_over_with_a_word(tmp_path, text, said):
    """Earlier versions left theirs behind when all was well: not worth a word."""
    lock = tmp_path / "lock"
    lock.write_text(text)
    printed = held(lock)
    if said is None:
        assert printed == []
    else:
        assert len(printed) == 1
        assert said in printed[0]
        assert "its lock is taken over" in printed[0]


@pytest.mark.parametrize("force", [False, True])
def test_a_living_owner_is_named_and_never_robbed(tmp_path, force):
    """``--force`` is for what nobody knows; whoever is at work here can be ended."""
    lock = tmp_path / "lock"
    code = (
        "import pathlib, sys\n"
        "from plugins.tools.build.lock import hold_lock\n"
        "with hold_lock(pathlib.Path(sys.argv[1]), 'deploy', print):\n"
        "    print('held', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    pipe = subprocess.PIPE
    words = [sys.executable, "-c", code, str(lock)]
    with subprocess.Popen(words, stdin=pipe, stdout=pipe, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(RefusedError) as refused:
            held(lock, force=force)
        holder.communicate("")
    assert f"process {holder.pid}, at work since" in str(refused.value)
    assert f"end it: kill {holder.pid}" in str(refused.value)
    assert held(lock) == []


def test_a_killed_owner_that_nobody_has_waited_for_is_dead(tmp_path):
    """In containers without an init such a one stays in the table for ever."""
    lock = tmp_path / "lock"
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    started = start_of(child.pid)
    owner = replace(this_process(), pid=child.pid, started=started)
    assert owner.is_alive
    child.kill()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert not owner.is_alive
    lock.write_text(json.dumps(asdict(owner)))
    assert "its lock is taken over" in held(lock)[0]
    child.communicate()


def test_a_lock_of_another_machine_says_its_age_and_what_to_do(tmp_path):
    """Whether that one is at work cannot be seen from here."""
    folder = tmp_path / "the www"
    folder.mkdir()
    lock = folder / ".deploying"
    lock.write_text(elsewhere())
    with pytest.raises(RefusedError) as refused:
        held(lock)
    said = str(refused.value)
    assert "on other-machine, at work since" in said
    assert "3 hours ago" in said
    subprocess.run(shlex.split(said.rpartition("delete it: ")[2]), check=True)
    assert held(lock) == []
    lock.write_text(elsewhere())
    assert "its lock is taken over" in held(lock, force=True)[0]


def test_a_machine_of_the_same_name_is_another_one(tmp_path):
    """Many are named “debian”: what of theirs is not at work here may be so there."""
    lock, text = tmp_path / "lock", text_of(pid=DEAD, machine="another's")
    lock.write_text(text)
    with (
        pytest.raises(RefusedError, match=f"process {DEAD} on {socket.gethostname()}"),
        hold_lock(lock, "deploy", print),
    ):
        pass
    assert lock.read_text() == text
    lock.write_text(text_of(pid=DEAD, machine=""))  # as earlier versions wrote them
    assert [one[:28] for one in held(lock)] == ["The last deploy did not end "]
    ours = this_process().machine
    secret = Path("/etc/machine-id")
    assert not ours or ours not in secret.read_text()


@pytest.mark.parametrize("kind", ["folder", "full folder", "fifo", "link"])
def test_what_is_no_file_is_named_and_waits_for_nobody(tmp_path, kind):
    """A FIFO would be opened for ever; a link would write somewhere else."""
    lock, other = tmp_path / "lock", tmp_path / "other"
    if kind == "fifo":
        os.mkfifo(lock)
    elif kind == "link":
        lock.symlink_to(other)
    else:
        lock.mkdir()
        if kind == "full folder":
            (lock / "file").write_text("")
    with pytest.raises(RefusedError) as refused:
        held(lock, patience=60)
    said = str(refused.value)
    assert f"holds {lock}: it does not say whose it is." in said
    assert not other.exists()
    subprocess.run(shlex.split(said.rpartition("delete it: ")[2]), check=True)
    assert held(lock) == []


def test_ages_are_told_in_one_unit():
    """Whoever reads it wants to know whether it is of today."""
    now = datetime.now(UTC)
    for seconds, words in ((5, "5 seconds"), (200, "3 minutes"), (9e5, "10 days")):
        assert f"{words} ago" in age_of((now - timedelta(seconds=seconds)).isoformat())
    assert "0 seconds ago" in age_of((now + timedelta(days=1)).isoformat())
    assert age_of("09:00") == "an unknown time"


def test_a_killed_deploy_blocks_neither_a_rollback_nor_a_deploy(place, tmp_path):
    """Its remedy was an option that ``rollback`` does not have."""
    www = tmp_path / "www"
    place.write("invoke.yaml", f"deploy:\n  live:\n    path: {www}\n")
    for words in ("One.", "Two."):
        place.post("post-1", words)
        assert place.run("deploy", "live", "--yes").code == 0
    (www / ".deploying").write_text(text_of(pid=DEAD))
    ended = place.run("rollback", "live")
    assert ended.code == 0, ended.said
    assert f"The last deploy did not end (process {DEAD}, at work since" in ended.out
    assert "One." in (www / "current/post-1.html").read_text()

    (www / ".deploying").write_text(elsewhere())
    place.post("post-1", "Three.")
    for task in (["rollback", "live"], ["deploy", "live", "--yes"]):
        refused = place.run(*task)
        assert refused.code == 1
        assert len(refused.err.splitlines()) == 1
        assert "on other-machine" in refused.err
    assert "use --unlock." in place.run("deploy", "live", "--yes", "--force").err
    assert "One." in (www / "current/post-1.html").read_text()
    assert place.run("rollback", "live", "--unlock").code == 1  # it is the oldest
    (www / ".deploying").write_text(elsewhere())
    assert place.run("deploy", "live", "--yes", "--unlock").code == 0
