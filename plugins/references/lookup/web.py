"""One polite client for web services: limits, waiting, second tries."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from .answers import parse_json, parse_spacing, parse_wait
from .fetch import Answer, Fetcher, FetchError, seconds
from .services import ADDRESSES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .services import Services

#: Answers that may be different the next time.
PASSING = {408, 425, 429, 500, 502, 503, 504}
#: Requests travel at uneven speed: a little slower than allowed is never too fast.
MARGIN = 1.05
#: After so many failed requests in a row a service is left alone for this run.
ENOUGH = 3
#: How often one request is sent before it counts as failed.
TRIES = 4
#: The longest wait in seconds that a service may ask for.
PATIENCE = 120
#: All waits together in seconds that one service may ask for in one run.
LONG_PATIENCE = 600
#: Waits of more seconds than this are said before they begin.
UNSAID = 2.0


#: How a question is asked: as its own; once, to see whether a part of one is answered;
#: or with patience where others were answered meanwhile. Only the first kind counts
#: among those after which a service is left alone.
Manner = Literal["first", "once", "again"]


class LookupFailedError(LookupError):
    """A work could not be looked up; the message is written for authors."""


class UnknownWorkError(LookupFailedError):
    """The service answered, and it does not know the work."""


class OtherWorkError(UnknownWorkError):
    """The service answered with the record of another work: it is not taken."""

    def __init__(self, service: str, asked: str, given: str) -> None:
        record = f"the record of {given}" if given else "a record that names no work"
        what = f"{service} was asked for {asked} and gave {record}. It was not taken."
        advice = f" If both are one work, ask for {given}." if given else ""
        super().__init__(what + advice)


class ServiceError(LookupFailedError):
    """The service gave no usable answer: nothing is known about the work."""

    def __init__(
        self, message: str, status: int = 0, *, is_of_all: bool = False
    ) -> None:
        self.status = status  #: the HTTP status where there was one
        self.is_of_all = is_of_all  #: whether other questions would fare no better
        super().__init__(message)


class Clock:
    """The machine's own clock; tests bring another."""

    def now(self) -> float:
        """Return seconds that never run backwards."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


@dataclass(frozen=True)
class RateLimit:
    """One kind of request to one service, and how many of it may go out a second."""

    service: str  #: as authors know it: Crossref, doi.org, Europe PMC, PubMed
    name: str
    per_second: float


@dataclass
class _RateState:
    """What a client remembers of a lane while it lives."""

    spacing: float
    free_at: float = 0.0


def _say_nothing(_line: str) -> None:
    """Keep what a client has to say to itself."""


@dataclass
class Web:
    """A kept HTTP client that asks one question at a time, no faster than allowed.

    ``say`` gets a line for every wait that somebody would notice, before it begins.
    """

    services: Services
    clock: Clock
    say: Callable[[str], None] = _say_nothing
    _fetcher: Fetcher = field(init=False)
    _lanes: dict[RateLimit, _RateState] = field(init=False, default_factory=dict)
    _failures: dict[str, int] = field(init=False, default_factory=dict)
    _waited: dict[str, float] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        services = self.services
        addresses = {name: getattr(services, name) for name in ADDRESSES}
        self._fetcher = Fetcher(addresses, services.agent, services.timeout)

    def close(self) -> None:
        """Let the connections go."""
        self._fetcher.close()

    def get_json(
        self,
        lane: RateLimit,
        url: str,
        params: Mapping[str, str | int] | None = None,
        *,
        accept: str = "application/json",
        tries: int = TRIES,
        of_a_work: bool = False,
        manner: Manner = "first",
    ) -> object:
        """Return what the service says, or raise a ``LookupFailedError``.

        A passing fault is tried again, ``tries`` times at most, after the time that
        the service asks for, else after 1, 2, 4 … seconds. “Not found” (404) at the
        address ``of_a_work`` is ``UnknownWorkError``; elsewhere it says of no work
        that there is none.
        """
        if manner == "first" and self._failures.get(lane.service, 0) >= ENOUGH:
            what = f"{lane.service} is not answering; it was left alone."
            raise ServiceError(what, is_of_all=True)
        fault = _Fault("")
        for attempt in range(tries):
            if attempt:
                wait = fault.wait or float(2 ** (attempt - 1))
                why = f"{lane.service} {fault.what}; it is asked again"
                self._rest(lane, wait, f"{why} in {seconds(wait)}.", fault.status)
            answer = self._ask(lane, url, params, accept)
            if not isinstance(answer, _Fault):
                self._failures[lane.service] = 0
                return answer
            fault = answer
            if not fault.is_passing or (manner == "once" and not fault.wait):
                break
        if fault.status == 404 and of_a_work:
            self._failures[lane.service] = 0
            raise UnknownWorkError(f"{lane.service} does not know it.")
        if manner == "first" and (fault.is_passing or not fault.status):
            self._failures[lane.service] = self._failures.get(lane.service, 0) + 1
        raise ServiceError(fault.sentence(lane.service, attempt + 1), fault.status)

    def _ask(
        self,
        lane: RateLimit,
        url: str,
        params: Mapping[str, str | int] | None,
        accept: str,
    ) -> object:
        self._wait_for(lane)
        try:
            answer = self._fetcher.get(url, params, accept)
        except FetchError as error:
            return _Fault(str(error), advice=error.advice, is_passing=error.is_passing)
        self._heed(lane, answer.headers)
        return _read(answer)

    def _wait_for(self, lane: RateLimit) -> None:
        traffic = self._lanes.setdefault(lane, _RateState(MARGIN / lane.per_second))
        now = self.clock.now()
        wait = traffic.free_at - now
        if wait > UNSAID:
            often = f"lets us ask once in {seconds(traffic.spacing)}"
            self._rest(lane, wait, f"{lane.service} {often}: waiting {seconds(wait)}.")
        elif wait > 0:
            self.clock.sleep(wait)
        traffic.free_at = max(now, traffic.free_at) + traffic.spacing

    def _heed(self, lane: RateLimit, headers: Mapping[str, str]) -> None:
        """Slow down where the service says that its limit is lower than we think."""
        limit = headers.get("x-rate-limit-limit", "")
        asked = parse_spacing(limit, headers.get("x-rate-limit-interval", ""))
        if asked:
            traffic = self._lanes[lane]
            slower = MARGIN * max(1 / lane.per_second, asked)
            traffic.free_at += max(0.0, slower - traffic.spacing)
            traffic.spacing = slower

    def _rest(self, lane: RateLimit, wait: float, line: str, status: int = 0) -> None:
        """Say a wait and wait, or raise ``ServiceError`` where it is too long."""
        waited = self._waited.get(lane.service, 0.0) + wait
        if wait > PATIENCE or waited > LONG_PATIENCE:
            again = "" if wait > PATIENCE else " once more"
            message = (
                f"{lane.service} asks us to wait {seconds(wait)}{again}. "
                "Run the command again after that; it goes on where it stopped."
            )
            raise ServiceError(message, status, is_of_all=True)
        self._waited[lane.service] = waited
        self.say(line)
        self.clock.sleep(wait)


@dataclass(frozen=True)
class _Fault:
    """Why one request did not give an answer."""

    what: str
    status: int = 0
    wait: float = 0.0  #: seconds that the service asked for
    is_passing: bool = True
    advice: str = ""

    def sentence(self, service: str, tries: int) -> str:
        """Return the message to an author."""
        often = f", asked {tries} times" if tries > 1 else ""
        advice = "Try again later." if self.is_passing else self.advice
        if self.status in {401, 403}:
            advice = "Set REFERENCES[“contact”] to an e-mail address that is read."
        return f"{service} {self.what}{often}. {advice}".rstrip()


def _read(answer: Answer) -> object:
    status, headers = answer.status, answer.headers
    if status == 200:
        try:
            return parse_json(answer.body)
        except ValueError as error:
            # The parser's own words quote nothing of the answer.
            return _Fault(f"gave an answer that is not readable JSON ({error})")
    what = "asks us to go slower" if status == 429 else f"answered with error {status}"
    wait = parse_wait(headers.get("retry-after", ""), headers.get("date", ""))
    return _Fault(what, status, wait, status in PASSING)
