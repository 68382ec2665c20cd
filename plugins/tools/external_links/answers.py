"""What was found out of an address, and the file that remembers it for a week."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ...problem import write_json
from ..files import write_whole

if TYPE_CHECKING:
    from pathlib import Path

#: It answers; it has moved for good; it is gone; nobody could find out.
FINE, MOVED, DEAD, UNKNOWN = STATES = ("fine", "moved", "dead", "unknown")
#: What is not asked again for so long. What is dead or unknown is asked each time.
KEPT = {FINE, MOVED}
AGE = timedelta(days=7)
REST = timedelta(days=1)  #: the longest that a host is left alone
#: Bounds beyond every site: addresses, and bytes of the file.
MOST, LARGEST = 20_000, 8_000_000


@dataclass(frozen=True)
class LinkAnswer:
    """How one address has answered."""

    state: str  #: one of ``STATES``
    status: int = 0  #: HTTP's, of the last answer; 0 where there was none
    to: str = ""  #: where it has moved to
    why: str = ""  #: why nothing is known; goes on where the address stands
    asked: datetime | None = None  #: None for one that was not asked at all
    is_unreached: bool = False  #: nothing answered, as where there is no network


@dataclass
class Known:
    """What earlier runs have found out."""

    answers: dict[str, LinkAnswer] = field(default_factory=dict)
    #: Hosts that want to be left alone, and until when.
    resting: dict[str, datetime] = field(default_factory=dict)


def read_known(path: Path, now: datetime) -> Known:
    """Return the good answers that are not old yet; none where there is no such file.

    What cannot be read is asked again, so it is no mistake.
    """
    try:
        with path.open("rb") as file:
            document = json.loads(file.read(LARGEST))
        read = {key: _parse(entry) for key, entry in document["addresses"].items()}
        until = document["resting"].items()
        resting = {host: datetime.fromisoformat(said) for host, said in until}
        return Known(
            {key: one for key, one in read.items() if one and _is_new(one, now)},
            {host: at for host, at in resting.items() if now < at <= now + REST},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Known()


def write_known(path: Path, known: Known, now: datetime) -> None:
    """Keep the good answers that are not old yet, the newest of them where many are.

    Raises ``RefusedError`` where the disk refuses.
    """
    good = [pair for pair in known.answers.items() if _is_new(pair[1], now)]
    good.sort(key=lambda pair: pair[1].asked or now, reverse=True)
    document = {
        "addresses": {address: _as_data(one) for address, one in sorted(good[:MOST])},
        "resting": {host: at.isoformat() for host, at in known.resting.items()},
    }
    write_whole(path, write_json(document) + "\n")


def _is_new(answer: LinkAnswer, now: datetime) -> bool:
    asked = answer.asked
    is_new = asked is not None and timedelta() <= now - asked < AGE
    return answer.state in KEPT and is_new


def _as_data(answer: LinkAnswer) -> dict[str, object]:
    when = answer.asked.isoformat() if answer.asked else ""
    to = {"to": answer.to} if answer.to else {}
    return {"state": answer.state, "status": answer.status, "asked": when} | to


def _parse(entry: dict[str, object]) -> LinkAnswer | None:
    """Return one entry; None for one that this program has not written."""
    state, status, to = entry["state"], entry["status"], entry.get("to", "")
    if not isinstance(status, int) or not isinstance(to, str):
        return None
    if state not in KEPT or bool(to) != (state == MOVED) or not to.isprintable():
        return None
    asked = datetime.fromisoformat(str(entry["asked"]))
    return LinkAnswer(str(state), status, to, asked=asked)
