"""One answer over HTTP, within a time, a size and a chain of addresses.

The HTTP library is fenced into this file.
"""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Iterable,
    Iterator,
    Mapping,
)
from contextlib import (
    AbstractAsyncContextManager,
    asynccontextmanager,
    contextmanager,
    nullcontext,
    suppress,
)
from dataclasses import dataclass
from socket import SOCK_STREAM
from time import monotonic
from typing import Protocol, cast

import httpx

from ..library.characters import without_unseen
from .addresses import is_public

#: Bytes of an answer, unpacked: fifty full records are a tenth of it.
LARGEST = 8_000_000
#: A DOI leads to its agency's record in three steps.
HOPS = 8
ZLIB_OR_GZIP = 47  #: zlib's ``wbits`` for “tell by the header”
#: What to do where somebody leads to a machine that is not public, and it is meant.
ADVICE = "If that is meant, give its address in REFERENCES[“services”]."


class FetchError(Exception):
    """There is no usable answer; ``str`` goes on where a service's name stands."""

    def __init__(self, what: str, advice: str = "", *, is_passing: bool = True) -> None:
        self.advice = advice  #: a sentence, or nothing
        self.is_passing = is_passing  #: whether it may be different the next time
        super().__init__(what)


@dataclass(frozen=True)
class Step:
    """One redirect on the way."""

    status: int
    to: str  #: a whole address


@dataclass(frozen=True)
class Answer:
    """What came back in the end; ``body`` is read by ``get``, for status 200 alone."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    steps: tuple[Step, ...] = ()
    host: str = ""  #: who gave it, as its name travels


class Budget:
    """The seconds that one answer may take in all; a wait for a turn takes none."""

    def __init__(self, seconds: float) -> None:
        self.left = seconds

    @asynccontextmanager
    async def spend(self) -> AsyncIterator[None]:
        """Raise ``TimeoutError`` where a block takes more than what is left."""
        start = monotonic()
        try:
            async with asyncio.timeout(self.left):
                yield
        finally:
            self.left -= monotonic() - start


#: Gives a host's turn to be asked, from before a request until its answer is done with.
Turn = Callable[[str], AbstractAsyncContextManager[None]]


def _at_once(_host: str) -> AbstractAsyncContextManager[None]:
    return nullcontext()


class Client:
    """A kept HTTP client, for whoever has an event loop.

    ``timeout`` is the whole time in seconds for one answer: names, connections,
    redirects, the last byte. Redirects lead to the public internet alone, or to where
    one of the addresses ``own`` lies; ``advice`` is for those that lead elsewhere.
    It works asynchronously, since only a cancelled task ends everything that can be
    slow: time-outs of sockets begin anew with every byte.
    """

    def __init__(
        self, own: Iterable[str], agent: str, timeout: float, advice: str = ADVICE
    ) -> None:
        self.timeout, self._advice = timeout, advice
        self._own = set[tuple[str, str, int]]()
        for address in own:
            with suppress(httpx.InvalidURL):  # said when it is asked
                self._own.add(_origin(httpx.URL(address)))
        self._client = httpx.AsyncClient(timeout=None, headers={"User-Agent": agent})  # noqa: S113  # `timeout` holds for the whole

    async def close(self) -> None:
        """Let the connections go."""
        await self._client.aclose()

    async def get(
        self, url: str, params: Mapping[str, str | int] | None, accept: str
    ) -> Answer:
        """Return the answer of a service of ours, or raise ``FetchError``."""
        self._client.cookies.clear()  # they would grow with every answer
        headers = {"Accept": accept, "Accept-Encoding": "gzip"}
        with _no_answer(self.timeout):
            request = self._client.build_request(
                "GET", url, params=params, headers=headers
            )
            return await self._follow(
                request, Budget(self.timeout), largest=LARGEST, is_ours=True
            )

    async def look(
        self,
        method: str,
        url: str,
        budget: Budget,
        turn: Turn = _at_once,
        *,
        follows: bool = True,
    ) -> Answer:
        """Return how anybody's address answers, its body unread; or ``FetchError``.

        The address itself may lie nowhere else than a redirect may lead.
        """
        with _no_answer(self.timeout):
            request = self._client.build_request(method, url)
            return await self._follow(request, budget, turn, follows=follows)

    async def take(self, url: str, turn: Turn, largest: int) -> Answer:
        """Return what lies at anybody's address, of at most so many bytes.

        The address itself may lie nowhere else than a redirect may lead; ``turn`` may
        raise ``FetchError`` for a host that is not to be asked.
        """
        with _no_answer(self.timeout):
            headers = {"Accept-Encoding": "gzip"}
            request = self._client.build_request("GET", url, headers=headers)
            return await self._follow(
                request, Budget(self.timeout), turn, largest=largest
            )

    async def _follow(
        self,
        request: httpx.Request,
        budget: Budget,
        turn: Turn = _at_once,
        *,
        follows: bool = True,
        largest: int = 0,
        is_ours: bool = False,
    ) -> Answer:
        """Follow redirects; of the body read so many bytes, or none.

        Where the address ``is_ours``, it may lie anywhere, unlike those it leads to.
        """
        steps = list[Step]()
        for _ in range(HOPS):
            _, host, _ = _origin(request.url)
            async with turn(host), budget.spend():
                if steps or not is_ours:
                    request.extensions = {"trace": await self._guard(request.url)}
                answer = await self._client.send(request, stream=True)
                try:
                    status, then = answer.status_code, answer.next_request
                    if then is None or not follows:
                        is_wanted = largest and status == 200
                        body = await _read(answer, largest) if is_wanted else b""
                        return Answer(status, answer.headers, body, tuple(steps), host)
                finally:
                    await answer.aclose()
            steps.append(Step(status, str(then.url)))
            request = then
        raise FetchError("sends its visitors in a circle", is_passing=False)

    async def _guard(self, url: httpx.URL) -> Trace:
        """Refuse an address that a redirect may not lead to.

        Returns what looks at the connection once more when it stands, before anything
        is sent: a name can mean another machine a moment later.
        """
        if url.scheme not in {"http", "https"} or url.userinfo:
            what = f"leads to an address of the kind “{url.scheme[:20]}”"
            if url.userinfo:
                what = "leads to an address with a password in it"
            raise FetchError(what, is_passing=False)
        if _origin(url) in self._own:
            return _look_away
        _, host, port = _origin(url)
        if not 0 < port <= 0xFFFF:
            raise FetchError(f"leads to a port {port}", is_passing=False)
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(host, port, type=SOCK_STREAM)
        except (OSError, UnicodeError):
            found = []  # connecting will say so; behind a proxy only that knows names
        for *_, address in found:
            self._refuse_private(str(address[0]), host)
        return self._watch(host)

    def _watch(self, host: str) -> Trace:
        is_direct = False  # a proxy may be private

        async def trace(event: str, info: Mapping[str, object]) -> None:
            nonlocal is_direct
            if event == "connection.connect_tcp.started":
                is_direct = info["host"] == host
            elif event == "connection.connect_tcp.complete" and is_direct:
                stream = cast("_Stream", info["return_value"])
                peer = cast("tuple[str, int]", stream.get_extra_info("server_addr"))
                try:
                    self._refuse_private(peer[0], host)
                except FetchError:
                    await stream.aclose()
                    raise

        return trace

    def _refuse_private(self, address: str, host: str) -> None:
        if not is_public(address):
            shown = without_unseen(host)[:80]
            what = f"leads to {shown}, which is not on the public internet"
            raise FetchError(what, self._advice, is_passing=False)


class Fetcher:
    """A kept HTTP client that fetches one answer of a service at a time.

    ``timeout`` as ``Client`` has it; the ``services`` may lie anywhere.
    """

    def __init__(self, services: Mapping[str, str], agent: str, timeout: float) -> None:
        self._client = Client(services.values(), agent, timeout)
        self._runner = asyncio.Runner()

    def close(self) -> None:
        """Let the connections go."""
        with self._runner as runner:
            runner.run(self._client.close())

    def get(
        self, url: str, params: Mapping[str, str | int] | None, accept: str
    ) -> Answer:
        """Return the answer, whatever its status, or raise ``FetchError``."""
        return self._runner.run(self._client.get(url, params, accept))


@contextmanager
def _no_answer(timeout: float) -> Iterator[None]:
    """Turn what can go wrong on the way to an answer into a ``FetchError``."""
    try:
        yield
    except TimeoutError:
        raise FetchError(f"did not answer within {seconds(timeout)}") from None
    except (httpx.InvalidURL, httpx.HTTPError, OSError, UnicodeError) as error:
        # UnicodeError: a name in an address that no name server could be asked for.
        why = without_unseen(str(error).split("\n", 1)[0])[:200]
        why = why or type(error).__name__
        raise FetchError(f"could not be reached ({why})") from None


#: What httpx calls with the name of an event and what belongs to it.
Trace = Callable[[str, Mapping[str, object]], Awaitable[None]]


class _Stream(Protocol):
    """A connection as httpx's ``trace`` extension hands it out."""

    def get_extra_info(self, info: str) -> object: ...

    async def aclose(self) -> None: ...


async def _look_away(_event: str, _info: Mapping[str, object]) -> None:
    """Watch nothing."""


def _origin(url: httpx.URL) -> tuple[str, str, int]:
    usual = 443 if url.scheme == "https" else 80
    # As it travels: httpx's own reading of it fails where a name is none.
    host = url.raw_host.decode("ascii")
    return url.scheme, host, usual if url.port is None else url.port


async def _read(answer: httpx.Response, largest: int) -> bytes:
    """Return the body, unpacked here and not by httpx, which knows no measure."""
    packing = answer.headers.get("content-encoding", "").strip().lower() or "identity"
    if packing not in {"identity", "gzip", "x-gzip", "deflate"}:
        what = f"packs its answers as “{without_unseen(packing)[:40]}”"
        raise FetchError(what, is_passing=False)
    unpacker = None if packing == "identity" else zlib.decompressobj(ZLIB_OR_GZIP)
    body = bytearray()
    async for chunk in answer.aiter_raw():
        try:
            room = largest + 1 - len(body)
            body += unpacker.decompress(chunk, room) if unpacker else chunk
        except zlib.error:
            raise FetchError("gave an answer that cannot be unpacked") from None
        if len(body) > largest:
            what = f"sends more than {largest // 1_000_000} MB for one answer"
            raise FetchError(what, is_passing=False)
        if unpacker and unpacker.eof:
            return bytes(body)  # what comes behind the end is nobody's
    if unpacker:
        raise FetchError("gave half an answer")
    return bytes(body)


def seconds(number: float) -> str:
    """Return “1 second” or “2.5 seconds”."""
    said = f"{number:.1f}".removesuffix(".0")
    return "1 second" if said == "1" else f"{said} seconds"
