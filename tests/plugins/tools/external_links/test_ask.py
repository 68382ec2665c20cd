"""Each address is asked once and politely, and what it answers is judged fairly."""

from __future__ import annotations

import socket
from datetime import UTC, datetime, timedelta

import pytest

from plugins.tools.external_links.answers import DEAD, FINE, MOVED, UNKNOWN, Known
from plugins.tools.external_links.ask import ENOUGH, UNASKED, Manners, ask_all
from tests.plugins.references.liar import Liar
from tests.plugins.tools.external_links.web import Web


def ask(web, *paths, timeout=5.0, pause=0.001, services=None, known=None):
    """Return what was found out of these pages: their paths and (state, to)."""
    own = (web.address,) if services is None else services
    known, told = known or Known(), []
    addresses = [web.address + path for path in paths]
    ask_all(addresses, Manners("us", own, timeout, pause), known, told.append)
    assert sorted(told) == sorted(addresses)
    return {
        path: known.answers[address]
        for path, address in zip(paths, addresses, strict=True)
    }


def states(found):
    return {path: answer.state for path, answer in found.items()}


#: What a page answers -> what is said of it.
JUDGED = {
    "there": (200, FINE),
    "no content": (204, FINE),
    "gone": (404, DEAD),
    "gone for good": (410, DEAD),
    "forbidden": (403, UNKNOWN),
    "log in": (401, UNKNOWN),
    "legal reasons": (451, UNKNOWN),
    "a social network": (999, UNKNOWN),
    "broken": (500, UNKNOWN),
    "overloaded": (503, UNKNOWN),
    "not modified": (304, UNKNOWN),
    "no HEAD": ({"HEAD": 405}, FINE),
    "HEAD unknown": ({"HEAD": 501}, FINE),
    "HEAD forbidden": ({"HEAD": 403}, FINE),
    "HEAD says gone": ({"HEAD": 404}, FINE),
    "gone without HEAD": ({"HEAD": 405, "GET": 410}, DEAD),
    "elsewhere for now": ((302, "/there"), FINE),
    "elsewhere otherwise": ((303, "/there"), FINE),
    "elsewhere as it is": ((307, "/there"), FINE),
    "to what is gone": ((302, "/other"), DEAD),
    "for good to what is gone": ((301, "/other"), DEAD),
    "for good to what refuses": ((301, "/no"), UNKNOWN),
    "a circle": ((301, "/a-circle"), UNKNOWN),
    "half for good": ((301, "/now"), FINE),
    "to no address": ((301, "http://[::1"), UNKNOWN),
}


@pytest.fixture(name="judged", scope="module")
def _judged():
    """Ask for all of them at once, and return what was found out, by names."""
    pages = {f"/{name.replace(' ', '-')}": page for name, (page, _) in JUDGED.items()}
    others = {"/other": 404, "/no": 403, "/now": (302, "/there")}
    with Web(pages | others) as web:
        return dict(zip(JUDGED, ask(web, *pages).values(), strict=True))


@pytest.mark.parametrize("name", JUDGED)
def test_an_answer_is_judged_by_what_a_reader_would_get(name, judged):
    """Dead is what says so itself; what says nothing of the page is unknown."""
    found, (_, state) = judged[name], JUDGED[name]
    assert found.state == state
    assert name != "a circle" or found.why == "sends its visitors in a circle"
    assert bool(found.why) == (state == UNKNOWN)


@pytest.mark.parametrize("status", [301, 308])
def test_where_a_page_has_gone_for_good_is_known(status):
    """Over as many steps as it takes, and as far as the last."""
    steps = {"/a": (status, "/b"), "/b": (308, "/c?x=1"), "/c?x=1": (301, "/d/#e")}
    with Web(steps) as web:
        found = ask(web, "/a")["/a"]

    assert (found.state, found.to) == (MOVED, f"{web.address}/d/#e")


def test_a_page_that_leads_to_itself_has_not_moved():
    """As those do that set a cookie first."""
    answers = iter([(301, "/a"), 200])
    with Web({"/a": lambda: next(answers)}) as web:
        assert states(ask(web, "/a")) == {"/a": FINE}


def test_one_host_is_asked_one_question_at_a_time_with_a_pause():
    """Also where another host's pages lead to it."""
    with Web() as web, Web() as other:
        paths = [f"/{number}" for number in range(6)]
        web.pages = {path: web.later(0.02) for path in paths}
        other.pages = {path: (302, web.address + path) for path in paths}
        addresses = [one.address + path for one in (web, other) for path in paths]
        named = [one.replace("127.0.0.1", "localhost") for one in addresses[6:]]
        own = (web.address, other.address, named[0])
        known, since = Known(), datetime.now(UTC)
        manners = Manners("us", own, 5.0, 0.02)
        ask_all([*addresses[:6], *named], manners, known, lambda _one: None)

    assert {answer.state for answer in known.answers.values()} == {FINE}
    assert (web.most, other.most) == (1, 1)
    assert len(web.asked) == 12
    assert datetime.now(UTC) - since > timedelta(seconds=11 * 0.04)


def test_several_hosts_are_asked_at_once():
    """A slow one holds no other up."""
    with Web() as web:
        web.pages = {"/slow": web.after("HEAD /b")}
        there = web.address.replace("127.0.0.1", "localhost")
        known, order = Known(), []
        manners = Manners("us", (web.address, there), 5.0, 0.001)
        addresses = [f"{web.address}/slow", f"{there}/a", f"{there}/b"]
        ask_all(addresses, manners, known, order.append)

    assert order == [addresses[1], addresses[2], addresses[0]]


def test_a_host_that_asks_for_rest_gets_it():
    """In this run and in the next, until the time that it has named."""
    slower = (429, "", ("Retry-After", "600"))
    with Web({"/a": slower}) as web:
        known = Known()
        found = ask(web, "/a", "/b", known=known)
        again = ask(web, "/c", known=known)
        known.resting["127.0.0.1"] = datetime.now(UTC) - timedelta(seconds=1)
        later = ask(web, "/d", known=known)

    assert web.asked == ["HEAD /a", "HEAD /d"]
    assert states(found | again) == {"/a": UNKNOWN, "/b": UNKNOWN, "/c": UNKNOWN}
    assert {one.why for one in found.values()} == {"asks us to go slower"}
    assert states(later) == {"/d": FINE}


def test_an_answer_that_does_not_come_is_unknown():
    """After the time for one address; it is not asked again in another way."""
    with Web() as web:
        web.pages = {"/a": web.later(9)}
        found = ask(web, "/a", timeout=0.3)

    assert states(found) == {"/a": UNKNOWN}
    assert found["/a"].why == "did not answer within 0.3 seconds"
    assert web.asked == ["HEAD /a"]


def test_no_body_is_read():
    """A page without end is there like any other."""
    sent = []

    def endless(request, send):
        if request.startswith("HEAD"):
            send(b"HTTP/1.1 405 So\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            return
        send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while len(sent) < 500:
            send(b" " * 0x10000)
            sent.append(0x10000)

    with Liar(endless) as liar:
        assert states(ask(liar, "/")) == {"/": FINE}

    assert len(sent) < 500


def test_a_machine_of_ours_is_not_asked():
    """Neither by an address nor by a redirect, unless the site names it."""
    with Web() as web, Web() as other:
        there = other.address.replace("127.0.0.1", "localhost")
        web.pages = {"/a": (301, f"{there}/secret"), "/b": (302, "file:///etc/passwd")}
        found = ask(web, "/a", "/b")
        direct = ask(other, "/secret", services=(web.address,))

    assert other.asked == []
    assert states(found) == {"/a": UNKNOWN, "/b": UNKNOWN}
    assert found["/a"].why == (
        "leads to localhost, which is not on the public internet. If that is meant,"
        " give its address in CHECK[“link_services”]"
    )
    assert direct["/secret"].state == UNKNOWN


def test_without_a_network_it_ends_soon(monkeypatch):
    """So many addresses are tried, and it is said of none that it is gone."""
    asked = set()

    def nowhere(host, *_arguments, **_more):
        asked.add(host if isinstance(host, str) else host.decode())
        raise socket.gaierror(socket.EAI_AGAIN, "no such name now")

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    addresses = [f"https://site{number}.example/" for number in range(99)]
    known = Known()
    ask_all(addresses, Manners("us", (), 5.0, 0.001), known, lambda _one: None)

    assert {answer.state for answer in known.answers.values()} == {UNKNOWN}
    assert all(answer.is_unreached for answer in known.answers.values())
    assert ENOUGH <= len(asked) < 60
    assert {answer.why for answer in known.answers.values()} > {UNASKED}


def test_a_doi_is_asked_of_its_resolver_alone(monkeypatch):
    """Publishers refuse programs, and the resolver knows which DOIs there are."""

    def here(_host, port, *_arguments, **_more):
        kind = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
        return [(*kind, ("127.0.0.1", port))]

    pages = {"/10.1/x": (302, "http://publisher.example/x"), "/10.1/no": 404}
    with Web(pages) as web:
        monkeypatch.setattr(socket, "getaddrinfo", here)
        port = web.address.rpartition(":")[2]
        address = f"http://doi.org:{port}"
        known = Known()
        addresses = [f"{address}/10.1/x", f"{address}/10.1/no"]
        ask_all(addresses, Manners("us", (address,), 5.0, 0.001), known, print)

    assert [known.answers[one].state for one in addresses] == [FINE, DEAD]
    assert web.asked == ["HEAD /10.1/x", "HEAD /10.1/no", "GET /10.1/no"]
