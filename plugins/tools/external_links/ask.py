"""Addresses elsewhere are asked: each once, each host by one question at a time."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ...references.lookup.answers import parse_wait
from ...references.lookup.fetch import Budget, Client, FetchError
from .answers import DEAD, FINE, MOVED, REST, UNKNOWN, LinkAnswer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Sequence

    from ...references.lookup.fetch import Answer, Step
    from .answers import Known

#: Hosts that are asked at the same time.
HOSTS = 8
GONE = (404, 410)  #: says that a page is
FOR_GOOD = (301, 308)  #: leads to another, which is the one to write now
SLOWER, UNAVAILABLE = 429, 503
#: They lead to publishers, most of which refuse programs. That they lead anywhere is
#: the answer: of a DOI that does not exist they say 404 themselves.
RESOLVERS = ("doi.org", "www.doi.org", "dx.doi.org", "hdl.handle.net")
#: After so many questions that nothing has answered, no other one is asked.
ENOUGH = 10
UNASKED = "was not asked: nothing else has answered"
SLOWLY = "asks us to go slower"
A_MOMENT = timedelta(minutes=1)  #: where a host does not say how long
ADVICE = "If that is meant, give its address in CHECK[“link_services”]."


@dataclass(frozen=True)
class Manners:
    """How addresses are asked."""

    agent: str  #: who we are
    services: tuple[str, ...]  #: addresses that need not lie on the public internet
    timeout: float  #: seconds for one address in all
    pause: float  #: seconds between two questions to one host


class _UnaskedError(FetchError):
    """A host was left alone."""


def ask_all(
    addresses: Iterable[str],
    manners: Manners,
    known: Known,
    tell: Callable[[str], object],
) -> None:
    """Ask each address, and put what it answers into ``known`` at once.

    So what was found is there when somebody stops it. ``tell`` gets each address that
    has been asked.
    """
    with asyncio.Runner() as runner:
        runner.run(_Round(manners, known, tell).ask(list(addresses)))


@dataclass
class _Round:
    """One run through all addresses."""

    manners: Manners
    known: Known
    tell: Callable[[str], object]
    _client: Client = field(init=False)
    _doors: dict[str, asyncio.Lock] = field(init=False)
    _free_at: dict[str, float] = field(init=False, default_factory=dict)
    _room: asyncio.Semaphore = field(init=False)
    _unreached: int = field(init=False, default=0)
    _is_online: bool = field(init=False, default=False)

    async def ask(self, addresses: Sequence[str]) -> None:
        """Ask the addresses of each host in turn, several hosts at once."""
        own = self.manners
        self._client = Client(own.services, own.agent, own.timeout, ADVICE)
        self._doors = defaultdict(asyncio.Lock)
        self._room = asyncio.Semaphore(HOSTS)
        hosts = defaultdict[str, list[str]](list)
        for address in addresses:
            hosts[_host(address)].append(address)
        try:
            async with asyncio.TaskGroup() as group:
                for its in hosts.values():
                    group.create_task(self._ask_host(its))
        finally:
            await self._client.close()

    async def _ask_host(self, addresses: Iterable[str]) -> None:
        for address in addresses:
            self.known.answers[address] = await self._find_out(address)
            self.tell(address)

    async def _find_out(self, address: str) -> LinkAnswer:
        try:
            answer = await self._look(address)
        except FetchError as error:
            is_lost = error.is_passing
            why = f"{error}. {error.advice}".rstrip(". ")
            asked = None if isinstance(error, _UnaskedError) else _now()
            return LinkAnswer(UNKNOWN, why=why, asked=asked, is_unreached=is_lost)
        return judge(address, answer)

    async def _look(self, address: str) -> Answer:
        """Return the answer to HEAD; to GET where HEAD is refused or says no good.

        Not every server knows HEAD, and some say 404 to it: what is told of a page is
        what a reader gets.
        """
        budget, follows = Budget(self.manners.timeout), _host(address) not in RESOLVERS
        fault: FetchError | None = None
        for method in ("HEAD", "GET"):
            try:
                answer = await self._client.look(
                    method, address, budget, self._turn, follows=follows
                )
            except FetchError as error:
                self._unreached += error.is_passing
                fault = fault or error
                if method == "GET" or not error.is_passing or budget.left <= 0:
                    raise fault from None
                continue
            self._is_online = True
            wait = self._wanted_rest(answer)
            if wait:
                self.known.resting[answer.host] = _now() + wait
            if wait or answer.status < 400:
                break
        return answer

    @staticmethod
    def _wanted_rest(answer: Answer) -> timedelta:
        """Return how long a host wants to be left alone; zero where it does not."""
        said = answer.headers.get("retry-after", "")
        if answer.status != SLOWER and not (said and answer.status == UNAVAILABLE):
            return timedelta()
        seconds = parse_wait(said, answer.headers.get("date", ""))
        return min(max(timedelta(seconds=seconds), A_MOMENT), REST)

    @asynccontextmanager
    async def _turn(self, host: str) -> AsyncIterator[None]:
        """Wait until a host may be asked; whoever leads to it waits as well."""
        loop = asyncio.get_running_loop()
        async with self._doors[host]:
            if self.known.resting.get(host, _now()) > _now():
                raise _UnaskedError(SLOWLY, is_passing=False)
            await asyncio.sleep(self._free_at.get(host, 0.0) - loop.time())
            try:
                async with self._room:
                    if not self._is_online and self._unreached >= ENOUGH:
                        raise _UnaskedError(UNASKED)
                    yield
            finally:
                self._free_at[host] = loop.time() + self.manners.pause


def judge(address: str, answer: Answer) -> LinkAnswer:
    """Return what an answer says of an address; nothing where it says nothing of it."""
    status, steps = answer.status, answer.steps
    if status in GONE:
        return LinkAnswer(DEAD, status, asked=_now())
    is_resolved = _host(address) in RESOLVERS and 300 <= status < 400
    if 200 <= status < 300 or is_resolved:
        to = _new_address(steps)
        state = MOVED if to and to != address else FINE
        to = to if state == MOVED else ""
        return LinkAnswer(state, status, to, asked=_now())
    why = SLOWLY if status == SLOWER else f"answered with {status}"
    return LinkAnswer(UNKNOWN, status, why=why, asked=_now())


def _new_address(steps: Sequence[Step]) -> str:
    """Return where an address has gone for good; nothing where a step may change."""
    is_for_good = all(step.status in FOR_GOOD for step in steps)
    return steps[-1].to if steps and is_for_good else ""


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _now() -> datetime:
    return datetime.now(UTC)
