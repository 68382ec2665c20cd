"""No service holds the machine, and none sends us where it likes."""

from __future__ import annotations

import asyncio
import gzip
import socket
import time
import zlib

import pytest

from plugins.references.lookup import fetch
from plugins.references.lookup.fetch import (
    LARGEST,
    Budget,
    Client,
    Fetcher,
    FetchError,
)
from tests.plugins.references.liar import Liar, always, reply

CHUNK = b"10000\r\n" + b" " * 0x10000 + b"\r\n"


def get(liar, timeout=5.0, path="/x"):
    fetcher = Fetcher(liar.services, "test", timeout)
    try:
        return fetcher.get(liar.address + path, None, "application/json")
    finally:
        fetcher.close()


def drip(before, drop, liar):
    """Return a script that sends one drop again and again."""

    def script(_request, send):
        send(before)
        while True:
            liar().pause(0.05)
            send(drop)

    return script


STALLS = {
    "no word": b"",
    "a status": b"HTTP/1.1 ",
    "headers": b"HTTP/1.1 200 OK\r\nX: ",
    "many headers": b"HTTP/1.1 200 OK\r\n",
    "a body": b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n",
    "chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
    "never yet": b"",
}
DROPS = {
    "no word": b"",
    "many headers": b"X: a\r\n",
    "chunks": b"1\r\n \r\n",
    "never yet": b"HTTP/1.1 100 Continue\r\n\r\n",
}


@pytest.mark.parametrize("name", STALLS)
def test_an_answer_ends_at_its_time_however_it_is_dripped(name):
    """Each byte would begin a time-out of sockets anew; the whole has one time."""
    held = []
    script = drip(STALLS[name], DROPS.get(name, b" "), lambda: held[0])
    with Liar(script) as liar:
        held.append(liar)
        start = time.monotonic()
        with pytest.raises(FetchError, match=r"did not answer within 0\.3 seconds"):
            get(liar, timeout=0.3)

    assert time.monotonic() - start < 2


def endless(head, body):
    def script(_request, send):
        send(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n")
        while True:
            send(body)

    return script


def bomb(packer):
    """Return a script that sends zeros for ever, packed a thousandfold."""

    def script(_request, send):
        send(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n")
        while True:
            send(packer.compress(b"\0" * 1_000_000))

    return script


ENDLESS = {
    "plain": endless(b"", b" " * 0x10000),
    "chunks": endless(b"Transfer-Encoding: chunked\r\n", CHUNK),
    "a length": endless(b"Content-Length: 99999999999\r\n", b" " * 0x10000),
}


@pytest.mark.parametrize("script", ENDLESS.values(), ids=ENDLESS)
def test_an_answer_without_end_is_cut(script):
    """What is over the size is not kept, and not asked for again."""
    with (
        Liar(script) as liar,
        pytest.raises(FetchError, match="more than 8 MB") as said,
    ):
        get(liar)

    assert not said.value.is_passing


def test_a_packed_answer_is_measured_unpacked():
    """A thousandth of it travels."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    with Liar(bomb(packer)) as liar, pytest.raises(FetchError, match="more than 8 MB"):
        get(liar)


PACKED = {
    "twice": ("gzip, gzip", b"", "packs its answers as “gzip, gzip”"),
    "another way": ("br", b"", "packs its answers as “br”"),
    "not at all": ("gzip", b"{}", "cannot be unpacked"),
    "half": ("gzip", gzip.compress(b"{}" * 99)[:20], "half an answer"),
}


@pytest.mark.parametrize(("way", "body", "what"), PACKED.values(), ids=PACKED)
def test_an_answer_packed_in_another_way_is_refused(way, body, what):
    """Packing in packing has no measure."""
    answer = reply(body, Content_Encoding=way)
    with Liar(always(answer)) as liar, pytest.raises(FetchError, match=what):
        get(liar)


def test_a_packed_answer_is_read():
    """What stands behind its end is nobody's."""
    packed = gzip.compress(b"{}" * 9) + b"\0" * 99
    with Liar(always(reply(packed, Content_Encoding="gzip"))) as liar:
        assert get(liar).body == b"{}" * 9


def test_an_answer_of_the_full_size_is_read():
    """The measure is no smaller than it says."""
    with Liar(always(reply(b" " * LARGEST))) as liar:
        assert len(get(liar).body) == LARGEST


#: What stands for the port of a server of ours that nobody configured.
ELSEWHERE = (
    *("http://127.0.0.1:{port}/", "http://localhost:{port}/", "//127.1:{port}/"),
    *("http://2130706433:{port}/", "http://0x7f000001:{port}/", "http://0:{port}/"),
    *("http://0177.0.0.1:{port}/", "http://[::ffff:127.0.0.1]:{port}/"),
    *("http://[::1]:{port}/", "http://127.0.0.1.:{port}/", "HTTP://LOCALHOST:{port}/"),
    *("http://10.0.0.1:{port}/", "http://169.254.169.254/latest/", "http://[fe80::1]/"),
    *("http://[64:ff9b::7f00:1]:{port}/", "http://①②⑦.⓪.⓪.①:{port}/"),
    *("http://api.crossref.org@127.0.0.1:{port}/", "http://a:b@127.0.0.1:{port}/"),
    *("ftp://127.0.0.1:{port}/", "file:///etc/passwd", "gopher://127.0.0.1:{port}/"),
    *("javascript:alert(1)", "data:application/json,{{}}", "http://8.8.8.8:99999/"),
    *(
        "http://8.8.8.8:0/",
        "http://127.0.0.1:99999/",
        "http://a..b/",
        "http://☃.☃☃/",
        "http://xn--/",
    ),
    *("http://", "http:///", "//", "http://[::1", "http://%00/", f"http://{'a' * 70}/"),
)


@pytest.mark.parametrize("place", ELSEWHERE)
def test_a_redirect_to_a_machine_of_ours_is_not_followed(place):
    """Nothing arrives there, in whatever way its address is written."""
    with Liar(always(reply(b"{}"))) as other:
        target = place.format(port=other.port)
        answer = reply(b"", 302, Location=target)
        start = time.monotonic()
        with Liar(always(answer)) as liar, pytest.raises(FetchError):
            get(liar, timeout=2)

        assert other.asked == []
        assert time.monotonic() - start < 3


def test_a_name_that_becomes_a_machine_of_ours_gets_nothing(monkeypatch):
    """The name is public when we ask, and private when the connection is made."""
    asked = []
    real = socket.getaddrinfo

    def rebinding(host, port, *arguments, **more):
        name = host.decode() if isinstance(host, bytes) else host
        if name != "rebinding.example":
            return real(host, port, *arguments, **more)
        asked.append(name)
        address = "8.8.8.8" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    with Liar(always(reply(b"{}"))) as other:
        to = f"http://rebinding.example:{other.port}/"
        with (
            Liar(always(reply(b"", 302, Location=to))) as liar,
            pytest.raises(FetchError, match=r"rebinding\.example, which is not on"),
        ):
            get(liar)

        assert len(asked) == 2
        assert other.asked == []


def test_a_proxy_of_ours_may_lead_to_the_internet(monkeypatch):
    """It is the proxy that knows the names, and its own address is no redirect."""

    def nameless(host, *arguments, **more):
        if "example" in str(host):
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return real(host, *arguments, **more)

    def script(request, send):
        moved = reply(status=302, Location="http://elsewhere.example/y")
        send(reply(b"[2]") if "elsewhere" in request else moved)

    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", nameless)
    with Liar(script) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.address)
        fetcher = Fetcher({"crossref": "http://service.example"}, "test", 5)
        try:
            answer = fetcher.get("http://service.example/x", None, "*/*")
        finally:
            fetcher.close()

    assert answer.body == b"[2]"


def test_a_redirect_to_a_configured_service_is_followed():
    """A mirror may live on this machine."""
    place = reply(b"", 307, Location="/doi/10.1234/x")

    def script(request, send):
        send(reply(b"[1]") if "/doi/" in request else place)

    with Liar(script) as liar:
        assert get(liar).body == b"[1]"


@pytest.mark.parametrize("address", ["http://xn--/", "http://a..b", "http://\u2066"])
def test_an_address_that_is_none_is_said(address):
    """A mistyped setting is an author's mistake."""
    fetcher = Fetcher({"crossref": address}, "test", 2)
    with pytest.raises(FetchError, match="could not be reached"):
        fetcher.get(f"{address}/x", None, "*/*")
    fetcher.close()


@pytest.mark.parametrize("place", ["/x", "/x?more"])
def test_a_circle_of_redirects_ends(place):
    """After eight steps, at once."""
    with Liar(always(reply(b"", 308, Location=place))) as liar:
        with pytest.raises(FetchError, match="in a circle"):
            get(liar)

        assert len(liar.asked) == fetch.HOPS


NONSENSE = {
    "no HTTP": b"SSH-2.0-OpenSSH\r\n\r\n",
    "an escape": b"HTTP/1.1 \x1b[31m2\x1b[0m OK\r\n\r\n",
    "an end": b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{}",
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    "headers without end": b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000,
    "no size": b"HTTP/1.1 200 K\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
}


@pytest.mark.parametrize("answer", NONSENSE.values(), ids=NONSENSE)
def test_what_is_no_http_is_said_in_a_line(answer):
    """Without the service's own bytes in it."""
    with Liar(always(answer)) as liar, pytest.raises(FetchError) as said:
        get(liar)

    assert str(said.value).startswith("could not be reached (")
    assert str(said.value).isprintable()


def look(url, **options):
    """Look at an address with a client that has no services."""

    async def run():
        client = Client((), "test", 2.0, "Never.")
        try:
            return await client.look("HEAD", url, Budget(2.0), **options)
        finally:
            await client.close()

    return asyncio.run(run())


@pytest.mark.parametrize("place", ELSEWHERE)
def test_an_address_that_is_a_machine_of_ours_is_not_looked_at(place):
    """An author's address may lie nowhere else than a redirect may lead."""
    with Liar(always(reply(b"{}"))) as other:
        with pytest.raises(FetchError):
            look(place.format(port=other.port))

        assert other.asked == []
