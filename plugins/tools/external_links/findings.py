"""What the answers of addresses elsewhere say to authors and to programs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ...problem import Level, Problem, count
from .answers import DEAD, FINE, MOVED, STATES, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .answers import LinkAnswer
    from .gather import External, Place

#: How many signs of a sentence a list may take, and an address beside it or in it.
ROOM, LONG = 240, 100
WORDS = {FINE: "fine", MOVED: "moved", DEAD: "gone", UNKNOWN: "unknown"}
ARCHIVE = "https://web.archive.org/web/"


@dataclass(frozen=True)
class LinkReport:
    """What one check has to say of the addresses elsewhere."""

    external: External
    answers: Mapping[str, LinkAnswer]  #: one for each of them
    asked: int  #: how many of them were asked this time

    def problems(self) -> Iterator[Problem]:
        """Yield what is wrong, each address once, at the first of its places."""
        for address, places in self.external.places.items():
            answer = self.answers[address]
            if answer.state == DEAD:
                yield _dead(address, answer, places)
            elif answer.state == MOVED:
                yield _moved(address, answer, places)
        yield from self._unknown()

    def _unknown(self) -> Iterator[Problem]:
        """Yield one notice for all that nobody could find out."""
        places = self.external.places
        unknown = {key: self.answers[key] for key in places if self._is_unknown(key)}
        if not unknown:
            return
        told = [f"{_cut(key)} {unknown[key].why}" for key in sorted(unknown)]
        number = count(len(unknown), "external link")
        what = f"Nothing is known of {number}: {_some(told, '; ')}."
        remedy = "Open what you need yourself; --format json lists all of them."
        hosts = {urlsplit(address).netloc for address in unknown}
        is_lost = all(answer.is_unreached for answer in unknown.values())
        if is_lost and len(unknown) == self.asked and len(hosts) > 1:
            what = f"None of {number} could be reached: nothing is known of them."
            remedy = f"Run it again where there is a network ({told[0]})."
        first = min(places[address][0] for address in unknown)
        name, level = "link-unknown", Level.NOTICE
        yield Problem(first.path, first.line, what, remedy, name, level)

    def _is_unknown(self, address: str) -> bool:
        return self.answers[address].state == UNKNOWN

    def summary(self) -> str:
        """Return one line that says of how many addresses what is known."""
        counts = Counter(answer.state for answer in self.answers.values())
        told = ", ".join(f"{counts[one]} {WORDS[one]}" for one in STATES if counts[one])
        known = len(self.answers) - self.asked
        excluded = self.external.excluded
        parts = (
            count(len(self.answers), "external link") + (f": {told}" if told else ""),
            f"{known} known from the last seven days" if known else "",
            f"{excluded} left out by CHECK[“link_excludes”]" if excluded else "",
        )
        return f"{'; '.join(filter(None, parts))}."

    def as_data(self) -> dict[str, object]:
        """Return all addresses and what is known of them, as programs get it."""
        counts = Counter(answer.state for answer in self.answers.values())
        return {
            "counts": {state: counts[state] for state in STATES},
            "asked": self.asked,
            "excluded": self.external.excluded,
            "addresses": [
                {
                    "address": address,
                    "state": answer.state,
                    "status": answer.status or None,
                    "to": answer.to or None,
                    "why": answer.why or None,
                    "asked": answer.asked.isoformat() if answer.asked else None,
                    "places": [str(place) for place in self.external.places[address]],
                }
                for address, answer in sorted(self.answers.items())
            ],
        }


def _dead(address: str, answer: LinkAnswer, places: Sequence[Place]) -> Problem:
    what = f"{_cut(address)} is gone: it answers {answer.status}.{_also(places)}"
    remedy = f"Take the link out, or lead it to a copy: {ARCHIVE}{address}"
    first = places[0]
    return Problem(first.path, first.line, what, remedy, "link-dead", Level.WARNING)


def _moved(address: str, answer: LinkAnswer, places: Sequence[Place]) -> Problem:
    first, there, also = places[0], urlsplit(answer.to), _also(places)
    fragment = "" if there.fragment else first.fragment
    what = f"{_cut(address)} has moved for good.{also}"
    remedy = f"Write {answer.to}{fragment} instead."
    if there.path in {"", "/"} and urlsplit(address).path not in {"", "/"}:
        # Whoever gives up a page may lead all its visitors there.
        what = f"{_cut(address)} leads to the front page of {there.netloc} now.{also}"
        remedy = "See whether the page is gone, and link to what has taken its place."
    return Problem(first.path, first.line, what, remedy, "link-moved", Level.NOTICE)


def _also(places: Sequence[Place]) -> str:
    """Return a sentence with the other places of an address."""
    others = [one for one in dict.fromkeys(map(str, places)) if one != str(places[0])]
    return f" Also at {_some(others, ', ')}." if others else ""


def _cut(address: str) -> str:
    """Return an address that leaves room for others; it stands at its place whole."""
    return address if len(address) <= LONG else f"{address[: LONG - 1]}…"


def _some(words: Sequence[str], between: str) -> str:
    """Return as many words as one sentence takes, and how many more there are."""
    lengths = accumulate(len(word) + len(between) for word in words)
    number = max(1, sum(length <= ROOM for length in lengths))
    more = len(words) - number
    return between.join(words[:number]) + (f" and {more} more" if more > 0 else "")
