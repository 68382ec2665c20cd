"""A site over HTTP, as a visitor gets it.

The HTTP library is fenced into this file.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

TIMEOUT = 20.0  #: seconds for one answer
LARGEST = 100_000_000  #: bytes of an answer that are read
#: Whatever stands between asks the server itself, and nothing is packed.
HEADERS = {
    "User-Agent": "Bulletin (invoke deploy)",
    "Accept-Encoding": "identity",
    "Cache-Control": "no-cache",
}


@dataclass(frozen=True)
class Answer:
    """What came back for an address; no redirect was followed."""

    status: int  #: 0 where nothing came
    headers: Mapping[str, str]  #: names in small letters
    body: bytes = b""
    why: str = ""  #: why nothing came


class Visitor:
    """Asks for addresses, one after the other, over kept connections."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def get(self, url: str) -> Answer:
        """Return what comes for an address."""
        try:
            with self._client.stream("GET", url) as answer:
                body = bytearray()
                for piece in answer.iter_raw():
                    body += piece
                    if len(body) > LARGEST:
                        return Answer(0, {}, why="the answer has no end")
                return Answer(answer.status_code, dict(answer.headers), bytes(body))
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            return Answer(0, {}, why=_reason(error))

    def post(self, url: str, fields: Mapping[str, str | Sequence[str]]) -> Answer:
        """Send a form, and return what comes back; its body is not read."""
        try:
            answer = self._client.post(url, data=dict(fields))
            return Answer(answer.status_code, dict(answer.headers))
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            return Answer(0, {}, why=_reason(error))


def _reason(error: Exception) -> str:
    line = str(error).split("\n", 1)[0][:200]
    return line or type(error).__name__


@contextmanager
def visiting() -> Iterator[Visitor]:
    """Open connections for a while."""
    with httpx.Client(headers=HEADERS, timeout=TIMEOUT, follow_redirects=False) as one:
        yield Visitor(one)
