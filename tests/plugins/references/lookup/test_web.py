"""Waits are bounded and said before they begin; nothing a header says is a fault."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from plugins.references.lookup.find import Lookup
from plugins.references.lookup.web import LONG_PATIENCE, PATIENCE, ServiceError
from plugins.references.settings import parse_settings
from tests.plugins.references.liar import Liar, always, message, reply
from tests.plugins.references.lookup.test_find import Clock

NONSENSE = [
    "infs",
    "nan",
    "²",
    "-5",
    "",
    "soon",
    "1e400",
    "0",
    "\x1b[31m7",
    "0x7",
    "7,7",
]


class Sitting:
    """A lookup at a liar, with what it said and when it slept, in order."""

    def __init__(self, liar, **manners):
        services = parse_settings({"services": liar.services} | manners).services
        self.clock = Clock()
        self.events = []
        self.clock.sleep = self.sleep
        self.lookup = Lookup(services, self.clock, self.events.append)

    def sleep(self, seconds):
        self.clock.time += seconds
        if seconds > 2 or self.events:
            self.events.append(seconds)

    def ask(self, doi):
        return self.lookup.lookup_doi(doi).deposit


def honest(**headers):
    """Return a script that gives each DOI its record, with these headers."""

    def script(request, send):
        doi = unquote(request.split()[1].partition("works/")[2].partition("?")[0])
        send(reply(message(DOI=doi, title=["A"]), **headers))

    return script


@pytest.mark.parametrize("said", NONSENSE)
def test_a_limit_that_is_nonsense_slows_nothing_down(said):
    """Our own limits hold."""
    script = honest(x_rate_limit_limit=said, x_rate_limit_interval=said)
    with Liar(script) as liar:
        sitting = Sitting(liar)
        with sitting.lookup:
            for number in range(3):
                sitting.ask(f"10.1234/{number}")

    assert sitting.events == []
    assert sitting.clock.time < 1


def test_a_limit_of_days_is_said_and_not_waited_for():
    """The first answer is good; the next would come in eleven days."""
    script = honest(x_rate_limit_limit="1", x_rate_limit_interval="999999s")
    with Liar(script) as liar:
        sitting = Sitting(liar)
        with sitting.lookup:
            assert sitting.ask("10.1234/1").title == "A"
            with pytest.raises(ServiceError, match="asks us to wait 10499"):
                sitting.ask("10.1234/2")

    assert sitting.events == []
    assert sitting.clock.time < 1


def test_a_wait_is_said_before_it_begins():
    """A limit of one in thirty seconds is kept, and nobody wonders."""
    script = honest(x_rate_limit_limit="2", x_rate_limit_interval="60s")
    with Liar(script) as liar:
        sitting = Sitting(liar)
        with sitting.lookup:
            sitting.ask("10.1234/1")
            sitting.ask("10.1234/2")

    line, wait = sitting.events
    assert line == "Crossref lets us ask once in 31.5 seconds: waiting 31.5 seconds."
    assert wait == pytest.approx(31.5)


def test_a_service_that_always_asks_for_a_little_more_is_left():
    """Each wait is short enough; all of them together are not."""
    busy = [True]

    def script(request, send):
        busy[0] = not busy[0]
        honest()(request, send) if busy[0] else send(
            reply(status=429, Retry_After="119")
        )

    with Liar(script) as liar:
        sitting = Sitting(liar)
        with sitting.lookup:
            for number in range(5):
                sitting.ask(f"10.1234/{number}")
            with pytest.raises(ServiceError, match="wait 119 seconds once more"):
                sitting.ask("10.1234/6")

    waits = [one for one in sitting.events if isinstance(one, float) and one > 2]
    assert waits == [119.0] * 5
    assert sum(waits) <= LONG_PATIENCE
    asks = "Crossref asks us to go slower; it is asked again in 119 seconds."
    assert sitting.events[0] == asks


RETRY = {
    "²": [1.0, 2.0, 4.0],
    "": [1.0, 2.0, 4.0],
    "-7": [1.0, 2.0, 4.0],
    "soon": [1.0, 2.0, 4.0],
    "Fri, 31 Dec 9999 23:59:59 -2359": [1.0, 2.0, 4.0],
    "9" * 400: [],
    "999999": [],
    "Fri, 31 Dec 9999 23:59:59 GMT": [],
    str(PATIENCE): [120.0, 120.0, 120.0],
}


@pytest.mark.parametrize(("said", "waits"), RETRY.items(), ids=range(len(RETRY)))
def test_a_retry_after_of_any_form_ends(said, waits):
    """Tried again three times, or said to be too long; never another exception."""
    with Liar(always(reply(status=503, Retry_After=said))) as liar:
        sitting = Sitting(liar)
        with sitting.lookup, pytest.raises(ServiceError) as caught:
            sitting.ask("10.1234/1")

    slept = [one for one in sitting.events if isinstance(one, float) and one >= 1]
    assert slept == waits
    assert str(caught.value).startswith("Crossref ")
    assert all(isinstance(one, str) for one in sitting.events[:1])


def test_a_service_that_only_sends_too_much_is_left_alone():
    """A run of 500 works does not take eight megabytes 500 times."""

    def script(_request, send):
        send(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            send(b" " * 0x10000)

    with Liar(script) as liar:
        sitting = Sitting(liar)
        with sitting.lookup:
            for number in range(6):
                with pytest.raises(ServiceError):
                    sitting.ask(f"10.1234/{number}")

        assert len(liar.asked) == 3
