"""One polite client for web services: limits, waiting, time-outs, second tries.

The HTTP library is fenced into this file.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .services import Services

AGENT = "pelican-bulletin/0.1"
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


class LookupFailedError(LookupError):
    """A work could not be looked up; the message is written for authors."""


class UnknownWorkError(LookupFailedError):
    """The service answered, and it does not know the work."""


class ServiceError(LookupFailedError):
    """The service gave no usable answer: nothing is known about the work."""

    def __init__(self, message: str, status: int = 0) -> None:
        self.status = status  #: the HTTP status where there was one
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


@dataclass
class Web:
    """A kept HTTP client that asks one question at a time, no faster than allowed."""

    services: Services
    clock: Clock
    _client: httpx.Client = field(init=False)
    _lanes: dict[RateLimit, _RateState] = field(init=False, default_factory=dict)
    _failures: dict[str, int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        polite = self.services.is_polite
        agent = f"{AGENT} (mailto:{self.services.contact})" if polite else AGENT
        self._client = httpx.Client(
            follow_redirects=True,
            timeout=self.services.timeout,
            headers={"User-Agent": agent},
        )

    def close(self) -> None:
        """Let the connections go."""
        self._client.close()

    def get_json(
        self,
        lane: RateLimit,
        url: str,
        params: Mapping[str, str | int] | None = None,
        *,
        accept: str = "application/json",
        tries: int = TRIES,
    ) -> object:
        """Return what the service says, or raise a ``LookupFailedError``.

        A passing fault is tried again, ``tries`` times at most, after the time that
        the service asks for, else after 1, 2, 4 … seconds.
        """
        if self._failures.get(lane.service, 0) >= ENOUGH:
            raise ServiceError(f"{lane.service} is not answering; it was left alone.")
        fault = _Fault("")
        for attempt in range(tries):
            if attempt:
                self.clock.sleep(self._pause(fault, attempt, lane))
            answer = self._ask(lane, url, params, accept)
            if not isinstance(answer, _Fault):
                self._failures[lane.service] = 0
                return answer
            fault = answer
            if not fault.is_passing:
                break
        if fault.status == 404:
            self._failures[lane.service] = 0
            raise UnknownWorkError(f"{lane.service} does not know it.")
        if fault.is_passing:
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
            answer = self._client.get(url, params=params, headers={"Accept": accept})
        except httpx.TimeoutException:
            return _Fault(f"did not answer within {_seconds(self.services.timeout)}")
        except httpx.TooManyRedirects:
            return _Fault("sends its visitors in a circle", is_passing=False)
        except (httpx.TransportError, httpx.DecodingError) as error:
            first_line = str(error).split("\n", 1)[0] or type(error).__name__
            return _Fault(f"could not be reached ({first_line})")
        self._heed(lane, answer.headers)
        return _read(answer)

    def _wait_for(self, lane: RateLimit) -> None:
        traffic = self._lanes.setdefault(lane, _RateState(MARGIN / lane.per_second))
        now = self.clock.now()
        if traffic.free_at > now:
            self.clock.sleep(traffic.free_at - now)
        traffic.free_at = max(now, traffic.free_at) + traffic.spacing

    def _heed(self, lane: RateLimit, headers: httpx.Headers) -> None:
        """Slow down where the service says that its limit is lower than we think."""
        try:
            limit = float(headers["x-rate-limit-limit"])
            seconds = float(headers["x-rate-limit-interval"].rstrip("s"))
        except (KeyError, ValueError):
            return
        if limit > 0 and seconds > 0:
            traffic = self._lanes[lane]
            slower = MARGIN * max(1 / lane.per_second, seconds / limit)
            traffic.free_at += max(0.0, slower - traffic.spacing)
            traffic.spacing = slower

    def _pause(self, fault: _Fault, attempt: int, lane: RateLimit) -> float:
        if fault.wait > PATIENCE:
            message = (
                f"{lane.service} asks us to wait {fault.wait:.0f} seconds. "
                "Run the command again after that; it goes on where it stopped."
            )
            raise ServiceError(message, fault.status)
        return fault.wait or float(2 ** (attempt - 1))


@dataclass(frozen=True)
class _Fault:
    """Why one request did not give an answer."""

    what: str
    status: int = 0
    wait: float = 0.0  #: seconds that the service asked for
    is_passing: bool = True

    def sentence(self, service: str, tries: int) -> str:
        """Return the message to an author."""
        often = f", asked {tries} times" if tries > 1 else ""
        advice = "Try again later." if self.is_passing else ""
        if self.status in {401, 403}:
            advice = "Set REFERENCES[“contact”] to an e-mail address that is read."
        return f"{service} {self.what}{often}. {advice}".rstrip()


def _read(answer: httpx.Response) -> object:
    status = answer.status_code
    if status == 200:
        try:
            return json.loads(answer.content)
        except ValueError:
            return _Fault("gave an answer that is not readable JSON")
    what = "asks us to go slower" if status == 429 else f"answered with error {status}"
    return _Fault(what, status, _retry_after(answer.headers), status in PASSING)


def _retry_after(headers: httpx.Headers) -> float:
    """Return the seconds of a ``Retry-After``, a number or a date (RFC 9110)."""
    said = headers.get("retry-after", "").strip()
    if said.isdigit():
        return float(said)
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return 0.0
    try:
        now = parsedate_to_datetime(headers.get("date", ""))
    except ValueError:
        now = datetime.now(UTC)
    return max(0.0, (until.astimezone(UTC) - now.astimezone(UTC)).total_seconds())


def _seconds(number: float) -> str:
    return "1 second" if number == 1 else f"{number:g} seconds"
