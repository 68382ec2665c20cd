"""Work that several processes of one machine share, with the answers of one process."""

from __future__ import annotations

import gc
import mmap
import os
import pickle
import signal
import sys
import threading
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, NoReturn, Protocol, TypeVar, cast

from .problem import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

T = TypeVar("T")
#: Fewer works than these for each process take longer to share than to do.
LEAST_EACH = 16
#: What a person, a system that shuts down and a closed terminal send.
SIGNALS = (signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM))
#: Tickets are single bytes: a pipe gives each of them to one process, at any load.
TICKETS = 256
NUMBER = 8  #: bytes


class WorkerError(Exception):
    """A worker that has ended before its work was done."""

    def __init__(self, number: int, how: str, *, is_fault: bool = False) -> None:
        super().__init__(f"A process that shared the work {how}")
        self.number, self.how = number, how  #: the work that it was at
        self.is_fault = is_fault  #: its code has raised

    def explain(self, path: str, work: str) -> Problem:
        """Return the problem of a worker that was ended; raise what its code raised."""
        if self.is_fault:
            raise RuntimeError(f"{work}: {self}") from self
        what = f"A process {self.how} while it {work}."
        remedy = "Build again; with --jobs 1 one process does all the work."
        return Problem(path, 0, what, remedy, "worker-ended")


class Carried(Protocol):
    """Something that workers add to, and that is to come home with their answers."""

    def mark(self) -> object:
        """Return, in a worker that begins, where it begins to add."""

    def bring(self, mark: object) -> object:
        """Return what this worker has added since; it must be fit for ``pickle``."""

    def take(self, brought: object) -> None:
        """Add what a worker has brought."""


def count_cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def count_workers(jobs: int, works: int) -> int:
    """Return how many processes share so many works; ``jobs`` of 0 are all cores.

    A process with threads is never forked: the child would wait for ever for a lock
    that one of them holds. Nor is any on a Mac, whose own libraries may end a child of
    a process that has used them; multiprocessing forks none there either.
    """
    is_safe = hasattr(os, "fork") and sys.platform != "darwin"
    if not is_safe or threading.active_count() > 1:
        return 1
    return max(1, min(jobs or count_cores(), works // LEAST_EACH))


class Tickets:
    """The numbers of works: each of them goes to one process, the lower ones first."""

    def __init__(self, works: int, processes: int) -> None:
        number = min(works, TICKETS)
        self._bounds = [at * works // number for at in range(number + 1)]
        self._source, end = os.pipe()
        os.write(end, bytes(range(number)))
        os.close(end)
        self._now = memoryview(mmap.mmap(-1, NUMBER * processes)).cast("q")
        self._own, self._parent = 0, 0

    def __iter__(self) -> Iterator[int]:
        """Yield this process's numbers, one when the one before is done."""
        while ticket := os.read(self._source, 1):
            for number in range(*self._bounds[ticket[0] : ticket[0] + 2]):
                if self._parent and os.getppid() != self._parent:
                    os._exit(1)  # it was killed, and nobody waits for this
                self._now[self._own] = number
                yield number

    def begin_worker(self, own: int, parent: int) -> None:
        """Become the ticket office of a worker."""
        self._own, self._parent = own, parent

    @property
    def is_first(self) -> bool:
        """Whether this is the process that has begun the others."""
        return not self._own

    def stop(self) -> None:
        """Give no process any further ticket."""
        while os.read(self._source, TICKETS):
            pass

    def last_of(self, worker: int) -> int:
        """Return the number that a worker has taken last."""
        return self._now[worker]

    def close(self) -> None:
        """Close the office."""
        os.close(self._source)


@dataclass(frozen=True)
class Shared(Generic[T]):
    """What is shared: the work, and what it adds to."""

    work: Callable[[Tickets], T]
    carried: Collection[Carried] = ()

    def among(self, processes: int, works: int) -> list[T]:
        """Do the work in so many processes, this one among them.

        Return the answers, this one's first. The others end with the call, whatever
        ends it. Raises ``WorkerError`` for one that dies or raises.
        """
        tickets = Tickets(works, processes)
        workers: list[_Worker] = []
        gc.freeze()  # a search for garbage would copy every page of memory
        try:
            while len(workers) < processes - 1:
                workers.append(self._fork(len(workers) + 1, tickets, os.getpid()))
            answers = [self.work(tickets)]
            for worker in workers:
                answer, brought = worker.answer(tickets)
                answers.append(cast("T", answer))
                for one, more in zip(self.carried, brought, strict=True):
                    one.take(more)
        finally:
            for worker in workers:
                worker.end()
            tickets.close()
            gc.unfreeze()
        return answers

    def _fork(self, own: int, tickets: Tickets, parent: int) -> _Worker:
        """Begin one worker; it never returns from here."""
        for stream in (sys.stdout, sys.stderr):
            stream.flush()  # else both would print what waits there
        source, end = os.pipe()
        # One that came between two lines would be raised in the worker.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        try:
            child = os.fork()
            if not child:
                tickets.begin_worker(own, parent)
                self._become(end, tickets, before)
        finally:
            os.close(end)
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        return _Worker(own, child, source)

    def _become(self, end: int, tickets: Tickets, mask: set[int]) -> NoReturn:
        """Work as a worker, write the answer, and end."""
        try:
            for number in SIGNALS:
                if signal.getsignal(number) is not signal.SIG_IGN:
                    signal.signal(number, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
            marks = [one.mark() for one in self.carried]
            answer = self.work(tickets)
            brought = [
                one.bring(mark) for one, mark in zip(self.carried, marks, strict=True)
            ]
            data = pickle.dumps(("", (answer, brought)))
        except BaseException:  # noqa: BLE001  # this process has no other way to tell
            data = pickle.dumps((f"raised\n{traceback.format_exc().rstrip()}", None))
        try:
            for stream in (sys.stdout, sys.stderr):
                stream.flush()
            with open(end, "wb") as file:  # a pipe
                file.write(data)
        finally:
            os._exit(0)


@dataclass
class _Worker:
    """A process that shares the work."""

    own: int  #: its place among them
    pid: int
    source: int  #: where its answer comes from

    def answer(self, tickets: Tickets) -> tuple[object, list[object]]:
        """Return its answer, and what it has brought."""
        parts = []
        while part := os.read(self.source, 1 << 20):
            parts.append(part)
        status = self._wait()
        number = tickets.last_of(self.own)
        if os.WIFSIGNALED(status):
            name = signal.Signals(os.WTERMSIG(status)).name
            raise WorkerError(number, f"was ended by {name}")
        try:
            why, found = pickle.loads(b"".join(parts))  # noqa: S301  # a child's own
        except EOFError:
            raise WorkerError(number, "has ended") from None
        if why:
            raise WorkerError(number, why, is_fault=True)
        return cast("tuple[object, list[object]]", found)

    def end(self) -> None:
        """End it, if it has not ended, and leave nothing of it."""
        os.close(self.source)
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            self._wait()

    def _wait(self) -> int:
        _, status = os.waitpid(self.pid, 0)
        self.pid = 0
        return status
