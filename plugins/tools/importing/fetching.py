"""Pictures of the old site over the network, where an author asks for them."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...references.lookup.fetch import Client, FetchError
from .old_addresses import bare_host

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ADVICE = "If that is meant, give its address in CHECK[“link_services”]."
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Manners:
    """How the old site is asked."""

    agent: str  #: who we are
    hosts: frozenset[str]  #: that may be asked, as ``bare_host`` has them
    services: tuple[str, ...]  #: addresses that need not lie on the public internet
    timeout: float  #: seconds for one picture in all
    pause: float  #: seconds between two questions
    megabytes: int  #: of one picture at most


class Fetcher:
    """Asks for one picture after the other, of the old site's hosts alone."""

    def __init__(self, manners: Manners) -> None:
        self.manners = manners
        self._runner = asyncio.Runner()
        self._client = Client(manners.services, manners.agent, manners.timeout, ADVICE)
        self._free_at = 0.0

    def close(self) -> None:
        """Let the connections go."""
        with self._runner as runner:
            runner.run(self._client.close())

    def get(self, url: str) -> tuple[bytes, str]:
        """Return the bytes that lie at an address, or nothing and why."""
        largest = self.manners.megabytes * MEGABYTE
        try:
            answer = self._runner.run(self._client.take(url, self._turn, largest))
        except FetchError as error:
            return b"", f"{error}. {error.advice}".rstrip(". ")
        if answer.status != 200:
            return b"", f"its host answered with {answer.status}"
        return answer.body, "" if answer.body else "its host sent nothing"

    @asynccontextmanager
    async def _turn(self, host: str) -> AsyncIterator[None]:
        if bare_host(host) not in self.manners.hosts:
            what = f"it lies on {host[:80]}, which is not the old site"
            raise FetchError(what, is_passing=False)
        loop = asyncio.get_running_loop()
        await asyncio.sleep(self._free_at - loop.time())
        try:
            yield
        finally:
            self._free_at = loop.time() + self.manners.pause
