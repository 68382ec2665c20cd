"""Processes that share work: each work once, and nothing left of them."""

from __future__ import annotations

import os
import signal
import sys
import threading
from dataclasses import dataclass, field

import pytest

from plugins.workers import LEAST_EACH, Shared, Tickets, WorkerError, count_workers

pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")


def numbers_and_place(tickets: Tickets) -> tuple[list[int], int]:
    """Return which works a process has done, and where."""
    return [*tickets], os.getpid()


def assert_no_child_is_left() -> None:
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@pytest.mark.parametrize("works", [1, 7, 256, 257, 1000])
@pytest.mark.parametrize("processes", [1, 2, 3])
def test_each_work_is_done_once_and_the_lower_ones_first(works, processes):
    """However many works there are for a ticket."""
    answers = Shared(numbers_and_place).among(processes, works)
    assert sorted(n for found, _ in answers for n in found) == [*range(works)]
    assert all(found == sorted(found) for found, _ in answers)
    assert len({place for _, place in answers}) == processes
    assert answers[0][1] == os.getpid()
    assert_no_child_is_left()


@dataclass
class Basket:
    """Something that workers add to."""

    found: list[int] = field(default_factory=lambda: [-1])

    def mark(self) -> int:
        """See ``Carried``."""
        return len(self.found)

    def bring(self, mark: object) -> object:
        """See ``Carried``."""
        return self.found[mark:]

    def take(self, brought: object) -> None:
        """See ``Carried``."""
        self.found += brought


def test_workers_bring_home_what_they_have_added():
    """And nothing that was there before."""
    basket = Basket()
    Shared(basket.found.extend, [basket]).among(3, 100)
    assert sorted(basket.found) == [-1, *range(100)]


def only_in_workers(act):
    """Return the work that does something in workers, at their first ticket."""

    def work(tickets: Tickets) -> None:
        if not tickets.is_first:
            for _ in tickets:
                act()

    return work


def test_a_worker_that_is_killed_is_told_with_its_work():
    """As a machine without memory ends one."""
    work = only_in_workers(lambda: os.kill(os.getpid(), signal.SIGKILL))
    with pytest.raises(WorkerError, match="SIGKILL") as caught:
        Shared(work).among(2, 10)
    assert caught.value.number == 0
    assert_no_child_is_left()


def test_a_worker_that_raises_shows_its_traceback():
    """Which would be lost with the process."""
    with pytest.raises(WorkerError, match="ZeroDivisionError") as caught:
        Shared(only_in_workers(lambda: 1 // 0)).among(2, 10)
    assert caught.value.is_fault
    assert_no_child_is_left()


def test_a_worker_that_ends_by_itself_is_told():
    """Whatever has ended it."""
    with pytest.raises(WorkerError, match="has ended"):
        Shared(only_in_workers(lambda: os._exit(0))).among(2, 10)
    assert_no_child_is_left()


def test_workers_end_with_what_ends_their_parent():
    """Ctrl-C, while a worker would go on for ever."""

    def work(tickets: Tickets) -> None:
        if tickets.is_first:
            raise KeyboardInterrupt
        signal.pause()

    with pytest.raises(KeyboardInterrupt):
        Shared(work).among(3, 10)
    assert_no_child_is_left()


def test_a_worker_ends_with_a_parent_that_was_killed():
    """It makes no page for nobody."""
    source, end = os.pipe()
    done, told = os.pipe()
    parent = os.fork()
    if not parent:
        os.close(source)

        def work(tickets: Tickets) -> None:
            if tickets.is_first:
                os.read(done, 1)  # until the worker has begun
                os.kill(os.getpid(), signal.SIGKILL)
            begun = iter(tickets)
            next(begun)
            os.write(told, b"!")
            while os.getppid() == tickets._parent:
                pass
            for number in begun:
                os.write(end, bytes([number]))

        Shared(work).among(2, 10)
    os.close(end)
    os.waitpid(parent, 0)
    assert os.read(source, 100) == b""  # its end: nobody holds it any more
    for one in (source, done, told):
        os.close(one)


def test_a_stop_leaves_the_rest_undone():
    """After a page that raises, no other is begun."""

    def work(tickets: Tickets) -> list[int]:
        found = []
        for number in tickets:
            found.append(number)
            tickets.stop()
        return found

    assert Shared(work).among(1, 10) == [[0]]


def test_nothing_is_forked_where_that_is_not_safe(monkeypatch):
    """On a Mac, and where a system knows no fork."""
    with monkeypatch.context() as mac:
        mac.setattr(sys, "platform", "darwin")
        assert count_workers(3, 10_000) == 1
    monkeypatch.delattr(os, "fork")
    assert count_workers(3, 10_000) == 1


def test_nothing_is_forked_that_would_not_gain_or_could_not_end():
    """Few works, one process wanted, or a process with threads."""
    assert count_workers(3, 3 * LEAST_EACH) == 3
    assert count_workers(3, 2 * LEAST_EACH) == 2
    assert count_workers(3, 1) == 1
    assert count_workers(1, 10_000) == 1
    wait = threading.Event()
    thread = threading.Thread(target=wait.wait)
    thread.start()
    assert count_workers(3, 10_000) == 1
    wait.set()
    thread.join()
