"""A service's answer at the door: strict JSON with plain text, and sane headers."""

from __future__ import annotations

import json
import math
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from ..library.characters import without_unseen

#: Deeper than any record goes (seven), and far from Python's own limit.
DEEPEST = 32
LONGEST_TEXT = 100_000  #: characters; abstracts are the longest that are sent
LONGEST_NUMBER = 18  #: digits; time stamps in milliseconds have thirteen
SURROGATE = re.compile("[\ud800-\udfff]")
NUMBER = re.compile(r"\d{1,12}(?:\.\d{1,6})?", re.ASCII)
#: What a longer wait than this many seconds is said to be.
YEAR = 31_536_000.0


def parse_json(body: bytes) -> object:
    """Return an answer's value, its texts without characters that nobody sees.

    Raises ``ValueError`` for what is not JSON in UTF-8 (RFC 8259), for ``NaN`` and
    its like, and for texts, numbers or depths that no record has.
    """
    try:
        value = json.loads(
            body.decode("utf-8-sig"),
            parse_int=_integer,
            parse_float=_decimal,
            parse_constant=_refuse,
        )
    except RecursionError:
        raise ValueError("nested too deeply") from None
    return _clean(value, 0)


def parse_wait(retry_after: str, date: str) -> float:
    """Return the seconds of a ``Retry-After``, a number or a date (RFC 9110).

    0 where it is neither; ``date`` is the service's own clock, if it sent one.
    """
    said = retry_after.strip()
    if re.fullmatch(r"\d+", said, re.ASCII):
        return min(float(said), YEAR)
    until, now = _moment(said), _moment(date) or datetime.now(UTC)
    return min(max(0.0, (until - now).total_seconds()), YEAR) if until else 0.0


def parse_spacing(limit: str, interval: str) -> float:
    """Return the seconds between two requests that rate-limit headers ask for.

    0 where they are not both a number above zero, such as ``50`` and ``1s``.
    """
    number, seconds = limit.strip(), interval.strip().removesuffix("s")
    if not NUMBER.fullmatch(number) or not NUMBER.fullmatch(seconds):
        return 0.0
    return min(float(seconds) / float(number), YEAR) if float(number) else 0.0


def _moment(date: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(date)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return None


def _integer(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise ValueError(f"a number of {len(digits)} digits")
    return int(digits)


def _decimal(digits: str) -> float:
    number = float(digits)
    if len(digits) > LONGEST_TEXT or not math.isfinite(number):
        raise ValueError("a number beyond all measure")
    return number


def _refuse(word: str) -> float:
    raise ValueError(f"{word} is no number")


def _clean(value: object, depth: int) -> object:
    if depth > DEEPEST:
        raise ValueError("nested too deeply")
    if isinstance(value, str):
        if len(value) > LONGEST_TEXT:
            raise ValueError(f"a text of {len(value)} characters")
        if SURROGATE.search(value):
            raise ValueError("half a character")
        return without_unseen(value)
    if isinstance(value, dict):
        return {key: _clean(inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, list):
        return [_clean(inner, depth + 1) for inner in value]
    return value
