"""A site over HTTP, as a visitor gets it.

The HTTP library is fenced into this file.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import httpx

from .content_coding import CODINGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

TIMEOUT = 20.0  #: seconds for one answer
LARGEST = 100_000_000  #: bytes of an answer that are read
ENDLESS = "the answer has no end"
#: Whatever stands between asks the server itself; nothing is packed unless wished.
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

    def get(self, url: str, *, packed: bool = False) -> Answer:
        """Return what comes for an address; for ``packed``, as browsers ask for it.

        What comes packed is unpacked.
        """
        accepted = ", ".join(coding.name for coding in CODINGS)
        headers = {"Accept-Encoding": accepted} if packed else {}
        try:
            with self._client.stream("GET", url, headers=headers) as answer:
                body = bytearray()
                for piece in answer.iter_raw():
                    body += piece
                    if len(body) > LARGEST:
                        return Answer(0, {}, why=ENDLESS)
                whole = Answer(answer.status_code, dict(answer.headers), bytes(body))
                return _unpacked(whole) if packed else whole
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            return Answer(0, {}, why=_reason(error))

    def post(self, url: str, fields: Mapping[str, str | Sequence[str]]) -> Answer:
        """Send a form, and return what comes back; its body is not read."""
        try:
            answer = self._client.post(url, data=dict(fields))
            return Answer(answer.status_code, dict(answer.headers))
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            return Answer(0, {}, why=_reason(error))


def _unpacked(answer: Answer) -> Answer:
    name = answer.headers.get("content-encoding", "").strip().lower()
    if name in {"", "identity"}:
        return answer
    for coding in CODINGS:
        if coding.name == name:
            try:
                body = coding.unpack(answer.body, LARGEST)
            except ValueError:
                why = f"its answer is no {name}, though it says so"
                return Answer(0, answer.headers, why=why)
            if len(body) > LARGEST:
                return Answer(0, answer.headers, why=ENDLESS)
            return replace(answer, body=body)
    why = f"its answer is packed as “{name}”, which was not asked for"
    return Answer(0, answer.headers, why=why)


def _reason(error: Exception) -> str:
    line = str(error).split("\n", 1)[0][:200]
    return line or type(error).__name__


@contextmanager
def visiting() -> Iterator[Visitor]:
    """Open connections for a while."""
    with httpx.Client(headers=HEADERS, timeout=TIMEOUT, follow_redirects=False) as one:
        yield Visitor(one)
