"""One deploy at a time, in a store that knows no locks."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from threading import Barrier, Lock, Thread

import pytest

from plugins.tools.build.lock import this_process, write_owner
from plugins.tools.deploy.s3 import lock
from plugins.tools.site import RefusedError
from tests.plugins.tools.deploy.s3.stores import in_child, kill_me


def leave(shop, **values):
    """Leave the lock of another deploy."""
    owner = replace(this_process(), **values)
    shop.transport().state.bucket.put("lock/other", write_owner(owner).encode(), {})


def test_a_living_deploy_keeps_others_away(shop, monkeypatch):
    """They say whose it is, and ``--unlock`` breaks it no more than a wish does."""
    monkeypatch.setattr(lock, "PAUSES", (0.0, 0.01))
    said = []
    with shop.transport().locked(said.append, unlock=False):
        for unlock in (False, True):
            with ExitStack() as stack, pytest.raises(RefusedError) as refused:
                stack.enter_context(shop.transport().locked(said.append, unlock=unlock))
            assert f"holds s3://site/{shop.target.prefix}.bulletin/lock: process" in (
                str(refused.value)
            )
    with shop.transport().locked(said.append, unlock=False):
        assert len(shop.transport().state.bucket.list("lock/")) == 1
    assert shop.transport().state.bucket.list("lock/") == {}
    assert said == []


def test_the_lock_of_a_dead_process_is_taken_over(shop):
    """With a word; it was killed at work."""

    def die():
        with shop.transport().locked(print, unlock=False):
            kill_me()

    in_child(die)
    said = []
    with shop.transport().locked(said.append, unlock=False):
        pass
    assert "its lock is taken over." in said[0]
    assert shop.transport().state.bucket.list("lock/") == {}


@pytest.mark.parametrize("text", ["", "elsewhere"])
def test_a_lock_that_another_machine_has_left_needs_unlock(shop, monkeypatch, text):
    """So does one that names nobody."""
    monkeypatch.setattr(lock, "PAUSES", (0.0, 0.01))
    if text:
        leave(shop, host="another")
    else:
        shop.transport().state.bucket.put("lock/other", b"?", {})
    tree = shop.tree("one", {"index.html": "One."})
    with pytest.raises(RefusedError, match="use --unlock"):
        shop.deliver(tree)
    assert shop.names() == []
    with shop.transport().locked(print, unlock=True):
        pass
    shop.deliver(tree)


def test_of_many_deploys_at_once_none_works_beside_another(shop, monkeypatch):
    """Whoever is refused has changed nothing."""
    monkeypatch.setattr(lock, "PAUSES", (0.0, 0.2))
    inside, most, won, guard, start = 0, 0, 0, Lock(), Barrier(4)
    refused = []

    def work():
        nonlocal inside, most, won
        mine = shop.transport()
        start.wait()
        for _ in range(5):
            try:
                with mine.locked(print, unlock=False):
                    with guard:
                        inside, won = inside + 1, won + 1
                        most = max(most, inside)
                    mine.releases()
                    with guard:
                        inside -= 1
            except RefusedError as error:
                refused.append(str(error))

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1
    assert won
    assert all("Another deploy holds" in line for line in refused)
